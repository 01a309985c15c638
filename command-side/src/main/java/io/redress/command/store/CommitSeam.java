package io.redress.command.store;

import io.redress.command.store.RecentHistories.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The one place where an act becomes durable: due index, idempotency record, events and whatever else must be stored with
 * them, in one transaction, together with the acts that come at the same moment. It is decided outside any transaction;
 * what it was decided on is compared with what is stored in the one that stores it.
 */
public final class CommitSeam extends JdbcEventStorageEngine implements AutoCloseable {
    private static final String READ = """
            SELECT type, aggregate_identifier, sequence_number, event_identifier, time_stamp, payload_type,
                payload_revision, payload, meta_data
            FROM event_store.domain_event_entry WHERE aggregate_identifier = ? AND sequence_number >= ?
            ORDER BY sequence_number""";

    private final JdbcTemplate sql;
    private final List<CommitParticipant> participants;
    private final RecentHistories recent;
    private final GroupWriter writer;

    private CommitSeam(
            JdbcEventStorageEngine.Builder builder,
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            List<CommitParticipant> participants) {
        super(builder);
        this.sql = sql;
        this.participants = List.copyOf(participants);
        this.recent = new RecentHistories(getEventSerializer());
        this.writer = new GroupWriter(sql, transactions, this.participants, recent);
    }

    /**
     * A seam at which a writer waits for acts.
     *
     * @param builder knows the table; needs no transactions
     */
    public static CommitSeam open(
            JdbcEventStorageEngine.Builder builder,
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            List<CommitParticipant> participants) {
        CommitSeam seam = new CommitSeam(builder, sql, transactions, participants);
        seam.writer.start();
        return seam;
    }

    /** Comes before all others that acts pass: what is read from then on is what they are decided on. */
    public static MessageHandlerInterceptor<CommandMessage<?>> notesWhatActsAreDecidedOn() {
        return new Basis.Interceptor();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        Append append = Append.of(events);
        participants.forEach(participant -> participant.look(append));
        append.serialize(events, serializer);
        writer.store(append);
        recent.add(append.rows());
    }

    /** An act reads what this node remembers; everybody else what is stored. */
    @Override
    public DomainEventStream readEvents(String history, long first) {
        Basis basis = Basis.current();
        if (basis == null) {
            return super.readEvents(history, first);
        }
        History remembered = recent.find(history);
        if (remembered != null) {
            basis.isRememberedBy(this);
        }
        History known = remembered == null ? recent.read(history, stored(history, 0)) : remembered;
        basis.read(history, known.last());
        return known.from(first);
    }

    /** Whether something was stored in one of these histories behind these numbers; then they are forgotten here. */
    boolean isOvertaken(Map<String, Long> histories) {
        Map<String, Long> last = writer.last(histories.keySet().toArray(String[]::new));
        boolean overtaken = histories.entrySet().stream()
                .anyMatch(known -> !last.getOrDefault(known.getKey(), -1L).equals(known.getValue()));
        if (overtaken) {
            recent.forget(histories.keySet());
        }
        return overtaken;
    }

    /** In one statement, and so from one moment. */
    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String history, long first) {
        return stored(history, first).stream();
    }

    private List<GenericDomainEventEntry<byte[]>> stored(String history, long first) {
        return sql.query(
                READ,
                (row, _) -> new GenericDomainEventEntry<>(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getBytes(8),
                        row.getBytes(9)),
                history,
                first);
    }

    /** There are no snapshots: histories are short. This saves a query for each act. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }

    /** How many acts wait to be stored. */
    public int waiting() {
        return writer.waiting();
    }

    /** Takes no more acts; those that wait are stored. */
    @Override
    public void close() {
        writer.close();
    }
}
