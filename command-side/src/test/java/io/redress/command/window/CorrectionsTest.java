package io.redress.command.window;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Fact;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.api.window.FactCorrected;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A wrong fact is corrected by another event; windows that rest on it follow, but for what somebody has acted upon. */
@Tag("story")
class CorrectionsTest {
    private static final String NEVER_SHIPPED = "correct-fact O1 fact=ship occurredAt=never";

    private static String shippedAt(String time) {
        return "correct-fact O1 fact=ship occurredAt='%s'".formatted(time);
    }

    /** The order was paid on Wednesday, so it is to be shipped before Tuesday 2026-11-17. */
    @Nested
    class Shipping {
        @Test
        void the_event_says_how_it_was_and_why() {
            FactCorrected corrected = Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1")
                    .on("11-13 09:00")
                    .does(shippedAt("11-12 18:00") + " reason='wrong parcel'")
                    .shows("O1", "merchant-ship-goods met at 11-12 18:00")
                    .newest(FactCorrected.class);
            assertThat(corrected.by()).isEqualTo(Party.merchant("M1"));
            assertThat(corrected.fact()).isEqualTo(Fact.SHIP);
            assertThat(corrected.occurredAt()).isEqualTo(Story.time("11-12 18:00"));
            assertThat(corrected.lines()).containsExactly("A", "B");
            assertThat(said(corrected.reason())).isEqualTo("wrong parcel");
        }

        @Test
        void a_shipment_that_was_earlier_than_told_takes_its_lapse_back() {
            Story.sold()
                    .on("11-18 09:00")
                    .does("ship O1")
                    .does(shippedAt("11-16 18:00"))
                    .showsAmongOthers("O1", "merchant-ship-goods met at 11-16 18:00");
        }

        @Test
        void a_shipment_that_was_later_than_told_lapses_after_all_and_calls_for_no_urging_any_more() {
            Story.sold()
                    .on("11-16 18:00")
                    .does("ship O1")
                    .on("11-18 09:00")
                    .does(shippedAt("11-17 10:00"))
                    .shows("O1", "merchant-ship-goods met-late at 11-17 10:00");
        }

        @Test
        void a_late_shipment_may_turn_out_to_be_late_at_another_instant() {
            Story.sold()
                    .on("11-18 09:00")
                    .does("ship O1", shippedAt("11-17 00:00"))
                    .showsAmongOthers("O1", "merchant-ship-goods met-late at 11-17 00:00");
        }

        @Test
        void a_shipment_that_never_was_is_owed_until_the_same_instant() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1")
                    .on("11-13 09:00")
                    .does(NEVER_SHIPPED)
                    .shows("O1", "merchant-ship-goods open until 11-17 00:00")
                    .on("11-17 09:00")
                    .showsAmongOthers("O1", "merchant-ship-goods lapsed", "room-operator-urge-promise open")
                    .does("ship O1 occurredAt='11-16 20:00'")
                    .showsAmongOthers("O1", "merchant-ship-goods met at 11-16 20:00");
        }

