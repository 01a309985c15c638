package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Act;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.app.AtOnce.Outcome;
import io.redress.command.door.Receipt;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Acts that are repeated, that collide, and that come late; two nodes on one database. */
class FrontDoorTest {
    private static final int COPIES = 200;

    private static String database;
    private static Node one;
    private static Node other;

    @BeforeAll
    static void start() {
        database = Postgres.database();
        one = Node.sandbox(database);
        other = Node.sandbox(database);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static Node either(int n) {
        return n % 2 == 0 ? one : other;
    }

    private static void refundAsked(String id) {
        one.order("O-" + id);
        one.act("file-return", """
                {'return': '%s', 'order': 'O-%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}
                """.formatted(id, id));
    }

    /** Makes the same request many times at once, through both nodes; it must take effect once. */
    private static void once(String act, String fields, String subject, List<String> history)
            throws InterruptedException {
        IdempotencyKey key = new IdempotencyKey(act, "key of " + subject, "content");
        List<Outcome<Receipt>> outcomes =
                AtOnce.times(COPIES, n -> () -> either(n).act(act, fields, key));
        List<Receipt> receipts = outcomes.stream().map(Outcome::orFail).toList();
        assertThat(receipts).extracting(receipt -> receipt.subject().toString()).containsOnly(subject);
        assertThat(receipts).filteredOn(receipt -> !receipt.repeated()).hasSize(1);
        assertThat(one.history(subject)).isEqualTo(history);
    }

    @Test
    void copies_of_a_request_that_begins_a_history_take_effect_once() throws InterruptedException {
        once("report", "{'report': 'P1', 'room': 'L1'}", "report/P1", List.of("report.filed.v1"));
    }

    @Test
    void copies_of_a_request_that_touches_two_histories_take_effect_once() throws InterruptedException {
        one.order("O-R1");
        once(
                "file-return",
                "{'return': 'R1', 'order': 'O-R1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}",
                "return/R1",
                List.of("return.filed.v1"));
        assertThat(one.history("order/O-R1")).isEqualTo(List.of("order.registered.v1", "order.lines-claimed.v1"));
    }

    @Test
    void copies_of_an_answer_take_effect_once() throws InterruptedException {
        refundAsked("R2");
        once(
                "refuse-return",
                "{'return': 'R2', 'reason': 'worn'}",
                "return/R2",
                List.of("return.filed.v1", "return.refused.v1"));
    }

    @Test
    void copies_of_a_notice_that_is_never_refused_take_effect_once() throws InterruptedException {
        one.order("O-U1");
        once(
                "urge",
                "{'order': 'O-U1', 'by': 'platform'}",
                "order/O-U1",
                List.of("order.registered.v1", "order.shipment-urged.v1"));
    }

    @Test
    void a_key_that_was_used_for_another_request_is_refused() {
        IdempotencyKey key = new IdempotencyKey("reports", "K1", "content");
        one.act("report", "{'report': 'P2', 'room': 'L1'}", key);
        assertThatThrownBy(() -> one.act(
                        "report", "{'report': 'P3', 'room': 'L1'}", new IdempotencyKey("reports", "K1", "other")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(Rule.IDEMPOTENCY_KEY_MEANS_ONE_ACT));
        assertThat(one.history("report/P3")).isEmpty();
    }

    @Test
    void a_refused_request_does_not_use_up_its_key() {
        IdempotencyKey key = new IdempotencyKey("orders/O9/deliver", "K2", "content");
        one.order("O9");
        assertThatThrownBy(() -> one.act("deliver", "{'order': 'O9'}", key)).isInstanceOf(Refusal.class);
        one.act("ship", "{'order': 'O9'}");
        assertThat(one.act("deliver", "{'order': 'O9'}", key).repeated()).isFalse();
        assertThat(one.act("deliver", "{'order': 'O9'}", key).repeated()).isTrue();
    }

    @Test
    void a_key_under_which_another_node_is_at_work_is_in_flight() throws SQLException {
        try (Node hasty = Node.inside(
                        database,
                        Map.of(
                                "redress.sandbox",
                                true,
                                "redress.clock",
                                false,
                                "spring.datasource.hikari.connection-init-sql",
                                "SET lock_timeout = '200ms'"));
                Connection elsewhere = one.bean(DataSource.class).getConnection();
                Statement statement = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            statement.execute("""
                    INSERT INTO outbox.idempotency_record
                    VALUES ('reports', 'K-busy', 'content', 'report/P5', now(), 1, now())""");
            IdempotencyKey key = new IdempotencyKey("reports", "K-busy", "content");
            assertThatThrownBy(() -> hasty.act("report", "{'report': 'P5', 'room': 'L1'}", key))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.rule()).isEqualTo(Rule.REQUEST_IS_NOT_UNDER_WAY));
            elsewhere.rollback();
            assertThat(hasty.act("report", "{'report': 'P5', 'room': 'L1'}", key)
                            .repeated())
                    .isFalse();
        }
    }

