package io.redress.api.window;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a subject ended. */
public enum Ending {
    /** A demand: refund, replacement, repair or settlement performed. */
    COMPLETED,
    /** A demand: the consumer dropped it. */
    WITHDRAWN,
    /** A demand: an offered solution was never answered; it may be reopened once. */
    UNANSWERED,
    /** A return request: the goods were not sent back in time; the consumer may file again. */
    NOT_SENT_BACK,
    /** A demand: refused or rejected, and the platform was not asked in time. */
    NOT_PURSUED,
    /** A demand and its intervention: settled before the platform decided. */
    SETTLED,
    /** A demand: cannot be resolved on the platform. */
    REFERRED,
    /** A demand: the platform decided it. */
    DECIDED,
    /** An intervention: nothing is owed on it any more, or its demand closed. */
    CONCLUDED,
    /** An intervention: the lapse that called for it was taken back before an agent took it up. */
    RESCINDED,
    /** An order: cancelled with goods left to ship. */
    CANCELLED,
    /** An inquiry. */
    ANSWERED,
    /** A report. */
    TRIAGED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Ending of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
