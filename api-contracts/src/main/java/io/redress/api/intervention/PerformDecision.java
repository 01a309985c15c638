package io.redress.api.intervention;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The order now in force was performed, by the party or by the platform.
 *
 * @param amountFen what was paid back, in fen: as ordered, or what is left of it; null for just that
 */
@Clause({"6.4.3 d", "6.4.2 b"})
public record PerformDecision(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable Long amountFen) implements Act {}