    @Test
    void keys_are_kept_for_seven_days_of_the_operational_clock() {
        InstantSource soon =
                () -> InstantSource.system().instant().plus(Duration.ofDays(7)).minusSeconds(60);
        InstantSource later =
                () -> InstantSource.system().instant().plus(Duration.ofDays(7)).plusSeconds(60);
        IdempotencyKey key = new IdempotencyKey("reports", "K-old", "content");
        one.act("report", "{'report': 'P6', 'room': 'L1'}", key);
        assertThat(new IdempotencyRecords(one.sql(), soon).forgetOld()).isZero();
        assertThat(one.act("report", "{'report': 'P6', 'room': 'L1'}", key).repeated())
                .isTrue();
        one.sql().sql("""
                        INSERT INTO outbox.idempotency_record
                        SELECT 'old', n, 'content', 'report/P6', now(), 1, now() FROM generate_series(1, 2500) n""").update();
        assertThat(new IdempotencyRecords(one.sql(), later).forgetOld()).isGreaterThan(2500);
        assertThatThrownBy(() -> one.act("report", "{'report': 'P6', 'room': 'L1'}", key))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.ID_IS_FREE));
    }

    /** Every urging notice is recorded, so what was acknowledged can be counted. */
    @Test
    void acts_that_collide_are_tried_again_and_none_is_lost() throws InterruptedException {
        List<String> orders = List.of("X1", "X2", "X3");
        orders.forEach(one::order);
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        AtOnce.times(16, thread -> () -> {
                    Random random = new Random(thread);
                    for (int n = 0; n < 40; n++) {
                        String order = orders.get(random.nextInt(orders.size()));
                        try {
                            either(thread).act("urge", "{'order': '%s', 'by': 'platform'}".formatted(order));
                            acknowledged.add(order);
                        } catch (Refusal refusal) {
                            if (refusal.rule() != Rule.SUBJECT_IS_NOT_BUSY) {
                                failures.add(refusal);
                            }
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                    }
                    return null;
                })
                .forEach(Outcome::orFail);
        assertThat(failures).isEmpty();
        assertThat(acknowledged).hasSizeGreaterThan(320);
        for (String order : orders) {
            long stored = one.history("order/" + order).stream()
                    .filter("order.shipment-urged.v1"::equals)
                    .count();
            assertThat(stored).isEqualTo(Collections.frequency(acknowledged, order));
            assertThat(sequenceNumbers("order/" + order))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(0, stored).boxed().toList());
        }
    }

    private static List<Long> sequenceNumbers(String subject) {
        return one.sql().sql("""
                        SELECT sequence_number FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ? ORDER BY global_index""").param(subject).query(Long.class).list();
    }

    @Test
    void an_id_is_taken_once_by_whoever_comes_first() throws InterruptedException {
        List<Outcome<Receipt>> outcomes =
                AtOnce.times(16, n -> () -> either(n).act("report", "{'report': 'P4', 'room': 'L%d'}".formatted(n)));
        assertThat(outcomes).filteredOn(outcome -> outcome.failure() == null).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.failure() != null)
                .allSatisfy(outcome -> assertThat(outcome.failure())
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.rule()).isEqualTo(Rule.ID_IS_FREE)));
        assertThat(one.history("report/P4")).isEqualTo(List.of("report.filed.v1"));
    }

    /** Whoever claims a line first has it, on whichever node. */
    @Test
    void a_line_is_in_one_request_however_many_ask_at_once() throws InterruptedException {
        one.order("O-L1");
        List<Outcome<Receipt>> outcomes = AtOnce.times(16, n -> () -> either(n).act("file-return", """
                        {'return': 'L1-%d', 'order': 'O-L1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}
                        """.formatted(n)));
        assertThat(outcomes).filteredOn(outcome -> outcome.failure() == null).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.failure() != null)
                .allSatisfy(outcome -> assertThat(outcome.failure())
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.rule())
                                        .isIn(Rule.LINE_IS_IN_NO_OTHER_REQUEST, Rule.SUBJECT_IS_NOT_BUSY)));
        assertThat(IntStream.range(0, 16).mapToObj(n -> one.history("return/L1-" + n)))
                .filteredOn(history -> !history.isEmpty())
                .hasSize(1);
    }

    /** A refund of line A and a settlement about the whole order, at once, on two nodes: each alone is within what was paid. */
    @Test
    void what_is_paid_back_at_once_is_together_never_more_than_was_paid() throws InterruptedException {
        for (int round = 0; round < 12; round++) {
            String id = "M" + round;
            refundAsked(id);
            one.act("accept-return", "{'return': '%s'}".formatted(id));
            one.act("file-complaint", """
                    {'complaint': '%1$s', 'order': 'O-%1$s', 'consumer': 'U-O-%1$s', 'against': 'merchant',
                     'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'serious': false}""".formatted(id));
            one.act("offer-solution", """
                    {'complaint': '%s', 'by': 'merchant', 'remedy': 'money', 'amountFen': 25800}""".formatted(id));
            one.act("accept-solution", "{'complaint': '%s'}".formatted(id));
            int first = round;
            List<Outcome<Receipt>> outcomes = AtOnce.times(
                    2,
                    n -> () -> n == 0
                            ? either(first).act("refund", "{'return': '%s', 'amountFen': 19900}".formatted(id))
                            : either(first + 1)
                                    .act(
                                            "perform-settlement",
                                            "{'complaint': '%s', 'amountFen': 25800}".formatted(id)));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure() == null)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure() != null)
                    .allSatisfy(outcome -> assertThat(outcome.failure())
                            .isInstanceOfSatisfying(
                                    Refusal.class,
                                    refusal -> assertThat(refusal.rule())
                                            .isEqualTo(Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)));
            assertThat(paidBackFen("order/O-" + id)).isIn(19_900L, 25_800L);
        }
    }

    private static long paidBackFen(String order) {
        return one.events().stream()
                .filter(event -> event.subject().toString().equals(order))
                .mapToLong(event -> switch (event) {
                    case OrderPaidBack paid -> paid.amountFen();
                    case OrderLinesStruck struck -> struck.amountFen();
                    default -> 0;
                })
                .sum();
    }

    @Test
    void a_late_act_records_the_lapse_first() {
        refundAsked("R5");
        one.act("refuse-return", later(Duration.ofHours(48)), "{'return': 'R5', 'reason': 'worn'}");
        assertThat(one.history("return/R5"))
                .isEqualTo(List.of("return.filed.v1", "window.lapsed.v1", "window.lapsed.v1", "return.refused.v1"));
    }

    @Test
    void a_lapse_stays_when_the_late_act_is_refused() {
        refundAsked("R6");
        Act tooEarly = one.read("refund", later(Duration.ofHours(48)), "{'return': 'R6'}");
        assertThatThrownBy(() -> one.door().perform(tooEarly)).isInstanceOf(Refusal.class);
        List<String> lapsed = List.of("return.filed.v1", "window.lapsed.v1", "window.lapsed.v1");
        assertThat(one.history("return/R6")).isEqualTo(lapsed);
        assertThatThrownBy(() -> other.door().perform(tooEarly)).isInstanceOf(Refusal.class);
        assertThat(one.history("return/R6")).isEqualTo(lapsed);
    }

    @Test
    void a_late_act_records_the_lapse_though_the_due_index_has_lost_it() {
        refundAsked("R7");
        one.sql()
                .sql("DELETE FROM outbox.due_window WHERE history = 'return/R7'")
                .update();
        one.act("withdraw", later(Duration.ofHours(47)), "{'return': 'R7'}");
        assertThat(one.history("return/R7"))
                .isEqualTo(List.of("return.filed.v1", "window.lapsed.v1", "demand.withdrawn.v1"));
    }

    private static Instant later(Duration duration) {
        return one.now().plus(duration);
    }
}
