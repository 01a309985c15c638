package io.redress.command.webhook;

import com.github.f4b6a3.ulid.UlidCreator;
import com.google.crypto.tink.Aead;
import io.redress.api.party.Party;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where parties want to be told. What became of an endpoint, and by whom, stays on record. */
public final class Endpoints {
    /** How long messages are signed with the old secret beside the new one. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    private static final int OF_ONE_PARTY_MAX = 10;

    private static final String COLUMNS = """
            SELECT id, party, url, description, types, created_at, old_secret_until, disabled, disabled_at, deleted_at,
                failures, failing_since, paused_until
            FROM outbox.endpoint
            """;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Aead wrapping;
    private final IdempotencyRecords requests;
    private final InstantSource operationalClock;

    public Endpoints(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Aead wrapping,
            IdempotencyRecords requests,
            InstantSource operationalClock) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.wrapping = wrapping;
        this.requests = requests;
        this.operationalClock = operationalClock;
    }

    /** What is asked for; of a change, what is null stays as it is. */
    public record Wish(
            @Nullable String url,
            @Nullable List<String> types,
            @Nullable String description,
            @Nullable Boolean enabled) {}

    /**
     * An endpoint and its secret.
     *
     * @param secret what its holder must keep; nobody can show it again
     * @param callbackSecret what its holder signs callbacks with
     */
    public record Made(Endpoint endpoint, String secret, String callbackSecret) {
        private Made(Endpoint endpoint, WebhookSecret secret) {
            this(endpoint, secret.ofMessages().text(), secret.ofCallbacks().text());
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    /**
     * Does once what is asked under this key, however often it is asked.
     *
     * @param effect says what it was about
     */
    public IdempotencyRecords.Done once(IdempotencyKey request, Supplier<String> effect) {
        return requests.once(request, transaction, effect);
    }

    /** Nobody else does this until the transaction ends. */
    private void lock(String what) {
        sql.sql("SELECT pg_advisory_xact_lock(hashtextextended('outbox.endpoint ' || :what, 0))")
                .param("what", what)
                .query((_, _) -> true)
                .single();
    }

    public Made create(Party party, String url, List<String> types, String description, String by) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            lock(party.toString());
            int all = sql.sql("SELECT count(*) FROM outbox.endpoint WHERE party = :party AND deleted_at IS NULL")
                    .param("party", party.toString())
                    .query(Integer.class)
                    .single();
            if (all >= OF_ONE_PARTY_MAX) {
                throw new Refusal(Rule.PARTY_HAS_TEN_ENDPOINTS_AT_MOST, party.toString());
            }
            String id = "ep_" + UlidCreator.getMonotonicUlid().toLowerCase();
            WebhookSecret secret = WebhookSecret.draw();
            sql.sql("""
                            INSERT INTO outbox.endpoint (id, party, url, description, types, secret, created_at)
                            VALUES (:id, :party, :url, :description, :types, :secret, :now)""")
                    .param("id", id)
                    .param("party", party.toString())
                    .param("url", url)
                    .param("description", description)
                    .param("types", types.toArray(String[]::new))
                    .param("secret", secret.sealed(wrapping, id))
                    .param("now", now())
                    .update();
            note(id, "created", null, by);
            return new Made(find(id).orElseThrow(), secret);
        }));
    }

    /** What is to be sent to an endpoint that is disabled becomes dead letters; one that is enabled begins anew. */
    public Endpoint change(String id, Wish wish, String by) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            Endpoint before = lockedUnlessDeleted(id);
            sql.sql("""
                            UPDATE outbox.endpoint SET url = COALESCE(:url, url), types = COALESCE(:types, types),
                                description = COALESCE(:description, description)
                            WHERE id = :id""")
                    .param("url", wish.url())
                    .param("types", wish.types() == null ? null : wish.types().toArray(String[]::new))
                    .param("description", wish.description())
                    .param("id", id)
                    .update();
            if (wish.url() != null || wish.types() != null || wish.description() != null) {
                note(id, "changed", null, by);
            }
            if (wish.enabled() != null && wish.enabled() != before.isEnabled()) {
                if (wish.enabled()) {
                    enable(id, by);
                } else {
                    disable(id, "asked", by);
                }
            }
            return find(id).orElseThrow();
        }));
    }

    /** Its row is this transaction's until it ends; claims pass over it. */
    Endpoint locked(String id) {
        return sql.sql(COLUMNS + "WHERE id = :id FOR NO KEY UPDATE")
                .param("id", id)
                .query((row, _) -> endpoint(row))
                .single();
    }

    private Endpoint lockedUnlessDeleted(String id) {
        Endpoint endpoint = locked(id);
        if (endpoint.deletedAt() != null) {
            throw new Refusal(Rule.ENDPOINT_IS_ENABLED, id);
        }
        return endpoint;
    }

    private void enable(String id, String by) {
        sql.sql("""
                        UPDATE outbox.endpoint SET disabled = NULL, disabled_at = NULL, failures = 0, failed_at = NULL,
                            failing_since = NULL, paused_until = NULL
                        WHERE id = :id""").param("id", id).update();
        note(id, "enabled", null, by);
    }

    /** In the transaction that holds its row. */
    void disable(String id, String because, @Nullable String by) {
        sql.sql("UPDATE outbox.endpoint SET disabled = :because, disabled_at = :now WHERE id = :id")
                .param("because", because)
                .param("now", now())
                .param("id", id)
                .update();
        bury(id);
        note(id, "disabled", because, by);
    }

    /** What is on the line at this moment is left to whoever attempts it. */
    private void bury(String id) {
        sql.sql("""
                        UPDATE outbox.delivery SET state = 'dead', due_at = NULL, claimed_until = NULL, ended_at = :now
                        WHERE endpoint = :id AND state = 'pending'
                            AND (claimed_until IS NULL OR claimed_until <= :now)""").param("now", now()).param("id", id).update();
    }

    /** A new secret; the one before holds for another day. */
    public Made rotate(String id, String by) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            lockedUnlessDeleted(id);
            WebhookSecret secret = WebhookSecret.draw();
            sql.sql("""
                            UPDATE outbox.endpoint SET old_secret = secret, old_secret_until = :until, secret = :secret
                            WHERE id = :id""")
                    .param("until", now().plus(OVERLAP))
                    .param("secret", secret.sealed(wrapping, id))
                    .param("id", id)
                    .update();
            note(id, "rotated", null, by);
            return new Made(find(id).orElseThrow(), secret);
        }));
    }

    /** Its secrets are gone for good, and nothing is sent any more. */
    public Endpoint delete(String id, String by) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            if (locked(id).deletedAt() == null) {
                sql.sql("""
                                UPDATE outbox.endpoint SET deleted_at = :now, secret = NULL, old_secret = NULL,
                                    old_secret_until = NULL
                                WHERE id = :id""").param("now", now()).param("id", id).update();
                bury(id);
                note(id, "deleted", null, by);
            }
            return find(id).orElseThrow();
        }));
    }

    private void note(String id, String what, @Nullable String because, @Nullable String by) {
        sql.sql("""
                        INSERT INTO outbox.endpoint_change (endpoint, what, because, at, by)
                        VALUES (:id, :what, :because, :now, :by)""")
                .param("id", id)
                .param("what", what)
                .param("because", because)
                .param("now", now())
                .param("by", by)
                .update();
    }

    /** An endpoint, also one that was deleted. */
    public Optional<Endpoint> find(String id) {
        return sql.sql(COLUMNS + "WHERE id = :id")
                .param("id", id)
                .query((row, _) -> endpoint(row))
                .optional();
    }

    /**
     * The newest first.
     *
     * @param party whose; null for everybody's
     * @param before behind this one of the list
     */
    public List<Endpoint> list(@Nullable Party party, @Nullable OffsetDateTime before, @Nullable String id, int limit) {
        return sql.sql(COLUMNS + """
                        WHERE deleted_at IS NULL AND (:party::text IS NULL OR party = :party)
                            AND (:before::timestamptz IS NULL OR (created_at, id) < (:before, :id))
                        ORDER BY created_at DESC, id DESC LIMIT :limit""")
                .param("party", party == null ? null : party.toString())
                .param("before", before)
                .param("id", id)
                .param("limit", limit)
                .query((row, _) -> endpoint(row))
                .list();
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getString("id"),
                Party.parse(row.getString("party")),
                row.getString("url"),
                row.getString("description"),
                Arrays.asList((String[]) row.getArray("types").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "old_secret_until"),
                row.getString("disabled"),
                instant(row, "disabled_at"),
                instant(row, "deleted_at"),
                row.getInt("failures"),
                instant(row, "failing_since"),
                instant(row, "paused_until"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return operationalClock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
