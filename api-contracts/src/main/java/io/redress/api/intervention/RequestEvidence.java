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
 * @param templates what they are to show, in the words of a list; empty where that is left to them
 */
@Clause("6.4.3 d")
public record RequestEvidence(
        @TargetAggregateIdentifier SubjectId subject, Instant at, List<Side> from, List<String> templates)
        implements Act {}
