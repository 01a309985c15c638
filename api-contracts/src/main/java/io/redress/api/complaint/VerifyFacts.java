package io.redress.api.complaint;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A party records the facts of a serious case.
 *
 * @param by MERCHANT or OPERATOR
 */
@Clause({"6.4.1 g", "6.4.2 f"})
public record VerifyFacts(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by) implements BySide {}
