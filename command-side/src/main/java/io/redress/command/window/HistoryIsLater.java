package io.redress.command.window;

import java.time.Instant;

/**
 * An act was overtaken: its history holds something that happened later. Time does not run backwards within a history,
 * so the act is tried again as one that happens at that instant.
 */
public final class HistoryIsLater extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Instant at;

    HistoryIsLater(Instant at) {
        super(null, null, false, false);
        this.at = at;
    }

    /** When the latest event of the history happened. */
    public Instant at() {
        return at;
    }
}
