package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * Money was paid back under a demand: by a refund, a settlement or a performed decision.
 *
 * @param amountFen in fen; together never more than was paid for the order
 */
@EventName("order.paid-back.v1")
@Clause({"6.4.2 b", "6.4.2 c"})
public record OrderPaidBack(
        SubjectId subject, Instant at, Party by, SubjectId demand, long amountFen, List<Change> changes)
        implements OrderEvent {}
