package io.redress.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.RecordForgotten;
import io.redress.app.TicketSystem.Sent;
import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.store.Append;
import io.redress.command.webhook.Callbacks;
import io.redress.command.webhook.Endpoints;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import tools.jackson.databind.JsonNode;

/** What ticket systems say of their cases is taken once, in order, and from nobody else. */
class CallbacksTest {
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-13T01:00:00Z"));
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static String database;
    private static Node node;
    private static TicketSystem merchant;
    private static TicketSystem operator;
    private static TicketSystem stranger;

    @BeforeAll
    static void start() {
        database = Postgres.database();
        node = start(database);
        node.clock().startAt(Node.EVENING);
        merchant = TicketSystem.of(node, Party.merchant("M1"));
        operator = TicketSystem.of(node, Party.roomOperator("H1"));
        stranger = TicketSystem.of(node, Party.merchant("M2"));
    }

    private static Node start(String database) {
        InstantSource clock = NOW::get;
        Map<String, Object> settings = new HashMap<>(Map.of("redress.sandbox", true, "redress.clock", false));
        for (String kind : List.of("merchant", "operator", "nobody")) {
            settings.put("redress.rate-limit." + kind + ".requests", 1_000_000);
        }
        return Node.start(
                WebApplicationType.SERVLET,
                database,
                settings,
                beans -> beans.registerSingleton("operationalClock", clock));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void pass(Duration duration) {
        NOW.updateAndGet(now -> now.plus(duration));
    }

    /** A return request in a room of another operator. */
    private static String demand() {
        return demand(node, "M1");
    }

    private static String demand(Node at, String of) {
        return demand(at, "case-" + NAMES.incrementAndGet(), of);
    }

    private static String demand(Node at, String id, String of) {
        at.act("register-order", """
                {'order': 'O-%s', 'consumer': 'U1', 'merchant': '%s', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 19900, 'noReasonReturn': true}]}""".formatted(id, of, at.now()));
        at.act("ship", "{'order': 'O-%s'}".formatted(id));
        at.act("deliver", "{'order': 'O-%s'}".formatted(id));
        at.act("file-return", """
                {'return': '%s', 'order': 'O-%s', 'kind': 'return-and-refund', 'reason': 'quality', 'lines': ['A']}""".formatted(id, id));
        return id;
    }

    private static String message(String demand, int version, String text) {
        return """
                {'type': 'ticket.act', 'case': 'return/%s', 'version': %d, 'act': 'send-message',
                 'fields': {'text': '%s'}}""".formatted(demand, version, text);
    }

    private static HttpResponse<String> send(TicketSystem from, String id, String body) {
        return from.signed(id, NOW.get(), body).send(node);
    }

    private static String id() {
        return "msg-" + NAMES.incrementAndGet();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode is(HttpResponse<String> answer, int status, String state) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = TicketSystem.json(answer);
        assertThat(body.path("state").asString("")).isEqualTo(state);
        return body;
    }

    private static void isRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TicketSystem.json(answer).path("code").asString("")).isEqualTo(code);
    }

    private static long callbacks() {
        return node.sql()
                .sql("SELECT count(*) FROM outbox.callback")
                .query(Long.class)
                .single();
    }

    private static long events() {
        return node.sql()
                .sql("SELECT count(*) FROM event_store.domain_event_entry")
                .query(Long.class)
                .single();
    }

    // ---- whose it is

    @Test
    void what_the_published_library_signs_is_done_in_the_name_of_its_sender() {
        String demand = demand();
        JsonNode done = is(send(merchant, id(), message(demand, 1, "we look into it")), 200, "applied");
        assertThat(done.get("case").stringValue()).isEqualTo("return/" + demand);
        assertThat(done.get("caseVersion").intValue()).isEqualTo(2);
        is(send(operator, id(), message(demand, 1, "so do we")), 200, "applied");
        assertThat(node.history("return/" + demand))
                .containsExactly("return.filed.v1", "demand.message-sent.v1", "demand.message-sent.v1");
        assertThat(node.sql()
                        .sql("""
                                SELECT convert_from(meta_data, 'UTF8') FROM event_store.domain_event_entry
                                WHERE aggregate_identifier = ? AND sequence_number = 1""")
                        .param("return/" + demand)
                        .query(String.class)
                        .single())
                .contains("merchant:M1#endpoint:" + merchant.endpoint());
    }

    @Test
    void a_callback_with_one_flipped_bit_is_a_strangers_and_changes_nothing() {
        String demand = demand();
        Sent good = merchant.signed(id(), NOW.get(), message(demand, 1, "all is well"));
        long callbacks = callbacks();
        long events = events();
        int flipped = 0;
        for (Sent forged : forged(good)) {
            HttpResponse<String> answer = forged.send(node);
            assertThat(answer.statusCode()).as(forged.toString()).isEqualTo(401);
            flipped++;
        }
        assertThat(flipped).isGreaterThan(good.body().length * Byte.SIZE);
        assertThat(callbacks()).isEqualTo(callbacks);
        assertThat(events()).isEqualTo(events);
        is(good.send(node), 200, "applied");
    }

    /** The same with another bit each time: of the body, and of a header where that is still one. */
    private static List<Sent> forged(Sent good) {
        List<Sent> forged = new ArrayList<>();
        for (byte[] body : flipped(good.body())) {
            forged.add(new Sent(good.endpoint(), good.id(), good.timestamp(), good.signature(), body));
        }
        for (String id : headers(good.id())) {
            forged.add(new Sent(good.endpoint(), id, good.timestamp(), good.signature(), good.body()));
        }
        for (String timestamp : headers(good.timestamp())) {
            forged.add(new Sent(good.endpoint(), good.id(), timestamp, good.signature(), good.body()));
        }
        for (String signature : headers(good.signature())) {
            forged.add(new Sent(good.endpoint(), good.id(), good.timestamp(), signature, good.body()));
        }
        return forged;
    }

    private static List<byte[]> flipped(byte[] bytes) {
        List<byte[]> all = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] other = bytes.clone();
            other[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            all.add(other);
        }
        return all;
    }

    private static List<String> headers(String value) {
        return flipped(value.getBytes(UTF_8)).stream()
                .map(bytes -> new String(bytes, ISO_8859_1))
                .filter(text -> text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .toList();
    }

    @Test
    void a_callback_without_one_of_its_headers_is_a_strangers() {
        Sent good = merchant.signed(id(), NOW.get(), message(demand(), 1, "x"));
        Map<String, String> headers = Map.of(
                "webhook-id", good.id(),
                "webhook-timestamp", good.timestamp(),
                "webhook-signature", good.signature());
        for (String left : headers.keySet()) {
            HttpRequest.Builder without = good.to(node);
            HttpRequest.Builder twice = good.to(node).header(left, headers.get(left));
            headers.forEach((name, value) -> {
                twice.header(name, value);
                if (!name.equals(left)) {
                    without.header(name, value);
                }
            });
            HttpResponse<String> unsigned = TicketSystem.send(without);
            isRefused(unsigned, 401, "http-401");
            assertThat(TicketSystem.json(unsigned).path("detail").asString("")).contains("callbackSecret", left);
            assertThat(header(unsigned, "WWW-Authenticate")).isEqualTo("Standard-Webhooks realm=\"redress\"");
            isRefused(TicketSystem.send(twice), 401, "http-401");
        }
    }

    @Test
    void a_credential_does_not_stand_for_a_signature() {
        Sent good = merchant.signed(id(), NOW.get(), message(demand(), 1, "x"));
        for (Kind kind : List.of(Kind.PLATFORM, Kind.MERCHANT)) {
            isRefused(
                    TicketSystem.send(good.to(node).header("Authorization", "Bearer " + node.key(kind, "M1"))),
                    401,
                    "http-401");
        }
    }

    @Test
    void a_callback_of_more_than_five_minutes_ago_or_ahead_is_a_strangers() {
        String demand = demand();
        Instant now = NOW.get();
        for (int seconds : List.of(-301, 301)) {
            String body = message(demand, 1, "x");
            isRefused(merchant.signed(id(), now.plusSeconds(seconds), body).send(node), 401, "http-401");
        }
        int version = 0;
        for (int seconds : List.of(-300, 300)) {
            String body = message(demand, ++version, "x");
            is(merchant.signed(id(), now.plusSeconds(seconds), body).send(node), 200, "applied");
        }
    }

    @Test
    void any_of_several_signatures_will_do() {
        Sent good = merchant.signed(id(), NOW.get(), message(demand(), 1, "x"));
        String others = "v1,AAAA v1a,BBBB " + good.signature() + " v2,CCCC";
        is(new Sent(good.endpoint(), good.id(), good.timestamp(), others, good.body()).send(node), 200, "applied");
    }

    @Test
    void what_was_sent_to_an_endpoint_is_no_callback_when_it_is_played_back() {
        String body = message(demand(), 1, "x");
        isRefused(merchant.signed(merchant.secret(), id(), NOW.get(), body).send(node), 401, "http-401");
    }

    @Test
    void the_secret_of_another_endpoint_opens_nothing() {
        String body = message(demand(), 1, "x");
        isRefused(
                merchant.signed(operator.callbackSecret(), id(), NOW.get(), body)
                        .send(node),
                401,
                "http-401");
        Sent good = merchant.signed(id(), NOW.get(), body);
        isRefused(
                new Sent("ep_nothing", good.id(), good.timestamp(), good.signature(), good.body()).send(node),
                401,
                "http-401");
    }

    @Test
    void an_exchanged_secret_is_good_for_another_day() {
        String demand = demand();
        TicketSystem before = TicketSystem.of(node, Party.merchant("M1"));
        TicketSystem after = before.rotated(node);
        is(send(before, id(), message(demand, 1, "old")), 200, "applied");
        is(send(after, id(), message(demand, 2, "new")), 200, "applied");
        pass(Duration.ofHours(24));
        isRefused(send(before, id(), message(demand, 3, "old")), 401, "http-401");
        is(send(after, id(), message(demand, 3, "new")), 200, "applied");
    }

    @Test
    void who_could_not_act_is_shown_no_secret_to_act_with() {
        for (Map.Entry<Set<Scope>, Boolean> shown : Map.of(
                        Set.of(Scope.WEBHOOKS, Scope.ACTS, Scope.FACTS), true,
                        Set.of(Scope.WEBHOOKS, Scope.READ, Scope.FACTS), false,
                        Set.of(Scope.WEBHOOKS, Scope.ACTS), false)
                .entrySet()) {
            String name = "M-" + NAMES.incrementAndGet();
            String key = node.bean(ApiKeys.class)
                    .make(new Wish(Kind.MERCHANT, name, shown.getKey(), "", 1), "tests")
                    .secret();
            HttpResponse<String> made = TicketSystem.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1/webhook-endpoints"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + key)
                            .header("Idempotency-Key", name)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"url\": \"https://tickets.example/hook\"}")));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            JsonNode answer = TicketSystem.json(made);
            assertThat(answer.get("secret").stringValue()).startsWith("whsec_");
            assertThat(answer.get("callbackSecret").isString()).isEqualTo(shown.getValue());
        }
    }

    @Test
    void nothing_comes_from_an_endpoint_that_was_deleted() {
        TicketSystem gone = TicketSystem.of(node, Party.merchant("M1"));
        node.bean(Endpoints.class).delete(gone.endpoint(), "tests");
        isRefused(send(gone, id(), message(demand(), 1, "x")), 401, "http-401");
    }

    // ---- what it may do

    @Test
    void a_case_of_others_is_not_there() {
        String demand = demand();
        HttpResponse<String> hidden = send(stranger, id(), message(demand, 1, "x"));
        HttpResponse<String> absent = send(stranger, id(), message("nothing", 1, "x"));
        isRefused(hidden, 404, "subject-is-known");
        assertThat(hidden.body().replace(demand, "nothing")).isEqualTo(absent.body());
    }

    @Test
    void nobody_speaks_for_another_side() {
        String demand = demand();
        long events = events();
        for (String by : List.of("consumer", "operator", "platform")) {
            HttpResponse<String> answer = send(merchant, id(), """
                    {'type': 'ticket.act', 'case': 'return/%s', 'version': 1, 'act': 'send-message',
                     'fields': {'text': 'x', 'by': '%s'}}""".formatted(demand, by));
            isRefused(answer, 403, "http-403");
            assertThat(TicketSystem.json(answer).at("/availableActions/actions").valueStream())
                    .anyMatch(action -> action.path("action").asString("").equals("send-message"));
        }
        for (String act : List.of("accept-solution", "withdraw", "request-intervention", "disclose", "coordinate")) {
            isRefused(send(merchant, id(), """
                    {'type': 'ticket.act', 'case': 'return/%s', 'version': 1, 'act': '%s'}""".formatted(demand, act)), 403, "http-403");
        }
        assertThat(events()).isEqualTo(events);
        is(send(merchant, id(), message(demand, 1, "nothing was taken")), 200, "applied");
    }

    @Test
    void what_is_malformed_is_named_and_takes_no_version() {
        String demand = demand();
        String text = "{'type': 'ticket.act', 'case': 'return/%s', 'version': %s, %s}";
        for (Map.Entry<String, String> wrong : Map.of(
                        text.formatted(demand, "1", "'act': 'send-message', 'feilds': {'text': 'x'}"),
                        "feilds",
                        text.formatted(demand, "1", "'act': 'send-message', 'fields': {'txt': 'x'}"),
                        "txt",
                        text.formatted(demand, "0", "'ticket': 'T'"),
                        "version",
                        text.formatted(demand, "1", "'ticket': 'T/1'"),
                        "ticket",
                        text.formatted(demand, "1", "'fields': {}"),
                        "act",
                        text.formatted(demand, "1", "'act': 'refuse-return', 'fields': {'return': 'R', 'reason': 'x'}"),
                        "return",
                        text.formatted("", "1", "'ticket': 'T'"),
                        "case",
                        "{'type': 'ticket.close', 'case': 'return/R', 'version': 1}",
                        "type",
                        "[]",
                        "body")
                .entrySet()) {
            HttpResponse<String> answer = send(merchant, id(), wrong.getKey());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"field\":\"" + wrong.getValue() + "\"");
        }
        for (String act : List.of("fly", "file-return", "publish-rules", "ask-plan-adjustment")) {
            HttpResponse<String> answer =
                    send(merchant, id(), text.formatted(demand, "1", "'act': '" + act + "', 'fields': {}"));
            assertThat(answer.statusCode()).as(act + answer.body()).isIn(400, 404);
        }
        is(send(merchant, id(), message(demand, 1, "still the first")), 200, "applied");
    }

    @Test
    void a_ticket_system_lives_on_callbacks() {
        String demand = demand();
        String start = "{'type': 'ticket.act', 'case': 'return/" + demand + "', 'version': ";
        is(send(merchant, id(), start + "1, 'ticket': 'T-778'}"), 200, "applied");
        assertThat(node.bean(Callbacks.class).ticket(Party.merchant("M1"), SubjectId.parse("return/" + demand)))
                .contains("T-778");
        is(send(merchant, id(), start + """
                2, 'act': 'propose-extension',
                 'fields': {'obligation': 'merchant-decide-return-exchange', 'dueAt': '%s'}}""".formatted(node.now().plus(Duration.ofDays(3)))), 200, "applied");
        is(
                send(merchant, id(), start + "3, 'act': 'accept-return', 'fields': {'instructions': 'to our store'}}"),
                200,
                "applied");
        node.act("ship-back", "{'return': '%s', 'waybill': 'SF1'}".formatted(demand));
        is(send(merchant, id(), start + "4, 'act': 'goods-back'}"), 200, "applied");
        is(send(merchant, id(), start + "5, 'act': 'refund', 'fields': {'amountFen': 19900}}"), 200, "applied");
        assertThat(node.history("return/" + demand)).contains("return.refunded.v1");
        assertThat(TicketSystem.json(
                                get("/webhook-endpoints/" + merchant.endpoint() + "/callbacks", Kind.MERCHANT, "M1"))
                        .at("/items/0/ticket")
                        .asString())
                .isEqualTo("T-778");
        eventually(() -> assertThat(node.sql().sql("""
                                        SELECT body FROM outbox.message WHERE type = 'ticket.changed' AND subject = ?
                                        ORDER BY sequence DESC, party LIMIT 2""").param("return/" + demand).query(String.class).list().stream()
                        .map(body -> Node.json(body).at("/data/ticket").asString("none")))
                .as("told to the merchant, and not to the operator")
                .containsExactly("T-778", "none"));
    }

    // ---- once

    @Test
    void a_copy_is_answered_as_the_first_time_and_does_nothing() {
        String demand = demand();
        String id = id();
        String body = message(demand, 1, "once");
        HttpResponse<String> first = send(merchant, id, body);
        is(first, 200, "applied");
        is(send(merchant, id(), message(demand, 2, "and more")), 200, "applied");
        long events = events();
        pass(Duration.ofMinutes(3));
        HttpResponse<String> copy = send(merchant, id, body);
        assertThat(copy.body()).isEqualTo(first.body());
        assertThat(header(first, "Idempotency-Replayed")).isEmpty();
        assertThat(header(copy, "Idempotency-Replayed")).isEqualTo("true");
        isRefused(send(merchant, id, message(demand, 1, "twice")), 422, "callback-id-means-one-callback");
        assertThat(events()).isEqualTo(events);
        // the id is the sender's: another one may have the same
        is(send(operator, id, message(demand, 1, "other")), 200, "applied");
    }

    @Test
    void a_refused_act_is_answered_with_the_problem_and_what_may_be_done_and_counts() {
        String demand = demand();
        String refuse = """
                {'type': 'ticket.act', 'case': 'return/%s', 'version': %d, 'act': 'refuse-return',
                 'fields': {'reason': 'worn'}}""";
        is(send(merchant, id(), refuse.formatted(demand, 1)), 200, "applied");
        String id = id();
        HttpResponse<String> refused = send(merchant, id, refuse.formatted(demand, 2));
        isRefused(refused, 409, "duty-is-owed");
        assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
        JsonNode actions = TicketSystem.json(refused).get("availableActions");
        assertThat(actions).isEqualTo(actionsOf(demand));
        HttpResponse<String> copy = send(merchant, id, refuse.formatted(demand, 2));
        assertThat(copy.body()).isEqualTo(refused.body());
        assertThat(header(copy, "Idempotency-Replayed")).isEqualTo("true");
        is(send(merchant, id(), message(demand, 3, "goes on")), 200, "applied");
    }

    private static JsonNode actionsOf(String demand) {
        return TicketSystem.json(get("/cases/returns/" + demand + "/available-actions", Kind.MERCHANT, "M1"));
    }

    private static HttpResponse<String> get(String path, Kind kind, String name) {
        return TicketSystem.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/api/v1" + path))
                .header("Accept-Language", "en")
                .header("Authorization", "Bearer " + keys.computeIfAbsent(kind + name, _ -> node.key(kind, name))));
    }

    private static final Map<String, String> keys = new HashMap<>();

    @Test
    void a_callback_that_could_not_be_stored_takes_nothing_and_may_come_again() {
        String demand = demand();
        String id = id();
        node.sql().sql("""
                        CREATE FUNCTION outbox.fail() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$""").update();
        node.sql().sql("""
                        CREATE TRIGGER fail BEFORE UPDATE ON outbox.callback FOR EACH ROW
                        WHEN (NEW.subject = 'return/%s') EXECUTE FUNCTION outbox.fail()""".formatted(demand)).update();
        HttpResponse<String> failed = send(merchant, id, message(demand, 1, "once"));
        assertThat(failed.statusCode()).as(failed.body()).isEqualTo(503);
        assertThat(header(failed, "Retry-After")).isNotEmpty();
        assertThat(node.history("return/" + demand)).containsExactly("return.filed.v1");
        node.sql().sql("DROP TRIGGER fail ON outbox.callback").update();
        node.sql().sql("DROP FUNCTION outbox.fail").update();
        is(send(merchant, id, message(demand, 1, "once")), 200, "applied");
        assertThat(node.history("return/" + demand)).containsExactly("return.filed.v1", "demand.message-sent.v1");
    }

    // ---- in order

    @Test
    void one_that_comes_early_waits_for_those_before_it() {
        String demand = demand();
        JsonNode held = is(send(merchant, id(), message(demand, 4, "four")), 202, "held");
        assertThat(held.get("missing").toString()).isEqualTo("[1,2,3]");
        assertThat(Node.at(held.get("heldUntil").stringValue()))
                .isEqualTo(NOW.get().plus(Duration.ofMinutes(10)));
        String second = id();
        assertThat(is(send(merchant, second, message(demand, 2, "two")), 202, "held")
                        .get("missing")
                        .toString())
                .isEqualTo("[1]");
        assertThat(is(send(merchant, second, message(demand, 2, "two")), 202, "held")
                        .get("missing")
                        .toString())
                .isEqualTo("[1]");
        is(send(merchant, id(), message(demand, 1, "one")), 200, "applied");
        eventually(() -> assertThat(texts(demand)).containsExactly("one", "two"));
        is(send(merchant, id(), message(demand, 3, "three")), 200, "applied");
        eventually(() -> assertThat(texts(demand)).containsExactly("one", "two", "three", "four"));
        eventually(() -> assertThat(told(demand)).containsExactly("2 applied", "4 applied"));
        HttpResponse<String> copy = send(merchant, second, message(demand, 2, "two"));
        is(copy, 200, "applied");
        assertThat(header(copy, "Idempotency-Replayed")).isEqualTo("true");
    }

    private static void eventually(Runnable expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                expected.run();
                return;
            } catch (AssertionError early) {
                if (System.nanoTime() > deadline) {
                    throw early;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /** What was written in a case, in order. */
    private static List<String> texts(String demand) {
        List<String> texts = new ArrayList<>();
        states(node, List.of(demand)).get(demand).forEach(line -> {
            if (line.startsWith("MessageSent ")) {
                texts.add(line.substring(line.indexOf("text=") + 5, line.indexOf(" changes=")));
            }
        });
        return texts;
    }

    /** What the sender was told later. */
    private static List<String> told(String demand) {
        return node
                .sql()
                .sql(
                        "SELECT body FROM outbox.message WHERE type = 'callback.answered' AND subject = ? ORDER BY sequence, id")
                .param("return/" + demand)
                .query(String.class)
                .list()
                .stream()
                .map(Node::json)
                .map(body -> body.at("/data/version").asString() + " "
                        + body.at("/data/state").asString())
                .toList();
    }

    @Test
    void one_that_comes_late_is_recorded_and_never_done() {
        String demand = demand();
        is(send(merchant, id(), message(demand, 1, "one")), 200, "applied");
        String id = id();
        JsonNode late = is(send(merchant, id, message(demand, 1, "one again")), 200, "superseded");
        assertThat(late.get("taken").intValue()).isEqualTo(1);
        is(send(merchant, id, message(demand, 1, "one again")), 200, "superseded");
        assertThat(texts(demand)).containsExactly("one");
    }

    @Test
    void of_two_with_one_version_the_first_is_done() {
        String demand = demand();
        is(send(merchant, id(), message(demand, 2, "two")), 202, "held");
        is(send(merchant, id(), message(demand, 2, "two as well")), 202, "held");
        is(send(merchant, id(), message(demand, 1, "one")), 200, "applied");
        eventually(() -> assertThat(texts(demand)).containsExactly("one", "two"));
        eventually(() -> assertThat(told(demand)).containsExactlyInAnyOrder("2 applied", "2 superseded"));
    }

    @Test
    void who_waits_in_vain_is_told_what_was_missing_and_may_come_again() {
        String demand = demand();
        String third = id();
        is(send(merchant, third, message(demand, 3, "three")), 202, "held");
        is(send(merchant, id(), message(demand, 1, "one")), 200, "applied");
        pass(Duration.ofMinutes(10));
        eventually(() -> assertThat(told(demand)).containsExactly("3 expired"));
        JsonNode item = TicketSystem.json(
                        get("/webhook-endpoints/" + merchant.endpoint() + "/callbacks?limit=2", Kind.MERCHANT, "M1"))
                .get("items")
                .valueStream()
                .filter(logged -> logged.get("callback").stringValue().equals(third))
                .findFirst()
                .orElseThrow();
        assertThat(item.get("missing").toString()).isEqualTo("[2]");
        assertThat(item.at("/problem/code").stringValue()).isEqualTo("earlier-callbacks-have-come");
        assertThat(item.at("/problem/detail").stringValue()).endsWith(": 2.");
        is(send(merchant, third, message(demand, 3, "three")), 202, "held");
        is(send(merchant, id(), message(demand, 2, "two")), 200, "applied");
        eventually(() -> assertThat(texts(demand)).containsExactly("one", "two", "three"));
    }

    @Test
    void a_hundred_wait_about_a_case_and_no_more() {
        String demand = demand();
        for (int version = 2; version <= 101; version++) {
            is(send(merchant, id(), message(demand, version, "x")), 202, "held");
        }
        long callbacks = callbacks();
        isRefused(send(merchant, id(), message(demand, 102, "x")), 409, "few-callbacks-wait");
        assertThat(callbacks()).isEqualTo(callbacks);
        pass(Duration.ofMinutes(10));
        eventually(() -> assertThat(told(demand)).hasSize(100));
    }

    @Test
    void what_is_too_large_is_not_read() {
        String large = message(demand(), 1, "x".repeat(256 << 10));
        HttpResponse<String> answer = send(merchant, id(), large);
        isRefused(answer, 413, "http-413");
    }

    // ---- what is kept

    @Test
    void what_waits_lies_open_nowhere_and_is_gone_when_it_was_done() {
        String demand = demand();
        String canary = "canary-51c7e2";
        is(send(merchant, id(), message(demand, 2, canary)), 202, "held");
        String row = "SELECT c::text FROM outbox.callback c WHERE subject = 'return/" + demand + "'";
        assertThat(node.sql().sql(row).query(String.class).list())
                .singleElement()
                .asString()
                .doesNotContain(canary)
                .doesNotContain(HexFormat.of().formatHex(canary.getBytes(UTF_8)));
        is(send(merchant, id(), message(demand, 1, "one")), 200, "applied");
        eventually(() -> assertThat(texts(demand)).containsExactly("one", canary));
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.callback WHERE subject = ? AND body IS NOT NULL")
                        .param("return/" + demand)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void with_the_personal_data_of_a_case_goes_what_was_said_of_it_but_not_how_far_it_was() {
        String demand = demand();
        String id = id();
        is(send(merchant, id, message(demand, 1, "one")), 200, "applied");
        SubjectId of = SubjectId.parse("return/" + demand);
        RecordForgotten forgotten =
                new RecordForgotten(of.record(), node.now(), Party.PLATFORM, 0, "return", node.now());
        node.bean(Callbacks.class)
                .write(List.of(Append.of(List.of(
                        new GenericDomainEventMessage<>("record", of.record().toString(), 0, forgotten)))));
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.callback WHERE subject = ?")
                        .param(of.toString())
                        .query(Long.class)
                        .single())
                .isZero();
        is(send(merchant, id, message(demand, 1, "one")), 200, "superseded");
        assertThat(texts(demand)).containsExactly("one");
    }

    @Test
    void the_log_of_an_endpoint_is_its_holders() {
        String demand = demand();
        TicketSystem own = TicketSystem.of(node, Party.roomOperator("H1"));
        List<String> ids = List.of(id(), id(), id());
        for (int n = 0; n < 3; n++) {
            is(send(own, ids.get(n), message(demand, n + 1, "x")), 200, "applied");
        }
        String path = "/webhook-endpoints/" + own.endpoint() + "/callbacks";
        JsonNode page = TicketSystem.json(get(path + "?limit=2", Kind.OPERATOR, "H1"));
        assertThat(page.get("items")
                        .valueStream()
                        .map(item -> item.get("callback").stringValue()))
                .containsExactly(ids.get(2), ids.get(1));
        JsonNode rest = TicketSystem.json(
                get(path + "?limit=2&cursor=" + page.get("next").stringValue(), Kind.OPERATOR, "H1"));
        assertThat(rest.get("items")
                        .valueStream()
                        .map(item -> item.get("callback").stringValue()))
                .containsExactly(ids.get(0));
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(get(path, Kind.PLATFORM, "tests").statusCode()).isEqualTo(200);
        for (String other : List.of("M1", "H1")) {
            isRefused(get(path, Kind.MERCHANT, other), 404, "subject-is-known");
        }
    }

    // ---- shuffled

    /** How many messages; each comes five times. Many more are tried by hand: {@code -Dcallbacks.messages=10000}. */
    private static final int MESSAGES = Integer.getInteger("callbacks.messages", 150);

    private static final int COPIES = 5;
    private static final int VERSIONS = 10;
    private static final int OF_ONE_MERCHANT = 500;

    @Test
    void copies_in_any_order_lead_to_the_state_to_which_each_leads_once_in_order() throws Exception {
        Map<String, List<String>> inOrder = played("ordered-", CallbacksTest::inOrder);
        Map<String, List<String>> shuffled = played("shuffled-", CallbacksTest::shuffled);
        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(inOrder).hasSize(MESSAGES / VERSIONS);
        assertThat(told("ordered-0")).isEmpty();
        System.out.printf(
                "the state of %d callbacks: %s%n",
                MESSAGES, Integer.toHexString(inOrder.toString().hashCode()));
    }

    private interface Sending {
        void send(List<Sent> all) throws InterruptedException, ExecutionException;
    }

    /** The histories of cases and the numbers of their tickets when all has come; their names begin with this. */
    private static Map<String, List<String>> played(String prefix, Sending sending)
            throws InterruptedException, ExecutionException {
        List<Sent> all = new ArrayList<>();
        List<String> demands = new ArrayList<>();
        TicketSystem of = merchant;
        String party = "";
        for (int n = 0; n < MESSAGES / VERSIONS; n++) {
            if (n * VERSIONS % OF_ONE_MERCHANT == 0) {
                party = prefix + "M" + n;
                of = TicketSystem.of(node, Party.merchant(party));
            }
            String demand = demand(node, prefix + n, party);
            demands.add(demand);
            for (int version = 1; version <= VERSIONS; version++) {
                all.add(of.signed("cb-" + n + "-" + version, NOW.get(), said(demand, version, n % 5 == 0)));
            }
        }
        sending.send(all);
        Map<String, List<String>> states = new TreeMap<>();
        states(node, demands)
                .forEach((demand, state) -> states.put(
                        demand.substring(prefix.length()),
                        new ArrayList<>(state.stream()
                                .map(line -> line.replace(prefix, ""))
                                .toList())));
        node.sql()
                .sql("SELECT subject, version, ticket FROM outbox.callback_ticket WHERE subject LIKE ?")
                .param("return/" + prefix + "%")
                .query((row, _) -> {
                    String ticket = row.getLong("version") + " " + row.getString("ticket");
                    states.get(row.getString("subject").substring(("return/" + prefix).length()))
                            .add(ticket.replace(prefix, ""));
                    return ticket;
                })
                .list();
        return states;
    }

    /** One case after the other, several at once. */
    private static void inOrder(List<Sent> all) throws InterruptedException, ExecutionException {
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int first = 0; first < all.size(); first += VERSIONS) {
                List<Sent> ofOneCase = all.subList(first, first + VERSIONS);
                running.add(senders.submit(() -> {
                    for (Sent sent : ofOneCase) {
                        HttpResponse<String> answer = sent.send(node);
                        while (isOfTheMoment(answer)) {
                            answer = sent.send(node);
                        }
                        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    /** Then any sender tries again. */
    private static boolean isOfTheMoment(HttpResponse<String> answer) {
        return answer.statusCode() == 503
                || answer.statusCode() == 429
                || answer.body().contains("few-callbacks-wait");
    }

    private static void shuffled(List<Sent> all) throws InterruptedException, ExecutionException {
        List<Sent> copies = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            copies.addAll(all);
        }
        Collections.shuffle(copies, new Random(35));
        long begun = System.nanoTime();
        ConcurrentLinkedQueue<Sent> left = new ConcurrentLinkedQueue<>(copies);
        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                running.add(senders.submit(() -> {
                    for (Sent next = left.poll(); next != null; next = left.poll()) {
                        HttpResponse<String> answer = next.send(node);
                        if (isOfTheMoment(answer)) {
                            left.add(next);
                        } else {
                            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202, 409);
                        }
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        eventually(() -> assertThat(node.sql()
                        .sql(
                                "SELECT count(*) FROM outbox.callback WHERE subject LIKE 'return/shuffled-%' AND state = 'held'")
                        .query(Long.class)
                        .single())
                .isZero());
        System.out.printf(
                "%d callbacks, %d times each, shuffled: %d s%n",
                MESSAGES, COPIES, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    /** What depends on the order: a refusal that is taken back, and one that comes twice. */
    private static String said(String demand, int version, boolean twice) {
        String start = "{'type': 'ticket.act', 'case': 'return/" + demand + "', 'version': " + version + ", ";
        if (version == 5 && !twice) {
            return start + "'act': 'send-message', 'fields': {'text': 'once is enough'}}";
        }
        return switch (version) {
            case 1 -> start + "'ticket': 'T-" + demand + "'}";
            case 3 -> start + "'act': 'refuse-return', 'fields': {'reason': 'worn'}}";
            case 5 -> start + "'act': 'refuse-return', 'fields': {'reason': 'worn indeed'}}";
            case 7 -> start + "'act': 'offer-solution', 'fields': {'remedy': 'a voucher', 'amountFen': 500}}";
            default -> start + "'act': 'send-message', 'fields': {'text': 'message " + version + "'}}";
        };
    }

    /** Every event of these cases in its order and in clear; legal time stands still. */
    private static Map<String, List<String>> states(Node at, List<String> demands) {
        Map<String, List<String>> states = new TreeMap<>();
        demands.forEach(demand -> states.put(demand, new ArrayList<>()));
        PersonalKeys keys = at.bean(PersonalKeys.class);
        Map<String, PersonalKeys.Key> opening = new HashMap<>(
                keys.of(demands.stream().map(SubjectId::returnRequest).toList()));
        for (Event event : at.events()) {
            List<String> state = states.get(event.subject().key());
            if (state != null && event.subject().kind() == SubjectId.Kind.RETURN) {
                StringBuilder line = new StringBuilder(event.getClass().getSimpleName());
                for (RecordComponent component : event.getClass().getRecordComponents()) {
                    line.append(' ').append(component.getName()).append('=').append(clear(event, component, opening));
                }
                state.add(line.toString());
            }
        }
        return states;
    }

    private static Object clear(Event event, RecordComponent component, Map<String, PersonalKeys.Key> keys) {
        try {
            Object value = component.getAccessor().invoke(event);
            return value instanceof PersonalText.Sealed sealed
                    ? PersonalKeys.open(keys.get(sealed.key()), event.subject(), sealed)
                            .orElseThrow()
                    : value;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    // ---- two nodes

    @Test
    void two_nodes_do_each_once_and_leave_none_behind() throws Exception {
        int cases = 15;
        String shared = Postgres.database();
        try (Node one = start(shared)) {
            one.clock().startAt(Node.EVENING);
            TicketSystem of = TicketSystem.of(one, Party.merchant("M1"));
            try (Node other = start(shared);
                    ExecutorService senders = Executors.newFixedThreadPool(4)) {
                List<String> demands = new ArrayList<>();
                for (int n = 0; n < cases; n++) {
                    String demand = demand(one, "M1");
                    demands.add(demand);
                    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
                    Sent first = of.signed(demand + "-1", NOW.get(), message(demand, 1, "one"));
                    Sent second = of.signed(demand + "-2", NOW.get(), message(demand, 2, "two"));
                    answers.add(senders.submit(() -> first.send(one)));
                    answers.add(senders.submit(() -> second.send(other)));
                    answers.add(senders.submit(() -> first.send(other)));
                    answers.add(senders.submit(() -> second.send(one)));
                    for (Future<HttpResponse<String>> answer : answers) {
                        assertThat(answer.get().statusCode()).isIn(200, 202);
                    }
                }
                // the operational clock stands still: nothing counts as left behind, so that only the two do it
                eventually(() -> states(one, demands)
                        .values()
                        .forEach(state -> assertThat(state).hasSize(3)));
                states(one, demands)
                        .values()
                        .forEach(state -> assertThat(state)
                                .satisfiesExactly(
                                        filed -> assertThat(filed).startsWith("ReturnFiled"),
                                        sent -> assertThat(sent).contains("text=one "),
                                        sent -> assertThat(sent).contains("text=two ")));
            }
        }
    }
}
