package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of Standard Webhooks: HMAC-SHA256 over the id, the second of the attempt and the very bytes that are
 * sent. While a secret is being exchanged there is one with each of the two.
 */
public final class Signature {
    private Signature() {}

    static String of(String id, Instant at, byte[] body, List<WebhookSecret> secrets) {
        return secrets.stream()
                .map(secret -> of(id, Long.toString(at.getEpochSecond()), body, secret))
                .collect(Collectors.joining(" "));
    }

    public static String of(String id, String second, byte[] body, WebhookSecret secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            mac.update((id + "." + second + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
