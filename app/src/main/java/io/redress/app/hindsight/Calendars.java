package io.redress.app.hindsight;

import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.command.window.WorkingCalendar;
import io.redress.query.Texts.Bilingual;

/** Shows the calendar by which days are counted. */
final class Calendars {
    private final ExplanationTexts texts = new ExplanationTexts();

    CalendarView view(WorkingCalendar calendar, int latest) {
        return new CalendarView(
                calendar.version(),
                calendar.version() == 1 ? null : ExplanationTexts.shown(calendar.since()),
                latest,
                calendar.sources().stream().map(this::source).toList(),
                calendar.listed().stream().map(this::day).toList());
    }

    private CalendarView.Day day(WorkingCalendar.Day day) {
        String holiday = day.holiday();
        return new CalendarView.Day(
                day.date(), day.works(), texts.holiday(holiday == null ? "" : holiday), day.provisional());
    }

    /** A shipped file is named by its text, a notice by its number. */
    CalendarView.Source source(WorkingCalendar.Source source) {
        CalendarNoticeLoaded notice = source.notice();
        if (notice == null) {
            Bilingual text = texts.say("calendar." + source.name());
            return new CalendarView.Source(
                    source.name(), source.from(), source.to(), source.provisional(), text, null, null, null);
        }
        return new CalendarView.Source(
                source.name(),
                source.from(),
                source.to(),
                source.provisional(),
                texts.notice("calendar.notice", notice.number(), notice.version()),
                notice.issuedOn(),
                notice.source(),
                notice.version());
    }
}
