package io.redress.command.window;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.api.KeptTime;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.window.Length;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts days the way the law does (Civil Code 200 to 203): the opening day is not counted, the period ends with the
 * last day, and a calendar-day period whose last day is a rest day ends with the next working day. The zone is
 * Asia/Shanghai, always.
 *
 * <p>It has versions: the first is shipped, and each notice that is loaded makes the next.
 */
public final class WorkingCalendar {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final String NOTICES = "/standard/cn-workdays.v1.csv";
    private static final String PROVISIONAL = "/standard/cn-workdays-2027-provisional.v1.csv";

    /**
     * A counted deadline.
     *
     * @param dueAt the first instant that is too late
     * @param provisional it rests on a day of a year whose holidays are not all fixed
     */
    public record Due(Instant dueAt, boolean provisional) {}

    /** What to do with a year that has no calendar at all. */
    public enum UnknownYear {
        /** Refuse the act that counts into it. */
        REFUSED,
        /** Count it as ordinary weekdays and weekends, provisionally: what a lapse opens is never refused. */
        ORDINARY
    }

    /**
     * What a day is.
     *
     * @param holiday the holiday that it belongs to or makes up for, null on an ordinary day
     * @param provisional the days off of its year are not all fixed
     */
    public record Day(LocalDate date, Kind kind, @Nullable String holiday, boolean provisional) {
        /** Whether it is a working day. */
        public boolean works() {
            return kind == Kind.WEEKDAY || kind == Kind.MAKE_UP_WORKDAY;
        }
    }

    /** The kinds of day. */
    public enum Kind {
        WEEKDAY,
        WEEKEND,
        HOLIDAY,
        MAKE_UP_WORKDAY
    }

    /**
     * What the calendar was read from.
     *
     * @param name of a file with its version, of a notice its number
     * @param from the first year that it covers
     * @param to the last year that it covers
     * @param notice the notice that was loaded, null of a file
     */
    public record Source(
            String name,
            int from,
            int to,
            boolean provisional,
            @Nullable CalendarNoticeLoaded notice) {}

    private record Listed(boolean workday, String holiday) {}

    private static final WorkingCalendar SHIPPED = read();

    private final int version;
    private final Instant since;
    private final Map<LocalDate, Listed> listed;
    private final Set<Integer> years;
    private final Set<Integer> provisionalYears;

    /** Of each year for which one was loaded, the last. */
    private final Map<Integer, CalendarNoticeLoaded> notices;

    private WorkingCalendar(
            int version,
            Instant since,
            Map<LocalDate, Listed> listed,
            Set<Integer> years,
            Set<Integer> provisionalYears,
            Map<Integer, CalendarNoticeLoaded> notices) {
        this.version = version;
        this.since = since;
        this.listed = listed;
        this.years = years;
        this.provisionalYears = provisionalYears;
        this.notices = notices;
    }

    /** The calendar that ships with the product: its first version. */
    public static WorkingCalendar shipped() {
        return SHIPPED;
    }

    private static WorkingCalendar read() {
        Map<LocalDate, Listed> listed = new HashMap<>();
        Set<Integer> years = load(NOTICES, listed);
        return new WorkingCalendar(1, Instant.MIN, listed, years, load(PROVISIONAL, listed), Map.of());
    }

    /** The next version: this one, with what the notice says of its year instead of all that was known of it. */
    public WorkingCalendar with(CalendarNoticeLoaded notice) {
        Map<Integer, CalendarNoticeLoaded> loaded = new TreeMap<>(notices);
        loaded.put(notice.year(), notice);
        Map<LocalDate, Listed> days = new HashMap<>(SHIPPED.listed);
        days.keySet().removeIf(day -> loaded.containsKey(day.getYear()));
        // by year: one may also speak of the last days of the year before, and what it says of them stays when the
        // notice of that year is corrected
        for (CalendarNoticeLoaded each : loaded.values()) {
            each.daysOff().forEach(day -> days.put(day.date(), new Listed(false, day.holiday())));
            each.workdays().forEach(day -> days.put(day.date(), new Listed(true, day.holiday())));
        }
        Set<Integer> known = new HashSet<>(years);
        known.add(notice.year());
        Set<Integer> expected = new HashSet<>(provisionalYears);
        expected.remove(notice.year());
        return new WorkingCalendar(notice.version(), notice.at(), days, known, expected, loaded);
    }

    /** Counted from 1, which is shipped. */
    public int version() {
        return version;
    }

    /** As events name it that counted a length by it: not where no day was counted, nor when it is the first. */
    @Nullable
    Integer countedIn(Length length) {
        return length.unit() == Length.Unit.SECONDS || version == 1 ? null : Integer.valueOf(version);
    }

    /** The version that an event means, which names none where it is the first. */
    public static int version(@Nullable Integer named) {
        return named == null ? 1 : named;
    }

    /** From when on days are counted by it. */
    public Instant since() {
        return since;
    }

    /** The number of the notice with which this version came; empty of the first. */
    public String notice() {
        return notices.values().stream()
                .filter(notice -> notice.version() == version)
                .map(CalendarNoticeLoaded::number)
                .findFirst()
                .orElse("");
    }

