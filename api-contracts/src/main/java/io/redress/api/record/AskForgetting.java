package io.redress.api.record;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A consumer asks to be forgotten. To ask again changes nothing.
 */
@Clause("5.6.2.7")
public record AskForgetting(@TargetAggregateIdentifier SubjectId subject, Instant at, String consumer) implements Act {}
