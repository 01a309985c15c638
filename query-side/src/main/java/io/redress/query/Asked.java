package io.redress.query;

import io.redress.api.KeptTime;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the optional parameters of a question put over HTTP. */
public final class Asked {
    /** The request attribute that says how long who asks is willing to wait, when it is. */
    public static final String PATIENCE = "redress.patience";

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

    /** A moment that is kept. */
    public static Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (KeptTime.holds(instant)) {
                return instant;
            }
            throw new IllegalArgumentException();
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** A day of a year with four digits, and one more day after it. */
    public static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1 && day.getYear() < 9999) {
                return day;
            }
            throw new IllegalArgumentException();
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** True or false. */
    public static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
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
