package io.redress.api.complaint;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The respondent accepts the complaint.
 */
@Clause({"6.4.1 c", "6.4.2 d"})
public record AcceptComplaint(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
