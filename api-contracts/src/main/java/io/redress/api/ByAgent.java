package io.redress.api;

import org.jspecify.annotations.Nullable;

/** An act of the platform that names the person at its desk who did it. */
public interface ByAgent extends Act {
    /** The person's name; null where the act need not say it. */
    @Nullable
    String agent();
}
