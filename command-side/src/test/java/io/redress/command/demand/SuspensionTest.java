package io.redress.command.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.demand.SolutionOffered;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While another party holds the ball, a window stands still: an offered solution, an appraisal. */
@Tag("story")
class SuspensionTest {
    /** A return filed on Friday 2026-11-13, 12:00, on which the merchant offers a solution a day later. */
    private static Story offeredOnAReturn() {
        return Story.delivered()
                .on("11-13 12:00")
                .does("file-return R1 kind=exchange reason=quality lines=A")
                .on("11-14 12:00")
                .does("offer-solution R1 by=merchant remedy=coupon");
    }

    /** A complaint filed on Wednesday 2026-11-11, 20:00, with this length for its resolution, and an offer a day later. */
    private static Story offeredOnAComplaint(String length) {
        return Story.begins()
                .does(
                        "publish-rules windows={merchant-resolve-complaint:" + length + "}",
                        "file-complaint C1 against=merchant")
                .on("11-12 10:00")
                .does("accept-complaint C1")
                .on("11-12 20:00")
                .does("offer-solution C1 by=merchant remedy=coupon");
    }

    @Nested
    class OfferingASolution {
        @Test
        void the_offering_partys_window_stands_still_while_the_consumer_thinks() {
            Story story = offeredOnAReturn()
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange suspended until 11-15 12:00",
                            "room-operator-urge-aftersale lapsed at 11-14 12:00",
                            "consumer-answer-solution open since 11-14 12:00 until 11-24 00:00 by U1");
            assertThat(story.newest(SolutionOffered.class).answers().obligation())
                    .isEqualTo(Obligation.MERCHANT_DECIDE_RETURN_EXCHANGE);
            story.on("11-16 12:00")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange suspended until 11-15 12:00")
                    .isStillOpen("R1");
        }

        @Test
        void rejecting_it_moves_dueAt_by_the_time_that_it_stood() {
            offeredOnAReturn()
                    .on("11-16 12:00")
                    .does("reject-solution R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange open until 11-17 12:00",
                            "consumer-answer-solution met at 11-16 12:00",
                            "consumer-request-intervention open since 11-16 12:00 until 12-02 00:00")
                    .on("11-17 12:00")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange lapsed at 11-17 12:00")
                    .showsAmongOthers("R1", "consumer-request-intervention withdrawn at 11-17 12:00")
                    .isStillOpen("intervention/R1");
        }

        @Test
        void accepting_it_meets_both_and_the_dueAt_stays_as_it_was() {
            offeredOnAReturn()
                    .on("11-18 12:00")
                    .does("accept-solution R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange met until 11-15 12:00 at 11-18 12:00",
                            "consumer-answer-solution met at 11-18 12:00",
                            "party-perform-settlement open until 11-19 12:00 by M1");
        }

        @Test
        void one_offer_follows_another_and_each_moves_dueAt() {
            offeredOnAReturn()
                    .refuses("offer-solution R1 by=merchant remedy=money", Rule.NO_OFFER_IS_OPEN)
                    .on("11-14 13:00")
                    .does("reject-solution R1", "offer-solution R1 by=merchant remedy=money")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange suspended until 11-15 13:00")
                    .on("11-14 15:00")
                    .does("reject-solution R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange open until 11-15 15:00",
                            "consumer-answer-solution#1 met",
                            // open from now on: no second one
                            "consumer-request-intervention#1 open since 11-14 13:00",
                            "consumer-answer-solution#2 met");
        }

        @Test
        void the_request_is_neither_accepted_nor_refused_meanwhile() {
            offeredOnAReturn()
                    .refuses("accept-return R1", Rule.NO_OFFER_IS_OPEN)
                    .refuses("refuse-return R1 reason=worn", Rule.NO_OFFER_IS_OPEN)
                    .does("reject-solution R1", "refuse-return R1 reason=worn")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange met");
        }

