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
 * The accepted solution was performed.
 *
 * @param amountFen what was paid back, in fen; null where no money was agreed
 */
@EventName("demand.settlement-performed.v1")
@Clause({"6.4.1 a", "6.4.2 b"})
public record SettlementPerformed(
        SubjectId subject, Instant at, Party by, @Nullable Long amountFen, List<Change> changes)
        implements DemandEvent {}
