package io.redress.query;

import io.redress.api.Spelling;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the optional parameters of a question put over HTTP. */
public final class Asked {
    /** The request attribute that says how long who asks is willing to wait, when it is. */
    public static final String PATIENCE = "redress.patience";

    private static final int NAME_CHARACTERS_MAX = 200;

    private Asked() {}

    /**
     * What the parameter says, null when it was not given; nonsense is the asker's mistake.
     *
     * @param expects what it takes, by a key of the texts
     */
    public static <T> @Nullable T ifAny(
            String parameter, @Nullable String text, Function<String, T> reading, String expects) {
        if (text == null) {
            return null;
        }
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException _) {
            throw new BadQuestion(parameter, expects);
        }
    }

    /** What the word stands for, null when none was given; who gives another is told the words that there are. */
    public static <T> @Nullable T oneOf(
            String parameter, @Nullable String text, List<T> known, Function<T, String> word) {
        if (text == null) {
            return null;
        }
        return known.stream()
                .filter(candidate -> word.apply(candidate).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuestion(
                        parameter, "one-of", known.stream().map(word).collect(Collectors.joining(", "))));
    }

    public static <T> @Nullable T oneOf(String parameter, @Nullable String text, T[] known, Function<T, String> word) {
        return oneOf(parameter, text, Arrays.asList(known), word);
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

    /** A day of a year with four digits, and one more day after it; null when none was given. */
    public static @Nullable LocalDate day(String parameter, @Nullable String text) {
        return ifAny(parameter, text, Asked::day, "day");
    }

    private static LocalDate day(String text) {
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

    /** A name as acts take it, for there is nothing under any other; null when it was not given. */
    public static @Nullable String name(String parameter, @Nullable String text) {
        if (text != null && text.length() > NAME_CHARACTERS_MAX) {
            throw new BadQuestion(parameter, "at-most-characters", Integer.toString(NAME_CHARACTERS_MAX));
        }
        if (text != null && !Spelling.isName(text)) {
            throw new BadQuestion(parameter, "name");
        }
        return text;
    }

    /** True or false; null when it was not given. */
    public static @Nullable Boolean flag(String parameter, @Nullable String text) {
        return oneOf(parameter, text, List.of(true, false), String::valueOf);
    }

    /** A party as {@code role:name}, or the platform; null when none was given. */
    public static @Nullable Party party(String parameter, @Nullable String text) {
        return ifAny(parameter, text, Asked::party, "party");
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
