package io.redress.command.clock;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.window.Change;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.WindowKey;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import io.redress.command.window.WorkingCalendar;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The due index: every window that runs, by dueAt. It is written in the event's own transaction, so the clock never
 * runs behind an act, and can be rebuilt from the events at any time. It only notices; the subject decides.
 */
public final class DueWindows implements CommitParticipant {
    /** Where a running window stands in the index. */
    private record Row(
            WindowKey window,
            Instant openedAt,
            Instant dueAt,
            @Nullable Integer calendar) {}

    /** A history whose windows are due, and the lease under which this node lapses them. */
    record Claim(SubjectId history, OffsetDateTime lease) {}

    /** A window whose days were counted by this version of the calendar, which another has replaced. */
    record Behind(SubjectId history, int calendar, long position) {}

    /** A history whose windows are due, and the last of the rows that say so. */
    record Due(SubjectId history, long position) {}

    private static final int REBUILD_BATCH = 1_000;
    private static final String DELETE =
            "DELETE FROM outbox.due_window WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?";
    private static final String INSERT = """
            INSERT INTO outbox.due_window (subject, obligation, owed_by, number, history, opened_at, due_at, calendar)
            SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::text[]::timestamptz[],
                ?::text[]::timestamptz[], ?::integer[])
            ON CONFLICT (subject, obligation, owed_by, number)
            DO UPDATE SET due_at = EXCLUDED.due_at, calendar = EXCLUDED.calendar, claimed_until = NULL""";

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private volatile Consumer<Instant> listener = _ -> {};

