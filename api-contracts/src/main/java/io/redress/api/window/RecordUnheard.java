package io.redress.api.window;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a window that lapsed had been told nothing of it by dueAt. Whoever tells parties sends it when it finds
 * that out; the subject decides, and records it once for each lapse.
 *
 * @param toldAt when the owner was told at last; null when never
 */
@Clause("6.4.3 d")
public record RecordUnheard(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        WindowKey window,
        @Nullable Instant toldAt) implements Act {}
