package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever acts at one node and asks another reads what it did, if it waits for that; only one of them keeps the sheets. */
class TwoNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static String database;
    private static Node one;
    private static Node other;

    @BeforeAll
    static void start() {
        database = Postgres.database();
        one = Node.serving(database, Map.of("redress.clock", false));
        one.awaitSheets();
        other = Node.serving(database, Map.of("redress.clock", false));
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    private static HttpRequest.Builder at(Node node, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1/" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static HttpResponse<String> act(Node node, String path, String fields, String key) {
        HttpResponse<String> answer = send(at(node, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Node.json(fields).toString())));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer;
    }

    private static HttpResponse<String> ordered(Node node, String order) {
        return act(node, "orders", """
                {'order': '%s', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 100}]}""".formatted(order, node.now()), "order-" + order);
    }

    @Test
    void the_other_node_shows_what_was_done_here_to_whoever_waits() {
        for (int n = 0; n < 2; n++) {
            for (List<Node> nodes : List.of(List.of(one, other), List.of(other, one))) {
                Node acts = nodes.getFirst();
                Node reads = nodes.getLast();
                String order = "O" + n + (acts == one ? "-one" : "-other");
                ordered(acts, order);
                String shipped = header(act(acts, "orders/" + order + "/ship", "{}", "ship-" + order), "ETag");
                for (String path : List.of("orders/" + order, "cases/orders/" + order)) {
                    HttpResponse<String> read = send(at(reads, path).header("Prefer", "wait=10"));
                    assertThat(header(read, "Preference-Applied")).isEqualTo("wait=10");
                    assertThat(header(read, "ETag")).isEqualTo(shipped).isEqualTo("\"2\"");
                }
            }
        }
    }

    /** The sheet is held back, at whichever node it is kept. */
    @Test
    void neither_node_says_that_it_waited_while_the_sheet_lacks_what_was_done() throws Exception {
        for (List<Node> nodes : List.of(List.of(one, other), List.of(other, one))) {
            Node acts = nodes.getFirst();
            Node reads = nodes.getLast();
            String order = acts == one ? "held-one" : "held-other";
            CompletableFuture<HttpResponse<String>> patient;
            try (Connection held = hold("read.orders")) {
                ordered(acts, order);
                assertThat(send(at(reads, "orders/" + order)).statusCode()).isEqualTo(404);
                HttpResponse<String> hasty = send(at(reads, "orders/" + order).header("Prefer", "wait=1"));
                assertThat(hasty.statusCode()).isEqualTo(404);
                assertThat(header(hasty, "Preference-Applied")).isEmpty();
                patient = CLIENT.sendAsync(
                        at(reads, "orders/" + order).header("Prefer", "wait=10").build(), BodyHandlers.ofString());
                held.rollback();
            }
            HttpResponse<String> read = patient.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            assertThat(header(read, "Preference-Applied")).isEqualTo("wait=10");
        }
    }

    /** Nobody notes how far this sheet has read until the connection lets go, and so nothing goes into it. */
    private static Connection hold(String sheet) throws SQLException {
        Connection connection = Postgres.connect(database);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM read_model.token_entry WHERE processorName = '" + sheet + "' FOR UPDATE");
        }
        return connection;
    }
}
