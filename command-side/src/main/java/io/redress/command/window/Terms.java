package io.redress.command.window;

import io.redress.api.party.Parties;
import io.redress.api.window.DocumentVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What decides a window's length besides the case itself: the obligations, and the documents in force. */
public record Terms(Obligations obligations, Documents documents) {

    /**
     * The lengths for one case.
     *
     * @param plan the service plan bound to it, if any
     * @param operator whose emergency mechanism may speak; empty where there is none
     */
    public Lengths lengths(@Nullable DocumentVersion plan, String operator) {
        return new Lengths(this, plan, operator);
    }

    /** The lengths for a case of these parties that begins now; names are empty where there are none. */
    public Lengths lengthsFrom(Instant now, Parties parties) {
        return lengths(documents.planInEffect(parties.merchant(), parties.room(), now), parties.operator());
    }

    /** The lengths where neither a plan nor a mechanism can speak. */
    public Lengths lengths() {
        return new Lengths(this, null, "");
    }
}
