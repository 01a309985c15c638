package io.redress.api.demand;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The respondent offers a solution; its own window stands still while the consumer thinks.
 *
 * @param by MERCHANT or OPERATOR
 */
@Clause({"6.4.1 c", "6.4.2 d"})
public record OfferSolution(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by, String remedy)
        implements BySide {}
