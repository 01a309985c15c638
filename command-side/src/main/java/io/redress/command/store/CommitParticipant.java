package io.redress.command.store;

import io.redress.api.Event;
import java.util.List;

/** Durable work that is written in the very transaction of the events that cause it. */
public interface CommitParticipant {
    /** Writes what these events, all of one unit of work and in order, cause. */
    void write(List<Event> events);
}
