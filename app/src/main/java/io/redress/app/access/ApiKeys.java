package io.redress.app.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import io.redress.query.Cursor;
import io.redress.query.Page;
import java.security.MessageDigest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The API keys of systems. What the database says of a key counts for a second, so that a thousand requests at once are
 * one look-up: a revoked key is worth nothing at once where it was revoked, and within a second on every node. Keys are
 * never deleted: who made and who revoked one stays on record.
 */
public final class ApiKeys {
    /** What stands before a key's id where callers' credentials are named. */
    public static final String CREDENTIAL = "key/";

    public static final int VALID_DAYS = 365;
    public static final int VALID_DAYS_MAX = 730;
    public static final String ADMINISTRATOR = "administrator";

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);
    private static final String SHEET = "api-keys";

    /** One in use, and the one that will take its place. */
    private static final int ACTIVE_MAX = 2;

    private static final String COLUMNS = """
            SELECT id, kind, name, scopes, label, created_at, created_by, expires_at, revoked_at, revoked_by,
                   last_used_at, secret_sha256
            FROM outbox.api_key
            """;

    private static final Duration COUNTS_FOR = Duration.ofSeconds(1);
    private static final int KNOWN_MAX = 10_000;

    /** A key as it was read, with the digest of its secret. */
    private record Known(ApiKey key, String digest) {
        boolean isOpenedBy(Secret secret) {
            return MessageDigest.isEqual(HexFormat.of().parseHex(digest), secret.digest());
        }
    }

    private final Cache<String, Known> known = Caffeine.newBuilder()
            .expireAfterWrite(COUNTS_FOR)
            .maximumSize(KNOWN_MAX)
            .build();

    private final JdbcClient sql;
    private final IdempotencyRecords requests;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    /** Keys run out by this clock, which is never the sandbox's. */
    public ApiKeys(JdbcClient sql, PlatformTransactionManager transactions, InstantSource operationalClock) {
        this.sql = sql;
        requests = new IdempotencyRecords(sql, operationalClock);
        transaction = new TransactionTemplate(transactions);
        clock = operationalClock;
    }

    /** A key that is asked for. */
    public record Wish(Kind kind, String name, Set<Scope> scopes, String label, int validForDays) {
        public Wish {
            scopes = Set.copyOf(scopes);
            if (!ApiKey.KINDS.contains(kind) || !kind.most().containsAll(scopes) || scopes.isEmpty()) {
                throw new IllegalArgumentException(kind + " cannot hold a key for " + scopes);
            }
        }
    }

    /**
     * A key that was made.
     *
     * @param secret what its holder must keep; nobody can show it again
     */
    public record Made(ApiKey key, String secret) {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Does once what is asked under this key, however often it is asked.
     *
     * @param effect gives the id of the key that it is about
     */
    public IdempotencyRecords.Done once(IdempotencyKey request, Supplier<String> effect) {
        return requests.once(request, transaction, effect);
    }

    /** Makes a key, unless its holder has two that are active. */
    public Made make(Wish wish, String by) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            lock(wish.kind().word() + ":" + wish.name());
            return insert(wish, by);
        }));
    }

    /**
     * Makes the administrator's key if there was never a key. Whoever takes it does so before it counts: a key that
     * could not be shown was never made.
     */
    public boolean makeFirst(Consumer<Made> shown) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            lock(ADMINISTRATOR);
            if (sql.sql("SELECT EXISTS (SELECT 1 FROM outbox.api_key)")
                    .query(Boolean.class)
                    .single()) {
                return false;
            }
            shown.accept(insert(
                    new Wish(Kind.PLATFORM, ADMINISTRATOR, Kind.PLATFORM.most(), "", VALID_DAYS), "first-start"));
            return true;
        }));
    }

    /** Nobody else counts or makes keys of this holder until the transaction ends. */
    private void lock(String holder) {
        sql.sql("SELECT pg_advisory_xact_lock(hashtextextended('outbox.api_key ' || ?, 0))")
                .param(holder)
                .query((_, _) -> true)
                .single();
    }

    private Made insert(Wish wish, String by) {
        Instant now = now();
        int active = sql.sql("""
                        SELECT count(*) FROM outbox.api_key
                        WHERE kind = ? AND name = ? AND revoked_at IS NULL AND expires_at > ?""")
                .params(wish.kind().word(), wish.name(), utc(now))
                .query(Integer.class)
                .single();
        if (active >= ACTIVE_MAX) {
            throw new Refusal(Rule.HOLDER_HAS_TWO_KEYS_AT_MOST, wish.kind().word() + ":" + wish.name());
        }
        Secret secret = Secret.draw();
        ApiKey key = new ApiKey(
                secret.id(),
                wish.kind(),
                wish.name(),
                wish.scopes(),
                wish.label(),
                now,
                by,
                now.plus(Duration.ofDays(wish.validForDays())),
                null,
                null,
                null);
        sql.sql("""
                        INSERT INTO outbox.api_key
                            (id, secret_sha256, kind, name, scopes, label, created_at, created_by, expires_at)
                        VALUES (?, ?, ?, ?, string_to_array(?, ' '), ?, ?, ?, ?)""")
                .params(
                        key.id(),
                        secret.digest(),
                        key.kind().word(),
                        key.name(),
                        words(key.scopes()),
                        key.label(),
                        utc(key.createdAt()),
                        key.createdBy(),
                        utc(key.expiresAt()))
                .update();
        return new Made(key, secret.text());
    }

    private static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }

    /** Revokes a key; one that was revoked already stays as it is. */
    public Optional<ApiKey> revoke(String id, String by) {
        sql.sql("UPDATE outbox.api_key SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL")
                .params(utc(now()), by, id)
                .update();
        known.invalidate(id);
        return find(id);
    }

    public Optional<ApiKey> find(String id) {
        return sql.sql(COLUMNS + "WHERE id = ?")
                .param(id)
                .query((row, _) -> key(row))
                .optional();
    }

    /** The newest first; of one holder only, if one is named. */
    public Page<ApiKey> list(@Nullable Kind kind, @Nullable String name, @Nullable String cursor, int limit) {
        Cursor after = Cursor.read(SHEET, 2, cursor);
        List<ApiKey> keys = sql.sql(COLUMNS + """
                        WHERE (:kind::text IS NULL OR kind = :kind) AND (:name::text IS NULL OR name = :name)
                          AND (:createdAt::timestamptz IS NULL OR (created_at, id) < (:createdAt, :id))
                        ORDER BY created_at DESC, id DESC LIMIT :limit""")
                .param("kind", kind == null ? null : kind.word())
                .param("name", name)
                .param("createdAt", after == null ? null : after.time(0))
                .param("id", after == null ? null : after.part(1))
                .param("limit", limit + 1)
                .query((row, _) -> key(row))
                .list();
        return Page.of(keys, limit, key -> Cursor.of(SHEET, key.createdAt().atOffset(ZoneOffset.UTC), key.id()));
    }

    /** The holder of a key that is active; null for any other text. */
    @Nullable
    Caller caller(String text) {
        Secret secret = Secret.read(text).orElse(null);
        if (secret == null) {
            return null;
        }
        Known found = known(secret.id());
        if (found == null
                || !found.isOpenedBy(secret)
                || !found.key().state(now()).equals(ApiKey.ACTIVE)) {
            return null;
        }
        return found.key().caller();
    }

    @SuppressWarnings("NullAway") // what is not there is not kept, and asked for again
    private @Nullable Known known(String id) {
        return known.get(id, this::read);
    }

    private @Nullable Known read(String id) {
        Known found = sql.sql(COLUMNS + "WHERE id = ?")
                .param(id)
                .query((row, _) -> new Known(key(row), HexFormat.of().formatHex(row.getBytes("secret_sha256"))))
                .optional()
                .orElse(null);
        if (found != null) {
            used(found.key(), now());
        }
        return found;
    }

    /** To the hour, so that a key that is used a thousand times a second costs one write an hour. */
    private void used(ApiKey key, Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        if (key.lastUsedAt() != null && !key.lastUsedAt().isBefore(hour)) {
            return;
        }
        try {
            sql.sql(
                            "UPDATE outbox.api_key SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)")
                    .params(utc(hour), key.id(), utc(hour))
                    .update();
        } catch (DataAccessException e) {
            log.debug("it was not noted that the key {} was used", key.id(), e);
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        Array scopes = row.getArray("scopes");
        return new ApiKey(
                row.getString("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                Arrays.stream((String[]) scopes.getArray())
                        .map(word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()),
                row.getString("label"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row, "revoked_at"),
                row.getString("revoked_by"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
