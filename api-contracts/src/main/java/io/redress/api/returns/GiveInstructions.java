package io.redress.api.returns;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The merchant tells the consumer where and how to send the goods back.
 */
@Clause({"6.4.2 c", "6.1.5"})
public record GiveInstructions(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
