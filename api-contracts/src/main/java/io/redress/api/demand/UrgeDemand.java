package io.redress.api.demand;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * An urging notice about an open demand.
 *
 * @param by OPERATOR or PLATFORM
 */
@Clause("6.4.1 b")
public record UrgeDemand(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by) implements BySide {}
