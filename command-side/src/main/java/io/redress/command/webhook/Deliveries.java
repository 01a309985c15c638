package io.redress.command.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one door through which messages come to be sent. What is put here stays until it has arrived or is dead. */
public final class Deliveries {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;
    private final InstantSource operationalClock;
    private volatile Runnable listener = () -> {};

    public Deliveries(JdbcClient sql, InstantSource operationalClock) {
        this.sql = sql;
        this.operationalClock = operationalClock;
    }

    /** Tells the listener of what was put on this node, once it is committed. */
    void tell(Runnable newListener) {
        listener = newListener;
    }

    /**
     * Puts a message before every endpoint of its party that takes this type, in the transaction of the caller. One that
     * was put already changes nothing. What would go to a disabled endpoint is a dead letter at once.
     *
     * @return how many endpoints it goes to
     */
    public int put(Message message) {
        List<String> endpoints = sql.sql("""
                        SELECT id FROM outbox.endpoint
                        WHERE party = :party AND deleted_at IS NULL AND :type LIKE ANY (
                            SELECT replace(replace(taken, '_', '\\_'), '*', '%') FROM unnest(types) taken)
                        ORDER BY id FOR SHARE""")
                .param("party", message.party().toString())
                .param("type", message.type())
                .query((row, _) -> row.getString("id"))
                .list();
        return endpoints.isEmpty() ? 0 : put(message, endpoints);
    }

    /** Puts it before these endpoints, whatever they take. */
    int put(Message message, List<String> endpoints) {
        OffsetDateTime now = now();
        String subject = message.subject() == null ? null : message.subject().toString();
        int stored = sql.sql("""
                        INSERT INTO outbox.message (id, party, type, subject, sequence, occurred_at, body)
                        VALUES (:id, :party, :type, :subject, :sequence, :at, :body) ON CONFLICT DO NOTHING""")
                .param("id", message.id())
                .param("party", message.party().toString())
                .param("type", message.type())
                .param("subject", subject)
                .param("sequence", message.sequence())
                .param("at", message.occurredAt().atOffset(ZoneOffset.UTC))
                .param("body", body(message, subject))
                .update();
        if (stored == 0) {
            return endpoints.size();
        }
        if (message.snapshot()) {
            supersede(message, subject, endpoints, now);
        }
        sql.sql("""
                        INSERT INTO outbox.delivery
                            (message, endpoint, type, subject, snapshot, state, created_at, due_at, ended_at)
                        SELECT :message, id, :type, :subject, :snapshot,
                            CASE WHEN disabled IS NULL THEN 'pending' ELSE 'dead' END, :now,
                            CASE WHEN disabled IS NULL THEN :now::timestamptz END,
                            CASE WHEN disabled IS NOT NULL THEN :now::timestamptz END
                        FROM outbox.endpoint WHERE id = ANY (:endpoints)""")
                .param("message", message.id())
                .param("type", message.type())
                .param("subject", subject)
                .param("snapshot", message.snapshot())
                .param("now", now)
                .param("endpoints", endpoints.toArray(String[]::new))
                .update();
        tellAfterCommit();
        return endpoints.size();
    }

    /** What is being sent at this moment is not called back; its outcome will say that it is superseded or arrived. */
    private void supersede(Message message, @Nullable String subject, List<String> endpoints, OffsetDateTime now) {
        sql.sql("""
                        UPDATE outbox.delivery
                        SET state = 'superseded', due_at = NULL, claimed_until = NULL, ended_at = :now
                        WHERE endpoint = ANY (:endpoints) AND subject = :subject AND type = :type
                            AND snapshot AND state IN ('pending', 'dead')
                            AND (claimed_until IS NULL OR claimed_until <= :now)""")
                .param("endpoints", endpoints.toArray(String[]::new))
                .param("subject", subject)
                .param("type", message.type())
                .param("now", now)
                .update();
    }

    private static String body(Message message, @Nullable String subject) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (subject != null) {
            data.put("case", subject);
            data.put("sequence", message.sequence());
        }
        data.setAll(message.data());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", message.type());
        body.put("timestamp", message.occurredAt().atOffset(ZONE).toString());
        body.set("data", data);
        return JSON.writeValueAsString(body);
    }

    private void tellAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    listener.run();
                }
            });
        } else {
            listener.run();
        }
    }

    private OffsetDateTime now() {
        Instant now = operationalClock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.atOffset(ZoneOffset.UTC);
    }
}
