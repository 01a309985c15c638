package io.redress.command.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.api.record.RecordRead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores that personal data is about to be shown, before it is: whoever cannot be recorded is shown nothing. Who looks
 * again at the same case within ten minutes, at this node, is recorded once. Nothing is decided here, so that no history
 * is read: the readings of one answer are one insert.
 */
public final class Readings {
    private static final Duration ONCE_IN = Duration.ofMinutes(10);
    private static final int REMEMBERED_MAX = 100_000;
    private static final int TRIES_MAX = 4;

    private final JdbcClient sql;
    private final EventStore events;
    private final Cache<List<Object>, Boolean> lately = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterWrite(ONCE_IN)
            .build();

    public Readings(JdbcClient sql, EventStore events) {
        this.sql = sql;
        this.events = events;
    }

    /** Stores those that were not stored lately. */
    public void store(List<RecordRead> readings) {
        List<RecordRead> fresh = readings.stream()
                .filter(reading -> lately.getIfPresent(who(reading)) == null)
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        for (int tries = 1; ; tries++) {
            try {
                append(fresh);
                break;
            } catch (AggregateStreamCreationException | ConcurrencyException e) {
                if (tries == TRIES_MAX) {
                    throw e; // somebody else writes there all the time
                }
            }
        }
        fresh.forEach(reading -> lately.put(who(reading), true));
    }

    private static List<Object> who(RecordRead reading) {
        return List.of(
                reading.subject(),
                reading.by(),
                reading.agent() == null ? "" : reading.agent(),
                reading.opening() == null ? 0 : reading.opening());
    }

    private void append(List<RecordRead> fresh) {
        Map<String, Long> next = new HashMap<>();
        sql.sql("""
                        SELECT aggregate_identifier, max(sequence_number) AS last FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ANY (:records) GROUP BY aggregate_identifier""")
                .param(
                        "records",
                        fresh.stream().map(read -> read.subject().toString()).toArray(String[]::new))
                .query((row, _) -> next.put(row.getString("aggregate_identifier"), row.getLong("last") + 1))
                .list();
        List<GenericDomainEventMessage<RecordRead>> messages = new ArrayList<>();
        for (RecordRead read : fresh) {
            String record = read.subject().toString();
            long number = next.getOrDefault(record, 0L);
            next.put(record, number + 1);
            messages.add(new GenericDomainEventMessage<>("record", record, number, read));
        }
        events.publish(messages);
    }
}
