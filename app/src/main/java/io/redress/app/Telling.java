package io.redress.app;

import io.redress.command.notice.NoticeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever tells parties what happened: the processors, what they parked, and what follows by itself. */
class Telling {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);

    /** How often what was parked is tried again. */
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /** How long time waits in a sandbox for parties to be told, when they are not. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sheets processors;
    private final List<DeadLetteringEventHandlerInvoker> invokers;
    private final NoticeClock clock;
    private final ScheduledExecutorService workers;

    /**
     * @param processors those that tell
     * @param invokers theirs
     */
    Telling(
            Sheets processors,
            List<DeadLetteringEventHandlerInvoker> invokers,
            NoticeClock clock,
            ScheduledExecutorService workers) {
        this.processors = processors;
        this.invokers = invokers;
        this.clock = clock;
        this.workers = workers;
    }

    void start() {
        processors.start();
        clock.start();
        var _ = workers.scheduleWithFixedDelay(
                this::tryParked, TRY_AGAIN.toSeconds(), TRY_AGAIN.toSeconds(), TimeUnit.SECONDS);
    }

    /** How many events are parked because nobody could be told of them. */
    Map<String, Long> parked() {
        return processors.parkedBySheet();
    }

    /** Tells what was parked, case by case, until one is parked again. */
    void tryParked() {
        for (DeadLetteringEventHandlerInvoker invoker : invokers) {
            try {
                while (invoker.processAny()) {
                    // the next
                }
            } catch (RuntimeException e) {
                log.warn("what is parked could not be told, and will be tried again: {}", e.toString());
            }
        }
    }

    /** Waits until notices were put of all that is stored, if this node puts any. */
    void catchUp() {
        if (processors.isRunning() && !processors.await(NoticeConfiguration.NOTICES, PATIENCE)) {
            log.warn("time goes on although parties have not been told of everything");
        }
    }

    void close() {
        clock.close();
        processors.close();
        workers.shutdownNow();
    }
}
