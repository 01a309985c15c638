package io.redress.command.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores what acts decided, on one thread for all acts of this node: whatever waits when a commit is done goes into the
 * next one. The first statement of each transaction takes the lock that lets one node write at a time, so that positions
 * are in the order of commits, and nothing that a group is compared with can change before it is stored.
 *
 * <p>An act that was overtaken fails alone, before anything is written. If the transaction fails, the acts whose fault it
 * is fail, and the others are stored without them; where nobody knows whose fault it is, each is stored alone. When the
 * database broke off, all of the group fail, and whether they are stored is not known, as of a single one.
 */
final class GroupWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    /** The lock is that of the trigger which guards whoever else inserts events; it is waited for, then asked. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(4401171); ";

    private static final String LAST = """
            SELECT h.name, (SELECT max(sequence_number) FROM event_store.domain_event_entry
                WHERE aggregate_identifier = h.name)
            FROM unnest(?::text[]) h (name)""";

    private static final String INSERT = """
            INSERT INTO event_store.domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                payload_type, payload_revision, payload, meta_data, time_stamp)
            SELECT event_identifier, aggregate_identifier, sequence_number, type, payload_type, payload_revision, payload,
                meta_data, time_stamp
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[],
                ?::text[]) WITH ORDINALITY
                e (event_identifier, aggregate_identifier, sequence_number, type, payload_type, payload_revision, payload,
                    meta_data, time_stamp, place)
            ORDER BY place""";

    private static final int GROUP_MAX = 256;
    private static final int WAITING_MAX = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_UP_MILLIS = 100;

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final List<CommitParticipant> participants;
    private final RecentHistories recent;
    private final BlockingQueue<Append> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread writer = Thread.ofPlatform().name("commits").daemon().unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean over;

    GroupWriter(
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            List<CommitParticipant> participants,
            RecentHistories recent) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.participants = participants;
        this.recent = recent;
    }

    void start() {
        writer.start();
    }

    /** Waits until the act is stored. */
    void store(Append act) {
        try {
            if (closed || !waiting.offer(act, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientDataAccessResourceException("too many acts wait to be stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientDataAccessResourceException("interrupted before the act was stored", e);
        }
        if (over && waiting.remove(act)) {
            throw new TransientDataAccessResourceException("this node has stopped");
        }
        act.await();
    }

    int waiting() {
        return waiting.size();
    }

    private void run() {
        List<Append> taken = new ArrayList<>(GROUP_MAX);
        while (!closed || !waiting.isEmpty()) {
            try {
                Append first = waiting.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken, GROUP_MAX - 1);
                    write(taken);
                }
            } catch (InterruptedException e) {
                log.warn("nobody interrupts the writer: it ends when what waits is stored");
            } catch (RuntimeException | Error e) {
                log.error("the writer failed and goes on", e);
                taken.forEach(act -> act.fail(e));
            } finally {
                taken.clear();
            }
        }
        over = true;
        waiting.forEach(act -> act.fail(new TransientDataAccessResourceException("this node has stopped")));
    }

    /** In order, those that are to be alone apart. */
    private void write(List<Append> acts) {
        int from = 0;
        for (int next = 0; next < acts.size(); next++) {
            Append act = acts.get(next);
            if (participants.stream().anyMatch(participant -> participant.isAlone(act))) {
                writeGroup(acts.subList(from, next));
                writeGroup(acts.subList(next, next + 1));
                from = next + 1;
            }
        }
        writeGroup(acts.subList(from, acts.size()));
    }

    private void writeGroup(List<Append> acts) {
        List<Append> left = new ArrayList<>(acts);
        while (!left.isEmpty()) {
            try {
                Map<Append, RuntimeException> overtaken = new LinkedHashMap<>();
                List<Append> group = left;
                transaction.executeWithoutResult(_ -> inOneTransaction(group, overtaken));
                overtaken.forEach(Append::fail);
                left.removeAll(overtaken.keySet());
                left.forEach(Append::succeed);
                return;
            } catch (NotStored some) {
                some.failures().forEach(Append::fail);
                left.removeAll(some.failures().keySet());
            } catch (RuntimeException | Error e) {
                if (left.size() == 1 || isOfTheDatabase(e)) {
                    left.forEach(act -> act.fail(e));
                } else {
                    left.forEach(act -> writeGroup(List.of(act)));
                }
                return;
            }
        }
    }

    private void inOneTransaction(List<Append> acts, Map<Append, RuntimeException> overtaken) {
        Map<String, Long> last = alone(acts.stream()
                .flatMap(act -> act.after().keySet().stream())
                .distinct()
                .toArray(String[]::new));
        List<Append> stored = new ArrayList<>(acts.size());
        for (Append act : acts) {
            if (act.isOvertaken(last)) {
                recent.forget(act.after().keySet());
                overtaken.put(act, act.overtaken(null));
            } else {
                stored.add(act);
                act.rows().forEach(row -> last.put(row.getAggregateIdentifier(), row.getSequenceNumber()));
            }
        }
        if (!stored.isEmpty()) {
            participants.forEach(participant -> participant.write(stored));
            insert(stored);
        }
    }

    /**
     * The same from the moment on when nobody else writes until the commit, in one round trip. Where somebody else writes
     * for too long, that is no act's fault.
     */
    private Map<String, Long> alone(String[] histories) {
        try {
            return Objects.requireNonNull(sql.execute(
                    LOCK + LAST, (PreparedStatementCallback<Map<String, Long>>) both -> {
                        both.setObject(1, histories);
                        both.execute();
                        both.getMoreResults();
                        try (ResultSet rows = both.getResultSet()) {
                            return numbers(rows);
                        }
                    }));
        } catch (DataAccessException e) {
            throw new CannotCreateTransactionException("nothing can be stored now", e);
        }
    }

    /** The number of the last event of each of these histories; those without any are left out. */
    Map<String, Long> last(String[] histories) {
        return Objects.requireNonNull(
                sql.query(LAST, (ResultSetExtractor<Map<String, Long>>) GroupWriter::numbers, (Object) histories));
    }

    private static Map<String, Long> numbers(ResultSet rows) throws SQLException {
        Map<String, Long> last = new HashMap<>();
        while (rows.next()) {
            long number = rows.getLong(2);
            if (!rows.wasNull()) {
                last.put(rows.getString(1), number);
            }
        }
        return last;
    }

    private void insert(List<Append> acts) {
        List<DomainEventData<byte[]>> rows =
                acts.stream().flatMap(act -> act.rows().stream()).toList();
        try {
            sql.update(
                    INSERT,
                    column(rows, DomainEventData::getEventIdentifier),
                    column(rows, DomainEventData::getAggregateIdentifier),
                    rows.stream().map(DomainEventData::getSequenceNumber).toArray(Long[]::new),
                    column(rows, DomainEventData::getType),
                    column(rows, row -> row.getPayload().getType().getName()),
                    column(rows, row -> row.getPayload().getType().getRevision()),
                    rows.stream().map(row -> row.getPayload().getData()).toArray(byte[][]::new),
                    rows.stream().map(row -> row.getMetaData().getData()).toArray(byte[][]::new),
                    column(rows, row -> DateTimeUtils.formatInstant(row.getTimestamp())));
        } catch (DuplicateKeyException e) {
            throw acts.size() == 1 ? acts.getFirst().overtaken(e) : e;
        }
    }

    private static String[] column(
            List<DomainEventData<byte[]>> rows, Function<DomainEventData<byte[]>, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /** Whether it was no statement's fault: then the next transaction would fail too. */
    private static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof TransactionException
                || failure instanceof DataAccessResourceFailureException
                || SqlStates.of(failure)
                        .anyMatch(state -> state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }

    /** Takes no more, and ends when what waits is stored. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
