package io.redress.api.intervention;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The agent asks parties for evidence.
 *
 * @param from CONSUMER, MERCHANT, OPERATOR; each once
 */
@Clause("6.4.3 d")
public record RequestEvidence(@TargetAggregateIdentifier SubjectId subject, Instant at, List<Side> from)
        implements Act {}
