package io.redress.command.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint has fared since the last attempt that succeeded. It is kept in the database, so that all nodes know it
 * and a restart forgets nothing.
 *
 * @param failures how many attempts failed, one after the other
 * @param failedAt when the last one did
 * @param failingSince since when it counts as failing: from a failure that another one followed within a day
 * @param pausedUntil until when it is left alone
 */
record Health(
        int failures,
        @Nullable Instant failedAt,
        @Nullable Instant failingSince,
        @Nullable Instant pausedUntil) {
    static final Health GOOD = new Health(0, null, null, null);

    /** After so many failures in a row only one attempt is made at a time, with a pause before it. */
    static final int TRIPPED = 5;

    static final Duration PAUSE_MIN = Duration.ofSeconds(30);
    static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    /** Sporadic failures are none. */
    static final Duration SEVERAL_WITHIN = Duration.ofHours(24);

    /** An endpoint at which nothing else succeeded for so long is disabled. */
    static final Duration FAILING_MAX = Duration.ofDays(5);

    Health failedAgain(Instant now) {
        int all = failures + 1;
        boolean soonAfter = failedAt != null && now.isBefore(failedAt.plus(SEVERAL_WITHIN));
        Instant since = failingSince != null ? failingSince : soonAfter ? failedAt : null;
        return new Health(all, now, since, all < TRIPPED ? null : now.plus(pause(all - TRIPPED)));
    }

    private static Duration pause(int doublings) {
        Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(doublings, 10));
        return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
    }

    boolean isHopeless(Instant now) {
        return failingSince != null && !now.isBefore(failingSince.plus(FAILING_MAX));
    }
}
