package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded fact was wrong. The event that recorded it stays as it is; this one says how it was, and what that does to
 * windows. A window that it withdraws should never have been.
 *
 * @param by whose fact it is
 * @param occurredAt when it occurred; null when it never did
 * @param lines of a shipment, those of which it was wrong; of a refund, those of the order that it had struck
 * @param left of an order, what is left to ship after all
 * @param returnRequest in the history of the order: under which the refund was recorded
 * @param notPaidFen money that was recorded as paid back, and was not
 * @param kept windows that rest on what was wrong and stay as they are: somebody has acted upon them, or the case was
 *     closed
 */
@EventName("fact.corrected.v1")
@Clause({"5.5.2.4", "6.4.2 c"})
public record FactCorrected(
        SubjectId subject,
        Instant at,
        Party by,
        Fact fact,
        @Nullable Instant occurredAt,
        List<String> lines,
        List<String> left,
        @Nullable SubjectId returnRequest,
        @Nullable Long notPaidFen,
        PersonalText reason,
        List<WindowKey> kept,
        List<Change> changes)
        implements WindowEvent {}
