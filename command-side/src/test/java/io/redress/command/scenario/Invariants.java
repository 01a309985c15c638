package io.redress.command.scenario;

import static io.redress.api.window.Obligation.PLATFORM_DISCLOSE_PARTY_INFO;
import static io.redress.api.window.Obligation.PLATFORM_OPEN_INTERVENTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.RecordedFact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.party.Role;
import io.redress.api.returns.GoodsCameBack;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.command.window.Obligations;
import io.redress.command.window.OnLapse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold after every event of any case, whatever anybody does. */
final class Invariants {
    /** A duty whose lapse is answered like this is still owed after it. */
    private static final Set<OnLapse> OWED_AFTER_ITS_LAPSE = Set.of(OnLapse.ESCALATE, OnLapse.ALERT);

    private static final Obligations OBLIGATIONS = Obligations.shipped();

    /** One history: an order, a demand with its intervention, a document. */
    private static final class History {
        private final Ledger ledger = new Ledger();
        private final Map<Slot, Integer> numbers = new HashMap<>();
        private final Set<SubjectId> ended = new HashSet<>();
        private boolean selfRun;
        private boolean withTheCarrier;
        private Instant newest = Instant.MIN;
    }

    private record Slot(SubjectId subject, Object obligation, Object owedBy) {}

    /** What was paid, and what was paid back: as the order's own history has it, and as its demands have it. */
    private static final class Money {
        private long paidFen;
        private long paidBackFen;
        private long paidBackByDemandsFen;
    }

    private final Map<SubjectId, Money> money = new HashMap<>();
    private final Map<SubjectId, SubjectId> orders = new HashMap<>();
    private final Map<SubjectId, Long> paidForDemand = new HashMap<>();

    private final Map<SubjectId, History> histories = new LinkedHashMap<>();

    /** All windows, by history, in the order in which they were opened. */
    List<Ledger.Row> rows() {
        return histories.values().stream()
                .flatMap(history -> history.ledger.rows().stream())
                .toList();
    }

    /** Takes a stored event, and checks what it did. */
    void add(Event event) {
        History history = histories.computeIfAbsent(event.subject(), _ -> new History());
        assertThat(event.at()).as("histories run forward: %s", event).isAfterOrEqualTo(history.newest);
        history.newest = event.at();
        learn(event, history);
        check(event);
        for (Change change : event.changes()) {
            check(change, event, history);
        }
        history.ledger.add(event);
        for (Change change : event.changes()) {
            if (change instanceof Change.Ended ended) {
                assertThat(history.ended.add(ended.subject()))
                        .as("a subject ends once: %s", event)
                        .isTrue();
            } else if (change instanceof Change.Reopened again) {
                assertThat(history.ended.remove(again.subject()))
                        .as("only what ended is reopened: %s", event)
                        .isTrue();
            }
        }
        checkWhole(event, history);
    }

    private static void learn(Event event, History history) {
        switch (event) {
            case OrderRegistered registered -> history.selfRun = selfRun(registered.parties());
            case ReturnFiled filed -> history.selfRun = selfRun(filed.parties());
            case ComplaintFiled filed -> history.selfRun = selfRun(filed.parties());
            case ReturnShippedBack _ -> history.withTheCarrier = true;
            case GoodsCameBack _ -> history.withTheCarrier = false;
            case FactCorrected corrected -> {
                boolean occurred = corrected.occurredAt() != null;
                if (corrected.fact() == Fact.SHIP_BACK) {
                    history.withTheCarrier &= occurred;
                } else if (corrected.fact() == Fact.GOODS_BACK) {
                    history.withTheCarrier = !occurred;
                }
            }
            default -> {}
        }
    }

    /** Together never more is paid back than was paid, for the order and for what each demand is about. */
    private void check(Event event) {
        switch (event) {
            case OrderRegistered order ->
                money(order.subject()).paidFen =
                        order.lines().stream().mapToLong(OrderLine::amountFen).sum();
            case OrderLinesStruck struck -> paidBack(struck.subject(), struck.amountFen());
            case OrderPaidBack paidBack -> paidBack(paidBack.subject(), paidBack.amountFen());
            case ReturnFiled filed -> {
                orders.put(filed.subject(), filed.order());
                paidForDemand.put(filed.subject(), filed.amountFen());
            }
            case ComplaintFiled filed -> {
                if (filed.order() != null) {
                    orders.put(filed.subject(), filed.order());
                }
                paidForDemand.put(filed.subject(), filed.amountFen());
            }
            case ReturnRefunded refunded -> paidBackBy(refunded, refunded.amountFen());
            case SettlementPerformed performed -> paidBackBy(performed, performed.amountFen());
            case CaseSettled settled -> paidBackBy(settled, settled.amountFen());
            case DecisionPerformed performed -> paidBackBy(performed, performed.amountFen());
            case FactCorrected corrected
            when corrected.notPaidFen() != null -> {
                if (corrected.subject().isDemand()) {
                    paidBackBy(corrected, -corrected.notPaidFen());
                } else {
                    paidBack(corrected.subject(), -corrected.notPaidFen());
                }
            }
            default -> {}
        }
    }

