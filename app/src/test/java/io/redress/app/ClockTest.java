package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redress.api.Event;
import io.redress.api.window.Change;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.app.AtOnce.Outcome;
import io.redress.command.clock.DueWindows;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;

/** Windows lapse by themselves: once, never early, soon; on the system's time and on a sandbox's. */
class ClockTest {
    private static final long SEED = 4401;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SHORT = """
            {'windows': {'merchant-decide-refund-only': 'PT1S', 'platform-open-intervention': 'PT2S',
                         'merchant-answer-inquiry': 'PT3S', 'platform-triage-demand': 'PT3S'}}""";

    /** A lapse as it is stored, with the moment at which the database took it. */
    private record Lapse(WindowLapsed event, Instant recordedAt) {
        Instant dueAt() {
            return event.changes().stream()
                    .filter(Change.Lapsed.class::isInstance)
                    .map(change -> ((Change.Lapsed) change).dueAt())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Lapse> lapses(Node node) {
        List<Instant> recorded = node
                .sql()
                .sql("SELECT recorded_at FROM event_store.domain_event_entry ORDER BY global_index")
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
        List<Event> events = node.events();
        List<Lapse> lapses = new ArrayList<>();
        for (int n = 0; n < events.size(); n++) {
            if (events.get(n) instanceof WindowLapsed lapsed) {
                lapses.add(new Lapse(lapsed, recorded.get(n)));
            }
        }
        return lapses;
    }

    @Test
    void a_window_lapses_once_within_a_second_and_not_before_its_time() {
        try (Node node = Node.inside(Postgres.database(), Map.of())) {
            node.act("publish-rules", SHORT);
            node.order("O1");
            node.act(
                    "file-return",
                    "{'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
            await().atMost(PATIENCE).until(() -> node.stored("window.lapsed.v1") == 2);
            List<Lapse> lapses = lapses(node);
            assertThat(lapses)
                    .extracting(lapse -> lapse.event().window().obligation())
                    .containsExactly(Obligation.MERCHANT_DECIDE_REFUND_ONLY, Obligation.PLATFORM_OPEN_INTERVENTION);
            assertThat(lapses).allSatisfy(lapse -> {
                assertThat(lapse.event().at())
                        .isBetween(lapse.dueAt(), lapse.dueAt().plusSeconds(1));
                assertThat(lapse.recordedAt())
                        .isBetween(lapse.dueAt(), lapse.dueAt().plusSeconds(1));
            });
        }
    }

    @Test
    void an_order_that_arrives_after_its_window_has_passed_lapses_at_once() {
        try (Node node = Node.inside(Postgres.database(), Map.of())) {
            Instant longAgo = node.now().minus(Duration.ofDays(30));
            node.act("register-order", """
                    {'order': 'O1', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                     'paidAt': '%s', 'lines': [{'line': 'A', 'amount': 100}]}""".formatted(longAgo));
            await().atMost(PATIENCE).until(() -> node.stored("window.lapsed.v1") == 1);
            assertThat(lapses(node)).singleElement().satisfies(lapse -> {
                assertThat(lapse.event().window().obligation()).isEqualTo(Obligation.MERCHANT_SHIP_GOODS);
                assertThat(lapse.dueAt()).isBefore(lapse.event().at().minus(Duration.ofDays(10)));
            });
        }
    }

    /** Two nodes with a clock each, some 500 windows due within seconds, and parties who answer at the last moment. */
    @Test
    void on_two_nodes_each_window_lapses_once_while_acts_go_on() throws InterruptedException {
        String database = Postgres.database();
        try (Node one = Node.inside(database, Map.of());
                Node other = Node.inside(database, Map.of())) {
            one.act("publish-rules", SHORT);
            List<Node> nodes = List.of(one, other);
            AtOnce.times(8, thread -> () -> {
                        busy(nodes.get(thread % 2), thread);
                        return null;
                    })
                    .forEach(Outcome::orFail);
            await().atMost(PATIENCE).until(() -> dueWithin(one, "1 minute") == 0);

            Map<WindowKey, Instant> dueAt = new HashMap<>();
            Map<WindowKey, Integer> lapsed = new HashMap<>();
            Map<WindowKey, Event> met = new HashMap<>();
            for (Event event : one.events()) {
                for (Change change : event.changes()) {
                    switch (change) {
                        case Change.Opened opened -> dueAt.put(opened.window(), opened.dueAt());
                        case Change.Lapsed lapse -> lapsed.merge(lapse.window(), 1, Integer::sum);
                        case Change.Met done -> met.put(done.window(), event);
                        default -> {}
                    }
                }
            }
            List<WindowKey> ran = dueAt.entrySet().stream()
                    .filter(window -> window.getValue().isBefore(one.now()))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(ran.size()).isGreaterThan(500);
            assertThat(met.size()).isGreaterThan(100);
            assertThat(ran)
                    .filteredOn(window -> {
                        Event done = met.get(window);
                        boolean inTime = done != null && done.at().isBefore(dueAt.get(window));
                        return lapsed.getOrDefault(window, 0) != (inTime ? 0 : 1);
                    })
                    .isEmpty();
            assertThat(ran).containsAll(lapsed.keySet());
            assertThat(lapses(one)).allSatisfy(lapse -> {
                assertThat(lapse.event().at()).isAfterOrEqualTo(lapse.dueAt());
                assertThat(lapse.recordedAt()).isAfterOrEqualTo(lapse.dueAt());
            });
        }
    }

    private static void busy(Node node, int thread) {
        Random random = new Random(SEED + thread);
        for (int n = 0; n < 40; n++) {
            String id = thread + "-" + n;
            node.act("ask", """
                    {'inquiry': '%s', 'to': 'merchant', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1'}
                    """.formatted(id));
            node.act("report", "{'report': '%s', 'room': 'L1'}".formatted(id));
            if (n % 4 == 0) {
                node.order(id);
                node.act("file-return", """
                        {'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}
                        """.formatted(id, id));
            }
            if (n >= 5) {
                // in time, late, or at the very moment
                LockSupport.parkNanos(random.nextInt(100_000_000));
                node.act("answer", "{'inquiry': '%s-%d'}".formatted(thread, n - 5));
            }
        }
    }

    private static long dueWithin(Node node, String time) {
        return node.sql()
                .sql("SELECT count(*) FROM outbox.due_window WHERE due_at < clock_timestamp() + cast(? AS interval)")
                .param(time)
                .query(Long.class)
                .single();
    }

    @Test
    void a_row_of_the_due_index_that_nothing_stands_behind_is_forgotten() {
        try (Node node = Node.inside(Postgres.database(), Map.of())) {
            node.act("report", "{'report': 'P1', 'room': 'L1'}");
            insertDue(node, "report/P1", 7);
            insertDue(node, "report/nobody", 1);
            node.act("report", "{'report': 'P2', 'room': 'L1'}"); // wakes nobody: it is due much later
            await().atMost(PATIENCE).until(() -> dueWithin(node, "0 seconds") == 0);
            assertThat(node.stored("window.lapsed.v1")).isZero();
            assertThat(indexed(node)).hasSize(2);
        }
    }

    private static void insertDue(Node node, String subject, int number) {
        insertDue(node, subject, number, node.now().minus(Duration.ofDays(1)));
    }

    private static void insertDue(Node node, String subject, int number, Instant dueAt) {
        node.sql()
                .sql("""
                        INSERT INTO outbox.due_window
                            (subject, obligation, owed_by, number, history, opened_at, due_at)
                        VALUES (:subject, 'platform-triage-demand', 'platform', :number, :subject,
                            :dueAt - interval '1 day', :dueAt)""")
                .param("subject", subject)
                .param("number", number)
                .param("dueAt", dueAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The due index but for what belongs to one node or one history of writing: leases and positions. */
    static List<Map<String, Object>> indexed(Node node) {
        return node.sql().sql("""
                        SELECT subject, obligation, owed_by, number, history, opened_at, due_at FROM outbox.due_window
                        ORDER BY subject, obligation, owed_by, number""").query().listOfRows();
    }

    @Test
    void a_rebuilt_due_index_has_every_window_that_runs_and_no_other() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.order("O1");
            node.order("O2");
            node.act("ship", "{'order': 'O2'}");
            extended(node);
            suspendedAndResumed(node);
            List<Map<String, Object>> before = indexed(node);
            assertThat(before).hasSize(5);
            node.sql()
                    .sql("DELETE FROM outbox.due_window WHERE subject = 'order/O1'")
                    .update();
            insertDue(node, "report/nobody", 1);
            long running = node.bean(DueWindows.class).rebuild(node.bean(EventStorageEngine.class));
            assertThat(running).isEqualTo(before.size());
            assertThat(indexed(node)).isEqualTo(before);
        }
    }

    @Test
    void a_rebuild_that_fails_half_way_leaves_the_due_index_as_it_was() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.order("O1");
            node.order("O2");
            List<Map<String, Object>> before = indexed(node);
            node.sql().sql("""
                            ALTER TABLE outbox.due_window
                            ADD CONSTRAINT broken CHECK (subject <> 'order/O2') NOT VALID""").update();
            EventStorageEngine events = node.bean(EventStorageEngine.class);
            assertThatThrownBy(() -> node.bean(DueWindows.class).rebuild(events))
                    .isInstanceOf(DataIntegrityViolationException.class);
            assertThat(indexed(node)).hasSize(2).isEqualTo(before);
        }
    }

