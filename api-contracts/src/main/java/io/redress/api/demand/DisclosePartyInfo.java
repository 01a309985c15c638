package io.redress.api.demand;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The platform supplies identity and records of the other parties.
 */
@Clause("6.4.3 d")
public record DisclosePartyInfo(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
