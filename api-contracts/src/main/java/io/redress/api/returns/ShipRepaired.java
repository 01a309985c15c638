package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.RecordsFact;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The repaired goods were handed to the carrier.
 */
@Clause("6.4.2 c")
public record ShipRepaired(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Instant occurredAt) implements RecordsFact {}
