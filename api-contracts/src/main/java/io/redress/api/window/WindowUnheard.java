package io.redress.api.window;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window lapsed of which we had told its owner nothing by dueAt: an outage of ours. The lapse and all that it caused
 * stand, for the consumer loses no day; but it does not count against the owner.
 *
 * @param toldAt when the owner was told at last; null when never
 */
@EventName("window.unheard.v1")
@Clause("6.4.3 d")
public record WindowUnheard(
        SubjectId subject,
        Instant at,
        Party by,
        WindowKey window,
        Instant dueAt,
        @Nullable Instant toldAt,
        List<Change> changes)
        implements WindowEvent {}
