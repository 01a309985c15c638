package io.redress.command.store;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
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

    /** Of copies that are done at the same time, the first is stored; what another node does is stored, or comes later. */
    @Override
    public void write(List<Append> acts) {
        Map<Append, IdempotencyKey> keys = new LinkedHashMap<>();
        for (Append act : acts) {
            IdempotencyKey key = IdempotencyKey.from(act.metaData());
            if (key != null && act.act() != null) {
                keys.put(act, key);
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        List<List<String>> remembered;
        try {
            remembered = remember(keys);
        } catch (DataAccessException e) {
            throw SqlStates.of(e).anyMatch(LOCK_NOT_AVAILABLE::equals) ? new Refusal(Rule.REQUEST_IS_NOT_UNDER_WAY) : e;
        }
        if (remembered.size() < keys.size()) {
            Set<List<String>> free = new HashSet<>(remembered);
            Map<Append, RuntimeException> repeated = new LinkedHashMap<>();
            keys.forEach((act, key) -> {
                if (!free.remove(List.of(key.scope(), key.key()))) {
                    repeated.put(act, new DuplicateKeyException("this request was done before"));
                }
            });
            throw new NotStored(repeated);
        }
    }

    /** Gives the scopes and keys that were not remembered before. */
    private List<List<String>> remember(Map<Append, IdempotencyKey> keys) {
        List<Append> acts = List.copyOf(keys.keySet());
        List<IdempotencyKey> names = List.copyOf(keys.values());
        return sql.sql("""
                        INSERT INTO outbox.idempotency_record
                            (recorded_at, scope, key, fingerprint, subject, at, version)
                        SELECT :now, r.* FROM unnest(:scopes::text[], :keys::text[], :fingerprints::text[],
                            :subjects::text[], :ats::text[]::timestamptz[], :versions::bigint[]) r
                        ON CONFLICT DO NOTHING RETURNING scope, key""")
                .param("now", operationalClock.instant().atOffset(ZoneOffset.UTC))
                .param("scopes", names.stream().map(IdempotencyKey::scope).toArray(String[]::new))
                .param("keys", names.stream().map(IdempotencyKey::key).toArray(String[]::new))
                .param(
                        "fingerprints",
                        names.stream().map(IdempotencyKey::fingerprint).toArray(String[]::new))
                .param(
                        "subjects",
                        acts.stream().map(act -> done(act).subject().toString()).toArray(String[]::new))
                .param(
                        "ats",
                        acts.stream().map(act -> done(act).at().toString()).toArray(String[]::new))
                .param("versions", acts.stream().map(Append::version).toArray(Long[]::new))
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list();
    }

    private static Act done(Append append) {
        return Objects.requireNonNull(append.act());
    }

    /** Remembers, in the transaction of the effect, what a request did. */
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
