package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * An urging notice about the shipment.
 */
@EventName("order.shipment-urged.v1")
@Clause({"6.4.1 a", "6.4.3 b"})
public record ShipmentUrged(SubjectId subject, Instant at, Party by, List<Change> changes) implements OrderEvent {}
