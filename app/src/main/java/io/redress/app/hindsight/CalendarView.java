package io.redress.app.hindsight;

import io.redress.query.Texts.Bilingual;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of the calendar by which days are counted.
 *
 * @param version counted from 1, which is shipped; each notice that is loaded makes the next
 * @param loadedAt from when on it is in effect; null of the first
 * @param latest the newest version there is
 * @param sources what it was read from
 * @param days that are not what their weekday makes them, in order, and those off on a weekend that a notice names
 */
public record CalendarView(
        int version, @Nullable OffsetDateTime loadedAt, int latest, List<Source> sources, List<Day> days) {

    /**
     * A shipped file or a loaded notice.
     *
     * @param from the first year that it covers
     * @param to the last year that it covers
     * @param provisional the days off of these years are not all fixed
     * @param issuedOn of a notice, else null
     * @param address where a notice can be read, as whoever loaded it said; else null
     * @param version the version with which a notice came, else null
     */
    public record Source(
            String name,
            int from,
            int to,
            boolean provisional,
            Bilingual source,
            @Nullable LocalDate issuedOn,
            @Nullable String address,
            @Nullable Integer version) {}

    /**
     * A day that is otherwise than its day of the week says.
     *
     * @param holiday the one that it belongs to, or makes up for
     */
    public record Day(LocalDate date, boolean works, Bilingual holiday, boolean provisional) {}
}
