package io.redress.api.complaint;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The respondent accepted the complaint.
 */
@EventName("complaint.accepted.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record ComplaintAccepted(SubjectId subject, Instant at, Party by, List<Change> changes)
        implements ComplaintEvent {}
