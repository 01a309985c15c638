package io.redress.command.report;

import io.redress.api.window.Ending;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody reports a violation in a live room, and the platform triages it. */
@Tag("story")
class ReportTest {
    @Test
    void the_platform_triages_a_report_in_a_day() {
        Story.begins()
                .does("report V1")
                .shows("V1", "platform-triage-demand open since 11-11 20:00 until 11-12 20:00 by platform")
                .on("11-12 10:00")
                .does("triage V1")
                .shows("V1", "platform-triage-demand met at 11-12 10:00")
                .ended("V1", Ending.TRIAGED)
                .refuses("triage V1", Rule.DUTY_IS_OWED);
    }

    @Test
    void or_late() {
        Story.begins()
                .does("report V1")
                .on("11-12 20:00")
                .shows("V1", "platform-triage-demand lapsed at 11-12 20:00")
                .does("triage V1")
                .shows("V1", "platform-triage-demand met-late at 11-12 20:00")
                .ended("V1", Ending.TRIAGED);
    }

    @Test
    void the_platform_rules_say_how_long_it_may_take() {
        Story.begins()
                .does("publish-rules windows={platform-triage-demand:PT4H}", "report V1")
                .shows("V1", "platform-triage-demand open until 11-12 00:00 from platform-rules");
    }

    @Test
    void an_id_is_used_once_and_an_unknown_one_is_refused() {
        Story.begins()
                .refuses("triage V1", Rule.SUBJECT_IS_KNOWN, "report")
                .does("report V1")
                .refuses("report V1", Rule.ID_IS_FREE, "report");
    }
}
