package io.redress.command.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.window.Change;
import io.redress.api.window.WindowsRecounted;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A notice about days off is loaded, and what runs is counted by it. The notices of these stories are invented. */
@Tag("story")
class CalendarTest {
    /** Spring Festival from Friday 02-05 to Thursday 02-11; Saturdays 01-30 and 02-13 are worked. */
    private static final String NOTICE =
            "load-calendar-notice daysOff=2027-01-01..2027-01-03,2027-02-05..2027-02-11 workdays=2027-01-30,2027-02-13";

    /** By statute Friday 02-05 to Monday 02-08 are off, so that three working days from here end with Tuesday 02-09. */
    private static Story paidBeforeTheFestival() {
        return Story.begins().on("2027-02-02 20:00").does("register-order O1");
    }

    /** Three working days from here end with Tuesday 02-02, and with Monday when the Saturday before is worked. */
    private static Story paidBeforeTheWorkedSaturday() {
        return Story.begins().on("2027-01-28 20:00").does("register-order O1");
    }

    @Nested
    class Moving {
        @Test
        void what_rests_on_provisional_days_goes_where_the_notice_puts_it() {
            Story story = paidBeforeTheFestival()
                    .shows("O1", "merchant-ship-goods open until 2027-02-10 00:00 provisional")
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .shows("O1", "merchant-ship-goods open until 2027-02-13 00:00 firm");
            WindowsRecounted told = story.newest(WindowsRecounted.class);
            assertThat(told.calendar()).isEqualTo(2);
            assertThat(told.notice()).isEqualTo("G9");
            assertThat(told.changes()).singleElement().isInstanceOfSatisfying(Change.Moved.class, moved -> {
                assertThat(moved.dueBefore()).isEqualTo(Story.time("2027-02-10 00:00"));
                assertThat(moved.dueAt()).isEqualTo(Story.time("2027-02-13 00:00"));
                assertThat(moved.calendar()).isEqualTo(2);
            });
            story.on("2027-02-13 00:00").showsAmongOthers("O1", "merchant-ship-goods lapsed at 2027-02-13 00:00");
        }

        @Test
        void it_may_be_due_sooner_where_a_weekend_is_worked() {
            paidBeforeTheWorkedSaturday()
                    .shows("O1", "merchant-ship-goods open until 2027-02-03 00:00 provisional")
                    .does(NOTICE)
                    .on("2027-01-28 21:00")
                    .shows("O1", "merchant-ship-goods open until 2027-02-02 00:00 firm");
        }

        @ParameterizedTest
        @CsvSource({
            // the end of the day after the loading, unless that is later than what was known
            "2027-01-31 15:00, 2027-02-02 00:00",
            "2027-02-01 00:00, 2027-02-03 00:00",
            "2027-02-02 23:59, 2027-02-03 00:00"
        })
        void but_never_before_the_end_of_the_day_after_the_loading(String loaded, String dueAt) {
            paidBeforeTheWorkedSaturday()
                    .on(loaded)
                    .does(NOTICE)
                    .on("2027-02-02 23:59:30")
                    .showsAmongOthers(
                            "O1",
                            dueAt.endsWith("02-02 00:00")
                                    ? "merchant-ship-goods lapsed at " + dueAt
                                    : "merchant-ship-goods open until " + dueAt + " firm");
        }

        @Test
        void a_day_that_was_expected_is_confirmed() {
            Story story = Story.begins()
                    .on("2027-03-01 10:00")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 2027-03-05 00:00 provisional")
                    .does(NOTICE)
                    .on("2027-03-01 11:00")
                    .shows("O1", "merchant-ship-goods open until 2027-03-05 00:00 firm");
            assertThat(story.count(WindowsRecounted.class)).isEqualTo(1);
        }

