package io.redress.query.demands;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.query.CaseState;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a demand stands.
 *
 * @param order the order it names; a complaint may name none
 * @param ending how it ended; null while it is open
 * @param reopenableUntil of a demand that closed as unanswered: the first instant at which it is too late
 * @param amountFen paid for what it is about, in fen
 * @param orderedFen what the decision in force makes a party pay back, in fen; null for no money
 * @param paidBackFen paid back under it so far, in fen
 * @param holders who holds the ball: the owners of its open windows, those of the intervention among them
 * @param nextDueAt the soonest dueAt of its open windows; null when none runs
 */
public record DemandView(
        SubjectId subject,
        Parties parties,
        @Nullable SubjectId order,
        CaseState state,
        @Nullable Ending ending,
        @Nullable OffsetDateTime reopenableUntil,
        long amountFen,
        @Nullable Long orderedFen,
        long paidBackFen,
        OffsetDateTime filedAt,
        List<Party> holders,
        @Nullable OffsetDateTime nextDueAt,
        boolean interventionOpen) {}
