package io.redress.api.report;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The platform routed or handled the report.
 */
@Clause({"6.4.3 c", "6.4.3 d"})
public record TriageReport(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
