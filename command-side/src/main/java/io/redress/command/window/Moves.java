package io.redress.command.window;

import io.redress.api.KeptTime;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.WorkingCalendar.Due;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one act or one lapse does to windows, and sees its own effects while it does. The result is stored in
 * the event; the history's own ledger moves only when that event is applied.
 */
public final class Moves {
    /** What a lapse that is taken back had done, and only its subject can take back. */
    interface TakingBack {
        void takeBack(Window lapsed, Moves moves);
    }

    private final WindowLedger ledger;
    private final Instant at;
    private final @Nullable Instant occurredAt;
    private final Lengths lengths;
    private final UnknownYear unknownYear;
    private final TakingBack takingBack;
    private final List<Change> changes = new ArrayList<>();
    private final List<WindowKey> kept = new ArrayList<>();
    private @Nullable WorkingCalendar calendar;

    Moves(WindowLedger ledger, Instant at, Lengths lengths, UnknownYear unknownYear) {
        this(ledger, at, null, lengths, unknownYear, (_, _) -> {});
    }

    /** Of a fact that is recorded now, and occurred earlier unless {@code occurredAt} is null. */
    Moves(
            WindowLedger ledger,
            Instant at,
            @Nullable Instant occurredAt,
            Lengths lengths,
            UnknownYear unknownYear,
            TakingBack takingBack) {
        this.ledger = ledger.copy();
        this.at = at;
        this.occurredAt = occurredAt;
        this.lengths = lengths;
        this.unknownYear = unknownYear;
        this.takingBack = takingBack;
    }

    /** By which days are counted now: whatever is opened or moved, whenever it began. */
    WorkingCalendar calendar() {
        if (calendar == null) {
            calendar = lengths.terms().documents().calendar(at);
        }
        return calendar;
    }

    /** When the act was done, or what it records occurred. */
    private Instant done() {
        return Objects.requireNonNullElse(occurredAt, at);
    }

    /** The windows after the moves so far. */
    public WindowLedger ledger() {
        return ledger;
    }

    /** What was done, in order. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    private void add(Change change) {
        ledger.evolve(change, at);
        changes.add(change);
    }

    /** Opens a window that begins with the act or lapse, with the length of the first layer that speaks. */
    public void open(SubjectId subject, Obligation obligation, Party owedBy) {
        openSince(done(), subject, obligation, owedBy);
    }

    /** Opens a window that begins now, also when what is recorded occurred earlier. */
    public void openNow(SubjectId subject, Obligation obligation, Party owedBy) {
        openSince(at, subject, obligation, owedBy);
    }

    /** Opens a window that began to run at an earlier instant. */
    public void openSince(Instant openedAt, SubjectId subject, Obligation obligation, Party owedBy) {
        add(lengths.open(ledger.nextKey(subject, obligation, owedBy), openedAt, this::calendar, unknownYear));
    }

    /** Opens a window until an agreed instant. */
    public void openUntil(Instant openedAt, Instant dueAt, SubjectId subject, Obligation obligation, Party owedBy) {
        add(lengths.openAgreed(ledger.nextKey(subject, obligation, owedBy), openedAt, dueAt));
    }

    /** Opens a suspended window anew with the time that was left of it. */
    public void openAgain(Window suspended, Duration left) {
        WindowKey key = ledger.nextKey(suspended.key().subject(), suspended.obligation(), suspended.owedBy());
        Due due = moved(suspended, at.plus(left));
        String clause = lengths.terms().obligations().of(key.obligation()).clause();
        add(new Change.Opened(
                key,
                at,
                due.dueAt(),
                suspended.length(),
                suspended.layer(),
                suspended.document(),
                clause,
                due.provisional(),
                calendarOf(suspended)));
    }

    /** Whether a window of this obligation was ever opened on the subject. */
    public boolean everOpened(SubjectId subject, Obligation obligation) {
        return ledger.of(subject, obligation).findAny().isPresent();
    }

    /** Meets the newest window of the obligation and party, if it is still owed. */
    public void meetIfOwed(SubjectId subject, Obligation obligation, Party owedBy) {
        Window newest = ledger.newest(subject, obligation, owedBy);
        if (newest != null && newest.isOwed()) {
            meet(newest);
        }
    }

    /** Meets the newest window of the obligation and party; the act is refused when it is not owed. */
    public void meet(SubjectId subject, Obligation obligation, Party owedBy) {
        meetWhile(Window::isOwed, Rule.DUTY_IS_OWED, subject, obligation, owedBy);
    }

    /** Meets the newest window of the obligation and party; the act is refused unless it is open. */
    public void meetWhileOpen(SubjectId subject, Obligation obligation, Party owedBy) {
        meetWhile(Window::isOpen, Rule.WINDOW_IS_STILL_OPEN, subject, obligation, owedBy);
    }

