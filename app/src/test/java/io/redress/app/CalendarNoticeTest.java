package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.window.Change;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowsRecounted;
import io.redress.command.clock.DueWindows;
import io.redress.command.clock.Recounts;
import io.redress.command.door.FrontDoor;
import io.redress.command.window.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;

/** A notice about days off reaches every window that runs, whatever breaks in between. The notices are invented. */
class CalendarNoticeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant BEFORE_THE_FESTIVAL = Node.at("2027-02-02T20:00:00+08:00");
    private static final Map<String, Object> STILL = Map.of("redress.sandbox", true, "redress.clock", false);
    private static final Map<String, Object> NOTICING = Map.of("redress.sandbox", true);

    /** Off until Thursday 02-11: three working days from 02-02 end on 02-12 instead of 02-09. */
    static final String NOTICE = """
            {'number': 'G9', 'issuedOn': '2026-11-11', 'source': 'invented', 'year': 2027,
             'daysOff': [{'date': '2027-01-01', 'holiday': '元旦'}, {'date': '2027-02-05', 'holiday': '春节'},
                         {'date': '2027-02-06', 'holiday': '春节'}, {'date': '2027-02-07', 'holiday': '春节'},
                         {'date': '2027-02-08', 'holiday': '春节'}, {'date': '2027-02-09', 'holiday': '春节'},
                         {'date': '2027-02-10', 'holiday': '春节'}, {'date': '2027-02-11', 'holiday': '春节'}],
             'workdays': [{'date': '2027-02-13', 'holiday': '春节'}]}""";

    private static final int ORDERS = 450;
    private static final int UNTIL_IT_BREAKS = 230;

    /** The machine stops here. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Node begin(String database) {
        Node node = Node.inside(database, STILL);
        node.clock().startAt(BEFORE_THE_FESTIVAL);
        for (int n = 0; n < ORDERS; n++) {
            node.order("O" + n);
        }
        // one of every other kind of history that has windows counted in days
        node.act("ship", "{'order': 'O0'}");
        node.act("deliver", "{'order': 'O0'}");
        node.act(
                "file-return",
                "{'return': 'R0', 'order': 'O0', 'kind': 'exchange', 'reason': 'quality', 'lines': ['A']}");
        node.act("refuse-return", "{'return': 'R0', 'reason': 'worn'}");
        node.act("file-complaint", """
                {'complaint': 'C0', 'consumer': 'U0', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'against': 'merchant', 'serious': false}""");
        node.act("disclose-request", "{'complaint': 'C0'}");
        node.act("ask-plan-adjustment", "{'merchant': 'M1', 'operator': 'H1', 'room': 'L1'}");
        return node;
    }

    private static Map<WindowKey, Integer> moves(Node node) {
        Map<WindowKey, Integer> moves = new HashMap<>();
        for (Event event : node.events()) {
            for (Change change : event.changes()) {
                if (change instanceof Change.Moved moved) {
                    moves.merge(moved.window(), 1, Integer::sum);
                }
            }
        }
        return moves;
    }

    private static long left(Node node) {
        return node.sql()
                .sql("SELECT count(*) FROM outbox.due_window WHERE calendar < 2")
                .query(Long.class)
                .single();
    }

    @Test
    void every_window_is_moved_once_although_the_machine_stops_in_the_middle() {
        String database = Postgres.database();
        Set<WindowKey> provisional = new HashSet<>();
        try (Node node = begin(database)) {
            for (Event event : node.events()) {
                for (Change change : event.changes()) {
                    if (change instanceof Change.Opened opened && opened.provisional()) {
                        provisional.add(opened.window());
                    } else if (change instanceof Change.Met met) {
                        provisional.remove(met.window());
                    }
                }
            }
            node.act("load-calendar-notice", NOTICE);
            AtomicInteger asked = new AtomicInteger();
            Recounts breaking = new Recounts(
                    node.bean(DueWindows.class),
                    (subject, at) -> {
                        if (asked.incrementAndGet() > UNTIL_IT_BREAKS) {
                            throw new PowerCut();
                        }
                        node.bean(FrontDoor.class).lapse(subject, at);
                    },
                    now -> node.bean(Terms.class).documents().calendar(now).version());
            assertThatThrownBy(() -> breaking.askAll(node.now())).isInstanceOf(PowerCut.class);
            assertThat(node.stored("window.recounted.v1")).isEqualTo(UNTIL_IT_BREAKS);
        }
        try (Node one = Node.inside(database, NOTICING);
                Node other = Node.inside(database, NOTICING)) {
            await().atMost(PATIENCE).until(() -> left(one) == 0);
            assertThat(left(other)).isZero();

            Map<WindowKey, Integer> moves = moves(one);
            assertThat(moves.values()).containsOnly(1);
            assertThat(moves.keySet()).isEqualTo(provisional);
            assertThat(moves.keySet().stream().map(window -> window.subject().kind()))
                    .contains(
                            SubjectId.Kind.ORDER, SubjectId.Kind.RETURN, SubjectId.Kind.COMPLAINT, SubjectId.Kind.PLAN);
            assertThat(one.events().stream().filter(WindowsRecounted.class::isInstance))
                    .allSatisfy(event ->
                            assertThat(((WindowsRecounted) event).notice()).isEqualTo("G9"));
        }
    }

    @Test
    void the_index_that_is_made_anew_knows_what_is_left_to_do() {
        String database = Postgres.database();
        try (Node node = begin(database)) {
            node.act("load-calendar-notice", NOTICE);
            node.bean(DueWindows.class).rebuild(node.bean(EventStorageEngine.class));
            long before = left(node);
            assertThat(before).isGreaterThan(ORDERS);
            node.clock().advanceTo(BEFORE_THE_FESTIVAL.plusSeconds(1));
            assertThat(left(node)).isZero();
            assertThat(moves(node).values()).containsOnly(1);
            node.clock().advanceTo(Node.at("2027-02-12T23:59:59+08:00"));
            assertThat(node.events().stream()
                            .flatMap(event -> event.changes().stream())
                            .filter(change -> change instanceof Change.Lapsed lapsed
                                    && lapsed.window().subject().kind() == SubjectId.Kind.ORDER))
                    .isEmpty();
        }
    }
}
