package io.redress.command.window;

import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One response window as it stands now.
 *
 * @param length null where an agreed instant stands in its place
 * @param suspendedAt while it is suspended
 * @param proposedDueAt a later dueAt that waits for the other side's answer
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
        @Nullable Instant proposedDueAt) {

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
                null);
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

    /** Running or lapsed: the act that it waits for would still meet it. */
    public boolean isOwed() {
        return isRunning() || state == State.LAPSED;
    }

    /** Whether moving dueAt rounds it to a whole day: counted in days, and not an agreed instant. */
    boolean isCountedInDays() {
        return layer != Layer.AGREEMENT && length != null && length.unit() != Length.Unit.SECONDS;
    }

    /** The window after a change to it; every change but one of dueAt's proposal ends a pending proposal. */
    Window after(Change.OfWindow change, Instant at) {
        return switch (change) {
            case Change.Opened opened -> throw new IllegalStateException("opened twice: " + opened.window());
            case Change.Met met -> with(met.late() ? State.MET_LATE : State.MET, dueAt, layer, null, provisional);
            case Change.Lapsed _ -> with(State.LAPSED, dueAt, layer, null, provisional);
            case Change.Rescinded _ -> with(State.OPEN, dueAt, layer, null, provisional);
            case Change.Withdrawn _ -> with(State.WITHDRAWN, dueAt, layer, null, provisional);
            case Change.Suspended _ -> with(State.SUSPENDED, dueAt, layer, at, provisional);
            case Change.Resumed resumed -> with(State.OPEN, resumed.dueAt(), layer, null, resumed.provisional());
            case Change.Extended extended -> with(State.OPEN, extended.dueAt(), Layer.AGREEMENT, null, false);
        };
    }

    Window proposed(@Nullable Instant proposal) {
        return new Window(key, openedAt, dueAt, length, layer, document, provisional, state, suspendedAt, proposal);
    }

    private Window with(
            State newState, Instant newDueAt, Layer newLayer, @Nullable Instant suspended, boolean isProvisional) {
        return new Window(
                key, openedAt, newDueAt, length, newLayer, document, isProvisional, newState, suspended, null);
    }
}