    private void meetWhile(Predicate<Window> state, Rule rule, SubjectId subject, Obligation obligation, Party owedBy) {
        Window newest = ledger.newest(subject, obligation, owedBy);
        if (newest == null || !state.test(newest)) {
            throw new Refusal(rule, obligation.id());
        }
        meet(newest);
    }

    /** Meets this window: late when it has lapsed, unless it was done in time and is only recorded late. */
    public void meet(Window window) {
        Subject.requireNoEarlier(done(), window.openedAt());
        boolean lapsed = window.state() == Window.State.LAPSED;
        boolean inTime = done().isBefore(window.dueAt());
        if (lapsed && inTime) {
            add(new Change.Rescinded(window.key()));
        }
        add(new Change.Met(window.key(), lapsed && !inTime, occurredAt));
        if (lapsed && inTime) {
            takeBackConsequences(window);
        }
    }

    /**
     * Meets a window again that was met at a wrong instant: in time or late as it now turns out. What a lapse that
     * nobody noticed would have called for is not called for any more, since the thing is done.
     */
    public void meetAgain(Window met) {
        Subject.requireNoEarlier(done(), met.openedAt());
        boolean late = !done().isBefore(met.dueAt());
        boolean rescinded = met.hasLapsed() && !late;
        if (rescinded) {
            add(new Change.Rescinded(met.key()));
        } else if (late && !met.hasLapsed()) {
            lapse(met);
        }
        add(new Change.Met(met.key(), late, occurredAt));
        if (rescinded) {
            takeBackConsequences(met);
        }
    }

    /** What met this window, or made it moot, never happened: it runs again, and lapses when its time has passed. */
    public void runAgain(Window window) {
        add(new Change.Resumed(window.key(), window.dueAt(), window.provisional(), window.calendar()));
    }

    /** Opens a window anew that a wrong fact had opened, from when the fact occurred; what met it meets it again. */
    public void openInstead(Window wrong) {
        withdrawWrong(wrong);
        WindowKey key = ledger.nextKey(wrong.key().subject(), wrong.obligation(), wrong.owedBy());
        if (wrong.layer() == Layer.AGREEMENT && wrong.dueAt().isAfter(done())) {
            openUntil(done(), wrong.dueAt(), key.subject(), key.obligation(), key.owedBy());
        } else {
            open(key.subject(), key.obligation(), key.owedBy());
        }
        Window right = ledger.get(key);
        Instant metAt = wrong.metAt();
        boolean late = !Objects.requireNonNullElse(metAt, at).isBefore(right.dueAt());
        if (metAt != null) {
            if (late) {
                lapse(right);
            }
            add(new Change.Met(key, late, metAt));
        }
        if (wrong.hasLapsed() && !late) {
            takeBackConsequences(wrong);
        }
    }

    /** Takes back a window that something opened which never happened, and what its lapse did. */
    public void neverOpen(Window wrong) {
        withdrawWrong(wrong);
        if (wrong.hasLapsed()) {
            takeBackConsequences(wrong);
        }
    }

    private void withdrawWrong(Window wrong) {
        if (wrong.hasLapsed()) {
            add(new Change.Rescinded(wrong.key()));
        }
        add(new Change.Withdrawn(wrong.key()));
    }

    /** Windows that stay although what they rest on is wrong or taken back: somebody has acted upon them. */
    public List<WindowKey> kept() {
        return List.copyOf(kept);
    }

    /** Leaves the window as it is, although what it rests on is wrong or taken back. */
    public void keep(Window window) {
        kept.add(window.key());
    }

    /**
     * Takes back what a lapse did that should not have been: windows that it opened and on which nobody has acted are
     * withdrawn, and where they lapsed themselves that is taken back too.
     */
    private void takeBackConsequences(Window lapsed) {
        for (Change change : ledger.doneByLapseOf(lapsed.key())) {
            if (change instanceof Change.Opened opened
                    && opened.window().subject().kind() != SubjectId.Kind.INTERVENTION) {
                takeBack(ledger.get(opened.window()));
            }
        }
        takingBack.takeBack(lapsed, this);
    }

    /** Withdraws a window that should not have been opened, unless somebody did what it asked for. */
    private void takeBack(Window window) {
        if (window.state() == Window.State.LAPSED) {
            add(new Change.Rescinded(window.key()));
            add(new Change.Withdrawn(window.key()));
            takeBackConsequences(window);
        } else if (window.isRunning()) {
            add(new Change.Withdrawn(window.key()));
        } else if (window.metAt() != null) {
            keep(window);
        }
    }

