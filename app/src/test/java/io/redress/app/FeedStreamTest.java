package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.app.access.ApiKeys;
import io.redress.app.access.Caller.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feed as server-sent events, over real sockets. */
class FeedStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.now());
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int STREAMS_MAX = 5;

    @TempDir
    private static Path folder;

    private static final TestIssuer ISSUER = new TestIssuer();
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node = serving();
    }

    /** With a heart that beats fast, little patience with who does not read, and little room for what is not read. */
    private static Node serving() throws IOException {
        Map<String, Object> settings = new HashMap<>(ISSUER.settings(folder));
        settings.put("redress.feed.heartbeat", "100ms");
        settings.put("server.tomcat.connection-timeout", "2s");
        InstantSource clock = NOW::get;
        return Node.serving(Postgres.database(), settings, beans -> {
            beans.registerSingleton("operationalClock", clock);
            WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers = server ->
                    server.addConnectorCustomizers(connector -> connector.setProperty("socket.txBufSize", "8192"));
            beans.registerSingleton("smallBuffers", smallBuffers);
        });
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String key(String merchant) {
        return node.key(Kind.MERCHANT, merchant);
    }

    private static String merchant() {
        return "M-" + NAMES.incrementAndGet();
    }

    /** An order of this merchant; returns its subject. */
    private static String order(String merchant) {
        String order = "O-" + NAMES.incrementAndGet();
        node.act("register-order", """
                {'order': '%s', 'consumer': 'U1', 'merchant': '%s', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 19900}]}""".formatted(order, merchant, node.now()));
        return "order/" + order;
    }

    private static HttpRequest.Builder request(Node service, String parameters, String credential) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/api/v1/events?" + parameters))
                .header("Authorization", "Bearer " + credential);
    }

    /** Somebody who listens, until it is closed or the service ends it. */
    private static final class Listening implements AutoCloseable {
        private final HttpResponse<InputStream> answer;
        private final List<String> ids = new CopyOnWriteArrayList<>();
        private final List<JsonNode> events = new CopyOnWriteArrayList<>();
        private final AtomicInteger comments = new AtomicInteger();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Listening(String parameters, String credential, String... headers) {
            this(node, parameters, credential, headers);
        }

        Listening(Node service, String parameters, String credential, String... headers) {
            HttpRequest.Builder request =
                    request(service, parameters, credential).header("Accept", "text/event-stream");
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        ids.add(line.substring(4));
                    } else if (line.startsWith("data: ")) {
                        events.add(JsonMapper.shared().readTree(line.substring(6)));
                    } else if (line.startsWith(":")) {
                        comments.incrementAndGet();
                    }
                }
                ended.complete(null);
            } catch (IOException e) {
                ended.completeExceptionally(e);
            }
        }

        List<String> heard() {
            return events.stream()
                    .map(event -> event.get("subject").stringValue())
                    .distinct()
                    .toList();
        }

        void hears(String... subjects) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard()).containsExactly(subjects));
        }

        void ends() {
            await().atMost(PATIENCE).until(() -> ended.isDone() && !ended.isCompletedExceptionally());
        }

        @Override
        public void close() {
            try {
                answer.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static JsonNode ask(String parameters, String credential, String... headers) {
        HttpRequest.Builder request = request(node, parameters, credential);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_was_cut_off_goes_on_behind_the_last_event_and_hears_what_a_page_says() {
        String merchant = merchant();
        String key = key(merchant);
        String first = order(merchant);
        List<JsonNode> heard = new ArrayList<>();
        String last;
        try (Listening listening = new Listening("", key)) {
            assertThat(listening.answer.statusCode()).isEqualTo(200);
            assertThat(listening.answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(listening.answer.headers().firstValue("Cache-Control")).contains("no-store");
            listening.hears(first);
            String second = order(merchant);
            listening.hears(first, second);
            // cut off in the middle: of the events that came, the last are not known to whoever comes back
            heard.addAll(listening.events.subList(0, 3));
            last = listening.ids.get(3); // the first id of all stands before the first event
        }
        String third = order(merchant);
        try (Listening listening = new Listening("from=tail", key, "Last-Event-ID", last)) {
            await().atMost(PATIENCE).until(() -> listening.heard().contains(third));
            String fourth = order(merchant);
            await().atMost(PATIENCE).until(() -> listening.heard().contains(fourth));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ask("limit=100", key).get("items"))
                            .hasSize(heard.size() + listening.events.size()));
            heard.addAll(listening.events);
        }
        assertThat(heard)
                .containsExactlyElementsOf(
                        ask("limit=100", key).get("items").valueStream().toList());
    }

    @Test
    void who_was_cut_off_before_anything_happened_comes_back_to_the_same_place() {
        String merchant = merchant();
        String key = key(merchant);
        order(merchant);
        node.awaitSheets();
        String begun;
        try (Listening listening = new Listening("from=tail", key)) {
            await().atMost(PATIENCE).until(() -> listening.comments.get() > 1);
            assertThat(listening.events).isEmpty();
            begun = listening.ids.getFirst();
        }
        String missed = order(merchant);
        try (Listening listening = new Listening("from=tail", key, "Last-Event-ID", begun)) {
            listening.hears(missed);
        }
    }

    @Test
    void everybody_hears_of_their_own_cases_and_of_what_they_asked_for() {
        String one = merchant();
        String other = merchant();
        try (Listening ofOne = new Listening("from=tail", key(one));
                Listening ofOther = new Listening("from=tail&types=io.redress.order.registered", key(other));
                Listening ofPlatform =
                        new Listening("from=tail&party=merchant:" + other, node.key(Kind.PLATFORM, one))) {
            String first = order(one);
            String second = order(other);
            String third = order(one);
            ofOne.hears(first, third);
            ofOther.hears(second);
            ofPlatform.hears(second);
            assertThat(ofOther.events)
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.get("type").stringValue()).isEqualTo("io.redress.order.registered"));
        }
    }

    @Test
    void a_stream_ends_with_its_token_and_tells_nothing_after() {
        String token = ISSUER.token(claims -> claims.claim("party", "lanhua-tea"));
        try (Listening listening = new Listening("", token)) {
            String first = order("lanhua-tea");
            listening.hears(first);
            NOW.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));
            order("lanhua-tea");
            listening.ends();
            listening.hears(first);
        }
        try (Listening refused = new Listening("", token)) {
            assertThat(refused.answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_stream_ends_with_its_key() {
        String merchant = merchant();
        String key = key(merchant);
        try (Listening listening = new Listening("", key)) {
            listening.hears(order(merchant));
            node.bean(ApiKeys.class).revoke(key.split("_")[1], "tests");
            listening.ends();
        }
    }

    @Test
    void a_caller_holds_so_many_streams_and_gets_another_when_one_is_closed() {
        String merchant = merchant();
        String key = key(merchant);
        List<Listening> open = new ArrayList<>();
        try {
            for (int n = 0; n < STREAMS_MAX; n++) {
                open.add(new Listening("", key));
                assertThat(open.getLast().answer.statusCode()).isEqualTo(200);
            }
            try (Listening refused = new Listening("", key)) {
                assertThat(refused.answer.statusCode()).isEqualTo(429);
                assertThat(refused.answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
            try (Listening another = new Listening("", key(merchant))) {
                assertThat(another.answer.statusCode()).isEqualTo(200);
            }
            open.removeLast().close();
            await().atMost(PATIENCE).until(() -> {
                try (Listening again = new Listening("", key)) {
                    return again.answer.statusCode() == 200;
                }
            });
        } finally {
            open.forEach(Listening::close);
        }
    }

    @Test
    void who_does_not_read_holds_up_nobody_and_is_left() throws IOException {
        String merchant = merchant();
        String slowKey = key(merchant);
        List<Socket> slow = new ArrayList<>();
        try (Listening healthy = new Listening("", key(merchant))) {
            for (int n = 0; n < STREAMS_MAX; n++) {
                slow.add(silent(slowKey));
            }
            List<String> orders = new ArrayList<>();
            for (int n = 0; n < 60; n++) {
                orders.add(order(merchant));
            }
            healthy.hears(orders.toArray(String[]::new));
            assertThat(ask("limit=100", slowKey).get("items")).hasSize(100);
            // each of them holds a stream until the service gives them up
            await().atMost(PATIENCE).until(() -> {
                try (Listening again = new Listening("from=tail", slowKey)) {
                    return again.answer.statusCode() == 200;
                }
            });
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** A client with little room, who asks and never reads. */
    private static Socket silent(String key) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", node.port()));
        socket.getOutputStream()
                .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                                + "Authorization: Bearer " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void who_waits_for_a_page_is_answered_when_something_happens() {
        String merchant = merchant();
        String key = key(merchant);
        String tail = ask("from=tail", key).get("next").stringValue();
        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> ask("cursor=" + tail, key, "Prefer", "wait=10"));
        String order = order(merchant);
        assertThat(answer.join().at("/items/0/subject").stringValue()).isEqualTo(order);

        String end = ask("from=tail", key).get("next").stringValue();
        JsonNode nothing = ask("cursor=" + end, key, "Prefer", "wait=1");
        assertThat(nothing.get("items")).isEmpty();
        assertThat(nothing.get("next").stringValue()).isEqualTo(end);
    }

    @Test
    void the_head_of_a_stream_is_answered_and_ends() throws IOException, InterruptedException {
        HttpResponse<Void> answer = CLIENT.send(
                request(node, "", key(merchant()))
                        .header("Accept", "text/event-stream")
                        .HEAD()
                        .build(),
                BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
    }

    @Test
    void nonsense_is_refused_before_a_stream_begins() {
        String key = key(merchant());
        for (String nonsense : List.of("types=wish", "from=middle", "case=R1", "cursor=x", "limit=0", "unheard=1")) {
            try (Listening refused = new Listening(nonsense, key)) {
                assertThat(refused.answer.statusCode()).as(nonsense).isEqualTo(400);
                assertThat(refused.answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
        }
        try (Listening refused = new Listening("", node.key(Kind.FEED, "carrier"))) {
            assertThat(refused.answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    @Timeout(60)
    void a_service_that_stops_ends_its_streams() throws IOException {
        Node another = serving();
        try (Listening listening = new Listening(another, "", another.key(Kind.PLATFORM, "ends"))) {
            assertThat(listening.answer.statusCode()).isEqualTo(200);
            another.close();
            listening.ends();
        }
    }
}
