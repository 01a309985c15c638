package io.redress.command.window;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.DemandReopened;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The windows of one history, in the order in which they were opened. */
public final class WindowLedger {
    private record Slot(SubjectId subject, Obligation obligation, Party owedBy) {}

    private final Map<WindowKey, Window> windows;
    private final Map<Slot, Integer> numbers;

    /** What the lapse of a window did besides. */
    private final Map<WindowKey, List<Change>> lapses;

    public WindowLedger() {
        this(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private WindowLedger(
            Map<WindowKey, Window> windows, Map<Slot, Integer> numbers, Map<WindowKey, List<Change>> lapses) {
        this.windows = windows;
        this.numbers = numbers;
        this.lapses = lapses;
    }

    WindowLedger copy() {
        return new WindowLedger(new LinkedHashMap<>(windows), new HashMap<>(numbers), new HashMap<>(lapses));
    }

    /** Takes over what an event did to windows. */
    public void evolve(Event event) {
        event.changes().forEach(change -> evolve(change, event.at()));
        if (event instanceof ExtensionProposed proposed) {
            windows.put(proposed.window(), get(proposed.window()).proposed(proposed.dueAt()));
        } else if (event instanceof ExtensionDeclined declined) {
            windows.put(declined.window(), get(declined.window()).proposed(null));
        } else if (event instanceof WindowLapsed lapsed) {
            // one that was met by a fact that never happened lapses again
            lapses.merge(lapsed.window(), lapsed.changes(), WindowLedger::both);
        } else if (event instanceof DemandReopened reopened) {
            reopened.changes().forEach(this::carryOver);
        }
    }

    /** A reopened demand goes on with the time that was left; an offer that comes back has a length of its own. */
    private void carryOver(Change change) {
        if (change instanceof Change.Opened opened
                && opened.window().obligation() != Obligation.CONSUMER_ANSWER_SOLUTION) {
            WindowKey key = opened.window();
            Window before = get(new WindowKey(key.subject(), key.obligation(), key.owedBy(), key.number() - 1));
            Duration left = Duration.between(Objects.requireNonNull(before.suspendedAt()), before.dueAt());
            windows.put(key, get(key).carrying(left));
        }
    }

    private static List<Change> both(List<Change> one, List<Change> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    void evolve(Change change, Instant at) {
        if (change instanceof Change.Opened opened) {
            WindowKey key = opened.window();
            windows.put(key, Window.opened(opened));
            numbers.put(new Slot(key.subject(), key.obligation(), key.owedBy()), key.number());
        } else if (change instanceof Change.OfWindow moved) {
            windows.put(moved.window(), get(moved.window()).after(moved, at));
        }
    }

    /** The name of the next window of this kind. */
    WindowKey nextKey(SubjectId subject, Obligation obligation, Party owedBy) {
        return new WindowKey(
                subject, obligation, owedBy, numbers.getOrDefault(new Slot(subject, obligation, owedBy), 0) + 1);
    }

    /** The window of this name, which must exist. */
    public Window get(WindowKey key) {
        return Objects.requireNonNull(windows.get(key), () -> "no window " + key);
    }

    Optional<Window> find(WindowKey key) {
        return Optional.ofNullable(windows.get(key));
    }

    /** The newest window of this obligation and party on this subject, or null when there never was one. */
    public @Nullable Window newest(SubjectId subject, Obligation obligation, Party owedBy) {
        Integer number = numbers.get(new Slot(subject, obligation, owedBy));
        return number == null ? null : get(new WindowKey(subject, obligation, owedBy, number));
    }

    /** Whether the newest window of this obligation and party is in such a state. */
    public boolean newestIs(SubjectId subject, Obligation obligation, Party owedBy, Predicate<Window> state) {
        Window newest = newest(subject, obligation, owedBy);
        return newest != null && state.test(newest);
    }

    /** What the lapse of this window did, besides: nothing when it never lapsed. */
    public List<Change> doneByLapseOf(WindowKey window) {
        return lapses.getOrDefault(window, List.of());
    }

    /** Windows of the obligation on the subject, whoever owes them, in the order in which they were opened. */
    public Stream<Window> of(SubjectId subject, Obligation obligation) {
        return of(subject).filter(window -> window.obligation() == obligation);
    }

    /** Windows of the subject, in the order in which they were opened. */
    public Stream<Window> of(SubjectId subject) {
        return windows.values().stream().filter(window -> window.key().subject().equals(subject));
    }

    /** All windows, in the order in which they were opened. */
    public List<Window> all() {
        return List.copyOf(windows.values());
    }

    /**
     * The first open window that is due at or before this instant: by dueAt, then by openedAt, then in the order in
     * which they were opened.
     */
    @Nullable
    Window firstDue(Instant at) {
        Window first = null;
        for (Window window : windows.values()) {
            if (window.isOpen() && !window.dueAt().isAfter(at) && (first == null || isBefore(window, first))) {
                first = window;
            }
        }
        return first;
    }

    private static boolean isBefore(Window window, Window other) {
        int byDueAt = window.dueAt().compareTo(other.dueAt());
        return byDueAt < 0 || (byDueAt == 0 && window.openedAt().isBefore(other.openedAt()));
    }
}