        @Test
        void every_window_of_a_history_is_counted_anew_at_once_and_once() {
            Story story = Story.begins()
                    .on("2027-02-02 20:00")
                    .does("register-order O1", "register-order O2")
                    .does("ship O2")
                    .does("deliver O2")
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .shows(
                            "O2",
                            "merchant-ship-goods met",
                            "consumer-claim-quality-return open until 2027-02-13 00:00",
                            "consumer-notify-no-reason-return open until 2027-02-13 00:00")
                    .on("2027-02-03 21:00")
                    .does("urge O1 by=operator")
                    .on("2027-02-04 21:00");
            assertThat(story.count(WindowsRecounted.class)).isEqualTo(2);
        }

        @Test
        void exact_and_agreed_times_stay() {
            Story story = Story.begins()
                    .on("2027-02-02 20:00")
                    .does("register-order O1 agreedShipBy=2027-02-06T12:00", "file-complaint C1 against=merchant")
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .shows("O1", "merchant-ship-goods open until 2027-02-06 12:00 from agreement")
                    .shows(
                            "C1",
                            "merchant-accept-complaint open until 2027-02-03 20:00",
                            "merchant-resolve-complaint open until 2027-02-05 20:00");
            assertThat(story.count(WindowsRecounted.class)).isZero();
        }

        @Test
        void what_opens_after_the_notice_is_counted_by_it_and_is_firm() {
            Story.begins()
                    .on("2027-02-02 20:00")
                    .does(NOTICE, "register-order O1")
                    .shows("O1", "merchant-ship-goods open until 2027-02-13 00:00 firm");
        }

        @Test
        void late_december_goes_by_the_notice_of_the_next_year() {
            Story.begins()
                    .on("12-28 20:00")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 2027-01-01 00:00 firm")
                    .does("load-calendar-notice daysOff=2026-12-31,2027-01-01..2027-01-02 workdays=2027-01-03")
                    .on("12-28 21:00")
                    .shows("O1", "merchant-ship-goods open until 2027-01-04 00:00 firm");
        }
    }

    @Nested
    class Correcting {
        @Test
        void a_corrected_notice_is_a_new_version_and_replaces_the_one_before_whole() {
            Story story = paidBeforeTheFestival()
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .does(
                            "load-calendar-notice number=G10 daysOff=2027-01-01,2027-02-05..2027-02-12 workdays=2027-02-20")
                    .on("2027-02-02 22:00")
                    // 02-13 is an ordinary Saturday again
                    .shows("O1", "merchant-ship-goods open until 2027-02-16 00:00 firm");
            List<CalendarNoticeLoaded> versions = story.stored().stream()
                    .filter(CalendarNoticeLoaded.class::isInstance)
                    .map(CalendarNoticeLoaded.class::cast)
                    .toList();
            assertThat(versions).extracting(CalendarNoticeLoaded::version).containsExactly(2, 3);
            assertThat(story.count(WindowsRecounted.class)).isEqualTo(2);
        }

        @Test
        void what_was_told_as_firm_is_never_made_due_sooner() {
            paidBeforeTheFestival()
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .shows("O1", "merchant-ship-goods open until 2027-02-13 00:00 firm")
                    .does("load-calendar-notice daysOff=2027-01-01,2027-02-05..2027-02-08")
                    .on("2027-02-02 22:00")
                    .shows("O1", "merchant-ship-goods open until 2027-02-13 00:00 firm")
                    // of what opens now the correction holds
                    .does("register-order O2")
                    .shows("O2", "merchant-ship-goods open until 2027-02-10 00:00 firm");
        }

        @Test
        void what_a_notice_says_of_the_december_before_outlasts_a_correction_of_that_year() {
            Story.begins()
                    .on("12-28 20:00")
                    .does("load-calendar-notice daysOff=2026-12-31,2027-01-01..2027-01-02 workdays=2027-01-03")
                    .does("load-calendar-notice year=2026 daysOff=2026-10-01..2026-10-07")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 2027-01-04 00:00 firm")
                    .does("load-calendar-notice daysOff=2027-01-01..2027-01-03")
                    .does("register-order O2")
                    .shows("O2", "merchant-ship-goods open until 2027-01-01 00:00 firm");
        }