        @Test
        void it_lapses_at_once_when_its_time_has_passed() {
            Story.sold()
                    .on("11-16 18:00")
                    .does("ship O1")
                    .on("11-18 09:00")
                    .does(NEVER_SHIPPED)
                    .on("11-18 09:00")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00",
                            "platform-urge-shipment met at 11-18 09:00",
                            "room-operator-urge-promise open since 11-18 09:00");
        }

        @Test
        void one_that_had_lapsed_before_is_urged_again() {
            Story.sold()
                    .on("11-17 09:00")
                    .does("ship O1", NEVER_SHIPPED)
                    .on("11-17 09:00")
                    .showsAmongOthers(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00",
                            "room-operator-urge-promise#1 withdrawn",
                            "room-operator-urge-promise#2 open since 11-17 09:00");
        }

        @Test
        void goods_are_shipped_when_the_last_of_them_is() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1 lines=A")
                    .on("11-13 10:00")
                    .does("ship O1 lines=B")
                    .on("11-14 10:00")
                    .does(shippedAt("11-11 21:00") + " lines=A")
                    .shows("O1", "merchant-ship-goods met at 11-13 10:00")
                    .does(shippedAt("11-12 21:00") + " lines=B")
                    .shows("O1", "merchant-ship-goods met at 11-12 21:00")
                    .does(NEVER_SHIPPED + " lines=B")
                    .shows("O1", "merchant-ship-goods open")
                    .does("ship O1")
                    .shows("O1", "merchant-ship-goods met at 11-14 10:00");
        }

        @Test
        void what_somebody_did_about_the_lapse_stays_and_the_correction_says_so() {
            FactCorrected corrected = Story.sold()
                    .on("11-17 12:00")
                    .does("urge O1 by=operator")
                    .on("11-18 09:00")
                    .does("ship O1", shippedAt("11-16 18:00"))
                    .showsAmongOthers("O1", "room-operator-urge-promise met at 11-17 12:00")
                    .newest(FactCorrected.class);
            assertThat(corrected.kept())
                    .extracting(window -> window.obligation().id())
                    .containsExactly("platform-urge-shipment", "room-operator-urge-promise");
        }

        @Test
        void only_what_is_on_record_is_corrected() {
            Story.sold()
                    .on("11-12 10:00")
                    .refuses(NEVER_SHIPPED, Rule.FACT_IS_ON_RECORD)
                    .does("ship O1 lines=A")
                    .refuses(NEVER_SHIPPED + " lines=B", Rule.FACT_IS_ON_RECORD)
                    .refuses("correct-fact O1 fact=deliver occurredAt=never", Rule.FACT_IS_ON_RECORD);
        }

        @Test
        void nothing_is_corrected_to_what_has_not_occurred_or_could_not_have() {
            Story.delivered()
                    .on("11-14 09:00")
                    .refuses(shippedAt("11-14 09:00:01"), Rule.ACT_IS_NOT_IN_THE_FUTURE)
                    .refuses(shippedAt("11-11 19:59:59"), Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .refuses(shippedAt("11-13 10:00:01"), Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .refuses(NEVER_SHIPPED, Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .refuses(
                            "correct-fact O1 fact=deliver occurredAt='11-12 09:59:59'",
                            Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .refuses("correct-fact O1 fact=ship", Rule.FIELD_MISSING, "occurredAt")
                    .does(shippedAt("11-13 10:00"));
        }

        @Test
        void a_cancelled_order_waits_for_nothing() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1 lines=A", "cancel-order O1", NEVER_SHIPPED)
                    .shows("O1", "merchant-ship-goods withdrawn");
        }
    }

    @Nested
    class Delivering {
        private static final String NEVER = "correct-fact O1 fact=deliver occurredAt=never";

        /** A request for another reason uses no right, and rests on the delivery all the same. */
        @Test
        void a_return_of_what_was_delivered_builds_on_it_and_asking_for_what_never_came_does_not() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=other lines=A")
                    .refuses(NEVER, Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .does("withdraw R1")
                    .does("file-return R2 kind=refund-only reason=not-received lines=A")
                    .does(NEVER);
        }

        private static String at(String time) {
            return "correct-fact O1 fact=deliver occurredAt='%s'".formatted(time);
        }

        @Test
        void a_delivery_is_corrected_as_a_whole() {
            Story.delivered()
                    .on("11-13 12:00")
                    .refuses(NEVER + " lines=A", Rule.FIELD_IS_KNOWN)
                    .does(NEVER);
        }

        @Test
        void rights_run_from_the_delivery_as_it_was() {
            Story.delivered()
                    .on("11-16 09:00")
                    .does(at("11-15 12:00"))
                    .showsAmongOthers(
                            "O1",
                            "consumer-notify-no-reason-return#1 withdrawn at 11-16 09:00",
                            "consumer-notify-no-reason-return#2 open since 11-15 12:00 until 11-24 00:00");
        }

        @Test
        void a_right_that_had_ended_too_early_runs_again() {
            Story.delivered()
                    .on("11-22 09:00")
                    .showsAmongOthers("O1", "consumer-claim-quality-return lapsed")
                    .does(at("11-16 12:00"))
                    .showsAmongOthers(
                            "O1",
                            "consumer-claim-quality-return#1 withdrawn",
                            "consumer-claim-quality-return#2 open until 11-24 00:00");
        }

        @Test
        void a_right_that_was_used_stays_used() {
            Story.delivered()
                    .on("11-14 09:00")
                    .does("file-return R1 kind=return-and-refund reason=no-reason lines=A")
                    .does(at("11-12 12:00"))
                    .showsAmongOthers(
                            "O1",
                            "consumer-notify-no-reason-return#1 withdrawn",
                            "consumer-notify-no-reason-return#2 met since 11-12 12:00 at 11-14 09:00")
                    .refuses(NEVER, Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .on("11-15 09:00")
                    .refuses(at("11-14 09:00:01"), Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .does(at("11-14 09:00"));
        }

        @Test
        void a_right_that_was_used_too_late_only_now_was_used_all_the_same() {
            Story.delivered()
                    .on("11-20 09:00")
                    .does("file-return R1 kind=return-and-refund reason=no-reason lines=A")
                    .does(at("11-12 12:00"))
                    .showsAmongOthers(
                            "O1",
                            "consumer-notify-no-reason-return#1 withdrawn",
                            "consumer-notify-no-reason-return#2 met-late since 11-12 12:00 until 11-20 00:00")
                    .isStillOpen("R1");
        }

        @Test
        void goods_that_never_arrived_may_be_delivered_again() {
            Story.delivered()
                    .on("11-14 09:00")
                    .does("file-return R1 kind=refund-only reason=not-received lines=A")
                    .does(NEVER)
                    .awaits("O1")
                    .isStillOpen("R1")
                    .refuses(NEVER, Rule.FACT_IS_ON_RECORD)
                    .on("11-15 09:00")
                    .does("deliver O1")
                    .awaits("O1", "consumer-claim-quality-return", "consumer-notify-no-reason-return");
        }
    }

    @Nested
    class SendingBack {
        private static final String NEVER_SENT = "correct-fact R1 fact=ship-back occurredAt=never";

        private static String sentAt(String time) {
            return "correct-fact R1 fact=ship-back occurredAt='%s'".formatted(time);
        }

        private static String backAt(String time) {
            return "correct-fact R1 fact=goods-back occurredAt='%s'".formatted(time);
        }

        /** Sent on Saturday 2026-11-14; the goods were to be sent back before Saturday 2026-11-21. */
        private static Story sent() {
            return Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=quality lines=A")
                    .does("accept-return R1 instructions=dock-4")
                    .on("11-14 10:00")
                    .does("ship-back R1 waybill=SF1");
        }

        /** The goods came back on Monday 2026-11-16; the money is due before Tuesday 2026-11-24. */
        private static Story back() {
            return sent().on("11-16 09:00").does("goods-back R1");
        }

        @Test
        void a_parcel_that_was_never_sent_is_awaited_again() {
            Story story = sent().on("11-15 09:00")
                    .does(NEVER_SENT)
                    .showsAmongOthers("R1", "consumer-ship-return open until 11-21 00:00");
            assertThat(story.newest(FactCorrected.class).by()).isEqualTo(Party.consumer("U1"));
            story.refuses("goods-back R1", Rule.GOODS_WERE_SENT_BACK)
                    .on("11-21 09:00")
                    .ended("R1", Ending.NOT_SENT_BACK);
        }

        @Test
        void it_may_have_been_sent_at_another_time() {
            back().on("11-17 09:00")
                    .does(sentAt("11-15 10:00"))
                    .showsAmongOthers("R1", "consumer-ship-return met at 11-15 10:00")
                    .refuses(sentAt("11-16 09:00:01"), Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .refuses(NEVER_SENT, Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .refuses(backAt("11-15 09:59:59"), Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON);
        }

        @Test
        void a_request_that_went_on_is_not_closed_because_the_parcel_was_late() {
            FactCorrected corrected = sent().on("11-24 09:00")
                    .does(sentAt("11-22 10:00"))
                    .isStillOpen("R1")
                    .showsAmongOthers("R1", "consumer-ship-return met at 11-14 10:00")
                    .newest(FactCorrected.class);
            assertThat(corrected.changes()).isEmpty();
            assertThat(corrected.kept())
                    .extracting(window -> window.obligation().id())
                    .containsExactly("consumer-ship-return");
        }

        @Test
        void a_merchant_that_got_the_goods_later_owes_the_money_later() {
            back().on("11-24 09:00")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution")
                    .does(backAt("11-19 15:00"))
                    .ended("intervention/R1", Ending.RESCINDED)
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return#1 withdrawn",
                            "room-operator-coordinate withdrawn",
                            "merchant-refund-after-return#2 open since 11-19 15:00 until 11-27 00:00");
        }

        @Test
        void an_intervention_that_an_agent_has_taken_up_is_left_to_the_agent_and_the_correction_says_so() {
            FactCorrected corrected = back().on("11-24 09:00")
                    .does("open-intervention R1 agent=G1")
                    .does(backAt("11-19 15:00"))
                    .isStillOpen("intervention/R1")
                    .newest(FactCorrected.class);
            assertThat(corrected.kept())
                    .extracting(window -> window.obligation().id())
                    .containsExactly("platform-provide-solution");
        }

        @Test
        void an_intervention_that_is_called_for_all_the_same_stays() {
            back().on("11-24 15:00")
                    .does(backAt("11-15 09:00"))
                    .on("11-24 15:00")
                    .isStillOpen("intervention/R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return#1 withdrawn",
                            "room-operator-coordinate open",
                            "merchant-refund-after-return#2 lapsed");
        }

        @Test
        void money_that_was_paid_late_only_by_the_wrong_count_was_paid_in_time() {
            back().on("11-25 09:00")
                    .does("refund R1")
                    .showsAmongOthers("R1", "merchant-refund-after-return met-late")
                    .isStillOpen("intervention/R1")
                    .does(backAt("11-19 15:00"))
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return#1 withdrawn",
                            "merchant-refund-after-return#2 met at 11-25 09:00")
                    .ended("R1", Ending.COMPLETED)
                    .ended("intervention/R1", Ending.RESCINDED);
        }

        @Test
        void money_that_was_paid_in_time_only_by_the_wrong_count_was_late() {
            sent().on("11-18 09:00")
                    .does("goods-back R1")
                    .on("11-25 09:00")
                    .does("refund R1", backAt("11-16 09:00"))
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return#1 withdrawn",
                            "merchant-refund-after-return#2 met-late at 11-25 09:00")
                    .ended("R1", Ending.COMPLETED);
        }

        @Test
        void an_agreed_deadline_stays_agreed() {
            Story.delivered()
                    .on("11-16 09:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .does("accept-return R1 instructions=dock-4", "ship-back R1 waybill=SF1", "goods-back R1")
                    .does("propose-extension return/R1 merchant-ship-exchange by=merchant dueAt='11-24 12:00'")
                    .does("accept-extension return/R1 merchant-ship-exchange")
                    .on("11-20 09:00")
                    .does(backAt("11-19 15:00"))
                    .showsAmongOthers(
                            "R1",
                            "merchant-ship-exchange#1 withdrawn",
                            "merchant-ship-exchange#2 open until 11-24 12:00 from agreement");
        }

        @Test
        void goods_that_never_came_back_are_with_the_carrier_again() {
            back().on("11-17 09:00")
                    .refuses("correct-fact R1 fact=refund occurredAt=never", Rule.FACT_IS_ON_RECORD)
                    .does("correct-fact R1 fact=goods-back occurredAt=never")
                    .awaits("R1")
                    .on("11-18 09:00")
                    .does("goods-back R1")
                    .awaits("R1", "merchant-refund-after-return");
        }

        @Test
        void a_lapse_of_a_duty_that_never_was_is_taken_back() {
            back().on("11-24 09:00")
                    .does("correct-fact R1 fact=goods-back occurredAt=never")
                    .ended("intervention/R1", Ending.RESCINDED)
                    .awaits("R1");
        }

        @Test
        void what_was_refunded_builds_on_the_goods_that_came_back() {
            back().on("11-17 09:00")
                    .does("refund R1")
                    .refuses("correct-fact R1 fact=goods-back occurredAt=never", Rule.NOTHING_BUILDS_ON_THE_FACT)
                    .does("correct-fact R1 fact=refund occurredAt=never")
                    .does("correct-fact R1 fact=goods-back occurredAt=never")
                    .awaits("R1");
        }
    }

    @Nested
    class Performing {
        private static final String NEVER_PAID = "correct-fact R1 fact=refund occurredAt=never";

        private static String paidAt(String time) {
            return "correct-fact R1 fact=refund occurredAt='%s'".formatted(time);
        }

        @Test
        void a_refund_may_have_been_paid_at_another_time() {
            SendingBack.back()
                    .on("11-23 09:00")
                    .does("refund R1")
                    .on("11-25 09:00")
                    .does(paidAt("11-24 10:00"))
                    .showsAmongOthers("R1", "merchant-refund-after-return met-late at 11-24 10:00")
                    .does(paidAt("11-23 10:00"))
                    .showsAmongOthers("R1", "merchant-refund-after-return met at 11-23 10:00")
                    .refuses(paidAt("11-16 08:59:59"), Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .ended("R1", Ending.COMPLETED);
        }

        @Test
        void a_refund_that_never_was_is_owed_again_with_all_its_money() {
            Story story = SendingBack.back()
                    .on("11-17 09:00")
                    .does("refund R1")
                    .on("11-20 09:00")
                    .does(NEVER_PAID)
                    .isStillOpen("R1")
                    .awaits("R1", "merchant-refund-after-return");
            assertThat(story.newest(FactCorrected.class).notPaidFen()).isEqualTo(10_000);
            assertThat(story.count(FactCorrected.class)).isEqualTo(2);
            story.afterARestart()
                    .on("11-24 09:00")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution")
                    .does("refund R1 amountFen=10000")
                    .ended("R1", Ending.COMPLETED);
        }

        @Test
        void one_that_was_late_lapses_again_and_the_intervention_goes_on() {
            SendingBack.back()
                    .on("11-25 09:00")
                    .does("refund R1", NEVER_PAID)
                    .on("11-25 09:00")
                    .isStillOpen("R1")
                    .isStillOpen("intervention/R1")
                    .showsAmongOthers("R1", "merchant-refund-after-return lapsed at 11-24 00:00");
        }

        @Test
        void lines_that_were_struck_are_to_be_shipped_again() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1 lines=B")
                    .does("file-return R1 kind=refund-only reason=late-shipment lines=A")
                    .does("accept-return R1", "refund R1")
                    .shows("O1", "merchant-ship-goods withdrawn")
                    .does(NEVER_PAID)
                    .shows("O1", "merchant-ship-goods open until 11-17 00:00")
                    .awaits("R1", "merchant-execute-refund")
                    .does("ship O1")
                    .shows("O1", "merchant-ship-goods met");
        }

        @Test
        void an_objection_that_was_not_taken_back_after_all_stands_again() {
            SendingBack.back()
                    .does("object-to-goods R1 reason=scratched", "refund R1")
                    .refuses(paidAt("11-16 08:59:59"), Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .does(paidAt("11-16 09:00"), NEVER_PAID)
                    .isStillOpen("R1")
                    .awaits("R1", "consumer-request-intervention");
        }

        @Test
        void a_replacement_or_a_repair_that_never_was_is_owed_again() {
            for (String kind : new String[] {"exchange", "repair"}) {
                String fact = kind.equals("exchange") ? "ship-replacement" : "ship-repaired";
                Story.delivered()
                        .on("11-13 12:00")
                        .does("file-return R1 kind=" + kind + " reason=quality lines=A")
                        .does("accept-return R1 instructions=dock-4", "ship-back R1 waybill=SF1", "goods-back R1")
                        .does(fact + " R1")
                        .ended("R1", Ending.COMPLETED)
                        .does("correct-fact R1 fact=" + fact + " occurredAt=never")
                        .isStillOpen("R1")
                        .awaits("R1", kind.equals("exchange") ? "merchant-ship-exchange" : "merchant-complete-repair");
            }
        }

        @Test
        void a_case_that_the_platform_has_closed_stays_closed_and_the_correction_says_what_it_leaves() {
            Story story = SendingBack.back()
                    .on("11-24 09:00")
                    .does("open-intervention R1 agent=G1", "refund R1", "settle R1")
                    .does(NEVER_PAID)
                    .ended("R1", Ending.COMPLETED)
                    .ended("intervention/R1", Ending.CONCLUDED)
                    .showsAmongOthers("R1", "merchant-refund-after-return met-late");
            FactCorrected corrected = story.newest(FactCorrected.class);
            assertThat(corrected.changes()).isEmpty();
            assertThat(corrected.kept())
                    .extracting(window -> window.obligation().id())
                    .containsExactly("merchant-refund-after-return");
            assertThat(corrected.notPaidFen()).isEqualTo(10_000);
        }
    }
}
