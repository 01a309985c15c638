package io.redress.api.record;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The personal data of a case is to be kept beyond its term.
 */
@Clause("5.6.2.7")
public record HoldRecord(@TargetAggregateIdentifier SubjectId subject, Instant at, PersonalText reason)
        implements Act {}
