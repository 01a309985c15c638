package io.redress.api;

import java.time.Instant;

/**
 * Something a party asks for: one act is one command, and it stores at most one event on each subject it touches.
 *
 * <p>{@code at} is the act's own instant on the legal clock. It decides whether the act is in time; when the service
 * noticed it does not.
 */
public interface Act {
    /** The subject that decides: the order, the demand, the inquiry, the report or the document. */
    SubjectId subject();

    /** When the act was done, with any precision; never later than the legal clock. */
    Instant at();
}
