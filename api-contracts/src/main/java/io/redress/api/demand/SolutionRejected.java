package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The consumer rejected the solution.
 */
@EventName("demand.solution-rejected.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record SolutionRejected(SubjectId subject, Instant at, Party by, List<Change> changes) implements DemandEvent {}
