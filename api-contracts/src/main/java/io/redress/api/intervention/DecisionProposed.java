package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision waits for a second person, because of the amount that it orders; it moves no window until it is confirmed.
 *
 * @param onAppeal it would reverse the decision that was appealed against
 * @param orders who must perform
 * @param amountFen money that the ordered party must pay back, in fen
 * @param finding who was at fault
 * @param clause on which it rests
 * @param reasons for the parties
 * @param agent who proposes it
 */
@EventName("intervention.decision-proposed.v1")
@Clause("6.4.3 d")
public record DecisionProposed(
        SubjectId subject,
        Instant at,
        Party by,
        boolean onAppeal,
        Party orders,
        long amountFen,
        @Nullable Finding finding,
        @Nullable PersonalText clause,
        @Nullable PersonalText reasons,
        String agent,
        List<Change> changes)
        implements InterventionEvent, OfTheDesk {}
