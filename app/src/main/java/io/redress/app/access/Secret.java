package io.redress.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code rk_}, an id by which it is looked up, and 256 bits that nobody else knows.
 * They were drawn, not thought of, so that a plain hash is enough to keep them by.
 */
record Secret(String id, String text) {
    static final String PREFIX = "rk_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_CHARACTERS = 8;

    /** The fewest that hold 256 bits. */
    private static final int SECRET_CHARACTERS = 43;

    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([0-9A-Za-z]{" + ID_CHARACTERS + "})_[0-9A-Za-z]{" + SECRET_CHARACTERS + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret draw() {
        String id = draw(ID_CHARACTERS);
        return new Secret(id, PREFIX + id + "_" + draw(SECRET_CHARACTERS));
    }

    private static String draw(int characters) {
        StringBuilder drawn = new StringBuilder(characters);
        for (int n = 0; n < characters; n++) {
            drawn.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return drawn.toString();
    }

    /** Reads what a caller sent. */
    static Optional<Secret> read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Secret(form.group(1), text)) : Optional.empty();
    }

    /** What is kept of it. */
    byte[] digest() {
        return digest(text);
    }

    /** By which a credential is known again, and from which nobody makes it. */
    static byte[] digest(String credential) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
