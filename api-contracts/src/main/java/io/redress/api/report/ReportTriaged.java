package io.redress.api.report;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The report was routed or handled.
 */
@EventName("report.triaged.v1")
@Clause({"6.4.3 c", "6.4.3 d"})
public record ReportTriaged(SubjectId subject, Instant at, Party by, List<Change> changes) implements ReportEvent {}
