package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The platform publishes its rules.
 *
 * @param windows obligation id to length; checked whole
 * @param autoUrge whether the platform urges late shipments by itself
 * @param secondPersonAboveFen above which amount a second person confirms a decision, in fen; null for never
 * @param effectiveAt when it shall take effect; null: from the act on
 * @param announced whether a change must be announced ahead; in a scenario rules hold at once
 */
@Clause({"6.4.3 b", "6.4.3 c"})
public record PublishRules(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Map<String, String> windows,
        boolean autoUrge,
        @Nullable Long secondPersonAboveFen,
        @Nullable Instant effectiveAt,
        boolean announced)
        implements Act {}
