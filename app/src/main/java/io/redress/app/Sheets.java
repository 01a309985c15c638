package io.redress.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processors, those that keep the sheets or others, and how far they have read. */
class Sheets {
    static final String TOKENS = "read_model.token_entry";
    static final String DEAD_LETTERS = "read_model.dead_letter_entry";

    private static final Logger log = LoggerFactory.getLogger(Sheets.class);
    private static final Duration GLANCE = Duration.ofMillis(5);

    /** At what another node keeps, which takes a question to the database. */
    private static final Duration GLANCE_AFAR = Duration.ofMillis(20);

    private final List<PooledStreamingEventProcessor> processors;
    private final EventStore events;
    private final JdbcClient sql;
    private final String tokens;
    private final String deadLetters;

    /** Of processors that have these tables. */
    Sheets(
            List<PooledStreamingEventProcessor> processors,
            EventStore events,
            JdbcClient sql,
            String tokens,
            String deadLetters) {
        this.processors = processors;
        this.events = events;
        this.sql = sql;
        this.tokens = tokens;
        this.deadLetters = deadLetters;
    }

    /** How many events are parked because a sheet could not take them in; the sheets lack them. */
    long parked() {
        return parkedBySheet().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same for each sheet that lacks any. */
    Map<String, Long> parkedBySheet() {
        Map<String, Long> parked = new TreeMap<>();
        sql.sql("SELECT processingGroup, count(*) FROM %s GROUP BY processingGroup".formatted(deadLetters))
                .query(row -> {
                    parked.put(row.getString(1), row.getLong(2));
                });
        return parked;
    }

    void start() {
        Map<String, Long> parked = parkedBySheet();
        if (!parked.isEmpty()) {
            log.warn("events are parked that could not be taken in: {}", parked);
        }
        processors.forEach(PooledStreamingEventProcessor::start);
    }

    /** Whether this node takes part in reading. */
    boolean isRunning() {
        return processors.stream().allMatch(PooledStreamingEventProcessor::isRunning);
    }

    void close() {
        // all at once: without a database each takes seconds to give up its claim
        CompletableFuture.allOf(processors.stream()
                        .map(PooledStreamingEventProcessor::shutdownAsync)
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    /** The position of the newest stored event, 0 when there is none. */
    long head() {
        TrackingToken head = events.createHeadToken();
        return head == null ? 0 : head.position().orElse(0);
    }

    /**
     * Waits until this sheet, or every sheet if none is named, has read what was stored before this call, whichever
     * node keeps it; false when that takes longer.
     */
    boolean await(@Nullable String sheet, Duration patience) {
        long head = head();
        List<PooledStreamingEventProcessor> concerned = processors.stream()
                .filter(processor -> sheet == null || processor.getName().equals(sheet))
                .toList();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!concerned.stream().allMatch(processor -> hasRead(processor, head))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            boolean here = concerned.stream().allMatch(Sheets::isKeptHere);
            LockSupport.parkNanos((here ? GLANCE : GLANCE_AFAR).toNanos());
        }
        return true;
    }

    /** The node that keeps a sheet knows how far it is; the others see it in the token, which is stored with it. */
    private boolean hasRead(PooledStreamingEventProcessor processor, long head) {
        long here = position(processor);
        return here >= head || (!isKeptHere(processor) && stored(processor.getName()) >= head);
    }

    private static boolean isKeptHere(PooledStreamingEventProcessor processor) {
        return !processor.processingStatus().isEmpty();
    }

    private long stored(String sheet) {
        return sql.sql("""
                        SELECT coalesce(min((convert_from(token, 'UTF8')::json ->> 'index')::bigint), 0)
                        FROM %s WHERE processorName = :sheet""".formatted(tokens))
                .param("sheet", sheet)
                .query(Long.class)
                .single();
    }

    /** Up to which position every sheet has read. */
    long readBy() {
        return processors.stream().mapToLong(Sheets::position).min().orElse(Long.MAX_VALUE);
    }

    private static long position(PooledStreamingEventProcessor processor) {
        return processor.processingStatus().values().stream()
                .map(EventTrackerStatus::getCurrentPosition)
                .mapToLong(position -> position.orElse(0))
                .min()
                .orElse(0);
    }

    /** Waits until every sheet has read what was stored before this call. */
    void awaitUpToDate(Duration patience) throws TimeoutException {
        long head = head();
        long deadline = System.nanoTime() + patience.toNanos();
        while (readBy() < head) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the sheets have read up to " + readBy() + " of " + head);
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }
}
