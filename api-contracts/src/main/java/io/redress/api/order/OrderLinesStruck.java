package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * Lines were refunded before they were shipped; they are no longer left to ship.
 *
 * @param left lines still to ship
 * @param amountFen what was refunded under the request, in fen; together never more than was paid for the order
 */
@EventName("order.lines-struck.v1")
@Clause("6.4.2 c")
public record OrderLinesStruck(
        SubjectId subject,
        Instant at,
        Party by,
        SubjectId returnRequest,
        List<String> lines,
        List<String> left,
        long amountFen,
        List<Change> changes)
        implements OrderEvent {}
