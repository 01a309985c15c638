package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.app.AtOnce.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies of one request that come in all at once: they wait for the first, and hear what it hears. */
class CopiesTest {
    private static final int COPIES = 1_000;

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.serving(Postgres.database(), Map.of("redress.clock", false));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<HttpResponse<String>> copies(String path, String body, String key) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + node.port() + "/api/v1/" + path))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(Node.json(body).toString()))
                    .build();
            return AtOnce.times(COPIES, _ -> () -> heard(client, request)).stream()
                    .map(Outcome::orFail)
                    .toList();
        }
    }

    /** What a copy hears in the end: on a slow machine it may wait in vain, and is told to ask again. */
    private static HttpResponse<String> heard(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer;
        do {
            answer = client.send(request, BodyHandlers.ofString());
        } while (answer.body().contains("\"request-is-not-under-way\""));
        return answer;
    }

    @Test
    void a_thousand_parallel_copies_have_one_effect_and_one_answer() throws InterruptedException {
        node.order("O1");
        List<HttpResponse<String>> answers = copies("orders/O1/urge", "{'by': 'platform'}", "K1");
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.getFirst().body());
        assertThat(answers)
                .extracting(answer -> answer.headers().firstValue("ETag").orElse(""))
                .containsOnly("\"2\"");
        assertThat(answers)
                .filteredOn(answer ->
                        answer.headers().firstValue("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(node.history("order/O1")).isEqualTo(List.of("order.registered.v1", "order.shipment-urged.v1"));
    }

    @Test
    void a_thousand_parallel_copies_of_a_refused_request_hear_why_and_may_try_again() throws InterruptedException {
        node.order("O2");
        assertThat(copies("orders/O2/deliver", "{}", "K2"))
                .extracting(HttpResponse::statusCode)
                .containsOnly(409);
        node.act("ship", "{'order': 'O2'}");
        assertThat(copies("orders/O2/deliver", "{}", "K2"))
                .extracting(HttpResponse::statusCode)
                .containsOnly(200);
        assertThat(node.history("order/O2"))
                .isEqualTo(List.of("order.registered.v1", "order.shipped.v1", "order.delivered.v1"));
    }
}
