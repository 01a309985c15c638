package io.redress.query.windowboard;

import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.complained;
import static io.redress.query.Told.complaint;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.metLate;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.DemandUrged;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.Texts;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowBoardTest {
    private static final WindowKey DECIDE = window(returned("R1"), Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    private static final WindowKey URGE = window(returned("R1"), Obligation.ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR);

    private final Bench bench = new Bench(new WindowBoardProjection(Bench.jdbc()));
    private final WindowBoardQueries board = new WindowBoardQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    /** Some act on a return request that does nothing but this. */
    private static Event act(Instant at, Change... changes) {
        return act("R1", at, changes);
    }

    private static Event act(String id, Instant at, Change... changes) {
        return new DemandUrged(returned(id), at, PLATFORM, List.of(changes));
    }

    private List<WindowView> of(SubjectId subject, Instant now) {
        return board.of(Reader.PLATFORM, subject, null, 100, now).items();
    }

    private Page<WindowView> running(
            @Nullable Party owedBy, @Nullable WindowOutcome outcome, @Nullable String cursor, int limit, Instant now) {
        return board.board(
                Reader.PLATFORM,
                new WindowFilter(owedBy, new WindowFilter.State(false, outcome), null, null, null, null),
                cursor,
                limit,
                now);
    }

    private List<Obligation> found(
            WindowFilter.State state,
            @Nullable Obligation obligation,
            @Nullable String clause,
            Instant from,
            Instant to) {
        WindowFilter filter = new WindowFilter(
                null, state, obligation, clause == null ? null : WindowFilter.Clause.of(clause), from, to);
        return board.board(Reader.PLATFORM, filter, null, 100, hour(60)).items().stream()
                .map(WindowView::obligation)
                .toList();
    }

    @Test
    void windows_are_found_by_outcome_obligation_clause_and_due_time_closed_ones_too() {
        WindowKey open = window(returned("R1"), Obligation.MERCHANT_EXECUTE_REFUND, MERCHANT);
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)),
                lapse(URGE, hour(24), hour(24)),
                act(
                        hour(30),
                        met(DECIDE),
                        new Change.Opened(
                                open,
                                hour(30),
                                hour(54),
                                Length.parse("PT24H"),
                                Layer.DEFAULT,
                                null,
                                "6.4.2 b c; 6.1.5",
                                false,
                                null)));
        WindowFilter.State closed = new WindowFilter.State(true, null);

        assertThat(found(WindowFilter.State.RUNNING, null, null, null, null)).containsExactly(open.obligation());
        assertThat(found(closed, null, null, null, null)).containsExactly(URGE.obligation(), DECIDE.obligation());
        assertThat(found(new WindowFilter.State(true, WindowOutcome.LAPSED), null, null, null, null))
                .containsExactly(URGE.obligation());
        assertThat(found(closed, DECIDE.obligation(), null, null, null)).containsExactly(DECIDE.obligation());
        assertThat(found(closed, null, null, hour(25), null)).containsExactly(DECIDE.obligation());
        assertThat(found(closed, null, null, hour(24), hour(48))).containsExactly(URGE.obligation());
        for (String clause : List.of("6.4.2", "6.4.2 b", "6.4.2 c", "6.1.5")) {
            assertThat(found(WindowFilter.State.RUNNING, null, clause, null, null))
                    .as(clause)
                    .hasSize(1);
        }
        for (String clause : List.of("6.4", "6.4.2 a", "6.1", "1.5", "6.1.5 c")) {
            assertThat(found(WindowFilter.State.RUNNING, null, clause, null, null))
                    .as(clause)
                    .isEmpty();
        }
    }

    @Test
    void the_windows_of_a_case_come_in_pages() {
        bench.publish(filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)));

        Page<WindowView> first = board.of(Reader.PLATFORM, returned("R1"), null, 1, hour(1));
        Page<WindowView> second = board.of(Reader.PLATFORM, returned("R1"), first.next(), 1, hour(1));

        assertThat(first.items()).extracting(WindowView::obligation).containsExactly(DECIDE.obligation());
        assertThat(second.items()).extracting(WindowView::obligation).containsExactly(URGE.obligation());
        assertThat(second.next()).isNull();
    }

    private WindowView decide() {
        return of(returned("R1"), hour(0)).getFirst();
    }

    private List<LedgerRow> ledger() {
        List<LedgerRow> rows = new ArrayList<>();
        board.ledger(rows::add);
        return rows;
    }

    @Test
    void an_open_window_shows_everything_that_was_resolved_when_it_opened() {
        DocumentVersion plan = new DocumentVersion(SubjectId.plan("M1", "L1"), 3);
        bench.publish(filed(
                "R1",
                hour(0),
                500,
                new Change.Opened(
                        DECIDE,
                        hour(0),
                        hour(36),
                        Length.parse("PT36H"),
                        Layer.SERVICE_PLAN,
                        plan,
                        "6.4.2 c",
                        true,
                        null)));

        WindowView shown = of(returned("R1"), hour(1)).getFirst();

        assertThat(shown)
                .isEqualTo(new WindowView(
                        returned("R1"),
                        Obligation.MERCHANT_DECIDE_REFUND_ONLY,
                        new Texts.Bilingual("decide the refund request", "处理仅退款申请"),
                        1,
                        MERCHANT,
                        shown(hour(0)),
                        shown(hour(36)),
                        WindowOutcome.OPEN,
                        35L * 3600,
                        null,
                        false,
                        false,
                        false,
                        Layer.SERVICE_PLAN,
                        "PT36H",
                        plan,
                        "6.4.2 c",
                        true,
                        null,
                        null));
    }

    @Test
    void a_met_window_is_closed_by_the_act() {
        bench.publish(filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)), act(hour(2), met(DECIDE)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.MET);
        assertThat(decide().closedAt()).isEqualTo(shown(hour(2)));
        assertThat(decide().lapsed()).isFalse();
        assertThat(decide().remainingSeconds()).isNull();
    }

    @Test
    void a_lapsed_window_is_closed_at_its_due_time_however_late_the_lapse_was_noticed() {
        bench.publish(filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)), lapse(DECIDE, hour(48), hour(49)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.LAPSED);
        assertThat(decide().closedAt()).isEqualTo(shown(hour(48)));
        assertThat(decide().lapsed()).isTrue();
    }

    @Test
    void a_late_act_turns_a_lapse_into_met_late_and_the_lapse_stays_known() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)),
                lapse(DECIDE, hour(48), hour(48)),
                act(hour(50), metLate(DECIDE)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.MET_LATE);
        assertThat(decide().closedAt()).isEqualTo(shown(hour(50)));
        assertThat(decide().lapsed()).isTrue();
    }

    @Test
    void a_window_that_is_withdrawn_while_suspended_shows_the_due_time_it_had() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)),
                act(hour(10), new Change.Suspended(DECIDE)),
                act(hour(20), withdrawn(DECIDE)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.WITHDRAWN);
        assertThat(decide().dueAt()).isEqualTo(shown(hour(48)));
        assertThat(decide().closedAt()).isEqualTo(shown(hour(20)));
        assertThat(decide().suspendedAt()).isNull();
    }

    @Test
    void a_suspended_window_stands_still_with_what_was_left_and_runs_on_until_the_moved_due_time() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)), act(hour(10), new Change.Suspended(DECIDE)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.SUSPENDED);
        assertThat(decide().suspendedAt()).isEqualTo(shown(hour(10)));
        assertThat(decide().remainingSeconds()).isEqualTo(38 * 3600);
        assertThat(decide().closedAt()).isNull();

        bench.publish(act(hour(30), new Change.Resumed(DECIDE, hour(68), true, null)));

        assertThat(decide().outcome()).isEqualTo(WindowOutcome.OPEN);
        assertThat(decide().dueAt()).isEqualTo(shown(hour(68)));
        assertThat(decide().suspendedAt()).isNull();
        assertThat(decide().provisional()).isTrue();
    }

    @Test
    void days_that_are_counted_anew_move_a_window_and_keep_what_is_asked_beyond_that() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)),
                new ExtensionProposed(returned("R1"), hour(1), MERCHANT, DECIDE, hour(72), List.of()),
                act(hour(2), new Change.Moved(DECIDE, hour(48), hour(60), true, 2)));
        assertThat(decide().dueAt()).isEqualTo(shown(hour(60)));
        assertThat(decide().provisional()).isTrue();
        assertThat(decide().outcome()).isEqualTo(WindowOutcome.OPEN);
        assertThat(decide().proposedDueAt()).isEqualTo(shown(hour(72)));

        bench.publish(act(hour(3), new Change.Moved(DECIDE, hour(60), hour(72), false, 3)));
        assertThat(decide().dueAt()).isEqualTo(shown(hour(72)));
        assertThat(decide().provisional()).isFalse();
        assertThat(decide().proposedDueAt()).isNull();
    }

    @Test
    void a_proposed_extension_is_shown_until_it_is_declined() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)),
                new ExtensionProposed(returned("R1"), hour(1), MERCHANT, DECIDE, hour(72), List.of()));
        assertThat(decide().proposedDueAt()).isEqualTo(shown(hour(72)));

        bench.publish(new ExtensionDeclined(returned("R1"), hour(2), CONSUMER, DECIDE, List.of()));
        assertThat(decide().proposedDueAt()).isNull();
        assertThat(decide().dueAt()).isEqualTo(shown(hour(48)));
    }

    @Test
    void an_accepted_extension_moves_the_due_time_and_is_of_the_agreement_from_then_on() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)),
                new ExtensionProposed(returned("R1"), hour(1), MERCHANT, DECIDE, hour(72), List.of()),
                new ExtensionAccepted(
                        returned("R1"), hour(2), CONSUMER, DECIDE, List.of(new Change.Extended(DECIDE, hour(72)))));

        assertThat(decide().dueAt()).isEqualTo(shown(hour(72)));
        assertThat(decide().layer()).isEqualTo(Layer.AGREEMENT);
        assertThat(decide().length()).isNull();
        assertThat(decide().proposedDueAt()).isNull();
    }

    @Test
    void the_windows_of_a_demand_include_those_of_its_intervention_in_the_order_of_their_opening() {
        SubjectId demand = returned("R1");
        WindowKey takeUp = window(demand.intervention(), Obligation.PLATFORM_OPEN_INTERVENTION, PLATFORM);
        WindowKey solve = window(demand.intervention(), Obligation.PLATFORM_PROVIDE_SOLUTION, PLATFORM);
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)),
                lapse(DECIDE, hour(48), hour(48), opened(takeUp, hour(48), 24), opened(solve, hour(48), 120)),
                filed("R2", hour(0), 500, opened(other(DECIDE, "R2"), hour(0), 48)));

        assertThat(of(demand, hour(48)))
                .extracting(WindowView::obligation)
                .containsExactly(
                        Obligation.MERCHANT_DECIDE_REFUND_ONLY,
                        Obligation.ROOM_OPERATOR_URGE_AFTERSALE,
                        Obligation.PLATFORM_OPEN_INTERVENTION,
                        Obligation.PLATFORM_PROVIDE_SOLUTION);
    }

    private static WindowKey other(WindowKey window, String id) {
        return new WindowKey(returned(id), window.obligation(), window.owedBy(), window.number());
    }

    @Test
    void the_ledger_sorts_by_second_then_subject_obligation_owner_as_strings_and_number_as_a_number() {
        Instant early = hour(0).minusNanos(1);
        Instant lateInTheSecond = hour(0).plusMillis(900);
        List<Change> opened = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            WindowKey key = new WindowKey(returned("R1"), Obligation.CONSUMER_SUBMIT_EVIDENCE, CONSUMER, number);
            opened.add(opened(key, hour(0), 72));
        }
        opened.add(
                opened(window(returned("R1"), Obligation.CONSUMER_SUBMIT_EVIDENCE, Party.consumer("B")), hour(0), 72));
        opened.add(
                opened(window(returned("R1"), Obligation.CONSUMER_SUBMIT_EVIDENCE, Party.consumer("a")), hour(0), 72));
        opened.add(opened(window(returned("R1"), Obligation.CONSUMER_ANSWER_SOLUTION, CONSUMER), lateInTheSecond, 72));
        bench.publish(
                registered(
                        "O2",
                        lateInTheSecond,
                        opened(window(SubjectId.order("O2"), Obligation.MERCHANT_SHIP_GOODS, MERCHANT), hour(0), 72)),
                registered(
                        "O10",
                        lateInTheSecond,
                        opened(
                                window(SubjectId.order("O10"), Obligation.MERCHANT_SHIP_GOODS, MERCHANT),
                                lateInTheSecond,
                                72)),
                complained(
                        "Z",
                        early,
                        opened(window(complaint("Z"), Obligation.MERCHANT_ACCEPT_COMPLAINT, MERCHANT), early, 24)),
                filed("R1", hour(0), 500, opened.toArray(Change[]::new)));

        assertThat(ledger())
                .extracting(row ->
                        "%s %s %s %d".formatted(row.subject(), row.obligation().id(), row.owedBy(), row.number()))
                .containsExactly(
                        "complaint/Z merchant-accept-complaint merchant:M1 1",
                        "order/O10 merchant-ship-goods merchant:M1 1",
                        "order/O2 merchant-ship-goods merchant:M1 1",
                        "return/R1 consumer-answer-solution consumer:U1 1",
                        "return/R1 consumer-submit-evidence consumer:B 1",
                        "return/R1 consumer-submit-evidence consumer:U1 1",
                        "return/R1 consumer-submit-evidence consumer:U1 2",
                        "return/R1 consumer-submit-evidence consumer:U1 3",
                        "return/R1 consumer-submit-evidence consumer:U1 4",
                        "return/R1 consumer-submit-evidence consumer:U1 5",
                        "return/R1 consumer-submit-evidence consumer:U1 6",
                        "return/R1 consumer-submit-evidence consumer:U1 7",
                        "return/R1 consumer-submit-evidence consumer:U1 8",
                        "return/R1 consumer-submit-evidence consumer:U1 9",
                        "return/R1 consumer-submit-evidence consumer:U1 10",
                        "return/R1 consumer-submit-evidence consumer:a 1");
    }

    @Test
    void the_ledger_names_a_plan_with_its_names_as_they_were_given_and_sorts_by_them() {
        for (String merchant : List.of("M/1", "M%1", "M.1")) {
            SubjectId plan = SubjectId.plan(merchant, "L/%");
            WindowKey key = window(plan, Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT, Party.merchant(merchant));
            bench.publish(new PlanAdjustmentAsked(
                    plan,
                    hour(0),
                    OPERATOR,
                    new Parties("", merchant, "H1", "L/%"),
                    List.of(opened(key, hour(0), 72))));
        }

        assertThat(ledger())
                .extracting(LedgerRow::subject)
                .containsExactly("plan/M%1/L/%", "plan/M.1/L/%", "plan/M/1/L/%");
        assertThat(of(SubjectId.plan("M/1", "L/%"), hour(0))).hasSize(1);
    }

    @Test
    void the_ledger_sorts_names_by_code_point_and_keeps_every_character_of_them() {
        List<String> names = List.of("R\u0000", "R\u0000x", "R\u0001", "R\u0002", "Ra", "R店", "R\uFFFD", "R😀");
        for (String name : names.reversed()) {
            bench.publish(filed(name, hour(0), 500, opened(other(DECIDE, name), hour(0), 48)));
        }

        assertThat(ledger())
                .extracting(LedgerRow::subject)
                .containsExactlyElementsOf(
                        names.stream().map(name -> "return/" + name).toList());
        assertThat(names)
                .allSatisfy(name -> assertThat(of(returned(name), hour(0))).hasSize(1));
    }

    @Test
    void a_moment_is_cut_to_the_microsecond_and_never_rounded_into_the_next_second() {
        Instant nearly = Instant.parse("2026-11-11T12:00:00.999999999Z");
        bench.publish(filed("R1", nearly, 500, opened(DECIDE, nearly, 48)));

        assertThat(ledger().getFirst().openedAt()).isEqualTo(shown(Instant.parse("2026-11-11T12:00:00.999999Z")));
    }

    @Test
    void the_board_shows_what_runs_soonest_first_and_nothing_that_is_closed() {
        bench.publish(
                filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)),
                filed("R2", hour(0), 500, opened(other(DECIDE, "R2"), hour(0), 12)),
                filed("R3", hour(0), 500, opened(other(DECIDE, "R3"), hour(0), 36)),
                act("R2", hour(1), met(other(DECIDE, "R2"))),
                act("R3", hour(1), new Change.Suspended(other(DECIDE, "R3"))));

        assertThat(running(null, null, null, 10, hour(2)).items())
                .extracting(WindowView::dueAt, WindowView::outcome, WindowView::remainingSeconds)
                .containsExactly(
                        tuple(shown(hour(24)), WindowOutcome.OPEN, 22L * 3600),
                        tuple(shown(hour(36)), WindowOutcome.SUSPENDED, 35L * 3600),
                        tuple(shown(hour(48)), WindowOutcome.OPEN, 46L * 3600));
        assertThat(running(OPERATOR, null, null, 10, hour(2)).items())
                .extracting(WindowView::obligation)
                .containsExactly(Obligation.ROOM_OPERATOR_URGE_AFTERSALE);
        assertThat(running(MERCHANT, WindowOutcome.SUSPENDED, null, 10, hour(2)).items())
                .extracting(WindowView::subject)
                .containsExactly(returned("R3"));
        assertThat(running(Party.merchant("M"), null, null, 10, hour(2)).items())
                .isEmpty();
    }

    @Test
    void time_that_is_over_and_not_noticed_yet_remains_below_zero() {
        bench.publish(filed("R1", hour(0), 500, opened(DECIDE, hour(0), 48)));

        assertThat(running(null, null, null, 1, hour(48).plusMillis(1))
                        .items()
                        .getFirst()
                        .remainingSeconds())
                .isEqualTo(-1);
    }

    @Test
    void paging_neither_repeats_nor_skips_when_windows_close_and_open_between_pages() {
        for (int i = 1; i <= 7; i++) {
            String id = "R" + i;
            bench.publish(filed(id, hour(0), 500, opened(other(DECIDE, id), hour(0), i < 4 ? 10 : 20)));
        }

        Page<WindowView> first = running(MERCHANT, WindowOutcome.OPEN, null, 3, hour(0));
        bench.publish(
                act("R3", hour(1), met(other(DECIDE, "R3"))),
                act("R6", hour(1), met(other(DECIDE, "R6"))),
                filed("R0", hour(1), 500, opened(other(DECIDE, "R0"), hour(1), 1)));
        Page<WindowView> second = running(MERCHANT, WindowOutcome.OPEN, first.next(), 2, hour(1));
        Page<WindowView> third = running(MERCHANT, WindowOutcome.OPEN, second.next(), 2, hour(1));

        assertThat(first.items())
                .extracting(WindowView::subject)
                .containsExactly(returned("R1"), returned("R2"), returned("R3"));
        assertThat(second.items()).extracting(WindowView::subject).containsExactly(returned("R4"), returned("R5"));
        assertThat(third.items()).extracting(WindowView::subject).containsExactly(returned("R7"));
        assertThat(third.next()).isNull();
    }

    @Test
    void an_event_that_moves_a_window_which_never_opened_fails_loudly() {
        assertThatThrownBy(() -> bench.publish(act(hour(0), met(DECIDE))))
                .hasStackTraceContaining("changes a row that is not there");
    }
}
