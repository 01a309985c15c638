package io.redress.command.window;

import java.util.Locale;

/** What the lapse of a window does. */
public enum OnLapse {
    ESCALATE,
    URGE,
    PLATFORM_URGES,
    ALERT,
    CLOSE_REQUEST,
    RIGHT_ENDS,
    RECORD,
    ON_FILE,
    PLATFORM_EXECUTES;

    /** The word in the obligations table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OnLapse of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
