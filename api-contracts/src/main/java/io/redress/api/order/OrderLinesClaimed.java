package io.redress.api.order;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.returns.ReturnKind;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A return request took hold of lines, at filing or at reopening.
 *
 * @param kind what is asked for; null where it was not kept yet
 * @param outOfWindow filed for quality after the window for it had ended
 */
@EventName("order.lines-claimed.v1")
@Clause("6.4.2 c")
public record OrderLinesClaimed(
        SubjectId subject,
        Instant at,
        Party by,
        SubjectId returnRequest,
        List<String> lines,
        @Nullable ReturnKind kind,
        boolean outOfWindow,
        List<Change> changes)
        implements OrderEvent {}
