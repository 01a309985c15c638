package io.redress.command.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is to be sent, endpoint by endpoint: nobody waits behind another's endpoint, and at no endpoint a message behind
 * one that fails. Any number of nodes take from it; each leases what it attempts, and what a dead node left behind is
 * attempted again when its lease ends. An endpoint's row is always taken before its deliveries'.
 */
final class DeliveryQueue {
    static final int AT_ONCE_MAX = 4;

    /** Longer than the longest attempt. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** How long an opened secret is held, so that not every attempt asks a key service. */
    private static final Duration SECRETS_HELD = Duration.ofMinutes(1);

    private static final int SECRETS_MAX = 10_000;

    private static final String IS_DUE = """
            d.state = 'pending' AND d.due_at <= :now AND (d.claimed_until IS NULL OR d.claimed_until <= :now)""";

    /** One that failed several times in a row gets one attempt at a time. */
    private static final String ROOM = """
            CASE WHEN e.failures >= %d THEN 1 ELSE %d END - (SELECT count(*) FROM outbox.delivery d
                WHERE d.endpoint = e.id AND d.state = 'pending' AND d.claimed_until > :now)""".formatted(Health.TRIPPED, AT_ONCE_MAX);

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Aead wrapping;
    private final Endpoints endpoints;
    private final DeliverySchedule schedule;
    private final InstantSource operationalClock;
    private final Cache<String, WebhookSecret> secrets = Caffeine.newBuilder()
            .maximumSize(SECRETS_MAX)
            .expireAfterWrite(SECRETS_HELD)
            .build();

