package io.redress.command.window;

import static io.redress.command.window.WorkingCalendar.UnknownYear.ORDINARY;
import static io.redress.command.window.WorkingCalendar.UnknownYear.REFUSED;
import static io.redress.command.window.WorkingCalendar.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tyme.holiday.LegalHoliday;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.api.window.Length;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.WorkingCalendar.Due;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days are counted as Civil Code 200 to 203 and the State Council's notices have it. */
class WorkingCalendarTest {
    @Test
    void an_instant_is_shown_with_its_seconds() {
        assertThat(WorkingCalendar.shown(Instant.parse("2026-11-13T12:00:00Z"))).isEqualTo("2026-11-13T20:00:00+08:00");
    }

    private static final WorkingCalendar CALENDAR = WorkingCalendar.shipped();

    static List<NamedCsvRecord> vectors() {
        List<NamedCsvRecord> rows = Obligations.rows("/standard/window-vectors.csv");
        assertThat(rows).hasSize(17);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_vector_counts_to_its_deadline_whatever_the_time_of_the_opening_day(NamedCsvRecord vector) {
        boolean working = vector.getField("unit").equals("WORKING_DAYS");
        Length length = Length.parse("P" + vector.getField("length") + (working ? "WD" : "D"));
        LocalDate openedOn = LocalDate.parse(vector.getField("opened_on"));
        Instant deadline =
                OffsetDateTime.parse(vector.getField("deadline_exclusive")).toInstant();
        for (LocalTime time : List.of(LocalTime.MIN, LocalTime.NOON, LocalTime.MAX)) {
            Instant openedAt = openedOn.atTime(time).atZone(ZONE).toInstant();
            assertThat(CALENDAR.due(openedAt, length, REFUSED).dueAt()).isEqualTo(deadline);
        }
    }

    @Test
    void every_day_of_2022_to_2026_is_worked_or_not_as_an_independent_calendar_says() {
        List<LocalDate> days =
                LocalDate.of(2022, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).toList();
        assertThat(days)
                .hasSize(1826)
                .allSatisfy(day -> assertThat(isWorked(day)).isEqualTo(worksIndependently(day)));
    }

    /** A period that ends on a day ends with it when it is worked, and later when it is not. */
    private static boolean isWorked(LocalDate day) {
        Instant dayBefore = day.minusDays(1).atStartOfDay(ZONE).toInstant();
        Instant endOfDay = day.plusDays(1).atStartOfDay(ZONE).toInstant();
        return CALENDAR.due(dayBefore, Length.parse("P1D"), REFUSED).dueAt().equals(endOfDay);
    }

    private static boolean worksIndependently(LocalDate day) {
        LegalHoliday moved = LegalHoliday.fromYmd(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        return moved != null ? moved.isWork() : !isWeekend(day);
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    @ParameterizedTest
    @CsvSource({"2022, 11, 249", "2023, 11, 249", "2024, 11, 251", "2025, 13, 248", "2026, 13, 248"})
    void a_year_has_its_statutory_holidays_and_no_more(int year, int statutory, int worked) {
        List<LocalDate> days = LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .toList();
        long weekdaysOff =
                days.stream().filter(day -> !isWeekend(day) && !isWorked(day)).count();
        List<LocalDate> madeUp =
                days.stream().filter(day -> isWeekend(day) && isWorked(day)).toList();
        assertThat(weekdaysOff - madeUp.size()).isEqualTo(statutory);
        assertThat(days.stream().filter(WorkingCalendarTest::isWorked)).hasSize(worked);
    }

    @Test
    void exact_lengths_count_nights_weekends_and_holidays() {
        assertThat(due("2026-09-30T20:00", "PT48H")).isEqualTo(at("2026-10-02T20:00"));
        assertThat(due("2026-09-30T20:00", "PT1H30M15S")).isEqualTo(at("2026-09-30T21:30:15"));
    }

    @Test
    void the_day_begins_at_midnight_in_shanghai_wherever_the_machine_stands() {
        // 2026-11-11T16:00Z is midnight there.
        assertThat(CALENDAR.due(Instant.parse("2026-11-11T15:59:59.999999Z"), Length.parse("P1WD"), REFUSED)
                        .dueAt())
                .isEqualTo(at("2026-11-13T00:00"));
        assertThat(CALENDAR.due(Instant.parse("2026-11-11T16:00:00Z"), Length.parse("P1WD"), REFUSED)
                        .dueAt())
                .isEqualTo(at("2026-11-14T00:00"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # last day on a Saturday, on a make-up Saturday, inside a long holiday, on New Year's Eve by next year's notice
        2026-11-07T12:00, P7D, 2026-11-17T00:00
        2026-02-07T12:00, P7D, 2026-02-15T00:00
        2026-02-10T12:00, P7D, 2026-02-25T00:00
        2022-12-24T12:00, P7D, 2023-01-04T00:00
        # working days over the same
        2026-11-13T12:00, P1WD, 2026-11-17T00:00
        2026-02-13T12:00, P1WD, 2026-02-15T00:00
        2026-02-14T12:00, P1WD, 2026-02-25T00:00
        2022-12-30T12:00, P1WD, 2023-01-04T00:00
        """)
    void a_last_day_of_rest_moves_on_to_the_next_working_day(String opened, String length, String dueAt) {
        assertThat(due(opened, length)).isEqualTo(at(dueAt));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # a deadline that looks at no day of 2027 is firm, even when it falls on its first midnight
        2026-12-24T12:00, P7D,   2027-01-01T00:00, false
        2026-12-30T12:00, P1WD,  2027-01-01T00:00, false
        2026-12-31T12:00, PT48H, 2027-01-02T12:00, false
        2026-12-25T12:00, P7D,   2027-01-05T00:00, true
        2026-12-31T12:00, P1WD,  2027-01-05T00:00, true
        2027-02-01T12:00, P7D,   2027-02-10T00:00, true
        2027-12-24T12:00, P7D,   2028-01-01T00:00, true
        """)
    void a_deadline_that_rests_on_2027_is_provisional(String opened, String length, String dueAt, boolean provisional) {
        Due due = CALENDAR.due(at(opened), Length.parse(length), REFUSED);
        assertThat(due).isEqualTo(new Due(at(dueAt), provisional));
    }

    @ParameterizedTest
    @CsvSource({"2027-12-25T12:00, P7D, 2028", "2027-12-31T12:00, P1WD, 2028", "2021-12-20T12:00, P7D, 2021"})
    void an_act_that_counts_into_a_year_without_a_calendar_is_refused(String opened, String length, String year) {
        assertThatThrownBy(() -> CALENDAR.due(at(opened), Length.parse(length), REFUSED))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(Rule.CALENDAR_IS_KNOWN);
                    assertThat(refusal.reasons().getFirst().details()).containsExactly(year);
                });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # 2028-01-01 is a Saturday; New Year's Day of 2029 a Monday, which an unknown calendar takes for worked
        2027-12-25T12:00, P7D,  2028-01-04T00:00
        2027-12-31T12:00, P1WD, 2028-01-04T00:00
        2028-12-29T12:00, P1WD, 2029-01-02T00:00
        """)
    void a_lapse_that_counts_into_it_takes_ordinary_weeks_provisionally(String opened, String length, String dueAt) {
        assertThat(CALENDAR.due(at(opened), Length.parse(length), ORDINARY)).isEqualTo(new Due(at(dueAt), true));
    }

    @Test
    void exact_lengths_need_no_calendar() {
        assertThat(CALENDAR.due(at("2030-01-01T00:00"), Length.parse("PT24H"), REFUSED))
                .isEqualTo(new Due(at("2030-01-02T00:00"), false));
    }

    @Test
    void nobody_says_whether_a_day_is_worked_in_a_year_without_a_calendar() {
        assertThatThrownBy(() -> isWorked(LocalDate.of(2028, 1, 3))).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # midnight stays, anything later is the next midnight; then past the rest days
        2026-11-12T00:00,    2026-11-12T00:00
        2026-11-12T00:00:01, 2026-11-13T00:00
        2026-11-12T23:59:59, 2026-11-13T00:00
        2026-11-14T00:00,    2026-11-14T00:00
        2026-11-14T00:00:01, 2026-11-17T00:00
        2026-11-15T00:00,    2026-11-17T00:00
        2026-11-16T00:00,    2026-11-17T00:00
        2026-10-01T09:00,    2026-10-09T00:00
        2026-10-10T09:00,    2026-10-11T00:00
        """)
    void a_moved_deadline_is_rounded_up_to_midnight_and_past_rest_days(String moved, String dueAt) {
        assertThat(CALENDAR.roundUp(at(moved), REFUSED)).isEqualTo(new Due(at(dueAt), false));
    }

    @Test
    void a_moved_deadline_heeds_unknown_and_provisional_years_too() {
        assertThat(CALENDAR.roundUp(at("2027-01-01T09:00"), REFUSED)).isEqualTo(new Due(at("2027-01-05T00:00"), true));
        assertThat(CALENDAR.roundUp(at("2028-01-01T09:00"), ORDINARY)).isEqualTo(new Due(at("2028-01-04T00:00"), true));
        assertThatThrownBy(() -> CALENDAR.roundUp(at("2028-01-01T09:00"), REFUSED))
                .isInstanceOf(Refusal.class);
    }

    // ---- lengths of different units

    @ParameterizedTest
    @CsvSource(textBlock = """
        # one unit: as numbers, hours minutes and seconds being one
        P5D,   <, P7D
        P7WD,  >, P5WD
        PT60M, =, PT1H
        PT48H, >, PT47H59M59S
        P07D,  =, P7D
        # from Monday 2026-01-05 at midnight P7D ends on the 13th at midnight, and so does P5WD
        P7D,   =, P5WD
        P7D,   =, PT192H
        P7D,   >, PT168H
        PT192H1S, >, P7D
        P5D,   =, P5WD
        P15D,  =, P11WD
        P15D,  <, P12WD
        P1D,   =, PT48H
        P1WD,  =, PT48H
        # the Spring Festival of 2026 lies between: holidays do not count
        P30WD, =, P42D
        """)
    void lengths_compare_as_numbers_or_by_counting_from_an_ordinary_monday(String one, String sign, String other) {
        int expected = "<=>".indexOf(sign) - 1;
        assertThat(Integer.signum(WorkingCalendar.compare(Length.parse(one), Length.parse(other))))
                .isEqualTo(expected);
        assertThat(Integer.signum(WorkingCalendar.compare(Length.parse(other), Length.parse(one))))
                .isEqualTo(-expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "P1D", "P1WD"})
    void the_shortest_and_the_longest_length_can_be_compared(String shortest) {
        Stream.of("PT876600H", "P36525D", "P36525WD")
                .forEach(longest -> assertThat(WorkingCalendar.compare(Length.parse(shortest), Length.parse(longest)))
                        .isNegative());
    }

    private static Instant due(String opened, String length) {
        return CALENDAR.due(at(opened), Length.parse(length), UnknownYear.REFUSED)
                .dueAt();
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }
}
