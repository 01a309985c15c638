package io.redress.app.hindsight;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.query.Texts.Bilingual;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a window is or was due when it is; whoever has this answer can do the sum again without asking anybody.
 *
 * @param duty what is owed, with the sentences of the standard that carry it
 * @param basis where the default length and its bounds come from
 * @param asked the layers that were asked for the length, in order; the last one spoke
 * @param count the days that were counted; null when the length is exact, agreed or carried over
 * @param carriedOver the time of an earlier window that this one goes on with, else null
 * @param firstDueAt dueAt at the opening, before anything moved it
 * @param layer the layer as it stands: agreement once more time was agreed
 * @param lapsed the event that recorded the lapse, null when it never lapsed
 * @param rescinded the event that took the lapse back because the duty had been done in time, null when none did
 * @param ended what met it or made it moot, null while nothing did
 * @param corrections of facts that the window rests on, whether or not they moved it
 * @param recounts each time that its days were counted anew, because a notice about days off was loaded
 * @param calendar what says which days are working days, in the version by which they were counted last
 */
public record ExplanationView(
        SubjectId subject,
        Obligation obligation,
        Party owedBy,
        int number,
        Bilingual name,
        Duty duty,
        Basis basis,
        List<Asked> asked,
        LengthView length,
        OffsetDateTime openedAt,
        EventRef opened,
        @Nullable Count count,
        @Nullable CarriedOver carriedOver,
        OffsetDateTime firstDueAt,
        List<Suspension> suspensions,
        List<Extension> extensions,
        List<Recount> recounts,
        OffsetDateTime dueAt,
        boolean provisional,
        Layer layer,
        String outcome,
        @Nullable OffsetDateTime closedAt,
        @Nullable EventRef lapsed,
        @Nullable EventRef rescinded,
        @Nullable EventRef ended,
        List<EventRef> corrections,
        List<CalendarView.Source> calendar) {

    /**
     * What is owed.
     *
     * @param modal how strongly the standard puts it
     * @param standard whose clauses they are
     */
    public record Duty(String clause, String modal, Bilingual modalText, String standard, List<Sentence> sentences) {}

    /** A sentence of the standard, with a gloss that is not official. */
    public record Sentence(String clause, Bilingual text) {}

    /** Where the default length and the bounds of a duty come from, and how firm that is. */
    public record Basis(String source, String grade, Bilingual text) {}

    /** A layer that was asked for the length. */
    public record Asked(
            Layer layer,
            String said,
            @Nullable DocumentVersion document,
            @Nullable OffsetDateTime publishedAt,
            @Nullable OffsetDateTime inEffectFrom,
            Bilingual text) {}

    /**
     * How long the window is.
     *
     * @param text as it was written, null where an agreed instant stands in its place
     * @param amount seconds or days
     */
    public record LengthView(
            @Nullable String text, String kind, @Nullable Long amount, Bilingual rule) {}

    /**
     * Days that were looked at, from the first to the last, and the deadline that follows: 00:00 of the day after.
     *
     * @param calendar the version of the calendar that says what they are
     */
    public record Count(List<DayView> days, OffsetDateTime dueAt, boolean provisional, int calendar) {}

    /**
     * A day, and what it was to the count.
     *
     * @param holiday the holiday that it belongs to or makes up for, else null
     * @param provisional the days off of its year are not all fixed
     * @param number the how-manieth counted day it was, null when it was not counted
     */
    public record DayView(
            LocalDate date,
            String kind,
            boolean works,
            @Nullable Bilingual holiday,
            boolean provisional,
            String part,
            @Nullable Integer number) {}

    /**
     * The time that was left of an earlier window.
     *
     * @param layer its layer when it was suspended: a time that was agreed on is never rounded
     * @param moved the opening and the time that was left, before rounding
     */
    public record CarriedOver(
            int number,
            Layer layer,
            OffsetDateTime suspendedAt,
            OffsetDateTime dueAt,
            Span left,
            OffsetDateTime moved,
            @Nullable Rounding rounding) {}

    /** A moved deadline of a window that is counted in days. */
    public record Rounding(Count count, Bilingual rule) {}

    /**
     * A time in which the window stood still.
     *
     * @param until null while it lasts
     * @param stoodStill null while it lasts
     * @param moved dueAt and the time that it stood still, before rounding; null when it never ran on
     * @param dueAtAfter null when it never ran on
     */
    public record Suspension(
            String why,
            Bilingual text,
            OffsetDateTime from,
            @Nullable OffsetDateTime until,
            @Nullable Span stoodStill,
            OffsetDateTime dueAtBefore,
            @Nullable OffsetDateTime moved,
            @Nullable Rounding rounding,
            @Nullable OffsetDateTime dueAtAfter,
            EventRef begun,
            @Nullable EventRef ended) {}

    /**
     * More time that was asked for.
     *
     * @param dueAtAfter what was asked for, when it was accepted; else dueAt stayed
     */
    public record Extension(
            OffsetDateTime asked,
            String answer,
            OffsetDateTime dueAtBefore,
            OffsetDateTime dueAtAfter,
            EventRef proposed,
            @Nullable EventRef answered) {}

    /**
     * Days that were counted anew.
     *
     * @param calendar the version of the calendar by which they were
     * @param notice the number of the notice with which that version came
     * @param text why dueAt is where it is after that
     * @param dueAtBefore what was known until then
     * @param count the days from the opening; null where time was carried over
     * @param roundings the days over which dueAt was rounded, of time that was carried over and for each time that the
     *     window had stood still, in order
     * @param counted where the days lead
     * @param dueAtAfter that, unless it would have been too soon for whoever relied on what was known
     */
    public record Recount(
            int calendar,
            String notice,
            Bilingual text,
            OffsetDateTime dueAtBefore,
            @Nullable Count count,
            List<Rounding> roundings,
            OffsetDateTime counted,
            OffsetDateTime dueAtAfter,
            boolean provisional,
            EventRef event) {}
}
