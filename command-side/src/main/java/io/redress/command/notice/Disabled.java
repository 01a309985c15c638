package io.redress.command.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Endpoints that were disabled by themselves. Nothing can be told there any more, so their party finds it in its inbox;
 * whoever disables one has its row in hand and puts nothing anywhere else.
 */
final class Disabled {
    private static final int AT_ONCE = 100;

    private final JdbcClient sql;
    private final Inboxes inboxes;
    private final TransactionTemplate transaction;

    Disabled(JdbcClient sql, Inboxes inboxes, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.inboxes = inboxes;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Row(String id, String party, ObjectNode data) {}

    private static final String NOT_TOLD = """
            SELECT c.position, c.because, c.at, e.id, e.party, e.url FROM outbox.endpoint_change c
            JOIN outbox.endpoint e ON e.id = c.endpoint
            WHERE c.by IS NULL AND c.what = 'disabled' AND NOT EXISTS (
                SELECT 1 FROM outbox.notice n WHERE n.id = 'endpoint-change-' || c.position)
            ORDER BY c.position LIMIT ?""";

    /** Tells what was not told yet; how many. */
    int tell(Instant now) {
        if (found().isEmpty()) {
            return 0;
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            inboxes.lock();
            List<Row> rows = found();
            rows.forEach(row -> put(row, now));
            return rows.size();
        }));
    }

    private List<Row> found() {
        return sql.sql(NOT_TOLD).param(AT_ONCE).query((row, _) -> row(row)).list();
    }

    private static Row row(ResultSet row) throws SQLException {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("endpoint", row.getString("id"));
        data.put("url", row.getString("url"));
        data.put("disabled", row.getString("because"));
        data.put(
                "disabledAt",
                Inboxes.shown(row.getObject("at", OffsetDateTime.class).toInstant()));
        return new Row("endpoint-change-" + row.getLong("position"), row.getString("party"), data);
    }

    private void put(Row row, Instant now) {
        sql.sql("""
                        INSERT INTO outbox.notice (id, party, type, occurred_at, data, told_at)
                        VALUES (:id, :party, 'endpoint.disabled', :now, :data, :now)""")
                .param("id", row.id())
                .param("party", row.party())
                .param("data", row.data().toString())
                .param("now", Inboxes.utc(now))
                .update();
    }
}
