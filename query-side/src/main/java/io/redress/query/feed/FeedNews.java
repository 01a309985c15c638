package io.redress.query.feed;

import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/**
 * Wakes whoever waits for something to happen. One glance at the sheet serves all who wait on this node, however many
 * they are, and wakes only those whom it may concern; while nobody waits, nothing is asked.
 */
@Component
public final class FeedNews implements ApplicationListener<ContextClosedEvent> {
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final long NOT_LOOKING = Long.MIN_VALUE;

    private final SheetReader sheets;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService glances = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("feed-news").daemon().factory());

    /** Up to which place of the sheet everybody was woken; only the glance uses it. */
    private long seen = NOT_LOOKING;

    private volatile boolean closed;

    FeedNews(SheetReader sheets) {
        this.sheets = sheets;
        ScheduledFuture<?> _ = glances.scheduleWithFixedDelay(
                this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to listen: whatever comes into sight from now on wakes it. */
    public Listener listen(Reader reader) {
        Listener listener = new Listener(reader);
        listeners.add(listener);
        return listener;
    }

    /** Whether the service goes on; when it does not, nobody shall wait. */
    public boolean goesOn() {
        return !closed;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        closed = true;
        glances.shutdownNow();
        listeners.forEach(Listener::wake);
    }

    /** One that failed must not be the last. */
    private void glance() {
        if (listeners.isEmpty()) {
            seen = NOT_LOOKING;
            return;
        }
        try {
            if (seen == NOT_LOOKING) {
                seen = newest();
                // what came between a listener's last question and this is not known here
                listeners.forEach(Listener::wake);
            } else {
                lookBehind(seen);
            }
        } catch (RuntimeException _) {
            // the database is away; when it is back, everybody looks for himself
            seen = NOT_LOOKING;
        }
    }

    private long newest() {
        return sheets.one(
                        Reader.SERVICE,
                        Question.of("SELECT coalesce(max(position), -1) AS position FROM read_model.feed_event"),
                        row -> row.number("position"))
                .orElseThrow();
    }

    private record Concerned(String consumer, String merchant, String operator, long position) {
        boolean may(Reader reader) {
            return switch (reader.kind()) {
                case SERVICE, PLATFORM, AGENT -> true;
                case CONSUMER -> consumer.equals(reader.name());
                case MERCHANT -> merchant.equals(reader.name());
                case OPERATOR -> operator.equals(reader.name());
                case NOBODY -> false;
            };
        }
    }

    private void lookBehind(long position) {
        List<Concerned> news = sheets.list(
                Reader.SERVICE,
                Question.of("""
                        SELECT consumer, merchant, operator, max(position) AS position
                        FROM read_model.feed_event WHERE position > ? GROUP BY consumer, merchant, operator""", position),
                row -> new Concerned(
                        row.text("consumer"), row.text("merchant"), row.text("operator"), row.number("position")));
        for (Listener listener : listeners) {
            if (news.stream().anyMatch(concerned -> concerned.may(listener.reader))) {
                listener.wake();
            }
        }
        seen = news.stream().mapToLong(Concerned::position).max().orElse(position);
    }

    /** Somebody who waits. */
    public final class Listener implements AutoCloseable {
        private final Reader reader;
        private final Semaphore news = new Semaphore(0);

        private Listener(Reader reader) {
            this.reader = reader;
        }

        private void wake() {
            if (news.availablePermits() == 0) {
                news.release();
            }
        }

        /** Waits until there may be something new for this reader since it waited last; false when it was long enough. */
        public boolean await(Duration patience) throws InterruptedException {
            if (closed) {
                return false;
            }
            boolean woken = news.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            news.drainPermits();
            return woken;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