        @Test
        void a_year_without_a_calendar_is_known_once_its_notice_is_there() {
            Story.begins()
                    .on("2027-12-29 20:00")
                    .refuses("register-order O1", Rule.CALENDAR_IS_KNOWN)
                    .does("load-calendar-notice year=2028 issuedOn=2027-11-11 daysOff=2028-01-01..2028-01-03")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 2028-01-05 00:00 provisional");
        }
    }

    @Nested
    class WhatIsOver {
        @Test
        void what_was_met_or_lapsed_stays_as_it_was() {
            Story story = Story.begins()
                    .on("2027-02-02 20:00")
                    .does("register-order O1", "register-order O2")
                    .on("2027-02-09 20:00")
                    .does("ship O1")
                    .on("2027-02-10 08:00")
                    .does(NOTICE)
                    .on("2027-02-10 09:00")
                    .shows("O1", "merchant-ship-goods met at 2027-02-09 20:00")
                    .showsAmongOthers("O2", "merchant-ship-goods lapsed at 2027-02-10 00:00");
            assertThat(story.count(WindowsRecounted.class)).isZero();
        }

        @Test
        void nor_does_what_was_due_before_the_loading_and_had_not_been_noticed() {
            paidBeforeTheFestival()
                    .unnoticedUntil("2027-02-10 08:00")
                    .does(NOTICE)
                    .does("ship O1")
                    .shows(
                            "O1",
                            "merchant-ship-goods met-late at 2027-02-10 08:00",
                            "platform-urge-shipment met",
                            "room-operator-urge-promise withdrawn");
        }
    }

    /** The sweep over all histories is only for those on which nobody acts. */
    @Nested
    class Unnoticed {
        @Test
        void an_act_finds_its_windows_counted_by_the_notice() {
            Story story = paidBeforeTheFestival()
                    .does(NOTICE)
                    .unnoticedUntil("2027-02-12 20:00")
                    .does("ship O1")
                    .shows("O1", "merchant-ship-goods met at 2027-02-12 20:00");
            assertThat(story.count(WindowsRecounted.class)).isEqualTo(1);
        }

        @Test
        void and_so_does_an_act_that_is_refused() {
            Story story = paidBeforeTheFestival()
                    .does(NOTICE)
                    .unnoticedUntil("2027-02-12 20:00")
                    .refuses("deliver O1", Rule.EVERY_LINE_IS_SHIPPED)
                    .shows("O1", "merchant-ship-goods open until 2027-02-13 00:00 firm");
            assertThat(story.count(WindowsRecounted.class)).isEqualTo(1);
        }

        @Test
        void a_restart_between_loading_and_counting_loses_nothing() {
            paidBeforeTheFestival()
                    .does(NOTICE)
                    .afterARestart()
                    .unnoticedUntil("2027-02-12 20:00")
                    .does("ship O1")
                    .shows("O1", "merchant-ship-goods met at 2027-02-12 20:00");
        }
    }