    public DueWindows(JdbcTemplate sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Tells the listener of each window that begins to run, once it is committed. */
    void tell(Consumer<Instant> newListener) {
        listener = newListener;
    }

    @Override
    public void write(List<Append> acts) {
        index(acts.stream().flatMap(act -> act.events().stream()).toList());
    }

    private void index(List<Event> events) {
        Map<WindowKey, Optional<Row>> rows = new LinkedHashMap<>();
        for (Event event : events) {
            for (Change change : event.changes()) {
                switch (change) {
                    case Change.Opened opened ->
                        rows.put(
                                opened.window(),
                                row(opened.window(), opened.openedAt(), opened.dueAt(), calendar(opened)));
                    case Change.Resumed resumed ->
                        rows.put(
                                resumed.window(),
                                row(
                                        resumed.window(),
                                        event.at(),
                                        resumed.dueAt(),
                                        WorkingCalendar.version(resumed.calendar())));
                    case Change.Extended extended ->
                        rows.put(extended.window(), moved(extended.window(), extended.dueAt(), null, event, rows));
                    case Change.Moved moved ->
                        rows.put(moved.window(), moved(moved.window(), moved.dueAt(), moved.calendar(), event, rows));
                    // what becomes of the window follows in the same event
                    case Change.Rescinded _ -> {}
                    case Change.Met met -> rows.put(met.window(), Optional.empty());
                    case Change.Lapsed lapsed -> rows.put(lapsed.window(), Optional.empty());
                    case Change.Withdrawn withdrawn -> rows.put(withdrawn.window(), Optional.empty());
                    case Change.Suspended suspended -> rows.put(suspended.window(), Optional.empty());
                    case Change.Ended _, Change.Reopened _ -> {}
                }
            }
        }
        List<WindowKey> over = rows.entrySet().stream()
                .filter(row -> row.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<Row> running = rows.values().stream().flatMap(Optional::stream).toList();
        if (!over.isEmpty()) {
            sql.batchUpdate(DELETE, over, over.size(), DueWindows::setKey);
        }
        if (!running.isEmpty()) {
            sql.update(
                    INSERT,
                    column(running, row -> row.window().subject().toString()),
                    column(running, row -> row.window().obligation().id()),
                    column(running, row -> row.window().owedBy().toString()),
                    running.stream().map(row -> row.window().number()).toArray(Integer[]::new),
                    column(running, row -> row.window().subject().owner().toString()),
                    column(running, row -> row.openedAt().toString()),
                    column(running, row -> row.dueAt().toString()),
                    running.stream().map(Row::calendar).toArray(Integer[]::new));
            Instant soonest = running.stream()
                    .map(Row::dueAt)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            tellAfterCommit(soonest);
        }
        // windows that run may be due at other times from now on
        events.stream().filter(CalendarNoticeLoaded.class::isInstance).forEach(event -> tellAfterCommit(event.at()));
    }

    private static <T> String[] column(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private void tellAfterCommit(Instant when) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listener.accept(when);
            }
        });
    }

    private static Optional<Row> row(WindowKey window, Instant openedAt, Instant dueAt, @Nullable Integer calendar) {
        return Optional.of(new Row(window, openedAt, dueAt, calendar));
    }

    private static Optional<Row> moved(
            WindowKey window,
            Instant dueAt,
            @Nullable Integer calendar,
            Event event,
            Map<WindowKey, Optional<Row>> rows) {
        Instant openedAt = rows.getOrDefault(window, Optional.empty())
                .map(Row::openedAt)
                .orElse(event.at()); // a row that stands already keeps its own
        return row(window, openedAt, dueAt, calendar);
    }

    /** The version of the calendar by which its days were counted; null where no day was. */
    private static @Nullable Integer calendar(Change.Opened opened) {
        Length length = opened.length();
        return length == null || opened.layer() == Layer.AGREEMENT || length.unit() == Length.Unit.SECONDS
                ? null
                : Integer.valueOf(WorkingCalendar.version(opened.calendar()));
    }

    private static void setKey(PreparedStatement statement, WindowKey window) throws SQLException {
        statement.setString(1, window.subject().toString());
        statement.setString(2, window.obligation().id());
        statement.setString(3, window.owedBy().toString());
        statement.setInt(4, window.number());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The soonest dueAt at or before the limit, whether or not it is claimed. */
    Optional<Instant> soonest(Instant limit) {
        return Optional.ofNullable(sql.queryForObject(
                        "SELECT min(due_at) FROM outbox.due_window WHERE due_at <= ?",
                        OffsetDateTime.class,
                        utc(limit)))
                .map(OffsetDateTime::toInstant);
    }

    /** When this node should look again: the soonest dueAt or end of a lease, if there is one. */
    Optional<Instant> nextLook() {
        return Optional.ofNullable(sql.queryForObject(
                        "SELECT min(due_at) FROM outbox.due_window WHERE claimed_until IS NULL", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    /** The histories with windows due at or before this instant, in the order in which they must lapse. */
    List<Due> due(Instant at) {
        return sql.query("""
                SELECT history, max(position) FROM outbox.due_window WHERE due_at <= ?
                GROUP BY history ORDER BY min(due_at), min(opened_at), min(position)""", (row, _) -> new Due(SubjectId.parse(row.getString(1)), row.getLong(2)), utc(at));
    }

    /** Forgets rows that are still due although the subject was asked after they were found. */
    int forget(Due found, Instant at) {
        return sql.update(
                "DELETE FROM outbox.due_window WHERE history = ? AND position <= ? AND due_at <= ?",
                found.history().toString(),
                found.position(),
                utc(at));
    }

    /**
     * Leases histories with windows that are due, passing over what another node holds. The lease runs on the
     * database's clock, which is never the sandbox's.
     */
    List<Claim> claim(Instant at, int limit, Duration lease) {
        return sql.query(
                """
                WITH due AS (
                    SELECT subject, obligation, owed_by, number FROM outbox.due_window
                    WHERE due_at <= ? AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
                    ORDER BY due_at, opened_at, position LIMIT ? FOR UPDATE SKIP LOCKED),
                claimed AS (
                    UPDATE outbox.due_window w SET claimed_until = clock_timestamp() + make_interval(secs => ?)
                    FROM due WHERE (w.subject, w.obligation, w.owed_by, w.number)
                        = (due.subject, due.obligation, due.owed_by, due.number)
                    RETURNING w.history, w.due_at, w.opened_at, w.position, w.claimed_until)
                SELECT history, max(claimed_until) AS lease FROM claimed
                GROUP BY history ORDER BY min(due_at), min(opened_at), min(position)""",
                (row, _) -> new Claim(SubjectId.parse(row.getString(1)), row.getObject(2, OffsetDateTime.class)),
                utc(at),
                limit,
                lease.toMillis() / 1000.0);
    }

    /**
     * Forgets claimed rows that were due well before and that their subjects did not know as due: the index was wrong,
     * the histories are right.
     */
    int forget(List<Claim> claims, Instant dueBefore) {
        return sql.update(
                """
                DELETE FROM outbox.due_window w USING unnest(?::text[], ?::text[]::timestamptz[]) c (history, lease)
                WHERE w.history = c.history AND w.claimed_until <= c.lease AND w.due_at < ?""",
                column(claims, claim -> claim.history().toString()),
                column(claims, claim -> claim.lease().toString()),
                utc(dueBefore));
    }

    /** Running windows whose days were counted before this version of the calendar, in order, after this one. */
    List<Behind> behind(int calendar, @Nullable Behind after, int limit) {
        return sql.query(
                """
                SELECT history, calendar, position FROM outbox.due_window
                WHERE calendar < ? AND (calendar, position) > (?, ?) ORDER BY calendar, position LIMIT ?""",
                (row, _) -> new Behind(SubjectId.parse(row.getString(1)), row.getInt(2), row.getLong(3)),
                calendar,
                after == null ? 0 : after.calendar(),
                after == null ? 0 : after.position(),
                limit);
    }

    /** Notes that a subject was asked to count its days by this version, and left this window as it is. */
    void counted(Behind found, int calendar) {
        sql.update(
                "UPDATE outbox.due_window SET calendar = ? WHERE history = ? AND calendar = ? AND position = ?",
                calendar,
                found.history().toString(),
                found.calendar(),
                found.position());
    }

    /** Writes the index anew from every event, or leaves it as it was; returns how many windows run. */
    public long rebuild(EventStorageEngine events) {
        return Objects.requireNonNull(transaction.execute(_ -> writeAnew(events)));
    }

    private long writeAnew(EventStorageEngine events) {
        sql.update("DELETE FROM outbox.due_window");
        List<Event> batch = new ArrayList<>();
        try (Stream<? extends TrackedEventMessage<?>> all = events.readEvents((TrackingToken) null, false)) {
            all.forEach(message -> {
                batch.add((Event) message.getPayload());
                if (batch.size() == REBUILD_BATCH) {
                    index(batch);
                    batch.clear();
                }
            });
        }
        index(batch);
        return Objects.requireNonNull(sql.queryForObject("SELECT count(*) FROM outbox.due_window", Long.class));
    }
}
