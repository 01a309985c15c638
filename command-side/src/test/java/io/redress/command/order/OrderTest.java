package io.redress.command.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderShipped;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the payment to the door: shipping, urging, delivery, and the rights that begin with it. */
@Tag("story")
class OrderTest {
    @Nested
    class Registering {
        @Test
        void a_payment_opens_the_window_to_ship() {
            Story.sold()
                    .shows("O1", "merchant-ship-goods open since 11-11 20:00 until 11-17 00:00 by M1 from default")
                    .isStillOpen("O1");
        }

        @Test
        void an_agreed_ship_date_is_the_dueAt_itself() {
            Story.begins()
                    .does("register-order O1 agreedShipBy=11-30T18:30")
                    .shows("O1", "merchant-ship-goods open until 11-30 18:30 from agreement");
        }

        @Test
        void an_agreed_ship_date_lies_after_the_payment() {
            Story.begins()
                    .refuses("register-order O1 agreedShipBy=11-11T20:00", Rule.AGREED_SHIP_DATE_IS_AFTER_PAYMENT)
                    .refuses("register-order O1 agreedShipBy=11-11T19:59", Rule.AGREED_SHIP_DATE_IS_AFTER_PAYMENT)
                    .does("register-order O1 agreedShipBy=11-11T20:00:01");
        }

        @Test
        void a_payment_lies_not_in_the_future() {
            Story.begins().refuses("register-order O1 paidAt=11-11T20:00:01", Rule.ACT_IS_NOT_IN_THE_FUTURE);
        }

        @Test
        void an_order_that_reaches_us_late_still_runs_from_its_payment() {
            Story.begins()
                    .on("11-16 09:00")
                    .does("register-order O1 paidAt=11-11T20:00")
                    .shows("O1", "merchant-ship-goods open since 11-11 20:00 until 11-17 00:00");
        }

        @Test
        void an_order_that_reaches_us_when_its_time_is_over_lapses_at_once() {
            Story.begins()
                    .on("11-20 09:00")
                    .does("register-order O1 paidAt=11-11T20:00")
                    .on("11-20 09:00")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed since 11-11 20:00 until 11-17 00:00 at 11-17 00:00",
                            "platform-urge-shipment met since 11-20 09:00 at 11-20 09:00",
                            "room-operator-urge-promise open since 11-20 09:00 until 11-21 09:00");
        }

        @Test
        void a_cross_border_order_is_out_of_scope() {
            Story.begins().refuses("register-order O1 crossBorder=true", Rule.ORDER_IS_DOMESTIC);
        }

        @Test
        void an_id_is_used_once_and_that_of_a_refused_act_stays_free() {
            Story.begins()
                    .refuses("register-order O1 crossBorder=true", Rule.ORDER_IS_DOMESTIC)
                    .does("register-order O1")
                    .refuses("register-order O1", Rule.ID_IS_FREE, "order")
                    .does("register-order O2");
        }

        @Test
        void an_act_on_an_order_that_nobody_knows_is_refused() {
            Story.begins()
                    .refuses("ship O9", Rule.SUBJECT_IS_KNOWN, "order")
                    .refuses("deliver O9", Rule.SUBJECT_IS_KNOWN, "order")
                    .refuses("cancel-order O9", Rule.SUBJECT_IS_KNOWN, "order")
                    .refuses("urge O9 by=platform", Rule.SUBJECT_IS_KNOWN, "order")
                    .refuses(
                            "file-return R1 order=O9 kind=refund-only reason=other lines=A",
                            Rule.SUBJECT_IS_KNOWN,
                            "order");
        }

