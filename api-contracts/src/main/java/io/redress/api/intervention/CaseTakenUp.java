package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * An agent took the case up.
 */
@EventName("intervention.taken-up.v1")
@Clause("6.4.3 d")
public record CaseTakenUp(SubjectId subject, Instant at, Party by, String agent, List<Change> changes)
        implements InterventionEvent {}
