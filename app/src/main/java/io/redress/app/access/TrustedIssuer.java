package io.redress.app.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * Whose tokens are taken: one issuer, with one algorithm.
 *
 * @param name the {@code iss} of its tokens
 * @param keys the public keys with which they can be checked
 */
record TrustedIssuer(String name, JWSAlgorithm algorithm, JWKSource<SecurityContext> keys) {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 2_000;
    private static final int BYTES_MAX = 256 * 1024;
    private static final long OUTAGE_MILLIS = 4L * 60 * 60 * 1_000;

    /** An issuer whose keys lie at an address, which is asked again when a key is not known, or in a file. */
    static TrustedIssuer at(String name, String algorithm, URI jwkSet) {
        return new TrustedIssuer(name, JWSAlgorithm.parse(algorithm), keys(jwkSet));
    }

    private static JWKSource<SecurityContext> keys(URI jwkSet) {
        try {
            if ("file".equals(jwkSet.getScheme())) {
                return new ImmutableJWKSet<>(
                        JWKSet.load(Path.of(jwkSet).toFile()).toPublicJWKSet());
            }
            return JWKSourceBuilder.<SecurityContext>create(
                            jwkSet.toURL(), new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, BYTES_MAX))
                    .retrying(true)
                    .outageTolerant(OUTAGE_MILLIS)
                    .build();
        } catch (MalformedURLException | ParseException e) {
            throw new IllegalArgumentException(jwkSet + " holds no JWK set", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(jwkSet + " cannot be read", e);
        }
    }
}
