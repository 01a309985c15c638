package io.redress.api.report;

import io.redress.api.BeginsHistory;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Somebody reports a violation in a live room.
 */
@Clause({"6.3.3", "6.4.3 c"})
public record ReportViolation(@TargetAggregateIdentifier SubjectId subject, Instant at, String room)
        implements BeginsHistory {}
