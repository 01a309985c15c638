package io.redress.app;

import io.redress.command.record.Retention;
import io.redress.query.kept.KeptQueries;
import io.redress.query.kept.KeptQueries.Candidate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Has the personal data of cases forgotten whose terms are over by the legal clock, every ten minutes; any number of
 * nodes may do so at once. A sheet names the candidates, their histories decide.
 */
@Component
class RetentionClock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RetentionClock.class);
    private static final long MINUTES_BETWEEN = 10;
    private static final int BATCH = 200;

    private final KeptQueries kept;
    private final Retention retention;
    private final InstantSource legalClock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory());

    RetentionClock(
            WiringGuard guard,
            KeptQueries kept,
            Retention retention,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.kept = kept;
        this.retention = retention;
        this.legalClock = legalClock;
        var _ = timer.scheduleWithFixedDelay(this::round, MINUTES_BETWEEN, MINUTES_BETWEEN, TimeUnit.MINUTES);
    }

    private void round() {
        try {
            forgetWhatIsOver();
        } catch (RuntimeException e) {
            log.warn(
                    "personal data whose term is over could not be looked for and will be next time: {}", e.toString());
        }
    }

    /** Forgets all that is over; gives how many cases were. One that fails is passed over until the next round. */
    int forgetWhatIsOver() {
        Instant now = legalClock.instant();
        int forgotten = 0;
        String after = "";
        for (List<Candidate> some = kept.ended(now, after, BATCH);
                !some.isEmpty();
                some = kept.ended(now, after, BATCH)) {
            for (Candidate candidate : some) {
                forgotten += forget(candidate, now) ? 1 : 0;
            }
            after = some.getLast().subject().toString();
        }
        return forgotten;
    }

    private boolean forget(Candidate candidate, Instant now) {
        try {
            return retention.end(candidate.subject(), candidate.demands(), now);
        } catch (RuntimeException e) {
            log.warn("{} could not be forgotten and will be next time: {}", candidate.subject(), e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
