package io.redress.command.store;

import java.util.List;

/** Durable work that is written in the very transaction of the events that cause it. */
public interface CommitParticipant {
    /**
     * Looks at what an act is about to store, on the thread of the act and outside any transaction: the place to refuse
     * it for what needs no writing.
     */
    default void look(Append act) {}

    /**
     * Writes what these acts cause, in order and in the transaction in which all of them are stored. Acts of different
     * subjects have nothing to do with each other: they happen to be stored together, and may be stored apart.
     */
    default void write(List<Append> acts) {}

    /** Whether an act is stored in a transaction of its own, because what it causes depends on what is stored. */
    default boolean isAlone(Append act) {
        return false;
    }
}
