package io.redress.command.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.EvidenceRequested;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform steps in: it takes the case up, hears the parties, decides, and hears an appeal. */
@Tag("story")
class InterventionTest {
    /**
     * A return filed on Friday 2026-11-13, 12:00 that the merchant does not answer: on Sunday 11-15, 12:00 the platform
     * is called.
     */
    private static Story called() {
        return Story.delivered()
                .on("11-13 12:00")
                .does("file-return R1 kind=exchange reason=quality lines=A")
                .on("11-15 12:00");
    }

    /** Taken up on Monday 11-16, 10:00. */
    private static Story inHand() {
        return called().on("11-16 10:00").does("open-intervention R1 agent=G1");
    }

    /** Decided on Tuesday 11-17, 10:00: to be executed by 11-18 10:00, and open to appeal until 11-25 00:00. */
    private static Story decided(String orders) {
        return inHand().on("11-17 10:00").does("decide R1 orders=" + orders);
    }

    /** A complaint against the operator that the platform has in hand since Monday 2026-11-16, 10:00. */
    private static Story complaintInHand(String more) {
        return Story.delivered()
                .on("11-13 12:00")
                .does("file-complaint C1 against=operator" + more)
                .on("11-16 10:00")
                .does("open-intervention C1 agent=G1");
    }

    @Nested
    class Calling {
        @Test
        void the_merchants_silence_calls_the_platform_and_the_operator() {
            called().shows(
                            "R1",
                            "merchant-decide-return-exchange lapsed at 11-15 12:00",
                            "room-operator-urge-aftersale lapsed at 11-14 12:00",
                            "room-operator-coordinate open since 11-15 12:00 until 11-16 12:00 by H1")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention open since 11-15 12:00 until 11-16 12:00 by platform",
                            "platform-provide-solution open since 11-15 12:00 until 11-21 00:00 by platform");
        }

