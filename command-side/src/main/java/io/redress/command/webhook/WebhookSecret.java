package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

    /**
     * What callbacks of the endpoint's holder are signed with. It is made of the secret, so that there is nothing more to
     * keep or to exchange; and it is another one, so that what was sent to the endpoint is no callback when it is played
     * back.
     */
    WebhookSecret ofCallbacks() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            byte[] made = mac.doFinal("redress callback".getBytes(UTF_8));
            return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(made));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
