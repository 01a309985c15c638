package io.redress.command.demand;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.demand.SettlementPerformed;
import io.redress.api.demand.SolutionAccepted;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.Finding;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.party.Party;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What refunds, offers, settlements and decisions pay back: together never more than was paid. Lines cost 10000 fen. */
@Tag("story")
class AmountsTest {
    /** Line A goes back. */
    private static Story returned() {
        return Story.delivered().on("11-13 12:00").does("file-return R1 kind=exchange reason=quality lines=A");
    }

    /** A complaint about the whole order. */
    private static Story complained() {
        return Story.delivered().on("11-13 12:00").does("file-complaint C1 order=O1 against=merchant");
    }

    private static Story complainedWithoutAnOrder() {
        return Story.delivered().on("11-13 12:00").does("file-complaint C1 against=merchant");
    }

    /** The platform has it in hand. */
    private static Story inHand(Story story, String demand) {
        return story.on("11-17 10:00").does("open-intervention " + demand + " agent=G1");
    }

    private static long paidBack(Story story) {
        return story.stored().stream()
                .mapToLong(event -> switch (event) {
                    case OrderPaidBack paid -> paid.amountFen();
                    case OrderLinesStruck struck -> struck.amountFen();
                    default -> 0;
                })
                .sum();
    }

    @Nested
    class Refunds {
        private static Story owed() {
            return Story.sold().does("file-return R1 kind=refund-only reason=other lines=A", "accept-return R1");
        }

        @Test
        void a_refund_that_names_no_amount_is_all_that_was_paid_for_the_lines() {
            Story story = owed().does("refund R1");
            assertThat(story.newest(ReturnRefunded.class).amountFen()).isEqualTo(10_000);
            assertThat(paidBack(story)).isEqualTo(10_000);
            assertThat(story.count(OrderLinesStruck.class)).isOne();
            assertThat(story.count(OrderPaidBack.class)).isZero();
        }

        @Test
        void or_all_that_is_left_of_it() {
            Story story = owed().does("file-complaint C1 order=O1 against=merchant")
                    .does("offer-solution C1 by=merchant remedy=money amountFen=15000")
                    .does("accept-solution C1", "perform-settlement C1")
                    .refuses("refund R1 amountFen=5001", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("refund R1");
            assertThat(story.newest(ReturnRefunded.class).amountFen()).isEqualTo(5_000);
            assertThat(paidBack(story)).isEqualTo(20_000);
        }

        /** Less is a settlement, which the consumer agrees to. */
        @Test
        void a_refund_of_less_than_what_is_left_is_refused() {
            for (int less : List.of(0, 4_000, 9_999)) {
                Story story = owed().refuses("refund R1 amountFen=" + less, Rule.REFUND_PAYS_ALL_THAT_IS_LEFT);
                assertThat(paidBack(story)).isZero();
            }
            Story story = owed().does("refund R1 amountFen=10000");
            assertThat(story.newest(ReturnRefunded.class).amountFen()).isEqualTo(10_000);
        }

        @Test
        void a_refund_of_nothing_is_no_payment() {
            Story story = owed().does("file-complaint C1 order=O1 against=merchant")
                    .does("offer-solution C1 by=merchant remedy=money amountFen=20000")
                    .does("accept-solution C1", "perform-settlement C1")
                    .does("refund R1 amountFen=0");
            assertThat(story.newest(ReturnRefunded.class).amountFen()).isZero();
            assertThat(paidBack(story)).isEqualTo(20_000);
        }

        @Test
        void it_is_kept_though_the_order_is_cancelled() {
            Story story = owed().does("cancel-order O1", "refund R1");
            assertThat(story.count(OrderPaidBack.class)).isOne();
            assertThat(paidBack(story)).isEqualTo(10_000);
        }
    }

