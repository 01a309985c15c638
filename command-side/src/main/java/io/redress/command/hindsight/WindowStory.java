package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.intervention.AppraisalStarted;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.window.Change;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.WorkingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of one window as its history tells it: how it opened, what moved its dueAt, how it ended. */
public final class WindowStory {
    /** Why a window stands still. */
    public enum Why {
        /** A solution is on the table and the consumer has the word. */
        OFFER,
        APPRAISAL,
        APPEAL;

        static Why of(Event event) {
            return switch (event) {
                case SolutionOffered _ -> OFFER;
                case AppraisalStarted _ -> APPRAISAL;
                case DecisionAppealed _ -> APPEAL;
                default -> throw new IllegalStateException("suspends windows unawares: " + event.getClass());
            };
        }
    }

    /** How an asked-for extension ended. */
    public enum Answer {
        PENDING,
        ACCEPTED,
        DECLINED,
        /** The window ended or was suspended before anybody answered. */
        MOOT
    }

    /**
     * A time in which the window stood still.
     *
     * @param ended what ended it, null while it lasts
     * @param before dueAt when it was suspended; counted anew, where a notice was loaded before it ran on
     * @param after dueAt when it ran on; null when it never did
     * @param rounded whether the moved dueAt was rounded to whole days
     * @param calendar the version of the calendar by which it was
     */
    public record Stop(
            Why why,
            Entry begun,
            @Nullable Entry ended,
            Instant before,
            @Nullable Instant after,
            boolean rounded,
            int calendar) {}

    /**
     * More time that was asked for.
     *
     * @param before dueAt when it was asked for
     * @param asked the dueAt that was asked for
     * @param answered what answered it or made it moot, null while it is pending
     */
    public record Extension(
            Entry proposed,
            Instant before,
            Instant asked,
            Answer answer,
            @Nullable Entry answered) {}

    /**
     * Days that were counted anew, because a notice was loaded.
     *
     * @param stops how many times it had stood still by then
     */
    public record Recount(Entry entry, Change.Moved change, int stops) {}

    /**
     * Time that was left of the window that this one goes on with.
     *
     * @param window which window that was
     * @param suspendedAt when it stood still
     * @param dueAt its dueAt then
     */
    public record CarriedOver(WindowKey window, Instant suspendedAt, Instant dueAt) {}

    private final Entry opening;
    private final Change.Opened opened;
    private final @Nullable CarriedOver carriedOver;
    private final List<Stop> stops = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final List<Recount> recounts = new ArrayList<>();
    private final List<Entry> corrections = new ArrayList<>();
    private Instant dueAt;
    private int calendar;
    private Layer layer;
    private boolean provisional;
    private @Nullable Entry lapse;
    private @Nullable Entry rescission;
    private @Nullable Entry end;
    private @Nullable Change ending;

    private WindowStory(Entry opening, Change.Opened opened, @Nullable CarriedOver carriedOver) {
        this.opening = opening;
        this.opened = opened;
        this.carriedOver = carriedOver;
        dueAt = opened.dueAt();
        layer = opened.layer();
        provisional = opened.provisional();
        calendar = WorkingCalendar.version(opened.calendar());
    }

    /** The story of this window, if the history has it. */
    public static Optional<WindowStory> of(WindowKey window, List<Entry> history) {
        WindowStory story = null;
        for (Entry entry : history) {
            for (Change change : entry.event().changes()) {
                if (change instanceof Change.Opened opened && opened.window().equals(window)) {
                    story = new WindowStory(entry, opened, carriedOver(entry, window, history));
                } else if (story != null
                        && change instanceof Change.OfWindow own
                        && own.window().equals(window)) {
                    story.take(entry, own);
                }
            }
            if (story != null) {
                story.takeProposal(entry);
                story.takeCorrection(entry);
            }
        }
        return Optional.ofNullable(story);
    }

    /** A reopened demand goes on with the time that was left; an offer that comes back has a length of its own. */
    private static @Nullable CarriedOver carriedOver(Entry opening, WindowKey window, List<Entry> history) {
        if (!(opening.event() instanceof DemandReopened)
                || window.obligation() == Obligation.CONSUMER_ANSWER_SOLUTION) {
            return null;
        }
        WindowKey before = new WindowKey(window.subject(), window.obligation(), window.owedBy(), window.number() - 1);
        Stop stop = of(before, history).orElseThrow().stops.getLast();
        return new CarriedOver(before, stop.begun().event().at(), stop.before());
    }

    private void take(Entry entry, Change.OfWindow change) {
        switch (change) {
            case Change.Opened twice -> throw new IllegalStateException("opened twice: " + twice.window());
            case Change.Suspended _ -> {
                dropProposal(entry);
                stops.add(new Stop(Why.of(entry.event()), entry, null, dueAt, null, false, calendar));
            }
            case Change.Resumed resumed -> {
                if (isSuspended()) {
                    endStop(entry, resumed);
                } else {
                    end = null; // what met it never happened
                    ending = null;
                    lapse = null;
                }
                dueAt = resumed.dueAt();
                provisional = resumed.provisional();
                calendar = WorkingCalendar.version(resumed.calendar());
            }
            case Change.Extended extended -> {
                answer(entry, Answer.ACCEPTED);
                dueAt = extended.dueAt();
                layer = Layer.AGREEMENT;
                provisional = false;
            }
            case Change.Moved moved -> recount(entry, moved);
            case Change.Lapsed _ -> {
                dropProposal(entry);
                lapse = entry;
                rescission = null;
            }
            case Change.Rescinded _ -> rescission = entry;
            case Change.Met _, Change.Withdrawn _ -> {
                dropProposal(entry);
                if (isSuspended()) {
                    endStop(entry, null);
                }
                end = entry;
                ending = change;
            }
        }
    }

