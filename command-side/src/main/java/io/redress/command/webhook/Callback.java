package io.redress.command.webhook;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A callback that was taken in, and what became of it; what it said is not here.
 *
 * @param position its place among all
 * @param id the webhook-id that its sender chose
 * @param version its place among the callbacks of its party about the case
 * @param heldUntil until when it waits for those before it
 * @param endedAt when it came to its end; null while it waits
 * @param answer what was answered then
 */
public record Callback(
        long position,
        Party party,
        String id,
        String endpoint,
        SubjectId subject,
        long version,
        State state,
        Instant receivedAt,
        Instant heldUntil,
        @Nullable Instant endedAt,
        @Nullable JsonNode answer) {
    /** What became of it. */
    public enum State {
        /** It waits for those before it, or is being done at this moment. */
        HELD,
        APPLIED,
        /** The rules did not allow it; it counts as one that came. */
        REFUSED,
        /** When it came a later one had been taken already. */
        SUPERSEDED,
        /** Those before it did not come in time. It counts as one that never came, and may come again. */
        EXPIRED;

        /** The word in answers and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
