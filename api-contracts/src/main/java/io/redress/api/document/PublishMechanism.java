package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A room operator publishes its emergency mechanism.
 *
 * @param windows obligation id to length; checked whole
 * @param effectiveAt when it shall take effect; null: from the act on
 */
@Clause("6.2.1 d")
public record PublishMechanism(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String operator,
        Map<String, String> windows,
        @Nullable Instant effectiveAt)
        implements Act {}