    /** Takes back every window of a subject that a lapse had opened, and that should not have been. */
    public void takeBackAll(SubjectId subject) {
        ledger.of(subject).toList().forEach(this::takeBack);
    }

    /** Withdraws every running window of the obligation on the subject. */
    public void withdraw(SubjectId subject, Obligation obligation) {
        withdrawAll(ledger.of(subject, obligation).toList());
    }

    /** Withdraws every running window of the subject that is not excepted. */
    public void withdrawAll(SubjectId subject, Predicate<Obligation> excepted) {
        withdrawAll(ledger.of(subject)
                .filter(window -> !excepted.test(window.obligation()))
                .toList());
    }

    private void withdrawAll(List<Window> windows) {
        windows.stream().filter(Window::isRunning).forEach(window -> add(new Change.Withdrawn(window.key())));
    }

    /** Stops the clock of an open window. */
    public void suspend(Window window) {
        add(new Change.Suspended(window.key()));
    }

    /**
     * Lets a suspended window run on: dueAt moves by the time that it stood still. Where a notice was loaded meanwhile
     * its days are counted anew first, as if that had been done when it was suspended.
     */
    public void resume(Window suspended) {
        Instant suspendedAt = Objects.requireNonNull(suspended.suspendedAt());
        recount(ledger.get(suspended.key()), suspendedAt);
        Window window = ledger.get(suspended.key());
        Due due = moved(window, window.dueAt().plus(Duration.between(suspendedAt, at)));
        add(new Change.Resumed(
                window.key(), due.dueAt(), window.provisional() || due.provisional(), calendarOf(window)));
    }

    /** As events name it that moved this window by it. */
    private @Nullable Integer calendarOf(Window window) {
        Length length = window.length();
        return window.isCountedInDays() && length != null ? calendar().countedIn(length) : null;
    }

    /** Whether a notice was loaded that moves a window which is open. */
    boolean recountIsDue() {
        return ledger.all().stream()
                .filter(window -> window.isOpen() && window.isCountedInDays())
                .anyMatch(window -> window.countedAnew(calendar(), at) != null);
    }

    /** Counts the days of all open windows anew, if a notice was loaded that they do not know. */
    void recountAll() {
        ledger.all().stream().filter(Window::isOpen).forEach(window -> recount(window, at));
    }

    private void recount(Window window, Instant now) {
        if (window.isCountedInDays()) {
            Change.Moved moved = window.countedAnew(calendar(), now);
            if (moved != null) {
                add(moved);
            }
        }
    }

    /** An agreed instant as late as can be kept stays there: whoever agreed to it, others may still act. */
    private Due moved(Window window, Instant dueAt) {
        return window.isCountedInDays()
                ? calendar().roundUp(dueAt, unknownYear)
                : new Due(KeptTime.orLast(dueAt), false);
    }

    /** Moves dueAt as the parties agreed. */
    void extend(Window window, Instant dueAt) {
        add(new Change.Extended(window.key(), dueAt));
    }

    /** Records that time ran out. */
    void lapse(Window window) {
        add(new Change.Lapsed(window.key(), window.dueAt()));
    }

    /** Ends a subject; a demand that went unanswered may be reopened for a while. */
    public void end(SubjectId subject, Ending ending) {
        add(new Change.Ended(subject, ending, ending == Ending.UNANSWERED ? reopenableUntil() : null));
    }

    /** Opens a closed demand again. */
    public void reopen(SubjectId subject) {
        add(new Change.Reopened(subject));
    }

    /** What the lapse of this window does. */
    public OnLapse onLapse(Window window) {
        return lengths.terms().obligations().of(window.obligation()).onLapse();
    }

    /** Whether the platform urges late shipments by itself. */
    public boolean autoUrge() {
        return lengths.autoUrge(at);
    }

    /** Whether the platform rules want a second person for a decision about this amount. */
    public boolean needsSecondPerson(long amountFen) {
        return lengths.needsSecondPerson(amountFen, at);
    }

    /** Until when a demand that closes now as unanswered may be reopened; never refuses. */
    private Instant reopenableUntil() {
        Terms terms = lengths.terms();
        return calendar()
                .due(at, terms.obligations().reopening(), UnknownYear.ORDINARY)
                .dueAt();
    }

    /** The latest instant to which this window may be extended, or null when there is no ceiling. */
    @Nullable
    Instant ceiling(Window window) {
        Length ceiling = lengths.terms().obligations().of(window.obligation()).ceiling();
        return ceiling == null
                ? null
                : calendar().due(window.openedAt(), ceiling, unknownYear).dueAt();
    }

    /** Whether a length of this window may be agreed with the other side. */
    boolean mayBeAgreed(Window window) {
        return lengths.terms().obligations().of(window.obligation()).layers().contains(Layer.AGREEMENT);
    }
}
