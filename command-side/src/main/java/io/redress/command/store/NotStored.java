package io.redress.command.store;

import java.util.Map;

/** Some acts cannot be stored, for reasons of their own; the others are stored without them. */
public final class NotStored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Append, ? extends RuntimeException> failures;

    public NotStored(Map<Append, ? extends RuntimeException> failures) {
        super(null, null, false, false);
        this.failures = failures;
    }

    Map<Append, ? extends RuntimeException> failures() {
        return failures;
    }
}
