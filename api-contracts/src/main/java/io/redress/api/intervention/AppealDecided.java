package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The appeal was decided.
 *
 * @param orders when reversed: who must perform now; null for nobody
 * @param amountFen when reversed: money that the ordered party must pay back, in fen; null for none
 * @param finding when reversed: who was at fault; null where a scenario left it out, as clause and reasons
 * @param clause when reversed: on which it rests
 * @param reasons for the parties
 * @param confirmedBy the second person, where one was needed
 */
@EventName("intervention.appeal-decided.v1")
@Clause({"6.4.3 d", "6.1.2"})
public record AppealDecided(
        SubjectId subject,
        Instant at,
        Party by,
        String agent,
        Outcome outcome,
        @Nullable Party orders,
        @Nullable Long amountFen,
        @Nullable Finding finding,
        @Nullable PersonalText clause,
        @Nullable PersonalText reasons,
        @Nullable String confirmedBy,
        List<Change> changes)
        implements InterventionEvent {}
