package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A paid order from a live sale.
 *
 * @param plan the service plan bound to the order for ever
 */
@EventName("order.registered.v1")
@Clause("5.5.2.4")
public record OrderRegistered(
        SubjectId subject,
        Instant at,
        Party by,
        Parties parties,
        Instant paidAt,
        List<OrderLine> lines,
        @Nullable Instant agreedShipBy,
        @Nullable DocumentVersion plan,
        List<Change> changes)
        implements OrderEvent {}