        /** What a lapse causes begins when it was noticed: nobody is charged for the lag of a clock. */
        @Test
        void it_begins_when_the_lapse_is_noticed() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .unnoticedUntil("11-20 08:00")
                    .does("disclose-request R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange lapsed until 11-15 12:00 at 11-15 12:00",
                            "room-operator-coordinate open since 11-20 08:00 until 11-21 08:00")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention open since 11-20 08:00 until 11-21 08:00",
                            "platform-provide-solution open since 11-20 08:00 until 11-28 00:00");
        }

        @Test
        void a_lapse_is_recorded_once_whoever_notices_it() {
            called().on("11-15 12:00")
                    .on("11-15 12:00")
                    .does("urge R1 by=platform")
                    .showsAmongOthers("intervention/R1", "platform-open-intervention#1 open");
        }

        @Test
        void a_lapse_withdraws_the_consumers_window_to_ask() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "offer-solution R1 by=merchant remedy=coupon",
                            "reject-solution R1")
                    .awaits(
                            "R1",
                            "merchant-decide-return-exchange",
                            "room-operator-urge-aftersale",
                            "consumer-request-intervention")
                    .on("11-15 12:00")
                    .showsAmongOthers("R1", "consumer-request-intervention withdrawn at 11-15 12:00")
                    .refuses("request-intervention R1", Rule.NO_INTERVENTION_IS_OPEN);
        }

        @Test
        void an_open_offer_stays_when_another_window_calls_the_platform() {
            Story.begins()
                    .does("file-complaint C1 against=merchant")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .on("11-12 20:00")
                    .does("offer-solution C1 by=operator remedy=coupon")
                    .isStillOpen("intervention/C1")
                    .awaits("C1", "room-operator-resolve-complaint", "consumer-answer-solution");
        }
    }

    @Nested
    class Talking {
        /** Who only says something has not answered: no window knows of it. */
        @Test
        void a_message_answers_nothing() {
            called().does("send-message R1 by=consumer text=cracked", "send-message R1 by=operator text=seen")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange lapsed");
            Story.delivered()
                    .on("11-13 12:00")
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "send-message R1 by=merchant text=sorry")
                    .awaits("R1", "merchant-decide-return-exchange", "room-operator-urge-aftersale");
        }

        @Test
        void the_desk_joins_once_the_platform_has_stepped_in() {
            Story.delivered()
                    .on("11-13 12:00")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .refuses("send-message R1 by=platform text=hello", Rule.DESK_WRITES_ONCE_IT_STEPPED_IN)
                    .on("11-15 12:00")
                    .does("send-message R1 by=platform text=hello");
        }

        @Test
        void nobody_writes_in_a_case_that_is_over_or_for_an_operator_that_is_not_there() {
            called().does("withdraw R1").refuses("send-message R1 by=consumer text=again", Rule.DEMAND_IS_OPEN);
            Story.deliveredInASelfRunRoom()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .refuses("send-message R1 by=operator text=hello", Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        }
    }

    @Nested
    class AskingForThePlatform {
        /** Its decision may take until 12-01; an offer was rejected at once, so the platform may be asked until then too. */
        private static Story rejected() {
            return Story.delivered()
                    .does("publish-rules windows={merchant-decide-return-exchange:P15D}")
                    .on("11-13 12:00")
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "offer-solution R1 by=merchant remedy=coupon")
                    .on("11-13 14:00")
                    .does("reject-solution R1")
                    .showsAmongOthers(
                            "R1",
                            // moved by two hours, rounded up
                            "merchant-decide-return-exchange open until 12-02 00:00",
                            "consumer-request-intervention open until 12-01 00:00");
        }

        @Test
        void not_asking_closes_nothing_while_the_merchant_still_decides() {
            rejected()
                    .on("12-01 00:00")
                    .showsAmongOthers("R1", "consumer-request-intervention lapsed at 12-01 00:00")
                    .isStillOpen("R1")
                    .on("12-02 00:00")
                    .showsAmongOthers("R1", "merchant-decide-return-exchange lapsed at 12-02 00:00")
                    .isStillOpen("R1")
                    .isStillOpen("intervention/R1");
        }

        @Test
        void nor_while_an_offer_waits_for_its_answer() {
            rejected()
                    .on("11-25 10:00")
                    .does("offer-solution R1 by=merchant remedy=money")
                    .on("12-01 00:00")
                    .showsAmongOthers("R1", "consumer-request-intervention lapsed at 12-01 00:00")
                    .awaits("R1", "merchant-decide-return-exchange", "consumer-answer-solution")
                    .on("12-03 00:00")
                    .ended("R1", Ending.UNANSWERED);
        }

        @Test
        void nor_while_the_complaint_is_still_to_be_resolved() {
            Story.begins()
                    .does(
                            "publish-rules windows={room-operator-resolve-complaint:P20D}",
                            "file-complaint C1 against=operator")
                    .does("offer-solution C1 by=operator remedy=coupon", "reject-solution C1")
                    .on("11-27 00:00")
                    .showsAmongOthers("C1", "consumer-request-intervention lapsed at 11-27 00:00")
                    .isStillOpen("C1")
                    .awaits("C1", "room-operator-resolve-complaint");
            Story.begins()
                    .does(
                            "publish-rules windows={merchant-resolve-complaint:P15D}",
                            "file-complaint C1 against=merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .on("11-11 22:00")
                    .does("reject-solution C1")
                    .on("11-27 00:00")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint open until 11-28 00:00",
                            "consumer-request-intervention lapsed at 11-27 00:00")
                    .isStillOpen("C1");
        }

        /** Turned serious on the eve of the lapse, with the joint solution open, then on offer. */
        @Test
        void nor_while_a_serious_case_waits_for_its_solution() {
            Story serious = Story.begins()
                    .does(
                            "publish-rules windows={room-operator-resolve-complaint:P20D}",
                            "file-complaint C1 against=operator")
                    .does("offer-solution C1 by=operator remedy=coupon", "reject-solution C1")
                    .on("11-26 12:00")
                    .does(
                            "flag-serious C1",
                            "verify-facts C1 by=merchant",
                            "verify-facts C1 by=operator",
                            "cosign-solution C1 by=merchant remedy=refund");
            serious.on("11-27 00:00")
                    .showsAmongOthers("C1", "consumer-request-intervention lapsed at 11-27 00:00")
                    .awaits("C1", "room-operator-serious-case-solution");
            serious.does("cosign-solution C1 by=operator remedy=refund", "reject-solution C1")
                    .showsAmongOthers(
                            "C1", "consumer-request-intervention#1 lapsed", "consumer-request-intervention#2 open");
        }

        @Test
        void nor_while_a_joint_solution_waits_for_its_answer() {
            Story.begins()
                    .does(
                            "publish-rules windows={room-operator-resolve-complaint:P20D}",
                            "file-complaint C1 against=operator")
                    .does("offer-solution C1 by=operator remedy=coupon", "reject-solution C1")
                    .on("11-26 12:00")
                    .does("flag-serious C1", "verify-facts C1 by=merchant", "verify-facts C1 by=operator")
                    .does(
                            "cosign-solution C1 by=merchant remedy=refund",
                            "cosign-solution C1 by=operator remedy=refund")
                    .on("11-27 00:00")
                    .showsAmongOthers("C1", "consumer-request-intervention lapsed")
                    .awaits("C1", "consumer-answer-solution")
                    .on("12-04 00:00")
                    .ended("C1", Ending.UNANSWERED);
        }

        @Test
        void otherwise_it_closes_the_demand() {
            Story.begins()
                    .does("file-complaint C1 against=merchant serious=true")
                    .does("verify-facts C1 by=merchant", "verify-facts C1 by=operator")
                    .does(
                            "cosign-solution C1 by=merchant remedy=refund",
                            "cosign-solution C1 by=operator remedy=refund",
                            "reject-solution C1")
                    .on("11-27 00:00")
                    .showsAmongOthers("C1", "consumer-request-intervention lapsed at 11-27 00:00")
                    .ended("C1", Ending.NOT_PURSUED);
        }

        /** Both are due at one midnight; the one that opened first lapses first, and closes nothing. */
        @Test
        void of_two_lapses_at_one_instant_the_older_window_comes_first() {
            rejected()
                    .on("11-23 10:00")
                    .does("offer-solution R1 by=merchant remedy=money")
                    .showsAmongOthers(
                            "R1",
                            "consumer-answer-solution#1 met",
                            "consumer-request-intervention open until 12-01 00:00",
                            "consumer-answer-solution#2 open until 12-01 00:00")
                    .on("12-01 00:00")
                    .showsAmongOthers(
                            "R1",
                            "consumer-answer-solution#1 met",
                            "consumer-request-intervention lapsed at 12-01 00:00",
                            "consumer-answer-solution#2 lapsed at 12-01 00:00")
                    .ended("R1", Ending.UNANSWERED);
        }

        /** Both opened at one instant and are due at one instant; the decision was opened first. */
        @Test
        void a_window_withdrawn_by_an_earlier_lapse_of_the_same_instant_no_longer_lapses() {
            Story.delivered()
                    .does("publish-rules windows={merchant-decide-return-exchange:P15D}")
                    .on("11-13 12:00")
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "offer-solution R1 by=merchant remedy=coupon",
                            "reject-solution R1")
                    .on("12-01 00:00")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange lapsed until 12-01 00:00 at 12-01 00:00",
                            "consumer-request-intervention withdrawn until 12-01 00:00 at 12-01 00:00")
                    .isStillOpen("R1")
                    .isStillOpen("intervention/R1");
        }

        /** The platform's solution is older than the consumer's parcel: its alert comes before the closing. */
        @Test
        void what_an_earlier_lapse_opened_is_withdrawn_by_a_later_one_of_the_same_instant() {
            inHand().does("accept-return R1 instructions=dock-4", "suspend R1")
                    .on("11-17 10:00")
                    .does("resume R1")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution open until 11-24 00:00")
                    .showsAmongOthers("R1", "consumer-ship-return open until 11-24 00:00")
                    .on("11-24 00:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-provide-solution lapsed at 11-24 00:00",
                            "platform-inform-other-remedies withdrawn since 11-24 00:00 at 11-24 00:00")
                    .ended("R1", Ending.NOT_SENT_BACK)
                    .ended("intervention/R1", Ending.CONCLUDED);
        }
    }

    @Nested
    class TakingUp {
        @Test
        void an_agent_takes_a_case_up_once_in_time_or_late() {
            Story story = called().on("11-16 11:59:59")
                    .does("open-intervention R1 agent=G1")
                    .showsAmongOthers("intervention/R1", "platform-open-intervention met at 11-16 11:59:59");
            assertThat(story.newest(CaseTakenUp.class).agent()).isEqualTo("G1");
            story.refuses("open-intervention R1 agent=G2", Rule.DUTY_IS_OWED);
            called().on("11-16 12:00")
                    .does("open-intervention R1 agent=G1")
                    .showsAmongOthers("intervention/R1", "platform-open-intervention met-late at 11-16 12:00");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "open-intervention R1 agent=G1",
                    "request-evidence R1 from=merchant",
                    "submit-evidence R1 by=merchant",
                    "suspend R1",
                    "resume R1",
                    "settle R1",
                    "decide R1 orders=merchant",
                    "perform-decision R1",
                    "appeal R1 by=consumer",
                    "decide-appeal R1 agent=G2 outcome=upheld",
                    "refer-outside R1",
                    "inform-remedies R1"
                })
        void nothing_is_done_in_a_case_that_nobody_opened(String act) {
            Story.delivered()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .refuses(act, Rule.INTERVENTION_IS_OPEN);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "request-evidence R1 from=merchant",
                    "submit-evidence R1 by=merchant",
                    "suspend R1",
                    "resume R1",
                    "settle R1",
                    "decide R1 orders=merchant",
                    "refer-outside R1"
                })
        void most_is_done_only_after_an_agent_took_it_up(String act) {
            called().refuses(act, Rule.CASE_IS_TAKEN_UP);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "request-evidence R1 from=merchant",
                    "submit-evidence R1 by=merchant",
                    "suspend R1",
                    "resume R1",
                    "settle R1",
                    "decide R1 orders=merchant",
                    "refer-outside R1"
                })
        void and_none_of_it_after_a_decision_or_a_referral(String act) {
            decided("merchant").refuses(act, Rule.CASE_IS_UNDECIDED);
            inHand().does("refer-outside R1").refuses(act, Rule.CASE_IS_UNDECIDED);
        }
    }

    @Nested
    class HearingTheParties {
        @Test
        void each_party_asked_has_a_window_of_its_own_in_the_order_named() {
            Story story = inHand().does("request-evidence R1 from=operator,consumer,merchant")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention met",
                            "platform-provide-solution open",
                            "room-operator-submit-evidence open until 11-17 10:00 by H1",
                            "consumer-submit-evidence open until 11-19 10:00 by U1",
                            "merchant-submit-evidence open until 11-17 10:00 by M1");
            assertThat(story.newest(EvidenceRequested.class).from())
                    .containsExactly(Party.roomOperator("H1"), Party.consumer("U1"), Party.merchant("M1"));
        }

        @Test
        void it_may_be_said_what_they_are_to_show() {
            Story story = inHand().does(
                            "request-evidence R1 from=merchant,consumer templates=photos-of-goods,shipping-proof");
            assertThat(story.newest(EvidenceRequested.class).templates())
                    .containsExactly("photos-of-goods", "shipping-proof");
            assertThat(inHand().does("request-evidence R1 from=merchant")
                            .newest(EvidenceRequested.class)
                            .templates())
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a-signed-confession", "photos-of-goods,photos-of-goods"})
        void nothing_is_asked_for_that_no_list_has_or_twice(String templates) {
            inHand().refuses(
                            "request-evidence R1 from=merchant templates=" + templates,
                            Rule.FIELD_ILL_FORMED,
                            "templates");
        }

        @Test
        void evidence_comes_in_time_or_late() {
            inHand().does("request-evidence R1 from=operator,consumer,merchant")
                    .does(
                            "submit-evidence R1 by=operator",
                            "submit-evidence R1 by=consumer",
                            "submit-evidence R1 by=merchant")
                    .showsAmongOthers(
                            "intervention/R1",
                            "room-operator-submit-evidence met",
                            "consumer-submit-evidence met",
                            "merchant-submit-evidence met")
                    .refuses("submit-evidence R1 by=merchant", Rule.DUTY_IS_OWED);
            inHand().does("request-evidence R1 from=operator,consumer,merchant")
                    .on("11-19 10:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "room-operator-submit-evidence lapsed at 11-17 10:00",
                            "consumer-submit-evidence lapsed at 11-19 10:00",
                            "merchant-submit-evidence lapsed at 11-17 10:00")
                    .does(
                            "submit-evidence R1 by=operator",
                            "submit-evidence R1 by=consumer",
                            "submit-evidence R1 by=merchant")
                    .showsAmongOthers(
                            "intervention/R1",
                            "room-operator-submit-evidence met-late at 11-19 10:00",
                            "consumer-submit-evidence met-late at 11-19 10:00",
                            "merchant-submit-evidence met-late at 11-19 10:00");
        }

        @Test
        void without_it_the_case_is_decided_on_file() {
            inHand().does("request-evidence R1 from=merchant")
                    .on("11-17 10:00")
                    .awaits("intervention/R1", "platform-provide-solution");
        }

        @Test
        void nobody_is_asked_twice_at_a_time() {
            Story story = inHand().does("request-evidence R1 from=merchant")
                    .refuses("request-evidence R1 from=merchant", Rule.EVIDENCE_IS_ASKED_OF_SOMEBODY_NEW)
                    .does("request-evidence R1 from=merchant,consumer");
            assertThat(story.newest(EvidenceRequested.class).from()).containsExactly(Party.consumer("U1"));
            story.on("11-17 10:00")
                    .does("request-evidence R1 from=merchant")
                    .showsAmongOthers(
                            "intervention/R1", "merchant-submit-evidence#1 lapsed", "merchant-submit-evidence#2 open")
                    .does("submit-evidence R1 by=merchant")
                    .showsAmongOthers(
                            "intervention/R1", "merchant-submit-evidence#1 lapsed", "merchant-submit-evidence#2 met");
        }

        @Test
        void nobody_submits_unasked() {
            inHand().does("request-evidence R1 from=merchant")
                    .refuses("submit-evidence R1 by=consumer", Rule.DUTY_IS_OWED);
        }

        @Test
        void in_a_self_run_room_merchant_and_operator_are_one() {
            Story.deliveredInASelfRunRoom()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .on("11-15 10:00")
                    .does("open-intervention R1 agent=G1", "request-evidence R1 from=operator,merchant")
                    .showsAmongOthers("intervention/R1", "merchant-submit-evidence open by M1")
                    .neverOpens("intervention/R1", "room-operator-submit-evidence")
                    .does("submit-evidence R1 by=operator")
                    .showsAmongOthers("intervention/R1", "merchant-submit-evidence met");
        }

        @ParameterizedTest
        @ValueSource(strings = {"decide R1 orders=none", "refer-outside R1", "settle R1", "withdraw R1"})
        void the_end_of_the_case_withdraws_what_was_asked(String end) {
            inHand().does("request-evidence R1 from=consumer,merchant,operator", end)
                    .showsAmongOthers(
                            "intervention/R1",
                            "consumer-submit-evidence withdrawn",
                            "merchant-submit-evidence withdrawn",
                            "room-operator-submit-evidence withdrawn");
        }
    }

    @Nested
    class BeingLate {
        @Test
        void the_decision_is_still_owed_and_the_consumer_is_told_of_other_remedies() {
            inHand().on("11-21 00:00")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention met",
                            "platform-provide-solution lapsed at 11-21 00:00",
                            "platform-inform-other-remedies open since 11-21 00:00 until 11-22 00:00 by platform")
                    .isStillOpen("R1")
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies met")
                    .isStillOpen("intervention/R1")
                    .on("11-24 10:00")
                    .does("decide R1 orders=merchant")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution met-late at 11-24 10:00");
        }

        /** Decided late, and nobody appealed: the notice that the delay opened keeps the case open. */
        @Test
        void what_is_still_to_be_told_outlives_a_late_decision() {
            inHand().on("11-21 10:00")
                    .does("decide R1 orders=none")
                    .on("12-01 00:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-inform-other-remedies lapsed at 11-22 00:00",
                            "party-appeal-decision lapsed at 12-01 00:00 by U1",
                            "party-appeal-decision lapsed at 12-01 00:00 by M1")
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"settle R1", "withdraw R1"})
        void closing_the_case_makes_telling_moot(String end) {
            inHand().on("11-21 10:00")
                    .does(end)
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies withdrawn at 11-21 10:00");
        }

        @Test
        void telling_needs_no_agent_and_may_come_late_too() {
            called().on("11-22 00:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-open-intervention lapsed",
                            "platform-inform-other-remedies lapsed at 11-22 00:00")
                    .does("inform-remedies R1")
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies met-late at 11-22 00:00")
                    .refuses("inform-remedies R1", Rule.DUTY_IS_OWED);
        }

        @Test
        void nothing_is_told_before_it_is_owed() {
            inHand().refuses("inform-remedies R1", Rule.DUTY_IS_OWED);
        }
    }

    @Nested
    class Settling {
        @Test
        void a_settlement_closes_the_case_and_the_demand() {
            inHand().on("11-17 10:00")
                    .does("settle R1")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution met at 11-17 10:00")
                    .ended("R1", Ending.SETTLED)
                    .ended("intervention/R1", Ending.CONCLUDED)
                    .refuses("settle R1", Rule.INTERVENTION_IS_OPEN);
        }

        @Test
        void it_may_come_late() {
            inHand().on("11-24 10:00")
                    .does("settle R1")
                    .showsAmongOthers("intervention/R1", "platform-provide-solution met-late at 11-24 10:00");
        }

        @Test
        void a_demand_performed_after_all_leaves_the_case_for_its_agent_to_settle() {
            inHand().does(
                            "accept-return R1 instructions=dock-4",
                            "ship-back R1 waybill=SF1",
                            "goods-back R1",
                            "ship-replacement R1")
                    .ended("R1", Ending.COMPLETED)
                    .isStillOpen("intervention/R1")
                    .awaits("intervention/R1", "platform-provide-solution")
                    .refuses("request-evidence R1 from=merchant", Rule.DEMAND_IS_NOT_PERFORMED_YET)
                    .refuses("suspend R1", Rule.DEMAND_IS_NOT_PERFORMED_YET)
                    .refuses("decide R1 orders=merchant", Rule.DEMAND_IS_NOT_PERFORMED_YET)
                    .refuses("refer-outside R1", Rule.DEMAND_IS_NOT_PERFORMED_YET)
                    .does("settle R1")
                    .ended("R1", Ending.COMPLETED)
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void even_then_an_agent_takes_it_up_first() {
            called().does(
                            "accept-return R1 instructions=dock-4",
                            "ship-back R1 waybill=SF1",
                            "goods-back R1",
                            "ship-replacement R1")
                    .refuses("settle R1", Rule.CASE_IS_TAKEN_UP)
                    .on("11-18 10:00")
                    .does("open-intervention R1 agent=G1", "settle R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void what_was_asked_before_may_still_come_and_an_appraisal_may_end() {
            inHand().does("request-evidence R1 from=merchant", "suspend R1")
                    .does(
                            "accept-return R1 instructions=dock-4",
                            "ship-back R1 waybill=SF1",
                            "goods-back R1",
                            "ship-replacement R1")
                    .does("submit-evidence R1 by=merchant", "resume R1", "settle R1")
                    .showsAmongOthers("intervention/R1", "merchant-submit-evidence met");
        }

        @Test
        void its_own_lapse_is_still_an_alert() {
            inHand().does(
                            "accept-return R1 instructions=dock-4",
                            "ship-back R1 waybill=SF1",
                            "goods-back R1",
                            "ship-replacement R1")
                    .on("11-21 00:00")
                    .awaits("intervention/R1", "platform-inform-other-remedies")
                    .isStillOpen("intervention/R1");
        }
    }

    @Nested
    class Deciding {
        @Test
        void the_ordered_party_executes_and_both_may_appeal() {
            decided("merchant")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention met",
                            "platform-provide-solution met at 11-17 10:00",
                            "party-execute-decision open since 11-17 10:00 until 11-18 10:00 by M1",
                            "party-appeal-decision open since 11-17 10:00 until 11-25 00:00 by U1",
                            "party-appeal-decision open since 11-17 10:00 until 11-25 00:00 by M1")
                    .ended("R1", Ending.DECIDED)
                    .isStillOpen("intervention/R1");
            decided("operator")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision open by H1",
                            "party-appeal-decision open by U1",
                            "party-appeal-decision open by H1");
        }

        @Test
        void with_nobody_ordered_the_consumer_and_the_respondent_may_appeal() {
            decided("none")
                    .showsAmongOthers(
                            "intervention/R1", "party-appeal-decision open by U1", "party-appeal-decision open by M1")
                    .neverOpens("intervention/R1", "party-execute-decision");
            complaintInHand("")
                    .does("decide C1 orders=none")
                    .showsAmongOthers(
                            "intervention/C1", "party-appeal-decision open by U1", "party-appeal-decision open by H1");
            complaintInHand(" serious=true")
                    .does("decide C1 orders=none")
                    .showsAmongOthers(
                            "intervention/C1", "party-appeal-decision open by U1", "party-appeal-decision open by H1");
        }

        @Test
        void in_a_self_run_room_the_operator_ordered_is_the_merchant() {
            Story.deliveredInASelfRunRoom()
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .on("11-15 10:00")
                    .does("open-intervention R1 agent=G1", "decide R1 orders=operator")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision open by M1",
                            "party-appeal-decision open by U1",
                            "party-appeal-decision open by M1")
                    .does("appeal R1 by=operator")
                    .showsAmongOthers("intervention/R1", "party-execute-decision suspended");
        }

        @Test
        void every_window_of_the_demand_is_moot_but_telling_who_the_others_are() {
            Story.begins()
                    .does("file-complaint C1 against=merchant", "disclose-request C1")
                    .on("11-12 20:00")
                    .does(
                            "open-intervention C1 agent=G1",
                            "offer-solution C1 by=merchant remedy=coupon",
                            "decide C1 orders=merchant")
                    .shows(
                            "C1",
                            "merchant-accept-complaint met-late",
                            "merchant-resolve-complaint withdrawn until 11-14 20:00 at 11-12 20:00",
                            "platform-disclose-party-info open until 11-17 00:00",
                            "room-operator-coordinate withdrawn",
                            "consumer-answer-solution withdrawn at 11-12 20:00");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "accept-return R1",
                    "refuse-return R1 reason=worn",
                    "offer-solution R1 by=merchant remedy=coupon",
                    "withdraw R1",
                    "coordinate R1",
                    "urge R1 by=platform",
                    "request-intervention R1",
                    "goods-back R1",
                    "refund R1"
                })
        void a_decided_demand_takes_no_further_acts(String act) {
            decided("merchant").refuses(act, Rule.DEMAND_IS_OPEN);
        }
    }

    @Nested
    class Executing {
        @Test
        void the_case_stays_open_while_somebody_may_appeal() {
            Story story = decided("merchant")
                    .on("11-18 09:00")
                    .does("perform-decision R1")
                    .showsAmongOthers("intervention/R1", "party-execute-decision met at 11-18 09:00")
                    .isStillOpen("intervention/R1");
            assertThat(story.newest(DecisionPerformed.class).by()).isEqualTo(Party.merchant("M1"));
            story.refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY)
                    .on("11-25 00:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-appeal-decision lapsed at 11-25 00:00 by U1",
                            "party-appeal-decision lapsed at 11-25 00:00 by M1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        /** An execution task goes to the platform: no money moves by itself. */
        @Test
        void an_execution_that_lapsed_is_still_owed() {
            decided("merchant")
                    .on("11-18 10:00")
                    .showsAmongOthers("intervention/R1", "party-execute-decision lapsed at 11-18 10:00")
                    .on("11-25 00:00")
                    .awaits("intervention/R1")
                    .isStillOpen("intervention/R1")
                    .on("12-24 10:00")
                    .does("perform-decision R1")
                    .showsAmongOthers("intervention/R1", "party-execute-decision met-late at 12-24 10:00")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void nobody_performs_what_nobody_was_ordered() {
            decided("none").refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY);
            inHand().refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY);
        }

        @Test
        void a_decision_that_orders_nobody_closes_the_case_when_nobody_appeals() {
            decided("none")
                    .on("11-25 00:00")
                    .ended("intervention/R1", Ending.CONCLUDED)
                    .ended("R1", Ending.DECIDED);
        }
    }

    @Nested
    class Appealing {
        @Test
        void the_ordered_partys_appeal_suspends_the_execution() {
            decided("merchant")
                    .on("11-18 09:00")
                    .does("appeal R1 by=merchant")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision suspended until 11-18 10:00",
                            "party-appeal-decision withdrawn at 11-18 09:00 by U1",
                            "party-appeal-decision met at 11-18 09:00 by M1",
                            "platform-decide-appeal open since 11-18 09:00 until 11-26 00:00 by platform");
        }

        @Test
        void the_consumers_appeal_does_not() {
            decided("merchant")
                    .on("11-18 09:00")
                    .does("appeal R1 by=consumer")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision open until 11-18 10:00",
                            "party-appeal-decision met by U1",
                            "party-appeal-decision withdrawn by M1",
                            "platform-decide-appeal open");
        }

        @Test
        void an_execution_that_lapsed_or_was_performed_is_not_suspended() {
            decided("merchant")
                    .on("11-19 09:00")
                    .does("appeal R1 by=merchant")
                    .showsAmongOthers("intervention/R1", "party-execute-decision lapsed at 11-18 10:00");
            decided("merchant")
                    .does("perform-decision R1", "appeal R1 by=merchant")
                    .showsAmongOthers("intervention/R1", "party-execute-decision met");
        }

        @Test
        void one_appeal_is_heard() {
            decided("merchant")
                    .does("appeal R1 by=consumer")
                    .refuses("appeal R1 by=merchant", Rule.ONE_APPEAL_PER_CASE)
                    .refuses("appeal R1 by=consumer", Rule.ONE_APPEAL_PER_CASE)
                    .on("11-19 10:00")
                    .does("decide-appeal R1 agent=G2 outcome=reversed orders=operator")
                    .refuses("appeal R1 by=operator", Rule.ONE_APPEAL_PER_CASE);
        }

        @Test
        void only_who_may_appeal_does_and_only_in_time() {
            decided("merchant")
                    .refuses("appeal R1 by=operator", Rule.WINDOW_IS_STILL_OPEN)
                    .on("11-25 00:00")
                    .refuses("appeal R1 by=consumer", Rule.WINDOW_IS_STILL_OPEN)
                    .refuses("appeal R1 by=merchant", Rule.WINDOW_IS_STILL_OPEN);
            inHand().refuses("appeal R1 by=consumer", Rule.WINDOW_IS_STILL_OPEN);
        }

        @Test
        void another_agent_decides_it() {
            decided("merchant")
                    .does("appeal R1 by=consumer")
                    .refuses("decide-appeal R1 agent=G1 outcome=upheld", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .does("decide-appeal R1 agent=G2 outcome=upheld")
                    .refuses("decide-appeal R1 agent=G2 outcome=upheld", Rule.DUTY_IS_OWED);
        }

        @Test
        void and_not_the_one_who_decided_the_case_either() {
            inHand().does("decide R1 orders=merchant agent=G2", "appeal R1 by=consumer")
                    .refuses("decide-appeal R1 agent=G2 outcome=upheld", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .refuses("decide-appeal R1 agent=G1 outcome=upheld", Rule.APPEAL_GOES_TO_ANOTHER_AGENT)
                    .does("decide-appeal R1 agent=G3 outcome=upheld");
        }

        @Test
        void there_is_nothing_to_decide_before_somebody_appeals() {
            decided("merchant").refuses("decide-appeal R1 agent=G2 outcome=upheld", Rule.DUTY_IS_OWED);
        }
    }

    @Nested
    class UpholdingTheDecision {
        @Test
        void the_execution_that_stood_still_runs_on() {
            decided("merchant")
                    .on("11-18 09:00")
                    .does("appeal R1 by=merchant")
                    .on("11-20 09:00")
                    .does("decide-appeal R1 agent=G2 outcome=upheld")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision open until 11-20 10:00",
                            "platform-decide-appeal met at 11-20 09:00")
                    .neverOpens("intervention/R1", "platform-inform-other-remedies")
                    .does("perform-decision R1")
                    .showsAmongOthers("intervention/R1", "party-execute-decision met")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void a_consumer_who_lost_is_told_of_other_remedies() {
            decided("merchant")
                    .does("perform-decision R1", "appeal R1 by=consumer")
                    .on("11-20 09:00")
                    .does("decide-appeal R1 agent=G2 outcome=upheld")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-inform-other-remedies open since 11-20 09:00 until 11-21 09:00")
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        /** Performed under protest, and upheld: nothing runs and nothing is owed. */
        @Test
        void the_case_closes_at_once_when_nothing_is_owed() {
            decided("merchant")
                    .does("perform-decision R1", "appeal R1 by=merchant", "decide-appeal R1 agent=G2 outcome=upheld")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void an_execution_that_lapsed_before_the_appeal_is_still_owed_after_it() {
            decided("merchant")
                    .on("11-19 09:00")
                    .does("appeal R1 by=merchant", "decide-appeal R1 agent=G2 outcome=upheld")
                    .showsAmongOthers("intervention/R1", "party-execute-decision lapsed")
                    .isStillOpen("intervention/R1")
                    .does("perform-decision R1")
                    .showsAmongOthers("intervention/R1", "party-execute-decision met-late")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void a_word_about_orders_is_ignored() {
            Story story = decided("merchant")
                    .does("appeal R1 by=consumer", "decide-appeal R1 agent=G2 outcome=upheld orders=operator");
            assertThat(story.newest(AppealDecided.class).orders()).isNull();
            story.does("perform-decision R1").showsAmongOthers("intervention/R1", "party-execute-decision met by M1");
        }

        @Test
        void a_late_appeal_decision_has_told_the_consumer_already() {
            decided("merchant")
                    .on("11-18 09:00")
                    .does("appeal R1 by=consumer")
                    .on("11-26 00:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision lapsed",
                            "platform-decide-appeal lapsed at 11-26 00:00",
                            "platform-inform-other-remedies open since 11-26 00:00")
                    .does("inform-remedies R1", "perform-decision R1")
                    .isStillOpen("intervention/R1")
                    .does("decide-appeal R1 agent=G2 outcome=upheld")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-decide-appeal met-late at 11-26 00:00",
                            "platform-inform-other-remedies#1 met")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }
    }

    @Nested
    class ReversingTheDecision {
        @Test
        void an_execution_that_runs_is_withdrawn_and_another_party_is_ordered() {
            decided("merchant")
                    .does("appeal R1 by=consumer", "decide-appeal R1 agent=G2 outcome=reversed orders=operator")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision withdrawn by M1",
                            "party-execute-decision#1 open until 11-18 10:00 by H1")
                    .neverOpens("intervention/R1", "platform-inform-other-remedies")
                    .does("perform-decision R1")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision withdrawn by M1",
                            "party-execute-decision met by H1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void so_is_one_that_stands_still() {
            decided("merchant")
                    .does("appeal R1 by=merchant", "decide-appeal R1 agent=G2 outcome=reversed orders=operator")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision withdrawn by M1",
                            "party-execute-decision open by H1");
        }

        @Test
        void the_same_party_may_be_ordered_anew() {
            decided("merchant")
                    .does("appeal R1 by=merchant")
                    .on("11-19 10:00")
                    .does("decide-appeal R1 agent=G2 outcome=reversed orders=merchant")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision#1 withdrawn by M1",
                            "party-execute-decision#2 open until 11-20 10:00 by M1");
        }

        @Test
        void one_that_lapsed_stays_so_and_is_no_longer_owed() {
            decided("merchant")
                    .on("11-19 09:00")
                    .does(
                            "appeal R1 by=consumer",
                            "decide-appeal R1 agent=G2 outcome=reversed orders=operator",
                            "perform-decision R1")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision lapsed at 11-18 10:00 by M1",
                            "party-execute-decision met by H1")
                    .ended("intervention/R1", Ending.CONCLUDED);
            decided("merchant")
                    .on("11-19 09:00")
                    .does("appeal R1 by=consumer", "decide-appeal R1 agent=G2 outcome=reversed orders=merchant")
                    .showsAmongOthers(
                            "intervention/R1", "party-execute-decision#1 lapsed", "party-execute-decision#2 open")
                    .does("perform-decision R1")
                    .showsAmongOthers(
                            "intervention/R1", "party-execute-decision#1 lapsed", "party-execute-decision#2 met")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void one_that_was_performed_stays_so() {
            decided("merchant")
                    .does(
                            "perform-decision R1",
                            "appeal R1 by=merchant",
                            "decide-appeal R1 agent=G2 outcome=reversed orders=merchant")
                    .showsAmongOthers(
                            "intervention/R1", "party-execute-decision#1 met", "party-execute-decision#2 open")
                    .isStillOpen("intervention/R1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"merchant", "consumer"})
        void with_nobody_ordered_the_consumer_is_told_of_other_remedies_whoever_appealed(String appellant) {
            decided("merchant")
                    .does("appeal R1 by=" + appellant, "decide-appeal R1 agent=G2 outcome=reversed orders=none")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision withdrawn",
                            "platform-inform-other-remedies open")
                    .refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY)
                    .does("inform-remedies R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void with_nobody_ordered_a_lapsed_execution_keeps_the_case_open_no_longer() {
            decided("merchant")
                    .on("11-19 09:00")
                    .does("appeal R1 by=merchant", "decide-appeal R1 agent=G2 outcome=reversed orders=none")
                    .refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY)
                    .on("11-20 09:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision lapsed",
                            "platform-inform-other-remedies lapsed at 11-20 09:00")
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies met-late")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void somebody_is_ordered_where_nobody_was() {
            decided("none")
                    .does("appeal R1 by=consumer", "decide-appeal R1 agent=G2 outcome=reversed orders=merchant")
                    .showsAmongOthers("intervention/R1", "party-execute-decision open by M1");
        }

        @Test
        void the_new_execution_may_lapse_and_is_owed_then() {
            decided("merchant")
                    .does("appeal R1 by=merchant", "decide-appeal R1 agent=G2 outcome=reversed orders=operator")
                    .on("11-18 10:00")
                    .showsAmongOthers(
                            "intervention/R1",
                            "party-execute-decision withdrawn by M1",
                            "party-execute-decision lapsed by H1")
                    .isStillOpen("intervention/R1");
        }
    }

    @Nested
    class ReferringOutside {
        @Test
        void the_demand_closes_and_the_case_with_the_notice_of_other_remedies() {
            inHand().does("refer-outside R1")
                    .shows(
                            "intervention/R1",
                            "platform-open-intervention met",
                            "platform-provide-solution met",
                            "platform-inform-other-remedies open until 11-17 10:00")
                    .ended("R1", Ending.REFERRED)
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void told_before_the_case_closes_at_once() {
            inHand().on("11-21 10:00")
                    .does("inform-remedies R1", "refer-outside R1")
                    .showsAmongOthers(
                            "intervention/R1",
                            "platform-provide-solution met-late at 11-21 10:00",
                            "platform-inform-other-remedies#1 met")
                    .ended("R1", Ending.REFERRED)
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void not_told_in_time_it_is_still_owed() {
            inHand().on("11-22 10:00")
                    .does("refer-outside R1")
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies#1 lapsed at 11-22 00:00")
                    .isStillOpen("intervention/R1")
                    .does("inform-remedies R1")
                    .showsAmongOthers("intervention/R1", "platform-inform-other-remedies#1 met-late")
                    .ended("intervention/R1", Ending.CONCLUDED);
        }

        @Test
        void nobody_appeals_against_it() {
            inHand().does("refer-outside R1")
                    .refuses("appeal R1 by=consumer", Rule.WINDOW_IS_STILL_OPEN)
                    .refuses("perform-decision R1", Rule.DECISION_ORDERS_SOMEBODY);
        }
    }

    @Nested
    class AfterItIsOver {
        @ParameterizedTest
        @CsvSource({
            "open-intervention R1 agent=G1",
            "inform-remedies R1",
            "perform-decision R1",
            "appeal R1 by=consumer",
            "decide-appeal R1 agent=G2 outcome=upheld"
        })
        void a_closed_case_takes_no_acts(String act) {
            decided("none").on("11-25 00:00").refuses(act, Rule.INTERVENTION_IS_OPEN);
        }

        @Test
        void who_the_others_are_may_still_be_asked_and_told() {
            decided("none")
                    .on("11-25 00:00")
                    .does("disclose-request R1", "disclose R1")
                    .showsAmongOthers("R1", "platform-disclose-party-info met");
        }
    }
}
