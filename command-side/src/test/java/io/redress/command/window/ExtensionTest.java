package io.redress.command.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.party.Party;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The party that owes a window proposes a later dueAt, and the other side answers. */
@Tag("story")
class ExtensionTest {
    private static final String PROPOSE =
            "propose-extension complaint/C1 merchant-resolve-complaint by=merchant dueAt=";
    private static final String ACCEPT = "accept-extension complaint/C1 merchant-resolve-complaint";
    private static final String DECLINE = "decline-extension complaint/C1 merchant-resolve-complaint";

    /** Filed on Wednesday 2026-11-11, 20:00; to be resolved by 11-14 20:00, and never later than 11-27 00:00. */
    private static Story complained() {
        return Story.begins().does("file-complaint C1 against=merchant", "accept-complaint C1");
    }

    @Test
    void an_accepted_proposal_moves_dueAt_by_agreement() {
        Story story = complained()
                .does(PROPOSE + "11-18T18:30")
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-14 20:00 from default");
        assertThat(story.newest(ExtensionProposed.class).by()).isEqualTo(Party.merchant("M1"));
        story.on("11-12 10:00")
                .does(ACCEPT)
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-18 18:30 from agreement");
        assertThat(story.newest(ExtensionAccepted.class).by()).isEqualTo(Party.consumer("U1"));
        story.on("11-18 18:30").showsAmongOthers("C1", "merchant-resolve-complaint lapsed at 11-18 18:30");
    }

    @Test
    void a_declined_proposal_moves_nothing_and_another_may_follow() {
        Story story = complained().does(PROPOSE + "11-18T18:30", DECLINE);
        assertThat(story.newest(ExtensionDeclined.class).by()).isEqualTo(Party.consumer("U1"));
        story.showsAmongOthers("C1", "merchant-resolve-complaint open until 11-14 20:00 from default")
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .does(PROPOSE + "11-17T18:30", ACCEPT)
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-17 18:30");
    }

    @Test
    void one_proposal_is_pending_at_a_time() {
        complained()
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .refuses(DECLINE, Rule.PROPOSAL_IS_PENDING)
                .does(PROPOSE + "11-18T18:30")
                .refuses(PROPOSE + "11-19T18:30", Rule.ONE_PROPOSAL_AT_A_TIME)
                .does(ACCEPT)
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .does(PROPOSE + "11-19T18:30");
    }

