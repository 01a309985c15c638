package io.redress.api.complaint;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The complaint is serious.
 */
@EventName("complaint.flagged-serious.v1")
@Clause({"6.4.1 g", "6.4.2 f"})
public record ComplaintFlaggedSerious(SubjectId subject, Instant at, Party by, List<Change> changes)
        implements ComplaintEvent {}
