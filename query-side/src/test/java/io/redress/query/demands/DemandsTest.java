package io.redress.query.demands;

import static io.redress.api.window.Obligation.CONSUMER_ANSWER_SOLUTION;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_AFTERSALE;
import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.complained;
import static io.redress.query.Told.complaint;
import static io.redress.query.Told.corrected;
import static io.redress.query.Told.ended;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.intervention;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.order;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.solve;
import static io.redress.query.Told.takeUp;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.demand.SolutionRejected;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.Outcome;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.WindowKey;
import io.redress.query.Bench;
import io.redress.query.CaseState;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.demands.DemandsQueries.Wanted;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemandsTest {
    private static final Wanted ALL = new Wanted(null, null, null, null);

    private static final SubjectId R1 = returned("R1");
    private static final WindowKey DECIDE = window(R1, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    private static final WindowKey URGE = window(R1, ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR);
    private static final WindowKey ANSWER = window(R1, CONSUMER_ANSWER_SOLUTION, CONSUMER);

    private final Bench bench = new Bench(new DemandsProjection(Bench.jdbc()));
    private final DemandsQueries demands = new DemandsQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    private DemandView only() {
        List<DemandView> all = demands.list(Reader.PLATFORM, ALL, null, 10).items();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<SubjectId> subjects(Party party, CaseState state, SubjectId.Kind kind) {
        return demands.list(Reader.PLATFORM, new Wanted(party, state, kind, null), null, 10).items().stream()
                .map(DemandView::subject)
                .toList();
    }

    @Test
    void a_demand_shows_what_it_is_about_and_everybody_who_holds_the_ball() {
        bench.publish(filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)));

        assertThat(only())
                .isEqualTo(new DemandView(
                        R1,
                        PARTIES,
                        order("O1"),
                        CaseState.OPEN,
                        null,
                        null,
                        4_200,
                        null,
                        0,
                        shown(hour(0)),
                        List.of(MERCHANT, OPERATOR),
                        shown(hour(24)),
                        false));
    }

    @Test
    void a_demand_shows_what_is_ordered_and_what_was_paid_back() {
        bench.publish(filed("R1", hour(0), 4_200), decided(3_000L));
        assertThat(only().orderedFen()).isEqualTo(3_000);
        assertThat(only().paidBackFen()).isZero();

        bench.publish(
                new DecisionPerformed(R1, hour(3), MERCHANT, 3_000L, List.of()),
                new AppealDecided(
                        R1, hour(4), PLATFORM, "A2", Outcome.UPHELD, null, null, null, null, null, null, List.of()));
        assertThat(only().orderedFen()).isEqualTo(3_000);
        assertThat(only().paidBackFen()).isEqualTo(3_000);

        bench.publish(
                new AppealDecided(
                        R1,
                        hour(5),
                        PLATFORM,
                        "A2",
                        Outcome.REVERSED,
                        MERCHANT,
                        1_200L,
                        null,
                        null,
                        null,
                        null,
                        List.of()),
                new DecisionPerformed(R1, hour(6), MERCHANT, 1_200L, List.of()));
        assertThat(only().orderedFen()).isEqualTo(1_200);
        assertThat(only().paidBackFen()).isEqualTo(4_200);
    }

    private static CaseDecided decided(Long amountFen) {
        return new CaseDecided(R1, hour(2), PLATFORM, MERCHANT, amountFen, null, null, null, "A1", null, List.of());
    }

    @ParameterizedTest
    @MethodSource
    void money_is_paid_back_by_a_refund_a_settlement_and_a_performance(Event payment) {
        bench.publish(filed("R1", hour(0), 4_200), payment);
        assertThat(only().paidBackFen()).isEqualTo(700);
    }

    static Stream<Event> money_is_paid_back_by_a_refund_a_settlement_and_a_performance() {
        return Stream.of(
                new ReturnRefunded(R1, hour(1), null, MERCHANT, false, 700, List.of()),
                new SettlementPerformed(R1, hour(1), MERCHANT, 700L, List.of()),
                new CaseSettled(R1, hour(1), PLATFORM, 700L, "A1", null, List.of()),
                new DecisionPerformed(R1, hour(1), MERCHANT, 700L, List.of()));
    }

    @Test
    void the_ball_moves_with_the_windows_and_a_suspended_one_holds_nobody() {
        bench.publish(
                filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24)),
                new DemandUrged(R1, hour(1), OPERATOR, List.of(met(URGE))),
                new SolutionOffered(
                        R1,
                        hour(2),
                        MERCHANT,
                        PersonalText.of("half"),
                        null,
                        DECIDE,
                        List.of(new Change.Suspended(DECIDE), opened(ANSWER, hour(2), 168))));
        assertThat(only().holders()).containsExactly(CONSUMER);
        assertThat(only().nextDueAt()).isEqualTo(shown(hour(170)));

        bench.publish(new SolutionRejected(
                R1, hour(5), CONSUMER, List.of(met(ANSWER), new Change.Resumed(DECIDE, hour(51), false, null))));
        assertThat(only().holders()).containsExactly(MERCHANT);
        assertThat(only().nextDueAt()).isEqualTo(shown(hour(51)));

        bench.publish(
                new ExtensionAccepted(R1, hour(6), CONSUMER, DECIDE, List.of(new Change.Extended(DECIDE, hour(100)))));
        assertThat(only().nextDueAt()).isEqualTo(shown(hour(100)));
    }

    @Test
    void what_was_performed_by_mistake_is_owed_again() {
        bench.publish(
                filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48)),
                new ReturnRefunded(
                        R1, hour(1), null, MERCHANT, false, 4_200, List.of(met(DECIDE), ended(R1, Ending.COMPLETED))));
        assertThat(only().paidBackFen()).isEqualTo(4_200);

        bench.publish(corrected(
                R1,
                hour(2),
                Fact.REFUND,
                null,
                List.of(),
                4_200L,
                new Change.Reopened(R1),
                new Change.Resumed(DECIDE, hour(48), false, null)));
        assertThat(only().state()).isEqualTo(CaseState.OPEN);
        assertThat(only().holders()).containsExactly(MERCHANT);
        assertThat(only().nextDueAt()).isEqualTo(shown(hour(48)));
        assertThat(only().paidBackFen()).isZero();
    }

    @Test
    void a_lapse_that_calls_the_platform_gives_the_ball_to_it_until_the_case_is_over() {
        bench.publish(
                filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48)),
                lapse(DECIDE, hour(48), hour(48), intervention(R1, hour(48))));
        assertThat(only().interventionOpen()).isTrue();
        assertThat(only().holders()).containsExactly(PLATFORM);
        assertThat(only().nextDueAt()).isEqualTo(shown(hour(72)));

        bench.publish(new CaseDecided(
                R1,
                hour(50),
                PLATFORM,
                null,
                null,
                null,
                null,
                null,
                "A1",
                null,
                List.of(
                        withdrawn(takeUp(R1)),
                        met(solve(R1)),
                        ended(R1, Ending.DECIDED),
                        ended(R1.intervention(), Ending.CONCLUDED))));
        assertThat(only().state()).isEqualTo(CaseState.DECIDED);
        assertThat(only().interventionOpen()).isFalse();
        assertThat(only().holders()).isEmpty();
        assertThat(only().nextDueAt()).isNull();
    }

    @Test
    void a_demand_that_closed_as_unanswered_can_be_open_again() {
        bench.publish(
                filed("R1", hour(0), 1, opened(ANSWER, hour(0), 168)),
                lapse(ANSWER, hour(168), hour(168), new Change.Ended(R1, Ending.UNANSWERED, hour(336))));
        assertThat(only().state()).isEqualTo(CaseState.CLOSED);
        assertThat(only().ending()).isEqualTo(Ending.UNANSWERED);
        assertThat(only().reopenableUntil()).isEqualTo(shown(hour(336)));

        bench.publish(new DemandReopened(R1, hour(200), CONSUMER, List.of(new Change.Reopened(R1))));
        assertThat(only().state()).isEqualTo(CaseState.OPEN);
        assertThat(only().ending()).isNull();
        assertThat(only().reopenableUntil()).isNull();
    }

    @Test
    void the_list_is_filtered_by_party_state_and_kind_and_begins_with_the_newest() {
        Parties others = new Parties("U2", "M2", "H2", "L2");
        bench.publish(
                filed("R1", hour(0), 1),
                filed("R2", hour(1), 1),
                new DemandWithdrawn(
                        returned("R2"), hour(2), CONSUMER, List.of(ended(returned("R2"), Ending.WITHDRAWN))),
                complained("C1", hour(3)),
                new ComplaintFiled(
                        complaint("C2"),
                        hour(4),
                        Party.consumer("U2"),
                        null,
                        others,
                        Side.OPERATOR,
                        true,
                        0,
                        null,
                        List.of()));

        assertThat(subjects(null, null, null)).containsExactly(complaint("C2"), complaint("C1"), returned("R2"), R1);
        assertThat(subjects(PLATFORM, null, null)).hasSize(4);
        assertThat(subjects(CONSUMER, null, null)).containsExactly(complaint("C1"), returned("R2"), R1);
        assertThat(subjects(Party.merchant("M2"), null, null)).containsExactly(complaint("C2"));
        assertThat(subjects(Party.roomOperator("H1"), null, SubjectId.Kind.RETURN))
                .containsExactly(returned("R2"), R1);
        assertThat(subjects(null, CaseState.CLOSED, null)).containsExactly(returned("R2"));
        assertThat(subjects(MERCHANT, CaseState.OPEN, SubjectId.Kind.COMPLAINT)).containsExactly(complaint("C1"));
    }

    @Test
    void the_list_is_of_one_order() {
        bench.publish(filed("R1", hour(0), 1));
        SubjectId order = Objects.requireNonNull(only().order());
        assertThat(demands.list(Reader.PLATFORM, new Wanted(null, null, null, order), null, 10)
                        .items())
                .hasSize(1);
        assertThat(demands.list(Reader.PLATFORM, new Wanted(null, null, null, SubjectId.order("another")), null, 10)
                        .items())
                .isEmpty();
    }

    @Test
    void paging_neither_repeats_nor_skips_when_demands_are_filed_and_closed_between_pages() {
        for (int i = 1; i <= 5; i++) {
            bench.publish(filed("R" + i, hour(i), 1));
        }

        Page<DemandView> first = demands.list(Reader.PLATFORM, ALL, null, 2);
        bench.publish(
                filed("R6", hour(6), 1),
                new DemandWithdrawn(
                        returned("R4"), hour(7), CONSUMER, List.of(ended(returned("R4"), Ending.WITHDRAWN))));
        Page<DemandView> second = demands.list(Reader.PLATFORM, ALL, first.next(), 3);

        assertThat(first.items()).extracting(DemandView::subject).containsExactly(returned("R5"), returned("R4"));
        assertThat(second.items()).extracting(DemandView::subject).containsExactly(returned("R3"), returned("R2"), R1);
        assertThat(second.next()).isNull();
    }
}
