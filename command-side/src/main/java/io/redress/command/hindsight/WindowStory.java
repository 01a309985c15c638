package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.intervention.AppraisalStarted;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.window.Change;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
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
     * @param before dueAt when it was suspended
     * @param after dueAt when it ran on; null when it never did
     * @param rounded whether the moved dueAt was rounded to whole days
     */
    public record Stop(
            Why why,
            Entry begun,
            @Nullable Entry ended,
            Instant before,
            @Nullable Instant after,
            boolean rounded) {}

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
    private Instant dueAt;
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
                stops.add(new Stop(Why.of(entry.event()), entry, null, dueAt, null, false));
            }
            case Change.Resumed resumed -> {
                endStop(entry, resumed.dueAt());
                dueAt = resumed.dueAt();
                provisional = resumed.provisional();
            }
            case Change.Extended extended -> {
                answer(entry, Answer.ACCEPTED);
                dueAt = extended.dueAt();
                layer = Layer.AGREEMENT;
                provisional = false;
            }
            case Change.Lapsed _ -> {
                dropProposal(entry);
                lapse = entry;
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

    private boolean isSuspended() {
        return !stops.isEmpty() && stops.getLast().ended() == null;
    }

    private void endStop(Entry entry, @Nullable Instant after) {
        Stop stop = stops.removeLast();
        boolean rounded = after != null && isCountedInDays();
        stops.add(new Stop(stop.why(), stop.begun(), entry, stop.before(), after, rounded));
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
