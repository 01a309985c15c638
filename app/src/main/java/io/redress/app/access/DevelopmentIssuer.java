package io.redress.app.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.redress.api.party.Party;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives tokens to whoever asks, so that a sandbox can be played with by hand. Its key is made when the service starts
 * and never leaves the process. It must not exist in production.
 */
public final class DevelopmentIssuer {
    public static final String NAME = "urn:redress:sandbox";

    private static final Duration VALID = Duration.ofDays(7);

    private final ECKey key;
    private final InstantSource clock;

    DevelopmentIssuer(InstantSource operationalClock) {
        clock = operationalClock;
        try {
            key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    TrustedIssuer trusted() {
        return new TrustedIssuer(NAME, JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())));
    }

    /** A token that was given, and until when it is good. */
    public record Token(String token, Instant expiresAt) {}

    /** A token that says that its holder is this caller. */
    public Token token(Kind kind, String name, Collection<Scope> scopes, List<Party> connections) {
        Instant now = clock.instant();
        Instant expires = now.plus(VALID);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AccessTokens.AUDIENCE)
                .subject(kind.word() + ":" + name)
                .claim("client_id", "sandbox")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .claim("role", kind.word())
                .claim("party", name)
                .claim("scope", scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" ")));
        if (!connections.isEmpty()) {
            claims.claim(
                    "connections", connections.stream().map(Party::toString).toList());
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(AccessTokens.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                claims.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return new Token(token.serialize(), expires);
    }
}
