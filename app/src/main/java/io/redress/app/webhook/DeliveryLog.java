package io.redress.app.webhook;

import static io.redress.app.webhook.EndpointView.time;
import static io.redress.app.webhook.EndpointView.timeIfAny;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.query.Cursor;
import io.redress.query.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was sent to endpoints and what was answered, as it stands in the queue itself. */
@Component
public class DeliveryLog {
    public static final List<String> STATES = List.of("pending", "delivered", "dead", "superseded");

    private static final String SHEET = "webhook-deliveries";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String COLUMNS = """
            SELECT d.position, d.message, d.endpoint, e.party, d.type, d.subject, m.sequence, d.state, d.created_at,
                d.attempts, d.due_at, d.ended_at, last.status, last.error
            FROM outbox.delivery d
            JOIN outbox.message m ON m.id = d.message
            JOIN outbox.endpoint e ON e.id = d.endpoint
            LEFT JOIN outbox.delivery_attempt last ON last.delivery = d.position AND last.number = d.attempts
            """;

    private final JdbcClient sql;

    DeliveryLog(JdbcClient sql) {
        this.sql = sql;
    }

    /** What a list is asked for; null is anything. */
    record Wanted(
            @Nullable Party party,
            @Nullable String endpoint,
            @Nullable String type,
            @Nullable SubjectId subject,
            @Nullable String state,
            @Nullable Instant from,
            @Nullable Instant before) {}

    /**
     * A message on its way to an endpoint.
     *
     * @param message its id, which is the webhook-id
     * @param lastStatus of the last attempt, if it was answered
     * @param lastError why the last attempt was not answered
     */
    public record View(
            String message,
            String endpoint,
            Party party,
            String type,
            @JsonProperty("case") @Nullable String subject,
            long sequence,
            String state,
            OffsetDateTime createdAt,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable OffsetDateTime nextAttemptAt,
            @Nullable OffsetDateTime endedAt) {}

    /** The same with what is sent and each attempt. */
    public record Detail(View delivery, JsonNode body, List<Attempt> attempts) {}

    /** One attempt: what was answered, or why nothing was. */
    public record Attempt(
            int number,
            OffsetDateTime at,
            int millis,
            @Nullable Integer status,
            @Nullable String error,
            String answer,
            @Nullable OffsetDateTime nextAttemptAt) {}

    private record Row(long position, View view) {}

    /** The newest first. */
    Page<View> list(Wanted wanted, @Nullable String cursor, int limit) {
        Cursor after = Cursor.read(SHEET, 1, cursor);
        List<Row> rows = sql.sql(COLUMNS + """
                        WHERE (:party::text IS NULL OR e.party = :party)
                            AND (:endpoint::text IS NULL OR d.endpoint = :endpoint)
                            AND (:type::text IS NULL OR d.type = :type)
                            AND (:subject::text IS NULL OR d.subject = :subject)
                            AND (:state::text IS NULL OR d.state = :state)
                            AND (:from::timestamptz IS NULL OR d.created_at >= :from)
                            AND (:before::timestamptz IS NULL OR d.created_at < :before)
                            AND (:after::bigint IS NULL OR d.position < :after)
                        ORDER BY d.position DESC LIMIT :limit""")
                .param("party", wanted.party() == null ? null : wanted.party().toString())
                .param("endpoint", wanted.endpoint())
                .param("type", wanted.type())
                .param(
                        "subject",
                        wanted.subject() == null ? null : wanted.subject().toString())
                .param("state", wanted.state())
                .param("from", utc(wanted.from()))
                .param("before", utc(wanted.before()))
                .param("after", after == null ? null : after.number(0))
                .param("limit", limit + 1)
                .query((row, _) -> new Row(row.getLong("position"), view(row)))
                .list();
        Page<Row> page = Page.of(rows, limit, row -> Cursor.of(SHEET, row.position()));
        return new Page<>(page.items().stream().map(Row::view).toList(), page.next());
    }

    Optional<View> find(String endpoint, String message) {
        return sql.sql(COLUMNS + "WHERE d.endpoint = :endpoint AND d.message = :message")
                .param("endpoint", endpoint)
                .param("message", message)
                .query((row, _) -> view(row))
                .optional();
    }

    Detail detail(View delivery, String endpoint) {
        String body = sql.sql("SELECT body FROM outbox.message WHERE id = :id")
                .param("id", delivery.message())
                .query((row, _) -> row.getString("body"))
                .single();
        List<Attempt> attempts = sql.sql("""
                        SELECT a.* FROM outbox.delivery_attempt a JOIN outbox.delivery d ON d.position = a.delivery
                        WHERE d.endpoint = :endpoint AND d.message = :message ORDER BY a.number""")
                .param("endpoint", endpoint)
                .param("message", delivery.message())
                .query((row, _) -> new Attempt(
                        row.getInt("number"),
                        time(row.getObject("at", OffsetDateTime.class).toInstant()),
                        row.getInt("millis"),
                        row.getObject("status", Integer.class),
                        row.getString("error"),
                        row.getString("answer"),
                        timeIfAny(instant(row, "next_at"))))
                .list();
        return new Detail(delivery, JSON.readTree(body), attempts);
    }

    private static View view(ResultSet row) throws SQLException {
        return new View(
                row.getString("message"),
                row.getString("endpoint"),
                Party.parse(row.getString("party")),
                row.getString("type"),
                row.getString("subject"),
                row.getLong("sequence"),
                row.getString("state"),
                time(row.getObject("created_at", OffsetDateTime.class).toInstant()),
                row.getInt("attempts"),
                row.getObject("status", Integer.class),
                row.getString("error"),
                timeIfAny(instant(row, "due_at")),
                timeIfAny(instant(row, "ended_at")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
