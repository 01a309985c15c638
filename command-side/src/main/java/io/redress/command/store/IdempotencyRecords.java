package io.redress.command.store;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers which request had which effect, in the transaction of that effect. */
public final class IdempotencyRecords implements CommitParticipant {
    /** What a request did: in whose history it stands, and when it happened. */
    public record Effect(SubjectId subject, Instant at) {}

    private final JdbcClient sql;

    public IdempotencyRecords(JdbcClient sql) {
        this.sql = sql;
    }

    /** What the request did, if it was made before; the same key with other content is refused. */
    public Optional<Effect> find(IdempotencyKey key) {
        record Found(String fingerprint, String subject, OffsetDateTime at) {}
        return sql.sql(
                        "SELECT fingerprint, subject, at FROM outbox.idempotency_record WHERE scope = :scope AND key = :key")
                .param("scope", key.scope())
                .param("key", key.key())
                .query(Found.class)
                .optional()
                .map(found -> {
                    if (!found.fingerprint().equals(key.fingerprint())) {
                        throw Refusal.ofField(Rule.IDEMPOTENCY_KEY_MEANS_ONE_ACT, "Idempotency-Key", key.key());
                    }
                    return new Effect(
                            SubjectId.parse(found.subject()), found.at().toInstant());
                });
    }

    @Override
    public void write(List<Event> events) {
        IdempotencyKey key = CurrentUnitOfWork.map(
                        work -> IdempotencyKey.from(work.getMessage().getMetaData()))
                .orElse(null);
        if (key != null) {
            sql.sql("""
                    INSERT INTO outbox.idempotency_record (scope, key, fingerprint, subject, at)
                    VALUES (:scope, :key, :fingerprint, :subject, :at)""")
                    .param("scope", key.scope())
                    .param("key", key.key())
                    .param("fingerprint", key.fingerprint())
                    .param("subject", events.getLast().subject().toString())
                    .param("at", events.getLast().at().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
