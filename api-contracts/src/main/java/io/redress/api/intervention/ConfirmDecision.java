package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A second person confirms the proposed decision: it takes effect now.
 *
 * @param agent another one than who proposed it
 */
@Clause("6.4.3 d")
public record ConfirmDecision(@TargetAggregateIdentifier SubjectId subject, Instant at, String agent)
        implements ByAgent {}
