package io.redress.query;

import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.window.Ending;
import java.util.Locale;

/** How a case stands. */
public enum CaseState {
    OPEN,
    /** What was asked for, or settled upon, was performed. */
    COMPLETED,
    /** It ended without performance and without a decision. */
    CLOSED,
    /** The platform decided it. */
    DECIDED;

    /** The state in which an ending leaves the case. */
    public static CaseState after(Ending ending) {
        return switch (ending) {
            case COMPLETED -> COMPLETED;
            case DECIDED -> DECIDED;
            case WITHDRAWN,
                    UNANSWERED,
                    NOT_SENT_BACK,
                    NOT_PURSUED,
                    SETTLED,
                    REFERRED,
                    CONCLUDED,
                    RESCINDED,
                    CANCELLED,
                    ANSWERED,
                    TRIAGED -> CLOSED;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word. */
    public static CaseState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