    private Money money(SubjectId order) {
        return money.computeIfAbsent(order, _ -> new Money());
    }

    private void paidBack(SubjectId order, long amountFen) {
        money(order).paidBackFen += amountFen;
        assertThat(money(order).paidBackFen).as("paid back for %s", order).isLessThanOrEqualTo(money(order).paidFen);
    }

    /** The order's history has it already: it is written first. */
    private void paidBackBy(Event event, @Nullable Long amountFen) {
        if (amountFen == null || amountFen == 0) {
            return;
        }
        assertThat(paidForDemand.merge(event.subject(), -amountFen, Long::sum))
                .as("left of what was paid: %s", event)
                .isNotNegative();
        Money ofOrder = money(orders.get(event.subject()));
        ofOrder.paidBackByDemandsFen += amountFen;
        assertThat(ofOrder.paidBackByDemandsFen)
                .as("the order keeps what its demands pay back: %s", event)
                .isEqualTo(ofOrder.paidBackFen);
    }

    private static boolean selfRun(Parties parties) {
        return parties.merchant().equals(parties.operator());
    }

    private static void check(Change change, Event event, History history) {
        if (!(change instanceof Change.OfWindow ofWindow)) {
            return;
        }
        WindowKey key = ofWindow.window();
        assertThat(key.subject().owner())
                .as("an event moves windows of its own history: %s", event)
                .isEqualTo(event.subject());
        Ledger.Row before = history.ledger.row(key);
        if (before != null && !(ofWindow instanceof Change.Rescinded) && rescinds(event, key)) {
            before = before.runningAgain();
        }
        if (ofWindow instanceof Change.Opened opened) {
            checkOpened(opened, event, history);
            return;
        }
        if (before == null) {
            // opened by this same event
            assertThat(event.changes())
                    .anyMatch(other -> other instanceof Change.Opened opened
                            && opened.window().equals(key));
            assertThat(ofWindow)
                    .isInstanceOfAny(
                            event instanceof FactCorrected
                                    ? new Class<?>[] {Change.Met.class, Change.Lapsed.class}
                                    : new Class<?>[] {Change.Met.class});
            return;
        }
        if (event instanceof FactCorrected) {
            checkCorrected(ofWindow, before, event);
            return;
        }
        switch (ofWindow) {
            case Change.Opened _ -> throw new AssertionError("handled above");
            case Change.Met met -> {
                assertThat(met.late())
                        .as("met late means after a lapse: %s", event)
                        .isEqualTo(before.outcome().equals("lapsed"));
                assertThat(met.late() || before.isRunning())
                        .as("only what is owed is met: %s", event)
                        .isTrue();
            }
            case Change.Lapsed lapsed -> {
                assertThat(before.outcome())
                        .as("only an open window lapses: %s", event)
                        .isEqualTo("open");
                assertThat(lapsed.dueAt()).isEqualTo(before.dueAt()).isBeforeOrEqualTo(event.at());
                assertThat(event)
                        .isInstanceOfSatisfying(
                                WindowLapsed.class,
                                lapse -> assertThat(lapse.window()).isEqualTo(key));
            }
            case Change.Rescinded _ ->
                assertThat(before.outcome())
                        .as("only a lapse is taken back: %s", event)
                        .isEqualTo("lapsed");
            case Change.Withdrawn _ ->
                assertThat(before.isRunning())
                        .as("only a running window is withdrawn: %s", event)
                        .isTrue();
            case Change.Suspended _ ->
                assertThat(before.outcome())
                        .as("only an open window is suspended: %s", event)
                        .isEqualTo("open");
            case Change.Resumed resumed -> {
                assertThat(before.outcome())
                        .as("only a suspended window resumes: %s", event)
                        .isEqualTo("suspended");
                assertThat(resumed.dueAt()).isAfter(event.at());
                assertThat(event.changes().stream().anyMatch(Change.Moved.class::isInstance)
                                || !resumed.dueAt().isBefore(before.dueAt()))
                        .as("standing still shortens nothing: %s", event)
                        .isTrue();
            }
            case Change.Extended extended -> {
                assertThat(before.outcome())
                        .as("only an open window is extended: %s", event)
                        .isEqualTo("open");
                assertThat(extended.dueAt()).isAfter(before.dueAt());
            }
            case Change.Moved moved -> {
                boolean resumes = event.changes().stream()
                        .anyMatch(other -> other instanceof Change.Resumed resumed
                                && resumed.window().equals(key));
                assertThat(before.outcome())
                        .as("only an open window is counted anew, or one that is resumed: %s", event)
                        .isEqualTo(resumes ? "suspended" : "open");
                assertThat(moved.dueBefore()).isEqualTo(before.dueAt());
                assertThat(before.provisional() || !moved.dueAt().isBefore(before.dueAt()))
                        .as("what was told as firm is never shortened: %s", event)
                        .isTrue();
                assertThat(resumes || moved.dueAt().isAfter(event.at()))
                        .as("a notice makes nobody late: %s", event)
                        .isTrue();
            }
        }
    }

