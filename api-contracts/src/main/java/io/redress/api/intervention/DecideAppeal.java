package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Another agent decides the appeal.
 *
 * @param orders who must perform when reversed: MERCHANT or OPERATOR; null for nobody; unused when upheld
 * @param amountFen when reversed: money that the ordered party must pay back, in fen; null for none
 * @param finding when reversed: who was at fault; a scenario leaves it out, as clause and reasons
 * @param clause when reversed: of the law, the standard or the platform's rules, on which it rests
 * @param reasons for the parties
 */
@Clause({"6.4.3 d", "6.1.2"})
public record DecideAppeal(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String agent,
        Outcome outcome,
        @Nullable Side orders,
        @Nullable Long amountFen,
        @Nullable Finding finding,
        @Nullable PersonalText clause,
        @Nullable PersonalText reasons)
        implements ByAgent {}
