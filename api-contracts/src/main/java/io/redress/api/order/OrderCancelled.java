package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The order was cancelled.
 */
@EventName("order.cancelled.v1")
@Clause("6.4.2 b")
public record OrderCancelled(SubjectId subject, Instant at, Party by, List<Change> changes) implements OrderEvent {}
