package io.redress.app;

import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.hindsight.Histories;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.StoredHistories;
import io.redress.command.window.Window;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Reader;
import io.redress.query.WindowOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * When the owner of each window of a case was told of it, by which channel, and what its receiver answered. It is read
 * from what was told itself, which no sheet can lag behind.
 */
@RestController
public class CaseNoticesHttp {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private final JdbcClient sql;
    private final Histories histories;

    CaseNoticesHttp(JdbcClient sql, EventSerializer serializer) {
        this.sql = sql;
        this.histories = new StoredHistories(sql, serializer);
    }

    /** Whether the owner of a window was told of it. */
    public enum Hearing {
        TOLD,
        NOT_YET,
        /** It was over already when what opened it was recorded: nobody could have been told before. */
        RECORDED_LATE,
        /** It lapsed, and we had told nothing by dueAt: it does not count against the owner. */
        UNHEARD;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * All that was told in a case.
     *
     * @param windows in the order in which they were opened
     */
    public record CaseNotices(SubjectId subject, List<OfWindow> windows) {}

    /**
     * What was told of one window.
     *
     * @param toldAt when its owner was first told anything of it; null when never
     */
    public record OfWindow(
            SubjectId subject,
            Obligation obligation,
            int number,
            Party owedBy,
            OffsetDateTime dueAt,
            WindowOutcome outcome,
            Hearing hearing,
            @Nullable OffsetDateTime toldAt,
            List<Notice> notices) {}

    /**
     * One notice to the owner.
     *
     * @param toldAt when it was put into the owner's inbox: with that it is told
     * @param deliveries to the owner's endpoints; for the owner and the platform only
     */
    public record Notice(
            String id, String type, OffsetDateTime occurredAt, OffsetDateTime toldAt, List<Delivery> deliveries) {}

    /**
     * A notice on its way to an endpoint, on the operational clock.
     *
     * @param state pending, delivered, dead or superseded
     * @param lastAttemptAt null before the first
     * @param status of the receiver's last answer; null when it gave none
     * @param error what stood in the way of an answer
     * @param answer the beginning of the receiver's last answer
     */
    public record Delivery(
            String endpoint,
            String state,
            int attempts,
            @Nullable OffsetDateTime lastAttemptAt,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {}

    private record Row(WindowKey window, Notice notice, Instant recordedAt, Instant dueAt, boolean unheard) {}

    @GetMapping("/api/v1/cases/{kind}/{id}/notices")
    public CaseNotices of(Reader reader, @PathVariable String kind, @PathVariable String id) {
        SubjectId subject = CaseKind.subject(kind, id);
        CaseNow now = CaseNow.of(subject, histories).orElseThrow(() -> new NotOnSheet(kind, id));
        Map<WindowKey, List<Row>> told = rows(reader, subject).stream()
                .collect(Collectors.groupingBy(Row::window, LinkedHashMap::new, Collectors.toList()));
        return new CaseNotices(
                subject,
                now.windows().stream()
                        .map(window -> of(window, told.getOrDefault(window.key(), List.of())))
                        .toList());
    }

    private static OfWindow of(Window window, List<Row> told) {
        return new OfWindow(
                window.key().subject(),
                window.obligation(),
                window.key().number(),
                window.owedBy(),
                window.dueAt().atOffset(ZONE),
                WindowOutcome.valueOf(window.state().name()),
                hearing(window, told),
                told.isEmpty() ? null : told.getFirst().notice().toldAt(),
                told.stream().map(Row::notice).toList());
    }

    private static Hearing hearing(Window window, List<Row> told) {
        if (told.isEmpty()) {
            return Hearing.NOT_YET;
        }
        Row first = told.getFirst();
        if (!first.dueAt().isAfter(first.recordedAt())) {
            return Hearing.RECORDED_LATE;
        }
        boolean lapsed = window.state() == Window.State.LAPSED || window.state() == Window.State.MET_LATE;
        return lapsed && told.stream().anyMatch(Row::unheard) ? Hearing.UNHEARD : Hearing.TOLD;
    }

    private List<Row> rows(Reader reader, SubjectId subject) {
        Map<String, List<Delivery>> deliveries = new LinkedHashMap<>();
        sql.sql("""
                        SELECT d.message, d.endpoint, d.state, d.attempts, a.at, a.status, a.error, a.answer, n.party
                        FROM outbox.notice n JOIN outbox.delivery d ON d.message = n.id
                        LEFT JOIN outbox.delivery_attempt a ON a.delivery = d.position AND a.number = d.attempts
                        WHERE n.subject = ? ORDER BY d.position""").param(subject.toString()).query(row -> {
            if (reader.isPlatform() || reader.equals(Reader.party(Party.parse(row.getString("party"))))) {
                deliveries
                        .computeIfAbsent(row.getString("message"), _ -> new ArrayList<>())
                        .add(delivery(row));
            }
        });
        return sql.sql("""
                        SELECT *, data::jsonb @> '{"unheard": true}' AS unheard FROM outbox.notice
                        WHERE subject = ? ORDER BY position""")
                .param(subject.toString())
                .query((row, _) -> row(row, deliveries))
                .list();
    }

    private static Row row(ResultSet row, Map<String, List<Delivery>> deliveries) throws SQLException {
        return new Row(
                new WindowKey(
                        SubjectId.parse(row.getString("window_of")),
                        Obligation.of(row.getString("obligation")),
                        Party.parse(row.getString("party")),
                        row.getInt("number")),
                new Notice(
                        row.getString("id"),
                        row.getString("type"),
                        time(row, "occurred_at"),
                        time(row, "told_at"),
                        deliveries.getOrDefault(row.getString("id"), List.of())),
                time(row, "occurred_at").toInstant(),
                time(row, "due_at").toInstant(),
                row.getBoolean("unheard"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return new Delivery(
                row.getString("endpoint"),
                row.getString("state"),
                row.getInt("attempts"),
                at == null ? null : at.withOffsetSameInstant(ZONE),
                row.getObject("status", Integer.class),
                row.getString("error"),
                row.getString("answer"));
    }

    private static OffsetDateTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).withOffsetSameInstant(ZONE);
    }
}
