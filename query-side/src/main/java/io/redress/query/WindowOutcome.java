package io.redress.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a window stands, in the words of the ledger. */
public enum WindowOutcome {
    OPEN,
    /** It stands still while another party holds the ball. */
    SUSPENDED,
    MET,
    /** It lapsed, and the act came later. */
    MET_LATE,
    LAPSED,
    WITHDRAWN;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the word. */
    public static WindowOutcome of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
