package io.redress.api.returns;

import io.redress.api.BeginsHistory;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The consumer asks for a refund, a return, an exchange or a repair.
 *
 * @param lines at least one line of the order, each once
 */
@Clause("6.4.2 c")
public record FileReturn(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        SubjectId order,
        ReturnKind kind,
        ReturnReason reason,
        List<String> lines)
        implements BeginsHistory {}
