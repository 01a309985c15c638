package io.redress.command.clock;

import io.redress.api.SubjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices windows whose time has run out and asks their subjects to lapse them. Any number of nodes may run one: each
 * leases what it works on. It sleeps until the next dueAt and is woken when a window begins that is due sooner, so it
 * notices in milliseconds without busy polling; it looks every few seconds for what a dead node left behind.
 */
public final class LapseClock implements AutoCloseable {
    /** Asks a subject to lapse what is due at or before this instant. */
    public interface Lapse {
        void at(SubjectId subject, Instant at);
    }

    private static final Logger log = LoggerFactory.getLogger(LapseClock.class);
    private static final int CLAIMS_MAX = 200;

    /** Those that are decided at the same moment are stored together. */
    private static final int AT_ONCE = 32;

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration STALE_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final DueWindows index;
    private final Lapse lapse;
    private final Recounts recounts;
    private final InstantSource legalClock;
    private final Duration grace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("lapse-", 0).daemon().factory());
    private @Nullable Thread loop;
    private volatile boolean running;
    private boolean woken;
    private Instant sleepsUntil = Instant.MAX;

    /**
     * @param grace how long an act that arrived before dueAt has to be stored before the window is lapsed; who is in
     *     time is decided by the act's own instant, so the clock must not overtake it
     */
    public LapseClock(DueWindows index, Lapse lapse, Recounts recounts, InstantSource legalClock, Duration grace) {
        this.index = index;
        this.lapse = lapse;
        this.recounts = recounts;
        this.legalClock = legalClock;
        this.grace = grace;
    }

    /** Begins to notice. */
    public void start() {
        running = true;
        index.tell(this::wakeFor);
        loop = Thread.ofPlatform().name("lapse-clock").daemon().start(this::run);
    }

    private void run() {
        while (running) {
            try {
                boolean more = lapseDue() >= CLAIMS_MAX;
                more |= recounts.askSome(now());
                if (!more) {
                    sleepUntil(index.nextLook().map(due -> due.plus(grace)).orElse(Instant.MAX));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("the clock could not look for due windows and will try again: {}", e.toString());
                    pause();
                }
            }
        }
    }

    /** Lapses one batch of what is due; returns how many histories it claimed. */
    private int lapseDue() throws InterruptedException {
        Instant now = now();
        List<DueWindows.Claim> claims = index.claim(now.minus(grace), CLAIMS_MAX, LEASE);
        List<Future<DueWindows.Claim>> lapses = claims.stream()
                .map(claim -> workers.submit(() -> {
                    lapse.at(claim.history(), now);
                    return claim;
                }))
                .toList();
        List<DueWindows.Claim> asked = new ArrayList<>(claims.size());
        for (Future<DueWindows.Claim> future : lapses) {
            try {
                asked.add(future.get());
            } catch (ExecutionException e) {
                log.error("a lapse failed and will be tried again when its lease ends", e.getCause());
            }
        }
        int stale = asked.isEmpty() ? 0 : index.forget(asked, now.minus(STALE_AFTER));
        if (stale > 0) {
            log.warn("{} rows of the due index had no open window behind them", stale);
        }
        return claims.size();
    }

    private Instant now() {
        return legalClock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void wakeFor(Instant dueAt) {
        lock.lock();
        try {
            if (dueAt.plus(grace).isBefore(sleepsUntil)) {
                woken = true;
                wake.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sleepUntil(Instant next) throws InterruptedException {
        lock.lock();
        try {
            sleepsUntil = next;
            Duration left = Duration.between(legalClock.instant(), next);
            long nanos = left.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN.toNanos() : Math.max(0, left.toNanos());
            while (running && !woken && nanos > 0) {
                nanos = wake.awaitNanos(nanos);
            }
            woken = false;
            sleepsUntil = Instant.MAX;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Stops noticing; what is being lapsed is finished. */
    @Override
    public void close() {
        running = false;
        Thread thread = loop;
        if (thread != null) {
            thread.interrupt();
        }
        workers.close();
    }
}
