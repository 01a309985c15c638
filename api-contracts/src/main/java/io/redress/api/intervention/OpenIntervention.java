package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * An agent takes the case up.
 */
@Clause("6.4.3 d")
public record OpenIntervention(@TargetAggregateIdentifier SubjectId subject, Instant at, String agent)
        implements ByAgent {}