    /**
     * Compares two lengths: of one unit as numbers; of different units by counting both from Monday 2026-01-05 with
     * ordinary weekends and no holidays.
     */
    public static int compare(Length one, Length other) {
        if (one.unit() == other.unit()) {
            return Long.compare(one.amount(), other.amount());
        }
        WorkingCalendar ordinary = new WorkingCalendar(0, Instant.MIN, Map.of(), Set.of(), Set.of(), Map.of());
        Instant monday = LocalDate.of(2026, 1, 5).atStartOfDay(ZONE).toInstant();
        return ordinary.due(monday, one, UnknownYear.ORDINARY)
                .dueAt()
                .compareTo(ordinary.due(monday, other, UnknownYear.ORDINARY).dueAt());
    }

    private static Set<Integer> load(String resource, Map<LocalDate, Listed> listed) {
        Set<Integer> years = new HashSet<>();
        for (NamedCsvRecord row : Obligations.rows(resource)) {
            LocalDate day = LocalDate.parse(row.getField("date"));
            listed.put(day, new Listed(row.getField("kind").equals("workday"), row.getField("name")));
            years.add(day.getYear());
        }
        return years;
    }

    /** What the days from {@code from} to {@code to}, both included, are; a year without a calendar has ordinary ones. */
    public List<Day> days(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1)).map(this::day).toList();
    }

    private Day day(LocalDate date) {
        Listed row = listed.get(date);
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        Kind kind;
        if (row == null) {
            kind = weekend ? Kind.WEEKEND : Kind.WEEKDAY;
        } else {
            kind = row.workday() ? Kind.MAKE_UP_WORKDAY : Kind.HOLIDAY;
        }
        return new Day(date, kind, row == null ? null : row.holiday(), !years.contains(date.getYear()));
    }

    /** What it was read from: the shipped files, and of each year for which notices were loaded the last. */
    public List<Source> sources() {
        List<Source> sources = new ArrayList<>(List.of(source(NOTICES, SHIPPED.years, false)));
        if (!provisionalYears.isEmpty()) {
            sources.add(source(PROVISIONAL, provisionalYears, true));
        }
        notices.values()
                .forEach(notice ->
                        sources.add(new Source(notice.number(), notice.year(), notice.year(), false, notice)));
        return List.copyOf(sources);
    }

    private static Source source(String resource, Set<Integer> covered, boolean provisional) {
        String name = resource.substring(resource.lastIndexOf('/') + 1).replace(".csv", "");
        return new Source(name, Collections.min(covered), Collections.max(covered), provisional, null);
    }

    /** Every day that is not what its weekday makes it, in order, and those that are off on a weekend. */
    public List<Day> listed() {
        return listed.keySet().stream().sorted().map(this::day).toList();
    }

    /** When a window of this length, opened at this instant, is due. */
    public Due due(Instant openedAt, Length length, UnknownYear unknownYear) {
        Count count = new Count(unknownYear);
        if (length.unit() == Length.Unit.SECONDS) {
            return count.until(openedAt.plusSeconds(length.amount()));
        }
        LocalDate openedOn = openedAt.atZone(ZONE).toLocalDate();
        LocalDate last = length.unit() == Length.Unit.CALENDAR_DAYS
                ? count.firstWorkingDayFrom(openedOn.plusDays(length.amount()))
                : count.workingDaysAfter(openedOn, length.amount());
        return count.until(last);
    }

    /** Rounds a moved deadline of a day-counted window up to midnight, and past rest days. */
    public Due roundUp(Instant moved, UnknownYear unknownYear) {
        LocalDate day = moved.atZone(ZONE).toLocalDate();
        boolean midnight = day.atStartOfDay(ZONE).toInstant().equals(moved);
        Count count = new Count(unknownYear);
        return count.until(count.firstWorkingDayFrom(midnight ? day.minusDays(1) : day));
    }

    /** One counting; remembers whether it looked at a provisional day. */
    private final class Count {
        private final UnknownYear unknownYear;
        private boolean provisional;

        Count(UnknownYear unknownYear) {
            this.unknownYear = unknownYear;
        }

        boolean works(LocalDate day) {
            int year = day.getYear();
            if (!years.contains(year)) {
                provisional = true;
                if (!provisionalYears.contains(year) && unknownYear == UnknownYear.REFUSED) {
                    throw new Refusal(Rule.CALENDAR_IS_KNOWN, Integer.toString(year));
                }
            }
            return day(day).works();
        }

        LocalDate firstWorkingDayFrom(LocalDate day) {
            LocalDate last = day;
            while (!works(last)) {
                last = last.plusDays(1);
            }
            return last;
        }

        LocalDate workingDaysAfter(LocalDate openedOn, long days) {
            LocalDate last = openedOn;
            for (long left = days; left > 0; ) {
                last = last.plusDays(1);
                if (works(last)) {
                    left--;
                }
            }
            return last;
        }

        Due until(LocalDate last) {
            return until(last.plusDays(1).atStartOfDay(ZONE).toInstant());
        }

        /** A deadline that could not be kept is in a year without a calendar, or as late as can be. */
        Due until(Instant dueAt) {
            if (!dueAt.isAfter(KeptTime.LAST)) {
                return new Due(dueAt, provisional);
            }
            if (unknownYear == UnknownYear.REFUSED) {
                int year = dueAt.atZone(ZONE).getYear();
                throw new Refusal(Rule.CALENDAR_IS_KNOWN, Integer.toString(year));
            }
            return new Due(KeptTime.LAST, true);
        }
    }

    /** An instant as people and programs are shown it: RFC 3339, never without its seconds. */
    public static String shown(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(ZONE));
    }
}
