package io.redress.command.returns;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.returns.ReturnAccepted;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer asks for a refund, a return with refund, an exchange or a repair. */
@Tag("story")
class ReturnRequestTest {
    private static Story filed(String kind) {
        return Story.delivered().on("11-13 12:00").does("file-return R1 kind=" + kind + " reason=quality lines=A");
    }

    private static Story sentBack(String kind) {
        return filed(kind)
                .does("accept-return R1 instructions=dock-4")
                .on("11-14 10:00")
                .does("ship-back R1 waybill=SF1");
    }

    /** The goods are back on Monday 2026-11-16, 09:00. */
    private static Story back(String kind) {
        return sentBack(kind).on("11-16 09:00").does("goods-back R1");
    }

    @Nested
    class Filing {
        @Test
        void a_request_for_the_money_alone_waits_for_its_decision_and_for_the_operators_urging() {
            filed("refund-only")
                    .shows(
                            "R1",
                            "merchant-decide-refund-only open since 11-13 12:00 until 11-15 12:00 by M1",
                            "room-operator-urge-aftersale open since 11-13 12:00 until 11-14 12:00 by H1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"return-and-refund", "exchange", "repair"})
        void a_request_that_sends_goods_back_waits_for_another_decision(String kind) {
            filed(kind)
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange open until 11-15 12:00 by M1",
                            "room-operator-urge-aftersale open until 11-14 12:00 by H1");
        }

        @Test
        void in_a_self_run_room_nobody_else_urges() {
            Story.deliveredInASelfRunRoom()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .shows("R1", "merchant-decide-return-exchange open by M1");
        }

        @Test
        void an_id_is_used_once() {
            filed("exchange")
                    .refuses("file-return R1 kind=exchange reason=quality lines=B", Rule.ID_IS_FREE, "return")
                    .does("file-return R2 kind=exchange reason=quality lines=B");
        }

        @ParameterizedTest
        @CsvSource({
            "no-reason, consumer-notify-no-reason-return",
            "quality, consumer-claim-quality-return",
            "not-as-described, consumer-claim-quality-return"
        })
        void filing_meets_the_right_that_it_uses(String reason, String right) {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=return-and-refund reason=" + reason + " lines=A")
                    .showsAmongOthers("O1", right + " met at 11-13 12:00");
        }

        @ParameterizedTest
        @ValueSource(strings = {"not-received", "late-shipment", "other"})
        void other_reasons_use_neither(String reason) {
            Story.delivered()
                    .does("file-return R1 kind=refund-only reason=" + reason + " lines=A")
                    .awaits("O1", "consumer-claim-quality-return", "consumer-notify-no-reason-return");
        }

        @Test
        void only_the_money_is_asked_for_before_the_goods_are_there() {
            Story.sold()
                    .refuses("file-return R1 kind=return-and-refund reason=quality lines=A", Rule.GOODS_WERE_DELIVERED)
                    .refuses("file-return R1 kind=exchange reason=quality lines=A", Rule.GOODS_WERE_DELIVERED)
                    .refuses("file-return R1 kind=repair reason=quality lines=A", Rule.GOODS_WERE_DELIVERED)
                    .refuses("file-return R1 kind=refund-only reason=no-reason lines=A", Rule.GOODS_WERE_DELIVERED)
                    .does("file-return R1 kind=refund-only reason=quality lines=A");
        }

        @Test
        void a_line_must_be_in_the_order() {
            Story.delivered()
                    .refuses("file-return R1 kind=exchange reason=quality lines=A,X", Rule.LINE_IS_IN_THE_ORDER);
        }

        @Test
        void a_return_without_a_reason_needs_the_right_on_every_line() {
            Story.delivered()
                    .refuses(
                            "file-return R1 kind=return-and-refund reason=no-reason lines=A,B",
                            Rule.LINE_CARRIES_THE_NO_REASON_RIGHT)
                    .does("file-return R1 kind=return-and-refund reason=no-reason lines=A");
        }

        @Test
        void a_return_without_a_reason_is_asked_inside_its_window() {
            Story.delivered()
                    .on("11-20 23:59:59")
                    .does("file-return R1 kind=return-and-refund reason=no-reason lines=A")
                    .showsAmongOthers("O1", "consumer-notify-no-reason-return met at 11-20 23:59:59");
            Story.delivered()
                    .on("11-21 00:00")
                    .refuses(
                            "file-return R1 kind=return-and-refund reason=no-reason lines=A",
                            Rule.NO_REASON_RETURN_IS_ASKED_INSIDE_ITS_WINDOW)
                    .showsAmongOthers("O1", "consumer-notify-no-reason-return lapsed at 11-21 00:00");
        }

        @Test
        void an_earlier_request_does_not_end_the_right_for_other_lines() {
            Story.begins()
                    .does("register-order O1 lines=A+,B+,C+", "ship O1")
                    .on("11-13 10:00")
                    .does("deliver O1", "file-return R1 kind=return-and-refund reason=no-reason lines=A")
                    .on("11-20 23:59:59")
                    .does("file-return R2 kind=return-and-refund reason=no-reason lines=B")
                    .showsAmongOthers("O1", "consumer-notify-no-reason-return met at 11-13 10:00")
                    .on("11-21 00:00")
                    .refuses(
                            "file-return R3 kind=return-and-refund reason=no-reason lines=C",
                            Rule.NO_REASON_RETURN_IS_ASKED_INSIDE_ITS_WINDOW);
        }

        @Test
        void filing_for_quality_after_its_window_is_allowed_and_marked() {
            Story story =
                    Story.delivered().on("11-20 23:59:59").does("file-return R1 kind=exchange reason=quality lines=A");
            assertThat(story.newest(ReturnFiled.class).outOfWindow()).isFalse();

            story = Story.delivered()
                    .on("11-21 00:00")
                    .does("file-return R1 kind=exchange reason=not-as-described lines=A")
                    .showsAmongOthers("O1", "consumer-claim-quality-return met-late at 11-21 00:00");
            assertThat(story.newest(ReturnFiled.class).outOfWindow()).isTrue();
        }

        @Test
        void a_second_late_filing_is_marked_too() {
            Story story = filed("exchange")
                    .on("12-01 10:00")
                    .does("file-return R2 kind=exchange reason=quality lines=B")
                    .showsAmongOthers("O1", "consumer-claim-quality-return met at 11-13 12:00");
            assertThat(story.newest(ReturnFiled.class).outOfWindow()).isTrue();
        }

        /** Both histories are decided in one transaction, so the order's lapse comes first. */
        @Test
        void filing_first_records_a_lapse_of_the_order_that_no_clock_noticed() {
            Story.delivered()
                    .unnoticedUntil("11-22 10:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .showsAmongOthers("O1", "consumer-claim-quality-return met-late until 11-21 00:00 at 11-22 10:00")
                    .showsAmongOthers("O1", "consumer-notify-no-reason-return lapsed at 11-21 00:00");
        }

        @Test
        void what_was_paid_for_its_lines_is_in_dispute() {
            Story story = Story.begins()
                    .does(
                            "register-order O1 lines=A:19900,B:5900,C:100",
                            "file-return R1 kind=refund-only reason=other lines=A,C");
            assertThat(story.newest(ReturnFiled.class).amountFen()).isEqualTo(20_000);
        }
    }

    @Nested
    class HoldingLines {
        @Test
        void a_line_is_in_one_request_at_a_time() {
            filed("exchange")
                    .refuses("file-return R2 kind=repair reason=quality lines=B,A", Rule.LINE_IS_IN_NO_OTHER_REQUEST)
                    .does("file-return R2 kind=repair reason=quality lines=B");
        }

        @Test
        void withdrawing_frees_its_lines() {
            filed("exchange").does("withdraw R1", "file-return R2 kind=repair reason=quality lines=A");
        }

        @Test
        void not_sending_the_goods_back_frees_them() {
            filed("exchange")
                    .does("accept-return R1 instructions=dock-4")
                    .on("11-24 00:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .does("file-return R2 kind=repair reason=quality lines=A");
        }

        @Test
        void not_asking_the_platform_frees_them() {
            filed("exchange")
                    .does("refuse-return R1 reason=worn")
                    .on("12-01 00:00")
                    .ended("R1", Ending.NOT_PURSUED)
                    .does("file-return R2 kind=repair reason=quality lines=A");
        }

        @Test
        void an_unanswered_offer_frees_them_until_it_is_reopened() {
            Story unanswered = filed("exchange")
                    .does("offer-solution R1 by=merchant remedy=coupon")
                    .on("11-24 00:00")
                    .ended("R1", Ending.UNANSWERED);
            assertThat(unanswered.newest(OrderLinesReleased.class).lines()).containsExactly("A");
            unanswered
                    .does("file-return R2 kind=repair reason=quality lines=A")
                    .refuses("reopen R1", Rule.LINE_IS_IN_NO_OTHER_REQUEST)
                    .ended("R1", Ending.UNANSWERED)
                    .does("withdraw R2", "reopen R1")
                    .isStillOpen("R1")
                    .refuses("file-return R3 kind=repair reason=quality lines=A", Rule.LINE_IS_IN_NO_OTHER_REQUEST);
            assertThat(unanswered.count(OrderLinesClaimed.class)).isEqualTo(3);
        }

        /** What was settled, referred, decided or performed is over for good. */
        @ParameterizedTest
        @ValueSource(strings = {"settle R1", "refer-outside R1", "decide R1 orders=none", "decide R1 orders=merchant"})
        void the_end_of_an_intervention_does_not_free_them(String end) {
            filed("exchange")
                    .on("11-15 12:00")
                    .does("open-intervention R1 agent=G1", end)
                    .refuses("file-return R2 kind=repair reason=quality lines=A", Rule.LINE_IS_IN_NO_OTHER_REQUEST);
        }

        @Test
        void neither_does_performing_it() {
            back("return-and-refund")
                    .does("refund R1")
                    .refuses("file-return R2 kind=repair reason=quality lines=A", Rule.LINE_IS_IN_NO_OTHER_REQUEST);
        }
    }

    @Nested
    class Deciding {
        @Test
        void accepting_the_money_alone_owes_the_refund() {
            filed("refund-only")
                    .on("11-14 09:00")
                    .does("accept-return R1")
                    .shows(
                            "R1",
                            "merchant-decide-refund-only met at 11-14 09:00",
                            "room-operator-urge-aftersale withdrawn at 11-14 09:00",
                            "merchant-execute-refund open since 11-14 09:00 until 11-15 09:00 by M1");
        }

        @Test
        void accepting_with_instructions_is_the_consumers_turn() {
            Story story = filed("exchange")
                    .on("11-14 09:00")
                    .does("accept-return R1 instructions='dock 4, Foshan'")
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange met",
                            "room-operator-urge-aftersale withdrawn",
                            "consumer-ship-return open since 11-14 09:00 until 11-24 00:00 by U1");
            assertThat(said(story.newest(ReturnAccepted.class).instructions())).isEqualTo("dock 4, Foshan");
        }

        @Test
        void accepting_without_instructions_owes_them() {
            filed("exchange")
                    .on("11-14 09:00")
                    .does("accept-return R1")
                    .showsAmongOthers("R1", "merchant-give-return-instructions open until 11-15 09:00 by M1")
                    .on("11-14 10:00")
                    .does("give-instructions R1")
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange met",
                            "room-operator-urge-aftersale withdrawn",
                            "merchant-give-return-instructions met at 11-14 10:00",
                            "consumer-ship-return open since 11-14 10:00 until 11-24 00:00");
        }

        @Test
        void refusing_opens_the_way_to_the_platform() {
            filed("exchange")
                    .on("11-14 09:00")
                    .does("refuse-return R1 reason=worn")
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange met at 11-14 09:00",
                            "room-operator-urge-aftersale withdrawn at 11-14 09:00",
                            "consumer-request-intervention open since 11-14 09:00 until 12-01 00:00 by U1");
        }

