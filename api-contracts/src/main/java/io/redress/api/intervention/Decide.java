package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The agent decides the case.
 *
 * @param orders who must perform: MERCHANT or OPERATOR; null for nobody
 * @param agent the deciding agent, where it is known
 */
@Clause("6.4.3 d")
public record Decide(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Side orders,
        @Nullable String agent) implements ByAgent {}
