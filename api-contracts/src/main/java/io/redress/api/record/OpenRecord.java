package io.redress.api.record;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A second person agrees that it is read.
 *
 * @param agent another one than who asked
 * @param opening the number of what was asked, and is agreed to: the last, or its reason is not the one that was seen
 */
@Clause("5.6.2.7")
public record OpenRecord(@TargetAggregateIdentifier SubjectId subject, Instant at, String agent, int opening)
        implements ByAgent {}
