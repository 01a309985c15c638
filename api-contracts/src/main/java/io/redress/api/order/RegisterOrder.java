package io.redress.api.order;

import io.redress.api.BeginsHistory;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A payment was received in a live sale: shipping begins to run at {@code paidAt}.
 *
 * @param paidAt when the payment was received; not after {@code at}, and within {@link io.redress.api.KeptTime}
 * @param lines at least one, each line named once
 * @param agreedShipBy an agreed ship date, after {@code paidAt} and within {@link io.redress.api.KeptTime}; replaces the
 *     length
 * @param crossBorder cross-border orders are out of scope (clause 1) and refused
 */
@Clause({"1", "5.5.2.4"})
public record RegisterOrder(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Parties parties,
        Instant paidAt,
        List<OrderLine> lines,
        @Nullable Instant agreedShipBy,
        boolean crossBorder)
        implements BeginsHistory {}
