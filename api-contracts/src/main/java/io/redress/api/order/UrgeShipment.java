package io.redress.api.order;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * An urging notice about an order with something left to ship.
 *
 * @param by OPERATOR or PLATFORM
 */
@Clause({"6.4.1 a", "6.4.3 b"})
public record UrgeShipment(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by) implements BySide {}