    DeliveryQueue(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Aead wrapping,
            Endpoints endpoints,
            DeliverySchedule schedule,
            InstantSource operationalClock) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.wrapping = wrapping;
        this.endpoints = endpoints;
        this.schedule = schedule;
        this.operationalClock = operationalClock;
    }

    /** A delivery that this node attempts until then; its secrets as they are kept. */
    record Claim(
            long position,
            String message,
            String body,
            int attempts,
            int step,
            String endpoint,
            String url,
            String secret,
            @Nullable String oldSecret,
            OffsetDateTime until) {}

    /** Takes what is due at so many endpoints, those first that have waited longest. */
    List<Claim> claim(int endpointsMax) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            OffsetDateTime now = now();
            List<String> ready = sql.sql("""
                            SELECT e.id FROM outbox.endpoint e
                            WHERE e.disabled IS NULL AND e.deleted_at IS NULL
                                AND (e.paused_until IS NULL OR e.paused_until <= :now)
                                AND EXISTS (SELECT FROM outbox.delivery d WHERE d.endpoint = e.id AND %s)
                                AND %s > 0
                            ORDER BY e.served_at NULLS FIRST, e.id LIMIT :max
                            FOR NO KEY UPDATE OF e SKIP LOCKED""".formatted(IS_DUE, ROOM))
                    .param("now", now)
                    .param("max", endpointsMax)
                    .query((row, _) -> row.getString("id"))
                    .list();
            // counted again, now that no other node can take from these
            return ready.isEmpty() ? List.<Claim>of() : claim(ready, now);
        }));
    }

    private List<Claim> claim(List<String> ready, OffsetDateTime now) {
        return sql.sql("""
                        WITH served AS (
                            UPDATE outbox.endpoint SET served_at = :now WHERE id = ANY (:ready)),
                        taken AS (
                            SELECT due.position FROM (
                                SELECT e.id, %s AS room FROM outbox.endpoint e WHERE e.id = ANY (:ready)) free
                            CROSS JOIN LATERAL (
                                SELECT d.position FROM outbox.delivery d WHERE d.endpoint = free.id AND %s
                                ORDER BY d.due_at, d.position LIMIT greatest(free.room, 0)
                                FOR NO KEY UPDATE SKIP LOCKED) due)
                        UPDATE outbox.delivery d SET claimed_until = :until
                        FROM taken, outbox.message m, outbox.endpoint e
                        WHERE d.position = taken.position AND m.id = d.message AND e.id = d.endpoint
                        RETURNING d.position, m.id AS message, m.body, d.attempts, d.step, d.claimed_until,
                            e.id AS endpoint, e.url, e.secret, e.old_secret, e.old_secret_until""".formatted(ROOM, IS_DUE))
                .param("now", now)
                .param("until", now.plus(LEASE))
                .param("ready", ready.toArray(String[]::new))
                .query((row, _) -> claim(row, now))
                .list();
    }

    private Claim claim(ResultSet row, OffsetDateTime now) throws SQLException {
        Instant oldUntil = Endpoints.instant(row, "old_secret_until");
        boolean both = oldUntil != null && now.toInstant().isBefore(oldUntil);
        return new Claim(
                row.getLong("position"),
                row.getString("message"),
                row.getString("body"),
                row.getInt("attempts"),
                row.getInt("step"),
                row.getString("endpoint"),
                row.getString("url"),
                Base64.getEncoder().encodeToString(row.getBytes("secret")),
                both ? Base64.getEncoder().encodeToString(row.getBytes("old_secret")) : null,
                row.getObject("claimed_until", OffsetDateTime.class));
    }

    /** What a message is signed with; that a key service is out of reach is no fault of the receiver. */
    List<WebhookSecret> secrets(Claim claim) {
        return Stream.of(Optional.of(claim.secret()), Optional.ofNullable(claim.oldSecret()))
                .flatMap(Optional::stream)
                .map(kept -> secrets.get(
                        claim.endpoint() + " " + kept,
                        _ -> WebhookSecret.open(Base64.getDecoder().decode(kept), wrapping, claim.endpoint())
                                .ofMessages()))
                .toList();
    }

    /** Notes what came of an attempt, unless the lease had ended and the delivery is another's. */
    void finish(Claim claim, Instant begun, Answer answer) {
        transaction.executeWithoutResult(_ -> {
            Endpoint endpoint = endpoints.locked(claim.endpoint());
            Instant now = now().toInstant();
            Optional<Instant> next = answer.isTaken() || answer.isGone() || !endpoint.isEnabled()
                    ? Optional.empty()
                    : schedule.next(claim.step() + 1, now, answer.notBefore());
            String state = answer.isTaken() ? "delivered" : next.isPresent() ? "pending" : "dead";
            Optional<Settled> settled =
                    settle(claim, state, next.map(DeliveryQueue::utc).orElse(null));
            if (settled.isEmpty()) {
                return;
            }
            note(claim, begun, now, answer, settled.get().dueAt());
            if (answer.isTaken()) {
                recovered(endpoint);
            } else if (endpoint.isEnabled()) {
                failed(endpoint, now, answer);
            }
        });
    }

    /** A delivery after an attempt: when the next one may be made, if there is one. */
    private record Settled(@Nullable OffsetDateTime dueAt) {}

    /** What has failed, and a later snapshot says, is not attempted again. Nothing when it was not this node's any more. */
    private Optional<Settled> settle(Claim claim, String state, @Nullable OffsetDateTime next) {
        return sql.sql("""
                        UPDATE outbox.delivery d
                        SET attempts = attempts + 1, step = step + 1, claimed_until = NULL,
                            state = settled.state,
                            due_at = CASE WHEN settled.state = 'pending' THEN :next::timestamptz END,
                            ended_at = CASE WHEN settled.state <> 'pending' THEN :now::timestamptz END
                        FROM (SELECT CASE WHEN :state <> 'delivered' AND EXISTS (
                                SELECT FROM outbox.delivery this JOIN outbox.delivery later
                                    ON later.endpoint = this.endpoint AND later.subject = this.subject
                                        AND later.type = this.type AND later.snapshot AND later.position > this.position
                                WHERE this.position = :position AND this.snapshot)
                            THEN 'superseded' ELSE :state END AS state) settled
                        WHERE d.position = :position AND d.state = 'pending' AND d.claimed_until = :until
                        RETURNING d.due_at""")
                .param("state", state)
                .param("next", next)
                .param("now", now())
                .param("position", claim.position())
                .param("until", claim.until())
                .query((row, _) -> new Settled(row.getObject("due_at", OffsetDateTime.class)))
                .optional();
    }

    private void note(Claim claim, Instant begun, Instant now, Answer answer, @Nullable OffsetDateTime next) {
        sql.sql("""
                        INSERT INTO outbox.delivery_attempt
                            (delivery, number, at, millis, status, error, answer, next_at)
                        VALUES (:delivery, :number, :at, :millis, :status, :error, :answer, :next)""")
                .param("delivery", claim.position())
                .param("number", claim.attempts() + 1)
                .param("at", utc(begun))
                .param("millis", Math.max(0, Duration.between(begun, now).toMillis()))
                .param("status", answer.status())
                .param("error", answer.error())
                .param("answer", answer.text())
                .param("next", next)
                .update();
    }

    private void recovered(Endpoint endpoint) {
        if (endpoint.failures() > 0) {
            keep(endpoint, Health.GOOD);
        }
    }

    private void failed(Endpoint endpoint, Instant now, Answer answer) {
        Health health = health(endpoint).failedAgain(now);
        keep(endpoint, health);
        if (answer.isGone()) {
            endpoints.disable(endpoint.id(), "gone", null);
        } else if (health.isHopeless(now)) {
            endpoints.disable(endpoint.id(), "failing", null);
        }
    }

    private Health health(Endpoint endpoint) {
        return sql.sql("SELECT failures, failed_at, failing_since, paused_until FROM outbox.endpoint WHERE id = :id")
                .param("id", endpoint.id())
                .query((row, _) -> new Health(
                        row.getInt("failures"),
                        Endpoints.instant(row, "failed_at"),
                        Endpoints.instant(row, "failing_since"),
                        Endpoints.instant(row, "paused_until")))
                .single();
    }

    private void keep(Endpoint endpoint, Health health) {
        sql.sql("""
                        UPDATE outbox.endpoint SET failures = :failures, failed_at = :failedAt,
                            failing_since = :failingSince, paused_until = :pausedUntil
                        WHERE id = :id""")
                .param("failures", health.failures())
                .param("failedAt", utcIfAny(health.failedAt()))
                .param("failingSince", utcIfAny(health.failingSince()))
                .param("pausedUntil", utcIfAny(health.pausedUntil()))
                .param("id", endpoint.id())
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime utcIfAny(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    private OffsetDateTime now() {
        return utc(operationalClock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
