package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A second person does not confirm the proposed decision; the case is decided anew.
 *
 * @param agent another one than who proposed it
 */
@Clause("6.4.3 d")
public record ReturnDecision(
        @TargetAggregateIdentifier SubjectId subject, Instant at, String agent, PersonalText reason)
        implements ByAgent {}
