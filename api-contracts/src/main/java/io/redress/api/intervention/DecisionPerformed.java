package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in force was performed.
 *
 * @param amountFen what was paid back, in fen; null where no money was ordered
 */
@EventName("intervention.decision-performed.v1")
@Clause({"6.4.3 d", "6.4.2 b"})
public record DecisionPerformed(
        SubjectId subject, Instant at, Party by, @Nullable Long amountFen, List<Change> changes)
        implements InterventionEvent {}
