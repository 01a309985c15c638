package io.redress.app.bench;

import java.time.Duration;

/**
 * How much is measured: as much as a verdict needs, or what is done in eight minutes.
 *
 * @param part of that, for whoever works on the benchmarks themselves
 */
record Sizes(boolean quick, double part) {
    private static final double WHEN_NOT_QUICK = 2.5;

    /** For how long. */
    Duration of(int secondsWhenQuick) {
        return Duration.ofMillis((long) (secondsWhenQuick * 1_000 * part * (quick ? 1 : WHEN_NOT_QUICK)));
    }

    private int of(int whenQuick, int otherwise) {
        return (int) Math.max(1, part * (quick ? whenQuick : otherwise));
    }

    Duration warmUp() {
        return of(8);
    }

    /** Windows that fall due in the same second. */
    int windows() {
        return of(20_000, 100_000);
    }

    /** When something is broken off that goes on for too long, and what was reached until then counts. */
    Duration budget() {
        return Duration.ofSeconds(quick ? 90 : 600);
    }

    /** Events that every sheet replays. */
    int replayed() {
        return of(60_000, 500_000);
    }

    /** Events that are stored when it is asked what an act costs. */
    int[] stored() {
        return quick ? new int[] {of(200_000, 0)} : new int[] {of(0, 1_000_000), of(0, 5_000_000)};
    }

    /** Windows that run meanwhile. */
    int open() {
        return of(50_000, 1_000_000);
    }

    int entriesOfALongCase() {
        return 5_000;
    }

    /** Orders in one call. */
    int lines() {
        return of(250, 2_000);
    }

    int starts() {
        return of(2, 5);
    }
}
