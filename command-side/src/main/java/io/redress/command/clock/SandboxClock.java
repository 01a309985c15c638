package io.redress.command.clock;

import static io.redress.command.rule.Require.that;

import io.redress.command.rule.Rule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A legal clock that stands still until it is moved by hand, for the sandbox and for scenarios; never in production. It
 * moves legal time only: leases, tokens and retries stay on the operational clock. Its time is stored, so it survives a
 * restart.
 */
public final class SandboxClock implements InstantSource {
    /** Whoever tells parties what becomes of their windows, and that they will be due. */
    public interface Telling {
        /** Waits until everything that is stored was told: no time may pass before that. */
        void catchUp();

        /** The soonest instant, at or before the limit, at which something is to be told. */
        Optional<Instant> soonest(Instant limit);

        /** Tells what is to be told by now. */
        void tell(Instant at);
    }

    private static final Logger log = LoggerFactory.getLogger(SandboxClock.class);

    private final JdbcClient sql;
    private final DueWindows index;
    private final LapseClock.Lapse lapse;
    private final Recounts recounts;
    private volatile @Nullable Telling telling;

    public SandboxClock(JdbcClient sql, DueWindows index, LapseClock.Lapse lapse, Recounts recounts) {
        this.sql = sql;
        this.index = index;
        this.lapse = lapse;
        this.recounts = recounts;
    }

    /** Sets the clock going from this instant, unless it was set before. */
    public void startAt(Instant at) {
        sql.sql("INSERT INTO outbox.sandbox_clock (now_at) VALUES (:at) ON CONFLICT DO NOTHING")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** From now on time passes no faster than parties are told. */
    public void tell(Telling newTelling) {
        telling = newTelling;
    }

    /** Where the clock stands; long ago while it was never started. */
    @Override
    public Instant instant() {
        return sql.sql("SELECT now_at FROM outbox.sandbox_clock")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(Instant.EPOCH);
    }

    /**
     * Lets time pass up to this instant. What a notice moves is moved first; then every due instant on the way is visited
     * in order, and what is due there lapses before time goes on; so is every instant at which it is to be told that
     * something will be due. Rows that the subjects do not know as due are forgotten, or they would be due for ever.
     */
    public synchronized void advanceTo(Instant target) {
        that(!target.isBefore(instant()), Rule.CLOCK_MOVES_FORWARD);
        recounts.askAll(instant());
        for (Optional<Instant> next = next(target); next.isPresent(); next = next(target)) {
            set(next.get());
            Instant at = instant();
            Telling told = telling;
            if (told != null) {
                told.tell(at);
            }
            for (DueWindows.Due found : index.due(at)) {
                lapse.at(found.history(), at);
                int stale = index.forget(found, at);
                if (stale > 0) {
                    log.warn("{} rows of the due index had no open window behind them", stale);
                }
            }
        }
        set(target);
    }

    /** The next instant at which something is due, or to be told; what happened until now was told before it comes. */
    private Optional<Instant> next(Instant target) {
        Optional<Instant> due = index.soonest(target);
        Telling told = telling;
        if (told == null) {
            return due;
        }
        told.catchUp();
        return Stream.concat(due.stream(), told.soonest(target).stream()).min(Comparator.naturalOrder());
    }

    /** When time comes next to an instant at which something is due, up to this one. */
    public Optional<Instant> nextDue(Instant limit) {
        return index.soonest(limit);
    }

    private void set(Instant at) {
        sql.sql("UPDATE outbox.sandbox_clock SET now_at = greatest(now_at, :at)")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
