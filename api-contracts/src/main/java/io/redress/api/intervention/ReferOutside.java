package io.redress.api.intervention;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The case cannot be resolved on the platform.
 */
@Clause("6.4.3 d")
public record ReferOutside(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
