package io.redress.command.document;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.LoadCalendarNotice;
import io.redress.api.document.NoticeDay;
import io.redress.api.party.Party;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/**
 * The days off, in versions: the first is shipped, and each notice of the State Council that is loaded makes the next. A
 * notice that was loaded wrongly, or corrected by another, is loaded again.
 */
@AggregateRoot(type = "calendar")
public final class Calendar extends Document {
    private int versions = 1;

    Calendar() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(LoadCalendarNotice act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        check(act);
        apply(new CalendarNoticeLoaded(
                act.subject(),
                act.at(),
                Party.PLATFORM,
                versions + 1,
                act.number(),
                act.issuedOn(),
                act.source(),
                act.year(),
                act.daysOff(),
                act.workdays(),
                moves.changes()));
    }

    /** Everything that is wrong with a notice is named at once. */
    private static void check(LoadCalendarNotice notice) {
        LocalDate today = notice.at().atZone(WorkingCalendar.ZONE).toLocalDate();
        List<Reason> wrong = new ArrayList<>();
        if (notice.year() < today.getYear() || notice.year() > today.getYear() + 1) {
            wrong.add(new Reason(
                    Rule.NOTICE_IS_OF_THIS_YEAR_OR_THE_NEXT,
                    "year",
                    List.of(Integer.toString(today.getYear()), Integer.toString(today.getYear() + 1))));
        }
        if (notice.issuedOn().isAfter(today)) {
            wrong.add(new Reason(Rule.NOTICE_IS_ISSUED_BEFORE_IT_IS_LOADED, "issuedOn", List.of(today.toString())));
        }
        Set<LocalDate> named = new HashSet<>();
        check("daysOff", notice.daysOff(), notice.year(), named, wrong);
        check("workdays", notice.workdays(), notice.year(), named, wrong);
        for (int i = 0; i < notice.workdays().size(); i++) {
            LocalDate date = notice.workdays().get(i).date();
            if (!isWeekend(date)) {
                wrong.add(
                        new Reason(Rule.MADE_UP_IS_ON_A_WEEKEND, "workdays/" + i + "/date", List.of(date.toString())));
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(wrong);
        }
    }

    private static void check(String list, List<NoticeDay> days, int year, Set<LocalDate> named, List<Reason> wrong) {
        for (int i = 0; i < days.size(); i++) {
            LocalDate date = days.get(i).date();
            String field = list + "/" + i + "/date";
            // the days around New Year may lie in the December before
            if (date.getYear() != year && (date.getYear() != year - 1 || date.getMonth() != Month.DECEMBER)) {
                wrong.add(new Reason(
                        Rule.NOTICE_SPEAKS_OF_ITS_YEAR, field, List.of(date.toString(), Integer.toString(year))));
            }
            if (!named.add(date)) {
                wrong.add(new Reason(Rule.NOTICE_NAMES_A_DAY_ONCE, field, List.of(date.toString())));
            }
        }
    }

    private static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof CalendarNoticeLoaded loaded) {
            versions = loaded.version();
        } else {
            throw new IllegalStateException("not the calendar's event: " + event);
        }
    }
}
