package io.redress.api.returns;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why the consumer asks. */
public enum ReturnReason {
    NO_REASON,
    QUALITY,
    NOT_AS_DESCRIBED,
    NOT_RECEIVED,
    LATE_SHIPMENT,
    OTHER;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ReturnReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
