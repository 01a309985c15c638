package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.RecordsFact;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The merchant handed lines to the carrier.
 *
 * @param lines empty: all that are left
 */
@Clause({"5.5.2.4", "6.4.3 b"})
public record ShipOrder(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        List<String> lines,
        @Nullable Instant occurredAt) implements RecordsFact {}
