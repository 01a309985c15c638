package io.redress.api.complaint;

import io.redress.api.BeginsHistory;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The consumer complains about the merchant or the room operator.
 *
 * @param order the order it names, if any
 * @param against MERCHANT or OPERATOR
 * @param serious promise broken, compensation claimed, or danger to people or property
 */
@Clause({"6.4.1 c", "6.4.2 d"})
public record FileComplaint(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable SubjectId order,
        Parties parties,
        Side against,
        boolean serious)
        implements BeginsHistory {}
