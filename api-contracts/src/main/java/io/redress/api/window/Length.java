package io.redress.api.window;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a window is: {@code PT48H} (hours, minutes, seconds or a sum, counted exactly), {@code P7D} (calendar days,
 * Civil Code 201 and 203) or {@code P3WD} (working days). Never zero and at most a hundred years.
 *
 * @param text as it was written
 * @param amount seconds, or days
 */
public record Length(String text, Unit unit, long amount) {
    /** What is counted. */
    public enum Unit {
        SECONDS,
        CALENDAR_DAYS,
        WORKING_DAYS
    }

    private static final Pattern EXACT = Pattern.compile("PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?");
    private static final Pattern DAYS = Pattern.compile("P([0-9]{1,9})(W?)D");
    private static final long DAYS_MAX = 36_525;

    /** Reads a length; {@link IllegalArgumentException} when the text is none. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Length parse(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            Unit unit = days.group(2).isEmpty() ? Unit.CALENDAR_DAYS : Unit.WORKING_DAYS;
            return bounded(text, unit, Long.parseLong(days.group(1)), DAYS_MAX);
        }
        Matcher exact = EXACT.matcher(text);
        if (exact.matches()) {
            long seconds = part(exact, 1) * 3600 + part(exact, 2) * 60 + part(exact, 3);
            return bounded(text, Unit.SECONDS, seconds, DAYS_MAX * 86_400);
        }
        throw new IllegalArgumentException("not a length: " + text);
    }

    private static Length bounded(String text, Unit unit, long amount, long max) {
        if (amount == 0 || amount > max) {
            throw new IllegalArgumentException("not a length: " + text);
        }
        return new Length(text, unit, amount);
    }

    private static long part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
