package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * A return request that was withdrawn or closed by a lapse let go of its lines.
 */
@EventName("order.lines-released.v1")
@Clause("6.4.2 c")
public record OrderLinesReleased(
        SubjectId subject, Instant at, Party by, SubjectId returnRequest, List<String> lines, List<Change> changes)
        implements OrderEvent {}
