package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The agent closes the case with a settlement.
 *
 * @param amountFen what the settlement pays back, in fen; null for nothing
 * @param agent the agent, where it is known
 * @param reasons for the parties
 */
@Clause("6.4.3 d")
public record Settle(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Long amountFen,
        @Nullable String agent,
        @Nullable PersonalText reasons)
        implements ByAgent {}
