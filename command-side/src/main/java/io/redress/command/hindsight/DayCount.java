package io.redress.command.hindsight;

import io.redress.api.window.Length;
import io.redress.api.window.Length.Unit;
import io.redress.command.window.WorkingCalendar;
import io.redress.command.window.WorkingCalendar.Day;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that were looked at to find a deadline, each with what it was.
 *
 * @param dueAt 00:00 of the day after the last one
 * @param calendar the version of the calendar that says what they are
 */
public record DayCount(List<Counted> days, Instant dueAt, boolean provisional, int calendar) {
    /** What a day was to the count. */
    public enum Part {
        /** The day on which the window opened is not counted. */
        OPENING_DAY,
        /** Counted, and the how-manieth it was. */
        COUNTED,
        /** A rest day in a count of working days. */
        NOT_COUNTED,
        /** The day in which a deadline fell that was moved: the last day, unless it is a rest day. */
        LAST_DAY,
        /** The last day was a rest day, and moved on to this one. */
        MOVED_ON
    }

    /**
     * One of the days.
     *
     * @param number the how-manieth counted day it was, null for the others
     */
    public record Counted(Day day, Part part, @Nullable Integer number) {}

    /** Counts a length in days from the opening. */
    static DayCount from(Instant openedAt, Length length, WorkingCalendar calendar) {
        WorkingCalendar.Due due = calendar.due(openedAt, length, UnknownYear.ORDINARY);
        LocalDate openedOn = openedAt.atZone(WorkingCalendar.ZONE).toLocalDate();
        List<Counted> days = new ArrayList<>();
        int number = 0;
        for (Day day : calendar.days(openedOn, lastBefore(due.dueAt()))) {
            if (days.isEmpty()) {
                days.add(new Counted(day, Part.OPENING_DAY, null));
            } else if (number == length.amount()) {
                days.add(new Counted(day, Part.MOVED_ON, null));
            } else if (length.unit() == Unit.WORKING_DAYS && !day.works()) {
                days.add(new Counted(day, Part.NOT_COUNTED, null));
            } else {
                number++;
                days.add(new Counted(day, Part.COUNTED, number));
            }
        }
        return new DayCount(List.copyOf(days), due.dueAt(), due.provisional(), calendar.version());
    }

    /** Rounds a moved deadline up to the end of its day, and past rest days. */
    static DayCount rounding(Instant moved, WorkingCalendar calendar) {
        WorkingCalendar.Due due = calendar.roundUp(moved, UnknownYear.ORDINARY);
        List<Counted> days = new ArrayList<>();
        for (Day day : calendar.days(lastBefore(moved), lastBefore(due.dueAt()))) {
            days.add(new Counted(day, days.isEmpty() ? Part.LAST_DAY : Part.MOVED_ON, null));
        }
        return new DayCount(List.copyOf(days), due.dueAt(), due.provisional(), calendar.version());
    }

    /** The last day of which some is before this instant. */
    private static LocalDate lastBefore(Instant instant) {
        ZonedDateTime time = instant.atZone(WorkingCalendar.ZONE);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().minusDays(1)
                : time.toLocalDate();
    }
}
