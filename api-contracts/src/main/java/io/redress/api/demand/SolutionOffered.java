package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A solution is on offer.
 *
 * @param amountFen money that it pays back, in fen; null for none
 * @param answers the window that the offer would meet
 */
@EventName("demand.solution-offered.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record SolutionOffered(
        SubjectId subject,
        Instant at,
        Party by,
        PersonalText remedy,
        @Nullable Long amountFen,
        WindowKey answers,
        List<Change> changes)
        implements DemandEvent {}
