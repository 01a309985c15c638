package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.Receivers.Seen;
import io.redress.command.webhook.Courier;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Message;
import io.redress.command.webhook.Sender;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/** Messages on their way to a receiver in another process, on an operational clock that the test moves. */
class DeliveriesTest {
    private static final long SEED = 20261128;

    /** The whole call, for receivers that never come to an end. */
    private static final Duration HASTE = Duration.ofSeconds(2);

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.MILLIS));

    private static Node node;
    private static Receivers receivers;
    private static Courier courier;

    private Party party;
    private String name;

    @BeforeAll
    static void start() {
        InstantSource clock = NOW::get;
        node = Node.start(
                WebApplicationType.NONE,
                Postgres.database(),
                Map.of("redress.sandbox", true, "redress.clock", false),
                beans -> beans.registerSingleton("operationalClock", clock));
        receivers = new Receivers();
        courier = courier();
    }

    private static Courier courier() {
        return courier(node.bean(Sender.class));
    }

    private static Courier courier(Sender sender) {
        return new Courier(
                node.sql(),
                node.bean(PlatformTransactionManager.class),
                node.bean(Aead.class),
                node.bean(Endpoints.class),
                node.bean(Deliveries.class),
                sender,
                NOW::get,
                new SplittableRandom(SEED));
    }

    @AfterAll
    static void stop() {
        courier.close();
        receivers.close();
        node.close();
    }

    /** Each test has a party and a receiver of its own. */
    @BeforeEach
    void name() {
        name = "r" + NAMES.incrementAndGet();
        party = Party.merchant("M-" + name);
    }

    private static void pass(Duration duration) {
        NOW.updateAndGet(now -> now.plus(duration));
    }

    private static Endpoints endpoints() {
        return node.bean(Endpoints.class);
    }

    private Endpoints.Made endpoint(String at, String... types) {
        return endpoints().create(party, receivers.url(at), List.of(types), "", "test");
    }

    private static Endpoint now(Endpoints.Made made) {
        return endpoints().find(made.endpoint().id()).orElseThrow();
    }

    private static void transaction(Runnable run) {
        new TransactionTemplate(node.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> run.run());
    }

    private String put(String type) {
        return put(type, 1, false);
    }

    private String put(String type, long sequence, boolean snapshot) {
        String id = "msg_" + name + "_" + NAMES.incrementAndGet();
        transaction(() -> node.bean(Deliveries.class)
                .put(new Message(
                        id,
                        party,
                        type,
                        SubjectId.returnRequest("R1"),
                        sequence,
                        Node.EVENING,
                        JsonNodeFactory.instance.objectNode().put("state", "agreed"),
                        snapshot)));
        return id;
    }

    private static void replay(Endpoints.Made made, Instant since, Instant until, int begun) {
        transaction(() -> assertThat(node.bean(Deliveries.class).replay(now(made), since, until))
                .isEqualTo(begun));
    }

    private static String state(String message) {
        return String.join(
                ",",
                node.sql()
                        .sql("SELECT state FROM outbox.delivery WHERE message = ? ORDER BY position")
                        .param(message)
                        .query(String.class)
                        .list());
    }

    private record Attempt(int number, Instant at, Integer status, String error, String answer, Instant next) {}

    private static List<Attempt> attempts(String message) {
        return node.sql()
                .sql("""
                        SELECT a.* FROM outbox.delivery_attempt a JOIN outbox.delivery d ON d.position = a.delivery
                        WHERE d.message = ? ORDER BY a.number""")
                .param(message)
                .query((row, _) -> new Attempt(
                        row.getInt("number"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("status", Integer.class),
                        row.getString("error"),
                        row.getString("answer"),
                        row.getObject("next_at") == null
                                ? null
                                : row.getObject("next_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Goes on to the next attempt of a message; false when there is none. */
    private static boolean goOn(String message) {
        Instant next = attempts(message).getLast().next();
        if (next == null) {
            return false;
        }
        NOW.updateAndGet(now -> next.isAfter(now) ? next : now);
        // an endpoint that failed several times in a row is left alone a little longer
        node.sql()
                .sql("SELECT max(paused_until) FROM outbox.endpoint WHERE paused_until > ?")
                .param(NOW.get().atOffset(ZoneOffset.UTC))
                .query(OffsetDateTime.class)
                .optional()
                .ifPresent(until -> NOW.updateAndGet(now -> until.toInstant()));
        return courier.sendDue() > 0;
    }

    private static String signature(String secret, Seen seen) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update((seen.id() + "." + seen.timestamp() + ".").getBytes());
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(seen.bytes()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    // ---- what arrives

    @Test
    void a_message_arrives_signed_at_every_endpoint_that_takes_its_type() {
        Endpoints.Made all = endpoint(name + "-all", "*");
        endpoint(name + "-windows", "window.*");
        endpoint(name + "-other", "window.lapsed", "ticket.changed");

        String id = put("window.opened");
        courier.sendDue();

        Seen seen = receivers.seen(name + "-all").getFirst();
        assertThat(seen.id()).isEqualTo(id);
        assertThat(seen.timestamp()).isEqualTo(NOW.get().getEpochSecond());
        assertThat(seen.contentType()).isEqualTo("application/json");
        assertThat(seen.signatures()).containsExactly(signature(all.secret(), seen));
        assertThat(seen.body()).isEqualTo(Node.json("""
                {'type': 'window.opened', 'timestamp': '2024-11-12T20:00:00+08:00',
                 'data': {'case': 'return/R1', 'sequence': 1, 'state': 'agreed'}}"""));
        assertThat(receivers.ids(name + "-windows")).containsExactly(id);
        assertThat(receivers.ids(name + "-other")).isEmpty();
        assertThat(state(id)).isEqualTo("delivered,delivered");
    }

    @Test
    void an_underscore_in_a_filter_is_no_wildcard() {
        endpoint(name, "window_opened");
        put("window.opened");
        assertThat(courier.sendDue()).isZero();
    }

    @Test
    void what_is_put_twice_is_sent_once_and_what_is_rolled_back_never() {
        endpoint(name, "*");
        Message message = new Message(
                "msg_" + name, party, "window.met", null, 1, NOW.get(), JsonNodeFactory.instance.objectNode(), false);
        Deliveries deliveries = node.bean(Deliveries.class);
        transaction(() -> deliveries.put(message));
        transaction(() -> deliveries.put(message));
        new TransactionTemplate(node.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            deliveries.put(new Message(
                    "msg_" + name + "_not",
                    party,
                    "window.met",
                    null,
                    1,
                    NOW.get(),
                    JsonNodeFactory.instance.objectNode(),
                    false));
            status.setRollbackOnly();
        });
        courier.sendDue();
        assertThat(receivers.ids(name)).containsExactly("msg_" + name);
    }

    @Test
    void a_courier_is_woken_by_a_commit() {
        endpoint(name, "*");
        try (Courier awake = courier()) {
            awake.start();
            String id = put("window.opened");
            Awaitility.await().until(() -> state(id).equals("delivered"));
        }
        assertThat(receivers.seen(name)).hasSize(1);
    }

    // ---- what fails

    @Test
    void what_fails_is_attempted_ten_times_within_75_hours_and_signed_anew_each_time() {
        Endpoints.Made made = endpoint(name, "*");
        receivers.behave(name, "500");
        Instant begun = NOW.get();

        String id = put("window.opened");
        courier.sendDue();
        while (goOn(id)) {
            // the next attempt
        }

        List<Attempt> attempts = attempts(id);
        assertThat(attempts).hasSize(10).allSatisfy(attempt -> {
            assertThat(attempt.status()).isEqualTo(500);
            assertThat(attempt.answer()).isEqualTo("answer 500");
        });
        List<Duration> waits = Stream.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H")
                .map(Duration::parse)
                .toList();
        for (int n = 0; n < waits.size(); n++) {
            Duration waited =
                    Duration.between(attempts.get(n).at(), attempts.get(n).next());
            assertThat(waited)
                    .isBetween(waits.get(n), waits.get(n).multipliedBy(6).dividedBy(5));
        }
        assertThat(Duration.between(begun, NOW.get())).isBetween(Duration.parse("PT75H35M5S"), Duration.parse("PT91H"));
        assertThat(state(id)).isEqualTo("dead");
        assertThat(attempts.getLast().next()).isNull();

        List<Seen> seen = receivers.seen(name);
        assertThat(seen).extracting(Seen::id).containsOnly(id);
        assertThat(seen).extracting(Seen::timestamp).doesNotHaveDuplicates();
        assertThat(seen).allSatisfy(one -> assertThat(one.signatures()).containsExactly(signature(made.secret(), one)));
        assertThat(now(made).isEnabled()).isTrue();
    }

    @Test
    void one_that_fails_holds_back_no_later_one() {
        endpoint(name, "*");
        receivers.behave(name, "500");
        String first = put("window.opened");
        courier.sendDue();
        receivers.behave(name, "200");
        String second = put("window.met");
        courier.sendDue();
        assertThat(state(first)).isEqualTo("pending");
        assertThat(state(second)).isEqualTo("delivered");
    }

    @Test
    void a_receiver_that_asks_for_time_gets_it() {
        endpoint(name, "*");
        receivers.behave(name, "later,120");
        String id = put("window.opened");
        courier.sendDue();
        assertThat(attempts(id).getLast().next()).isEqualTo(NOW.get().plusSeconds(120));

        Instant later = NOW.get().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(later.atOffset(ZoneOffset.UTC));
        receivers.behave(name, "date," + date.replace(' ', '_').replace(',', ';'));
        assertThat(goOn(id)).isTrue();
        assertThat(attempts(id).getLast().next()).isEqualTo(later);

        receivers.behave(name, "later,999999999");
        assertThat(goOn(id)).isTrue();
        assertThat(attempts(id).getLast().next()).isEqualTo(NOW.get().plus(Duration.ofHours(24)));

        receivers.behave(name, "later,nonsense");
        assertThat(goOn(id)).isTrue();
        assertThat(attempts(id).getLast().next()).isBefore(NOW.get().plus(Duration.ofHours(3)));
    }

    @ParameterizedTest
    @CsvSource({"reset, broken", "drip, timeout", "302, ", "301, "})
    void what_is_no_success_is_a_failure(String behaviour, String error) {
        endpoint(name, "*");
        receivers.behave(name, behaviour);
        String id = put("window.opened");
        try (Sender hasty = new Sender(true, NOW::get, HASTE);
                Courier sends = courier(hasty)) {
            sends.sendDue();
        }
        assertThat(attempts(id)).singleElement().extracting(Attempt::error).isEqualTo(error);
        assertThat(state(id)).isEqualTo("pending");
    }

    @Test
    void nobody_is_followed_elsewhere() {
        endpoint(name, "*");
        receivers.behave(name, "redirect," + name + "-elsewhere");
        String id = put("window.opened");
        courier.sendDue();
        assertThat(attempts(id).getLast().status()).isEqualTo(302);
        assertThat(receivers.seen(name)).hasSize(1);
        assertThat(receivers.seen(name + "-elsewhere")).isEmpty();
    }

    @Test
    void of_a_huge_answer_only_the_beginning_is_heard() {
        endpoint(name, "*");
        receivers.behave(name, "huge");
        String id = put("window.opened");
        courier.sendDue();
        assertThat(state(id)).isEqualTo("delivered");
        assertThat(attempts(id).getLast().answer()).isEqualTo("x".repeat(1024));
        Awaitility.await().until(() -> !receivers.noted(name + "-sent").isEmpty());
        assertThat(Long.parseLong(receivers.noted(name + "-sent").getFirst())).isLessThan(64L << 20);
    }

    // ---- endpoints that do not work

    @Test
    void an_endpoint_that_is_gone_is_disabled_at_once_and_keeps_what_it_misses() {
        Endpoints.Made made = endpoint(name, "*");
        receivers.behave(name, "500");
        String waiting = put("window.opened");
        courier.sendDue();
        receivers.behave(name, "410");
        Instant since = NOW.get();
        String last = put("window.opened");
        courier.sendDue();

        assertThat(now(made).disabled()).isEqualTo("gone");
        assertThat(node.sql()
                        .sql(
                                "SELECT what, because, by FROM outbox.endpoint_change WHERE endpoint = ? ORDER BY position")
                        .param(made.endpoint().id())
                        .query()
                        .listOfRows()
                        .getLast()
                        .values())
                .containsExactly("disabled", "gone", null);
        String missed = put("window.lapsed");
        assertThat(Stream.of(waiting, last, missed).map(DeliveriesTest::state)).containsOnly("dead");
        assertThat(courier.sendDue()).isZero();

        receivers.behave(name, "200");
        endpoints().change(made.endpoint().id(), new Endpoints.Wish(null, null, null, true), "test");
        assertThat(courier.sendDue()).isZero();
        replay(made, since, NOW.get().plusMillis(1), 3);
        courier.sendDue();
        assertThat(Stream.of(waiting, last, missed).map(DeliveriesTest::state)).containsOnly("delivered");
        assertThat(now(made).failures()).isZero();
    }

    @Test
    void an_endpoint_at_which_all_failed_for_five_days_is_disabled() {
        Endpoints.Made made = endpoint(name, "*");
        receivers.behave(name, "500");
        Instant begun = NOW.get();
        String last = put("window.opened");
        courier.sendDue();
        while (now(made).isEnabled()) {
            pass(Duration.ofHours(12));
            last = put("window.opened");
            courier.sendDue();
        }
        assertThat(Duration.between(begun, NOW.get()))
                .isBetween(Duration.ofDays(5), Duration.ofDays(5).plusHours(12));
        assertThat(now(made).disabled()).isEqualTo("failing");
        assertThat(state(last)).isEqualTo("dead");
    }

    @Test
    void one_success_in_between_sets_the_five_days_back() {
        Endpoints.Made made = endpoint(name, "*");
        receivers.behave(name, "500");
        put("window.opened");
        courier.sendDue();
        pass(Duration.ofSeconds(10));
        courier.sendDue();
        assertThat(now(made).failingSince()).isNotNull();
        pass(Duration.ofDays(4));
        receivers.behave(name, "200");
        courier.sendDue();
        assertThat(now(made).failingSince()).isNull();
        receivers.behave(name, "500");
        pass(Duration.ofDays(4));
        put("window.opened");
        courier.sendDue();
        assertThat(now(made).isEnabled()).isTrue();
    }

    @Test
    void an_endpoint_that_failed_several_times_in_a_row_gets_one_attempt_at_a_time() {
        Endpoints.Made made = endpoint(name, "*");
        receivers.behave(name, "500");
        IntStream.range(0, 20).forEach(_ -> put("window.opened"));
        courier.sendDue();
        // the four that were on the line when it failed for the fifth time, at most
        assertThat(receivers.seen(name)).hasSizeBetween(5, 8);
        assertThat(now(made).pausedUntil()).isAfter(NOW.get());
        int before = receivers.seen(name).size();
        pass(Duration.ofMinutes(6));
        courier.sendDue();
        assertThat(receivers.seen(name)).hasSize(before + 1);

        pass(Duration.ofMinutes(6));
        receivers.behave(name, "200");
        courier.sendDue();
        assertThat(receivers.seen(name)).hasSizeGreaterThanOrEqualTo(before + 20 - 8);
    }

    @Test
    void at_most_four_messages_are_on_the_line_to_an_endpoint_and_others_do_not_wait_for_them() {
        endpoint(name, "window.*");
        endpoint(name + "-well", "ticket.*");
        receivers.behave(name, "hold");
        List<String> held =
                IntStream.range(0, 10).mapToObj(_ -> put("window.opened")).toList();
        List<String> well =
                IntStream.range(0, 50).mapToObj(_ -> put("ticket.changed")).toList();
        try (Courier awake = courier()) {
            awake.start();
            Awaitility.await()
                    .until(() -> well.stream().allMatch(id -> state(id).equals("delivered")));
            assertThat(held.stream().map(DeliveriesTest::state)).containsOnly("pending");
            receivers.behave(name, "200");
            Awaitility.await()
                    .until(() -> held.stream().allMatch(id -> state(id).equals("delivered")));
        }
        assertThat(receivers.atOnceMost(name)).isEqualTo(4);
    }

    @Test
    void what_was_sent_and_not_noted_is_sent_again_under_the_same_id() {
        endpoint(name, "*");
        receivers.behave(name, "hold");
        Courier killed = courier();
        killed.start();
        String id = put("window.opened");
        Awaitility.await().until(() -> receivers.seen(name).size() == 1);
        killed.close();

        receivers.behave(name, "200");
        assertThat(courier.sendDue()).isZero(); // the lease of the other
        pass(Duration.ofSeconds(30));
        assertThat(courier.sendDue()).isEqualTo(1);
        assertThat(receivers.ids(name)).containsExactly(id, id);
        assertThat(state(id)).isEqualTo("delivered");
    }

    // ---- snapshots

    @Test
    void a_later_snapshot_replaces_one_that_has_not_arrived() {
        endpoint(name, "*");
        receivers.behave(name, "500");
        String first = put("ticket.changed", 1, true);
        courier.sendDue();
        String other = put("window.opened", 2, false);
        String second = put("ticket.changed", 3, true);
        assertThat(state(first)).isEqualTo("superseded");
        receivers.behave(name, "200");
        courier.sendDue();
        assertThat(state(second)).isEqualTo("delivered");
        assertThat(state(other)).isEqualTo("delivered");
        assertThat(receivers.ids(name)).containsOnlyOnce(first);
    }

    @Test
    void a_snapshot_that_fails_when_a_later_one_is_there_is_not_attempted_again() {
        endpoint(name, "*");
        receivers.behave(name, "hold,500");
        String second;
        try (Courier awake = courier()) {
            awake.start();
            String first = put("ticket.changed", 1, true);
            Awaitility.await().until(() -> receivers.seen(name).size() == 1);
            second = put("ticket.changed", 2, true);
            assertThat(state(first)).isEqualTo("pending");
            receivers.behave(name, "500");
            Awaitility.await().until(() -> state(first).equals("superseded"));
        }
        assertThat(state(second)).isNotEqualTo("superseded");
    }

    // ---- secrets

    @Test
    void while_a_secret_is_exchanged_messages_are_signed_with_both() {
        Endpoints.Made made = endpoint(name, "*");
        Endpoints.Made rotated = endpoints().rotate(made.endpoint().id(), "test");
        assertThat(rotated.secret()).isNotEqualTo(made.secret());
        put("window.opened");
        courier.sendDue();
        Seen both = receivers.seen(name).getLast();
        assertThat(both.signatures())
                .containsExactly(signature(rotated.secret(), both), signature(made.secret(), both));

        pass(Endpoints.OVERLAP);
        put("window.opened");
        courier.sendDue();
        Seen one = receivers.seen(name).getLast();
        assertThat(one.signatures()).containsExactly(signature(rotated.secret(), one));
    }

    @Test
    void no_secret_is_in_the_database() {
        Endpoints.Made made = endpoint(name, "*");
        Endpoints.Made rotated = endpoints().rotate(made.endpoint().id(), "test");
        List<byte[]> rows = node.sql()
                .sql("""
                        SELECT convert_to(e::text, 'UTF8') || e.secret || e.old_secret FROM outbox.endpoint e
                        WHERE e.id = ?""")
                .param(made.endpoint().id())
                .query((row, _) -> row.getBytes(1))
                .list();
        assertThat(rows).hasSize(1);
        String stored = new String(rows.getFirst(), StandardCharsets.ISO_8859_1);
        for (String secret : List.of(made.secret(), rotated.secret())) {
            String bare = secret.substring("whsec_".length());
            String key = new String(Base64.getDecoder().decode(bare), StandardCharsets.ISO_8859_1);
            assertThat(stored).doesNotContain(bare).doesNotContain(key);
        }
        // nor does what is stored of one endpoint open at another
        Endpoints.Made other = endpoint(name + "-other", "*");
        node.sql()
                .sql(
                        "UPDATE outbox.endpoint SET secret = (SELECT secret FROM outbox.endpoint WHERE id = ?) WHERE id = ?")
                .params(made.endpoint().id(), other.endpoint().id())
                .update();
        String id = put("window.opened");
        courier.sendDue();
        assertThat(state(id)).isEqualTo("delivered,pending");
        assertThat(receivers.seen(name + "-other")).isEmpty();
        assertThat(now(other).failures()).isZero();
        endpoints().delete(other.endpoint().id(), "test");
    }

    // ---- again, and over

    @Test
    void what_died_is_replayed_within_a_range() {
        Endpoints.Made made = endpoint(name, "*");
        List<Instant> times = new ArrayList<>();
        endpoints().change(made.endpoint().id(), new Endpoints.Wish(null, null, null, false), "test");
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            times.add(NOW.get());
            ids.add(put("window.opened"));
            pass(Duration.ofHours(1));
        }
        endpoints().change(made.endpoint().id(), new Endpoints.Wish(null, null, null, true), "test");
        replay(made, times.get(1), times.get(3), 2);
        courier.sendDue();
        assertThat(receivers.ids(name)).containsExactlyInAnyOrder(ids.get(1), ids.get(2));
    }

    @Test
    void one_that_arrived_is_sent_again_when_asked_for() {
        Endpoints.Made made = endpoint(name, "*");
        String id = put("window.opened");
        courier.sendDue();
        transaction(() -> node.bean(Deliveries.class).resend(now(made), id));
        courier.sendDue();
        assertThat(receivers.ids(name)).containsExactly(id, id);
        assertThat(attempts(id)).extracting(Attempt::number).containsExactly(1, 2);
    }

    @Test
    void what_came_to_its_end_is_known_for_ninety_days() {
        Endpoints.Made made = endpoint(name, "*");
        String id = put("window.opened");
        courier.sendDue();
        pass(Deliveries.KEPT.minusSeconds(1));
        node.bean(Deliveries.class).forgetOld();
        assertThat(attempts(id)).hasSize(1);
        pass(Duration.ofSeconds(2));
        node.bean(Deliveries.class).forgetOld();
        assertThat(attempts(id)).isEmpty();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.message WHERE id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(now(made).isEnabled()).isTrue();
    }

    @Test
    void nothing_is_sent_to_an_endpoint_that_was_deleted() {
        Endpoints.Made made = endpoint(name, "*");
        put("window.opened");
        endpoints().delete(made.endpoint().id(), "test");
        put("window.opened");
        courier.sendDue();
        assertThat(receivers.seen(name)).isEmpty();
    }
}
