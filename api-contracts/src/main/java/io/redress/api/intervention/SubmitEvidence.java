package io.redress.api.intervention;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A party submits its evidence.
 *
 * @param by CONSUMER, MERCHANT or OPERATOR
 * @param files that it staged before; none where it shows its evidence elsewhere
 */
@Clause("6.4.3 d")
public record SubmitEvidence(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by, List<String> files)
        implements BySide {}
