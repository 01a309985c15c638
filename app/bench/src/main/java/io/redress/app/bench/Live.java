package io.redress.app.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Watches how far behind readers are, and says when clients must wait for them: what is measured is how many acts are
 * done while whoever reads keeps up, not how fast a backlog grows.
 */
final class Live implements BooleanSupplier, AutoCloseable {
    /** What the sheets may lag when the load ends. */
    static final double LAG_SECONDS_MAX = 2;

    /** Clients wait well before that. */
    private static final double HELD_FROM_SECONDS = 1;

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final double SMOOTHING = 0.1;
    private static final double FIRST_GUESS = 1_000;

    private final LongSupplier head;
    private final LongSupplier readBy;
    private final Thread watch;
    private volatile boolean held;
    private volatile boolean over;

    Live(LongSupplier head, LongSupplier readBy) {
        this.head = head;
        this.readBy = readBy;
        watch = Thread.ofPlatform().daemon().name("live").start(this::look);
    }

    private void look() {
        double rate = FIRST_GUESS;
        long before = readBy.getAsLong();
        long since = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(GLANCE.toNanos());
            long read = readBy.getAsLong();
            long now = System.nanoTime();
            rate += SMOOTHING * ((read - before) * 1e9 / (now - since) - rate);
            before = read;
            since = now;
            held = head.getAsLong() - read > Math.max(200, rate * HELD_FROM_SECONDS);
        }
    }

    @Override
    public boolean getAsBoolean() {
        return held;
    }

    @Override
    public void close() {
        over = true;
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acts a second for which the readers keep up: what they lag at the end beyond what they may, they need besides. */
    static double rate(Pace pace, double lagSeconds) {
        return pace.acts() / (pace.seconds() + Math.max(0, lagSeconds - LAG_SECONDS_MAX));
    }
}