        @Test
        void a_decision_is_made_once() {
            filed("exchange")
                    .does("accept-return R1")
                    .refuses("accept-return R1", Rule.DUTY_IS_OWED)
                    .refuses("refuse-return R1 reason=worn", Rule.DUTY_IS_OWED);
            filed("exchange")
                    .does("refuse-return R1 reason=worn")
                    .refuses("refuse-return R1 reason=worn", Rule.DUTY_IS_OWED);
        }

        @Test
        void a_refusal_is_taken_back_once() {
            Story story = filed("exchange")
                    .does("refuse-return R1 reason=worn")
                    .on("11-20 09:00")
                    .does("accept-return R1 instructions=dock-4")
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange met at 11-13 12:00",
                            "room-operator-urge-aftersale withdrawn",
                            "consumer-request-intervention withdrawn at 11-20 09:00",
                            "consumer-ship-return open until 11-28 00:00");
            assertThat(story.newest(ReturnAccepted.class).refusalTakenBack()).isTrue();
            story.refuses("accept-return R1", Rule.DUTY_IS_OWED)
                    .refuses("refuse-return R1 reason=worn", Rule.DUTY_IS_OWED);
        }

        @Test
        void a_refusal_is_taken_back_even_while_the_platform_is_there() {
            filed("refund-only")
                    .does("refuse-return R1 reason=worn", "request-intervention R1", "accept-return R1", "refund R1")
                    .ended("R1", Ending.COMPLETED)
                    .isStillOpen("intervention/R1");
        }

