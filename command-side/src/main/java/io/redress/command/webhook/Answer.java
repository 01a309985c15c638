package io.redress.command.webhook;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param status of the answer; null when there was none
 * @param error why there was none: {@code address} (requests may not go there), {@code unknown-host},
 *     {@code unreachable}, {@code tls}, {@code timeout} or {@code broken}
 * @param text the beginning of what was answered
 * @param notBefore when the receiver asks to be asked again
 */
record Answer(@Nullable Integer status, @Nullable String error, String text, Optional<Instant> notBefore) {
    private static final int GONE = 410;

    static Answer none(String error) {
        return new Answer(null, error, "", Optional.empty());
    }

    /** Whether the message has arrived. Where another address is named, it has not: nobody goes there. */
    boolean isTaken() {
        return status != null && status / 100 == 2;
    }

    boolean isGone() {
        return status != null && status == GONE;
    }
}
