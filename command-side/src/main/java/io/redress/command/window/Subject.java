package io.redress.command.window;

import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.CorrectFact;
import io.redress.api.Event;
import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.AcceptExtension;
import io.redress.api.window.Change;
import io.redress.api.window.DeclineExtension;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.LapseDueWindows;
import io.redress.api.window.Obligation;
import io.redress.api.window.ProposeExtension;
import io.redress.api.window.RecordUnheard;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.api.window.WindowUnheard;
import io.redress.api.window.WindowsRecounted;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.WorkingCalendar.UnknownYear;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/**
 * What has a history and windows: an order, a demand, an inquiry, a report, a document. It owns its clocks: a lapse and
 * all that it causes are one decision in one transaction.
 */
@AggregateRoot
@SuppressWarnings("NullAway.Init") // the identifier is set by the first event
public abstract class Subject {
    @AggregateIdentifier
    private SubjectId id;

    private final WindowLedger ledger = new WindowLedger();

    /** Of which it is recorded that they lapsed unheard. */
    private final Set<WindowKey> unheard = new HashSet<>();

    private Instant latest = Instant.MIN;
    private long version;
    private long versionOfParties;

    protected final SubjectId id() {
        return id;
    }

    /** How many events its history holds. */
    public final long version() {
        return version;
    }

    /** How many of them the parties of the case may know. */
    public final long versionOfParties() {
        return versionOfParties;
    }

    /** The windows as history left them. */
    protected final WindowLedger ledger() {
        return ledger;
    }

    /** The lengths that hold for windows of this subject. */
    protected abstract Lengths lengths(Terms terms);

    /** The party of the case that a side stands for. */
    protected abstract Party party(Side side);

    /** Takes over a fact about this subject; windows have moved already. */
    protected abstract void evolve(Event event);

    /** What a lapse does besides being recorded; the window is lapsed in {@code moves} already. */
    protected void onLapse(Window lapsed, Moves moves) {}

    /** What a recorded lapse does to other subjects. */
    protected void afterLapse(WindowLapsed event, Subjects subjects) {}

    /** Corrects a fact of this subject; only orders and return requests have any. */
    protected void correct(CorrectFact act, Terms terms, Subjects subjects) {
        throw new Refusal(Rule.FACT_IS_ON_RECORD);
    }

    @EventSourcingHandler
    final void on(Event event) {
        id = event.subject();
        version++;
        if (!(event instanceof OfTheDesk)) {
            versionOfParties++;
        }
        latest = event.at().isAfter(latest) ? event.at() : latest;
        ledger.evolve(event);
        evolveUnheard(event);
        evolve(event);
    }

    private void evolveUnheard(Event event) {
        if (event instanceof WindowUnheard found) {
            unheard.add(found.window());
        }
        for (Change change : event.changes()) {
            if (change instanceof Change.Rescinded rescinded) {
                unheard.remove(rescinded.window());
            }
        }
    }

    /** Begins to decide an act on this subject: what is due must have lapsed before, by the calendar in effect. */
    protected final Moves decide(Instant at, Terms terms) {
        requireInOrder(at);
        Moves moves = new Moves(ledger, at, null, lengths(terms), UnknownYear.REFUSED, this::takeBack);
        if (ledger.firstDue(at) != null || moves.recountIsDue()) {
            throw new TimeHasPassed(id);
        }
        return moves;
    }

    /** Begins to decide about a fact, which may have occurred before it is recorded. */
    protected final Moves decide(Instant at, Instant occurred, Terms terms) {
        Moves now = decide(at, terms);
        if (occurred.equals(at)) {
            return now;
        }
        that(occurred.isBefore(at), Rule.ACT_IS_NOT_IN_THE_FUTURE);
        return new Moves(ledger, at, occurred, lengths(terms), UnknownYear.REFUSED, this::takeBack);
    }

    /** What a lapse of this window did, is taken back, and is not a window of this subject itself. */
    protected void takeBack(Window lapsed, Moves moves) {}

    /** Refuses a fact that is said to have occurred before what must come first. */
    protected static void requireNoEarlier(Instant occurred, Instant earlier) {
        that(!occurred.isBefore(earlier), Rule.FACT_FOLLOWS_WHAT_IT_BUILDS_ON, WorkingCalendar.shown(earlier));
    }

    /** Refuses to correct a fact so that it occurred after what builds on it, or never: that must be corrected first. */
    protected static void requireNothingBuildsOn(@Nullable Instant occurred, @Nullable Instant later) {
        that(
                later == null || (occurred != null && !occurred.isAfter(later)),
                Rule.NOTHING_BUILDS_ON_THE_FACT,
                later == null ? "" : WorkingCalendar.shown(later));
    }

