package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A merchant proposes a service plan to the room operator. In a self-run room there is nobody to ask, and it takes
 * effect at once.
 *
 * @param windows obligation id to length; checked whole
 * @param effectiveAt when it shall take effect; null: from the confirmation on
 */
@Clause("6.2.2 a")
public record ProposePlan(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Parties parties,
        Map<String, String> windows,
        @Nullable Instant effectiveAt)
        implements Act {}
