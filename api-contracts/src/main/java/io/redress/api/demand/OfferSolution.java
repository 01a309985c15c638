package io.redress.api.demand;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The respondent offers a solution; its own window stands still while the consumer thinks.
 *
 * @param by MERCHANT or OPERATOR
 * @param amountFen money that the solution pays back, in fen; null for none
 */
@Clause({"6.4.1 c", "6.4.2 d"})
public record OfferSolution(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Side by,
        PersonalText remedy,
        @Nullable Long amountFen)
        implements BySide {}
