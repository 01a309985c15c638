package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * What an endpoint's holder and this service know, and nobody else: {@code whsec_} and 32 drawn bytes. It is kept
 * encrypted, and opens at its own endpoint only.
 */
record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    static WebhookSecret draw() {
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(Random.randBytes(BYTES)));
    }

    /** What messages are signed with. */
    byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    byte[] sealed(Aead wrapping, String endpoint) {
        try {
            return wrapping.encrypt(text.getBytes(UTF_8), endpoint.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of an endpoint cannot be sealed", e);
        }
    }

    static WebhookSecret open(byte[] sealed, Aead wrapping, String endpoint) {
        try {
            return new WebhookSecret(new String(wrapping.decrypt(sealed, endpoint.getBytes(UTF_8)), UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of " + endpoint + " cannot be opened", e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
