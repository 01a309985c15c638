package io.redress.command.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs seals, and those whose seals are believed: that one, and earlier ones. Keys and notes are written as
 * the C2SP signed-note says, so that others can check them with what they have.
 */
public final class SealKeys {
    private static final String SECRET = "PRIVATE+KEY+";
    private static final Pattern KEY = Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;

    /** What stands before the bytes of a key in its usual encodings (RFC 8410). */
    private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PRIVATE_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /** A public key and whose it is: the name of the log and the id. */
    private record Verifier(String name, String id, PublicKey key, String text) {}

    private record Signer(Verifier verifier, PrivateKey key) {}

    private final @Nullable Signer signer;
    private final Map<String, Verifier> verifiers = new LinkedHashMap<>();

    private SealKeys(@Nullable Signer signer, List<String> others) {
        this.signer = signer;
        if (signer != null) {
            put(signer.verifier());
        }
        others.forEach(text -> put(verifier(text)));
    }

    /**
     * Signs with this key.
     *
     * @param others public keys of seals from before
     */
    public static SealKeys signing(String secret, List<String> others) {
        if (!secret.startsWith(SECRET)) {
            throw new IllegalArgumentException("a key that signs begins with " + SECRET);
        }
        Matcher parts = parts(secret.substring(SECRET.length()));
        byte[] bytes = bytes(parts, 2 * KEY_BYTES);
        byte[] open = Arrays.copyOfRange(bytes, 1 + KEY_BYTES, bytes.length);
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(joined(PRIVATE_HEAD, Arrays.copyOfRange(bytes, 1, 1 + KEY_BYTES))));
            SealKeys keys = new SealKeys(new Signer(verifier(text(parts.group(1), open)), key), others);
            if (keys.open(keys.sign("probe\n")).isEmpty()) {
                throw new IllegalArgumentException("the two halves of the key do not belong together");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Believes these public keys and signs nothing. */
    public static SealKeys believing(List<String> verifiers) {
        return new SealKeys(null, verifiers);
    }

    /** A new key that signs for the log of this name. */
    public static String newSecret(String log) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] open = Arrays.copyOfRange(encoded, PUBLIC_HEAD.length, encoded.length);
            return SECRET + log + "+" + id(log, open) + "+"
                    + Base64.getEncoder().encodeToString(joined(new byte[] {ED25519}, joined(seed, open)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(Verifier verifier) {
        verifiers.putIfAbsent(verifier.name() + " " + verifier.id(), verifier);
    }

    private static Verifier verifier(String text) {
        Matcher parts = parts(text);
        byte[] bytes = bytes(parts, KEY_BYTES);
        byte[] open = Arrays.copyOfRange(bytes, 1, bytes.length);
        if (!id(parts.group(1), open).equals(parts.group(2))) {
            throw new IllegalArgumentException("the id of the key is that of another");
        }
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(joined(PUBLIC_HEAD, open)));
            return new Verifier(parts.group(1), parts.group(2), key, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Matcher parts(String text) {
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a key is written name+id+bytes");
        }
        return parts;
    }

    private static byte[] bytes(Matcher parts, int length) {
        byte[] bytes = Base64.getDecoder().decode(parts.group(3));
        if (bytes.length != 1 + length || bytes[0] != ED25519) {
            throw new IllegalArgumentException("the key is none of Ed25519");
        }
        return bytes;
    }

    private static String text(String name, byte[] open) {
        return name + "+" + id(name, open) + "+"
                + Base64.getEncoder().encodeToString(joined(new byte[] {ED25519}, open));
    }

    private static String id(String name, byte[] open) {
        MessageDigest sha256 = HashTree.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update(ED25519);
        return HexFormat.of().formatHex(sha256.digest(open), 0, ID_BYTES);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** The name of the log that the key signs for. */
    String log() {
        return Objects.requireNonNull(signer).verifier().name();
    }

    /** The public keys, that which signs now first. */
    public List<String> verifierKeys() {
        return verifiers.values().stream().map(Verifier::text).toList();
    }

    /** The text, an empty line, and the signature. */
    public String sign(String text) {
        Signer by = Objects.requireNonNull(signer, "nothing to sign with");
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(by.key());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] signed = joined(HexFormat.of().parseHex(by.verifier().id()), signature.sign());
            return text + "\n" + SealFile.SIGNED + by.verifier().name() + " "
                    + Base64.getEncoder().encodeToString(signed) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a believed key signed this. */
    public boolean believes(String note) {
        return open(note).isPresent();
    }

    /** By which keys a note says that it is signed, as name and id; whether they did says {@link #believes}. */
    public static List<String> signers(String note) {
        List<String> signers = new ArrayList<>();
        for (String line :
                note.lines().filter(it -> it.startsWith(SealFile.SIGNED)).toList()) {
            String[] words = line.split(" ", -1);
            byte[] signature = Base64.getDecoder().decode(words[2]);
            signers.add(words[1] + "+" + HexFormat.of().formatHex(signature, 0, ID_BYTES));
        }
        return signers;
    }

    /** The text of a note that a believed key signed; nothing when none did, or one that is said to have did not. */
    public Optional<String> open(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            return Optional.empty();
        }
        String text = note.substring(0, end + 1);
        boolean believed = false;
        for (String line : note.substring(end + 2).lines().toList()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
            if (words.size() != 3 || !line.startsWith(SealFile.SIGNED)) {
                return Optional.empty();
            }
            try {
                byte[] signature = Base64.getDecoder().decode(words.get(2));
                Verifier by = signature.length <= ID_BYTES
                        ? null
                        : verifiers.get(words.get(1) + " " + HexFormat.of().formatHex(signature, 0, ID_BYTES));
                if (by != null && !isGood(by.key(), text, signature)) {
                    return Optional.empty();
                }
                believed |= by != null;
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return believed ? Optional.of(text) : Optional.empty();
    }

    private static boolean isGood(PublicKey key, String text, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature, ID_BYTES, signature.length - ID_BYTES);
        } catch (GeneralSecurityException e) {
            return false; // it is no signature at all
        }
    }
}