    @Test
    void only_the_owner_of_the_window_proposes() {
        complained()
                .refuses(
                        "propose-extension complaint/C1 merchant-resolve-complaint by=operator dueAt=11-18T18:30",
                        Rule.PROPOSAL_COMES_FROM_THE_OWNER)
                .refuses(
                        "propose-extension complaint/C1 merchant-resolve-complaint by=consumer dueAt=11-18T18:30",
                        Rule.PROPOSAL_COMES_FROM_THE_OWNER);
        Story.begins()
                .does("report V1")
                .refuses(
                        "propose-extension report/V1 platform-triage-demand by=merchant dueAt=11-18T18:30",
                        Rule.PROPOSAL_COMES_FROM_THE_OWNER);
        Story.beginsInASelfRunRoom()
                .does("file-complaint C1 against=merchant")
                .does("propose-extension complaint/C1 merchant-resolve-complaint by=operator dueAt=11-18T18:30", ACCEPT)
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-18 18:30 by M1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11-14T20:00", "11-14T19:59:59", "11-11T20:00"})
    void a_proposal_is_later_than_the_present_dueAt(String dueAt) {
        complained().refuses(PROPOSE + dueAt, Rule.PROPOSAL_IS_LATER);
    }

    @Test
    void without_agreement_a_window_is_never_shortened() {
        complained()
                .does(PROPOSE + "11-18T18:30", ACCEPT)
                .refuses(PROPOSE + "11-17T18:30", Rule.PROPOSAL_IS_LATER)
                .refuses(PROPOSE + "11-18T18:30", Rule.PROPOSAL_IS_LATER);
    }

    @Test
    void a_proposal_stays_under_the_ceiling_counted_from_the_opening() {
        complained()
                .refuses(PROPOSE + "11-27T00:00:01", Rule.PROPOSAL_STAYS_UNDER_THE_CEILING)
                .does(PROPOSE + "11-20T00:00", ACCEPT)
                .on("11-18 10:00")
                .refuses(PROPOSE + "11-28T00:00", Rule.PROPOSAL_STAYS_UNDER_THE_CEILING)
                .does(PROPOSE + "11-27T00:00", ACCEPT)
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-27 00:00");
    }

    @Test
    void where_there_is_no_ceiling_any_later_date_may_be_agreed() {
        Story.sold()
                .does("propose-extension order/O1 merchant-ship-goods by=merchant dueAt=2028-06-01T12:00")
                .does("accept-extension order/O1 merchant-ship-goods")
                .shows("O1", "merchant-ship-goods open until 2028-06-01 12:00 from agreement firm");
    }

    @Test
    void a_ceiling_in_an_unknown_year_is_not_guessed() {
        Story.begins()
                .on("2027-12-20 10:00")
                .does("file-complaint C1 against=merchant")
                .refuses(PROPOSE + "2027-12-24T10:00", Rule.CALENDAR_IS_KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "room-operator-urge-aftersale, operator",
        "room-operator-coordinate,     operator",
        "consumer-request-intervention, consumer"
    })
    void a_length_that_may_not_be_agreed_is_not_extended(String obligation, String owner) {
        Story story = Story.delivered().does("file-return R1 kind=exchange reason=quality lines=A");
        switch (obligation) {
            case "room-operator-coordinate" -> story.on("11-15 10:00");
            case "consumer-request-intervention" -> story.does("refuse-return R1 reason=worn");
            default -> {}
        }
        story.refuses(
                "propose-extension return/R1 " + obligation + " by=" + owner + " dueAt=12-24T10:00",
                Rule.LENGTH_MAY_BE_AGREED);
    }

    @Test
    void neither_are_those_of_an_intervention() {
        Story.delivered()
                .does("file-return R1 kind=exchange reason=quality lines=A")
                .on("11-15 10:00")
                .does("open-intervention R1 agent=G1", "request-evidence R1 from=merchant")
                .refuses(
                        "propose-extension intervention/return/R1 merchant-submit-evidence by=merchant dueAt=11-20T10:00",
                        Rule.LENGTH_MAY_BE_AGREED);
    }

    @Test
    void only_an_open_window_is_extended() {
        complained()
                .refuses(
                        "propose-extension complaint/C1 merchant-accept-complaint by=merchant dueAt=11-18T18:30",
                        Rule.WINDOW_IS_STILL_OPEN)
                .refuses(
                        "propose-extension complaint/C1 merchant-ship-goods by=merchant dueAt=11-18T18:30",
                        Rule.WINDOW_IS_STILL_OPEN)
                .does("offer-solution C1 by=merchant remedy=coupon")
                .refuses(PROPOSE + "11-18T18:30", Rule.WINDOW_IS_STILL_OPEN);
        complained().on("11-14 20:00").refuses(PROPOSE + "11-18T18:30", Rule.WINDOW_IS_STILL_OPEN);
        complained().does("withdraw C1").refuses(PROPOSE + "11-18T18:30", Rule.WINDOW_IS_STILL_OPEN);
    }

    @Test
    void a_window_of_nobody_known_is_not_extended() {
        Story.begins()
                .refuses(
                        "propose-extension order/O9 merchant-ship-goods by=merchant dueAt=11-18T18:30",
                        Rule.SUBJECT_IS_KNOWN)
                .refuses("accept-extension order/O9 merchant-ship-goods", Rule.SUBJECT_IS_KNOWN)
                .refuses("decline-extension order/O9 merchant-ship-goods", Rule.SUBJECT_IS_KNOWN)
                .refuses(
                        "propose-extension intervention/return/R9 merchant-submit-evidence by=merchant dueAt=11-18T18:30",
                        Rule.SUBJECT_IS_KNOWN)
                .refuses(
                        "propose-extension basket/B1 merchant-ship-goods by=merchant dueAt=11-18T18:30",
                        Rule.FIELD_ILL_FORMED,
                        "subject");
    }

    @Test
    void a_proposal_dies_with_its_window() {
        complained().does(PROPOSE + "11-18T18:30").on("11-14 20:00").refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING);
        complained().does(PROPOSE + "11-18T18:30", "withdraw C1").refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING);
        Story.sold()
                .does("propose-extension order/O1 merchant-ship-goods by=merchant dueAt=11-24T12:00", "ship O1")
                .refuses("accept-extension order/O1 merchant-ship-goods", Rule.PROPOSAL_IS_PENDING);
    }

    /** Accepting when its time is over first records the lapse that no clock noticed. */
    @Test
    void a_proposal_accepted_too_late_is_refused() {
        complained()
                .does(PROPOSE + "11-18T18:30")
                .unnoticedUntil("11-14 20:00")
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .showsAmongOthers("C1", "merchant-resolve-complaint lapsed at 11-14 20:00");
    }

    @Test
    void a_proposal_dies_when_its_window_is_suspended() {
        complained()
                .does(PROPOSE + "11-18T18:30", "offer-solution C1 by=merchant remedy=coupon")
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .does("reject-solution C1")
                .refuses(ACCEPT, Rule.PROPOSAL_IS_PENDING)
                .does(PROPOSE + "11-18T18:30");
    }

    @Test
    void the_other_side_answers_for_a_window_that_the_consumer_owes() {
        Story story = Story.delivered()
                .does("file-return R1 kind=exchange reason=quality lines=A", "accept-return R1 instructions=dock-4")
                .does("propose-extension return/R1 consumer-ship-return by=consumer dueAt=12-24T12:00")
                .does("accept-extension return/R1 consumer-ship-return")
                .showsAmongOthers("R1", "consumer-ship-return open until 12-24 12:00 from agreement");
        assertThat(story.newest(ExtensionAccepted.class).by()).isEqualTo(Party.merchant("M1"));

        story = Story.begins()
                .does("file-complaint C1 against=operator", "offer-solution C1 by=operator remedy=coupon")
                .does("propose-extension complaint/C1 consumer-answer-solution by=consumer dueAt=12-24T12:00")
                .does("accept-extension complaint/C1 consumer-answer-solution")
                .showsAmongOthers("C1", "consumer-answer-solution open until 12-24 12:00 from agreement");
        assertThat(story.newest(ExtensionAccepted.class).by()).isEqualTo(Party.roomOperator("H1"));
    }

    @Test
    void a_restart_forgets_no_proposal() {
        complained()
                .does(PROPOSE + "11-18T18:30")
                .afterARestart()
                .does(ACCEPT)
                .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-18 18:30 from agreement")
                .afterARestart()
                .refuses(DECLINE, Rule.PROPOSAL_IS_PENDING);
    }
}
