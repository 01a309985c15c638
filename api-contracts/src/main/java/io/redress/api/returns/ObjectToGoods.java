package io.redress.api.returns;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The merchant objects to the goods that came back, with a reason.
 */
@Clause("6.4.2 c")
public record ObjectToGoods(@TargetAggregateIdentifier SubjectId subject, Instant at, PersonalText reason)
        implements Act {}
