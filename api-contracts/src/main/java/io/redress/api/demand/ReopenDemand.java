package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The consumer reopens a demand that closed as unanswered; once, within seven days.
 */
@Clause({"6.4.1 c", "6.4.2 d"})
public record ReopenDemand(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
