package io.redress.app.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.redress.api.Spelling;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Reads access tokens (RFC 9068): of the type {@code at+jwt}, signed with the one algorithm that was agreed, by the one
 * issuer, for this service, and in time by the operational clock.
 */
final class AccessTokens {
    static final String AUDIENCE = "redress";
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /** What stands before a token's id where callers' credentials are named. */
    private static final String CREDENTIAL = "token/";

    private static final JOSEObjectType FULL_TYPE = new JOSEObjectType("application/at+jwt");
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final int CREDENTIAL_CHARACTERS_MAX = 200;

    /** Feeds are systems, and systems hold keys. */
    static final Map<String, Kind> ROLES =
            Set.of(Kind.CONSUMER, Kind.MERCHANT, Kind.OPERATOR, Kind.AGENT, Kind.PLATFORM).stream()
                    .collect(Collectors.toUnmodifiableMap(Kind::word, kind -> kind));

    /** For so long a token that was good is not verified again: that costs more than most answers. */
    private static final Duration COUNTS_FOR = Duration.ofSeconds(10);

    private static final int KNOWN_MAX = 10_000;

    private record Known(Caller caller, Instant until) {}

    private final NimbusJwtDecoder decoder;
    private final InstantSource clock;
    private final Duration skew;

    /** By digest, so that nobody who sees the memory holds a token. */
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .expireAfterWrite(COUNTS_FOR)
            .maximumSize(KNOWN_MAX)
            .build();

    AccessTokens(TrustedIssuer issuer, InstantSource operationalClock, Duration skew) {
        DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
        signatures.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE, FULL_TYPE));
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(issuer.algorithm(), issuer.keys()));
        // claims are checked below, on a clock that is given
        signatures.setJWTClaimsSetVerifier((_, _) -> {});
        JwtTimestampValidator inTime = new JwtTimestampValidator(skew);
        inTime.setAllowEmptyExpiryClaim(false);
        inTime.setClock(operationalClock.withZone(ZoneOffset.UTC));
        clock = operationalClock;
        this.skew = skew;
        decoder = new NimbusJwtDecoder(signatures);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                inTime, new JwtIssuerValidator(issuer.name()), new JwtAudienceValidator(AUDIENCE)));
    }

    /** The caller that a token names; null for any other text. */
    @Nullable
    Caller caller(String token) {
        String digest = HexFormat.of().formatHex(Secret.digest(token));
        Known before = known.getIfPresent(digest);
        if (before != null && !clock.instant().isAfter(before.until())) {
            return before.caller();
        }
        try {
            Jwt decoded = decoder.decode(token);
            Caller caller = caller(decoded);
            if (caller != null) {
                known.put(
                        digest,
                        new Known(
                                caller,
                                Objects.requireNonNull(decoded.getExpiresAt()).plus(skew)));
            }
            return caller;
        } catch (JwtException e) {
            if (issuerIsSilent(e)) {
                throw new AuthenticationServiceException("the keys of the issuer cannot be fetched", e);
            }
            return null;
        }
    }

    /** A stranger who makes up key names is told nothing else than other strangers. */
    private static boolean issuerIsSilent(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RateLimitReachedException) {
                return false;
            }
            if (cause instanceof JWKSetUnavailableException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Caller caller(Jwt token) {
        Map<String, Object> claims = token.getClaims();
        Kind kind = claims.get("role") instanceof String role ? ROLES.get(role) : null;
        String name = claims.get("party") instanceof String party ? party : kind == Kind.PLATFORM ? "platform" : null;
        String credential = token.getId() != null ? token.getId() : token.getSubject();
        List<Party> connections = connections(claims.get("connections"));
        if (kind == null
                || name == null
                || !isName(name)
                || credential == null
                || credential.isBlank()
                || credential.length() > CREDENTIAL_CHARACTERS_MAX
                || connections == null) {
            return null;
        }
        return new Caller(
                kind,
                name,
                scopes(kind, claims.get("scope")),
                kind == Kind.AGENT ? connections : List.of(),
                CREDENTIAL + credential);
    }

    /** A name as acts have it. */
    static boolean isName(String text) {
        return Spelling.isName(text) && text.length() <= NAME_CHARACTERS_MAX && isUnicode(text);
    }

    static boolean isUnicode(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** What the token names of what its role may have; without a word, that without looking after the service. */
    private static Set<Scope> scopes(Kind kind, @Nullable Object claim) {
        Set<Scope> scopes = EnumSet.copyOf(kind.most());
        if (claim == null) {
            scopes.remove(Scope.ADMIN);
        } else {
            Set<String> named = claim instanceof String words ? Set.copyOf(Arrays.asList(words.split(" "))) : Set.of();
            scopes.removeIf(scope -> !named.contains(scope.word()));
        }
        return scopes;
    }

    /** Null when one cannot be read: an agent whose conflicts of interest are not known decides nothing. */
    static @Nullable List<Party> connections(@Nullable Object claim) {
        if (claim == null) {
            return List.of();
        }
        if (!(claim instanceof List<?> texts)) {
            return null;
        }
        List<Party> parties = new ArrayList<>();
        for (Object text : texts) {
            Party party = party(text);
            if (party == null) {
                return null;
            }
            parties.add(party);
        }
        return parties;
    }

    private static @Nullable Party party(Object text) {
        try {
            Party party = Party.parse(text.toString());
            return party.role() != Role.PLATFORM && isName(party.name()) ? party : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
