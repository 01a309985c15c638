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
 * The platform decided.
 *
 * @param orders who must perform; null for nobody
 * @param amountFen money that the ordered party must pay back, in fen; null for none
 * @param finding who was at fault; null where a scenario left it out, as clause, reasons and agent
 * @param clause on which it rests
 * @param reasons for the parties
 * @param agent who decided
 * @param confirmedBy the second person, where one was needed
 */
@EventName("intervention.decided.v1")
@Clause("6.4.3 d")
public record CaseDecided(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable Party orders,
        @Nullable Long amountFen,
        @Nullable Finding finding,
        @Nullable PersonalText clause,
        @Nullable PersonalText reasons,
        @Nullable String agent,
        @Nullable String confirmedBy,
        List<Change> changes)
        implements InterventionEvent {}
