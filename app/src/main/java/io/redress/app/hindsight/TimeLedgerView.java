package io.redress.app.hindsight;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.Texts.Bilingual;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who held the ball in a case, and for how long; {@link io.redress.command.hindsight.TimeLedger} says when lives begin
 * and end.
 *
 * @param ends the end of the case's life, or now
 * @param goesOn whether the case lives on
 * @param life from begins to ends: the sum of the three that follow
 * @param owedByOne the time in which exactly one party owed something
 * @param owedBySeveral the time in which several did
 * @param owedByNobody the time in which nobody did
 * @param idle that last time by its reason
 * @param parties for each party the union of the times in which it owed something
 * @param spans the whole life in pieces
 */
public record TimeLedgerView(
        SubjectId subject,
        OffsetDateTime begins,
        OffsetDateTime ends,
        boolean goesOn,
        Span life,
        Span owedByOne,
        Span owedBySeveral,
        Span owedByNobody,
        List<Idle> idle,
        List<PartyTime> parties,
        List<Piece> spans,
        List<WindowTime> windows) {

    /** Time in which nobody owed anything, for one reason. */
    public record Idle(String reason, Bilingual text, Span time) {}

    /**
     * What one party owed.
     *
     * @param owed the union of the times in which one of its windows was running or overdue
     * @param overdue the part of it in which one of its windows was overdue
     */
    public record PartyTime(Party party, Span owed, Span overdue) {}

    /**
     * A piece of the case's life.
     *
     * @param owing who owed something in all of it
     * @param reason why nobody did, else null
     */
    public record Piece(
            OffsetDateTime from,
            OffsetDateTime until,
            Span time,
            List<Party> owing,
            @Nullable String reason,
            @Nullable Bilingual text) {}

    /**
     * The life of a window.
     *
     * @param life from openedAt to ends: the sum of the four that follow
     * @param closed the time in which the demand was closed before it was reopened
     */
    public record WindowTime(
            SubjectId subject,
            Obligation obligation,
            Party owedBy,
            int number,
            Bilingual name,
            OffsetDateTime openedAt,
            OffsetDateTime ends,
            boolean goesOn,
            Span life,
            Span running,
            Span suspended,
            Span overdue,
            Span closed,
            List<Segment> segments) {}

    /**
     * A piece of a window's life.
     *
     * @param why why it stood still, else null
     */
    public record Segment(
            OffsetDateTime from,
            OffsetDateTime until,
            Span time,
            String kind,
            @Nullable String why,
            @Nullable Bilingual text) {}
}
