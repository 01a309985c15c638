package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that never finish what they say: they hold a connection each, and nothing that others need. */
@Tag("ci")
class SlowClientsIT {
    private static final int SLOW = Integer.getInteger("redress.slow-clients", 1_000);
    private static final Duration FOR = Duration.ofSeconds(Integer.getInteger("redress.slow-seconds", 60));
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int HEALTHY_PER_SECOND = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double SUCCESS_MIN = 0.999;

    @TempDir
    private Path folder;

    /** Who says one byte a second: of a head, of a body whose length it told, or of one whose length nobody knows. */
    private enum Slow {
        WITH_ITS_HEAD("X-Slow: ", "x"),
        WITH_ITS_BODY("Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", " "),
        WITH_ITS_PIECES("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "1\r\n \r\n");

        final String begins;
        final String goesOn;

        Slow(String begins, String goesOn) {
            this.begins = begins;
            this.goesOn = goesOn;
        }
    }

    /** A slow client, which comes back when it was sent away. */
    private static final class Client {
        private final Slow slow;
        private final int port;
        private final String credential;
        private final AtomicInteger sentAway;
        private Socket socket;

        Client(Slow slow, int port, String credential, AtomicInteger sentAway) throws IOException {
            this.slow = slow;
            this.port = port;
            this.credential = credential;
            this.sentAway = sentAway;
            begin();
        }

        private void begin() throws IOException {
            socket = new Socket();
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
            say("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + credential
                    + "\r\nIdempotency-Key: slow\r\n" + slow.begins);
        }

        void goOn() {
            try {
                say(slow.goesOn);
            } catch (IOException e) {
                sentAway.incrementAndGet();
                try {
                    socket.close();
                    begin();
                } catch (IOException again) {
                    // it tries again in a second
                }
            }
        }

        private void say(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    @Test
    void a_thousand_slow_clients_keep_nobody_from_being_answered() throws IOException {
        List<Client> slow = new ArrayList<>();
        AtomicInteger sentAway = new AtomicInteger();
        try (PackagedService service = PackagedService.ready("run", folder.resolve("data"));
                ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
                HttpClient client = HttpClient.newHttpClient()) {
            Steady.Seen alone = healthy(service, client, WARM_UP);
            for (int n = 0; n < SLOW; n++) {
                slow.add(new Client(
                        Slow.values()[n % Slow.values().length], service.port(), service.credential(), sentAway));
            }
            drip.scheduleAtFixedRate(() -> slow.forEach(Client::goOn), 1, 1, TimeUnit.SECONDS);
            Steady.Seen beside = healthy(service, client, FOR);
            drip.shutdownNow();
            System.out.printf(
                    "nobody slow: %s%n%,d slow clients for %d s (%d sent away): %s%n",
                    alone, SLOW, FOR.toSeconds(), sentAway.get(), beside);
            assertThat(beside.asked()).isGreaterThanOrEqualTo(FOR.toSeconds() * HEALTHY_PER_SECOND);
            assertThat((double) beside.answered(200, 201) / beside.asked()).isGreaterThanOrEqualTo(SUCCESS_MIN);
        } finally {
            for (Client one : slow) {
                one.socket.close();
            }
        }
    }

    /** They read and they act. */
    private static Steady.Seen healthy(PackagedService service, HttpClient client, Duration time) {
        return Steady.ask(
                client,
                Steady.inTurn(List.of(
                        _ -> service.request("orders").timeout(PATIENCE).build(),
                        _ -> service.request("queue").timeout(PATIENCE).build(),
                        n -> service.posts("reports", "{'room': 'L1'}", "healthy-" + time + "-" + n)
                                .timeout(PATIENCE)
                                .build(),
                        _ -> service.request("windows").timeout(PATIENCE).build())),
                HEALTHY_PER_SECOND,
                time,
                _ -> {});
    }
}
