package io.redress.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An act that records what happened in the world, perhaps some time ago: a parcel was handed over, goods arrived, money
 * was paid. In time or late is judged by when it occurred, not by when somebody told of it.
 */
public interface RecordsFact extends Act {
    /** When it occurred, not after {@link #at()}; null when it occurred then. */
    @Nullable
    Instant occurredAt();

    /** When it occurred. */
    default Instant occurred() {
        return Objects.requireNonNullElse(occurredAt(), at());
    }
}
