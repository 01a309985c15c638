package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The case was settled.
 *
 * @param amountFen what the settlement paid back, in fen; null for nothing
 * @param agent the agent, where it is known
 * @param reasons for the parties, where there are any
 */
@EventName("intervention.settled.v1")
@Clause("6.4.3 d")
public record CaseSettled(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable Long amountFen,
        @Nullable String agent,
        @Nullable PersonalText reasons,
        List<Change> changes)
        implements InterventionEvent {}