    @Nested
    class Settlements {
        @Test
        void what_was_offered_is_accepted_and_performed() {
            Story story = returned().does("offer-solution R1 by=merchant remedy=money amountFen=3000");
            assertThat(story.newest(SolutionOffered.class).amountFen()).isEqualTo(3_000);
            story.does("accept-solution R1");
            assertThat(story.newest(SolutionAccepted.class).amountFen()).isEqualTo(3_000);
            assertThat(paidBack(story)).isZero();
            story.refuses("perform-settlement R1 amountFen=2999", Rule.SETTLEMENT_PAYS_WHAT_WAS_AGREED)
                    .refuses("perform-settlement R1 amountFen=0", Rule.SETTLEMENT_PAYS_WHAT_WAS_AGREED)
                    .does("perform-settlement R1")
                    .ended("R1", Ending.COMPLETED);
            assertThat(story.newest(SettlementPerformed.class).amountFen()).isEqualTo(3_000);
            assertThat(paidBack(story)).isEqualTo(3_000);
        }

        @Test
        void a_performance_may_name_the_amount_that_was_agreed() {
            Story story = returned()
                    .does("offer-solution R1 by=merchant remedy=money amountFen=3000", "accept-solution R1")
                    .does("perform-settlement R1 amountFen=3000");
            assertThat(paidBack(story)).isEqualTo(3_000);
        }

        @Test
        void an_offer_without_money_is_performed_without_money() {
            Story story = returned()
                    .does("offer-solution R1 by=merchant remedy=coupon", "accept-solution R1")
                    .refuses("perform-settlement R1 amountFen=1", Rule.SETTLEMENT_PAYS_WHAT_WAS_AGREED)
                    .does("perform-settlement R1 amountFen=0");
            assertThat(story.newest(SettlementPerformed.class).amountFen()).isNull();
            assertThat(paidBack(story)).isZero();
        }

        @Test
        void the_newest_offer_counts() {
            Story story = returned()
                    .does("offer-solution R1 by=merchant remedy=money amountFen=3000", "reject-solution R1")
                    .does("offer-solution R1 by=merchant remedy=money amountFen=4000", "accept-solution R1")
                    .does("perform-settlement R1");
            assertThat(paidBack(story)).isEqualTo(4_000);
        }

