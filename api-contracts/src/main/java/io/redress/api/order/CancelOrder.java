package io.redress.api.order;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The order is cancelled while a line is left to ship.
 */
@Clause("6.4.2 b")
public record CancelOrder(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
