package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The room operator does not agree to the service plan that the merchant proposed to it.
 *
 * @param proposal the number of the proposal that it read; null: whichever waits
 */
@Clause("6.2.2 a")
public record DeclinePlan(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String operator,
        PersonalText reason,
        @Nullable Integer proposal)
        implements Act {}
