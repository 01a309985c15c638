package io.redress.api.window;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a window's length comes from; the first that speaks for the obligation wins. */
public enum Layer {
    AGREEMENT,
    SERVICE_PLAN,
    EMERGENCY_MECHANISM,
    PLATFORM_RULES,
    DEFAULT;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Layer of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
