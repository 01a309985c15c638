package io.redress.command.window;

import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.WorkingCalendar.Due;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One response window as it stands now.
 *
 * @param length null where an agreed instant stands in its place
 * @param suspendedAt while it is suspended, and when it was withdrawn in that state
 * @param metAt when it was met, in time or late
 * @param proposedDueAt a later dueAt that waits for the other side's answer
 * @param reckoning how dueAt came about
 */
public record Window(
        WindowKey key,
        Instant openedAt,
        Instant dueAt,
        @Nullable Length length,
        Layer layer,
        @Nullable DocumentVersion document,
        boolean provisional,
        State state,
        @Nullable Instant suspendedAt,
        @Nullable Instant metAt,
        @Nullable Instant proposedDueAt,
        Reckoning reckoning) {

    /**
     * How a dueAt that is counted in days came about, so that it can be counted anew.
     *
     * @param carried the time that was left of an earlier window, which this one goes on with; null where the length was
     *     counted
     * @param stood how long it stood still, each time
     * @param calendar the version of the calendar by which its days were counted last
     */
    record Reckoning(@Nullable Duration carried, List<Duration> stood, int calendar) {
        static Reckoning by(@Nullable Integer calendar) {
            return new Reckoning(null, List.of(), WorkingCalendar.version(calendar));
        }

        Reckoning after(Duration stop, @Nullable Integer by) {
            List<Duration> all = new ArrayList<>(stood);
            all.add(stop);
            return new Reckoning(carried, List.copyOf(all), WorkingCalendar.version(by));
        }

        Reckoning anew(int by) {
            return new Reckoning(carried, stood, by);
        }
    }

    /** How it stands. */
    public enum State {
        OPEN,
        SUSPENDED,
        MET,
        MET_LATE,
        LAPSED,
        WITHDRAWN
    }

    static Window opened(Change.Opened opened) {
        return new Window(
                opened.window(),
                opened.openedAt(),
                opened.dueAt(),
                opened.length(),
                opened.layer(),
                opened.document(),
                opened.provisional(),
                State.OPEN,
                null,
                null,
                null,
                Reckoning.by(opened.calendar()));
    }

    /** The window that goes on with the time that was left of an earlier one. */
    Window carrying(Duration left) {
        return reckoned(new Reckoning(left, reckoning.stood(), reckoning.calendar()));
    }

    public Obligation obligation() {
        return key.obligation();
    }

    public Party owedBy() {
        return key.owedBy();
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Open or suspended: nobody has done it, and its time is not over. */
    public boolean isRunning() {
        return state == State.OPEN || state == State.SUSPENDED;
    }

    /** Its time ran out, whether or not it was done later. */
    boolean hasLapsed() {
        return state == State.LAPSED || state == State.MET_LATE;
    }

    /** Running or lapsed: the act that it waits for would still meet it. */
    public boolean isOwed() {
        return isRunning() || state == State.LAPSED;
    }

    /** The version of the calendar by which its days were counted last, as events name it. */
    @Nullable
    Integer calendar() {
        return reckoning.calendar() == 1 ? null : Integer.valueOf(reckoning.calendar());
    }

    /** Whether moving dueAt rounds it to a whole day: counted in days, and not an agreed instant. */
    boolean isCountedInDays() {
        return layer != Layer.AGREEMENT && length != null && length.unit() != Length.Unit.SECONDS;
    }

    /**
     * What counting its days anew by a later version of the calendar does to it. A deadline that was told as provisional
     * goes where the notice puts it, though never to before the end of the day after this one; one that was told as
     * firm is only ever moved to later. What was due before that version came stays.
     *
     * @return null when it changes nothing
     */
    Change.@Nullable Moved countedAnew(WorkingCalendar calendar, Instant now) {
        if (!isRunning()
                || !isCountedInDays()
                || reckoning.calendar() >= calendar.version()
                || (state == State.OPEN && !dueAt.isAfter(calendar.since()))) {
            return null;
        }
        Due counted = counted(calendar);
        Instant after = counted.dueAt();
        if (after.isBefore(dueAt)) {
            after = provisional ? later(after, earlier(dueAt, endOfTomorrow(now))) : dueAt;
        }
        return after.equals(dueAt) && counted.provisional() == provisional
                ? null
                : new Change.Moved(key, dueAt, after, counted.provisional(), calendar.version());
    }

    private Due counted(WorkingCalendar calendar) {
        Duration carried = reckoning.carried();
        Due due = carried == null
                ? calendar.due(openedAt, Objects.requireNonNull(length), UnknownYear.ORDINARY)
                : calendar.roundUp(openedAt.plus(carried), UnknownYear.ORDINARY);
        for (Duration stop : reckoning.stood()) {
            Due moved = calendar.roundUp(due.dueAt().plus(stop), UnknownYear.ORDINARY);
            due = new Due(moved.dueAt(), due.provisional() || moved.provisional());
        }
        return due;
    }

    private static Instant endOfTomorrow(Instant now) {
        return now.atZone(WorkingCalendar.ZONE)
                .toLocalDate()
                .plusDays(2)
                .atStartOfDay(WorkingCalendar.ZONE)
                .toInstant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The window after a change to it; every change ends a pending proposal, unless it leaves it later than dueAt. */
    Window after(Change.OfWindow change, Instant at) {
        return switch (change) {
            case Change.Opened opened -> throw new IllegalStateException("opened twice: " + opened.window());
            case Change.Met met ->
                with(met.late() ? State.MET_LATE : State.MET, dueAt, layer, null, provisional)
                        .met(met.at(at));
            case Change.Lapsed _ -> with(State.LAPSED, dueAt, layer, null, provisional);
            case Change.Rescinded _ -> with(State.OPEN, dueAt, layer, null, provisional);
            // what was left of it may be carried over
            case Change.Withdrawn _ -> with(State.WITHDRAWN, dueAt, layer, suspendedAt, provisional);
            case Change.Suspended _ -> with(State.SUSPENDED, dueAt, layer, at, provisional);
            case Change.Resumed resumed ->
                with(State.OPEN, resumed.dueAt(), layer, null, resumed.provisional())
                        .reckoned(
                                state == State.SUSPENDED
                                        ? reckoning.after(
                                                Duration.between(Objects.requireNonNull(suspendedAt), at),
                                                resumed.calendar())
                                        : reckoning);
            case Change.Extended extended -> with(State.OPEN, extended.dueAt(), Layer.AGREEMENT, null, false);
            case Change.Moved moved ->
                with(state, moved.dueAt(), layer, suspendedAt, moved.provisional())
                        .proposed(proposedDueAt != null && proposedDueAt.isAfter(moved.dueAt()) ? proposedDueAt : null)
                        .reckoned(reckoning.anew(moved.calendar()));
        };
    }

    Window proposed(@Nullable Instant proposal) {
        return and(metAt, proposal, reckoning);
    }

    private Window reckoned(Reckoning newReckoning) {
        return and(metAt, proposedDueAt, newReckoning);
    }

    private Window met(Instant doneAt) {
        return and(doneAt, proposedDueAt, reckoning);
    }

    private Window and(@Nullable Instant doneAt, @Nullable Instant proposal, Reckoning newReckoning) {
        return new Window(
                key,
                openedAt,
                dueAt,
                length,
                layer,
                document,
                provisional,
                state,
                suspendedAt,
                doneAt,
                proposal,
                newReckoning);
    }

    private Window with(
            State newState, Instant newDueAt, Layer newLayer, @Nullable Instant suspended, boolean isProvisional) {
        return new Window(
                key,
                openedAt,
                newDueAt,
                length,
                newLayer,
                document,
                isProvisional,
                newState,
                suspended,
                null,
                null,
                reckoning);
    }
}
