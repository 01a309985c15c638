package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumer rated how a party dealt with a demand that is over. It moves no window.
 *
 * @param of whom it is about
 * @param stars from 1, the worst, to {@link #STARS_MAX}, the best
 */
@EventName("demand.rated.v1")
@Clause("6.4.3 a")
public record DemandRated(
        SubjectId subject,
        Instant at,
        Party by,
        Party of,
        int stars,
        @Nullable PersonalText comment,
        List<Change> changes)
        implements DemandEvent {
    public static final int STARS_MAX = 5;
}
