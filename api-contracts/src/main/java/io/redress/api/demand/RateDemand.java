package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The consumer rates how a party dealt with a demand that is over.
 *
 * @param of the merchant or the room operator
 * @param stars from 1 to {@link DemandRated#STARS_MAX}
 */
@Clause("6.4.3 a")
public record RateDemand(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Side of,
        int stars,
        @Nullable PersonalText comment) implements Act {}
