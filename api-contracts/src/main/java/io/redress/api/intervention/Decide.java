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
 * The agent decides the case. A scenario says only whom the decision orders.
 *
 * @param orders who must perform: MERCHANT or OPERATOR; null for nobody
 * @param amountFen money that the ordered party must pay back, in fen; null for none
 * @param finding who was at fault
 * @param clause of the law, the standard or the platform's rules, on which it rests
 * @param reasons for the parties
 * @param agent who decides
 */
@Clause("6.4.3 d")
public record Decide(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Side orders,
        @Nullable Long amountFen,
        @Nullable Finding finding,
        @Nullable PersonalText clause,
        @Nullable PersonalText reasons,
        @Nullable String agent)
        implements ByAgent {}
