package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.RecordsFact;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The refund was executed; it may take back an objection to the goods.
 *
 * @param amountFen what was refunded, in fen; at most what is left of what was paid for the lines; null for just that
 */
@Clause({"6.4.2 b", "6.4.2 c"})
public record Refund(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Long amountFen,
        @Nullable Instant occurredAt)
        implements RecordsFact {}
