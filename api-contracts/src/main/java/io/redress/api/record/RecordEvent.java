package io.redress.api.record;

import io.redress.api.Event;
import io.redress.api.window.Change;
import java.util.List;

/**
 * What can have happened to the personal data of a case, or of a person. It stands in a history of its own, so that a
 * case does not change because somebody reads it.
 */
public sealed interface RecordEvent extends Event
        permits ForgettingAsked,
                RecordForgotten,
                RecordHeld,
                RecordHoldLifted,
                RecordOpened,
                RecordOpeningAsked,
                RecordRead {
    /** It moves no window. */
    @Override
    default List<Change> changes() {
        return List.of();
    }
}
