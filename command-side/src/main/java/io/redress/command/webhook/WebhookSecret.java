package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret, as Standard Webhooks spells it: {@code whsec_} and 32 bytes. One is drawn for an endpoint and kept encrypted,
 * and opens at its own endpoint only; its holder is given the two that are made of it.
 */
public record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    /** What the specification allows. */
    private static final int BYTES_MIN = 24;

    private static final int BYTES_MAX = 64;

    public static WebhookSecret draw() {
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(Random.randBytes(BYTES)));
    }

    /** What somebody says is one, if it can be. */
    public static Optional<WebhookSecret> parse(String text) {
        try {
            WebhookSecret secret = new WebhookSecret(text);
            int bytes = text.startsWith(PREFIX) ? secret.key().length : 0;
            return bytes >= BYTES_MIN && bytes <= BYTES_MAX ? Optional.of(secret) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    /** What messages to the endpoint are signed with. */
    WebhookSecret ofMessages() {
        return made("redress message");
    }

    /**
     * What callbacks of the endpoint's holder are signed with: another one, so that what was sent to the endpoint is no
     * callback when it is played back, and so that who may only verify messages does no acts.
     */
    WebhookSecret ofCallbacks() {
        return made("redress callback");
    }

    /** One drawn secret is kept and exchanged; from what is made of it neither it nor the other one can be told. */
    private WebhookSecret made(String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(mac.doFinal(label.getBytes(UTF_8))));
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
