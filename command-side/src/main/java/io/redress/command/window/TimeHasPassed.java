package io.redress.command.window;

import io.redress.api.SubjectId;

/**
 * An act met windows that are due at or before its own instant. Their lapses are recorded first, in a unit of work of
 * their own that stays when the act is refused; then the act is tried again.
 */
public final class TimeHasPassed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SubjectId subject;

    TimeHasPassed(SubjectId subject) {
        super(null, null, false, false);
        this.subject = subject;
    }

    /** Whose windows are due. */
    public SubjectId subject() {
        return subject;
    }
}
