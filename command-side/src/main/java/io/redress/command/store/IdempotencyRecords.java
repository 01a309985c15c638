package io.redress.command.store;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Remembers which request had which effect, in the transaction of that effect. */
public final class IdempotencyRecords implements CommitParticipant {
    /** What a request did: in whose history it stands, when it happened, and the version that it led to. */
    public record Effect(SubjectId subject, Instant at, long version) {}

    /** How long a request may be repeated without a second effect. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int BATCH = 1_000;

    private final JdbcClient sql;
    private final InstantSource operationalClock;

    public IdempotencyRecords(JdbcClient sql, InstantSource operationalClock) {
        this.sql = sql;
        this.operationalClock = operationalClock;
    }

    private record Found(String fingerprint, String subject, OffsetDateTime at, long version) {}

    /** What the request did, if it was made before; the same key with other content is refused. */
    public Optional<Effect> find(IdempotencyKey key) {
        return found(key)
                .map(found ->
                        new Effect(SubjectId.parse(found.subject()), found.at().toInstant(), found.version()));
    }

    /** What a request that was no act was about, if it was made before. */
    public Optional<String> about(IdempotencyKey key) {
        return found(key).map(Found::subject);
    }

    private Optional<Found> found(IdempotencyKey key) {
        return sql.sql("""
                        SELECT fingerprint, subject, at, version FROM outbox.idempotency_record
                        WHERE scope = :scope AND key = :key""")
                .param("scope", key.scope())
                .param("key", key.key())
                .query(Found.class)
                .optional()
                .map(found -> {
                    if (!found.fingerprint().equals(key.fingerprint())) {
                        throw key.usedForAnother();
                    }
                    return found;
                });
    }

    /**
     * What a request did that is no act.
     *
     * @param repeated whether it was made before, and this time did nothing
     */
    public record Done(String about, boolean repeated) {}

    /**
     * Does once what is asked under this key and is no act, however often it is asked.
     *
     * @param effect says what it was about
     * @param transaction the one of the effect
     */
    public Done once(IdempotencyKey request, TransactionTemplate transaction, Supplier<String> effect) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            // a copy waits here until this one is stored or has failed
            sql.sql("SELECT pg_advisory_xact_lock(hashtextextended('request ' || ?, 0))")
                    .param(request.scope() + " " + request.key())
                    .query((_, _) -> true)
                    .single();
            return about(request).map(about -> new Done(about, true)).orElseGet(() -> {
                String about = effect.get();
                remember(request, about, operationalClock.instant(), 0);
                return new Done(about, false);
            });
        }));
    }

    @Override
    public void write(List<Event> events) {
        if (!CurrentUnitOfWork.isStarted()) {
            return;
        }
        Message<?> message = CurrentUnitOfWork.get().getMessage();
        IdempotencyKey key = IdempotencyKey.from(message.getMetaData());
        if (key != null && message.getPayload() instanceof Act act) {
            try {
                remember(key, act.subject().toString(), act.at(), Versions.reached());
            } catch (DataAccessException e) {
                throw SqlStates.of(e).anyMatch(LOCK_NOT_AVAILABLE::equals)
                        ? new Refusal(Rule.REQUEST_IS_NOT_UNDER_WAY)
                        : e;
            }
        }
    }

    /**
     * Remembers, in the transaction of the effect, what a request did. A copy that another node is doing right now makes
     * this wait until that one is stored or has failed.
     */
    public void remember(IdempotencyKey key, String about, Instant at, long version) {
        sql.sql("""
                INSERT INTO outbox.idempotency_record (scope, key, fingerprint, subject, at, version, recorded_at)
                VALUES (:scope, :key, :fingerprint, :subject, :at, :version, :recordedAt)""")
                .param("scope", key.scope())
                .param("key", key.key())
                .param("fingerprint", key.fingerprint())
                .param("subject", about)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("version", version)
                .param("recordedAt", operationalClock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Forgets the keys that were kept long enough, a batch at a time; returns how many. */
    public int forgetOld() {
        OffsetDateTime before = operationalClock.instant().minus(KEPT).atOffset(ZoneOffset.UTC);
        int forgotten = 0;
        int batch;
        do {
            batch = sql.sql("""
                    DELETE FROM outbox.idempotency_record WHERE (scope, key) IN (
                        SELECT scope, key FROM outbox.idempotency_record WHERE recorded_at < :before
                        ORDER BY recorded_at LIMIT :batch FOR UPDATE SKIP LOCKED)""").param("before", before).param("batch", BATCH).update();
            forgotten += batch;
        } while (batch == BATCH);
        return forgotten;
    }
}
