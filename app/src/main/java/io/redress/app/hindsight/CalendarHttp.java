package io.redress.app.hindsight;

import io.redress.command.window.Documents;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import io.redress.query.NotOnSheet;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The calendar by which days are counted, from its own history. */
@RestController
@RequestMapping("/api/v1/documents/calendar")
final class CalendarHttp {
    private final Documents documents;
    private final InstantSource legalClock;
    private final Calendars calendars = new Calendars();

    CalendarHttp(Terms terms, InstantSource legalClock) {
        documents = terms.documents();
        this.legalClock = legalClock;
    }

    @GetMapping
    CalendarView inEffect() {
        WorkingCalendar latest = latest();
        return calendars.view(latest, latest.version());
    }

    @GetMapping("/versions/{number}")
    CalendarView version(@PathVariable int number) {
        int latest = latest().version();
        if (number < 1 || number > latest) {
            throw new NotOnSheet("version", Integer.toString(number));
        }
        return calendars.view(documents.calendar(number), latest);
    }

    private WorkingCalendar latest() {
        return documents.calendar(legalClock.instant());
    }
}
