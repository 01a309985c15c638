package io.redress.command.notice;

import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.party.Role;
import io.redress.api.window.WindowKey;
import io.redress.command.store.EventCatalogue;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Message;
import io.redress.command.window.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was put before each party: whoever is told something finds it in its inbox, and at its endpoints if it has any. */
final class Inboxes {
    /** Puts come into sight in the order of their positions, so that whoever reads on behind one misses none. */
    private static final long ONE_AT_A_TIME = 6_001_008;

    private static final List<String> OF_THE_DESK = EventCatalogue.events().stream()
            .filter(OfTheDesk.class::isAssignableFrom)
            .map(EventCatalogue::nameOf)
            .toList();

    private final JdbcClient sql;
    private final Deliveries deliveries;

    Inboxes(JdbcClient sql, Deliveries deliveries) {
        this.sql = sql;
        this.deliveries = deliveries;
    }

    /**
     * What is known of how a window was told.
     *
     * @param recordedAt when what opened it was recorded
     * @param toldAt when its owner was first told anything of it
     * @param dueAt when it was due, as it was told last
     */
    record Told(Instant recordedAt, Instant toldAt, Instant dueAt) {}

    /** Comes before all else in a transaction that puts something. */
    void lock() {
        sql.sql("SELECT pg_advisory_xact_lock(?)")
                .param(ONE_AT_A_TIME)
                .query((_, _) -> true)
                .single();
    }

    /** The same for whoever can wait for a better moment; whether it is one now. */
    boolean tryLock() {
        return sql.sql("SELECT pg_try_advisory_xact_lock(?)")
                .param(ONE_AT_A_TIME)
                .query(Boolean.class)
                .single();
    }

    /** Puts a notice before its party, in the transaction of the caller; one that was put already changes nothing. */
    void put(Notice notice, Instant toldAt, boolean toEndpoints) {
        WindowKey window = notice.window();
        sql.sql("""
                        INSERT INTO outbox.notice (id, party, type, subject, sequence, occurred_at, window_of, obligation,
                            number, due_at, data, told_at)
                        VALUES (:id, :party, :type, :subject, :sequence, :occurred, :window, :obligation, :number, :due,
                            :data, :told)
                        ON CONFLICT (id) DO NOTHING""")
                .param("id", notice.id())
                .param("party", notice.party().toString())
                .param("type", notice.type())
                .param("subject", notice.subject().toString())
                .param("sequence", notice.sequence())
                .param("occurred", utc(notice.occurredAt()))
                .param("window", window.subject().toString())
                .param("obligation", window.obligation().id())
                .param("number", window.number())
                .param("due", utc(notice.dueAt()))
                .param("data", notice.data().toString())
                .param("told", utc(toldAt))
                .update();
        Role role = notice.party().role();
        if (toEndpoints && (role == Role.MERCHANT || role == Role.ROOM_OPERATOR)) {
            deliveries.put(new Message(
                    notice.id(),
                    notice.party(),
                    notice.type(),
                    notice.subject(),
                    notice.sequence(),
                    notice.occurredAt(),
                    notice.data(),
                    false));
        }
    }

    /** What its owner was told of this window, if anything. */
    Optional<Told> of(WindowKey window) {
        return sql.sql("""
                        SELECT min(occurred_at) AS recorded, min(told_at) AS told,
                            (array_agg(due_at ORDER BY position DESC))[1] AS due
                        FROM outbox.notice WHERE (window_of, obligation, party, number)
                            = (:window_of, :obligation, :owed_by, :number)
                        HAVING count(*) > 0""")
                .params(key(window))
                .query((row, _) -> new Told(instant(row, "recorded"), instant(row, "told"), instant(row, "due")))
                .optional();
    }

    /** How many of the first so many events of a history its parties may know. */
    long version(SubjectId history, long events) {
        return events
                - sql.sql("""
                        SELECT count(*) FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = :history AND sequence_number < :events AND payload_type IN (:desk)""")
                        .param("history", history.toString())
                        .param("events", events)
                        .param("desk", OF_THE_DESK)
                        .query(Long.class)
                        .single();
    }

    /** How many of all its events, as they are stored now, its parties may know. */
    long version(SubjectId history) {
        return sql.sql("""
                        SELECT count(*) FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = :history AND payload_type NOT IN (:desk)""")
                .param("history", history.toString())
                .param("desk", OF_THE_DESK)
                .query(Long.class)
                .single();
    }

    static Map<String, Object> key(WindowKey window) {
        return Map.of(
                "window_of", window.subject().toString(),
                "obligation", window.obligation().id(),
                "owed_by", window.owedBy().toString(),
                "number", window.number());
    }

    static @Nullable OffsetDateTime utcIfAny(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static String shown(Instant instant) {
        return WorkingCalendar.shown(instant);
    }
}
