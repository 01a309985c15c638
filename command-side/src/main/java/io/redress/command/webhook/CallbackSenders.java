package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.Aead;
import io.redress.api.party.Party;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Knows by the signature of a callback whose it is, as Standard Webhooks has it: over the very bytes that came, made
 * lately, with a secret of the endpoint that holds at this moment.
 */
public final class CallbackSenders {
    /** By how much the clocks of sender and receiver may differ, with the time on the way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** A full stop would let the id and the second be read in two ways. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x2d\\x2f-\\x7e]{1,200}");

    private static final Pattern SECOND = Pattern.compile("[0-9]{1,12}");

    /** Two are needed while a secret is exchanged. */
    private static final int SIGNATURES_MAX = 10;

    /** For an endpoint that is not there: it takes as long to find out. */
    private static final List<WebhookSecret> NOBODYS = List.of(WebhookSecret.draw());

    private final JdbcClient sql;
    private final Aead wrapping;
    private final InstantSource operationalClock;

    public CallbackSenders(JdbcClient sql, Aead wrapping, InstantSource operationalClock) {
        this.sql = sql;
        this.wrapping = wrapping;
        this.operationalClock = operationalClock;
    }

    /** The headers of Standard Webhooks, as they came. */
    public record Headers(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature) {}

    private record Keys(Party party, List<WebhookSecret> secrets) {}

    /** Whether the headers look as they should and are of this moment; else nothing else need be looked at. */
    public boolean mayBeGood(Headers headers) {
        return headers.id() != null
                && headers.timestamp() != null
                && headers.signature() != null
                && ID.matcher(headers.id()).matches()
                && SECOND.matcher(headers.timestamp()).matches()
                && Duration.between(
                                        Instant.ofEpochSecond(Long.parseLong(headers.timestamp())),
                                        operationalClock.instant())
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0;
    }

    /** Whose callback this is; nothing when it is not signed as it should be, whatever is wrong with it. */
    public Optional<Party> sender(String endpoint, Headers headers, byte[] body) {
        if (!mayBeGood(headers) || headers.id() == null || headers.timestamp() == null || headers.signature() == null) {
            return Optional.empty();
        }
        Optional<Keys> keys = sql.sql("""
                        SELECT party, secret, old_secret, old_secret_until FROM outbox.endpoint
                        WHERE id = :id AND deleted_at IS NULL""")
                .param("id", endpoint)
                .query((row, _) -> keys(endpoint, row))
                .optional();
        boolean signed = false;
        String[] signatures = headers.signature().split(" ", SIGNATURES_MAX + 1);
        for (WebhookSecret secret : keys.map(Keys::secrets).orElse(NOBODYS)) {
            // as texts: in Base64 several spell the same bytes
            byte[] good = Signature.of(headers.id(), headers.timestamp(), body, secret.ofCallbacks())
                    .getBytes(US_ASCII);
            for (int i = 0; i < Math.min(signatures.length, SIGNATURES_MAX); i++) {
                signed |= MessageDigest.isEqual(good, signatures[i].getBytes(US_ASCII));
            }
        }
        return signed ? keys.map(Keys::party) : Optional.empty();
    }

    private Keys keys(String endpoint, ResultSet row) throws SQLException {
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(WebhookSecret.open(row.getBytes("secret"), wrapping, endpoint));
        Instant until = Endpoints.instant(row, "old_secret_until");
        if (until != null && operationalClock.instant().isBefore(until)) {
            secrets.add(WebhookSecret.open(row.getBytes("old_secret"), wrapping, endpoint));
        }
        return new Keys(Party.parse(row.getString("party")), secrets);
    }
}
