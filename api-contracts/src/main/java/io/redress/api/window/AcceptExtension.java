package io.redress.api.window;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The other side accepts the proposed dueAt.
 */
@Clause({"6.4.2 c", "6.4.2 d", "6.4.3 d"})
public record AcceptExtension(
        @TargetAggregateIdentifier SubjectId subject, Instant at, SubjectId windowOf, Obligation obligation)
        implements Act {}
