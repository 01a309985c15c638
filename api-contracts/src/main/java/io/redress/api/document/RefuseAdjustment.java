package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The merchant refuses to adjust the plan, with a reason.
 */
@Clause("6.4.1 f")
public record RefuseAdjustment(@TargetAggregateIdentifier SubjectId subject, Instant at, PersonalText reason)
        implements Act {}
