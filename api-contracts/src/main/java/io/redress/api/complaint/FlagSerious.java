package io.redress.api.complaint;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The complaint turns out to be serious.
 */
@Clause({"6.4.1 g", "6.4.2 f"})
public record FlagSerious(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
