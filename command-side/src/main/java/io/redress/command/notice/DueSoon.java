package io.redress.command.notice;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.Documents;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * When the owners of running windows are told that these will be due: a row for each step that has not come, written in
 * the transaction in which the window itself is told of. A row is taken and told of in one transaction. Whether the
 * window still runs, and is due then, is asked of the due index, which no act can overtake.
 *
 * <p>In business hours a step is told earlier, never later. One that would have been told before the window was so due
 * is not told: its owner has just heard of the window itself.
 */
public final class DueSoon {
    private static final int TOLD_AT_ONCE = 20;
    private static final String OF_WINDOW =
            "WHERE (window_of, obligation, owed_by, number) = (:window_of, :obligation, :owed_by, :number)";

    private final JdbcClient sql;
    private final Inboxes inboxes;
    private final Steps steps;
    private final Documents documents;
    private final TransactionTemplate transaction;

    DueSoon(
            JdbcClient sql,
            Inboxes inboxes,
            Steps steps,
            Documents documents,
            PlatformTransactionManager transactions) {
        this.sql = sql;
        this.inboxes = inboxes;
        this.steps = steps;
        this.documents = documents;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Row(WindowKey window, String step, Instant dueAt, Instant since, Instant comesAt) {}

    /** The window runs, and is due then since this instant. */
    void runs(WindowKey window, Instant since, Instant dueAt) {
        over(window);
        boolean businessHours = inBusinessHours(window.owedBy());
        for (Steps.At step : steps.between(since, dueAt)) {
            Instant tellAt = businessHours ? moved(step.at()) : step.at();
            sql.sql("""
                            INSERT INTO outbox.due_soon
                                (window_of, obligation, owed_by, number, step, due_at, since, comes_at, tell_at)
                            VALUES (:window_of, :obligation, :owed_by, :number, :step, :due, :since, :comes, :tell)""")
                    .params(Inboxes.key(window))
                    .param("step", step.step())
                    .param("due", Inboxes.utc(dueAt))
                    .param("since", Inboxes.utc(since))
                    .param("comes", Inboxes.utc(step.at()))
                    .param("tell", Inboxes.utc(tellAt))
                    .update();
        }
    }

    /** The window does not run any more. */
    void over(WindowKey window) {
        sql.sql("DELETE FROM outbox.due_soon " + OF_WINDOW)
                .params(Inboxes.key(window))
                .update();
    }

    private Instant moved(Instant step) {
        return Steps.inBusinessHours(step, documents.calendar(step));
    }

    /** Whether a party wants to be told in business hours only. */
    public boolean inBusinessHours(Party party) {
        return sql.sql("SELECT business_hours FROM outbox.notice_setting WHERE party = ?")
                .param(party.toString())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** From now on a party is told in business hours, or at any hour; also of windows that run already. */
    public void inBusinessHours(Party party, boolean wanted) {
        transaction.executeWithoutResult(_ -> {
            inboxes.lock();
            sql.sql("""
                            INSERT INTO outbox.notice_setting (party, business_hours) VALUES (:party, :wanted)
                            ON CONFLICT (party) DO UPDATE SET business_hours = :wanted""")
                    .param("party", party.toString())
                    .param("wanted", wanted)
                    .update();
            List<Row> rows = sql.sql("SELECT * FROM outbox.due_soon WHERE owed_by = ?")
                    .param(party.toString())
                    .query((row, _) -> row(row))
                    .list();
            for (Row row : rows) {
                sql.sql("UPDATE outbox.due_soon SET tell_at = :tell " + OF_WINDOW + " AND step = :step")
                        .params(Inboxes.key(row.window()))
                        .param("step", row.step())
                        .param("tell", Inboxes.utc(wanted ? moved(row.comesAt()) : row.comesAt()))
                        .update();
            }
        });
    }

    /** The soonest step that is to be told of at or before the limit. */
    Optional<Instant> soonest(Instant limit) {
        return sql.sql("SELECT min(tell_at) AS next FROM outbox.due_soon WHERE tell_at <= ? HAVING count(*) > 0")
                .param(Inboxes.utc(limit))
                .query((row, _) -> Inboxes.instant(row, "next"))
                .optional();
    }

    /**
     * Tells of some of the steps that are to be told of by now, in order, unless others are putting notices at this
     * moment; whether it did.
     */
    boolean tell(Instant now) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            if (!inboxes.tryLock()) {
                return false;
            }
            List<Row> rows = sql.sql("""
                            WITH come AS (
                                DELETE FROM outbox.due_soon WHERE (window_of, obligation, owed_by, number, step) IN (
                                    SELECT window_of, obligation, owed_by, number, step FROM outbox.due_soon
                                    WHERE tell_at <= :now ORDER BY tell_at LIMIT :limit)
                                RETURNING *)
                            SELECT come.* FROM come JOIN outbox.due_window w
                                ON (w.subject, w.obligation, w.owed_by, w.number, w.due_at)
                                    = (come.window_of, come.obligation, come.owed_by, come.number, come.due_at)
                            WHERE tell_at > since
                            ORDER BY tell_at, comes_at, window_of""")
                    .param("now", Inboxes.utc(now))
                    .param("limit", TOLD_AT_ONCE)
                    .query((row, _) -> row(row))
                    .list();
            rows.forEach(row -> tell(row, now));
            return true;
        }));
    }

    private void tell(Row row, Instant now) {
        WindowKey window = row.window();
        SubjectId history = window.subject().owner();
        String what = String.join(
                "\n",
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                Integer.toString(window.number()),
                row.step(),
                row.dueAt().toString());
        inboxes.put(
                new Notice(
                        UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        Notice.DUE_SOON,
                        history,
                        inboxes.version(history),
                        now,
                        window,
                        row.dueAt(),
                        JsonNodeFactory.instance.objectNode().put("step", row.step())),
                now,
                true);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new WindowKey(
                        SubjectId.parse(row.getString("window_of")),
                        Obligation.of(row.getString("obligation")),
                        Party.parse(row.getString("owed_by")),
                        row.getInt("number")),
                row.getString("step"),
                Inboxes.instant(row, "due_at"),
                Inboxes.instant(row, "since"),
                Inboxes.instant(row, "comes_at"));
    }
}
