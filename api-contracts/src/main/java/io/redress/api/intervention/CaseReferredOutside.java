package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The case cannot be resolved on the platform.
 */
@EventName("intervention.referred-outside.v1")
@Clause("6.4.3 d")
public record CaseReferredOutside(SubjectId subject, Instant at, Party by, List<Change> changes)
        implements InterventionEvent {}
