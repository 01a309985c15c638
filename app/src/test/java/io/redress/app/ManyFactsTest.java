package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.api.SubjectId;
import io.redress.app.access.Caller.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Facts by the thousand, over HTTP: every line is an act by itself, and is done once. */
class ManyFactsTest {
    private static final String ADDRESS = "/api/v1/facts";
    private static final int BAD_EVERY = 97;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false));
        node.clock().startAt(Node.EVENING);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> send(byte[] body, String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + ADDRESS))
                .header("Content-Type", "application/x-ndjson")
                .header("Accept-Language", "en")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(body));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(String body, String key, String... headers) {
        return send(body.getBytes(StandardCharsets.UTF_8), key, headers);
    }

    /** What became of the lines that said something. */
    private static List<JsonNode> results(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.body()).doesNotContainPattern(HttpTest.INSIDES);
        return answer.body().lines().map(Node::json).toList();
    }

    private static List<JsonNode> tell(String key, String... lines) {
        return results(send(String.join("\n", lines).replace('\'', '"'), key));
    }

    private static String registered(String order) {
        return registered(order, "M1");
    }

    private static String registered(String order, String merchant) {
        return ("{'act': 'register-order', 'order': '%s', 'consumer': 'U1', 'merchant': '%s', 'operator': 'H1',"
                        + " 'room': 'L1', 'paidAt': '%s', 'lines': [{'line': 'A', 'amount': 19900}]}")
                .formatted(order, merchant, Node.EVENING);
    }

    private static String says(JsonNode result) {
        JsonNode error = result.at("/problem/errors/0");
        return "%s %s%s"
                .formatted(
                        result.required("line").asString(),
                        result.required("status").asString(),
                        result.has("problem")
                                ? " " + result.at("/problem/code").asString("") + " "
                                        + error.path("field").asString("-")
                                : "");
    }

    @Test
    void every_line_is_done_or_refused_by_itself() {
        assertThat(tell(
                        "mixed",
                        registered("F1"),
                        "{'act': 'ship', 'order': 'F1'}",
                        "",
                        "  \r",
                        "{'act': 'deliver', 'order': 'F1'}\r",
                        registered("F1").replace("U1", "U2"),
                        "not JSON at all",
                        "[1]",
                        "{} {}",
                        "{'act': 'decide', 'return': 'R1'}",
                        "{'act': 7}",
                        "{'order': 'F1'}",
                        "{'act': 'ship'}",
                        "{'act': 'ship', 'order': 'F1', 'order': 'F2'}",
                        "{'act': 'ship', 'order': 'nobody'}",
                        registered("F2").replace("19900", "-1"),
                        registered("F3"),
                        registered("F4").replace("'amount'", "'amont'"),
                        "{'act': 'ship', 'order': 'F3', 'amountFen': 100, 'occuredAt': null}"))
                .extracting(ManyFactsTest::says)
                .containsExactly(
                        "1 201",
                        "2 200",
                        "5 200",
                        "6 409 id-is-free order",
                        "7 400 field-ill-formed line",
                        "8 400 field-ill-formed line",
                        "9 400 field-ill-formed line",
                        "10 400 field-ill-formed act",
                        "11 400 field-ill-formed act",
                        "12 400 field-missing act",
                        "13 400 field-missing order",
                        "14 400 field-ill-formed order",
                        "15 404 subject-is-known order",
                        "16 400 field-ill-formed lines/0/amount",
                        "17 201",
                        "18 400 field-missing lines/0/amount",
                        "19 400 field-is-known amountFen");
        assertThat(node.history("order/F1"))
                .isEqualTo(List.of("order.registered.v1", "order.shipped.v1", "order.delivered.v1"));
    }

    @Test
    void a_line_is_answered_as_the_act_by_itself_would_be() {
        List<JsonNode> results = tell("alone", registered("A1"), "{'act': 'deliver', 'order': 'A1'}");
        assertThat(results.getFirst())
                .isEqualTo(Node.json(("{'line': 1, 'act': 'register-order', 'status': 201, 'subject': 'order/A1',"
                        + " 'at': '2024-11-12T20:00:00+08:00', 'version': 1, 'repeated': false}")));
        JsonNode problem = results.getLast().required("problem");
        assertThat(problem.required("type").stringValue()).isEqualTo("/problems/every-line-is-shipped");
        assertThat(problem.required("detail").stringValue()).isNotBlank();
        assertThat(problem.required("clause").stringValue()).isNotBlank();
    }

    @Test
    void the_same_lines_under_the_same_key_do_nothing_again() {
        String[] lines = {registered("S1"), "{'act': 'ship', 'order': 'S1'}", "{'act': 'deliver', 'order': 'nobody'}"};
        List<JsonNode> first = tell("same", lines);
        // a program may write the fields in another order, and leave out what it knows to be done
        List<JsonNode> again = tell("same", "{'order': 'S1', 'act': 'ship'}", lines[2], lines[0]);
        assertThat(again)
                .extracting(ManyFactsTest::says)
                .containsExactly("1 200", "2 404 subject-is-known order", "3 201");
        assertThat(again.get(2).required("repeated").booleanValue()).isTrue();
        assertThat(again.get(2).required("at")).isEqualTo(first.getFirst().required("at"));
        assertThat(again.getFirst().required("version").longValue()).isEqualTo(2);
        assertThat(tell("another", lines)).extracting(ManyFactsTest::says).startsWith("1 409 id-is-free order");
        assertThat(node.history("order/S1")).hasSize(2);
    }

    @Test
    void a_fact_that_is_told_late_counts_from_when_it_occurred() {
        String paid = Node.EVENING.minus(Duration.ofDays(30)).toString();
        String handedOver = Node.EVENING.minus(Duration.ofDays(29)).toString();
        tell("late", registered("L1").replace(Node.EVENING.toString(), paid));
        node.door().lapse(SubjectId.parse("order/L1"), Node.EVENING);
        assertThat(node.history("order/L1")).isEqualTo(List.of("order.registered.v1", "window.lapsed.v1"));
        tell("late", "{'act': 'ship', 'order': 'L1', 'occurredAt': '%s'}".formatted(handedOver));
        node.awaitSheets();
        assertThat(node.sql()
                        .sql("SELECT outcome FROM read_model.window_board WHERE subject = 'order/L1'"
                                + " AND obligation = 'merchant-ship-goods'")
                        .query(String.class)
                        .single())
                .isEqualTo("met");
    }

    @Test
    void a_line_may_be_64_kib_long_and_no_longer() {
        String longest = "{\"act\":\"ship\",\"order\":\"" + "x".repeat(200) + "\"%s}";
        int fill = (64 << 10) - longest.length() + 2;
        List<JsonNode> results = tell(
                "long", longest.formatted(" ".repeat(fill)), longest.formatted(" ".repeat(fill + 1)), registered("G1"));
        assertThat(results)
                .extracting(ManyFactsTest::says)
                .containsExactly("1 404 subject-is-known order", "2 413 http-413 -", "3 201");
    }

    @Test
    void bytes_that_are_no_text_are_named() {
        byte[] body = "{'act':'ship','order':'?'}".replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xff;
        assertThat(results(send(body, "bytes")))
                .extracting(ManyFactsTest::says)
                .containsExactly("1 400 field-ill-formed line");
    }

    @Test
    void a_call_has_ten_thousand_lines_at_most() {
        assertThat(tell("many", "\n".repeat(9_998), registered("T1"), registered("T2"), registered("T3")))
                .extracting(ManyFactsTest::says)
                .containsExactly("10000 201", "10001 413 http-413 -");
        assertThat(node.history("order/T3")).isEmpty();
    }

    @Test
    void a_call_has_64_mib_at_most() {
        byte[] body = new byte[(64 << 20) + 1];
        byte[] first = (registered("H1") + "\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        System.arraycopy(first, 0, body, 0, first.length);
        assertThat(results(send(body, "large")))
                .extracting(ManyFactsTest::says)
                .containsExactly("1 201", "2 413 http-413 -");
    }

    @Test
    void every_line_is_the_tellers_to_tell() {
        String merchant = "Bearer " + node.key(Kind.MERCHANT, "M1");
        String body = String.join(
                        "\n",
                        registered("P1"),
                        registered("P2", "M2"),
                        "{'act': 'ship', 'order': 'P1'}",
                        "{'act': 'ship', 'order': 'P3'}")
                .replace('\'', '"');
        node.act("register-order", registered("P3", "M2").replace("'act': 'register-order', ", ""));
        assertThat(results(send(body, "own", "Authorization", merchant)))
                .extracting(ManyFactsTest::says)
                .containsExactly("1 201", "2 403 http-403 -", "3 200", "4 404 subject-is-known order");
        assertThat(results(send(body, "own", "Authorization", "Bearer " + node.key(Kind.FEED, "erp"))))
                .extracting(ManyFactsTest::says)
                .containsExactly("1 409 id-is-free order", "2 201", "3 409 line-is-left-to-ship -", "4 200");
        assertThat(send(body, "own", "Authorization", "Bearer " + node.key(Kind.OPERATOR, "H1"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void one_credential_tells_one_call_at_a_time() throws IOException {
        try (Socket telling = begin("held", 1_000)) {
            write(telling, (registered("C1") + "\n").replace('\'', '"'));
            await().until(() -> node.history("order/C1").size() == 1);
            HttpResponse<String> refused = send(registered("C2"), "other");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(results(send(
                            registered("C3").replace('\'', '"'),
                            "other",
                            "Authorization",
                            "Bearer " + node.key(Kind.FEED, "carrier"))))
                    .extracting(ManyFactsTest::says)
                    .containsExactly("1 201");
        }
        await().until(() -> send(registered("C2").replace('\'', '"'), "other").statusCode() == 200);
        assertThat(node.history("order/C2")).hasSize(1);
    }

    // ---- broken off

    @Test
    void a_call_that_breaks_off_is_told_again_and_does_each_line_once() throws IOException {
        brokenOffAndTold("few", 400);
    }

    /** What a live sale is about; says how fast it went. */
    @Test
    @Tag("ci")
    void ten_thousand_orders_that_break_off_are_each_there_once() throws IOException {
        brokenOffAndTold("sale", 10_000);
    }

    private static void brokenOffAndTold(String sale, int orders) throws IOException {
        List<String> lines = new ArrayList<>(IntStream.rangeClosed(1, orders)
                .mapToObj(n -> registered(sale + "-" + n).replace('\'', '"'))
                .toList());
        List<String> expected = new ArrayList<>();
        for (int n = BAD_EVERY; n <= orders; n += BAD_EVERY) {
            lines.set(n - 1, lines.get(n - 1).replace("paidAt", "paid"));
            expected.add(n + " 400 field-missing paidAt");
        }
        String body = String.join("\n", lines);
        // to the middle of the line in the middle
        int half = body.indexOf("\n", body.length() / 2) + 50;
        try (Socket telling = begin(sale, body.length())) {
            write(telling, body.substring(0, half));
            await().atMost(Duration.ofMinutes(5)).until(() -> stored(sale) > orders / 4);
            telling.setSoLinger(true, 0);
        }
        long before = System.nanoTime();
        List<JsonNode> results = results(await().atMost(Duration.ofMinutes(5))
                .until(() -> send(body, sale), answer -> answer.statusCode() != 429));
        double seconds = (System.nanoTime() - before) / 1e9;
        assertThat(results).hasSize(orders);
        assertThat(results.stream().filter(result -> result.has("problem")).map(ManyFactsTest::says))
                .isEqualTo(expected);
        long repeated = results.stream()
                .filter(result -> result.path("repeated").asBoolean(false))
                .count();
        assertThat(repeated).isBetween((long) orders / 4, (long) orders / 2);
        assertThat(stored(sale)).isEqualTo(orders - expected.size());
        assertThat(node.sql()
                        .sql("""
                                SELECT count(DISTINCT aggregate_identifier) FROM event_store.domain_event_entry
                                WHERE payload_type = 'order.registered.v1' AND aggregate_identifier LIKE ?""")
                        .param("order/" + sale + "-%")
                        .query(Long.class)
                        .single())
                .isEqualTo(orders - expected.size());
        System.out.printf(
                "%d lines, %d of them done before: %.1f s, %.0f lines/s%n",
                orders, repeated, seconds, orders / seconds);
    }

    private static long stored(String sale) {
        return node.sql()
                .sql("SELECT count(*) FROM event_store.domain_event_entry WHERE aggregate_identifier LIKE ?")
                .param("order/" + sale + "-%")
                .query(Long.class)
                .single();
    }

    /** A call of which nothing was told yet. */
    private static Socket begin(String key, int length) throws IOException {
        Socket socket = new Socket("127.0.0.1", node.port());
        write(
                socket,
                Map.of(
                                "Host",
                                "localhost",
                                "Content-Type",
                                "application/x-ndjson",
                                "Content-Length",
                                Integer.toString(length),
                                "Idempotency-Key",
                                key)
                        .entrySet()
                        .stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining("\r\n", "POST " + ADDRESS + " HTTP/1.1\r\n", "\r\n\r\n")));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
