package io.redress.query;

import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the optional parameters of a question put over HTTP. */
public final class Asked {
    private Asked() {}

    /** What the parameter says, null when it was not given; nonsense is the asker's mistake. */
    public static <T> @Nullable T ifAny(String parameter, @Nullable String text, Function<String, T> reading) {
        if (text == null) {
            return null;
        }
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException _) {
            throw new BadQuestion(parameter, "known-word");
        }
    }

    /** A moment with its offset that a sheet can show; null when it was not given. */
    public static @Nullable Instant instant(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Values.kept(OffsetDateTime.parse(text).toInstant()).toInstant();
        } catch (DateTimeException _) {
            throw new BadQuestion(parameter, "instant");
        } catch (IllegalArgumentException _) {
            throw new BadQuestion(parameter, "kept-instant");
        }
    }

    /** A party as {@code role:name}, or the platform. */
    public static Party party(String text) {
        Party party = Party.parse(text);
        if (!party.toString().equals(text)
                || (party.role() != Role.PLATFORM && party.name().isEmpty())) {
            throw new IllegalArgumentException();
        }
        return party;
    }
}