        @Test
        void an_offer_on_a_return_stays_within_its_lines_and_one_on_a_complaint_within_the_order() {
            returned()
                    .refuses(
                            "offer-solution R1 by=merchant remedy=money amountFen=10001",
                            Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("offer-solution R1 by=merchant remedy=money amountFen=10000");
            complained()
                    .refuses(
                            "offer-solution C1 by=merchant remedy=money amountFen=20001",
                            Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("offer-solution C1 by=merchant remedy=money amountFen=20000");
        }

        @Test
        void a_complaint_without_an_order_has_nothing_to_pay_back() {
            complainedWithoutAnOrder()
                    .refuses("offer-solution C1 by=merchant remedy=money amountFen=1", Rule.AMOUNT_IS_OF_AN_ORDER)
                    .does("offer-solution C1 by=merchant remedy=money amountFen=0", "accept-solution C1")
                    .does("perform-settlement C1");
            inHand(complainedWithoutAnOrder(), "C1")
                    .refuses("settle C1 amountFen=1", Rule.AMOUNT_IS_OF_AN_ORDER)
                    .refuses("decide C1 orders=merchant amountFen=1", Rule.AMOUNT_IS_OF_AN_ORDER)
                    .does("settle C1 amountFen=0");
        }

        @Test
        void both_signatures_of_a_joint_solution_name_one_amount() {
            Story story = Story.delivered()
                    .does("file-complaint C1 order=O1 against=merchant serious=true")
                    .refuses(
                            "cosign-solution C1 by=merchant remedy=money amountFen=20001",
                            Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("cosign-solution C1 by=merchant remedy=money amountFen=20000")
                    .refuses("cosign-solution C1 by=operator remedy=money", Rule.SIGNATURES_NAME_ONE_AMOUNT)
                    .refuses(
                            "cosign-solution C1 by=operator remedy=money amountFen=19999",
                            Rule.SIGNATURES_NAME_ONE_AMOUNT)
                    .does("cosign-solution C1 by=operator remedy=money amountFen=20000")
                    .does("accept-solution C1", "perform-settlement C1");
            assertThat(paidBack(story)).isEqualTo(20_000);
        }

        @Test
        void no_amount_and_nothing_are_the_same_in_a_signature() {
            Story.delivered()
                    .does("file-complaint C1 order=O1 against=merchant serious=true")
                    .does("cosign-solution C1 by=merchant remedy=repair amountFen=0")
                    .does("cosign-solution C1 by=operator remedy=repair", "accept-solution C1", "perform-settlement C1")
                    .ended("C1", Ending.COMPLETED);
        }

        @Test
        void the_agents_settlement_pays_at_once() {
            Story story = inHand(returned(), "R1")
                    .refuses("settle R1 amountFen=10001", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("settle R1 amountFen=7000 agent=G1 reasons='they agreed'")
                    .ended("R1", Ending.SETTLED);
            CaseSettled settled = story.newest(CaseSettled.class);
            assertThat(settled.amountFen()).isEqualTo(7_000);
            assertThat(settled.agent()).isEqualTo("G1");
            assertThat(said(settled.reasons())).isEqualTo("they agreed");
            assertThat(paidBack(story)).isEqualTo(7_000);
        }

        @Test
        void a_demand_that_was_performed_leaves_only_the_rest_to_its_settlement() {
            Story story = inHand(returned(), "R1")
                    .does("offer-solution R1 by=merchant remedy=money amountFen=6000", "accept-solution R1")
                    .does("perform-settlement R1")
                    .refuses("settle R1 amountFen=4001", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("settle R1 amountFen=4000");
            assertThat(paidBack(story)).isEqualTo(10_000);
        }
    }

    @Nested
    class Decisions {
        @Test
        void a_decision_says_who_was_at_fault_on_which_clause_and_why() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant amountFen=8000 finding=both-at-fault clause='article 24'"
                            + " reasons='cracked when packed' agent=G1");
            CaseDecided decided = story.newest(CaseDecided.class);
            assertThat(decided.orders()).isEqualTo(Party.merchant("M1"));
            assertThat(decided.amountFen()).isEqualTo(8_000);
            assertThat(decided.finding()).isEqualTo(Finding.BOTH_AT_FAULT);
            assertThat(said(decided.clause())).isEqualTo("article 24");
            assertThat(said(decided.reasons())).isEqualTo("cracked when packed");
            assertThat(decided.agent()).isEqualTo("G1");
            assertThat(decided.confirmedBy()).isNull();
            assertThat(paidBack(story)).isZero();
        }

        @ParameterizedTest
        @CsvSource({
            "operator-at-fault, merchant-at-fault",
            "both-at-fault, merchant-at-fault",
            "consumer-at-fault, consumer-at-fault"
        })
        void in_a_self_run_room_the_operator_at_fault_is_the_merchant(String said, String found) {
            Story story = Story.deliveredInASelfRunRoom()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A");
            inHand(story, "R1").does("decide R1 orders=none finding=" + said);
            assertThat(story.newest(CaseDecided.class).finding()).isEqualTo(Finding.of(found));
        }

        @Test
        void it_is_performed_as_ordered() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant amountFen=8000")
                    .refuses("perform-decision R1 amountFen=7999", Rule.DECISION_PAYS_WHAT_WAS_ORDERED)
                    .refuses("perform-decision R1 amountFen=8001", Rule.DECISION_PAYS_WHAT_WAS_ORDERED)
                    .does("perform-decision R1 amountFen=8000");
            assertThat(story.newest(DecisionPerformed.class).amountFen()).isEqualTo(8_000);
            assertThat(paidBack(story)).isEqualTo(8_000);
        }

        @Test
        void an_order_without_money_is_performed_without_money() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant")
                    .refuses("perform-decision R1 amountFen=1", Rule.DECISION_PAYS_WHAT_WAS_ORDERED)
                    .does("perform-decision R1");
            assertThat(story.newest(DecisionPerformed.class).amountFen()).isNull();
            assertThat(paidBack(story)).isZero();
        }

        @Test
        void it_orders_no_more_than_is_left_and_nothing_of_nobody() {
            inHand(returned(), "R1")
                    .refuses("decide R1 orders=merchant amountFen=10001", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .refuses("decide R1 orders=none amountFen=1", Rule.AMOUNT_IS_ORDERED_OF_SOMEBODY)
                    .does("decide R1 orders=none amountFen=0");
        }

        @Test
        void a_reversal_orders_another_amount() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant amountFen=8000", "appeal R1 by=merchant")
                    .refuses(
                            "decide-appeal R1 agent=G2 outcome=reversed orders=merchant amountFen=10001",
                            Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .refuses(
                            "decide-appeal R1 agent=G2 outcome=reversed orders=none amountFen=1",
                            Rule.AMOUNT_IS_ORDERED_OF_SOMEBODY)
                    .does("decide-appeal R1 agent=G2 outcome=reversed orders=operator amountFen=2500 reasons=shared");
            AppealDecided decided = story.newest(AppealDecided.class);
            assertThat(decided.amountFen()).isEqualTo(2_500);
            assertThat(decided.finding()).isEqualTo(Finding.OPERATOR_AT_FAULT);
            assertThat(said(decided.clause())).isEqualTo("6.2.1 d");
            assertThat(said(decided.reasons())).isEqualTo("shared");
            assertThat(decided.confirmedBy()).isNull();
            story.refuses("perform-decision R1 amountFen=8000", Rule.DECISION_PAYS_WHAT_WAS_ORDERED)
                    .does("perform-decision R1");
            assertThat(paidBack(story)).isEqualTo(2_500);
        }

        @Test
        void a_decision_that_is_upheld_keeps_its_amount() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant amountFen=8000", "appeal R1 by=merchant")
                    .refuses("decide-appeal R1 agent=G2 outcome=upheld amountFen=1", Rule.FIELD_IS_KNOWN, "amountFen")
                    .does("decide-appeal R1 agent=G2 outcome=upheld", "perform-decision R1");
            assertThat(paidBack(story)).isEqualTo(8_000);
        }

        /** The appeal comes after the performance: what was paid already counts. */
        @Test
        void what_was_paid_before_the_reversal_counts() {
            Story story = inHand(returned(), "R1")
                    .does("decide R1 orders=merchant amountFen=8000", "perform-decision R1", "appeal R1 by=consumer")
                    .refuses(
                            "decide-appeal R1 agent=G2 outcome=reversed orders=merchant amountFen=2001",
                            Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("decide-appeal R1 agent=G2 outcome=reversed orders=merchant amountFen=2000")
                    .does("perform-decision R1");
            assertThat(paidBack(story)).isEqualTo(10_000);
        }

        /** Or a duty could never be met. */
        @Test
        void what_others_were_paid_meanwhile_need_not_be_paid_again() {
            Story story = inHand(complained().does("file-return R1 kind=refund-only reason=quality lines=A,B"), "C1")
                    .does("decide C1 orders=merchant amountFen=5000")
                    .does("offer-solution R1 by=merchant remedy=money amountFen=18000")
                    .does("accept-solution R1", "perform-settlement R1")
                    .refuses("perform-decision C1 amountFen=5000", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .refuses("perform-decision C1 amountFen=1000", Rule.DECISION_PAYS_WHAT_WAS_ORDERED)
                    .does("perform-decision C1");
            assertThat(story.newest(DecisionPerformed.class).amountFen()).isEqualTo(2_000);
            assertThat(paidBack(story)).isEqualTo(20_000);
        }

        @Test
        void a_referral_names_its_agent_and_its_reasons() {
            Story story = inHand(returned(), "R1").does("refer-outside R1 agent=G1 reasons='only a court can tell'");
            CaseReferredOutside referred = story.newest(CaseReferredOutside.class);
            assertThat(referred.agent()).isEqualTo("G1");
            assertThat(said(referred.reasons())).isEqualTo("only a court can tell");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"perform-settlement C1", "perform-settlement C1 amountFen=9000"})
    void a_restart_forgets_nothing_that_was_paid(String performance) {
        Story story = complained()
                .does("offer-solution C1 by=merchant remedy=money amountFen=9000", "accept-solution C1")
                .afterARestart()
                .does(performance, "file-complaint C2 order=O1 against=merchant")
                .afterARestart()
                .refuses(
                        "offer-solution C2 by=merchant remedy=money amountFen=11001",
                        Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                .does("offer-solution C2 by=merchant remedy=money amountFen=11000");
        assertThat(paidBack(story)).isEqualTo(9_000);
    }
}
