package io.redress.api.report;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * A violation was reported.
 */
@EventName("report.filed.v1")
@Clause({"6.3.3", "6.4.3 c"})
public record ViolationReported(SubjectId subject, Instant at, Party by, String room, List<Change> changes)
        implements ReportEvent {}
