package io.redress.command.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message is attempted: the ten times that Standard Webhooks recommends, 75 hours 35 minutes and 5 seconds from
 * the first to the last, each wait up to a fifth longer, so that what failed together does not come back together.
 */
final class DeliverySchedule {
    /** How long to wait before each attempt, after the one before. */
    static final List<Duration> WAITS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER_MAX = 0.2;

    /** A receiver that asks for more time than this is asked again all the same. */
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(24);

    private final RandomGenerator random;

    DeliverySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * When the next attempt may be made; nothing after the last one.
     *
     * @param made how many were made, the failed one included
     * @param notBefore what the receiver asked for
     */
    Optional<Instant> next(int made, Instant now, Optional<Instant> notBefore) {
        if (made >= WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(made);
        Instant next = now.plus(wait).plusMillis((long) (wait.toMillis() * JITTER_MAX * random.nextDouble()));
        Instant latest = now.plus(RETRY_AFTER_MAX);
        Instant asked = notBefore.map(at -> at.isAfter(latest) ? latest : at).orElse(next);
        return Optional.of(asked.isAfter(next) ? asked : next);
    }
}
