package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * A second person did not confirm the proposed decision.
 *
 * @param agent the second person
 * @param proposedBy the agent who had proposed it
 */
@EventName("intervention.decision-returned.v1")
@Clause("6.4.3 d")
public record DecisionReturned(
        SubjectId subject,
        Instant at,
        Party by,
        String agent,
        String proposedBy,
        PersonalText reason,
        List<Change> changes)
        implements InterventionEvent, OfTheDesk {}
