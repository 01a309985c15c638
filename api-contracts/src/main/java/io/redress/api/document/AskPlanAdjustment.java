package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The room operator asks the merchant for a better service plan.
 */
@Clause("6.4.1 f")
public record AskPlanAdjustment(@TargetAggregateIdentifier SubjectId subject, Instant at, Parties parties)
        implements Act {}
