package io.redress.command.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The key that wraps the keys of persons. It is never in the database: it comes from the environment, or stays in a key
 * service that wraps and unwraps by itself. Behind either is an {@link Aead}, and nothing else knows which.
 */
public final class WrappingKey {
    private WrappingKey() {}

    /** A new key, as the environment gives it: a Tink keyset in Base64. */
    public static String newSecret() {
        try {
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(Keysets.made(), InsecureSecretKeyAccess.get());
            return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The key that the environment gave.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Aead of(String secret) {
        try {
            String json = new String(Base64.getDecoder().decode(secret.strip()), UTF_8);
            return Keysets.aead(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no keyset that encrypts", e);
        }
    }

    /**
     * A key that a key service keeps, whose client is on the class path.
     *
     * @param uri as the client names it, such as {@code hcvault://…}
     * @throws IllegalArgumentException when no client knows it
     */
    public static Aead inService(String uri) {
        try {
            return KmsClients.get(uri).getAead(uri);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key service is known for " + uri, e);
        }
    }
}