    private static void extended(Node node) {
        node.act(
                "file-return",
                "{'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
        node.clock().advanceTo(node.now().plus(Duration.ofHours(1)));
        node.act("propose-extension", """
                {'subject': 'return/R1', 'obligation': 'merchant-decide-refund-only', 'by': 'merchant', 'dueAt': '%s'}
                """.formatted(node.now().plus(Duration.ofDays(5))));
        node.act("accept-extension", "{'subject': 'return/R1', 'obligation': 'merchant-decide-refund-only'}");
    }

    private static void suspendedAndResumed(Node node) {
        node.act("file-complaint", """
                {'complaint': 'C1', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1', 'operator': 'H1',
                 'room': 'L1', 'serious': false}""");
        node.clock().advanceTo(node.now().plus(Duration.ofHours(1)));
        node.act("offer-solution", "{'complaint': 'C1', 'by': 'merchant', 'remedy': 'a coupon'}");
        node.clock().advanceTo(node.now().plus(Duration.ofHours(1)));
        node.act("reject-solution", "{'complaint': 'C1'}");
    }

    @Test
    void a_sandbox_visits_every_due_instant_in_order() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.order("O1");
            node.act(
                    "file-return",
                    "{'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
            Instant target = Node.EVENING.plus(Duration.ofDays(30));
            node.clock().advanceTo(target);
            assertThat(node.now()).isEqualTo(target);
            List<Lapse> lapses = lapses(node);
            assertThat(lapses).hasSizeGreaterThan(4);
            assertThat(lapses)
                    .allSatisfy(lapse -> assertThat(lapse.event().at()).isEqualTo(lapse.dueAt()));
            assertThat(lapses).extracting(Lapse::dueAt).isSorted();
            assertThat(indexed(node)).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void a_sandbox_passes_over_rows_that_nothing_stands_behind_and_forgets_them() {
        try (Node node = Node.sandbox(Postgres.database())) {
            node.act("report", "{'report': 'P1', 'room': 'L1'}");
            node.act("triage", "{'report': 'P1'}");
            node.act("report", "{'report': 'P2', 'room': 'L1'}");
            Instant inTheMiddle = Node.EVENING.plus(Duration.ofHours(1));
            insertDue(node, "report/P1", 1, inTheMiddle); // closed already
            insertDue(node, "report/P2", 7, inTheMiddle); // never opened, beside one that runs
            insertDue(node, "report/nobody", 1, inTheMiddle);
            node.clock().advanceTo(inTheMiddle);
            assertThat(node.now()).isEqualTo(inTheMiddle);
            assertThat(node.stored("window.lapsed.v1")).isZero();
            assertThat(indexed(node)).hasSize(1);
            node.clock().advanceTo(Node.EVENING.plus(Duration.ofDays(2)));
            assertThat(node.stored("window.lapsed.v1")).isEqualTo(1);
            assertThat(indexed(node)).isEmpty();
        }
    }

    @Test
    void a_sandbox_clock_is_never_moved_back() {
        try (Node node = Node.sandbox(Postgres.database())) {
            assertThatThrownBy(() -> node.clock().advanceTo(Node.EVENING.minusSeconds(1)))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo(Rule.CLOCK_MOVES_FORWARD));
            assertThat(node.now()).isEqualTo(Node.EVENING);
        }
    }
}
