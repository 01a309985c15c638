package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;

/**
 * The days of the subject's running windows were counted anew, because a notice about days off has been loaded.
 *
 * @param calendar the version of the calendar that was in effect
 * @param notice the number of the notice with which that version came
 */
@EventName("window.recounted.v1")
@Clause({"6.1.4", "6.1.5"})
public record WindowsRecounted(
        SubjectId subject, Instant at, Party by, int calendar, String notice, List<Change> changes)
        implements WindowEvent {}
