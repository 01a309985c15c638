package io.redress.api.personal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote: a reason, an answer, a message, an address. It may say anything of anybody, so it is personal data
 * (PIPL 4; DB4401/T 171-2022, 5.6.2.7). It is {@linkplain Told told} once, with an act, and {@linkplain Sealed sealed}
 * from the moment on that it is stored: histories, sheets and dead letters hold it sealed, and only who answers a reader
 * opens it. Neither form prints what it says.
 */
public sealed interface PersonalText {
    /** As it was told. */
    static PersonalText of(String text) {
        return new Told(text);
    }

    /** The same of nothing. */
    static @Nullable PersonalText ofNullable(@Nullable String text) {
        return text == null ? null : new Told(text);
    }

    /** As it is stored: a sealed text is an object; a bare text is one that nobody sealed. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PersonalText read(Object json) {
        return switch (json) {
            case String text -> new Told(text);
            case Map<?, ?> sealed
            when sealed.get("key") instanceof String key
                    && sealed.get("sealed") instanceof String bytes
                    && sealed.get("digest") instanceof String digest -> new Sealed(key, bytes, digest);
            default -> throw new IllegalArgumentException("neither a text nor a sealed one");
        };
    }

    /** In the clear. */
    record Told(@JsonValue String text) implements PersonalText {
        @Override
        public String toString() {
            return "a personal text";
        }
    }

    /**
     * Under the key of a person in a case. Where that key was destroyed, nobody reads it any more.
     *
     * @param key the key's id
     * @param sealed what the key makes of a salt and the text, in Base64
     * @param digest SHA-256 of the salt and the text, in Base64: whoever is shown both can tell that this is the text
     *     that was stored, and with the key the salt is gone, and nobody can try texts
     */
    record Sealed(String key, String sealed, String digest) implements PersonalText {
        @Override
        public String toString() {
            return "a sealed text";
        }
    }
}
