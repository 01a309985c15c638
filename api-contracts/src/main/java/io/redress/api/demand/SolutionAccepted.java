package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumer accepted the solution.
 *
 * @param amountFen money that was agreed, in fen; null for none
 */
@EventName("demand.solution-accepted.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record SolutionAccepted(
        SubjectId subject, Instant at, Party by, @Nullable Long amountFen, List<Change> changes)
        implements DemandEvent {}
