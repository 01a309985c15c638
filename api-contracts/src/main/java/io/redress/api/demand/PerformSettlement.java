package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The accepted solution was performed.
 */
@Clause({"6.4.1 a", "6.4.2 b"})
public record PerformSettlement(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
