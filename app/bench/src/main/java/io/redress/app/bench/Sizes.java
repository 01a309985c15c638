package io.redress.app.bench;

import java.time.Duration;

/** How much is measured: as much as a verdict needs, or what is done in eight minutes. */
record Sizes(boolean quick) {
    private static final double WHEN_NOT_QUICK = 2.5;

    /** For how long. */
    Duration of(int secondsWhenQuick) {
        return Duration.ofMillis((long) (secondsWhenQuick * 1_000 * (quick ? 1 : WHEN_NOT_QUICK)));
    }

    Duration warmUp() {
        return of(8);
    }

    /** Windows that fall due in the same second. */
    int windows() {
        return quick ? 20_000 : 100_000;
    }

    /** Events that every sheet replays. */
    int replayed() {
        return quick ? 60_000 : 500_000;
    }

    /** Events that are stored when it is asked what an act costs. */
    int[] stored() {
        return quick ? new int[] {200_000} : new int[] {1_000_000, 5_000_000};
    }

    /** Windows that run meanwhile. */
    int open() {
        return quick ? 50_000 : 1_000_000;
    }

    int entriesOfALongCase() {
        return 5_000;
    }

    /** Lines of an intake, by each of those who tell at once. */
    int lines() {
        return quick ? 3_000 : 10_000;
    }

    int starts() {
        return quick ? 2 : 5;
    }
}
