package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, and where they do not; and receivers that behave as no server should. */
class SenderTest {
    private static final List<WebhookSecret> SECRETS = List.of(WebhookSecret.draw());
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Counts who connects to this machine, at whichever of its addresses. */
    private static ServerSocket sentinel;

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    @BeforeAll
    static void listen() throws IOException {
        sentinel = new ServerSocket(0);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = sentinel.accept();
                    CONNECTIONS.incrementAndGet();
                    socket.close();
                }
            } catch (IOException e) {
                // the test is over
            }
        });
    }

    @AfterAll
    static void close() throws IOException {
        sentinel.close();
    }

    private static Sender sender(boolean sandbox, Receivers.Lookup lookup) {
        return sender(sandbox, lookup, ofTheMachine());
    }

    private static Sender sender(boolean sandbox, Receivers.Lookup lookup, SSLContext trusted) {
        return new Sender(new Receivers(sandbox, lookup), InstantSource.system(), PATIENCE, trusted);
    }

    private static SSLContext ofTheMachine() {
        try {
            return SSLContext.getDefault();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Answer send(Sender sender, String url) {
        return sender.send(url, "msg_1", "{}", SECRETS);
    }

    // ---- addresses

    static Stream<Arguments> addresses() throws IOException {
        try (InputStream in = SenderTest.class.getResourceAsStream("/webhook-addresses.tsv")) {
            return new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .skip(1)
                            .map(line -> line.split("\t"))
                            .map(part -> Arguments.of(part[0], part[1], part[2], part[3]))
                            .toList()
                            .stream();
        }
    }

    private static InetAddress[] lookUp(String host, String addresses) throws UnknownHostException {
        try {
            return (addresses.isEmpty()
                            ? Stream.of(host.replaceAll("[\\[\\]]", ""))
                            : Arrays.stream(addresses.split(" ")))
                    .map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new);
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(host);
        }
    }

    @Test
    void nobody_is_asked_at_an_address_that_is_not_public() throws IOException {
        List<Object[]> closed = addresses()
                .map(Arguments::get)
                .filter(vector -> vector[2].equals("closed"))
                .toList();
        assertThat(closed).hasSizeGreaterThanOrEqualTo(300);
        int before = CONNECTIONS.get();
        for (Object[] vector : closed) {
            String url = vector[0].toString().replace("{port}", Integer.toString(sentinel.getLocalPort()));
            try (Sender sender = sender(false, host -> lookUp(host, vector[1].toString()))) {
                assertThat(send(sender, url).error())
                        .as("%s %s", url, vector[1])
                        .isIn("address", "unknown-host");
            }
        }
        assertThat(CONNECTIONS.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void what_is_public_is_open_and_nothing_else(String url, String lookedUpAs, String what, String why)
            throws UnknownHostException {
        try (Receivers receivers = new Receivers(false, host -> lookUp(host, lookedUpAs))) {
            URI uri = receivers.allowed(url.replace("{port}", "443")).orElse(null);
            boolean open = uri != null;
            if (uri != null) {
                try {
                    receivers.resolve(uri.getHost());
                } catch (UnknownHostException e) {
                    open = false;
                }
            }
            assertThat(open).as(why).isEqualTo(what.equals("open"));
        }
    }

    @Test
    void of_several_addresses_only_the_public_ones_are_used() throws UnknownHostException {
        try (Receivers receivers = new Receivers(false, host -> lookUp(host, "10.0.0.1 93.184.216.34 ::1"))) {
            assertThat(receivers.resolve("both.example")).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
        }
    }

    /** The listener would have heard it. */
    @Test
    void in_a_sandbox_this_machine_is_asked() {
        int before = CONNECTIONS.get();
        try (Sender sender = sender(true, host -> lookUp(host, "127.0.0.1"))) {
            assertThat(send(sender, "http://127.0.0.1:" + sentinel.getLocalPort() + "/")
                            .error())
                    .isEqualTo("broken");
            assertThat(send(sender, "https://receiver.example:" + sentinel.getLocalPort() + "/")
                            .status())
                    .isNull();
            assertThat(send(sender, "http://10.0.0.1/").error()).isEqualTo("address");
            assertThat(send(sender, "http://receiver.example/").error()).isEqualTo("address");
        }
        assertThat(CONNECTIONS.get()).isGreaterThan(before);
    }

    /** There is one look-up, and what it found is what is connected to. */
    @Test
    void a_name_that_points_elsewhere_the_next_moment_leads_nowhere_else() {
        AtomicInteger lookups = new AtomicInteger();
        int before = CONNECTIONS.get();
        try (Sender sender =
                sender(false, host -> lookUp(host, lookups.getAndIncrement() == 0 ? "2a00::1" : "127.0.0.1"))) {
            String url = "https://rebinding.example:" + sentinel.getLocalPort() + "/";
            assertThat(send(sender, url).error()).isIn("unreachable", "timeout");
            assertThat(lookups.get()).isOne();
            assertThat(send(sender, url).error()).isEqualTo("address");
        }
        assertThat(CONNECTIONS.get()).isEqualTo(before);
    }

    @Test
    void no_proxy_is_asked() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        int connections = CONNECTIONS.get();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return uri.getScheme().startsWith("http")
                        ? List.of(
                                new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", sentinel.getLocalPort())))
                        : List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        try (Sender sender = sender(true, InetAddress::getAllByName)) {
            assertThat(send(sender, "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                            .status())
                    .isEqualTo(204);
        } finally {
            ProxySelector.setDefault(before);
            server.stop(0);
        }
        assertThat(CONNECTIONS.get()).isEqualTo(connections);
    }

    // ---- receivers

    /** What a receiver does with the line once it has the request. */
    private interface Behaviour {
        void with(OutputStream out) throws Exception;
    }

    private static Answer answerOf(Behaviour behaviour) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Sender sender = sender(true, InetAddress::getAllByName)) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    behaviour.with(socket.getOutputStream());
                } catch (Exception e) {
                    // the sender has had enough
                }
            });
            return send(sender, "http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    private static void drip(OutputStream out, String text) throws Exception {
        for (int n = 0; ; n++) {
            out.write(text.charAt(n % text.length()));
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void a_receiver_that_answers_drop_by_drop_is_left() throws IOException {
        assertThat(answerOf(out -> {
                            out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(US_ASCII));
                            drip(out, "x");
                        })
                        .error())
                .isEqualTo("timeout");
        assertThat(answerOf(out -> drip(out, " ")).status()).isNull();
    }

    @Test
    void whoever_has_said_yes_need_not_say_more() throws IOException {
        Answer answer = answerOf(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\ny\r\n".getBytes(US_ASCII));
            drip(out, "1\r\ny\r\n");
        });
        assertThat(answer.isTaken()).isTrue();
        assertThat(answer.text()).startsWith("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nnonsense", ""})
    void what_is_no_answer_is_none(String answer) throws IOException {
        assertThat(answerOf(out -> out.write(answer.getBytes(US_ASCII))).status())
                .isNull();
    }

    @Test
    void of_an_answer_the_beginning_is_kept_without_what_steers_a_terminal() throws IOException {
        String text = "\u001b[31m\u0000退" + "x".repeat(2000);
        Answer answer = answerOf(out ->
                out.write(("HTTP/1.1 500 No\r\nContent-Length: " + text.getBytes(UTF_8).length + "\r\n\r\n" + text)
                        .getBytes(UTF_8)));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).startsWith("\uFFFD[31m\uFFFD退xxx").hasSize(1024 - 2);
    }

    @Test
    void nobody_listens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        try (Sender sender = sender(true, InetAddress::getAllByName)) {
            assertThat(send(sender, "http://127.0.0.1:" + port + "/").error()).isEqualTo("unreachable");
        }
    }

    @Test
    void a_look_up_that_takes_long_is_given_up() {
        try (Sender sender = sender(false, host -> {
            while (true) {
                LockSupport.park();
                if (Thread.interrupted()) {
                    throw new UnknownHostException(host);
                }
            }
        })) {
            assertThat(send(sender, "https://slow.example/").status()).isNull();
        }
    }

    // ---- TLS

    private static SSLContext selfSigned(Path folder, boolean trusted) throws Exception {
        Path file = folder.resolve("keys.p12");
        if (!file.toFile().exists()) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "receiver",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=receiver",
                            "-ext",
                            "san=dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            "changeit")
                    .inheritIO()
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
        KeyStore keys = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(trusted ? null : own.getKeyManagers(), trusted ? others.getTrustManagers() : null, null);
        return context;
    }

    @Test
    void a_certificate_must_be_trusted_and_name_the_host(@TempDir Path folder) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder, false)));
        AtomicInteger heard = new AtomicInteger();
        server.createContext("/", exchange -> {
            heard.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        Receivers.Lookup here = host -> lookUp(host, "127.0.0.1");
        try (Sender stranger = sender(true, here);
                Sender friend = sender(true, here, selfSigned(folder, true))) {
            assertThat(send(stranger, "https://localhost:" + port + "/").error())
                    .isEqualTo("tls");
            assertThat(send(friend, "https://receiver.example:" + port + "/").error())
                    .isEqualTo("tls");
            assertThat(heard.get()).isZero();
            assertThat(send(friend, "https://localhost:" + port + "/").status()).isEqualTo(200);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_line_on_which_nothing_is_said_is_left() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Sender sender = sender(true, InetAddress::getAllByName)) {
            assertThat(send(sender, "https://127.0.0.1:" + server.getLocalPort() + "/")
                            .error())
                    .isEqualTo("timeout");
        }
    }

    @Test
    void to_wait_is_asked_with_some_answers_only() throws IOException {
        for (Map.Entry<Integer, Boolean> status : Map.of(
                        429, true, 503, true, 502, true, 504, true, 500, false, 301, false)
                .entrySet()) {
            Answer answer = answerOf(out ->
                    out.write(("HTTP/1.1 " + status.getKey() + " x\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(US_ASCII)));
            assertThat(answer.notBefore().isPresent()).as("%d", status.getKey()).isEqualTo(status.getValue());
        }
    }
}
