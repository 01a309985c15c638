package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Keys of systems: made once, shown once, replaced without a gap and worth nothing at once when revoked. */
class ApiKeysTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Node node;
    private static String administrator;

    @BeforeAll
    static void start() {
        node = Node.servingStrangers(Postgres.database(), Map.of("redress.clock", false));
        administrator = node.key(Kind.PLATFORM, ApiKeys.ADMINISTRATOR);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private record Answer(int status, JsonNode body) {
        String text(String field) {
            return body.required(field).asString();
        }

        String code() {
            return text("code");
        }

        String key() {
            return text("key");
        }

        String id() {
            return body.required("made").required("id").asString();
        }
    }

    private static Answer ask(String key, String method, String path, String body) {
        return ask(key, method, path, body, "keys-" + NAMES.incrementAndGet());
    }

    private static Answer ask(String key, String method, String path, String body, String idempotencyKey) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/api/v1/api-keys" + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(answer.body()).doesNotContainPattern(HttpTest.INSIDES);
            return new Answer(answer.statusCode(), Node.json(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer create(String fields) {
        return ask(administrator, "POST", "", fields);
    }

    private static String name() {
        return "M" + NAMES.incrementAndGet();
    }

    private static Answer merchant(String name) {
        Answer made = create("{'kind': 'merchant', 'name': '%s', 'label': 'ERP'}".formatted(name));
        assertThat(made.status()).isEqualTo(201);
        return made;
    }

    private static List<JsonNode> list(String key) {
        Answer answer = ask(key, "GET", "?limit=100", null);
        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.body().required("items").forEach(items::add);
        return items;
    }

    @Test
    void a_key_is_good_as_soon_as_it_was_made() {
        String name = name();
        Answer made = merchant(name);
        assertThat(made.key()).matches("rk_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}").startsWith("rk_" + made.id() + "_");
        JsonNode view = made.body().required("made");
        assertThat(view.required("scopes").valueStream().map(JsonNode::stringValue))
                .containsExactly("facts", "acts", "read", "documents", "webhooks");
        assertThat(view.required("state").asString()).isEqualTo("active");
        assertThat(view.required("createdBy").asString())
                .isEqualTo("key/" + administrator.split("_")[1]);
        assertThat(Duration.between(
                        OffsetDateTime.parse(view.required("createdAt").asString()),
                        OffsetDateTime.parse(view.required("expiresAt").asString())))
                .isEqualTo(Duration.ofDays(ApiKeys.VALID_DAYS));
        assertThat(list(made.key()))
                .singleElement()
                .satisfies(own -> assertThat(own.required("name").asString()).isEqualTo(name));
    }

    @Test
    void a_key_that_is_asked_for_again_is_made_once_and_shown_once() {
        String wish = "{'kind': 'merchant', 'name': '%s', 'label': 'ERP'}".formatted(name());
        Answer first = ask(administrator, "POST", "", wish, "make-once");
        for (int copy = 0; copy < 2; copy++) {
            Answer again = ask(administrator, "POST", "", wish, "make-once");
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.body().required("key").isNull()).isTrue();
            assertThat(again.id()).isEqualTo(first.id());
        }
        assertThat(list(first.key())).hasSize(1);
        assertThat(ask(administrator, "POST", "", wish.replace("ERP", "shop"), "make-once")
                        .code())
                .isEqualTo("idempotency-key-means-one-act");

        Answer successor = ask(first.key(), "POST", "/rotate", null, "rotate-once");
        assertThat(ask(first.key(), "POST", "/rotate", null, "rotate-once").id())
                .isEqualTo(successor.id());
        assertThat(ask(successor.key(), "POST", "/rotate", null, "rotate-once").id())
                .isEqualTo(successor.id());
        assertThat(list(first.key())).hasSize(2);

        String revoke = "/" + first.id() + "/revoke";
        Answer revoked = ask(administrator, "POST", revoke, null, "revoke-once");
        assertThat(ask(administrator, "POST", revoke, null, "revoke-once").body())
                .isEqualTo(revoked.body());
        assertThat(ask(administrator, "POST", revoke, null, "two words").status())
                .isEqualTo(400);
    }

    @Test
    void copies_of_a_wish_that_come_at_once_make_one_key() throws InterruptedException {
        String wish = "{'kind': 'merchant', 'name': '%s'}".formatted(name());
        List<AtOnce.Outcome<Answer>> answers =
                AtOnce.times(8, _ -> () -> ask(administrator, "POST", "", wish, "make-at-once"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.orFail().status()).isEqualTo(201));
        assertThat(answers.stream().map(answer -> answer.value().id()).distinct())
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !answer.value().body().required("key").isNull())
                .hasSize(1);
    }

    @Test
    void a_key_is_rotated_without_a_gap() {
        String name = name();
        Answer first = merchant(name);
        Answer second = ask(first.key(), "POST", "/rotate", null);
        assertThat(second.status()).isEqualTo(201);
        for (String field : List.of("kind", "name", "scopes", "label")) {
            assertThat(second.body().required("made").required(field))
                    .isEqualTo(first.body().required("made").required(field));
        }
        assertThat(second.body().required("made").required("createdBy").asString())
                .isEqualTo("key/" + first.id());
        assertThat(list(first.key())).hasSize(2);
        assertThat(list(second.key())).hasSize(2);

        Answer third = ask(second.key(), "POST", "/rotate", "{'validForDays': 30}");
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.code()).isEqualTo("holder-has-two-keys-at-most");
        assertThat(create("{'kind': 'merchant', 'name': '%s'}".formatted(name)).code())
                .isEqualTo("holder-has-two-keys-at-most");

        Answer revoked = ask(second.key(), "POST", "/" + first.id() + "/revoke", null);
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.text("state")).isEqualTo("revoked");
        assertThat(revoked.text("revokedBy")).isEqualTo("key/" + second.id());
        assertThat(ask(first.key(), "GET", "", null).status()).isEqualTo(401);
        assertThat(ask(second.key(), "POST", "/rotate", "{'validForDays': 30}").status())
                .isEqualTo(201);
    }

    @Test
    void a_key_that_was_revoked_stays_as_it_is() {
        Answer made = merchant(name());
        JsonNode once =
                ask(administrator, "POST", "/" + made.id() + "/revoke", null).body();
        assertThat(ask(administrator, "POST", "/" + made.id() + "/revoke", "{}").body())
                .isEqualTo(once);
    }

    @Test
    void an_expired_key_leaves_room_for_another() {
        String name = name();
        Answer first = merchant(name);
        merchant(name);
        node.sql()
                .sql("UPDATE outbox.api_key SET expires_at = now() WHERE id = ?")
                .param(first.id())
                .update();
        merchant(name);
        assertThat(list(administrator))
                .filteredOn(key -> key.required("id").asString().equals(first.id()))
                .extracting(key -> key.required("state").asString())
                .containsExactly("expired");
    }

    @Test
    void however_many_ask_at_once_a_holder_has_two_keys() {
        ApiKeys keys = node.bean(ApiKeys.class);
        String name = name();
        Wish wish = new Wish(Kind.OPERATOR, name, Kind.OPERATOR.most(), "", 1);
        long refused = IntStream.range(0, 24)
                .parallel()
                .filter(_ -> {
                    try {
                        keys.make(wish, "test");
                        return false;
                    } catch (Refusal refusal) {
                        assertThat(refusal.rule()).isEqualTo(Rule.HOLDER_HAS_TWO_KEYS_AT_MOST);
                        return true;
                    }
                })
                .count();
        assertThat(refused).isEqualTo(22);
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.api_key WHERE name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void a_feed_is_good_for_facts_and_nothing_else() {
        Answer feed = create("{'kind': 'feed', 'name': '%s'}".formatted(name()));
        assertThat(feed.body().required("made").required("scopes").valueStream().map(JsonNode::stringValue))
                .containsExactly("facts");
        assertThat(create("{'kind': 'feed', 'name': 'F', 'scopes': ['facts', 'acts']}")
                        .code())
                .isEqualTo("field-ill-formed");
        assertThat(create("{'kind': 'merchant', 'name': 'F', 'scope': ['read']}")
                        .code())
                .as("a misspelt word would make a key that is good for everything")
                .isEqualTo("field-is-known");
    }

    @Test
    void only_the_administrator_makes_keys_for_others() {
        Answer merchant = merchant(name());
        Answer readsOnly = create("{'kind': 'platform', 'name': '%s', 'scopes': ['read', 'acts']}".formatted(name()));
        for (String key : List.of(merchant.key(), readsOnly.key())) {
            Answer refused = ask(key, "POST", "", "{'kind': 'merchant', 'name': 'M'}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("http-403");
        }
    }

    @Test
    void a_key_of_somebody_else_is_as_good_as_unknown() {
        String name = name();
        Answer one = merchant(name);
        Answer other = merchant(name());
        Answer weaker = create("{'kind': 'merchant', 'name': '%s', 'scopes': ['read']}".formatted(name));
        Answer unknown = ask(one.key(), "POST", "/nothing0/revoke", null);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("subject-is-known");
        for (Answer asks : List.of(other, weaker)) {
            Answer hidden = ask(asks.key(), "POST", "/" + one.id() + "/revoke", null);
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(hidden.text("detail")).isEqualTo(unknown.text("detail").replace("nothing0", one.id()));
        }
        assertThat(list(other.key()))
                .extracting(key -> key.required("id").asString())
                .containsExactly(other.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'M'} | kind",
                "{'kind': 'agent', 'name': 'M'} | kind",
                "{'kind': 7, 'name': 'M'} | kind",
                "{'kind': 'merchant'} | name",
                "{'kind': 'merchant', 'name': ' '} | name",
                "{'kind': 'merchant', 'name': 7} | name",
                "{'kind': 'merchant', 'name': 'a\\u0000'} | name",
                "{'kind': 'merchant', 'name': 'M', 'scopes': []} | scopes",
                "{'kind': 'merchant', 'name': 'M', 'scopes': 'read'} | scopes",
                "{'kind': 'merchant', 'name': 'M', 'scopes': ['read', 'read']} | scopes",
                "{'kind': 'merchant', 'name': 'M', 'scopes': ['admin']} | scopes",
                "{'kind': 'merchant', 'name': 'M', 'label': 7} | label",
                "{'kind': 'merchant', 'name': 'M', 'validForDays': 0} | validForDays",
                "{'kind': 'merchant', 'name': 'M', 'validForDays': 731} | validForDays",
                "{'kind': 'merchant', 'name': 'M', 'validForDays': 1.5} | validForDays",
                "[] | body"
            })
    void a_wish_that_says_nothing_is_refused_and_its_field_named(String wish, String field) {
        Answer refused = create(wish);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void the_list_is_read_page_by_page() {
        merchant(name());
        merchant(name());
        List<String> ids = new ArrayList<>();
        Answer page = ask(administrator, "GET", "?limit=1", null);
        while (true) {
            page.body()
                    .required("items")
                    .forEach(item -> ids.add(item.required("id").asString()));
            if (page.body().required("next").isNull()) {
                break;
            }
            page = ask(administrator, "GET", "?limit=1&cursor=" + page.text("next"), null);
        }
        assertThat(ids).hasSizeGreaterThan(2).doesNotHaveDuplicates();
        assertThat(ask(administrator, "GET", "?cursor=x", null).code()).isEqualTo("field-ill-formed");
    }

    @Test
    void the_use_of_a_key_is_noted_to_the_hour() {
        Answer made = merchant(name());
        assertThat(made.body().required("made").required("lastUsedAt").isNull()).isTrue();
        ask(made.key(), "GET", "", null);
        String used = list(made.key()).getFirst().required("lastUsedAt").asString();
        assertThat(used).endsWith(":00:00+08:00");
    }

    /** Every value of every table, as PostgreSQL writes it. */
    private static List<String> everything(JdbcClient sql) {
        List<String> tables = sql.sql("""
                        SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
                        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')""").query(String.class).list();
        List<String> rows = new ArrayList<>();
        tables.forEach(table -> rows.addAll(sql.sql("SELECT t::text FROM " + table + " t")
                .query(String.class)
                .list()));
        return rows;
    }

    @Test
    void no_secret_is_stored() {
        String key = merchant(name()).key();
        String successor = ask(key, "POST", "/rotate", null).key();
        List<String> rows = everything(node.sql());
        assertThat(rows).anyMatch(row -> row.contains(key.split("_")[1]));
        for (String secret : List.of(key, successor, administrator)) {
            String drawn = secret.split("_")[2];
            String inHex = HexFormat.of().formatHex(drawn.getBytes(StandardCharsets.US_ASCII));
            assertThat(rows).noneMatch(row -> row.contains(drawn) || row.contains(inHex));
        }
    }

    @Test
    void a_secret_is_not_told_by_what_carries_it() {
        ApiKeys.Made made =
                node.bean(ApiKeys.class).make(new Wish(Kind.OPERATOR, name(), Kind.OPERATOR.most(), "", 1), "test");
        assertThat(made.toString()).doesNotContain(made.secret().split("_")[2]);
    }

    @Test
    void the_first_key_is_made_once_and_only_if_it_was_shown() {
        try (Node fresh = Node.inside(Postgres.database(), Map.of("redress.clock", false))) {
            ApiKeys keys = fresh.bean(ApiKeys.class);
            assertThatThrownBy(() -> keys.makeFirst(_ -> {
                        throw new IllegalStateException("the terminal is gone");
                    }))
                    .hasMessage("the terminal is gone");
            List<String> shown = new ArrayList<>();
            assertThat(keys.makeFirst(first -> shown.add(first.secret()))).isTrue();
            assertThat(keys.makeFirst(first -> shown.add(first.secret()))).isFalse();
            assertThat(shown).hasSize(1);
            assertThat(keys.list(null, null, null, 2).items()).singleElement().satisfies(key -> {
                assertThat(key.kind()).isEqualTo(Kind.PLATFORM);
                assertThat(key.scopes()).isEqualTo(Kind.PLATFORM.most());
                assertThat(key.createdBy()).isEqualTo("first-start");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONSUMER", "AGENT", "NOBODY"})
    void people_hold_no_keys(Kind kind) {
        assertThatThrownBy(() -> new Wish(kind, "jun", kind.most(), "", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
