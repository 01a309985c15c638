package io.redress.api.returns;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The merchant accepts the request, or takes back its refusal.
 *
 * @param instructions where and how to send the goods back; unused for a refund without return
 */
@Clause("6.4.2 c")
public record AcceptReturn(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        @Nullable PersonalText instructions) implements Act {}
