package io.redress.command.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderShipped;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fact counts from when it occurred, whenever it is told; a lapse that it disproves is taken back. */
@Tag("story")
class FactsTest {
    /** The order was paid on Wednesday, so it is to be shipped before Tuesday 2026-11-17. */
    @Nested
    class Shipping {
        @Test
        void a_shipment_told_before_the_window_is_due_closes_it_when_the_goods_were_handed_over() {
            Story.sold()
                    .on("11-13 09:00")
                    .does("ship O1 occurredAt='11-12 10:00'")
                    .shows("O1", "merchant-ship-goods met at 11-12 10:00");
        }

        @Test
        void a_shipment_in_time_that_is_told_after_the_lapse_takes_the_lapse_back() {
            Story.sold()
                    .on("11-17 09:00")
                    .showsAmongOthers("O1", "merchant-ship-goods lapsed", "room-operator-urge-promise open")
                    .does("ship O1 occurredAt='11-16 18:00'")
                    .shows(
                            "O1",
                            "merchant-ship-goods met at 11-16 18:00",
                            "platform-urge-shipment met at 11-17 00:00",
                            "room-operator-urge-promise withdrawn at 11-17 09:00");
        }

        @Test
        void what_the_lapse_had_opened_and_has_lapsed_itself_is_taken_back_too() {
            Story.sold()
                    .on("11-20 09:00")
                    .showsAmongOthers("O1", "room-operator-urge-promise lapsed")
                    .does("ship O1 occurredAt='11-16 18:00'")
                    .shows(
                            "O1",
                            "merchant-ship-goods met at 11-16 18:00",
                            "platform-urge-shipment met",
                            "room-operator-urge-promise withdrawn at 11-20 09:00");
        }

        @Test
        void what_somebody_did_about_the_lapse_stays() {
            Story.sold()
                    .on("11-17 12:00")
                    .does("urge O1 by=operator")
                    .on("11-18 09:00")
                    .does("ship O1 occurredAt='11-16 18:00'")
                    .showsAmongOthers(
                            "O1",
                            "merchant-ship-goods met at 11-16 18:00",
                            "room-operator-urge-promise met at 11-17 12:00");
        }

        @Test
        void a_shipment_after_dueAt_is_late_at_its_own_instant() {
            Story.sold()
                    .on("11-20 09:00")
                    .does("ship O1 occurredAt='11-17 00:00'")
                    .showsAmongOthers("O1", "merchant-ship-goods met-late at 11-17 00:00");
        }

        @Test
        void goods_are_shipped_when_the_last_of_them_is() {
            Story.sold()
                    .on("11-18 08:00")
                    .does("ship O1 lines=A")
                    .on("11-18 09:00")
                    .does("ship O1 lines=B occurredAt='11-16 18:00'")
                    .showsAmongOthers("O1", "merchant-ship-goods met-late at 11-18 08:00");
        }

        @Test
        void it_is_found_late_whoever_notices_the_lapse_first() {
            Story.sold()
                    .unnoticedUntil("11-18 09:00")
                    .does("ship O1 occurredAt='11-16 18:00'")
                    .showsAmongOthers("O1", "merchant-ship-goods met at 11-16 18:00");
        }

        @Test
        void the_event_keeps_both_instants() {
            OrderShipped shipped = Story.sold()
                    .on("11-18 09:00")
                    .does("ship O1 occurredAt='11-16 18:00'")
                    .newest(OrderShipped.class);
            assertThat(shipped.at()).isEqualTo(Story.time("11-18 09:00"));
            assertThat(shipped.occurred()).isEqualTo(Story.time("11-16 18:00"));
        }

        @Test
        void nothing_is_recorded_that_has_not_occurred_or_could_not_have() {
            Story.sold()
                    .on("11-13 09:00")
                    .refuses("ship O1 occurredAt='11-13 09:00:01'", Rule.ACT_IS_NOT_IN_THE_FUTURE)
                    .refuses("ship O1 occurredAt='11-11 19:59:59'", Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .refusesNaming("ship O1 occurredAt='11-11 19:59:59'", "2026-11-11T20:00:00+08:00")
                    .does("ship O1 occurredAt='11-12 09:00'")
                    .refuses("deliver O1 occurredAt='11-12 08:59:59'", Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .does("deliver O1 occurredAt='11-12 09:00'");
        }

        @Test
        void rights_run_from_the_delivery_not_from_its_record() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1")
                    .on("11-16 09:00")
                    .does("deliver O1 occurredAt='11-13 10:00'")
                    .showsAmongOthers(
                            "O1", "consumer-notify-no-reason-return open since 11-13 10:00 until 11-21 00:00");
        }

        @Test
        void a_right_that_was_over_before_the_delivery_was_told_lapses_at_once() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1")
                    .on("11-25 09:00")
                    .does("deliver O1 occurredAt='11-13 10:00'")
                    .on("11-25 09:00")
                    .showsAmongOthers("O1", "consumer-notify-no-reason-return lapsed at 11-21 00:00");
        }
    }

    @Nested
    class SendingBack {
        /** Accepted on Friday 2026-11-13; the goods are to be sent back before Saturday 2026-11-21. */
        private static Story accepted() {
            return Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=quality lines=A")
                    .does("accept-return R1 instructions=dock-4");
        }

