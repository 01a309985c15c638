package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The accepted solution was performed.
 *
 * @param amountFen what was paid back, in fen: as agreed, or what is left of it; null for just that
 */
@Clause({"6.4.1 a", "6.4.2 b"})
public record PerformSettlement(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Long amountFen) implements Act {}
