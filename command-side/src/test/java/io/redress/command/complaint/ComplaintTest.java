package io.redress.command.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.SolutionCosigned;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A complaint against the merchant or the room operator, plain or serious. */
@Tag("story")
class ComplaintTest {
    /** Filed on Wednesday 2026-11-11, 20:00, without an order. */
    private static Story filed(String against) {
        return Story.begins().does("file-complaint C1 against=" + against);
    }

    private static Story serious() {
        return Story.begins().does("file-complaint C1 against=merchant serious=true");
    }

    /** Both sides have signed a joint solution on Thursday 2026-11-12, 10:00. */
    private static Story jointlyOffered() {
        return serious()
                .on("11-12 10:00")
                .does(
                        "verify-facts C1 by=merchant",
                        "verify-facts C1 by=operator",
                        "cosign-solution C1 by=merchant remedy=refund",
                        "cosign-solution C1 by=operator remedy=refund");
    }

    @Nested
    class Filing {
        @Test
        void the_merchant_accepts_in_a_day_and_resolves_in_three() {
            filed("merchant")
                    .shows(
                            "C1",
                            "merchant-accept-complaint open since 11-11 20:00 until 11-12 20:00 by M1",
                            "merchant-resolve-complaint open since 11-11 20:00 until 11-14 20:00 by M1");
        }

        @Test
        void so_does_the_room_operator() {
            filed("operator")
                    .shows(
                            "C1",
                            "room-operator-accept-complaint open until 11-12 20:00 by H1",
                            "room-operator-resolve-complaint open until 11-14 20:00 by H1");
        }

        @Test
        void the_operator_of_a_self_run_room_is_the_merchant() {
            Story story = Story.beginsInASelfRunRoom()
                    .does("file-complaint C1 against=operator")
                    .shows("C1", "merchant-accept-complaint open by M1", "merchant-resolve-complaint open by M1");
            assertThat(story.newest(ComplaintFiled.class).against()).isEqualTo(Side.MERCHANT);
        }

        @Test
        void a_serious_complaint_wants_facts_and_a_joint_solution_instead_of_a_resolution() {
            serious()
                    .shows(
                            "C1",
                            "merchant-accept-complaint open until 11-12 20:00 by M1",
                            "merchant-verify-serious-case open until 11-12 20:00 by M1",
                            "merchant-serious-case-solution open until 11-14 20:00 by M1",
                            "room-operator-verify-serious-case open until 11-12 20:00 by H1",
                            "room-operator-serious-case-solution open until 11-14 20:00 by H1");
            Story.begins()
                    .does("file-complaint C1 against=operator serious=true")
                    .awaits(
                            "C1",
                            "room-operator-accept-complaint",
                            "merchant-verify-serious-case",
                            "merchant-serious-case-solution",
                            "room-operator-verify-serious-case",
                            "room-operator-serious-case-solution");
        }

        @Test
        void in_a_self_run_room_the_merchant_alone_owes_them() {
            Story.beginsInASelfRunRoom()
                    .does("file-complaint C1 against=operator serious=true")
                    .shows(
                            "C1",
                            "merchant-accept-complaint open",
                            "merchant-verify-serious-case open",
                            "merchant-serious-case-solution open");
        }

        @Test
        void an_id_is_used_once() {
            filed("merchant").refuses("file-complaint C1 against=operator", Rule.ID_IS_FREE, "complaint");
        }

        @Test
        void a_complaint_about_an_order_is_between_its_parties() {
            Story story = Story.sold()
                    .refuses(
                            "file-complaint C1 against=merchant order=O1 consumer=U2",
                            Rule.PARTIES_ARE_THOSE_OF_THE_ORDER)
                    .refuses(
                            "file-complaint C1 against=merchant order=O1 merchant=M2",
                            Rule.PARTIES_ARE_THOSE_OF_THE_ORDER)
                    .refuses(
                            "file-complaint C1 against=merchant order=O1 operator=H2",
                            Rule.PARTIES_ARE_THOSE_OF_THE_ORDER)
                    .refuses("file-complaint C1 against=merchant order=O1 room=L2", Rule.PARTIES_ARE_THOSE_OF_THE_ORDER)
                    .refuses("file-complaint C1 against=merchant order=O9", Rule.SUBJECT_IS_KNOWN, "order")
                    .does("file-complaint C1 against=merchant order=O1");
            assertThat(story.newest(ComplaintFiled.class).amountFen())
                    .as("the whole order is in dispute")
                    .isEqualTo(20_000);
        }

