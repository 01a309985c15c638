package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that never finish what they say: they hold a connection each, and nothing that others need. The promise is
 * 60 seconds; {@code -Dredress.slow-seconds=60} measures it.
 */
@Tag("ci")
class SlowClientsTest {
    private static final int SLOW = 1_000;
    private static final Duration FOR = Duration.ofSeconds(Integer.getInteger("redress.slow-seconds", 15));
    private static final double SUCCESS_MIN = 0.999;

    @Test
    void a_thousand_slow_clients_keep_nobody_from_being_answered() throws IOException, InterruptedException {
        List<Socket> slow = new ArrayList<>();
        try (Node node = Node.serving(Postgres.database(), Map.of("redress.clock", false));
                ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
                HttpClient client = HttpClient.newHttpClient()) {
            for (int n = 0; n < SLOW; n++) {
                slow.add(slow(node.port(), n % 2 == 0));
            }
            drip.scheduleAtFixedRate(() -> slow.forEach(SlowClientsTest::drip), 1, 1, TimeUnit.SECONDS);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + node.port() + "/api/v1/orders"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            long asked = 0;
            long answered = 0;
            for (long end = System.nanoTime() + FOR.toNanos(); System.nanoTime() < end; asked++) {
                answered += answers(client, request) ? 1 : 0;
            }
            System.out.printf(
                    "%d slow clients for %d s: %d of %d healthy requests answered%n",
                    SLOW, FOR.toSeconds(), answered, asked);
            assertThat(asked).isPositive();
            assertThat((double) answered / asked).isGreaterThanOrEqualTo(SUCCESS_MIN);
            drip.shutdownNow();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A client that is slow with its headers, or with its body. */
    private static Socket slow(int port, boolean inItsHeaders) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String begun = "POST /api/v1/orders HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: slow\r\n";
        String body = "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
        write(socket, inItsHeaders ? begun + "X-Slow: " : begun + body);
        return socket;
    }

    /** One more byte; the service may have given up on this client, which then is slow no longer. */
    private static void drip(Socket socket) {
        try {
            write(socket, " ");
        } catch (IOException e) {
            // it was sent away
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
