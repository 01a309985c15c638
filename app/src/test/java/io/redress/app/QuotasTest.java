package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.party.Party;
import io.redress.app.access.Caller.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** Who asks more often than it may is told when to come back, by a clock that the test moves. */
class QuotasTest {
    private static final int REQUESTS = 5;
    private static final Duration PER = Duration.ofSeconds(50);
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-13T01:00:00Z"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Node node;
    private static String key;

    @BeforeAll
    static void start() {
        node = node(Map.of());
        key = node.key(Kind.PLATFORM, "tests");
    }

    private static Node node(Map<String, Object> settings) {
        InstantSource clock = NOW::get;
        Map<String, Object> all = new HashMap<>(settings);
        all.put("redress.clock", false);
        for (String kind : List.of("platform", "nobody")) {
            all.put("redress.rate-limit." + kind + ".requests", REQUESTS);
            all.put("redress.rate-limit." + kind + ".per", PER);
        }
        return Node.start(
                WebApplicationType.SERVLET,
                Postgres.database(),
                all,
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
        return ask(node, path, "Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> ask(Node asked, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path))
                .header("Accept-Language", "en");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> askAs(String credential) {
        return ask(node, "/api/v1/orders", "Authorization", "Bearer " + credential);
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

    private static void strangersAskTooOften() {
        for (int n = 0; n < REQUESTS; n++) {
            assertThat(askAs("made-up-" + n).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void strangers_at_an_address_are_counted_together_and_told_when_to_come_back() {
        HttpResponse<String> first = ask(node, "/api/v1/orders");
        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"default\";q=5;w=50");
        assertThat(header(first, "RateLimit")).isEqualTo("\"default\";r=4;t=10");
        assertThat(ask(node, "/nothing").statusCode()).isEqualTo(401);
        for (String credential : List.of("made-up", key.substring(1), key + "x")) {
            assertThat(askAs(credential).statusCode()).isEqualTo(401);
        }
        for (HttpResponse<String> refused :
                List.of(ask(node, "/api/v1/orders"), ask(node, "/nothing"), askAs("made-up"), askAs(key + "x"))) {
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
            assertThat(header(refused, "Cache-Control")).contains("no-store");
            assertThat(header(refused, "Retry-After")).isEqualTo("10");
            assertThat(Node.json(refused.body()).required("code").asString()).isEqualTo("http-429");
        }
        pass(Duration.ofSeconds(10));
        assertThat(ask(node, "/api/v1/orders").statusCode()).isEqualTo(401);
        assertThat(ask(node, "/api/v1/orders").statusCode()).isEqualTo(429);
    }

    @Test
    void where_strangers_ask_too_often_who_was_known_is_heard_and_no_other_credential_is_looked_at() {
        assertThat(ask("/api/v1/orders").statusCode()).isEqualTo(200);
        String newcomer = node.key(Kind.PLATFORM, "newcomer");
        strangersAskTooOften();

        HttpResponse<String> known = ask("/api/v1/orders");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(header(known, "RateLimit")).isEqualTo("\"default\";r=3;t=20");
        HttpResponse<String> unheard = askAs(newcomer);
        assertThat(unheard.statusCode()).isEqualTo(429);
        assertThat(header(unheard, "Retry-After")).isEqualTo("10");
        assertThat(uses("newcomer")).isZero();

        pass(Duration.ofSeconds(10));
        assertThat(askAs(newcomer).statusCode()).isEqualTo(200);
        assertThat(uses("newcomer")).isEqualTo(1);
        assertThat(ask(node, "/api/v1/orders").statusCode()).isEqualTo(401);
        assertThat(askAs("made-up").statusCode()).isEqualTo(429);
        assertThat(askAs(newcomer).statusCode()).isEqualTo(200);
    }

    /** A key that was looked at is marked as used. */
    private static int uses(String name) {
        return node.sql()
                .sql("SELECT count(last_used_at) FROM outbox.api_key WHERE name = ?")
                .param(name)
                .query(Integer.class)
                .single();
    }

    @Test
    void a_stranger_is_who_the_proxy_says_only_where_there_is_one() {
        for (int n = 0; n < REQUESTS; n++) {
            assertThat(ask(node, "/api/v1/orders", "X-Forwarded-For", "192.0.2." + n)
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(ask(node, "/api/v1/orders", "X-Forwarded-For", "192.0.2.99").statusCode())
                .isEqualTo(429);
        try (Node behind = node(Map.of("server.forward-headers-strategy", "native"))) {
            for (int n = 0; n < REQUESTS; n++) {
                assertThat(ask(behind, "/api/v1/orders", "X-Forwarded-For", "192.0.2.1")
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(ask(behind, "/api/v1/orders", "X-Forwarded-For", "192.0.2.1")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(ask(behind, "/api/v1/orders", "X-Forwarded-For", "192.0.2.2")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_callback_that_is_signed_is_heard_where_strangers_are_heard_no_more() {
        node.order("callbacks");
        TicketSystem tickets = TicketSystem.of(node, Party.merchant("M1"));
        assertThat(link(tickets, tickets.callbackSecret(), 1).statusCode()).isEqualTo(200);
        for (int n = 0; n < REQUESTS; n++) {
            HttpResponse<String> forged = link(tickets, tickets.secret(), 2);
            assertThat(forged.statusCode()).isEqualTo(401);
            assertThat(header(forged, "RateLimit-Policy")).isEqualTo("\"default\";q=5;w=50");
        }
        HttpResponse<String> refused = link(tickets, tickets.secret(), 2);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isNotEmpty();
        HttpResponse<String> heard = link(tickets, tickets.callbackSecret(), 2);
        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(header(heard, "RateLimit-Policy")).isEqualTo("\"default\";q=1000;w=10");
        // nobody looks at what was not good there a short while ago
        TicketSystem other = TicketSystem.of(node, Party.merchant("M1"));
        assertThat(link(other, other.callbackSecret(), 3).statusCode()).isEqualTo(429);
        pass(PER);
        assertThat(link(other, other.callbackSecret(), 3).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> link(TicketSystem from, String secret, int version) {
        return from.signed(secret, "cb-" + version, NOW.get(), """
                {'type': 'ticket.act', 'case': 'order/callbacks', 'version': %d, 'ticket': 'T-1'}""".formatted(version))
                .send(node);
    }
}