        @Test
        void an_order_into_an_unknown_year_is_refused_rather_than_guessed() {
            Story.begins()
                    .on("2027-12-30 12:00")
                    .refuses("register-order O1", Rule.CALENDAR_IS_KNOWN)
                    .does("register-order O1 agreedShipBy=2028-02-01T00:00")
                    .shows("O1", "merchant-ship-goods open until 2028-02-01 00:00 from agreement firm");
        }
    }

    @Nested
    class Shipping {
        @Test
        void the_last_line_meets_the_duty() {
            Story story = Story.sold()
                    .on("11-12 10:00")
                    .does("ship O1 lines=B")
                    .shows("O1", "merchant-ship-goods open")
                    .on("11-13 10:00")
                    .does("ship O1 lines=A")
                    .shows("O1", "merchant-ship-goods met at 11-13 10:00");
            assertThat(story.newest(OrderShipped.class).left()).isEmpty();
        }

        @Test
        void all_that_is_left_goes_when_no_line_is_named() {
            Story story = Story.begins()
                    .does("register-order O1 lines=A,B,C", "ship O1 lines=B", "ship O1")
                    .shows("O1", "merchant-ship-goods met");
            assertThat(story.newest(OrderShipped.class).lines()).isEqualTo(List.of("A", "C"));
        }

        @Test
        void only_what_is_left_can_be_shipped() {
            Story.sold()
                    .refuses("ship O1 lines=A,X", Rule.LINE_IS_LEFT_TO_SHIP)
                    .does("ship O1 lines=A")
                    .refuses("ship O1 lines=A", Rule.LINE_IS_LEFT_TO_SHIP)
                    .refuses("ship O1 lines=A,B", Rule.LINE_IS_LEFT_TO_SHIP)
                    .does("ship O1 lines=B")
                    .refuses("ship O1", Rule.LINE_IS_LEFT_TO_SHIP);
        }

        @Test
        void shipping_in_the_last_second_is_in_time_and_at_dueAt_it_is_late() {
            Story.sold().on("11-16 23:59:59").does("ship O1").shows("O1", "merchant-ship-goods met at 11-16 23:59:59");
            Story.sold()
                    .on("11-17 00:00")
                    .does("ship O1")
                    .showsAmongOthers("O1", "merchant-ship-goods met-late at 11-17 00:00");
        }

        /** Whether an act is in time is decided by its own instant, not by whether the clock has looked. */
        @Test
        void a_late_act_first_records_the_lapse_that_no_clock_noticed() {
            Story.sold()
                    .unnoticedUntil("11-17 08:00")
                    .does("ship O1")
                    .shows(
                            "O1",
                            "merchant-ship-goods met-late until 11-17 00:00 at 11-17 08:00",
                            "platform-urge-shipment met since 11-17 08:00 at 11-17 08:00",
                            "room-operator-urge-promise withdrawn since 11-17 08:00 at 11-17 08:00");
        }

        @Test
        void a_refused_act_lets_time_pass_all_the_same() {
            Story.sold()
                    .unnoticedUntil("11-17 08:00")
                    .refuses("deliver O1", Rule.EVERY_LINE_IS_SHIPPED)
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00",
                            "platform-urge-shipment met",
                            "room-operator-urge-promise open since 11-17 08:00");
        }
    }

    @Nested
    class Urging {
        @Test
        void a_late_shipment_is_urged_by_the_platform_at_once_and_by_the_operator_in_a_day() {
            Story.sold()
                    .on("11-17 00:00")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00 until 11-17 00:00",
                            "platform-urge-shipment met since 11-17 00:00 at 11-17 00:00 until 11-18 00:00",
                            "room-operator-urge-promise open since 11-17 00:00 until 11-18 00:00 by H1");
        }

        @Test
        void a_self_run_room_has_nobody_else_to_urge() {
            Story.beginsInASelfRunRoom()
                    .does("register-order O1")
                    .on("11-17 00:00")
                    .shows("O1", "merchant-ship-goods lapsed", "platform-urge-shipment met");
        }

        @Test
        void the_operator_urges_in_time_or_late() {
            Story.sold()
                    .on("11-17 12:00")
                    .does("urge O1 by=operator")
                    .showsAmongOthers("O1", "room-operator-urge-promise met at 11-17 12:00");
            Story.sold()
                    .on("11-18 00:00")
                    .showsAmongOthers("O1", "room-operator-urge-promise lapsed at 11-18 00:00")
                    .does("urge O1 by=operator")
                    .showsAmongOthers("O1", "room-operator-urge-promise met-late at 11-18 00:00");
        }

        @Test
        void shipping_makes_urging_moot_but_not_a_lapse_of_it() {
            Story.sold()
                    .on("11-17 12:00")
                    .does("ship O1")
                    .showsAmongOthers("O1", "room-operator-urge-promise withdrawn at 11-17 12:00");
            Story.sold()
                    .on("11-18 12:00")
                    .does("ship O1")
                    .showsAmongOthers("O1", "room-operator-urge-promise lapsed at 11-18 00:00");
        }

        @Test
        void an_urging_with_nothing_to_meet_is_recorded_all_the_same() {
            Story.sold()
                    .does("urge O1 by=operator", "urge O1 by=platform")
                    .on("11-17 12:00")
                    .does("urge O1 by=operator", "urge O1 by=operator", "urge O1 by=platform")
                    .showsAmongOthers("O1", "room-operator-urge-promise met at 11-17 12:00");
        }

        @Test
        void there_is_nothing_to_urge_once_all_is_shipped() {
            Story.sold()
                    .does("ship O1")
                    .refuses("urge O1 by=operator", Rule.LINE_IS_LEFT_TO_SHIP)
                    .refuses("urge O1 by=platform", Rule.LINE_IS_LEFT_TO_SHIP);
        }

        @Test
        void nobody_urges_as_the_operator_of_a_self_run_room() {
            Story.beginsInASelfRunRoom()
                    .does("register-order O1")
                    .refuses("urge O1 by=operator", Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN)
                    .does("urge O1 by=platform");
        }

        @Test
        void without_the_automatic_notice_the_platform_urges_by_hand_in_time_or_late_or_not_at_all() {
            Story story = Story.sold()
                    .does("publish-rules autoUrge=false windows={}")
                    .on("11-17 00:00")
                    .showsAmongOthers("O1", "platform-urge-shipment open until 11-18 00:00 by platform");
            story.on("11-17 10:00").does("urge O1 by=platform").showsAmongOthers("O1", "platform-urge-shipment met");

            Story.sold()
                    .does("publish-rules autoUrge=false windows={}")
                    .on("11-18 00:00")
                    .showsAmongOthers("O1", "platform-urge-shipment lapsed at 11-18 00:00")
                    .on("11-18 10:00")
                    .does("urge O1 by=platform")
                    .showsAmongOthers("O1", "platform-urge-shipment met-late at 11-18 10:00");

            Story.sold()
                    .does("publish-rules autoUrge=false windows={}")
                    .on("11-17 10:00")
                    .does("ship O1")
                    .showsAmongOthers("O1", "platform-urge-shipment withdrawn at 11-17 10:00");
        }

        @Test
        void the_automatic_notice_comes_back_with_the_next_version_of_the_rules() {
            Story.sold()
                    .does("publish-rules autoUrge=false windows={}", "publish-rules windows={}")
                    .on("11-17 00:00")
                    .showsAmongOthers("O1", "platform-urge-shipment met at 11-17 00:00");
        }
    }

    @Nested
    class Delivering {
        @Test
        void delivery_begins_the_rights_of_the_consumer() {
            Story.delivered()
                    .shows(
                            "O1",
                            "merchant-ship-goods met",
                            "consumer-claim-quality-return open since 11-13 10:00 until 11-21 00:00 by U1",
                            "consumer-notify-no-reason-return open since 11-13 10:00 until 11-21 00:00 by U1");
        }

        @Test
        void the_rights_end_with_their_windows() {
            Story.delivered()
                    .on("11-21 00:00")
                    .shows(
                            "O1",
                            "merchant-ship-goods met",
                            "consumer-claim-quality-return lapsed at 11-21 00:00",
                            "consumer-notify-no-reason-return lapsed at 11-21 00:00");
        }

        @Test
        void goods_without_the_right_to_return_them_without_a_reason_begin_only_the_other() {
            Story.begins()
                    .does("register-order O1 lines=A,B", "ship O1", "deliver O1")
                    .shows("O1", "merchant-ship-goods met", "consumer-claim-quality-return open");
        }

        /** Line A was refunded before it was shipped: what was never shipped gives no right. */
        @Test
        void only_shipped_lines_count_for_it() {
            Story.sold()
                    .does(
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "accept-return R1",
                            "refund R1",
                            "ship O1",
                            "deliver O1")
                    .shows("O1", "merchant-ship-goods met", "consumer-claim-quality-return open");
        }

        @Test
        void nothing_is_delivered_before_every_line_is_shipped() {
            Story.sold()
                    .refuses("deliver O1", Rule.EVERY_LINE_IS_SHIPPED)
                    .does("ship O1 lines=A")
                    .refuses("deliver O1", Rule.EVERY_LINE_IS_SHIPPED)
                    .does("ship O1 lines=B", "deliver O1");
        }

        @Test
        void an_order_is_delivered_once() {
            Story.delivered().refuses("deliver O1", Rule.ORDER_IS_DELIVERED_ONCE);
        }

        @Test
        void an_order_of_which_nothing_was_shipped_cannot_arrive() {
            Story.sold()
                    .does("file-return R1 kind=refund-only reason=other lines=A,B", "accept-return R1", "refund R1")
                    .refuses("deliver O1", Rule.EVERY_LINE_IS_SHIPPED);
        }
    }

    @Nested
    class Cancelling {
        @Test
        void a_cancelled_order_waits_for_nothing() {
            Story.sold()
                    .on("11-12 10:00")
                    .does("cancel-order O1")
                    .shows("O1", "merchant-ship-goods withdrawn at 11-12 10:00")
                    .ended("O1", Ending.CANCELLED);
        }

        @Test
        void cancelling_a_late_order_withdraws_the_urging_but_not_the_lapse() {
            Story.sold()
                    .does("publish-rules autoUrge=false windows={}")
                    .on("11-17 09:00")
                    .does("cancel-order O1")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed",
                            "platform-urge-shipment withdrawn",
                            "room-operator-urge-promise withdrawn");
        }

        @Test
        void only_an_order_with_something_left_to_ship_is_cancelled() {
            Story.sold().does("ship O1").refuses("cancel-order O1", Rule.LINE_IS_LEFT_TO_SHIP);
            Story.sold().does("ship O1 lines=A", "cancel-order O1").ended("O1", Ending.CANCELLED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ship O1",
                    "deliver O1",
                    "urge O1 by=platform",
                    "urge O1 by=operator",
                    "cancel-order O1",
                    "file-return R1 kind=refund-only reason=other lines=A"
                })
        void a_cancelled_order_takes_no_acts(String act) {
            Story.sold().does("cancel-order O1").refuses(act, Rule.ORDER_IS_NOT_CANCELLED);
        }

        @Test
        void its_open_demands_run_on_and_a_complaint_may_still_name_it() {
            Story story = Story.sold()
                    .does("file-return R1 kind=refund-only reason=late-shipment lines=A", "cancel-order O1")
                    .isStillOpen("R1")
                    .awaits("R1", "merchant-decide-refund-only", "room-operator-urge-aftersale")
                    .does("file-complaint C1 order=O1 against=merchant")
                    .awaits("C1", "merchant-accept-complaint", "merchant-resolve-complaint")
                    .does("accept-return R1", "refund R1")
                    .ended("R1", Ending.COMPLETED);
            assertThat(story.count(OrderLinesStruck.class))
                    .as("nothing is left to strike")
                    .isZero();
        }
    }

    @Nested
    class StrikingLines {
        @Test
        void a_line_refunded_before_it_is_shipped_is_not_left_to_ship() {
            Story story = Story.sold()
                    .does(
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "accept-return R1",
                            "refund R1")
                    .shows("O1", "merchant-ship-goods open")
                    .refuses("ship O1 lines=A", Rule.LINE_IS_LEFT_TO_SHIP)
                    .on("11-12 10:00")
                    .does("ship O1")
                    .shows("O1", "merchant-ship-goods met at 11-12 10:00");
            assertThat(story.newest(OrderShipped.class).lines()).isEqualTo(List.of("B"));
        }

        @Test
        void with_nothing_left_to_ship_nothing_is_owed_for_shipping() {
            Story.sold()
                    .does("file-return R1 kind=refund-only reason=late-shipment lines=A,B", "accept-return R1")
                    .on("11-12 10:00")
                    .does("refund R1")
                    .shows("O1", "merchant-ship-goods withdrawn at 11-12 10:00")
                    .refuses("ship O1", Rule.LINE_IS_LEFT_TO_SHIP)
                    .refuses("cancel-order O1", Rule.LINE_IS_LEFT_TO_SHIP);
        }

        @Test
        void neither_is_the_urging_of_it() {
            Story.sold()
                    .does("publish-rules autoUrge=false windows={}", "ship O1 lines=B")
                    .on("11-17 09:00")
                    .does(
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "accept-return R1",
                            "refund R1")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00",
                            "platform-urge-shipment withdrawn at 11-17 09:00",
                            "room-operator-urge-promise withdrawn at 11-17 09:00")
                    .does("deliver O1");
        }

        /** The refund comes late for the order too: its lapse is recorded before the line is struck. */
        @Test
        void a_refund_first_records_the_lapse_of_the_order_that_no_clock_noticed() {
            Story.sold()
                    .does("file-return R1 kind=refund-only reason=late-shipment lines=A,B")
                    .on("11-13 10:00")
                    .does("accept-return R1")
                    .unnoticedUntil("11-17 09:00")
                    .does("refund R1")
                    .shows(
                            "O1",
                            "merchant-ship-goods lapsed at 11-17 00:00",
                            "platform-urge-shipment met at 11-17 09:00",
                            "room-operator-urge-promise withdrawn at 11-17 09:00")
                    .showsAmongOthers("R1", "merchant-execute-refund met-late at 11-17 09:00");
        }

        @Test
        void goods_on_their_way_are_not_struck() {
            Story story = Story.sold()
                    .does(
                            "ship O1 lines=A",
                            "file-return R1 kind=refund-only reason=not-received lines=A",
                            "accept-return R1",
                            "refund R1")
                    .shows("O1", "merchant-ship-goods open");
            assertThat(story.count(OrderLinesStruck.class)).isZero();
        }
    }
}
