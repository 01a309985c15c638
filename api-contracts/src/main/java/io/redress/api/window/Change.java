package io.redress.api.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event did to one window or one subject, fully resolved. The moment of a change is the event's own instant,
 * except for a lapse, which stands in the ledger at the window's dueAt, and for what was done before it was recorded.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Change.Met.class, name = "met"),
    @JsonSubTypes.Type(value = Change.Lapsed.class, name = "lapsed"),
    @JsonSubTypes.Type(value = Change.Rescinded.class, name = "rescinded"),
    @JsonSubTypes.Type(value = Change.Withdrawn.class, name = "withdrawn"),
    @JsonSubTypes.Type(value = Change.Suspended.class, name = "suspended"),
    @JsonSubTypes.Type(value = Change.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = Change.Extended.class, name = "extended"),
    @JsonSubTypes.Type(value = Change.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Change.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Change.Reopened.class, name = "reopened")
})
public sealed interface Change {

    /** A change of one window. */
    sealed interface OfWindow extends Change
            permits Opened, Met, Lapsed, Rescinded, Withdrawn, Suspended, Resumed, Extended, Moved {
        WindowKey window();
    }

    /**
     * A window opened: open on [openedAt, dueAt).
     *
     * @param openedAt the event's instant, or the payment's for shipping
     * @param length null where an agreed instant stands in its place
     * @param document the version that spoke, where the layer is a document
     * @param clause of DB4401/T 171-2022
     * @param provisional dueAt rests on days whose holidays are not fixed yet
     * @param calendar the version of the calendar by which days were counted; null for the first, which is shipped
     */
    record Opened(
            WindowKey window,
            Instant openedAt,
            Instant dueAt,
            @Nullable Length length,
            Layer layer,
            @Nullable DocumentVersion document,
            String clause,
            boolean provisional,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer calendar)
            implements OfWindow {}

    /**
     * The act that was owed was done. A window is met again when that was recorded wrongly: the later one counts.
     *
     * @param late the window had lapsed before
     * @param occurredAt when it was done, where it was recorded later; null when it was recorded as it was done
     */
    record Met(
            WindowKey window,
            boolean late,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant occurredAt) implements OfWindow {
        /** When it was done: at that moment the window closed. */
        public Instant at(Event event) {
            return at(event.at());
        }

        /** The same, with the instant at which it was recorded. */
        public Instant at(Instant recordedAt) {
            return occurredAt == null ? recordedAt : occurredAt;
        }
    }

    /** Time ran out at dueAt. */
    record Lapsed(WindowKey window, Instant dueAt) implements OfWindow {}

    /**
     * A lapse is taken back, and the window stands as it stood before: what was owed had been done in time and was
     * recorded late, or the window was opened by a lapse that is taken back. It does not count against its owner. What
     * became of the window follows in the same event.
     */
    record Rescinded(WindowKey window) implements OfWindow {}

    /** The window became moot. */
    record Withdrawn(WindowKey window) implements OfWindow {}

    /** Another party holds the ball; a suspended window cannot lapse. */
    record Suspended(WindowKey window) implements OfWindow {}

    /**
     * The window runs again until the moved dueAt: it stood still, or what met it never happened.
     *
     * @param calendar the version of the calendar by which days were counted; null for the first, which is shipped
     */
    record Resumed(
            WindowKey window,
            Instant dueAt,
            boolean provisional,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer calendar)
            implements OfWindow {}

    /** The other side accepted a later dueAt; the layer is agreement from now on. */
    record Extended(WindowKey window, Instant dueAt) implements OfWindow {}

    /**
     * The days of a running window were counted anew, because a notice about days off has been loaded. Where it says
     * what was expected dueAt stays, and only ceases to be provisional.
     *
     * @param dueBefore dueAt until now
     * @param calendar the version of the calendar by which days are counted from now on
     */
    record Moved(WindowKey window, Instant dueBefore, Instant dueAt, boolean provisional, int calendar)
            implements OfWindow {}

    /**
     * A subject ended.
     *
     * @param reopenableUntil a demand that closed as unanswered: the first instant at which it is too late to reopen it
     */
    record Ended(SubjectId subject, Ending ending, @Nullable Instant reopenableUntil) implements Change {}

    /** A closed demand is open again. */
    record Reopened(SubjectId subject) implements Change {}
}
