package io.redress.command.webhook;

import com.github.f4b6a3.ulid.UlidCreator;
import io.redress.api.party.Party;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

    /** How long it stays known what was sent, and what was answered. */
    public static final Duration KEPT = Duration.ofDays(90);

    /** How far back what has failed can be replayed. */
    public static final Duration REPLAYED = Duration.ofDays(30);

    private static final int BATCH = 1_000;

    private static final String BEGIN_ANEW = """
            UPDATE outbox.delivery d
            SET state = 'pending', step = 0, due_at = :now, ended_at = NULL
            WHERE d.endpoint = :endpoint AND NOT (d.snapshot AND EXISTS (
                SELECT FROM outbox.delivery later
                WHERE later.endpoint = d.endpoint AND later.subject = d.subject AND later.type = d.type
                    AND later.snapshot AND later.position > d.position))""";

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

    /** Whether any endpoint of this party takes this type. */
    public boolean isAwaited(Party party, String type) {
        return sql.sql("""
                        SELECT EXISTS (SELECT FROM outbox.endpoint
                        WHERE party = :party AND deleted_at IS NULL AND :type LIKE ANY (
                            SELECT replace(replace(taken, '_', '\\_'), '*', '%') FROM unnest(types) taken))""")
                .param("party", party.toString())
                .param("type", type)
                .query(Boolean.class)
                .single();
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

    /** A message about nothing, to see whether it arrives; gives its id. In the transaction of the caller. */
    public String ping(Endpoint endpoint) {
        attemptNow(endpoint);
        String id = "msg_" + UlidCreator.getMonotonicUlid().toLowerCase();
        put(
                new Message(
                        id,
                        endpoint.party(),
                        "ping",
                        null,
                        0,
                        operationalClock.instant(),
                        JsonNodeFactory.instance.objectNode(),
                        false),
                List.of(endpoint.id()));
        return id;
    }

    /** Begins a delivery anew, whatever became of it; a snapshot only while there is no later one. */
    public void resend(Endpoint endpoint, String message) {
        attemptNow(endpoint);
        int begun = sql.sql(BEGIN_ANEW + " AND d.message = :message")
                .param("now", now())
                .param("endpoint", endpoint.id())
                .param("message", message)
                .update();
        if (begun == 0) {
            throw new Refusal(Rule.DELIVERY_IS_NOT_SUPERSEDED, message);
        }
        tellAfterCommit();
    }

    /** Begins anew what died at this endpoint from this instant on, up to the other; gives how many that are. */
    public int replay(Endpoint endpoint, Instant since, Instant until) {
        attemptNow(endpoint);
        int begun = sql.sql(BEGIN_ANEW + " AND d.state = 'dead' AND d.ended_at >= :since AND d.ended_at < :until")
                .param("now", now())
                .param("endpoint", endpoint.id())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .update();
        tellAfterCommit();
        return begun;
    }

    /** Whoever asks for an attempt has mended something: the endpoint is not left alone any longer. */
    private void attemptNow(Endpoint endpoint) {
        int enabled = sql.sql("""
                        UPDATE outbox.endpoint SET paused_until = NULL
                        WHERE id = :id AND disabled IS NULL AND deleted_at IS NULL""").param("id", endpoint.id()).update();
        if (enabled == 0) {
            throw new Refusal(Rule.ENDPOINT_IS_ENABLED, endpoint.id());
        }
    }

    /**
     * Drops what came to its end long ago, a batch at a time, and buries what was put in the very moment when its
     * endpoint was disabled; gives how many deliveries were dropped.
     */
    public int forgetOld() {
        sql.sql("""
                        UPDATE outbox.delivery d SET state = 'dead', due_at = NULL, claimed_until = NULL, ended_at = :now
                        FROM outbox.endpoint e
                        WHERE e.id = d.endpoint AND (e.disabled IS NOT NULL OR e.deleted_at IS NOT NULL)
                            AND d.state = 'pending' AND (d.claimed_until IS NULL OR d.claimed_until <= :now)""").param("now", now()).update();
        int forgotten = 0;
        int batch;
        do {
            List<String> messages = sql.sql("""
                            DELETE FROM outbox.delivery WHERE position IN (
                                SELECT position FROM outbox.delivery WHERE state <> 'pending' AND ended_at < :before
                                ORDER BY ended_at LIMIT :batch FOR UPDATE SKIP LOCKED)
                            RETURNING message""")
                    .param("before", now().minus(KEPT))
                    .param("batch", BATCH)
                    .query((row, _) -> row.getString("message"))
                    .list();
            sql.sql("""
                            DELETE FROM outbox.message m WHERE id = ANY (:messages)
                                AND NOT EXISTS (SELECT FROM outbox.delivery d WHERE d.message = m.id)""").param("messages", messages.toArray(String[]::new)).update();
            batch = messages.size();
            forgotten += batch;
        } while (batch == BATCH);
        return forgotten;
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
        body.put(
                "timestamp",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        message.occurredAt().atOffset(ZONE)));
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