    /** What a wrong fact had done to a window is done otherwise: only there what is over changes once more. */
    private static void checkCorrected(Change.OfWindow change, Ledger.Row before, Event event) {
        switch (change) {
            case Change.Met met -> {
                assertThat(before.outcome())
                        .as("what was met is met again: %s", event)
                        .isIn("open", "met", "met-late");
                assertThat(met.late()).isEqualTo(!met.at(event).isBefore(before.dueAt()));
            }
            case Change.Lapsed lapsed -> {
                assertThat(before.outcome())
                        .as("what was met in time lapses: %s", event)
                        .isEqualTo("met");
                assertThat(lapsed.dueAt()).isEqualTo(before.dueAt()).isBeforeOrEqualTo(event.at());
            }
            case Change.Rescinded _ ->
                assertThat(before.outcome())
                        .as("only a lapse is taken back: %s", event)
                        .isIn("lapsed", "met-late");
            case Change.Withdrawn _ ->
                assertThat(before.outcome())
                        .as("a window is withdrawn once: %s", event)
                        .isNotEqualTo("withdrawn");
            case Change.Resumed resumed -> {
                assertThat(before.isRunning())
                        .as("only what is over runs again: %s", event)
                        .isFalse();
                assertThat(resumed.dueAt()).isEqualTo(before.dueAt());
            }
            case Change.Opened _, Change.Suspended _, Change.Extended _, Change.Moved _ ->
                throw new AssertionError("no work of a correction: " + event);
        }
    }

    private static boolean rescinds(Event event, WindowKey window) {
        return event.changes().contains(new Change.Rescinded(window));
    }

    private static void checkOpened(Change.Opened opened, Event event, History history) {
        WindowKey key = opened.window();
        int number = history.numbers.merge(new Slot(key.subject(), key.obligation(), key.owedBy()), 1, Integer::sum);
        assertThat(key.number()).as("windows are counted 1 to n: %s", event).isEqualTo(number);
        assertThat(opened.dueAt()).isAfter(opened.openedAt());
        if (event instanceof FactCorrected corrected && corrected.occurredAt() != null) {
            assertThat(opened.openedAt()).isEqualTo(corrected.occurredAt());
        } else if (event instanceof RecordedFact fact && key.subject().equals(event.subject())) {
            assertThat(opened.openedAt()).isEqualTo(fact.occurred());
        } else if (!(event instanceof OrderRegistered)) {
            assertThat(opened.openedAt()).isEqualTo(event.at());
        }
        assertThat(opened.clause()).isEqualTo(OBLIGATIONS.of(key.obligation()).clause());
        assertThat(history.selfRun && key.owedBy().role() == Role.ROOM_OPERATOR)
                .as("a self-run room has no operator of its own: %s", event)
                .isFalse();
        if (key.obligation() == PLATFORM_OPEN_INTERVENTION) {
            assertThat(number == 1 || history.ended.remove(key.subject()))
                    .as("one intervention at a time: %s", event)
                    .isTrue();
        }
    }

    private static void checkWhole(Event event, History history) {
        List<Ledger.Row> rows = history.ledger.rows();
        for (Ledger.Row row : rows) {
            assertThat(Outcomes.of(row.window().obligation()))
                    .as("outcomes that %s can have: %s", row.window(), event)
                    .contains(row.outcome());
            if (history.ended.contains(row.window().subject())
                    && row.window().obligation() != PLATFORM_DISCLOSE_PARTY_INFO) {
                assertThat(row.isRunning())
                        .as("what ended waits for nothing: %s, %s", row.window(), event)
                        .isFalse();
            }
        }
        if (event.subject().isDemand() && !history.ended.contains(event.subject())) {
            assertThat(history.withTheCarrier || rows.stream().anyMatch(row -> row.isRunning() || isStillOwed(row)))
                    .as("somebody holds the ball: %s", event)
                    .isTrue();
        }
    }

    private static boolean isStillOwed(Ledger.Row row) {
        return row.outcome().equals("lapsed")
                && OWED_AFTER_ITS_LAPSE.contains(
                        OBLIGATIONS.of(row.window().obligation()).onLapse());
    }
}