    /** Nothing happens before what stands in the history. */
    protected final void requireInOrder(Instant at) {
        if (at.isBefore(latest)) {
            throw new HistoryIsLater(latest);
        }
    }

    /** Begins the history of a new subject. */
    protected static Moves begin(Instant at, Lengths lengths) {
        return new Moves(new WindowLedger(), at, lengths, UnknownYear.REFUSED);
    }

    @CommandHandler
    final void decide(LapseDueWindows act, Terms terms, Subjects subjects) {
        requireInOrder(act.at());
        Moves recount = new Moves(ledger, act.at(), lengths(terms), UnknownYear.ORDINARY);
        recount.recountAll();
        if (!recount.changes().isEmpty()) {
            WorkingCalendar calendar = recount.calendar();
            apply(new WindowsRecounted(
                    id, act.at(), Party.PLATFORM, calendar.version(), calendar.notice(), recount.changes()));
        }
        for (Window due = ledger.firstDue(act.at()); due != null; due = ledger.firstDue(act.at())) {
            Moves moves = new Moves(ledger, act.at(), lengths(terms), UnknownYear.ORDINARY);
            moves.lapse(due);
            onLapse(due, moves);
            WindowLapsed lapsed = new WindowLapsed(id, act.at(), Party.PLATFORM, due.key(), moves.changes());
            apply(lapsed);
            afterLapse(lapsed, subjects);
        }
    }

    /** What was not heard lapses all the same; only its owner is not charged with it. */
    @CommandHandler
    final void decide(RecordUnheard act) {
        requireInOrder(act.at());
        ledger.find(act.window())
                .filter(window -> window.hasLapsed() && !unheard.contains(window.key()))
                .ifPresent(window -> apply(new WindowUnheard(
                        id, act.at(), Party.PLATFORM, window.key(), window.dueAt(), act.toldAt(), List.of())));
    }

    @CommandHandler
    final void decide(CorrectFact act, Terms terms, Subjects subjects) {
        correct(act, terms, subjects);
    }

    @CommandHandler
    final void decide(ProposeExtension act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        List<Window> open = ledger.of(act.windowOf(), act.obligation())
                .filter(Window::isOpen)
                .toList();
        that(!open.isEmpty(), Rule.WINDOW_IS_STILL_OPEN, act.obligation().id());
        Party owner = party(act.by());
        Window window = open.stream()
                .filter(candidate -> candidate.owedBy().equals(owner))
                .findFirst()
                .orElseThrow(() -> new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER));
        that(
                moves.mayBeAgreed(window),
                Rule.LENGTH_MAY_BE_AGREED,
                act.obligation().id());
        that(window.proposedDueAt() == null, Rule.ONE_PROPOSAL_AT_A_TIME);
        that(act.dueAt().isAfter(window.dueAt()), Rule.PROPOSAL_IS_LATER);
        Instant ceiling = moves.ceiling(window);
        that(
                ceiling == null || !act.dueAt().isAfter(ceiling),
                Rule.PROPOSAL_STAYS_UNDER_THE_CEILING,
                ceiling == null ? "" : WorkingCalendar.shown(ceiling));
        apply(new ExtensionProposed(id, act.at(), owner, window.key(), act.dueAt(), List.of()));
    }

    @CommandHandler
    final void decide(AcceptExtension act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        Window window = proposed(act.windowOf(), act.obligation());
        moves.extend(window, Objects.requireNonNull(window.proposedDueAt()));
        apply(new ExtensionAccepted(id, act.at(), counterparty(window), window.key(), moves.changes()));
    }

    @CommandHandler
    final void decide(DeclineExtension act, Terms terms) {
        decide(act.at(), terms);
        Window window = proposed(act.windowOf(), act.obligation());
        apply(new ExtensionDeclined(id, act.at(), counterparty(window), window.key(), List.of()));
    }

    private Window proposed(SubjectId windowOf, Obligation obligation) {
        return ledger.of(windowOf, obligation)
                .filter(candidate -> candidate.proposedDueAt() != null)
                .findFirst()
                .orElseThrow(() -> new Refusal(Rule.PROPOSAL_IS_PENDING));
    }

    /** Who answers a proposal: the consumer, or of a window that the consumer owes, the side that waits for it. */
    private Party counterparty(Window window) {
        return window.owedBy().equals(party(Side.CONSUMER)) ? respondent() : party(Side.CONSUMER);
    }

    /** The party that the consumer deals with. */
    protected Party respondent() {
        return party(Side.MERCHANT);
    }
}
