package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.command.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.JsonNode;

/** Acts, questions and errors over HTTP. */
class HttpTest {
    private static final long SEED = 9457;

    /** What no answer may contain: classes, statements, stack traces. */
    static final Pattern INSIDES = Pattern.compile(
            "io\\.redress|java\\.|javax\\.|jakarta|org\\.|tools\\.jackson|Exception|\\n\\s*at |SELECT |INSERT |PSQL(Exception|State)",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> COLLECTIONS =
            List.of("orders", "returns", "complaints", "inquiries", "reports", "plans", "rules", "extension-proposals");
    private static final List<String> FIELDS = List.of(
            "order", "return", "report", "room", "kind", "paidAt", "windows", "merchant", "operator", "subject");
    private static final List<String> VALUES = List.of("1e999", "-1", "[]", "{}", "null", "true", "[[1]]");
    private static final List<String> TEXTS = List.of(
            "O1",
            "ship",
            "",
            "\u0000",
            "\u0001",
            "\ud800",
            "😀",
            "%",
            "%2F",
            "/",
            "\\",
            "..",
            "'",
            "\"",
            "{0}",
            "$1",
            "O1\n",
            "x".repeat(300),
            "退".repeat(200),
            "2026-02-30T00:00:00Z",
            "+999999999-01-01T00:00:00Z");

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

    /** An answer, which shows nothing of the insides of the service, whatever was asked. */
    private record Answer(HttpResponse<String> response) {
        Answer {
            assertThat(response.body()).doesNotContainPattern(INSIDES);
            assertThat(response.headers().map().toString()).doesNotContainPattern("io\\.redress|Exception");
        }

        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return Node.json(response.body());
        }

        String text(String field) {
            return json().required(field).asString();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static Answer ask(String method, String path, String body, String... headers) {
        return send(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    private static Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .method(method, body);
        if (body.contentLength() != 0) {
            request.setHeader("Content-Type", "application/json");
        }
        if (method.equals("POST")) {
            request.setHeader("Idempotency-Key", UUID.randomUUID().toString());
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.setHeader(headers[n], headers[n + 1]);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer post(String path, String body, String... headers) {
        return ask("POST", path, body == null ? null : Node.json(body).toString(), headers);
    }

    private static Answer get(String path, String... headers) {
        return ask("GET", path, null, headers);
    }

    private static String order(String id) {
        return """
                {'order': '%s', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 19900, 'noReasonReturn': true}, {'line': 'B', 'amount': 5900}]}
                """.formatted(id, node.now());
    }

    private static String refundOf(String id, String order) {
        return "{'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}"
                .formatted(id, order);
    }

    /** An RFC 9457 answer with its stable code. */
    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("/problems/" + code);
        assertThat(answer.json().required("status").intValue()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank().doesNotContain("{", "}");
    }

    /** A refusal, which names its rule, and its clause if it has one, once for the whole and once for each reason. */
    private static void assertRefused(Answer answer, int status, String code) {
        assertProblem(answer, status, code);
        String clause =
                Rule.valueOf(code.replace('-', '_').toUpperCase(Locale.ROOT)).clause();
        assertThat(answer.json().path("clause").asString("")).isEqualTo(Objects.requireNonNullElse(clause, ""));
        assertThat(answer.json().required("errors")).isNotEmpty().allSatisfy(error -> {
            assertThat(error.required("code").asString()).isNotBlank();
            assertThat(error.required("detail").asString()).isNotBlank().doesNotContain("{", "}");
        });
        assertThat(answer.json().required("errors").get(0).required("code").asString())
                .isEqualTo(code);
        assertThat(answer.json().required("errors").get(0).path("clause").asString(""))
                .isEqualTo(answer.json().path("clause").asString(""));
    }

    @Test
    void what_is_begun_is_created_and_found_at_its_location() {
        Answer created = post("/api/v1/orders", order("O5"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1/cases/orders/O5");
        assertThat(created.text("act")).isEqualTo("register-order");
        assertThat(created.text("subject")).isEqualTo("order/O5");
        assertThat(created.header("Idempotency-Replayed")).isEmpty();
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(OffsetDateTime.parse(created.text("at")).toInstant()).isEqualTo(node.now());
        assertThat(created.text("at")).endsWith("+08:00");
        node.awaitSheets();
        Answer file = get(created.header("Location"));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.response().body()).contains("merchant-ship-goods");
    }

    @Test
    void an_act_on_what_there_is_happens_when_it_arrives() {
        post("/api/v1/orders", order("O2"));
        Answer done = ask("POST", "/api/v1/orders/O2/ship", null);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.text("act")).isEqualTo("ship");
        assertThat(node.history("order/O2")).isEqualTo(List.of("order.registered.v1", "order.shipped.v1"));
    }

    /** The way to the queue: a return that nobody answers. */
    @Test
    void a_lapse_reaches_the_queue() {
        post("/api/v1/orders", order("O3"));
        assertThat(post("/api/v1/returns", refundOf("R3", "O3")).status()).isEqualTo(201);
        post("/api/v1/sandbox/clock/advance", "{'by': 'PT48H'}");
        node.awaitSheets();
        assertThat(get("/api/v1/queue").response().body()).contains("return/R3");
        assertThat(get("/api/v1/cases/returns/R3").response().body())
                .contains("window.lapsed.v1", "room-operator-coordinate", "platform-open-intervention");
        assertThat(get("/api/v1/windows?party=platform").response().body()).contains("intervention/return/R3");
        assertThat(get("/api/v1/orders/O3").status()).isEqualTo(200);
        assertThat(get("/api/v1/demands").response().body()).contains("return/R3");
    }

    @Test
    void an_id_that_needs_escaping_is_found_at_its_location_and_leads_on_from_there() {
        String id = "订单 4?#&=+:@,[~]";
        Answer created = post("/api/v1/orders", order(id));
        assertThat(created.status()).isEqualTo(201);
        node.awaitSheets();
        Answer file = get(created.header("Location"));
        assertThat(file.status()).isEqualTo(200);
        JsonNode links = file.json().required("links");
        Answer actions = get(links.required("availableActions").asString());
        assertThat(actions.text("subject")).isEqualTo("order/" + id);
        assertThat(actions.json().required("actions")).isNotEmpty();
        Answer windows = get(links.required("windows").asString());
        assertThat(windows.json().at("/items/0")).isEqualTo(file.json().at("/windows/0"));
        Answer ledger = get(links.required("timeLedger").asString());
        assertThat(ledger.text("subject")).isEqualTo("order/" + id);
        assertThat(post("/api/v1/orders/%s/ship".formatted(encoded(id)), "{}").text("subject"))
                .isEqualTo("order/" + id);
    }

    @Test
    void a_request_that_is_repeated_under_its_key_is_answered_as_the_first_time() {
        Answer first = post("/api/v1/orders", order("O6"), "Idempotency-Key", "K6");
        String sameOrder = Node.json(order("O6")).toString();
        Answer second = ask("POST", "/api/v1/orders", sameOrder, "Idempotency-Key", "K6");
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(node.history("order/O6")).hasSize(1);
        assertRefused(
                post("/api/v1/orders", order("O7"), "Idempotency-Key", "K6"), 422, "idempotency-key-means-one-act");
    }

    @Test
    void an_act_on_a_version_that_has_passed_is_not_done() {
        String first = post("/api/v1/orders", order("O-versions")).header("ETag");
        Answer second = post("/api/v1/orders/O-versions/urge", "{'by': 'platform'}", "If-Match", first);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("ETag")).isEqualTo("\"2\"");
        assertRefused(post("/api/v1/orders/O-versions/ship", "{}", "If-Match", first), 412, "nothing-happened-since");
        assertThat(post("/api/v1/orders/O-versions/ship", "{}", "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(node.history("order/O-versions")).hasSize(3);
        assertRefused(post("/api/v1/orders/O-absent/ship", "{}", "If-Match", "*"), 412, "nothing-happened-since");
    }

    /** The caller did not know that the time was over. */
    @Test
    void a_lapse_that_became_due_is_a_change_too() {
        post("/api/v1/orders", order("O-lapse"));
        Answer filed = post("/api/v1/returns", refundOf("R-lapse", "O-lapse"));
        post("/api/v1/sandbox/clock/advance", "{'by': 'PT48H'}");
        assertRefused(
                post("/api/v1/returns/R-lapse/accept-return", "{}", "If-Match", filed.header("ETag")),
                412,
                "nothing-happened-since");
    }

    @Test
    void a_request_that_was_done_on_its_version_is_answered_again_though_that_has_passed() {
        String first = post("/api/v1/orders", order("O-again")).header("ETag");
        String[] headers = {"If-Match", first, "Idempotency-Key", "K-again"};
        Answer done = post("/api/v1/orders/O-again/ship", "{}", headers);
        Answer again = post("/api/v1/orders/O-again/ship", "{}", headers);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.response().body()).isEqualTo(done.response().body());
    }

    @Test
    void what_is_begun_without_a_name_is_given_one_that_stays() {
        String fields = "{'room': 'L1'}";
        Answer first = post("/api/v1/reports", fields, "Idempotency-Key", "K-nameless");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("subject")).matches("report/rep_[0-9a-z]{26}");
        assertThat(first.header("Location"))
                .isEqualTo("/api/v1/cases/reports/" + first.text("subject").substring("report/".length()));
        Answer again = post("/api/v1/reports", fields, "Idempotency-Key", "K-nameless");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        Answer next = post("/api/v1/reports", "{'report': null, 'room': 'L1'}");
        assertThat(next.text("subject")).isGreaterThan(first.text("subject"));
    }

    @Test
    void who_waits_reads_what_it_did() {
        for (int n = 0; n < 20; n++) {
            String id = "O-wait-" + n;
            Answer acted = post("/api/v1/orders", order(id), "Prefer", "respond-async, wait=10");
            assertThat(acted.header("Preference-Applied")).isEqualTo("wait=10");
            assertThat(get("/api/v1/orders/" + id).header("ETag")).isEqualTo(acted.header("ETag"));
            String shipped = post("/api/v1/orders/" + id + "/ship", "{}").header("ETag");
            Answer file = get("/api/v1/cases/orders/" + id, "Prefer", "wait=99");
            assertThat(file.header("Preference-Applied")).isEqualTo("wait=10");
            assertThat(file.header("ETag")).isEqualTo(shipped).isEqualTo("\"2\"");
            assertThat(get("/api/v1/orders/" + id, "Prefer", "wait=10").header("ETag"))
                    .isEqualTo(shipped);
        }
        assertThat(get("/api/v1/orders", "Prefer", "wait=soon").header("Preference-Applied"))
                .isEmpty();
    }

    @Test
    void what_has_not_changed_is_not_sent_again() {
        post("/api/v1/orders", order("O-same"));
        for (String address : List.of("/api/v1/orders/O-same", "/api/v1/cases/orders/O-same")) {
            String before = get(address, "Prefer", "wait=10").header("ETag");
            Answer same = get(address, "If-None-Match", before);
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.response().body()).isEmpty();
            post("/api/v1/orders/O-same/urge", "{'by': 'platform'}");
            Answer other = get(address, "If-None-Match", before, "Prefer", "wait=10");
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.header("ETag")).isNotEqualTo(before);
        }
        post("/api/v1/sandbox/clock/advance", "{'by': 'PT72H'}");
        String lapsed = get("/api/v1/orders/O-same", "Prefer", "wait=10").header("ETag");
        assertThat(lapsed)
                .isEqualTo(
                        get("/api/v1/cases/orders/O-same", "Prefer", "wait=10").header("ETag"));
        assertThat(post("/api/v1/orders/O-same/ship", "{}", "If-Match", lapsed).status())
                .isEqualTo(200);
    }

    @Test
    void no_cache_keeps_an_answer() {
        for (Answer answer : List.of(get("/api/v1/orders"), get("/api/v1/orders/nobody"), get("/api/v1/nothing"))) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Vary")).contains("Accept-Language");
        }
    }

    @Test
    void a_parameter_that_the_address_does_not_know_is_refused_and_named() {
        Answer typo = get("/api/v1/windows?stat%65s=open&limit=1", "Accept-Language", "en");
        assertRefused(typo, 400, "parameter-is-known");
        assertThat(typo.text("title")).isEqualTo("There is no answer to this question.");
        assertThat(typo.json().required("errors").get(0).required("field").asString())
                .isEqualTo("states");
        assertThat(typo.text("detail"))
                .contains("states", "party, state, obligation, clause, dueFrom, dueBefore, cursor, limit");
        Answer taken = get("/api/v1/orders/O1?after=1", "Accept-Language", "en");
        assertRefused(taken, 400, "parameter-is-known");
        assertThat(taken.text("detail")).isEqualTo("There is no parameter after here; this address takes none.");
        assertRefused(post("/api/v1/orders?dry-run=true", order("O-dry")), 400, "parameter-is-known");
        assertThat(node.history("order/O-dry")).isEmpty();
    }

    @Test
    void a_repeated_request_is_told_when_the_act_happened_not_when_it_was_repeated() {
        String order = Node.json(order("O8")).toString();
        Answer first = ask("POST", "/api/v1/orders", order, "Idempotency-Key", "K8");
        post("/api/v1/sandbox/clock/advance", "{'by': 'PT1H'}");
        Answer second = ask("POST", "/api/v1/orders", order, "Idempotency-Key", "K8");
        assertThat(second.text("at")).isEqualTo(first.text("at"));
    }

    @Test
    void null_in_a_repeated_request_is_the_same_as_leaving_it_out() {
        post("/api/v1/orders", order("O-null"));
        Answer first = ask("POST", "/api/v1/orders/O-null/ship", "{}", "Idempotency-Key", "K-null");
        Answer second = ask("POST", "/api/v1/orders/O-null/ship", "{\"lines\": null}", "Idempotency-Key", "K-null");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.response().body()).isEqualTo(first.response().body());
    }

