package io.redress.api.intervention;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.party.Parties;
import java.util.Locale;

/** Who a decision finds at fault. */
public enum Finding {
    MERCHANT_AT_FAULT,
    OPERATOR_AT_FAULT,
    /** Merchant and room operator. */
    BOTH_AT_FAULT,
    CONSUMER_AT_FAULT,
    /** What happened is known, and nobody is to blame for it. */
    NOBODY_AT_FAULT,
    /** What happened could not be found out. */
    NOT_ESTABLISHED;

    /** The finding in a room with these parties: where the merchant runs the room, it is the one at fault. */
    public Finding among(Parties parties) {
        return parties.selfRun() && (this == OPERATOR_AT_FAULT || this == BOTH_AT_FAULT) ? MERCHANT_AT_FAULT : this;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Finding of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
