package io.redress.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened in the world, and was recorded then or later. */
public interface RecordedFact extends Event {
    /** When it occurred, where it was recorded later; null when it was recorded as it occurred. */
    @Nullable
    Instant occurredAt();

    /** When it occurred. */
    default Instant occurred() {
        return Objects.requireNonNullElse(occurredAt(), at());
    }
}
