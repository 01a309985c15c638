package io.redress.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The platform's issuer of access tokens, as production knows one; and everything that it would never sign. */
public final class TestIssuer {
    public static final String NAME = "https://login.platform.example";

    private final ECKey key;

    public TestIssuer() {
        this("key-1");
    }

    /** Whose key has this name. */
    public TestIssuer(String keyId) {
        key = key(keyId);
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public ECKey key() {
        return key;
    }

    /** What a service is told to trust it. */
    Map<String, Object> settings(Path folder) throws IOException {
        Path file = folder.resolve("jwk-set.json");
        Files.writeString(file, new JWKSet(key).toPublicJWKSet().toString());
        return Map.of(
                "redress.clock",
                false,
                "redress.access.issuer",
                NAME,
                "redress.access.jwk-set",
                file.toUri().toString());
    }

    /** What stands in a good token of a merchant. */
    public static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience("redress")
                .subject("user-1")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now.minus(Duration.ofMinutes(5))))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("role", "merchant")
                .claim("party", "lanhua-tea");
    }

    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID());
    }

    /** A good token but for this. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(header().build(), change.apply(claims()).build());
    }

    public String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            return sign(header, claims, new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