    @Nested
    class StandingStill {
        private static Story offered() {
            return Story.begins()
                    .does("publish-rules windows={merchant-resolve-complaint:P3WD}")
                    .on("2027-02-02 20:00")
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .on("2027-02-03 20:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .showsAmongOthers("C1", "merchant-resolve-complaint suspended until 2027-02-10 00:00 provisional");
        }

        @Test
        void a_suspended_window_is_counted_anew_when_it_runs_on() {
            Story story = offered()
                    .does(NOTICE)
                    .on("2027-02-03 21:00")
                    .showsAmongOthers("C1", "merchant-resolve-complaint suspended until 2027-02-10 00:00 provisional")
                    .on("2027-02-04 20:00")
                    .does("reject-solution C1")
                    // from 02-13 00:00 a day on, to the end of the day, and past the weekend
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-14 00:00 firm");
            assertThat(story.stored().getLast().changes())
                    .filteredOn(change -> change instanceof Change.Moved || change instanceof Change.Resumed)
                    .hasExactlyElementsOfTypes(Change.Moved.class, Change.Resumed.class);
        }

        @Test
        void one_that_stood_still_is_counted_anew_with_the_time_that_it_stood() {
            offered()
                    .on("2027-02-04 20:00")
                    .does("reject-solution C1")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-11 00:00 provisional")
                    .does(NOTICE)
                    .on("2027-02-04 21:00")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-14 00:00 firm")
                    .afterARestart()
                    .does("load-calendar-notice daysOff=2027-02-05..2027-02-14")
                    .on("2027-02-04 22:00")
                    // the third working day is Monday 02-15, and a day more is Tuesday
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-17 00:00 firm");
        }

        @Test
        void one_that_goes_on_with_the_time_that_was_left_is_rounded_anew() {
            offered()
                    .on("2027-02-18 00:00")
                    .on("2027-02-18 09:00")
                    .does("reopen C1")
                    // 6 days and 4 hours were left: Wednesday 02-24 13:00, to the end of the day
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint withdrawn",
                            "merchant-resolve-complaint#2 open until 2027-02-25 00:00 provisional")
                    .does("load-calendar-notice daysOff=2027-02-24..2027-02-25")
                    .on("2027-02-18 10:00")
                    .showsAmongOthers(
                            "C1",
                            "merchant-resolve-complaint withdrawn",
                            "merchant-resolve-complaint#2 open until 2027-02-27 00:00 firm");
        }
    }

    @Nested
    class ProposingMoreTime {
        private static Story proposed(String dueAt) {
            return Story.begins()
                    .does("publish-rules windows={merchant-resolve-complaint:P3WD}")
                    .on("2027-02-02 20:00")
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .does("propose-extension complaint/C1 merchant-resolve-complaint by=merchant dueAt=" + dueAt)
                    .does(NOTICE)
                    .on("2027-02-02 21:00")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-13 00:00 firm");
        }

        @Test
        void a_proposal_that_still_asks_for_more_waits_on() {
            proposed("2027-02-13T12:00")
                    .does("accept-extension complaint/C1 merchant-resolve-complaint")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 2027-02-13 12:00 from agreement");
        }

        @Test
        void one_that_asks_for_what_is_there_anyway_is_moot() {
            proposed("2027-02-12T12:00")
                    .refuses("accept-extension complaint/C1 merchant-resolve-complaint", Rule.PROPOSAL_IS_PENDING);
        }
    }

    @Nested
    class Refusing {
        private static final String OFF = " daysOff=2027-01-01";

        @ParameterizedTest
        @CsvSource({"2025", "2028"})
        void a_notice_is_of_this_year_or_the_next(String year) {
            Story.begins()
                    .refuses(
                            "load-calendar-notice year=" + year + " daysOff=" + year + "-01-01",
                            Rule.NOTICE_IS_OF_THIS_YEAR_OR_THE_NEXT,
                            "year");
        }

        @Test
        void it_was_issued_before_it_is_loaded() {
            Story.begins()
                    .refuses(
                            "load-calendar-notice issuedOn=2026-11-12" + OFF,
                            Rule.NOTICE_IS_ISSUED_BEFORE_IT_IS_LOADED,
                            "issuedOn");
        }

        @Test
        void it_names_a_day_once_and_speaks_of_its_year_and_makes_up_on_weekends() {
            Story.begins()
                    .refusesAll(
                            "load-calendar-notice daysOff=2027-01-01,2027-01-01,2026-11-30,2028-01-01"
                                    + " workdays=2027-01-01,2027-01-09",
                            "notice-names-a-day-once (daysOff/1/date)",
                            "notice-speaks-of-its-year (daysOff/2/date)",
                            "notice-speaks-of-its-year (daysOff/3/date)",
                            "notice-names-a-day-once (workdays/0/date)",
                            "made-up-is-on-a-weekend (workdays/0/date)");
        }
    }
}