        @Test
        void a_parcel_handed_over_in_time_opens_the_request_again_that_its_lapse_had_closed() {
            Story story = accepted()
                    .on("11-24 09:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .does("ship-back R1 waybill=SF1 occurredAt='11-20 18:00'")
                    .isStillOpen("R1")
                    .showsAmongOthers("R1", "consumer-ship-return met at 11-20 18:00")
                    .does("goods-back R1 occurredAt='11-23 10:00'")
                    .showsAmongOthers("R1", "merchant-refund-after-return open since 11-23 10:00");
            assertThat(story.count(OrderLinesClaimed.class)).isEqualTo(2);
        }

        @Test
        void it_does_not_use_up_the_consumers_own_reopening() {
            accepted()
                    .on("11-24 09:00")
                    .does("ship-back R1 waybill=SF1 occurredAt='11-20 18:00'")
                    .refuses("reopen R1", Rule.DEMAND_CLOSED_UNANSWERED);
        }

        @Test
        void a_parcel_handed_over_too_late_opens_nothing() {
            accepted()
                    .on("11-24 09:00")
                    .refuses("ship-back R1 waybill=SF1 occurredAt='11-21 00:00'", Rule.DEMAND_IS_OPEN)
                    .refuses("ship-back R1 waybill=SF1", Rule.DEMAND_IS_OPEN)
                    .ended("R1", Ending.NOT_SENT_BACK);
        }

        @Test
        void lines_that_another_request_has_by_now_stay_there() {
            accepted()
                    .on("11-24 09:00")
                    .does("file-return R2 kind=return-and-refund reason=quality lines=A")
                    .refuses("ship-back R1 waybill=SF1 occurredAt='11-20 18:00'", Rule.LINE_IS_IN_NO_OTHER_REQUEST);
        }

        @Test
        void an_intervention_that_the_lapse_had_ended_begins_anew() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=quality lines=A")
                    .on("11-15 13:00")
                    .does("open-intervention R1 agent=G1", "accept-return R1 instructions=dock-4")
                    .on("11-24 09:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .ended("intervention/R1", Ending.CONCLUDED)
                    .does("ship-back R1 waybill=SF1 occurredAt='11-20 18:00'")
                    .isStillOpen("R1")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution");
        }

        @Test
        void goods_cannot_arrive_before_they_were_sent() {
            accepted()
                    .on("11-16 09:00")
                    .does("ship-back R1 waybill=SF1 occurredAt='11-15 18:00'")
                    .refuses("goods-back R1 occurredAt='11-15 17:59:59'", Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON);
        }
    }

    @Nested
    class Refunding {
        /** The goods came back on Monday 2026-11-16; the money is due before Tuesday 2026-11-24. */
        private static Story back() {
            return Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=quality lines=A")
                    .does("accept-return R1 instructions=dock-4")
                    .on("11-14 10:00")
                    .does("ship-back R1 waybill=SF1")
                    .on("11-16 09:00")
                    .does("goods-back R1");
        }

        @Test
        void a_refund_in_time_that_is_told_late_takes_back_what_its_lapse_called_for() {
            back().on("11-24 09:00")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution")
                    .does("refund R1 occurredAt='11-23 18:00'")
                    .ended("R1", Ending.COMPLETED)
                    .ended("intervention/R1", Ending.RESCINDED)
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return met at 11-23 18:00",
                            "room-operator-coordinate withdrawn at 11-24 09:00")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention withdrawn at 11-24 09:00",
                            "platform-provide-solution withdrawn at 11-24 09:00");
        }

        @Test
        void the_platforms_own_lapses_on_it_are_taken_back_too() {
            back().on("11-26 09:00")
                    .showsAmongOthers("intervention/R1", "platform-open-intervention lapsed")
                    .does("refund R1 occurredAt='11-23 18:00'")
                    .ended("intervention/R1", Ending.RESCINDED)
                    .showsAmongOthers("intervention/R1", "platform-open-intervention withdrawn at 11-26 09:00")
                    .showsAmongOthers("R1", "room-operator-coordinate withdrawn");
        }

        @Test
        void an_intervention_that_an_agent_has_taken_up_is_left_to_the_agent() {
            back().on("11-24 09:00")
                    .does("open-intervention R1 agent=G1")
                    .does("refund R1 occurredAt='11-23 18:00'")
                    .ended("R1", Ending.COMPLETED)
                    .isStillOpen("intervention/R1")
                    .awaits("intervention/R1", "platform-provide-solution")
                    .does("settle R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void an_intervention_that_another_lapse_calls_for_too_stays() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=quality lines=A")
                    .on("11-15 13:00")
                    .does("accept-return R1 instructions=dock-4", "ship-back R1 waybill=SF1")
                    .on("11-16 09:00")
                    .does("goods-back R1")
                    .on("11-24 09:00")
                    .does("refund R1 occurredAt='11-23 18:00'")
                    .showsAmongOthers(
                            "R1", "merchant-decide-return-exchange met-late", "merchant-refund-after-return met")
                    .isStillOpen("intervention/R1");
        }

        @Test
        void money_that_was_paid_after_dueAt_was_late() {
            back().on("11-26 09:00")
                    .does("refund R1 occurredAt='11-24 00:00'")
                    .showsAmongOthers("R1", "merchant-refund-after-return met-late at 11-24 00:00")
                    .isStillOpen("intervention/R1");
        }

        @Test
        void no_refund_is_older_than_the_duty() {
            back().on("11-17 09:00")
                    .refuses("refund R1 occurredAt='11-16 08:59:59'", Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON)
                    .does("refund R1 occurredAt='11-16 09:00'");
        }

        @Test
        void it_is_the_same_after_a_restart() {
            back().on("11-24 09:00")
                    .afterARestart()
                    .does("refund R1 occurredAt='11-23 18:00'")
                    .ended("intervention/R1", Ending.RESCINDED);
        }
    }
}
