package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;

/**
 * Time ran out on a window. The lapse stands in the ledger at dueAt; what it caused begins at {@code at}, so
 * nobody is charged for the lag of our clock.
 */
@EventName("window.lapsed.v1")
@Clause("6.4.3 d")
public record WindowLapsed(SubjectId subject, Instant at, Party by, WindowKey window, List<Change> changes)
        implements WindowEvent {}
