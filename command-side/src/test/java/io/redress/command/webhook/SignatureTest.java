package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.redress.command.personal.WrappingKey;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures against the specification's own example, and against the library that receivers use. */
class SignatureTest {
    private static final String BODY = "{\"type\":\"window.opened\",\"data\":{\"note\":\"退货\"}}";

    @Test
    void the_example_of_the_specification_is_signed_alike() {
        assertThat(Signature.of(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(UTF_8),
                        List.of(new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    private static void verify(WebhookSecret secret, String signature, Instant at) throws Exception {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id",
                        List.of("msg_1"),
                        "webhook-timestamp",
                        List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature",
                        List.of(signature)),
                (_, _) -> true);
        new Webhook(secret.text()).verify(BODY, headers.map());
    }

    @Test
    void the_published_library_takes_what_is_signed_with_either_of_two_secrets() {
        Instant now = Instant.now();
        WebhookSecret old = WebhookSecret.draw();
        WebhookSecret fresh = WebhookSecret.draw();
        String signature = Signature.of("msg_1", now, BODY.getBytes(UTF_8), List.of(fresh, old));
        assertThatCode(() -> verify(old, signature, now)).doesNotThrowAnyException();
        assertThatCode(() -> verify(fresh, signature, now)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(WebhookSecret.draw(), signature, now))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(old, signature, now.plusSeconds(1)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    /** Anybody who draws the same could check it: {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:…}. */
    @Test
    void the_two_secrets_of_an_endpoint_are_made_of_one_and_tell_nothing_of_each_other() {
        WebhookSecret drawn = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
        assertThat(drawn.ofMessages())
                .isEqualTo(new WebhookSecret("whsec_24nrze0bb0/JcU0UV8WIT7ZHczk6RSA3eIMR6BYD0xs="));
        assertThat(drawn.ofCallbacks())
                .isEqualTo(new WebhookSecret("whsec_wtTiRT6KR8qj2+CIBfu0uoOjJEhPO9ITsom/NIYy+UY="));
    }

    @Test
    void a_secret_opens_at_its_own_endpoint_only_and_shows_itself_nowhere() {
        Aead wrapping = WrappingKey.of(WrappingKey.newSecret());
        WebhookSecret secret = WebhookSecret.draw();
        byte[] sealed = secret.sealed(wrapping, "ep_1");
        assertThat(WebhookSecret.open(sealed, wrapping, "ep_1")).isEqualTo(secret);
        assertThatThrownBy(() -> WebhookSecret.open(sealed, wrapping, "ep_2"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(secret.text());
        assertThat(secret.toString()).doesNotContain(secret.text().substring(6));
        assertThat(secret.text()).matches("whsec_[0-9A-Za-z+/]{43}=");
        assertThat(secret.key()).hasSize(32);
    }
}
