package io.redress.command.demand;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.Outcome;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Above the amount that the platform rules set, a decision waits for a second person. */
@Tag("story")
class SecondPersonTest {
    private static final String BIG = "decide R1 orders=merchant amountFen=5001 agent=G1";

    /** From 5001 fen on; in hand since Monday 2026-11-16, 10:00, a solution due on 11-21 00:00. */
    private static Story inHand() {
        return Story.delivered()
                .does("publish-rules windows={} secondPersonAboveFen=5000")
                .on("11-13 12:00")
                .does("file-return R1 kind=exchange reason=quality lines=A")
                .on("11-16 10:00")
                .does("open-intervention R1 agent=G1");
    }

    private static Story proposed() {
        return inHand().on("11-17 10:00").does(BIG);
    }

    @Test
    void a_decision_up_to_the_amount_needs_nobody_else() {
        Story story = inHand().does("decide R1 orders=merchant amountFen=5000 agent=G1");
        assertThat(story.newest(CaseDecided.class).confirmedBy()).isNull();
    }

    @Test
    void nor_does_any_where_the_rules_in_effect_set_no_amount() {
        Story story = inHand().does("publish-rules windows={}", BIG);
        assertThat(story.newest(CaseDecided.class).confirmedBy()).isNull();
    }

    @Test
    void a_greater_one_is_proposed_and_moves_no_window() {
        Story story = proposed();
        DecisionProposed proposed = story.newest(DecisionProposed.class);
        assertThat(proposed.onAppeal()).isFalse();
        assertThat(proposed.orders()).isEqualTo(Party.merchant("M1"));
        assertThat(proposed.amountFen()).isEqualTo(5_001);
        assertThat(proposed.finding()).isEqualTo(Finding.MERCHANT_AT_FAULT);
        assertThat(said(proposed.clause())).isEqualTo("6.4.3 d");
        assertThat(said(proposed.reasons())).isEqualTo("as found");
        assertThat(proposed.agent()).isEqualTo("G1");
        assertThat(proposed.changes()).isEmpty();
        story.isStillOpen("R1")
                .awaits("intervention/R1", "platform-provide-solution")
                .refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY)
                .refuses("appeal R1 by=consumer", Rule.WINDOW_IS_STILL_OPEN)
                .on("11-21 00:00")
                .showsAmongOthers("intervention/R1", "platform-provide-solution lapsed at 11-21 00:00");
    }

    @Test
    void it_takes_effect_when_another_agent_confirms_it() {
        Story story = proposed()
                .refuses("confirm-decision R1 agent=G1", Rule.SECOND_PERSON_IS_ANOTHER_AGENT)
                .on("11-18 10:00")
                .does("confirm-decision R1 agent=G2")
                .ended("R1", Ending.DECIDED)
                .shows(
                        "intervention/R1",
                        "platform-open-intervention met",
                        "platform-provide-solution met at 11-18 10:00",
                        "party-execute-decision open since 11-18 10:00 until 11-19 10:00 by M1",
                        "party-appeal-decision open since 11-18 10:00 by U1",
                        "party-appeal-decision open since 11-18 10:00 by M1");
        CaseDecided decided = story.newest(CaseDecided.class);
        assertThat(decided.agent()).isEqualTo("G1");
        assertThat(decided.confirmedBy()).isEqualTo("G2");
        assertThat(decided.amountFen()).isEqualTo(5_001);
        assertThat(decided.finding()).isEqualTo(Finding.MERCHANT_AT_FAULT);
        assertThat(said(decided.reasons())).isEqualTo("as found");
        story.refuses("confirm-decision R1 agent=G3", Rule.DECISION_IS_PROPOSED);
    }

    /** But for what it was proposed before, it is the decision that one agent alone would have made then. */
    @Test
    void confirmed_it_does_what_a_plain_decision_does() {
        Story confirmed = proposed().on("11-18 10:00").does("confirm-decision R1 agent=G2");
        Story plain =
                inHand().does("publish-rules windows={}").on("11-18 10:00").does(BIG);
        assertThat(confirmed.newest(CaseDecided.class).changes())
                .isEqualTo(plain.newest(CaseDecided.class).changes());
    }

    @Test
    void another_agent_may_return_it_with_a_reason() {
        Story story = proposed()
                .refuses("return-decision R1 agent=G1 reason=high", Rule.SECOND_PERSON_IS_ANOTHER_AGENT)
                .does("return-decision R1 agent=G2 reason=high");
        DecisionReturned returned = story.newest(DecisionReturned.class);
        assertThat(returned.agent()).isEqualTo("G2");
        assertThat(returned.proposedBy()).isEqualTo("G1");
        assertThat(said(returned.reason())).isEqualTo("high");
        assertThat(returned.changes()).isEmpty();
        story.refuses("confirm-decision R1 agent=G2", Rule.DECISION_IS_PROPOSED)
                .refuses("return-decision R1 agent=G2 reason=high", Rule.DECISION_IS_PROPOSED)
                .does("decide R1 orders=merchant amountFen=5000 agent=G1");
    }

    @Test
    void a_new_proposal_takes_the_place_of_the_old_one() {
        Story story = proposed()
                .does("decide R1 orders=operator amountFen=9000 agent=G2")
                .refuses("confirm-decision R1 agent=G2", Rule.SECOND_PERSON_IS_ANOTHER_AGENT)
                .does("confirm-decision R1 agent=G1");
        CaseDecided decided = story.newest(CaseDecided.class);
        assertThat(decided.amountFen()).isEqualTo(9_000);
        assertThat(decided.agent()).isEqualTo("G2");
        assertThat(decided.confirmedBy()).isEqualTo("G1");
        story.does("perform-decision R1");
    }

    @Test
    void a_decision_that_needs_no_second_person_takes_its_place_too() {
        Story story = proposed().does("decide R1 orders=none agent=G2");
        story.refuses("confirm-decision R1 agent=G3", Rule.DECISION_IS_PROPOSED);
        assertThat(story.newest(CaseDecided.class).orders()).isNull();
    }

    @Test
    void what_holds_for_a_decision_holds_for_a_proposal() {
        inHand().refuses("decide R1 orders=merchant amountFen=10001 agent=G1", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                .does("settle R1")
                .refuses(BIG, Rule.INTERVENTION_IS_OPEN);
        Story.delivered()
                .does("publish-rules windows={} secondPersonAboveFen=0")
                .on("11-13 12:00")
                .does("file-return R1 kind=exchange reason=quality lines=A")
                .on("11-15 12:00")
                .refuses("decide R1 orders=merchant amountFen=1", Rule.CASE_IS_TAKEN_UP)
                .refuses("confirm-decision R1 agent=G2", Rule.DECISION_IS_PROPOSED);
    }

    @Test
    void a_second_person_on_a_complaint_too() {
        Story story = Story.delivered()
                .does("publish-rules windows={} secondPersonAboveFen=5000")
                .on("11-13 12:00")
                .does("file-complaint C1 order=O1 against=merchant")
                .on("11-17 10:00")
                .does("open-intervention C1 agent=G1", "decide C1 orders=merchant amountFen=20000 agent=G1")
                .does("return-decision C1 agent=G2 reason=high")
                .does("decide C1 orders=merchant amountFen=15000 agent=G1", "confirm-decision C1 agent=G2");
        assertThat(story.newest(CaseDecided.class).amountFen()).isEqualTo(15_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"settle R1", "refer-outside R1", "withdraw R1"})
    void it_dies_when_the_case_ends_otherwise(String act) {
        proposed()
                .does(act)
                .refuses(
                        "confirm-decision R1 agent=G2",
                        act.startsWith("refer") ? Rule.DECISION_IS_PROPOSED : Rule.INTERVENTION_IS_OPEN);
    }

    @Test
    void everything_is_looked_at_again_when_it_is_confirmed() {
        proposed()
                .does("accept-return R1 instructions=dock", "ship-back R1 waybill=SF1", "goods-back R1")
                .does("ship-replacement R1")
                .refuses("confirm-decision R1 agent=G2", Rule.DEMAND_IS_NOT_PERFORMED_YET)
                .does("settle R1");
        proposed()
                .does("file-complaint C1 order=O1 against=merchant")
                .does("offer-solution C1 by=merchant remedy=money amountFen=15000")
                .does("accept-solution C1", "perform-settlement C1")
                .refuses("confirm-decision R1 agent=G2", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                .does("decide R1 orders=merchant amountFen=5000 agent=G2");
    }

    @Test
    void a_restart_forgets_no_proposal() {
        proposed()
                .afterARestart()
                .refuses("confirm-decision R1 agent=G1", Rule.SECOND_PERSON_IS_ANOTHER_AGENT)
                .does("confirm-decision R1 agent=G2");
    }

    @Nested
    class OnAppeal {
        private static final String REVERSED =
                "decide-appeal R1 outcome=reversed orders=merchant amountFen=9000 reasons=all agent=";

        private static Story appealed() {
            return proposed().does("confirm-decision R1 agent=G2").does("appeal R1 by=consumer");
        }

        @Test
        void whoever_decided_or_confirmed_the_decision_does_not_decide_the_appeal() {
            appealed()
                    .refuses(REVERSED + "G1", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .refuses(REVERSED + "G2", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .does("decide-appeal R1 outcome=upheld agent=G3");
        }

        @Test
        void a_reversal_that_orders_much_waits_for_a_second_person_who_is_new_to_the_case() {
            Story story = appealed().on("11-18 10:00").does(REVERSED + "G3");
            DecisionProposed proposed = story.newest(DecisionProposed.class);
            assertThat(proposed.onAppeal()).isTrue();
            assertThat(proposed.amountFen()).isEqualTo(9_000);
            assertThat(proposed.finding()).isEqualTo(Finding.OPERATOR_AT_FAULT);
            assertThat(proposed.changes()).isEmpty();
            story.showsAmongOthers("intervention/R1", "platform-decide-appeal open")
                    .refuses("confirm-decision R1 agent=G3", Rule.SECOND_PERSON_IS_ANOTHER_AGENT)
                    .refuses("confirm-decision R1 agent=G2", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .does("confirm-decision R1 agent=G4")
                    .showsAmongOthers("intervention/R1", "platform-decide-appeal met at 11-18 10:00");
            AppealDecided decided = story.newest(AppealDecided.class);
            assertThat(decided.agent()).isEqualTo("G3");
            assertThat(decided.confirmedBy()).isEqualTo("G4");
            assertThat(decided.outcome()).isEqualTo(Outcome.REVERSED);
            assertThat(decided.amountFen()).isEqualTo(9_000);
            assertThat(decided.finding()).isEqualTo(Finding.OPERATOR_AT_FAULT);
            assertThat(said(decided.clause())).isEqualTo("6.2.1 d");
            assertThat(said(decided.reasons())).isEqualTo("all");
            story.refuses("confirm-decision R1 agent=G5", Rule.DECISION_IS_PROPOSED)
                    .does("perform-decision R1");
        }

        @Test
        void it_may_be_returned_and_decided_anew() {
            appealed()
                    .does(REVERSED + "G3", "return-decision R1 agent=G4 reason=high")
                    .does("decide-appeal R1 outcome=upheld agent=G3");
        }

        @Test
        void a_small_one_or_one_that_is_upheld_waits_for_nobody() {
            Story story = appealed().does("decide-appeal R1 outcome=reversed orders=merchant amountFen=4000 agent=G3");
            assertThat(story.newest(AppealDecided.class).confirmedBy()).isNull();
            assertThat(appealed()
                            .does("decide-appeal R1 outcome=upheld agent=G3")
                            .newest(AppealDecided.class)
                            .confirmedBy())
                    .isNull();
        }
    }
}
