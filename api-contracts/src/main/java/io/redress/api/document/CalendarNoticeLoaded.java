package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The State Council's notice about the days off of a year was loaded: a new version of the calendar, in effect from then
 * on. It replaces whole what was known of that year.
 *
 * @param version counted from 2: the first is shipped
 * @param number the notice's own: {@code 国办发明电〔2025〕7号}
 * @param source where it can be read
 */
@EventName("calendar.notice-loaded.v1")
@Clause({"6.1.4", "6.1.5"})
public record CalendarNoticeLoaded(
        SubjectId subject,
        Instant at,
        Party by,
        int version,
        String number,
        LocalDate issuedOn,
        String source,
        int year,
        List<NoticeDay> daysOff,
        List<NoticeDay> workdays,
        List<Change> changes)
        implements DocumentEvent {}
