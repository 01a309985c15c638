package io.redress.api.record;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A person at the desk asks to read what is withheld.
 *
 * @param agent who asks
 */
@Clause("5.6.2.7")
public record AskOpening(@TargetAggregateIdentifier SubjectId subject, Instant at, String agent, PersonalText reason)
        implements ByAgent {}
