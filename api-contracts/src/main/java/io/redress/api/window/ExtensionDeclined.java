package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;

/**
 * The proposed dueAt was declined.
 */
@EventName("window.extension-declined.v1")
@Clause({"6.4.2 c", "6.4.2 d", "6.4.3 d"})
public record ExtensionDeclined(SubjectId subject, Instant at, Party by, WindowKey window, List<Change> changes)
        implements WindowEvent {}
