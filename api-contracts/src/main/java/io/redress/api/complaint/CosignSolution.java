package io.redress.api.complaint;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A party signs the joint solution of a serious case.
 *
 * @param by MERCHANT or OPERATOR
 * @param amountFen money that the solution pays back, in fen, the same in both signatures; null for none
 */
@Clause({"6.4.1 g", "6.4.2 f"})
public record CosignSolution(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Side by,
        PersonalText remedy,
        @Nullable Long amountFen)
        implements BySide {}
