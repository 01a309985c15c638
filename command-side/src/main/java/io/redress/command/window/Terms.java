package io.redress.command.window;

import io.redress.api.window.DocumentVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What decides a window's length besides the case itself: the obligations, the calendar, the documents in force. */
public record Terms(Obligations obligations, WorkingCalendar calendar, Documents documents) {

    /**
     * The lengths for one case.
     *
     * @param plan the service plan bound to it, if any
     * @param operator whose emergency mechanism may speak; empty where there is none
     */
    public Lengths lengths(@Nullable DocumentVersion plan, String operator) {
        return new Lengths(this, plan, operator);
    }

    /**
     * The lengths for a case that begins now.
     *
     * @param merchant and {@code room} whose plan may speak; empty where there is none
     * @param operator whose emergency mechanism may speak; empty where there is none
     */
    public Lengths lengthsFrom(Instant now, String merchant, String room, String operator) {
        boolean planned = !merchant.isEmpty() && !room.isEmpty();
        return lengths(planned ? documents.planInEffect(merchant, room, now) : null, operator);
    }

    /** The lengths where neither a plan nor a mechanism can speak. */
    public Lengths lengths() {
        return new Lengths(this, null, "");
    }
}
