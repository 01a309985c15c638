package io.redress.command.personal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappingKeyTest {
    private static final byte[] TEXT = "dock 4, Foshan".getBytes(UTF_8);
    private static final byte[] PLACE = "return/R1".getBytes(UTF_8);

    @Test
    void a_key_opens_what_it_wrapped_and_another_does_not() throws GeneralSecurityException {
        String secret = WrappingKey.newSecret();
        byte[] wrapped = WrappingKey.of(secret).encrypt(TEXT, PLACE);

        assertThat(new String(wrapped, ISO_8859_1)).doesNotContain("Foshan");
        assertThat(WrappingKey.of(secret).decrypt(wrapped, PLACE)).isEqualTo(TEXT);
        Aead another = WrappingKey.of(WrappingKey.newSecret());
        assertThatThrownBy(() -> another.decrypt(wrapped, PLACE)).isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no Base64", "c2VjcmV0", "e30="})
    void what_is_no_key_is_refused(String secret) {
        assertThatThrownBy(() -> WrappingKey.of(secret)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_that_was_cut_is_refused() {
        String secret = WrappingKey.newSecret();
        assertThatThrownBy(() -> WrappingKey.of(secret.substring(0, secret.length() / 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Base64.getDecoder().decode(secret)).isNotEmpty();
    }

    /** Wraps and unwraps by itself, and gives its key to nobody. */
    private record Service(String address, Aead key) implements KmsClient {
        @Override
        public boolean doesSupport(String uri) {
            return uri.equals(address);
        }

        @Override
        public KmsClient withCredentials(String path) {
            return this;
        }

        @Override
        public KmsClient withDefaultCredentials() {
            return this;
        }

        @Override
        public Aead getAead(String uri) {
            return key;
        }
    }

    @Test
    void the_key_may_stay_in_a_key_service() throws GeneralSecurityException {
        Aead key = WrappingKey.of(WrappingKey.newSecret());
        KmsClients.add(new Service("test-kms://redress", key));

        byte[] wrapped = WrappingKey.inService("test-kms://redress").encrypt(TEXT, PLACE);
        assertThat(key.decrypt(wrapped, PLACE)).isEqualTo(TEXT);
        assertThatThrownBy(() -> WrappingKey.inService("test-kms://elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test-kms://elsewhere");
    }
}
