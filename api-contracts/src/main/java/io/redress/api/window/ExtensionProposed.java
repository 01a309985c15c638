package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;

/**
 * A later dueAt was proposed.
 */
@EventName("window.extension-proposed.v1")
@Clause({"6.4.2 c", "6.4.2 d", "6.4.3 d"})
public record ExtensionProposed(
        SubjectId subject, Instant at, Party by, WindowKey window, Instant dueAt, List<Change> changes)
        implements WindowEvent {}