        @Test
        void at_dueAt_a_decision_is_late_and_stands_all_the_same() {
            filed("refund-only")
                    .on("11-15 12:00")
                    .shows(
                            "R1",
                            "merchant-decide-refund-only lapsed at 11-15 12:00",
                            "room-operator-urge-aftersale lapsed at 11-14 12:00",
                            "room-operator-coordinate open since 11-15 12:00 until 11-16 12:00 by H1")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention open since 11-15 12:00 until 11-16 12:00",
                            "platform-provide-solution open since 11-15 12:00 until 11-21 00:00")
                    .does("accept-return R1")
                    .shows(
                            "R1",
                            "merchant-decide-refund-only met-late at 11-15 12:00",
                            "room-operator-urge-aftersale lapsed",
                            "room-operator-coordinate open",
                            "merchant-execute-refund open until 11-16 12:00")
                    .isStillOpen("intervention/R1");
            filed("exchange")
                    .on("11-15 12:00")
                    .does("refuse-return R1 reason=worn")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange met-late at 11-15 12:00")
                    // the platform is there already
                    .neverOpens("R1", "consumer-request-intervention");
        }
    }

    @Nested
    class SendingBack {
        @Test
        void while_the_carrier_has_the_goods_no_window_runs() {
            sentBack("exchange")
                    .showsAmongOthers("R1", "consumer-ship-return met at 11-14 10:00")
                    .awaits("R1");
        }

        @Test
        void goods_come_back_once_and_only_when_they_were_sent() {
            filed("exchange")
                    .refuses("goods-back R1", Rule.GOODS_WERE_SENT_BACK)
                    .does("accept-return R1")
                    .refuses("ship-back R1 waybill=SF1", Rule.DUTY_IS_OWED)
                    .does("give-instructions R1")
                    .refuses("give-instructions R1", Rule.DUTY_IS_OWED)
                    .does("ship-back R1 waybill=SF1")
                    .refuses("ship-back R1 waybill=SF1", Rule.DUTY_IS_OWED)
                    .does("goods-back R1")
                    .refuses("goods-back R1", Rule.GOODS_COME_BACK_ONCE);
        }

        @ParameterizedTest
        @CsvSource({
            "return-and-refund, merchant-refund-after-return, 11-24 00:00",
            "exchange,          merchant-ship-exchange,       11-19 09:00",
            "repair,            merchant-complete-repair,     12-17 00:00"
        })
        void what_is_owed_then_depends_on_what_was_asked(String kind, String obligation, String dueAt) {
            back(kind).showsAmongOthers("R1", obligation + " open since 11-16 09:00 until " + dueAt + " by M1");
        }

        @Test
        void not_sending_the_goods_in_time_closes_the_request() {
            filed("exchange")
                    .does("accept-return R1 instructions=dock-4")
                    .on("11-21 00:00")
                    .showsAmongOthers("R1", "consumer-ship-return lapsed until 11-21 00:00 at 11-21 00:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .refuses("ship-back R1 waybill=SF1", Rule.DEMAND_IS_OPEN);
        }

        @Test
        void it_closes_an_intervention_with_it() {
            filed("exchange")
                    .on("11-15 12:00")
                    .does("accept-return R1 instructions=dock-4")
                    .on("11-24 00:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .ended("intervention/R1", Ending.CONCLUDED)
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention lapsed",
                            "platform-provide-solution lapsed",
                            "platform-inform-other-remedies lapsed at 11-22 00:00");
        }

        @Test
        void withdrawing_makes_it_moot() {
            filed("exchange")
                    .does("accept-return R1 instructions=dock-4", "withdraw R1")
                    .showsAmongOthers("R1", "consumer-ship-return withdrawn");
        }
    }

    @Nested
    class Performing {
        @Test
        void a_refund_completes_the_request() {
            back("return-and-refund")
                    .on("11-20 09:00")
                    .does("refund R1")
                    .showsAmongOthers("R1", "merchant-refund-after-return met at 11-20 09:00")
                    .ended("R1", Ending.COMPLETED);
            filed("refund-only")
                    .does("accept-return R1", "refund R1")
                    .showsAmongOthers("R1", "merchant-execute-refund met")
                    .ended("R1", Ending.COMPLETED);
        }

        @Test
        void a_refund_is_never_more_than_was_paid_for_the_lines() {
            back("return-and-refund")
                    .refuses("refund R1 amountFen=10001", Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID)
                    .does("refund R1 amountFen=10000")
                    .ended("R1", Ending.COMPLETED);
        }

        @Test
        void a_replacement_or_a_repaired_thing_completes_it() {
            back("exchange")
                    .does("ship-replacement R1")
                    .showsAmongOthers("R1", "merchant-ship-exchange met")
                    .ended("R1", Ending.COMPLETED);
            back("repair")
                    .does("ship-repaired R1")
                    .showsAmongOthers("R1", "merchant-complete-repair met")
                    .ended("R1", Ending.COMPLETED);
        }

        @ParameterizedTest
        @CsvSource({
            "return-and-refund, ship-replacement, ship-repaired",
            "exchange,          refund,           ship-repaired",
            "repair,            refund,           ship-replacement"
        })
        void only_what_was_asked_for_is_performed(String kind, String other, String another) {
            back(kind).refuses(other + " R1", Rule.DUTY_IS_OWED).refuses(another + " R1", Rule.DUTY_IS_OWED);
        }

        @Test
        void nothing_is_refunded_before_it_is_owed() {
            filed("refund-only").refuses("refund R1", Rule.DUTY_IS_OWED);
            filed("return-and-refund").does("accept-return R1").refuses("refund R1", Rule.DUTY_IS_OWED);
        }

        @ParameterizedTest
        @CsvSource({
            "return-and-refund, merchant-refund-after-return, refund,           11-24 00:00",
            "exchange,          merchant-ship-exchange,       ship-replacement, 11-19 09:00",
            "repair,            merchant-complete-repair,     ship-repaired,    12-17 00:00"
        })
        void a_late_performance_still_completes_but_the_platform_stays_to_settle(
                String kind, String obligation, String act, String dueAt) {
            back(kind)
                    .on(dueAt)
                    .showsAmongOthers("R1", obligation + " lapsed at " + dueAt)
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention open since " + dueAt,
                            "platform-provide-solution open since " + dueAt)
                    .showsAmongOthers("R1", "room-operator-coordinate open since " + dueAt)
                    .does(act + " R1")
                    .showsAmongOthers("R1", obligation + " met-late at " + dueAt)
                    .ended("R1", Ending.COMPLETED)
                    .isStillOpen("intervention/R1");
        }

        @Test
        void late_instructions_and_a_late_refund_are_answered_by_the_platform_too() {
            filed("exchange")
                    .does("accept-return R1")
                    .on("11-14 12:00")
                    .showsAmongOthers("R1", "merchant-give-return-instructions lapsed at 11-14 12:00")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution")
                    .does("give-instructions R1")
                    .showsAmongOthers("R1", "merchant-give-return-instructions met-late at 11-14 12:00")
                    .awaits("R1", "room-operator-coordinate", "consumer-ship-return");
            filed("refund-only")
                    .does("accept-return R1")
                    .on("11-14 12:00")
                    .showsAmongOthers("R1", "merchant-execute-refund lapsed at 11-14 12:00")
                    .does("refund R1")
                    .showsAmongOthers("R1", "merchant-execute-refund met-late at 11-14 12:00");
        }

        @Test
        void a_completed_request_takes_no_further_acts() {
            back("return-and-refund")
                    .does("refund R1")
                    .refuses("refund R1", Rule.DEMAND_IS_OPEN)
                    .refuses("withdraw R1", Rule.DEMAND_IS_OPEN)
                    .refuses("urge R1 by=platform", Rule.DEMAND_IS_OPEN)
                    .refuses("coordinate R1", Rule.DEMAND_IS_OPEN)
                    .refuses("offer-solution R1 by=merchant remedy=coupon", Rule.DEMAND_IS_OPEN)
                    .does("disclose-request R1");
        }
    }

    @Nested
    class ObjectingToTheGoods {
        @Test
        void an_objection_in_time_meets_the_duty_to_refund_and_opens_the_way_to_the_platform() {
            back("return-and-refund")
                    .on("11-17 09:00")
                    .does("object-to-goods R1 reason=chipped")
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return met at 11-17 09:00",
                            "consumer-request-intervention open since 11-17 09:00 until 12-03 00:00");
        }

        @Test
        void an_objection_is_made_only_in_time() {
            back("return-and-refund")
                    .on("11-24 00:00")
                    .refuses("object-to-goods R1 reason=chipped", Rule.WINDOW_IS_STILL_OPEN)
                    .showsAmongOthers("R1", "merchant-refund-after-return lapsed at 11-24 00:00");
            filed("return-and-refund").refuses("object-to-goods R1 reason=chipped", Rule.WINDOW_IS_STILL_OPEN);
            back("exchange").refuses("object-to-goods R1 reason=chipped", Rule.WINDOW_IS_STILL_OPEN);
        }

        @Test
        void it_is_taken_back_by_refunding() {
            Story story = back("return-and-refund")
                    .does("object-to-goods R1 reason=chipped")
                    .on("11-20 09:00")
                    .does("refund R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-refund-after-return met at 11-16 09:00",
                            "consumer-request-intervention withdrawn at 11-20 09:00")
                    .ended("R1", Ending.COMPLETED);
            assertThat(story.newest(ReturnRefunded.class).objectionTakenBack()).isTrue();
        }

        @Test
        void nobody_asking_the_platform_then_closes_the_request() {
            back("return-and-refund")
                    .does("object-to-goods R1 reason=chipped")
                    .on("12-02 00:00")
                    .showsAmongOthers("R1", "consumer-request-intervention lapsed at 12-02 00:00")
                    .ended("R1", Ending.NOT_PURSUED)
                    .refuses("refund R1", Rule.DEMAND_IS_OPEN);
        }

        @Test
        void with_the_platform_there_already_no_window_to_ask_it_opens() {
            filed("return-and-refund")
                    .on("11-15 12:00")
                    .does(
                            "accept-return R1 instructions=dock-4",
                            "ship-back R1 waybill=SF1",
                            "goods-back R1",
                            "object-to-goods R1 reason=chipped")
                    .neverOpens("R1", "consumer-request-intervention")
                    .awaits("R1", "room-operator-coordinate");
        }
    }

    @Nested
    class AfterARefusal {
        @Test
        void the_consumer_asks_the_platform() {
            filed("exchange")
                    .does("refuse-return R1 reason=worn")
                    .on("11-20 09:00")
                    .does("request-intervention R1")
                    .showsAmongOthers("R1", "consumer-request-intervention met at 11-20 09:00")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention open since 11-20 09:00 until 11-21 09:00",
                            "platform-provide-solution open since 11-20 09:00 until 11-28 00:00")
                    .neverOpens("R1", "room-operator-coordinate");
        }

        @Test
        void the_platform_is_asked_once_and_only_while_the_window_is_open() {
            filed("exchange")
                    .refuses("request-intervention R1", Rule.WINDOW_IS_STILL_OPEN)
                    .does("refuse-return R1 reason=worn", "request-intervention R1")
                    .refuses("request-intervention R1", Rule.NO_INTERVENTION_IS_OPEN);
        }

        @Test
        void silence_closes_the_request() {
            filed("exchange")
                    .does("refuse-return R1 reason=worn")
                    .on("12-01 00:00")
                    .showsAmongOthers("R1", "consumer-request-intervention lapsed at 12-01 00:00")
                    .ended("R1", Ending.NOT_PURSUED)
                    .refuses("request-intervention R1", Rule.DEMAND_IS_OPEN)
                    .refuses("accept-return R1", Rule.DEMAND_IS_OPEN);
        }
    }

    @Nested
    class Withdrawing {
        @ParameterizedTest
        @CsvSource({"refund-only, merchant-decide-refund-only", "exchange,    merchant-decide-return-exchange"})
        void a_request_that_is_withdrawn_waits_for_nothing(String kind, String decision) {
            filed(kind)
                    .on("11-14 09:00")
                    .does("withdraw R1")
                    .shows(
                            "R1",
                            decision + " withdrawn at 11-14 09:00",
                            "room-operator-urge-aftersale withdrawn at 11-14 09:00")
                    .ended("R1", Ending.WITHDRAWN)
                    .refuses("withdraw R1", Rule.DEMAND_IS_OPEN);
        }

        @ParameterizedTest
        @CsvSource({
            "return-and-refund, merchant-refund-after-return",
            "exchange,          merchant-ship-exchange",
            "repair,            merchant-complete-repair"
        })
        void it_may_be_withdrawn_even_when_the_goods_are_back(String kind, String obligation) {
            back(kind)
                    .does("withdraw R1")
                    .showsAmongOthers("R1", obligation + " withdrawn")
                    .ended("R1", Ending.WITHDRAWN);
        }

        @Test
        void and_after_it_was_accepted() {
            filed("refund-only")
                    .does("accept-return R1", "withdraw R1")
                    .showsAmongOthers("R1", "merchant-execute-refund withdrawn");
            filed("exchange")
                    .does("accept-return R1", "withdraw R1")
                    .showsAmongOthers("R1", "merchant-give-return-instructions withdrawn");
        }

        @Test
        void an_intervention_closes_with_it() {
            filed("exchange")
                    .on("11-15 13:00")
                    .does("withdraw R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange lapsed",
                            "room-operator-coordinate withdrawn at 11-15 13:00")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention withdrawn at 11-15 13:00",
                            "platform-provide-solution withdrawn at 11-15 13:00")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }
    }

    @Nested
    class Urging {
        @Test
        void the_operator_urges_in_time_or_late() {
            filed("exchange")
                    .on("11-14 11:00")
                    .does("urge R1 by=operator")
                    .showsAmongOthers("R1", "room-operator-urge-aftersale met at 11-14 11:00");
            filed("exchange")
                    .on("11-14 12:00")
                    .showsAmongOthers("R1", "room-operator-urge-aftersale lapsed at 11-14 12:00")
                    .does("urge R1 by=operator")
                    .showsAmongOthers("R1", "room-operator-urge-aftersale met-late at 11-14 12:00");
        }

        @Test
        void the_platforms_urging_meets_nothing_of_the_operators() {
            filed("exchange")
                    .on("11-14 12:00")
                    .does("urge R1 by=platform")
                    .showsAmongOthers("R1", "room-operator-urge-aftersale lapsed");
        }

        @Test
        void an_urging_with_nothing_to_meet_is_recorded_all_the_same() {
            filed("exchange").does("urge R1 by=operator", "urge R1 by=operator", "urge R1 by=platform");
        }

        @Test
        void a_self_run_room_has_no_operator_to_urge() {
            Story.deliveredInASelfRunRoom()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .refuses("urge R1 by=operator", Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN)
                    .does("urge R1 by=platform");
        }
    }

    @Nested
    class AskingWhoTheOthersAre {
        @Test
        void the_platform_tells_in_time_or_late() {
            filed("exchange")
                    .does("disclose-request R1")
                    .showsAmongOthers(
                            "R1", "platform-disclose-party-info open since 11-13 12:00 until 11-19 00:00 by platform")
                    .does("disclose R1")
                    .showsAmongOthers("R1", "platform-disclose-party-info met at 11-13 12:00")
                    .refuses("disclose R1", Rule.DUTY_IS_OWED);
            filed("exchange")
                    .does("disclose-request R1")
                    .on("11-19 00:00")
                    .showsAmongOthers("R1", "platform-disclose-party-info lapsed at 11-19 00:00")
                    .does("disclose R1")
                    .showsAmongOthers("R1", "platform-disclose-party-info met-late at 11-19 00:00");
        }

        @Test
        void it_is_asked_once() {
            filed("exchange")
                    .refuses("disclose R1", Rule.DUTY_IS_OWED)
                    .does("disclose-request R1", "disclose R1")
                    .refuses("disclose-request R1", Rule.DISCLOSURE_IS_ASKED_ONCE);
        }

        @Test
        void the_duty_outlives_the_request() {
            filed("exchange")
                    .does("disclose-request R1", "withdraw R1")
                    .awaits("R1", "platform-disclose-party-info")
                    .on("11-19 00:00")
                    .showsAmongOthers("R1", "platform-disclose-party-info lapsed")
                    .on("12-24 10:00")
                    .does("disclose R1")
                    .showsAmongOthers("R1", "platform-disclose-party-info met-late at 12-24 10:00");
        }

        @Test
        void it_is_asked_in_any_state() {
            filed("exchange").does("withdraw R1", "disclose-request R1").awaits("R1", "platform-disclose-party-info");
            filed("exchange")
                    .on("11-15 12:00")
                    .does(
                            "open-intervention R1 agent=G1",
                            "decide R1 orders=none",
                            "disclose-request R1",
                            "disclose R1")
                    .showsAmongOthers("R1", "platform-disclose-party-info met");
        }

        /** An alert is all that its lapse causes: no remedies are owed for it. */
        @Test
        void its_lapse_opens_nothing() {
            filed("exchange")
                    .on("11-15 12:00")
                    .does("disclose-request R1", "open-intervention R1 agent=G1", "settle R1")
                    .on("11-19 00:00")
                    .showsAmongOthers("R1", "platform-disclose-party-info lapsed at 11-19 00:00")
                    .neverOpens("intervention/R1", "platform-inform-other-remedies");
        }
    }
}