    /** A proposal that asks for no more than there is now has nobody to answer it. */
    private void recount(Entry entry, Change.Moved moved) {
        if (!extensions.isEmpty() && !extensions.getLast().asked().isAfter(moved.dueAt())) {
            dropProposal(entry);
        }
        if (isSuspended()) {
            Stop stop = stops.removeLast();
            stops.add(new Stop(stop.why(), stop.begun(), stop.ended(), moved.dueAt(), null, false, moved.calendar()));
        }
        recounts.add(new Recount(entry, moved, isSuspended() ? stops.size() - 1 : stops.size()));
        dueAt = moved.dueAt();
        provisional = moved.provisional();
        calendar = moved.calendar();
    }

    private boolean isSuspended() {
        return !stops.isEmpty() && stops.getLast().ended() == null;
    }

    private void endStop(Entry entry, Change.@Nullable Resumed resumed) {
        Stop stop = stops.removeLast();
        stops.add(
                resumed == null
                        ? new Stop(stop.why(), stop.begun(), entry, stop.before(), null, false, stop.calendar())
                        : new Stop(
                                stop.why(),
                                stop.begun(),
                                entry,
                                stop.before(),
                                resumed.dueAt(),
                                isCountedInDays(),
                                WorkingCalendar.version(resumed.calendar())));
    }

    private void takeProposal(Entry entry) {
        if (entry.event() instanceof ExtensionProposed proposed
                && proposed.window().equals(window())) {
            extensions.add(new Extension(entry, dueAt, proposed.dueAt(), Answer.PENDING, null));
        } else if (entry.event() instanceof ExtensionDeclined declined
                && declined.window().equals(window())) {
            answer(entry, Answer.DECLINED);
        }
    }

    private void takeCorrection(Entry entry) {
        if (entry.event() instanceof FactCorrected corrected
                && (corrected.kept().contains(window())
                        || corrected.changes().stream()
                                .anyMatch(change -> change instanceof Change.OfWindow own
                                        && own.window().equals(window())))) {
            corrections.add(entry);
        }
    }

    private void answer(Entry entry, Answer answer) {
        Extension asked = extensions.removeLast();
        extensions.add(new Extension(asked.proposed(), asked.before(), asked.asked(), answer, entry));
    }

    private void dropProposal(Entry entry) {
        if (!extensions.isEmpty() && extensions.getLast().answer() == Answer.PENDING) {
            answer(entry, Answer.MOOT);
        }
    }

    /** Whether moving dueAt rounds it to whole days: counted in days, and not an agreed instant. */
    private boolean isCountedInDays() {
        Length length = opened.length();
        return layer != Layer.AGREEMENT && length != null && length.unit() != Length.Unit.SECONDS;
    }

    /** Which window it is. */
    public WindowKey window() {
        return opened.window();
    }

    /** The event that opened it. */
    public Entry opening() {
        return opening;
    }

    /** What opening it fixed. */
    public Change.Opened opened() {
        return opened;
    }

    /** The window that it goes on with; null when its time was counted afresh or agreed. */
    public @Nullable CarriedOver carriedOver() {
        return carriedOver;
    }

    /** Whether the time that was carried over was rounded to whole days. */
    public boolean carriedOverRounded() {
        Length length = opened.length();
        return carriedOver != null
                && opened.layer() != Layer.AGREEMENT
                && length != null
                && length.unit() != Length.Unit.SECONDS;
    }

    /** Each time that it stood still, in order. */
    public List<Stop> stops() {
        return List.copyOf(stops);
    }

    /** Each time that more was asked for, in order. */
    public List<Extension> extensions() {
        return List.copyOf(extensions);
    }

    /** Each time that its days were counted anew, in order. */
    public List<Recount> recounts() {
        return List.copyOf(recounts);
    }

    /** The version of the calendar by which its days were counted last. */
    public int calendar() {
        return calendar;
    }

    /** DueAt as it stands or stood last. */
    public Instant dueAt() {
        return dueAt;
    }

    /** The layer as it stands: agreement once more time was agreed. */
    public Layer layer() {
        return layer;
    }

    /** Whether dueAt rests on days that are not fixed yet. */
    public boolean provisional() {
        return provisional;
    }

    /** The event that recorded the lapse, null when it never lapsed. */
    public @Nullable Entry lapse() {
        return lapse;
    }

    /** The event that took the lapse back, null when none did. */
    public @Nullable Entry rescission() {
        return rescission;
    }

    /** Each correction of a fact that it rests on, in order, whether or not that moved it. */
    public List<Entry> corrections() {
        return List.copyOf(corrections);
    }

    /** The act or lapse that met it or made it moot, null while there is none. */
    public @Nullable Entry end() {
        return end;
    }

    /** How it stands, in the words of the ledger. */
    public String outcome() {
        if (ending instanceof Change.Met met) {
            return met.late() ? "met-late" : "met";
        }
        if (ending instanceof Change.Withdrawn) {
            return "withdrawn";
        }
        if (lapse != null) {
            return "lapsed";
        }
        return isSuspended() ? "suspended" : "open";
    }

    /** When it closed as the ledger has it: the act, or dueAt when it lapsed; null while it runs. */
    public @Nullable Instant closedAt() {
        if (end != null) {
            return ending instanceof Change.Met met
                    ? met.at(end.event())
                    : end.event().at();
        }
        return lapse == null ? null : Objects.requireNonNull(dueAt);
    }
}
