package io.redress.api.intervention;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The platform tells the consumer the other ways to get justice.
 */
@Clause("6.4.3 d")
public record InformRemedies(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
