package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The room operator brought platform and merchant together.
 */
@Clause("6.4.1 d")
public record Coordinate(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
