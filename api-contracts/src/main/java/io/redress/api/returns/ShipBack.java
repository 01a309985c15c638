package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.RecordsFact;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The consumer handed the goods to the carrier.
 */
@Clause("6.4.2 c")
public record ShipBack(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        PersonalText waybill,
        @Nullable Instant occurredAt) implements RecordsFact {}