        @Test
        void an_act_on_a_complaint_that_nobody_knows_is_refused() {
            Story.begins()
                    .refuses("accept-complaint C9", Rule.SUBJECT_IS_KNOWN, "complaint")
                    .refuses("open-intervention C9 agent=G1", Rule.SUBJECT_IS_KNOWN, "complaint")
                    .refuses("disclose-request C9", Rule.SUBJECT_IS_KNOWN, "complaint");
        }
    }

    @Nested
    class Accepting {
        @Test
        void a_complaint_is_accepted_once() {
            filed("merchant")
                    .does("accept-complaint C1")
                    .shows("C1", "merchant-accept-complaint met at 11-11 20:00", "merchant-resolve-complaint open")
                    .refuses("accept-complaint C1", Rule.DUTY_IS_OWED);
        }

        @Test
        void accepting_late_is_still_accepting() {
            filed("merchant")
                    .on("11-12 20:00")
                    .does("accept-complaint C1")
                    .showsAmongOthers("C1", "merchant-accept-complaint met-late at 11-12 20:00");
            filed("operator").does("accept-complaint C1").showsAmongOthers("C1", "room-operator-accept-complaint met");
            filed("operator")
                    .on("11-12 20:00")
                    .does("accept-complaint C1")
                    .showsAmongOthers("C1", "room-operator-accept-complaint met-late");
        }

        @Test
        void the_merchants_silence_calls_the_platform_and_the_operator_who_coordinates() {
            filed("merchant")
                    .on("11-12 20:00")
                    .shows(
                            "C1",
                            "merchant-accept-complaint lapsed at 11-12 20:00",
                            "merchant-resolve-complaint open",
                            "room-operator-coordinate open since 11-12 20:00 until 11-13 20:00 by H1")
                    .shows(
                            "intervention/C1",
                            "platform-open-intervention open since 11-12 20:00 until 11-13 20:00",
                            "platform-provide-solution open since 11-12 20:00 until 11-20 00:00");
        }

        @Test
        void the_operators_silence_calls_the_platform_alone() {
            filed("operator")
                    .on("11-12 20:00")
                    .shows("C1", "room-operator-accept-complaint lapsed", "room-operator-resolve-complaint open")
                    .awaits("intervention/C1", "platform-open-intervention", "platform-provide-solution");
        }

        @Test
        void a_further_lapse_opens_no_second_intervention() {
            filed("merchant")
                    .on("11-14 20:00")
                    .shows(
                            "C1",
                            "merchant-accept-complaint lapsed",
                            "merchant-resolve-complaint lapsed at 11-14 20:00",
                            "room-operator-coordinate lapsed at 11-13 20:00")
                    .shows(
                            "intervention/C1",
                            "platform-open-intervention lapsed at 11-13 20:00",
                            "platform-provide-solution open");
        }

        @Test
        void whoever_answers_in_substance_has_accepted() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .showsAmongOthers("C1", "merchant-accept-complaint met at 11-11 20:00")
                    .refuses("accept-complaint C1", Rule.DUTY_IS_OWED);
            filed("operator")
                    .on("11-12 20:00")
                    .does("offer-solution C1 by=operator remedy=coupon")
                    .showsAmongOthers("C1", "room-operator-accept-complaint met-late at 11-12 20:00");
            serious().does("verify-facts C1 by=merchant").showsAmongOthers("C1", "merchant-accept-complaint met");
            serious()
                    .does("cosign-solution C1 by=merchant remedy=refund")
                    .showsAmongOthers("C1", "merchant-accept-complaint met");
        }

