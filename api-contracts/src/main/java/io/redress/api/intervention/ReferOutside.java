package io.redress.api.intervention;

import io.redress.api.ByAgent;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The case cannot be resolved on the platform.
 *
 * @param agent the agent, where it is known
 * @param reasons for the parties
 */
@Clause("6.4.3 d")
public record ReferOutside(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable String agent,
        @Nullable PersonalText reasons)
        implements ByAgent {}
