package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A merchant and a room operator publish the service plan that they agreed.
 *
 * @param agreedBy the room operator
 * @param windows obligation id to length; checked whole
 * @param effectiveAt when it shall take effect; null: from the act on
 */
@Clause("6.2.2 a")
public record PublishPlan(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String merchant,
        String room,
        String agreedBy,
        Map<String, String> windows,
        @Nullable Instant effectiveAt)
        implements Act {}
