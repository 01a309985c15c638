package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks more often than it may is told when to come back, by a clock that the test moves. */
class QuotasTest {
    private static final int REQUESTS = 5;
    private static final Duration PER = Duration.ofSeconds(50);
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-13T01:00:00Z"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Node node;

    @BeforeAll
    static void start() {
        InstantSource clock = NOW::get;
        node = Node.serving(
                Postgres.database(),
                Map.of(
                        "redress.clock",
                        false,
                        "redress.rate-limit.platform.requests",
                        REQUESTS,
                        "redress.rate-limit.platform.per",
                        PER),
                beans -> beans.registerSingleton("operationalClock", clock));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void everybodyHasTheWholeQuota() {
        pass(PER);
    }

    private static void pass(Duration duration) {
        NOW.updateAndGet(now -> now.plus(duration));
    }

    private static HttpResponse<String> ask(String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                            .header("Accept-Language", "en")
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void every_answer_says_what_is_left() {
        for (int left = REQUESTS - 1; left >= 0; left--) {
            HttpResponse<String> answer = ask("/api/v1/orders");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"default\";q=5;w=50");
            assertThat(header(answer, "RateLimit"))
                    .isEqualTo("\"default\";r=%d;t=%d".formatted(left, (REQUESTS - left) * 10));
        }
    }

    @Test
    void who_has_nothing_left_is_told_when_to_come_back() {
        for (int n = 0; n < REQUESTS; n++) {
            assertThat(ask("/api/v1/orders/nobody").statusCode()).isEqualTo(404);
        }
        HttpResponse<String> refused = ask("/api/v1/orders/nobody");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(header(refused, "Retry-After")).isEqualTo("10");
        assertThat(header(refused, "RateLimit")).startsWith("\"default\";r=0;");
        assertThat(Node.json(refused.body()).required("code").asString()).isEqualTo("http-429");
        assertThat(Node.json(refused.body()).required("detail").asString()).contains("more often");
        pass(Duration.ofSeconds(10));
        assertThat(ask("/api/v1/orders/nobody").statusCode()).isEqualTo(404);
        assertThat(ask("/api/v1/orders/nobody").statusCode()).isEqualTo(429);
    }

    /** They lead to the same answers. */
    @Test
    void an_address_that_is_spelled_in_another_way_has_the_same_quota() {
        for (String spelled :
                List.of("/%61pi/v1/orders", "/api;a=1/v1/orders", "/%61%70%69/v1;b/orders", "/api/v1/orders")) {
            HttpResponse<String> answer = ask(spelled);
            assertThat(answer.statusCode()).as(spelled).isEqualTo(200);
            assertThat(header(answer, "RateLimit")).as(spelled).startsWith("\"default\";r=");
            assertThat(header(answer, "Cache-Control")).as(spelled).isEqualTo("no-store");
        }
        assertThat(header(ask("/%61pi/v1/orders"), "RateLimit")).startsWith("\"default\";r=0;");
        assertThat(ask("/api;a=1/v1/orders").statusCode()).isEqualTo(429);
    }

    @Test
    void what_is_not_the_api_has_no_quota() {
        for (int n = 0; n <= REQUESTS; n++) {
            assertThat(ask("/actuator/health").statusCode()).isEqualTo(200);
        }
    }
}
