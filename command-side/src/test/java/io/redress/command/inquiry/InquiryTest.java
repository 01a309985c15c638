package io.redress.command.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.party.Side;
import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A question to the merchant or the room operator; its lapse is recorded and opens nothing. */
@Tag("story")
class InquiryTest {
    @ParameterizedTest
    @CsvSource({"merchant, merchant-answer-inquiry, M1", "operator, room-operator-answer-inquiry, H1"})
    void a_question_is_answered_in_a_day(String to, String obligation, String name) {
        Story.begins()
                .does("ask Q1 to=" + to)
                .shows("Q1", obligation + " open since 11-11 20:00 until 11-12 20:00 by " + name)
                .on("11-12 19:59:59")
                .does("answer Q1")
                .shows("Q1", obligation + " met at 11-12 19:59:59")
                .ended("Q1", Ending.ANSWERED);
    }

    @ParameterizedTest
    @CsvSource({"merchant, merchant-answer-inquiry", "operator, room-operator-answer-inquiry"})
    void a_late_answer_is_still_an_answer(String to, String obligation) {
        Story.begins()
                .does("ask Q1 to=" + to)
                .on("11-12 20:00")
                .shows("Q1", obligation + " lapsed at 11-12 20:00")
                .isStillOpen("Q1")
                .does("answer Q1")
                .shows("Q1", obligation + " met-late at 11-12 20:00")
                .ended("Q1", Ending.ANSWERED);
    }

    @Test
    void a_question_is_answered_once() {
        Story.begins().does("ask Q1 to=merchant", "answer Q1").refuses("answer Q1", Rule.DUTY_IS_OWED);
    }

    @Test
    void in_a_self_run_room_the_operator_asked_is_the_merchant() {
        Story story = Story.beginsInASelfRunRoom()
                .does("ask Q1 to=operator")
                .shows("Q1", "merchant-answer-inquiry open by M1");
        assertThat(story.newest(InquiryAsked.class).to()).isEqualTo(Side.MERCHANT);
    }

    @Test
    void the_mechanism_of_the_operator_asked_speaks() {
        Story.begins()
                .does("publish-mechanism windows={room-operator-answer-inquiry:PT2H}", "ask Q1 to=operator")
                .shows("Q1", "room-operator-answer-inquiry open until 11-11 22:00 from emergency-mechanism");
    }

    @Test
    void an_id_is_used_once_and_an_unknown_one_is_refused() {
        Story.begins()
                .refuses("answer Q1", Rule.SUBJECT_IS_KNOWN, "inquiry")
                .does("ask Q1 to=merchant")
                .refuses("ask Q1 to=merchant", Rule.ID_IS_FREE, "inquiry");
    }

    @Test
    void its_length_is_not_agreed() {
        Story.begins()
                .does("ask Q1 to=merchant")
                .refuses(
                        "propose-extension inquiry/Q1 merchant-answer-inquiry by=merchant dueAt=11-14T10:00",
                        Rule.LENGTH_MAY_BE_AGREED);
    }
}
