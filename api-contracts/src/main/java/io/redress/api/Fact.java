package io.redress.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.party.Side;
import java.util.Locale;

/** What is recorded of the world, by the name of the act that records it. */
public enum Fact {
    SHIP(Side.MERCHANT),
    DELIVER(Side.MERCHANT),
    SHIP_BACK(Side.CONSUMER),
    GOODS_BACK(Side.MERCHANT),
    REFUND(Side.MERCHANT),
    SHIP_REPLACEMENT(Side.MERCHANT),
    SHIP_REPAIRED(Side.MERCHANT);

    private final Side told;

    Fact(Side told) {
        this.told = told;
    }

    /** The side of the case that may tell it. */
    public Side told() {
        return told;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Fact of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
