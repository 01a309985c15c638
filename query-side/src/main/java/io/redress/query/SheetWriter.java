package io.redress.query;

import io.redress.api.Event;
import io.redress.api.EventName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Writes one sheet. What the events of a processor's batch do to it is collected and flushed as JDBC batches just
 * before the transaction that also stores the token commits: a few round trips for some 500 events.
 *
 * <p>Statements about one subject keep their order; those about different subjects pass one another, because no row of
 * any sheet is made of the events of two subjects.
 *
 * <p>A flush that fails takes the whole batch with it, and says nothing about which event was bad. The events of that
 * batch are therefore written one by one when they come again, each under a savepoint, so that the bad one fails inside
 * its own handler: there a dead-letter queue can take it, and with it nothing but its own case.
 */
public final class SheetWriter {
    /** What one event does to the sheet. */
    public interface Lines {
        /** A statement that may find nothing to do. */
        void add(String sql, @Nullable Object... values);

        /** A statement that must find a row: a sheet with a hole in it must not go unnoticed. */
        void change(String sql, @Nullable Object... values);
    }

    private record Line(String sql, boolean mustHit, List<@Nullable Object> values, Event cause) {
        boolean joins(Line other) {
            return sql.equals(other.sql) && mustHit == other.mustHit;
        }
    }

    /** The lines of one unit of work, grouped into JDBC batches. */
    private static final class Batch {
        private final List<List<Line>> groups = new ArrayList<>();
        private final Map<String, Integer> lastGroupOfSubject = new HashMap<>();
        private long lastPosition = -1;

        /** Puts a line into the first group of its statement that does not run before its subject's last line. */
        void add(Line line) {
            String subject = line.cause().subject().toString();
            int group = lastGroupOfSubject.getOrDefault(subject, 0);
            while (group < groups.size() && !groups.get(group).getFirst().joins(line)) {
                group++;
            }
            if (group == groups.size()) {
                groups.add(new ArrayList<>());
            }
            groups.get(group).add(line);
            lastGroupOfSubject.put(subject, group);
        }
    }

    private final JdbcOperations jdbc;

    /** Up to this position of the event store events are written one by one, because a batch among them failed. */
    private volatile long carefulUpTo = -1;

    public SheetWriter(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** The place of an event in the order of all events. */
    public static long position(TrackingToken token) {
        OptionalLong position = token.position();
        return position.orElseThrow(() -> new IllegalStateException("a token without a position: " + token));
    }

    /** Writes what an event does to the sheet; nothing of it when {@code what} fails. */
    public void write(Event event, long position, Consumer<Lines> what) {
        List<Line> lines = new ArrayList<>();
        what.accept(new Lines() {
            @Override
            public void add(String sql, @Nullable Object... values) {
                lines.add(line(sql, false, values, event));
            }

            @Override
            public void change(String sql, @Nullable Object... values) {
                lines.add(line(sql, true, values, event));
            }
        });
        UnitOfWork<?> work = CurrentUnitOfWork.get();
        if (position <= carefulUpTo) {
            run(connection -> executeAlone(connection, lines));
        } else {
            Batch batch = batchOf(work);
            lines.forEach(batch::add);
            batch.lastPosition = Math.max(batch.lastPosition, position);
        }
    }

    private static Line line(String sql, boolean mustHit, @Nullable Object[] values, Event cause) {
        List<@Nullable Object> kept = new ArrayList<>(values.length);
        for (@Nullable Object value : values) {
            kept.add(Values.toSql(value));
        }
        return new Line(sql, mustHit, kept, cause);
    }

    private Batch batchOf(UnitOfWork<?> work) {
        return work.getOrComputeResource(SheetWriter.class.getName() + "@" + System.identityHashCode(this), _ -> {
            Batch batch = new Batch();
            work.onPrepareCommit(_ -> flush(batch));
            return batch;
        });
    }

    private void flush(Batch batch) {
        try {
            run(connection -> {
                for (List<Line> group : batch.groups) {
                    execute(connection, group);
                }
            });
        } catch (RuntimeException failure) {
            carefulUpTo = Math.max(carefulUpTo, batch.lastPosition);
            throw failure;
        }
    }

    private static void executeAlone(Connection connection, List<Line> lines) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            for (Line line : lines) {
                execute(connection, List.of(line));
            }
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException failure) {
            connection.rollback(before);
            throw failure;
        }
    }

    private static void execute(Connection connection, List<Line> group) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(group.getFirst().sql())) {
            for (Line line : group) {
                for (int i = 0; i < line.values().size(); i++) {
                    statement.setObject(i + 1, line.values().get(i));
                }
                statement.addBatch();
            }
            int[] hits = statement.executeBatch();
            for (int i = 0; i < hits.length; i++) {
                if (group.get(i).mustHit() && hits[i] == 0) {
                    throw new MissingRow(group.get(i));
                }
            }
        }
    }

    private interface Task {
        void run(Connection connection) throws SQLException;
    }

    private void run(Task task) throws DataAccessException {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "a sheet and its token are written in one transaction, and there is none");
            }
            task.run(connection);
            return true;
        });
    }

    /** An event changes what the sheet does not have. */
    private static final class MissingRow extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        MissingRow(Line line) {
            super("%s of %s changes a row that is not there: %s"
                    .formatted(
                            nameOf(line.cause()),
                            line.cause().subject(),
                            line.sql().strip()));
        }
    }

    /** The word under which an event is stored. */
    public static String nameOf(Event event) {
        EventName name = event.getClass().getAnnotation(EventName.class);
        if (name == null) {
            throw new IllegalStateException("an event without a stored name: " + event.getClass());
        }
        return name.value();
    }
}
