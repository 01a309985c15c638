package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The demand is open again.
 */
@EventName("demand.reopened.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record DemandReopened(SubjectId subject, Instant at, Party by, List<Change> changes) implements DemandEvent {}