    @Test
    void all_wrong_fields_are_named_at_once() {
        Answer answer = post("/api/v1/orders", "{'consumer': '', 'lines': [{'line': 'A', 'amount': 'much'}]}");
        assertRefused(answer, 400, "field-ill-formed");
        assertThat(answer.json()
                        .required("errors")
                        .valueStream()
                        .map(error -> error.required("field").asString()))
                .containsExactly("consumer", "merchant", "operator", "room", "paidAt", "lines/0/amount");
    }

    @Test
    void a_field_that_nobody_reads_refuses_the_act_and_is_named() {
        Answer answer = post("/api/v1/orders/O-strange/ship", "{'amountFen': 100, 'lins': ['A']}");
        assertRefused(answer, 400, "field-is-known");
        assertThat(answer.json()
                        .required("errors")
                        .valueStream()
                        .map(error -> error.required("field").asString()))
                .containsExactly("amountFen", "lins");
        assertRefused(post("/api/v1/sandbox/clock/advance", "{'by': 'PT1H', 'two': 1}"), 400, "field-is-known");
    }

    @Test
    void a_refusal_names_the_rule_and_its_clause_in_the_readers_language() {
        post("/api/v1/orders", order("O10"));
        Answer chinese = post("/api/v1/orders/O10/deliver", "{}");
        assertRefused(chinese, 409, "every-line-is-shipped");
        assertThat(chinese.text("clause")).isEqualTo("6.4.2 c");
        assertThat(chinese.text("title")).isEqualTo("操作被拒绝，未作任何更改。");
        assertThat(chinese.text("detail")).isEqualTo("所有商品行发出后方可签收。");
        Answer english = post("/api/v1/orders/O10/deliver", "{}", "Accept-Language", "en-GB,en;q=0.8,zh;q=0.1");
        assertRefused(english, 409, "every-line-is-shipped");
        assertThat(english.text("detail")).isEqualTo("The order can be delivered once every line is shipped.");
        assertThat(post("/api/v1/orders/O10/deliver", "{}", "Accept-Language", "fr")
                        .text("detail"))
                .isEqualTo(chinese.text("detail"));
        assertThat(post("/api/v1/orders/O10/deliver", "{}", "Accept-Language", "no language, at all")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void the_type_of_a_problem_opens_a_page_that_explains_it() {
        Answer refused = post("/api/v1/orders/nobody/ship", "{}");
        Answer page = get(refused.text("type"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.response().body()).contains("subject-is-known");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duty-is-owed",
                "field-ill-formed",
                "http-400",
                "http-401",
                "http-403",
                "http-404",
                "http-405",
                "http-406",
                "http-413",
                "http-415",
                "http-429",
                "service-unavailable",
                "internal-error"
            })
    void a_code_has_a_page_in_the_readers_language(String code) {
        Answer chinese = get("/problems/" + code, "Accept", "text/html");
        assertThat(chinese.status()).isEqualTo(200);
        assertThat(chinese.header("Content-Type")).startsWith("text/html");
        assertThat(chinese.header("Content-Language")).isEqualTo("zh-CN");
        assertThat(chinese.header("Vary")).contains("Accept-Language");
        assertThat(chinese.response().body())
                .contains("<code>" + code + "</code>", "<dt>为什么</dt>", "<dt>怎么办</dt>")
                .containsPattern("<h1>[^<]*\\p{IsHan}");
        Answer english = get("/problems/" + code, "Accept", "text/html", "Accept-Language", "en");
        assertThat(english.header("Content-Language")).isEqualTo("en");
        assertThat(english.response().body())
                .contains("<code>" + code + "</code>", "<dt>Why</dt>", "<dt>What to do</dt>");
        assertThat(get("/problems/" + code + "?lang=en", "Accept", "text/html")
                        .response()
                        .body())
                .isEqualTo(english.response().body());
    }

    @Test
    void the_page_of_a_rule_quotes_its_clause() {
        assertThat(get("/problems/every-line-is-shipped", "Accept", "text/html", "Accept-Language", "en")
                        .response()
                        .body())
                .contains("DB4401/T 171-2022 6.4.2 c", "受理消费者提出退换货和退款的要求", "within the handling period");
    }

    /** Digits of other scripts, signs and other bases are no number here. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0x10", "٣", "+3", "-1", "1e1", " 3", "３"})
    void a_number_is_written_in_plain_digits(String number) {
        Answer answer = get("/api/v1/orders?limit=" + encoded(number));
        assertRefused(answer, 400, "field-ill-formed");
        assertThat(answer.json().required("errors").get(0).required("field").asString())
                .isEqualTo("limit");
    }

    @Test
    void a_word_that_is_none_is_answered_with_those_that_are() {
        assertThat(get("/api/v1/demands?state=OPEN", "Accept-Language", "en").text("detail"))
                .isEqualTo("The field state is ill-formed; it takes one of open, completed, closed, decided.");
        assertThat(get("/api/v1/demands?party=me", "Accept-Language", "en").text("detail"))
                .isEqualTo(
                        "The field party is ill-formed; it takes the platform or a party such as merchant:lanhua-tea.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/parties/merchant:nobody/record | There is no record of merchant:nobody. | 没有 merchant:nobody 的履约记录。",
                "/api/v1/documents/rules/versions/99 | This document has no version 99. | 该文件没有第 99 版。",
                "/api/v1/documents/plans/nobody/nowhere | There is no service plan for nobody/nowhere. | 没有 nobody/nowhere 的服务方案。",
                "/api/v1/cases/wishes/W1 | There is no case with the id wishes/W1. | 不存在编号为 wishes/W1 的案件。",
                "/api/v1/windows/explanation?subject=order/nothing&obligation=merchant-ship-goods&owedBy=merchant:M1 "
                        + "| There is no such window here: ship the goods (merchant-ship-goods). | 此处没有该项期限：发货（merchant-ship-goods）。"
            })
    void what_is_not_there_is_named_as_people_do(String address, String english, String chinese) {
        assertThat(get(address, "Accept-Language", "en").text("detail")).isEqualTo(english);
        assertThat(get(address).text("detail")).isEqualTo(chinese);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-code", "http-999", "<b>", "unanswered", "title.http-404"})
    void a_code_that_is_none_has_a_page_that_says_so(String code) {
        Answer page = get("/problems/" + encoded(code), "Accept", "text/html");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.response().body()).contains("<code>http-404</code>").doesNotContain(code + "<");
    }

    /** The weight of a language decides, not its place, nor whether a region is named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB,en;q=0.8,zh;q=0.1 | en",
                "en;q=0.1,zh;q=0.9 | zh-CN",
                "zh,en | zh-CN",
                "zh-TW | zh-CN",
                "zh-Hant-HK;q=0.2,en;q=0.9 | en",
                "zh;q=0,en;q=0.1 | en",
                "de,en;q=0.5 | en",
                "EN | en",
                "* | zh-CN",
                "fr,*;q=0.1 | zh-CN",
                "en;q=0 | zh-CN",
                "en;q=2 | zh-CN",
                ";;;q | zh-CN",
                "'' | zh-CN"
            })
    void a_reader_is_answered_in_the_language_that_weighs_most(String header, String language) {
        Answer answer = get("/api/v1/nothing", "Accept-Language", header);
        assertProblem(answer, 404, "http-404");
        assertThat(answer.header("Content-Language")).isEqualTo(language);
        assertThat(answer.text("title")).isEqualTo(language.equals("en") ? "Not found" : "未找到");
    }

    @Test
    void a_method_that_an_address_does_not_take_is_told_which_it_takes() {
        Answer refused = ask("DELETE", "/api/v1/queue", null);
        assertProblem(refused, 405, "http-405");
        assertThat(refused.header("Allow")).contains("GET");
        assertProblem(ask("TRACE", "/api/v1/queue", null), 405, "http-405");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "garbage",
                "application/json;charset=none"
            })
    void a_body_of_a_type_that_is_none_is_refused(String type) {
        assertProblem(ask("POST", "/api/v1/orders", "x", "Content-Type", type), 415, "http-415");
    }

    @Test
    void a_form_that_cannot_be_read_is_refused() {
        assertProblem(
                ask("POST", "/api/v1/orders", "a=%zz", "Content-Type", "application/x-www-form-urlencoded"),
                400,
                "http-400");
    }

    /** The server itself refuses some addresses, before anybody else sees them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/orders/%zz | 400",
                "/api/v1/orders/% | 400",
                "/api/v1/orders/a%00b | 400",
                "/api/v1/orders/%ff%fe | 400",
                "/api/v1/orders/%u1234 | 400",
                "/api/v1/orders/[]{} | 400",
                "/api/v1/orders?party=%zz | 400",
                "/error | 404"
            })
    void an_address_that_is_none_is_a_problem_like_any_other(String target, int status) throws IOException {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        int body = answer.indexOf("\r\n\r\n");
        assertThat(answer.substring(0, body)).contains("application/problem+json");
        assertThat(answer.substring(body))
                .contains("\"code\":\"http-" + status + "\"")
                .doesNotContainPattern(INSIDES);
    }

    @Test
    void a_head_that_is_too_large_is_a_problem_like_any_other() {
        assertProblem(get("/api/v1/orders/x", "X-Long", "x".repeat(20_000)), 400, "http-400");
    }

    /** What the client of the tests would not send. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_question_that_finds_nothing_does_not_speak_of_acts() {
        Answer absent = get("/api/v1/cases/returns/nobody");
        assertRefused(absent, 404, "subject-is-known");
        assertThat(absent.text("title")).isEqualTo("查询未能得到答复。");
        assertThat(absent.text("detail")).isEqualTo("不存在编号为 nobody 的退换货申请。");
        assertThat(get("/api/v1/orders/nobody", "Accept-Language", "en").text("detail"))
                .isEqualTo("There is no order with the id nobody.");
    }

    @Test
    void a_field_at_fault_is_named() {
        Answer missing = post("/api/v1/returns", "{'return': 'R11', 'order': 'O1'}");
        assertRefused(missing, 400, "field-missing");
        assertThat(missing.json().required("errors").get(0).required("field").asString())
                .isEqualTo("kind");
        Answer illFormed = post("/api/v1/orders", order("O11").replace("5900", "-1"), "Accept-Language", "en");
        assertRefused(illFormed, 400, "field-ill-formed");
        assertThat(illFormed.json().required("errors").get(0).required("field").asString())
                .isEqualTo("lines/1/amount");
        assertThat(illFormed.text("detail")).contains("lines/1/amount").contains("from 0 to 9000000000000000");
    }

    @Test
    void every_offending_row_of_a_document_is_named() {
        Answer refused = post(
                "/api/v1/rules",
                "{'windows': {'merchant-decide-refund-only': 'P90D', 'no-such-duty': 'P1D', 'merchant-ship-goods': 'x'}}");
        assertRefused(refused, 422, refused.text("code"));
        List<String> codes = new ArrayList<>();
        refused.json()
                .required("errors")
                .forEach(error -> codes.add(error.required("code").asString()));
        assertThat(codes)
                .containsExactlyInAnyOrder("length-is-within-bounds", "obligation-exists", "length-is-well-formed");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{, 400, field-ill-formed",
                "[], 400, field-ill-formed",
                "null, 400, field-ill-formed",
                "\"text\", 400, field-ill-formed",
                "{\"order\": \"O1\"} {, 400, field-ill-formed",
                "``, 400, field-ill-formed",
                "{}, 400, field-missing"
            })
    void a_body_that_is_no_act_is_refused(String body, int status, String code) {
        assertRefused(ask("POST", "/api/v1/orders", body), status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"order\": \"O1\", \"order\": \"O2\"} | order",
                "{\"order\": \"O1\", \"lines\": [{}, {\"line\": \"A\", \"line\": \"A\"}]} | lines/1/line"
            })
    void a_field_that_is_there_twice_is_refused_and_named(String body, String field) {
        Answer refused = ask("POST", "/api/v1/orders", body, "Accept-Language", "en");
        assertRefused(refused, 400, "field-ill-formed");
        assertThat(refused.json().required("errors").get(0).required("field").asString())
                .isEqualTo(field);
        assertThat(refused.text("detail")).contains(field, "twice");
    }

    /** Whoever follows its Location would be somewhere else. */
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void an_id_that_addresses_drop_is_refused(String id) {
        Answer refused = post("/api/v1/orders", order(id), "Accept-Language", "en");
        assertRefused(refused, 400, "field-ill-formed");
        assertThat(refused.json().required("errors").get(0).required("field").asString())
                .isEqualTo("order");
        assertThat(refused.text("detail")).contains("address");
        assertRefused(post("/api/v1/reports", "{'report': '%s', 'room': 'L1'}".formatted(id)), 400, "field-ill-formed");
    }

    @Test
    void a_body_of_many_levels_is_refused() {
        assertRefused(ask("POST", "/api/v1/orders", "[".repeat(100_000)), 400, "field-ill-formed");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        String padding = "{\"order\": \"" + "x".repeat(5_000_000) + "\"}";
        assertProblem(ask("POST", "/api/v1/orders", padding), 413, "http-413");
    }

    @Test
    void a_body_that_is_too_large_is_refused_though_it_does_not_say_its_length() {
        byte[] padding = ("{\"order\": \"" + "x".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertProblem(
                send("POST", "/api/v1/orders", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(padding))),
                413,
                "http-413");
    }

    @Test
    void an_unknown_act_and_an_unknown_id_are_not_found() {
        post("/api/v1/orders", order("O12"));
        assertRefused(post("/api/v1/orders/O12/burn", "{}"), 404, "act-is-known");
        assertRefused(post("/api/v1/orders/O12/accept-return", "{}"), 404, "act-is-known");
        assertRefused(post("/api/v1/orders/nobody/ship", "{}"), 404, "subject-is-known");
        assertRefused(post("/api/v1/returns/nobody/withdraw", "{}"), 404, "subject-is-known");
        assertRefused(get("/api/v1/cases/orders/nobody"), 404, "subject-is-known");
        assertRefused(get("/api/v1/cases/parcels/O12"), 404, "subject-is-known");
        assertRefused(get("/api/v1/orders/nobody"), 404, "subject-is-known");
        assertProblem(get("/api/v1/nothing"), 404, "http-404");
        assertProblem(get("/nothing"), 404, "http-404");
    }

    /** A class loader remembers every name that it is asked for, so nobody's inventions are looked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1/nothing",
                "/docs/nothing.css",
                "/docs/nothing/docs.css",
                "/webjars/swagger-ui/nothing.js",
                "/webjars/nothing/swagger-ui.css"
            })
    void no_file_is_looked_for_under_a_name_that_none_has(String path) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        ServletRequestPathUtils.parseAndCache(request);
        HandlerMapping files = node.context().getBean("resourceHandlerMapping", HandlerMapping.class);
        assertThat(files.getHandler(request)).isNull();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void an_address_that_somebody_made_up_fills_no_log(CapturedOutput said) {
        assertProblem(get("/api/v1/made-up"), 404, "http-404");
        assertThat(said.getAll()).doesNotContain("made-up");
    }

    @Test
    void an_id_in_use_is_refused() {
        post("/api/v1/orders", order("O13"));
        Answer refused = post("/api/v1/orders", order("O13"), "Accept-Language", "en");
        assertRefused(refused, 409, "id-is-free");
        assertThat(refused.text("detail")).contains("O13");
        assertThat(node.history("order/O13")).hasSize(1);
    }

    @Test
    void the_address_names_the_subject_and_the_body_does_not() {
        post("/api/v1/orders", order("O14"));
        post("/api/v1/orders", order("O15"));
        for (String said : List.of("O14", "O15")) {
            Answer refused = post("/api/v1/orders/O14/ship", "{'order': '%s'}".formatted(said));
            assertRefused(refused, 400, "field-is-known");
            assertThat(refused.json().at("/errors/0/field").stringValue()).isEqualTo("order");
        }
        assertThat(node.history("order/O14")).hasSize(1);
        assertThat(node.history("order/O15")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json, application/json",
                "application/json;q=0.5, application/problem+json",
                "application/hal+json, */*;q=0.1"
            })
    void what_is_no_problem_does_not_call_itself_one(String accept) {
        Answer list = get("/api/v1/queue", "Accept", accept);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).isEqualTo("application/json");
        Answer refused = get("/api/v1/queue?limit=0", "Accept", accept);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(get("/api/v1/queue", "Accept", "application/hal+json").status())
                .isEqualTo(406);
    }

    @Test
    void a_wrong_media_type_or_method_is_refused() {
        assertProblem(ask("POST", "/api/v1/orders", "order=O1", "Content-Type", "text/plain"), 415, "http-415");
        assertProblem(
                ask("POST", "/api/v1/orders", "order=O1", "Content-Type", "application/x-www-form-urlencoded"),
                415,
                "http-415");
        assertProblem(ask("DELETE", "/api/v1/orders", null), 405, "http-405");
        assertProblem(get("/api/v1/orders/O1/ship"), 405, "http-405");
        assertThat(get("/api/v1/queue", "Accept", "image/png").status()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/windows?limit=abc",
                "/api/v1/windows?limit=0",
                "/api/v1/windows?limit=1&limit=2",
                "/api/v1/windows?limit=99999999999",
                "/api/v1/windows?party=king:M1",
                "/api/v1/windows?state=asleep",
                "/api/v1/windows?cursor=zzz",
                "/api/v1/queue?cursor=e30",
                "/api/v1/demands?kind=parcel",
                "/api/v1/orders?party=%00",
                "/api/v1/cases/orders/O1?after=abc"
            })
    void a_question_that_makes_no_sense_is_the_askers_mistake(String path) {
        assertRefused(get(path), 400, "field-ill-formed");
        // the field's own name apart, a Chinese text is Chinese
        assertThat(get(path).text("detail")).doesNotContainPattern("[a-z]+ [a-z]+");
    }

    @Test
    void a_sandbox_clock_is_moved_by_a_duration_or_to_an_instant_and_never_back() {
        OffsetDateTime before =
                OffsetDateTime.parse(get("/api/v1/sandbox/clock").text("now"));
        Answer moved = post("/api/v1/sandbox/clock/advance", "{'by': 'PT1H30M'}");
        assertThat(OffsetDateTime.parse(moved.text("now"))).isEqualTo(before.plusMinutes(90));
        String later = before.plusHours(3).toString();
        assertThat(OffsetDateTime.parse(post("/api/v1/sandbox/clock/advance", "{'to': '%s'}".formatted(later))
                        .text("now")))
                .isEqualTo(before.plusHours(3));
        assertRefused(
                post("/api/v1/sandbox/clock/advance", "{'to': '%s'}".formatted(before)), 409, "clock-moves-forward");
        assertRefused(post("/api/v1/sandbox/clock/advance", "{'by': '-PT1S'}"), 409, "clock-moves-forward");
        assertThat(OffsetDateTime.parse(get("/api/v1/sandbox/clock").text("now")))
                .isEqualTo(before.plusHours(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|field-missing",
                "{'by': 'PT1H', 'to': '2030-01-01T00:00:00+08:00'}|one-of-is-named",
                "{'by': 48}|field-ill-formed",
                "{'to': 48}|field-ill-formed",
                "{'by': 'tomorrow'}|field-ill-formed",
                "{'to': 'tomorrow'}|field-ill-formed",
                "{'to': '2030-01-01'}|field-ill-formed",
                "{'by': 'P99999D'}|field-ill-formed",
                "{'by': 'PT9223372036854775807S'}|field-ill-formed",
                "{'to': '+999999999-12-31T23:59:59+08:00'}|field-ill-formed",
                "[]|field-ill-formed"
            })
    void a_sandbox_clock_moves_nowhere_for_what_is_no_time(String body, String code) {
        String before = get("/api/v1/sandbox/clock").text("now");
        assertRefused(post("/api/v1/sandbox/clock/advance", body), 400, code);
        assertThat(get("/api/v1/sandbox/clock").text("now")).isEqualTo(before);
    }

    @Test
    void a_service_has_no_sandbox_clock() throws IOException, InterruptedException {
        try (Node service = Node.serving(Postgres.database(), Map.of())) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + service.port() + "/api/v1/sandbox/clock/advance"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"by\": \"PT1H\"}"))
                    .build();
            assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(404);
        }
    }

    /** Anything at all may be asked; the service never fails and never shows its insides. */
    @Test
    void whatever_is_asked_the_service_does_not_fail() {
        post("/api/v1/orders", order("O1"));
        Random random = new Random(SEED);
        for (int n = 0; n < 400; n++) {
            String text = any(random, TEXTS);
            String value = random.nextBoolean() ? quoted(any(random, TEXTS)) : any(random, VALUES);
            StringBuilder body = new StringBuilder("{");
            for (String field : FIELDS) {
                body.append(quoted(field))
                        .append(": ")
                        .append(random.nextBoolean() ? quoted(text) : value)
                        .append(", ");
            }
            body.append("\"lines\": [").append(value).append("]}");
            if (random.nextInt(10) == 0) {
                body.setLength(random.nextInt(body.length()));
            }
            String path = "/api/v1/" + any(random, COLLECTIONS);
            if (random.nextBoolean()) {
                path += "/" + encoded(text) + "/" + encoded(any(random, TEXTS));
            }
            Answer answer = ask("POST", path, body.toString(), "Idempotency-Key", "k" + random.nextInt(50));
            assertThat(answer.status())
                    .as("%s %s: %s", path, body, answer.response().body())
                    .isLessThan(500);
        }
    }

    private static String any(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 3_000, 7_000})
    void a_key_of_any_length_is_taken_or_refused(int length) {
        String key = new Random(SEED)
                .ints(length, '!', '~')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        Answer answer = post(
                "/api/v1/reports", "{'report': 'long-%d', 'room': 'L1'}".formatted(length), "Idempotency-Key", key);
        assertThat(answer.status()).isIn(201, 400);
    }

    private static String quoted(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining("", "\"", "\""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