        @Test
        void only_the_merchant_offers_on_a_return_and_only_while_it_decides() {
            Story.delivered()
                    .does("file-return R1 kind=refund-only reason=quality lines=A")
                    .refuses("offer-solution R1 by=operator remedy=coupon", Rule.OFFER_COMES_FROM_THE_RESPONDENT)
                    .does("offer-solution R1 by=merchant remedy=coupon")
                    .showsAmongOthers("R1", "merchant-decide-refund-only suspended")
                    .does("reject-solution R1", "accept-return R1")
                    .refuses("offer-solution R1 by=merchant remedy=coupon", Rule.DUTY_IS_OWED);
        }

        @Test
        void in_a_self_run_room_the_operator_is_the_merchant() {
            Story.deliveredInASelfRunRoom()
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "offer-solution R1 by=operator remedy=coupon")
                    .shows("R1", "merchant-decide-return-exchange suspended", "consumer-answer-solution open")
                    .does("accept-solution R1")
                    .showsAmongOthers("R1", "party-perform-settlement open by M1");
        }

        @Test
        void only_the_respondent_offers_on_a_complaint() {
            Story.begins()
                    .does("file-complaint C1 against=operator")
                    .refuses("offer-solution C1 by=merchant remedy=coupon", Rule.OFFER_COMES_FROM_THE_RESPONDENT)
                    .does("offer-solution C1 by=operator remedy=coupon")
                    .showsAmongOthers("C1", "room-operator-resolve-complaint suspended");
        }

        @Test
        void withdrawing_ends_all_of_it() {
            offeredOnAReturn()
                    .on("11-16 12:00")
                    .does("withdraw R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange withdrawn until 11-15 12:00 at 11-16 12:00",
                            "consumer-answer-solution withdrawn at 11-16 12:00");
        }
    }

    @Nested
    class OfferingOnALapsedWindow {
        private static Story offeredLate() {
            return Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .on("11-16 09:00")
                    .does("offer-solution R1 by=merchant remedy=coupon");
        }

        @Test
        void it_stays_lapsed_and_the_intervention_goes_on_beside_the_offer() {
            offeredLate()
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange lapsed at 11-15 12:00",
                            "consumer-answer-solution open since 11-16 09:00 until 11-24 00:00")
                    .awaits("intervention/R1", "platform-open-intervention", "platform-provide-solution");
        }

        @Test
        void accepting_it_meets_the_window_late() {
            offeredLate()
                    .on("11-16 10:00")
                    .does("accept-solution R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange met-late at 11-16 10:00",
                            "party-perform-settlement open");
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-complaint C1 against=operator", "accept-complaint C1")
                    .on("11-17 12:00")
                    .does("offer-solution C1 by=operator remedy=coupon", "accept-solution C1")
                    .showsAmongOthers("C1", "room-operator-resolve-complaint met-late at 11-17 12:00");
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .on("11-17 12:00")
                    .does("offer-solution C1 by=merchant remedy=coupon", "accept-solution C1")
                    .showsAmongOthers("C1", "merchant-resolve-complaint met-late at 11-17 12:00");
        }

        @Test
        void rejecting_it_resumes_nothing_and_opens_no_way_to_a_platform_that_is_there() {
            offeredLate()
                    .does("reject-solution R1")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange lapsed")
                    .neverOpens("R1", "consumer-request-intervention");
        }

        @Test
        void silence_ends_only_the_offer_and_another_may_follow() {
            offeredLate()
                    .on("11-24 00:00")
                    .showsAmongOthers("R1", "consumer-answer-solution lapsed at 11-24 00:00")
                    .isStillOpen("R1")
                    .refuses("accept-solution R1", Rule.OFFER_IS_OPEN)
                    .does("offer-solution R1 by=merchant remedy=money", "accept-solution R1", "perform-settlement R1")
                    .ended("R1", Ending.COMPLETED);
        }
    }

    @Nested
    class Silence {
        @Test
        void it_closes_the_demand_and_everything_on_it() {
            offeredOnAReturn()
                    .on("11-24 00:00")
                    .shows(
                            "R1",
                            "merchant-decide-return-exchange withdrawn until 11-15 12:00 at 11-24 00:00",
                            "room-operator-urge-aftersale lapsed",
                            "consumer-answer-solution lapsed at 11-24 00:00")
                    .ended("R1", Ending.UNANSWERED)
                    .refuses("accept-solution R1", Rule.DEMAND_IS_OPEN);
        }

        @Test
        void it_is_never_acceptance() {
            offeredOnAReturn().on("12-20 00:00").neverOpens("R1", "party-perform-settlement");
        }

        /** The complaint was accepted late, so the platform is there: the resolution that stood still runs on. */
        @Test
        void while_the_platform_is_there_the_suspended_window_resumes_at_that_instant() {
            Story.begins()
                    .does("file-complaint C1 against=merchant")
                    .on("11-13 20:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .showsAmongOthers("C1", "merchant-resolve-complaint suspended until 11-14 20:00")
                    .on("11-21 00:00")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint open until 11-22 00:00",
                            "consumer-answer-solution lapsed at 11-21 00:00")
                    .isStillOpen("C1")
                    .on("11-22 00:00")
                    .showsAmongOthers("C1", "merchant-resolve-complaint lapsed at 11-22 00:00");
        }

        /** A lapse is never refused: the year 2028 counts as ordinary for it, provisionally. */
        @Test
        void it_resumes_into_a_year_without_a_calendar() {
            Story.begins()
                    .does("publish-rules windows={merchant-resolve-complaint:P5D}")
                    .on("2027-12-20 10:00")
                    .does("file-complaint C1 against=merchant")
                    .on("2027-12-22 09:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .on("2027-12-30 00:00")
                    .showsAmongOthers(
                            "C1",
                            // stood for 7 days and 15 hours: from 12-28 00:00 to 2028-01-04 15:00, rounded up
                            "merchant-resolve-complaint open until 2028-01-05 00:00 provisional",
                            "consumer-answer-solution lapsed at 2027-12-30 00:00")
                    .isStillOpen("C1");
        }

        @Test
        void but_an_act_that_resumes_into_it_is_refused() {
            Story.begins()
                    .does("publish-rules windows={merchant-resolve-complaint:P5D}")
                    .on("2027-12-21 09:00")
                    .does(
                            "file-complaint C1 against=merchant",
                            "accept-complaint C1",
                            "offer-solution C1 by=merchant remedy=coupon")
                    .on("2027-12-28 09:00")
                    .refuses("reject-solution C1", Rule.CALENDAR_IS_KNOWN)
                    .does("accept-solution C1");
        }
    }

    @Nested
    class Rounding {
        /** P5D and P3WD are both due at 2026-11-17 00:00, before the offer. */
        @ParameterizedTest
        @CsvSource({
            // stood for 13 h 30 min, for a day, and into a Saturday
            "P5D,  11-13 09:30, 11-18 00:00",
            "P5D,  11-13 20:00, 11-18 00:00",
            "P5D,  11-16 21:00, 11-24 00:00",
            "P3WD, 11-13 09:30, 11-18 00:00",
            "P3WD, 11-13 20:00, 11-18 00:00",
            "P3WD, 11-16 21:00, 11-24 00:00",
            // exact lengths are never rounded
            "PT124H, 11-13 09:30, 11-17 13:30",
            "PT124H, 11-16 21:00, 11-21 01:00"
        })
        void a_moved_dueAt_of_a_length_in_days_is_rounded_up_past_rest_days(
                String length, String rejected, String dueAt) {
            offeredOnAComplaint(length)
                    .showsAmongOthers(
                            "C1", "merchant-resolve-complaint suspended until 11-17 00:00 from platform-rules")
                    .on(rejected)
                    .does("reject-solution C1")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until " + dueAt);
        }

        @Test
        void an_agreed_dueAt_is_moved_and_never_rounded() {
            Story.begins()
                    .does(
                            "publish-rules windows={merchant-resolve-complaint:P5D}",
                            "file-complaint C1 against=merchant",
                            "accept-complaint C1")
                    .does("propose-extension complaint/C1 merchant-resolve-complaint by=merchant dueAt=11-20T15:30")
                    .does("accept-extension complaint/C1 merchant-resolve-complaint")
                    .on("11-12 20:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .on("11-13 21:00")
                    .does("reject-solution C1")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-21 16:30 from agreement");
        }
    }

    @Nested
    class Reopening {
        @ParameterizedTest
        @CsvSource({
            // with 4 days and 4 hours left at the offer: due 11-17 00:00, offered 11-12 20:00
            "PT124H, 11-24 09:00, 11-28 13:00",
            "P5D,    11-24 09:00, 12-01 00:00",
            "P5D,    11-22 20:00, 11-27 00:00",
            "P3WD,   11-24 09:00, 12-01 00:00",
            "P3WD,   11-22 20:00, 11-27 00:00"
        })
        void the_consumer_gives_the_respondent_the_time_that_was_left(String length, String reopened, String dueAt) {
            offeredOnAComplaint(length)
                    .on("11-20 00:00")
                    .ended("C1", Ending.UNANSWERED)
                    .on(reopened)
                    .does("reopen C1")
                    .isStillOpen("C1")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint#1 withdrawn until 11-17 00:00",
                            "merchant-resolve-complaint#2 open since " + reopened + " until " + dueAt
                                    + " from platform-rules by M1")
                    .awaits("C1", "merchant-resolve-complaint");
        }

        @Test
        void an_agreed_dueAt_comes_back_unrounded() {
            Story.begins()
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .does("propose-extension complaint/C1 merchant-resolve-complaint by=merchant dueAt=11-17T15:30")
                    .does("accept-extension complaint/C1 merchant-resolve-complaint")
                    .on("11-12 20:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .on("11-24 09:00")
                    .does("reopen C1")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint#1 withdrawn until 11-17 15:30 from agreement",
                            "merchant-resolve-complaint#2 open until 11-29 04:30 from agreement");
        }

        @Test
        void a_return_comes_back_with_its_decision_alone() {
            offeredOnAReturn()
                    .on("11-24 09:00")
                    .does("reopen R1")
                    .awaits("R1", "merchant-decide-return-exchange")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange#1 withdrawn",
                            "merchant-decide-return-exchange#2 open until 11-25 09:00 from default")
                    .does("accept-return R1 instructions=dock-4")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange#1 withdrawn",
                            "merchant-decide-return-exchange#2 met");
        }

        @Test
        void the_merchant_may_offer_again_and_silence_then_is_final() {
            offeredOnAReturn()
                    .on("11-24 09:00")
                    .does("reopen R1", "offer-solution R1 by=merchant remedy=money")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange#1 withdrawn",
                            "consumer-answer-solution#1 lapsed",
                            "merchant-decide-return-exchange#2 suspended",
                            "consumer-answer-solution#2 open until 12-02 00:00")
                    .on("12-02 00:00")
                    .ended("R1", Ending.UNANSWERED)
                    .refuses("reopen R1", Rule.DEMAND_REOPENS_ONCE);
        }

        @Test
        void the_respondents_silence_then_calls_the_platform() {
            offeredOnAReturn()
                    .on("11-24 09:00")
                    .does("reopen R1")
                    .on("11-25 09:00")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange#1 withdrawn",
                            "merchant-decide-return-exchange#2 lapsed at 11-25 09:00")
                    .isStillOpen("intervention/R1");
        }

        /** Closed at 11-24 00:00: seven days end with Tuesday 12-01. */
        @Test
        void it_is_done_within_seven_days() {
            offeredOnAReturn().on("12-01 23:59:59").does("reopen R1");
            offeredOnAReturn().on("12-02 00:00").refuses("reopen R1", Rule.REOPENED_INSIDE_SEVEN_DAYS);
        }

        /** Closed at 11-21 00:00, a Saturday: the seventh day is one too, so the last day is Monday 11-30. */
        @Test
        void the_seven_days_are_counted_past_rest_days() {
            Story closed = Story.begins()
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .on("11-13 10:00")
                    .does("offer-solution C1 by=merchant remedy=coupon");
            closed.on("11-21 00:00")
                    .ended("C1", Ending.UNANSWERED)
                    .on("11-30 23:59:59")
                    .does("reopen C1");
        }

        @Test
        void nothing_else_is_reopened() {
            offeredOnAReturn().refuses("reopen R1", Rule.DEMAND_CLOSED_UNANSWERED);
            Story.delivered()
                    .does("file-return R1 kind=exchange reason=quality lines=A", "refuse-return R1 reason=worn")
                    .on("12-01 00:00")
                    .ended("R1", Ending.NOT_PURSUED)
                    .refuses("reopen R1", Rule.DEMAND_CLOSED_UNANSWERED);
        }

        @Test
        void reopening_twice_is_refused_even_while_it_is_open() {
            offeredOnAReturn().on("11-24 09:00").does("reopen R1").refuses("reopen R1", Rule.DEMAND_REOPENS_ONCE);
        }

        /** No new return request, but one that runs on: the order's cancellation does not end it. */
        @Test
        void a_return_of_a_cancelled_order_is_reopened() {
            Story.sold()
                    .does(
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "offer-solution R1 by=merchant remedy=coupon",
                            "cancel-order O1")
                    .on("11-20 00:00")
                    .ended("R1", Ending.UNANSWERED)
                    .does("reopen R1")
                    .awaits("R1", "merchant-decide-refund-only");
        }
    }

    @Nested
    class Appraising {
        /** The platform has had the case since Sunday 2026-11-15, 12:00; its solution is due at 11-21 00:00. */
        private static Story inHand() {
            return Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .on("11-16 10:00")
                    .does("open-intervention R1 agent=G1");
        }

        @Test
        void the_platforms_time_stands_still() {
            inHand().on("11-17 12:00")
                    .does("suspend R1")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution suspended until 11-21 00:00")
                    .on("11-18 09:00")
                    .does("resume R1")
                    // 21 hours later, rounded up, past the weekend
                    .showsAmongOthers("intervention/R1", "platform-provide-solution open until 11-24 00:00");
        }

        @Test
        void it_cannot_lapse_meanwhile() {
            inHand().does("suspend R1")
                    .on("12-24 00:00")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution suspended until 11-21 00:00")
                    .neverOpens("intervention/R1", "platform-inform-other-remedies");
        }

        @Test
        void one_appraisal_runs_at_a_time() {
            inHand().refuses("resume R1", Rule.APPRAISAL_RUNS)
                    .does("suspend R1")
                    .refuses("suspend R1", Rule.NO_APPRAISAL_RUNS)
                    .does("resume R1")
                    .refuses("resume R1", Rule.APPRAISAL_RUNS)
                    .does("suspend R1");
        }

        @Test
        void a_lapsed_window_is_not_suspended() {
            inHand().on("11-21 00:00").refuses("suspend R1", Rule.NO_APPRAISAL_RUNS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"settle R1", "decide R1 orders=merchant", "refer-outside R1"})
        void the_case_may_end_without_resuming(String end) {
            inHand().does("suspend R1")
                    .on("11-25 10:00")
                    .does(end)
                    .showsAmongOthers(
                            "intervention/R1", "platform-provide-solution met until 11-21 00:00 at 11-25 10:00");
        }

        @Test
        void withdrawing_the_demand_ends_it_too() {
            inHand().does("suspend R1", "withdraw R1")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution withdrawn until 11-21 00:00");
        }
    }
}
