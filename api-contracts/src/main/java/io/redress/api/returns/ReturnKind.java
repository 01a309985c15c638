package io.redress.api.returns;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the consumer asks for (退款, 退货退款, 换货, 维修). */
public enum ReturnKind {
    REFUND_ONLY,
    RETURN_AND_REFUND,
    EXCHANGE,
    REPAIR;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ReturnKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