        @Test
        void the_other_partys_answer_does_not_accept_for_the_respondent() {
            serious()
                    .does("verify-facts C1 by=operator", "cosign-solution C1 by=operator remedy=refund")
                    .showsAmongOthers("C1", "merchant-accept-complaint open");
        }
    }

    @Nested
    class Redirecting {
        @Test
        void the_other_party_begins_anew() {
            filed("merchant")
                    .on("11-12 10:00")
                    .does("redirect-complaint C1 to=operator reason='the presenter said it'")
                    .shows(
                            "C1",
                            "merchant-accept-complaint met at 11-12 10:00",
                            "merchant-resolve-complaint withdrawn at 11-12 10:00",
                            "room-operator-accept-complaint open since 11-12 10:00 until 11-13 10:00 by H1",
                            "room-operator-resolve-complaint open since 11-12 10:00 until 11-15 10:00 by H1");
            filed("operator")
                    .does("redirect-complaint C1 to=merchant reason='a fault of the goods'")
                    .shows(
                            "C1",
                            "room-operator-accept-complaint met",
                            "room-operator-resolve-complaint withdrawn",
                            "merchant-accept-complaint open by M1",
                            "merchant-resolve-complaint open by M1");
        }

        @Test
        void it_meets_an_acceptance_that_lapsed_and_leaves_one_that_was_given() {
            filed("merchant")
                    .on("11-12 21:00")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .showsAmongOthers("C1", "merchant-accept-complaint met-late at 11-12 21:00");
            filed("merchant")
                    .does("accept-complaint C1")
                    .on("11-12 21:00")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .showsAmongOthers("C1", "merchant-accept-complaint met at 11-11 20:00");
        }

        @Test
        void from_then_on_the_other_party_is_the_respondent() {
            filed("merchant")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .refuses("offer-solution C1 by=merchant remedy=coupon", Rule.OFFER_COMES_FROM_THE_RESPONDENT)
                    .does("offer-solution C1 by=operator remedy=coupon")
                    .showsAmongOthers(
                            "C1", "room-operator-accept-complaint met", "room-operator-resolve-complaint suspended");
        }

        @Test
        void a_complaint_is_redirected_once() {
            filed("merchant")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .refuses("redirect-complaint C1 to=merchant reason=theirs", Rule.COMPLAINT_IS_REDIRECTED_ONCE);
        }

        @Test
        void it_goes_to_the_party_that_is_not_the_respondent() {
            filed("merchant")
                    .refuses("redirect-complaint C1 to=merchant reason=ours", Rule.COMPLAINT_GOES_TO_THE_OTHER_PARTY);
        }

        @Test
        void a_serious_complaint_is_not_redirected() {
            serious().refuses("redirect-complaint C1 to=operator reason=theirs", Rule.COMPLAINT_IS_NOT_SERIOUS);
            filed("merchant")
                    .does("flag-serious C1")
                    .refuses("redirect-complaint C1 to=operator reason=theirs", Rule.COMPLAINT_IS_NOT_SERIOUS);
        }

        @Test
        void only_while_the_resolve_window_is_open() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .refuses("redirect-complaint C1 to=operator reason=theirs", Rule.WINDOW_IS_STILL_OPEN);
            filed("merchant")
                    .on("11-14 20:00")
                    .refuses("redirect-complaint C1 to=operator reason=theirs", Rule.WINDOW_IS_STILL_OPEN);
        }

        @Test
        void a_self_run_room_has_nobody_to_redirect_to() {
            Story.beginsInASelfRunRoom()
                    .does("file-complaint C1 against=merchant")
                    .refuses("redirect-complaint C1 to=operator reason=theirs", Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        }

        @Test
        void an_intervention_that_is_open_goes_on() {
            filed("merchant")
                    .on("11-13 10:00")
                    .does("redirect-complaint C1 to=operator reason=theirs")
                    .on("11-16 10:00")
                    .showsAmongOthers(
                            "C1", "room-operator-accept-complaint lapsed", "room-operator-resolve-complaint lapsed")
                    .showsAmongOthers("intervention/C1", "platform-open-intervention lapsed since 11-12 20:00");
        }
    }

    @Nested
    class TurningSerious {
        @Test
        void the_resolution_is_moot_and_the_acceptance_stays() {
            filed("merchant")
                    .on("11-12 10:00")
                    .does("flag-serious C1")
                    .shows(
                            "C1",
                            "merchant-accept-complaint open until 11-12 20:00",
                            "merchant-resolve-complaint withdrawn at 11-12 10:00",
                            "merchant-verify-serious-case open until 11-13 10:00",
                            "merchant-serious-case-solution open until 11-15 10:00",
                            "room-operator-verify-serious-case open until 11-13 10:00",
                            "room-operator-serious-case-solution open until 11-15 10:00");
        }

        @Test
        void an_open_offer_is_moot_too() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .on("11-12 10:00")
                    .does("flag-serious C1")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint withdrawn at 11-12 10:00",
                            "consumer-answer-solution withdrawn at 11-12 10:00")
                    .refuses("accept-solution C1", Rule.OFFER_IS_OPEN);
        }

        @Test
        void and_so_is_one_on_a_lapsed_window_which_stays_lapsed() {
            filed("merchant")
                    .on("11-15 10:00")
                    .does("offer-solution C1 by=merchant remedy=coupon", "flag-serious C1")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint lapsed at 11-14 20:00",
                            "consumer-answer-solution withdrawn at 11-15 10:00")
                    .refuses("offer-solution C1 by=merchant remedy=coupon", Rule.COMPLAINT_IS_NOT_SERIOUS);
        }

        @Test
        void a_complaint_turns_serious_once() {
            serious().refuses("flag-serious C1", Rule.COMPLAINT_IS_NOT_SERIOUS);
            filed("merchant").does("flag-serious C1").refuses("flag-serious C1", Rule.COMPLAINT_IS_NOT_SERIOUS);
        }

        @Test
        void not_after_a_solution_was_accepted() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon", "accept-solution C1")
                    .refuses("flag-serious C1", Rule.SOLUTION_IS_NOT_ACCEPTED_YET);
        }

        @Test
        void in_a_self_run_room_the_merchant_alone_owes_what_follows() {
            Story.beginsInASelfRunRoom()
                    .does("file-complaint C1 against=merchant", "flag-serious C1")
                    .awaits(
                            "C1",
                            "merchant-accept-complaint",
                            "merchant-verify-serious-case",
                            "merchant-serious-case-solution");
        }
    }

    @Nested
    class Seriously {
        @Test
        void each_party_verifies_the_facts_in_time_or_late() {
            serious()
                    .does("verify-facts C1 by=merchant")
                    .refuses("verify-facts C1 by=merchant", Rule.DUTY_IS_OWED)
                    .does("verify-facts C1 by=operator")
                    .showsAmongOthers(
                            "C1", "merchant-verify-serious-case met", "room-operator-verify-serious-case met");
            serious()
                    .on("11-12 20:00")
                    .does("verify-facts C1 by=merchant", "verify-facts C1 by=operator")
                    .showsAmongOthers(
                            "C1",
                            "merchant-verify-serious-case met-late at 11-12 20:00",
                            "room-operator-verify-serious-case met-late at 11-12 20:00");
        }

        @Test
        void facts_are_verified_in_serious_cases_alone() {
            filed("merchant")
                    .refuses("verify-facts C1 by=merchant", Rule.DUTY_IS_OWED)
                    .refuses("cosign-solution C1 by=merchant remedy=refund", Rule.DUTY_IS_OWED)
                    .showsAmongOthers("C1", "merchant-accept-complaint open");
        }

        @Test
        void the_solution_is_on_offer_when_both_have_signed() {
            Story story = serious()
                    .does("cosign-solution C1 by=operator remedy=refund")
                    .showsAmongOthers("C1", "room-operator-serious-case-solution met")
                    .neverOpens("C1", "consumer-answer-solution");
            assertThat(story.newest(SolutionCosigned.class).onOffer()).isFalse();
            story.on("11-12 10:00")
                    .does("cosign-solution C1 by=merchant remedy=refund")
                    .showsAmongOthers(
                            "C1",
                            "merchant-serious-case-solution met at 11-12 10:00",
                            "consumer-answer-solution open since 11-12 10:00 until 11-20 00:00 by U1");
            assertThat(story.newest(SolutionCosigned.class).onOffer()).isTrue();
            story.refuses("cosign-solution C1 by=merchant remedy=refund", Rule.DUTY_IS_OWED);
        }

        @Test
        void in_a_self_run_room_one_signature_is_enough() {
            Story.beginsInASelfRunRoom()
                    .does(
                            "file-complaint C1 against=operator serious=true",
                            "verify-facts C1 by=operator",
                            "cosign-solution C1 by=operator remedy=refund")
                    .showsAmongOthers("C1", "merchant-serious-case-solution met", "consumer-answer-solution open");
        }

        @Test
        void signing_late_still_puts_it_on_offer() {
            serious()
                    .on("11-14 20:00")
                    .does(
                            "cosign-solution C1 by=merchant remedy=refund",
                            "cosign-solution C1 by=operator remedy=refund")
                    .showsAmongOthers(
                            "C1",
                            "merchant-serious-case-solution met-late at 11-14 20:00",
                            "room-operator-serious-case-solution met-late at 11-14 20:00",
                            "consumer-answer-solution open");
        }

        @Test
        void nobody_offers_a_solution_alone() {
            serious().refuses("offer-solution C1 by=merchant remedy=coupon", Rule.COMPLAINT_IS_NOT_SERIOUS);
        }

        @Test
        void an_accepted_joint_solution_is_performed_by_the_merchant() {
            Story.begins()
                    .does(
                            "file-complaint C1 against=operator serious=true",
                            "cosign-solution C1 by=merchant remedy=refund",
                            "cosign-solution C1 by=operator remedy=refund",
                            "accept-solution C1")
                    .showsAmongOthers(
                            "C1",
                            "consumer-answer-solution met at 11-11 20:00",
                            "party-perform-settlement open until 11-12 20:00 by M1");
        }

        @Test
        void a_rejected_joint_solution_opens_the_way_to_the_platform_and_resumes_nothing() {
            jointlyOffered()
                    .does("reject-solution C1")
                    .awaits("C1", "consumer-request-intervention")
                    .showsAmongOthers(
                            "C1", "merchant-serious-case-solution met", "room-operator-serious-case-solution met");
        }

        @Test
        void an_unanswered_joint_solution_closes_the_complaint() {
            jointlyOffered()
                    .on("11-20 00:00")
                    .showsAmongOthers("C1", "consumer-answer-solution lapsed at 11-20 00:00")
                    .ended("C1", Ending.UNANSWERED);
        }

        /** The consumer gets a whole window again, at the length that holds by then. */
        @Test
        void reopened_it_is_on_offer_again() {
            jointlyOffered()
                    .on("11-20 00:00")
                    .does("publish-rules windows={consumer-answer-solution:P10D}")
                    .on("11-23 10:00")
                    .does("reopen C1")
                    .isStillOpen("C1")
                    .awaits("C1", "consumer-answer-solution")
                    .showsAmongOthers(
                            "C1",
                            "consumer-answer-solution#1 lapsed from default",
                            "consumer-answer-solution#2 open since 11-23 10:00 until 12-04 00:00 from platform-rules")
                    .does("accept-solution C1")
                    .showsAmongOthers("C1", "party-perform-settlement open by M1");
        }

        @Test
        void reopened_and_unanswered_again_it_is_over() {
            jointlyOffered()
                    .on("11-20 00:00")
                    .does("reopen C1")
                    .on("11-28 00:00")
                    .ended("C1", Ending.UNANSWERED)
                    .refuses("reopen C1", Rule.DEMAND_REOPENS_ONCE);
        }

        @Test
        void while_the_platform_is_there_only_the_offer_ends() {
            jointlyOfferedWithThePlatformThere()
                    .on("11-24 00:00")
                    .showsAmongOthers("C1", "consumer-answer-solution lapsed at 11-24 00:00")
                    .isStillOpen("C1")
                    .awaits("C1")
                    .isStillOpen("intervention/C1");
        }

        /** The merchant signed late, so the platform is there. */
        private static Story jointlyOfferedWithThePlatformThere() {
            return serious()
                    .on("11-12 10:00")
                    .does(
                            "verify-facts C1 by=merchant",
                            "verify-facts C1 by=operator",
                            "cosign-solution C1 by=operator remedy=refund")
                    .on("11-16 10:00")
                    .does("cosign-solution C1 by=merchant remedy=refund");
        }

        @ParameterizedTest
        @CsvSource({
            "11-12 20:00, merchant-verify-serious-case lapsed, room-operator-verify-serious-case lapsed",
            "11-14 20:00, merchant-serious-case-solution lapsed, room-operator-serious-case-solution lapsed"
        })
        void silence_of_either_calls_the_platform(String dueAt, String merchant, String operator) {
            serious()
                    .on(dueAt)
                    .showsAmongOthers("C1", merchant + " at " + dueAt, operator + " at " + dueAt)
                    .isStillOpen("intervention/C1");
        }

        @Test
        void withdrawing_makes_all_of_it_moot() {
            serious()
                    .does("withdraw C1")
                    .shows(
                            "C1",
                            "merchant-accept-complaint withdrawn",
                            "merchant-verify-serious-case withdrawn",
                            "merchant-serious-case-solution withdrawn",
                            "room-operator-verify-serious-case withdrawn",
                            "room-operator-serious-case-solution withdrawn")
                    .ended("C1", Ending.WITHDRAWN);
        }
    }

    @Nested
    class Settling {
        @ParameterizedTest
        @CsvSource({"merchant, M1, merchant", "operator, H1, room-operator"})
        void an_accepted_solution_is_performed_by_who_offered_it(String side, String name, String role) {
            Story story = filed(side)
                    .does("offer-solution C1 by=" + side + " remedy=coupon")
                    .on("11-12 10:00")
                    .does("accept-solution C1")
                    .showsAmongOthers(
                            "C1",
                            role + "-resolve-complaint met at 11-12 10:00",
                            "consumer-answer-solution met at 11-12 10:00",
                            "party-perform-settlement open until 11-13 10:00 by " + name)
                    .on("11-13 09:00")
                    .does("perform-settlement C1")
                    .showsAmongOthers("C1", "party-perform-settlement met at 11-13 09:00")
                    .ended("C1", Ending.COMPLETED);
            assertThat(story.newest(SettlementPerformed.class).by().name()).isEqualTo(name);
        }

        @Test
        void a_solution_on_offer_is_answered_once() {
            filed("merchant")
                    .refuses("accept-solution C1", Rule.OFFER_IS_OPEN)
                    .refuses("reject-solution C1", Rule.OFFER_IS_OPEN)
                    .does("offer-solution C1 by=merchant remedy=coupon", "accept-solution C1")
                    .refuses("accept-solution C1", Rule.OFFER_IS_OPEN)
                    .refuses("reject-solution C1", Rule.OFFER_IS_OPEN)
                    .refuses("offer-solution C1 by=merchant remedy=coupon", Rule.DUTY_IS_OWED);
        }

        @Test
        void a_settlement_not_performed_calls_the_platform() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon", "accept-solution C1")
                    .on("11-12 20:00")
                    .showsAmongOthers(
                            "C1",
                            "party-perform-settlement lapsed at 11-12 20:00",
                            "room-operator-coordinate open since 11-12 20:00")
                    .isStillOpen("intervention/C1")
                    .does("perform-settlement C1")
                    .showsAmongOthers(
                            "C1",
                            "party-perform-settlement met-late at 11-12 20:00",
                            "room-operator-coordinate withdrawn")
                    .ended("C1", Ending.COMPLETED)
                    .isStillOpen("intervention/C1");
            filed("operator")
                    .does("offer-solution C1 by=operator remedy=coupon", "accept-solution C1")
                    .on("11-12 20:00")
                    .isStillOpen("intervention/C1")
                    .neverOpens("C1", "room-operator-coordinate");
        }

        @Test
        void nothing_is_performed_before_it_was_accepted() {
            filed("merchant")
                    .refuses("perform-settlement C1", Rule.DUTY_IS_OWED)
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .refuses("perform-settlement C1", Rule.DUTY_IS_OWED)
                    .does("accept-solution C1", "perform-settlement C1")
                    .refuses("perform-settlement C1", Rule.DEMAND_IS_OPEN);
        }

        @Test
        void it_may_be_withdrawn_until_it_is_performed() {
            filed("merchant")
                    .does("offer-solution C1 by=merchant remedy=coupon", "accept-solution C1", "withdraw C1")
                    .showsAmongOthers("C1", "party-perform-settlement withdrawn");
        }

        @Test
        void a_solution_on_a_return_withdraws_the_urging_and_the_way_to_the_platform() {
            Story.delivered()
                    .does(
                            "file-return R1 kind=exchange reason=quality lines=A",
                            "offer-solution R1 by=merchant remedy=coupon",
                            "reject-solution R1",
                            "offer-solution R1 by=merchant remedy=money")
                    .awaits(
                            "R1",
                            "merchant-decide-return-exchange",
                            "room-operator-urge-aftersale",
                            "consumer-request-intervention",
                            "consumer-answer-solution")
                    .does("accept-solution R1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-return-exchange met",
                            "room-operator-urge-aftersale withdrawn",
                            "consumer-request-intervention withdrawn",
                            "party-perform-settlement open by M1");
        }
    }

    @Nested
    class Coordinating {
        @Test
        void the_operator_coordinates_in_time_or_late() {
            filed("merchant")
                    .on("11-12 20:00")
                    .does("coordinate C1")
                    .showsAmongOthers("C1", "room-operator-coordinate met at 11-12 20:00")
                    .refuses("coordinate C1", Rule.DUTY_IS_OWED);
            filed("merchant")
                    .on("11-13 20:00")
                    .does("coordinate C1")
                    .showsAmongOthers("C1", "room-operator-coordinate met-late at 11-13 20:00");
        }

        @Test
        void nothing_is_coordinated_before_the_merchant_is_late() {
            filed("merchant").refuses("coordinate C1", Rule.DUTY_IS_OWED);
        }

        @Test
        void it_is_asked_once_on_a_demand() {
            filed("merchant")
                    .on("11-12 20:00")
                    .does("coordinate C1")
                    .on("11-14 20:00")
                    .showsAmongOthers("C1", "merchant-resolve-complaint lapsed")
                    .showsAmongOthers("C1", "room-operator-coordinate#1 met");
        }

        @Test
        void it_is_asked_even_when_the_platform_is_there_already() {
            serious()
                    .does("verify-facts C1 by=merchant")
                    .on("11-12 20:00")
                    .isStillOpen("intervention/C1")
                    .neverOpens("C1", "room-operator-coordinate")
                    .on("11-14 20:00")
                    .showsAmongOthers(
                            "C1",
                            "merchant-serious-case-solution lapsed at 11-14 20:00",
                            "room-operator-coordinate open since 11-14 20:00");
        }

        @Test
        void a_self_run_room_has_nobody_to_coordinate() {
            Story.beginsInASelfRunRoom()
                    .does("file-complaint C1 against=merchant")
                    .on("11-12 20:00")
                    .isStillOpen("intervention/C1")
                    .neverOpens("C1", "room-operator-coordinate")
                    .refuses("coordinate C1", Rule.DUTY_IS_OWED);
        }
    }

    @Nested
    class Urging {
        @ParameterizedTest
        @ValueSource(strings = {"operator", "platform"})
        void a_complaint_may_be_urged_though_no_window_waits_for_it(String by) {
            filed("merchant")
                    .does("urge C1 by=" + by)
                    .awaits("C1", "merchant-accept-complaint", "merchant-resolve-complaint");
        }
    }

    @Nested
    class Closing {
        @ParameterizedTest
        @CsvSource({"merchant, merchant", "operator, room-operator"})
        void a_complaint_that_is_withdrawn_waits_for_nothing(String against, String role) {
            filed(against)
                    .does("withdraw C1")
                    .shows("C1", role + "-accept-complaint withdrawn", role + "-resolve-complaint withdrawn")
                    .ended("C1", Ending.WITHDRAWN);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "accept-complaint C1",
                    "redirect-complaint C1 to=operator reason=theirs",
                    "flag-serious C1",
                    "verify-facts C1 by=merchant",
                    "cosign-solution C1 by=merchant remedy=refund",
                    "offer-solution C1 by=merchant remedy=coupon",
                    "accept-solution C1",
                    "reject-solution C1",
                    "perform-settlement C1",
                    "request-intervention C1",
                    "coordinate C1",
                    "urge C1 by=platform",
                    "withdraw C1"
                })
        void a_closed_complaint_takes_no_acts(String act) {
            filed("merchant").does("withdraw C1").refuses(act, Rule.DEMAND_IS_OPEN);
        }

        @Test
        void what_was_withdrawn_is_not_reopened() {
            filed("merchant")
                    .refuses("reopen C1", Rule.DEMAND_CLOSED_UNANSWERED)
                    .does("withdraw C1")
                    .refuses("reopen C1", Rule.DEMAND_CLOSED_UNANSWERED);
        }

        @Test
        void parties_are_whatever_name_is_used() {
            Story story = Story.begins()
                    .does("file-complaint C1 against=merchant merchant=a/b:c operator='%2F' room='林 1'")
                    .shows("C1", "merchant-accept-complaint open", "merchant-resolve-complaint open");
            assertThat(story.newest(ComplaintFiled.class).changes().getFirst().toString())
                    .contains("a/b:c");
            assertThat(Party.parse("merchant:a/b:c").name()).isEqualTo("a/b:c");
        }
    }
}
