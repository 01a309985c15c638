package io.redress.command.record;

import static io.redress.command.scenario.Said.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordHeld;
import io.redress.api.record.RecordHoldLifted;
import io.redress.api.record.RecordOpened;
import io.redress.api.record.RecordOpeningAsked;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Coverage;
import io.redress.command.scenario.Sandbox;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Personal data of a case: held, opened by two, and of a person who asked to be forgotten. */
@Tag("story")
class CaseRecordTest {
    private static final Instant AT = Instant.parse("2026-11-11T12:00:00Z");
    private static final ActReader READER = ActReader.ofApi();

    private final Sandbox sandbox = new Sandbox();

    @BeforeEach
    void aCase() {
        does("file-complaint", """
                {'complaint': 'C1', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1', 'operator': 'H1',
                 'room': 'L1', 'serious': false}""");
    }

    private void does(String act, String fields) {
        JsonNode read = JsonMapper.shared().readTree(fields.replace('\'', '"'));
        sandbox.door().perform(READER.read(act, read, AT));
        Coverage.accepted(act);
    }

    private void refuses(String act, String fields, Rule rule) {
        int before = sandbox.stored().size();
        assertThatThrownBy(() -> does(act, fields)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(rule);
            Coverage.raised(rule);
        });
        assertThat(sandbox.stored()).hasSize(before);
    }

    private <E extends Event> E newest(Class<E> type) {
        return type.cast(sandbox.stored().getLast());
    }

    @Test
    void a_case_is_held_once_until_the_hold_is_lifted() {
        refuses("lift-hold", "{'subject': 'complaint/C1', 'reason': 'settled'}", Rule.RECORD_IS_HELD);
        does("hold-record", "{'subject': 'complaint/C1', 'reason': 'a court asked for it'}");
        RecordHeld held = newest(RecordHeld.class);
        assertThat(held.subject().toString()).isEqualTo("record/complaint/C1");
        assertThat(said(held.reason())).isEqualTo("a court asked for it");

        refuses("hold-record", "{'subject': 'complaint/C1', 'reason': 'again'}", Rule.RECORD_IS_NOT_HELD);
        does("lift-hold", "{'subject': 'complaint/C1', 'reason': 'it is over'}");
        assertThat(said(newest(RecordHoldLifted.class).reason())).isEqualTo("it is over");
        does("hold-record", "{'subject': 'complaint/C1', 'reason': 'an appeal'}");
    }

    @Test
    void two_people_open_it_and_for_a_day() {
        refuses("open-record", opening("G2", 1), Rule.OPENING_IS_ASKED);
        does("ask-opening", "{'subject': 'complaint/C1', 'agent': 'G1', 'reason': 'the court wants a copy'}");
        assertThat(newest(RecordOpeningAsked.class).opening()).isEqualTo(1);

        refuses("open-record", opening("G1", 1), Rule.OPENING_IS_AGREED_TO_BY_ANOTHER);
        does("open-record", opening("G2", 1));
        RecordOpened opened = newest(RecordOpened.class);
        assertThat(opened.askedBy()).isEqualTo("G1");
        assertThat(opened.agent()).isEqualTo("G2");
        assertThat(opened.until()).isEqualTo(AT.plus(Duration.ofHours(24)));
        refuses("open-record", opening("G3", 1), Rule.OPENING_IS_ASKED);
    }

    private static String opening(String agent, int number) {
        return "{'subject': 'complaint/C1', 'agent': '" + agent + "', 'opening': " + number + "}";
    }

    @Test
    void a_reason_that_took_the_place_of_another_is_not_agreed_to_unseen() {
        does("ask-opening", "{'subject': 'complaint/C1', 'agent': 'G1', 'reason': 'the court wants a copy'}");
        does("ask-opening", "{'subject': 'complaint/C1', 'agent': 'G1', 'reason': 'I would like to know'}");
        refuses("open-record", opening("G2", 1), Rule.OPENING_IS_THE_LAST_ASKED);
        does("open-record", opening("G2", 2));
        assertThat(newest(RecordOpened.class).opening()).isEqualTo(2);
    }

    @Test
    void a_person_asks_once() {
        does("ask-forgetting", "{'consumer': 'U1'}");
        ForgettingAsked asked = newest(ForgettingAsked.class);
        assertThat(asked.subject()).isEqualTo(SubjectId.person(Party.consumer("U1")));
        assertThat(asked.by()).isEqualTo(Party.consumer("U1"));

        int before = sandbox.stored().size();
        does("ask-forgetting", "{'consumer': 'U1'}");
        assertThat(sandbox.stored()).hasSize(before);
    }
}
