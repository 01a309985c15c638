package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.webhook.Courier;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Endpoints and deliveries over HTTP: each party has its own, and sees what became of what it was sent. */
class WebhooksTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Node node;
    private static Receivers receivers;
    private static String platform;

    private String merchant;
    private String key;
    private String name;

    @BeforeAll
    static void start() {
        node = Node.servingStrangers(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false));
        node.clock().startAt(Node.EVENING);
        platform = node.key(Kind.PLATFORM, "tests");
        receivers = new Receivers();
    }

    @AfterAll
    static void stop() {
        receivers.close();
        node.close();
    }

    @BeforeEach
    void name() {
        name = "w" + NAMES.incrementAndGet();
        merchant = "M-" + name;
        key = node.key(Kind.MERCHANT, merchant);
    }

    private record Answer(int status, JsonNode body, boolean replayed) {
        String text(String pointer) {
            return body.at(pointer).asString();
        }
    }

    private static Answer ask(String key, String method, String path, String body, String idempotencyKey) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .header("Accept-Language", "en")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(answer.body()).doesNotContainPattern(HttpTest.INSIDES);
            return new Answer(
                    answer.statusCode(),
                    Node.json(answer.body()),
                    answer.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer post(String key, String path, String body) {
        return ask(key, "POST", path, body, "webhooks-" + NAMES.incrementAndGet());
    }

    private static Answer get(String key, String path) {
        return ask(key, "GET", path, null, "none");
    }

    private static List<String> each(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get(field).asString())
                .toList();
    }

    private String endpoint(String types) {
        Answer made =
                post(key, "/webhook-endpoints", "{'url': '%s', 'types': %s}".formatted(receivers.url(name), types));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.text("/endpoint/id");
    }

    private String put(String type, String subject, boolean snapshot) {
        String id = "msg_" + name + "_" + NAMES.incrementAndGet();
        new TransactionTemplate(node.bean(PlatformTransactionManager.class))
                .executeWithoutResult(_ -> node.bean(Deliveries.class)
                        .put(new Message(
                                id,
                                Party.merchant(merchant),
                                type,
                                SubjectId.parse(subject),
                                1,
                                Node.EVENING,
                                JsonNodeFactory.instance.objectNode(),
                                snapshot)));
        return id;
    }

    private static void send() {
        node.bean(Courier.class).sendDue();
    }

    // ---- endpoints

    @Test
    void a_secret_is_shown_once() {
        String wish = "{'url': '%s'}".formatted(receivers.url(name));
        Answer first = ask(key, "POST", "/webhook-endpoints", wish, "once");
        Answer again = ask(key, "POST", "/webhook-endpoints", wish, "once");
        assertThat(first.text("/secret")).matches("whsec_[0-9A-Za-z+/]{43}=");
        assertThat(first.text("/endpoint/party")).isEqualTo("merchant:" + merchant);
        assertThat(first.body().at("/endpoint/types").toString()).isEqualTo("[\"*\"]");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.replayed()).isTrue();
        assertThat(again.body().get("secret").isNull()).isTrue();
        assertThat(again.body().get("endpoint")).isEqualTo(first.body().get("endpoint"));
        String id = first.text("/endpoint/id");
        assertThat(get(key, "/webhook-endpoints/" + id).body().toString()).doesNotContain("whsec_");
        assertThat(ask(key, "POST", "/webhook-endpoints", "{'url': 'https://other.example/'}", "once")
                        .status())
                .isEqualTo(422);

        Answer rotated = post(key, "/webhook-endpoints/" + id + "/rotate", "{}");
        assertThat(rotated.text("/secret")).startsWith("whsec_").isNotEqualTo(first.text("/secret"));
        assertThat(rotated.body().at("/endpoint/oldSecretUntil").isNull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | field-missing",
                "{'url': 'https://10.0.0.1/'} | field-ill-formed",
                "{'url': 'http://tickets.example/'} | field-ill-formed",
                "{'url': 'https://user@tickets.example/'} | field-ill-formed",
                "{'url': 'nonsense'} | field-ill-formed",
                "{'url': 7} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': []} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': 'window.*'} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': ['Window']} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': ['%']} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': ['*.opened']} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': [['*']]} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'types': [1]} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'party': 'consumer:jun'} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'party': 'merchant:'} | field-ill-formed",
                "{'url': 'https://tickets.example/', 'secret': 'mine'} | field-is-known",
                "[] | field-ill-formed"
            })
    void what_makes_no_endpoint_is_refused(String wish, String code) {
        Answer answer = post(key, "/webhook-endpoints", wish);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    @Test
    void a_party_sees_and_runs_its_own_only() {
        String own = endpoint("['*']");
        String message = put("window.opened", "return/R1", false);
        send();
        for (String other : List.of(
                node.key(Kind.MERCHANT, "M-other-" + name),
                node.key(Kind.OPERATOR, merchant),
                node.key(Kind.OPERATOR, "H-" + name))) {
            for (String path : List.of("", "/deliveries/" + message)) {
                Answer hidden = get(other, "/webhook-endpoints/" + own + path);
                assertThat(hidden.status()).isEqualTo(404);
                assertThat(hidden.text("/code")).isEqualTo("subject-is-known");
            }
            for (String act : List.of("change", "delete", "rotate", "ping", "deliveries/" + message + "/resend")) {
                assertThat(post(other, "/webhook-endpoints/" + own + "/" + act, "{}")
                                .status())
                        .isEqualTo(404);
            }
            assertThat(get(other, "/webhook-endpoints").body().get("items")).isEmpty();
            assertThat(get(other, "/webhook-deliveries").body().get("items")).isEmpty();
            assertThat(get(other, "/webhook-deliveries?endpoint=" + own).body().get("items"))
                    .isEmpty();
            assertThat(get(other, "/webhook-endpoints?party=merchant:" + merchant)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(get(platform, "/webhook-endpoints/" + own).status()).isEqualTo(200);
        assertThat(each(
                        get(platform, "/webhook-endpoints?party=merchant:" + merchant)
                                .body()
                                .get("items"),
                        "id"))
                .containsExactly(own);
    }

    @Test
    void without_the_scope_nobody_runs_endpoints() {
        String own = endpoint("['*']");
        String less = node.bean(ApiKeys.class)
                .make(new Wish(Kind.MERCHANT, merchant, Set.of(Scope.ACTS, Scope.READ), "", 1), "tests")
                .secret();
        assertThat(get(less, "/webhook-endpoints").status()).isEqualTo(403);
        assertThat(get(less, "/webhook-endpoints/" + own).status()).isEqualTo(403);
        assertThat(get(less, "/webhook-deliveries").status()).isEqualTo(403);
        assertThat(post(less, "/webhook-endpoints/" + own + "/rotate", "{}").status())
                .isEqualTo(403);
        assertThat(post(less, "/webhook-endpoints", "{'url': 'https://tickets.example/'}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_platform_says_for_whom_it_makes_an_endpoint() {
        assertThat(post(platform, "/webhook-endpoints", "{'url': 'https://tickets.example/'}")
                        .text("/code"))
                .isEqualTo("field-missing");
        Answer made = post(
                platform,
                "/webhook-endpoints",
                "{'url': 'https://tickets.example/', 'party': 'merchant:%s'}".formatted(merchant));
        assertThat(each(get(key, "/webhook-endpoints").body().get("items"), "id"))
                .containsExactly(made.text("/endpoint/id"));
    }

    @Test
    void a_party_has_ten_endpoints_at_most() {
        for (int n = 0; n < 10; n++) {
            endpoint("['*']");
        }
        Answer refused = post(key, "/webhook-endpoints", "{'url': 'https://tickets.example/'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("party-has-ten-endpoints-at-most");

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(key, "/webhook-endpoints?limit=3" + cursor).body();
            seen.addAll(each(page.get("items"), "id"));
            cursor = page.get("next").isNull()
                    ? null
                    : "&cursor=" + page.get("next").stringValue();
        } while (cursor != null);
        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
        assertThat(post(key, "/webhook-endpoints/" + seen.getFirst() + "/delete", "{}")
                        .text("/state"))
                .isEqualTo("deleted");
        endpoint("['*']");
    }

    @Test
    void an_endpoint_that_is_disabled_takes_no_test_message_and_keeps_what_it_misses() {
        String id = endpoint("['window.*']");
        Answer changed = post(
                key,
                "/webhook-endpoints/" + id + "/change",
                "{'enabled': false, 'description': 'night', 'types': ['*']}");
        assertThat(changed.text("/state")).isEqualTo("disabled");
        assertThat(changed.text("/disabledBecause")).isEqualTo("asked");
        assertThat(changed.text("/description")).isEqualTo("night");
        Answer refused = post(key, "/webhook-endpoints/" + id + "/ping", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("endpoint-is-enabled");

        String missed = put("ticket.changed", "return/R1", false);
        String since = OffsetDateTime.now().minusMinutes(1).toString();
        assertThat(post(key, "/webhook-endpoints/" + id + "/replay", "{'since': '%s'}".formatted(since))
                        .text("/code"))
                .isEqualTo("endpoint-is-enabled");
        post(key, "/webhook-endpoints/" + id + "/change", "{'enabled': true}");
        Answer replayed = ask(
                key,
                "POST",
                "/webhook-endpoints/" + id + "/replay",
                "{'since': '%s'}".formatted(since),
                "replay-" + name);
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.body().get("begun").intValue()).isOne();
        Answer again = ask(
                key,
                "POST",
                "/webhook-endpoints/" + id + "/replay",
                "{'since': '%s'}".formatted(since),
                "replay-" + name);
        assertThat(again.replayed()).isTrue();
        assertThat(again.body().get("begun").intValue()).isOne();
        send();
        assertThat(receivers.ids(name)).containsExactly(missed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'since': 'yesterday'}",
                "{'since': '2020-01-01T00:00:00+08:00'}",
                "{'since': '2999-01-01T00:00:00+08:00'}",
                "{'since': '-999999999-01-01T00:00:00+18:00'}"
            })
    void a_replay_begins_at_most_thirty_days_back_and_not_ahead(String range) {
        Answer refused = post(key, "/webhook-endpoints/" + endpoint("['*']") + "/replay", range);
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void a_replay_ends_now_at_the_latest() {
        Answer begun = post(
                key,
                "/webhook-endpoints/" + endpoint("['*']") + "/replay",
                "{'since': '%s', 'until': '+999999999-12-31T23:59:59-18:00'}"
                        .formatted(OffsetDateTime.now().minusDays(29)));
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    }

    @Test
    void what_is_no_id_is_unknown() {
        String id = endpoint("['*']");
        for (String wrong : List.of("%00", "%20", "a%2Fb", "%F0%9F%98%80")) {
            assertThat(get(key, "/webhook-endpoints/" + wrong).status()).isIn(400, 404);
            assertThat(get(key, "/webhook-endpoints/" + id + "/deliveries/" + wrong)
                            .status())
                    .isIn(400, 404);
            assertThat(get(key, "/webhook-deliveries?endpoint=" + wrong).status())
                    .isIn(200, 400);
        }
    }

    // ---- deliveries

    @Test
    void a_test_message_arrives_and_the_log_says_what_was_answered() {
        String id = endpoint("['window.lapsed']");
        Answer begun = post(key, "/webhook-endpoints/" + id + "/ping", "{}");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.text("/state")).isEqualTo("pending");
        String message = begun.text("/message");
        send();
        assertThat(receivers.ids(name)).containsExactly(message);

        JsonNode detail =
                get(key, "/webhook-endpoints/" + id + "/deliveries/" + message).body();
        assertThat(detail.at("/delivery/state").stringValue()).isEqualTo("delivered");
        assertThat(detail.at("/delivery/lastStatus").intValue()).isEqualTo(200);
        assertThat(detail.get("body")).isEqualTo(receivers.seen(name).getFirst().body());
        assertThat(detail.at("/attempts/0/answer").stringValue()).isEqualTo("answer 200");
        assertThat(detail.at("/attempts/0/nextAttemptAt").isNull()).isTrue();
        assertThat(get(key, "/webhook-endpoints/" + id + "/deliveries/msg_nothing")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void deliveries_are_found_by_what_they_are_about() {
        String id = endpoint("['*']");
        String opened = put("window.opened", "return/R1", false);
        String met = put("window.met", "return/R2", false);
        send();
        receivers.behave(name, "500");
        String failing = put("window.met", "return/R1", false);
        send();
        Instant now = Instant.now();
        assertThat(found("")).containsExactly(failing, met, opened);
        assertThat(found("endpoint=" + id)).hasSize(3);
        assertThat(found("endpoint=ep_nothing")).isEmpty();
        assertThat(found("type=window.met")).containsExactly(failing, met);
        assertThat(found("case=return/R1")).containsExactly(failing, opened);
        assertThat(found("state=pending")).containsExactly(failing);
        assertThat(found("state=dead")).isEmpty();
        assertThat(found("from=" + now.minusSeconds(60) + "&before=" + now.plusSeconds(60)))
                .hasSize(3);
        assertThat(found("from=" + now.plusSeconds(60))).isEmpty();
        JsonNode first = get(key, "/webhook-deliveries?limit=2").body();
        assertThat(each(first.get("items"), "message")).containsExactly(failing, met);
        assertThat(first.at("/items/0/lastStatus").intValue()).isEqualTo(500);
        assertThat(first.at("/items/0/nextAttemptAt").isNull()).isFalse();
        assertThat(found("limit=2&cursor=" + first.get("next").stringValue())).containsExactly(opened);
        for (String wrong : List.of("state=lost", "case=nonsense", "from=today", "cursor=x", "limit=0", "tpye=x")) {
            assertThat(get(key, "/webhook-deliveries?" + wrong).status()).isEqualTo(400);
        }
    }

    private List<String> found(String parameters) {
        Answer answer = get(key, "/webhook-deliveries?" + parameters);
        assertThat(answer.status()).as(parameters).isEqualTo(200);
        return each(answer.body().get("items"), "message");
    }

    @Test
    void a_snapshot_is_not_sent_again_once_there_is_a_later_one() {
        String id = endpoint("['*']");
        String first = put("ticket.changed", "return/R1", true);
        send();
        String second = put("ticket.changed", "return/R1", true);
        send();
        String deliveries = "/webhook-endpoints/" + id + "/deliveries/";
        Answer refused = post(key, deliveries + first + "/resend", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("delivery-is-not-superseded");
        assertThat(post(key, deliveries + second + "/resend", "{}").status()).isEqualTo(202);
        send();
        assertThat(receivers.ids(name)).containsExactly(first, second, second);
    }
}
