package io.redress.command.notice;

import io.redress.api.window.RecordUnheard;
import io.redress.command.clock.SandboxClock;
import io.redress.command.webhook.Deliveries;
import io.redress.command.window.Documents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Does by itself what follows from notices: tells owners what will be due soon and which endpoints were disabled, and has
 * recorded what was unheard. Any
 * number of nodes may run one. It sleeps until the next step, is woken when something was told, and looks every few
 * seconds for what a dead node left behind.
 */
public final class NoticeClock implements AutoCloseable {
    /** Has a history record what was unheard. */
    public interface Recording {
        void record(RecordUnheard found);
    }

    private static final Logger log = LoggerFactory.getLogger(NoticeClock.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration WAY_IS_FREE = Duration.ofMillis(50);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Notices notices;
    private final DueSoon dueSoon;
    private final Unheard unheard;
    private final Disabled disabled;
    private final InstantSource legalClock;
    private final boolean tellsWhatIsDue;
    private final Semaphore bell = new Semaphore(0);
    private final Thread loop =
            Thread.ofPlatform().name("notice-clock").daemon().unstarted(this::run);
    private volatile boolean running;

    /**
     * @param tellsWhatIsDue whether this node looks at the time; in a sandbox whoever moves it does
     */
    public NoticeClock(
            JdbcClient sql,
            Deliveries deliveries,
            Steps steps,
            Documents documents,
            InstantSource legalClock,
            PlatformTransactionManager transactions,
            Recording recording,
            boolean tellsWhatIsDue) {
        Inboxes inboxes = new Inboxes(sql, deliveries);
        this.dueSoon = new DueSoon(sql, inboxes, steps, documents, transactions);
        this.unheard = new Unheard(sql, recording);
        this.disabled = new Disabled(sql, inboxes, transactions);
        this.notices = new Notices(sql, inboxes, dueSoon, unheard, legalClock, transactions);
        this.legalClock = legalClock;
        this.tellsWhatIsDue = tellsWhatIsDue;
    }

    /** What takes in the events. */
    public Notices notices() {
        return notices;
    }

    /** What is told before windows are due. */
    public DueSoon dueSoon() {
        return dueSoon;
    }

    /**
     * The same for a clock that is moved by hand.
     *
     * @param catchUp waits until what is stored was told
     */
    public SandboxClock.Telling telling(Runnable catchUp) {
        return new SandboxClock.Telling() {
            @Override
            public void catchUp() {
                catchUp.run();
            }

            @Override
            public Optional<Instant> soonest(Instant limit) {
                return dueSoon.soonest(limit);
            }

            @Override
            public void tell(Instant at) {
                dueSoon.tell(at);
            }
        };
    }

    /** Begins. */
    public void start() {
        running = true;
        notices.tell(bell::release);
        loop.start();
    }

    private void run() {
        while (running) {
            try {
                bell.drainPermits();
                Instant now = legalClock.instant().truncatedTo(ChronoUnit.MICROS);
                unheard.recordAll(now);
                disabled.tell(now);
                Optional<Instant> next = tellsWhatIsDue ? dueSoon.soonest(now.plus(LOOK_AGAIN)) : Optional.empty();
                if (next.isPresent() && !next.get().isAfter(now)) {
                    if (!dueSoon.tell(now)) {
                        sleep(WAY_IS_FREE);
                    }
                } else {
                    sleep(next.map(step -> Duration.between(now, step)).orElse(LOOK_AGAIN));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("what follows from notices could not be done and will be tried again: {}", e.toString());
                    pause();
                }
            }
        }
    }

    /** Until then, or until something was told. */
    private void sleep(Duration time) throws InterruptedException {
        var _ = bell.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public void close() {
        running = false;
        loop.interrupt();
    }
}
