package io.redress.api.party;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an act names a party of the case; in a self-run room the operator is the merchant. */
public enum Side {
    CONSUMER,
    MERCHANT,
    OPERATOR,
    PLATFORM;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Side of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
