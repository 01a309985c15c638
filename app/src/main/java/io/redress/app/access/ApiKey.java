package io.redress.app.access;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; its secret is not.
 *
 * @param name of a merchant or operator the party's name, of the platform or a feed that of the system
 * @param createdBy the credential with which it was made
 * @param lastUsedAt to the hour
 */
public record ApiKey(
        String id,
        Kind kind,
        String name,
        Set<Scope> scopes,
        String label,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable Instant lastUsedAt) {
    /** Those who hold keys are systems; people come with tokens of an issuer. */
    public static final Set<Kind> KINDS = Set.of(Kind.MERCHANT, Kind.OPERATOR, Kind.PLATFORM, Kind.FEED);

    static final String ACTIVE = "active";

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** How things stand with it at an instant: {@code active}, {@code expired} or {@code revoked}. */
    public String state(Instant at) {
        if (revokedAt != null) {
            return "revoked";
        }
        return at.isBefore(expiresAt) ? ACTIVE : "expired";
    }

    Caller caller() {
        return new Caller(kind, name, scopes, List.of(), ApiKeys.CREDENTIAL + id);
    }
}
