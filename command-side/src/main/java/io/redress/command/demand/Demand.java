package io.redress.command.demand;

import static io.redress.api.window.Obligation.CONSUMER_ANSWER_SOLUTION;
import static io.redress.api.window.Obligation.CONSUMER_REQUEST_INTERVENTION;
import static io.redress.api.window.Obligation.CONSUMER_SHIP_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_RETURN_EXCHANGE;
import static io.redress.api.window.Obligation.MERCHANT_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_SERIOUS_CASE_SOLUTION;
import static io.redress.api.window.Obligation.PARTY_PERFORM_SETTLEMENT;
import static io.redress.api.window.Obligation.PLATFORM_DISCLOSE_PARTY_INFO;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_COORDINATE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_SERIOUS_CASE_SOLUTION;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_AFTERSALE;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.AcceptSolution;
import io.redress.api.demand.Coordinate;
import io.redress.api.demand.CoordinationRecorded;
import io.redress.api.demand.DemandRated;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.demand.DisclosePartyInfo;
import io.redress.api.demand.InterventionRequested;
import io.redress.api.demand.MessageSent;
import io.redress.api.demand.OfferSolution;
import io.redress.api.demand.PartyInfoDisclosed;
import io.redress.api.demand.PartyInfoRequested;
import io.redress.api.demand.PerformSettlement;
import io.redress.api.demand.RateDemand;
import io.redress.api.demand.RejectSolution;
import io.redress.api.demand.ReopenDemand;
import io.redress.api.demand.RequestIntervention;
import io.redress.api.demand.RequestPartyInfo;
import io.redress.api.demand.SendMessage;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.demand.SolutionAccepted;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.demand.SolutionRejected;
import io.redress.api.demand.UrgeDemand;
import io.redress.api.demand.WithdrawDemand;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.AppealDecision;
import io.redress.api.intervention.AppraisalEnded;
import io.redress.api.intervention.AppraisalStarted;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.ConfirmDecision;
import io.redress.api.intervention.Decide;
import io.redress.api.intervention.DecideAppeal;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.EndAppraisal;
import io.redress.api.intervention.EvidenceFile;
import io.redress.api.intervention.EvidenceRequested;
import io.redress.api.intervention.EvidenceSubmitted;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.InformRemedies;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.intervention.OpenIntervention;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.PerformDecision;
import io.redress.api.intervention.ReferOutside;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.intervention.RequestEvidence;
import io.redress.api.intervention.ReturnDecision;
import io.redress.api.intervention.Settle;
import io.redress.api.intervention.StartAppraisal;
import io.redress.api.intervention.SubmitEvidence;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.command.evidence.StagedFiles;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Moves;
import io.redress.command.window.OnLapse;
import io.redress.command.window.Subject;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks for (诉求): a return request or a complaint. Both share the window ledger, the offered solution
 * and the platform's intervention.
 */
@SuppressWarnings("NullAway.Init") // the state is set by the first event
public abstract class Demand extends Subject {
    /** While one of these runs, the lapse of the consumer's right to ask for intervention closes nothing. */
    private static final Set<Obligation> KEEPS_THE_DEMAND_OPEN = EnumSet.of(
            MERCHANT_DECIDE_RETURN_EXCHANGE,
            MERCHANT_DECIDE_REFUND_ONLY,
            MERCHANT_RESOLVE_COMPLAINT,
            ROOM_OPERATOR_RESOLVE_COMPLAINT,
            MERCHANT_SERIOUS_CASE_SOLUTION,
            ROOM_OPERATOR_SERIOUS_CASE_SOLUTION,
            CONSUMER_ANSWER_SOLUTION);

    private static final Set<Ending> CLOSED_BY_A_LAPSE =
            EnumSet.of(Ending.UNANSWERED, Ending.NOT_SENT_BACK, Ending.NOT_PURSUED);

    /**
     * A solution on offer.
     *
     * @param by who performs it once it is accepted
     * @param answers the window that it would meet, null for a joint solution
     * @param suspended that window as the offer suspended it, null when it had lapsed
     * @param amountFen money that it pays back, null for none
     */
    private record Offer(
            Party by,
            @Nullable WindowKey answers,
            @Nullable Window suspended,
            @Nullable Long amountFen) {}

    private Parties parties;
    private @Nullable DocumentVersion plan;
    private @Nullable Ending ending;
    private @Nullable Offer offer;
    private @Nullable Instant reopenableUntil;
    private boolean reopened;
    private boolean solutionAccepted;
    private @Nullable Long agreedFen;
    private Payback payback;
    private @Nullable Intervention intervention;
    private final Set<Party> rated = new HashSet<>();

    /** The window that an offered solution answers: decide or resolve. */
    protected abstract Obligation answeredByOffer();

    /** Refuses an offer that the kind of demand does not know. */
    protected void requireOfferable() {}

    /** What offering a solution does besides: whoever answers in substance has accepted. */
    protected void onAnswerInSubstance(Party by, Moves moves) {}

    /** The demand was withdrawn or closed by a lapse: what it held is free. */
    protected void release(Party by, Instant at, Subjects subjects) {}

    /** The demand is reopened: it needs again what it held. */
    protected void holdAgain(Instant at, Subjects subjects) {}

    /** What the subtype must know of its own facts. */
    protected abstract void evolveOwn(Event event);

    /** Sets what every demand begins with. */
    protected final void begun(
            Parties who, @Nullable DocumentVersion bound, @Nullable SubjectId order, long amountFen) {
        parties = who;
        plan = bound;
        payback = new Payback(id(), order, amountFen);
    }

    /** The money that is paid back under this demand. */
    protected final Payback payback() {
        return payback;
    }

    protected final Parties parties() {
        return parties;
    }

    protected final boolean hasOpenOffer() {
        return ledger().newestIs(id(), CONSUMER_ANSWER_SOLUTION, party(Side.CONSUMER), Window::isOpen);
    }

    protected final boolean solutionIsAccepted() {
        return solutionAccepted;
    }

    /** Begins to decide an act that needs the demand open. */
    protected final Moves decideOpen(Instant at, Terms terms) {
        return decideOpen(at, at, terms);
    }

    /** The same for a fact that may have occurred earlier. */
    protected final Moves decideOpen(Instant at, Instant occurred, Terms terms) {
        Moves moves = decide(at, occurred, terms);
        that(ending == null, Rule.DEMAND_IS_OPEN, ending == null ? "" : ending.word());
        return moves;
    }

    protected final boolean isOpen() {
        return ending == null;
    }

    /** Whether it is open, or was performed and no agent has closed the case since: what is closed is left alone. */
    protected final boolean isOpenOrPerformed() {
        boolean settled = intervention != null && !intervention.isOpen() && intervention.isInHand();
        return isOpen() || (ending == Ending.COMPLETED && !settled);
    }

    // ---- solutions

    @CommandHandler
    final void decide(UrgeDemand act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(act.by() == Side.PLATFORM || !parties.selfRun(), Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        Party by = party(act.by());
        if (act.by() == Side.OPERATOR) {
            moves.meetIfOwed(id(), ROOM_OPERATOR_URGE_AFTERSALE, by);
        }
        apply(new DemandUrged(id(), act.at(), by, moves.changes()));
    }

    /** Parties talk; only what a window waits for answers it. The desk joins them once it has stepped in. */
    @CommandHandler
    final void decide(SendMessage act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(act.by() != Side.OPERATOR || !parties.selfRun(), Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        that(act.by() != Side.PLATFORM || intervention != null, Rule.DESK_WRITES_ONCE_IT_STEPPED_IN);
        apply(new MessageSent(id(), act.at(), party(act.by()), act.text(), moves.changes()));
    }

    @CommandHandler
    final void decide(OfferSolution act, Terms terms, Subjects subjects) {
        Moves moves = decideOpen(act.at(), terms);
        requireOfferable();
        Party by = party(act.by());
        that(by.equals(respondent()), Rule.OFFER_COMES_FROM_THE_RESPONDENT);
        that(!hasOpenOffer(), Rule.NO_OFFER_IS_OPEN);
        Window answers = moves.ledger().newest(id(), answeredByOffer(), by);
        if (answers == null || !answers.isOwed()) {
            throw new Refusal(Rule.DUTY_IS_OWED, answeredByOffer().id());
        }
        onAnswerInSubstance(by, moves);
        if (answers.isOpen()) {
            moves.suspend(answers);
        }
        moves.open(id(), CONSUMER_ANSWER_SOLUTION, party(Side.CONSUMER));
        payback.requireLeft(act.amountFen(), subjects);
        apply(new SolutionOffered(id(), act.at(), by, act.remedy(), act.amountFen(), answers.key(), moves.changes()));
    }

    @CommandHandler
    final void decide(AcceptSolution act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        Offer onOffer = answer(moves);
        if (onOffer.answers() != null) {
            moves.meet(moves.ledger().get(onOffer.answers()));
        }
        moves.open(id(), PARTY_PERFORM_SETTLEMENT, onOffer.by());
        moves.withdraw(id(), ROOM_OPERATOR_URGE_AFTERSALE);
        moves.withdraw(id(), CONSUMER_REQUEST_INTERVENTION);
        apply(new SolutionAccepted(id(), act.at(), party(Side.CONSUMER), onOffer.amountFen(), moves.changes()));
    }

    @CommandHandler
    final void decide(RejectSolution act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        resumeSuspended(answer(moves), moves);
        openRequestIntervention(moves);
        apply(new SolutionRejected(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    /** The consumer answers the solution on offer. */
    private Offer answer(Moves moves) {
        that(hasOpenOffer(), Rule.OFFER_IS_OPEN);
        moves.meetWhileOpen(id(), CONSUMER_ANSWER_SOLUTION, party(Side.CONSUMER));
        return Objects.requireNonNull(offer);
    }

    private static void resumeSuspended(Offer ended, Moves moves) {
        if (ended.answers() != null) {
            Window answered = moves.ledger().get(ended.answers());
            if (answered.state() == Window.State.SUSPENDED) {
                moves.resume(answered);
            }
        }
    }

    /** Puts a joint solution, or one that was reopened, before the consumer. */
    protected final void openAnswer(Moves moves) {
        moves.open(id(), CONSUMER_ANSWER_SOLUTION, party(Side.CONSUMER));
    }

    @CommandHandler
    final void decide(ReopenDemand act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        that(!reopened, Rule.DEMAND_REOPENS_ONCE);
        if (ending != Ending.UNANSWERED || reopenableUntil == null || offer == null) {
            throw new Refusal(Rule.DEMAND_CLOSED_UNANSWERED);
        }
        that(act.at().isBefore(reopenableUntil), Rule.REOPENED_INSIDE_SEVEN_DAYS);
        moves.reopen(id());
        Window suspended = offer.suspended();
        if (suspended == null) {
            openAnswer(moves);
        } else {
            moves.openAgain(
                    suspended, Duration.between(Objects.requireNonNull(suspended.suspendedAt()), suspended.dueAt()));
        }
        holdAgain(act.at(), subjects);
        apply(new DemandReopened(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    @CommandHandler
    final void decide(WithdrawDemand act, Terms terms, Subjects subjects) {
        Moves moves = decideOpen(act.at(), terms);
        close(Ending.WITHDRAWN, moves);
        apply(new DemandWithdrawn(id(), act.at(), party(Side.CONSUMER), moves.changes()));
        release(party(Side.CONSUMER), act.at(), subjects);
    }

    @CommandHandler
    final void decide(PerformSettlement act, Terms terms, Subjects subjects) {
        Moves moves = decideOpen(act.at(), terms);
        Window settlement = moves.ledger()
                .of(id(), PARTY_PERFORM_SETTLEMENT)
                .filter(Window::isOwed)
                .findFirst()
                .orElseThrow(() -> new Refusal(Rule.DUTY_IS_OWED, PARTY_PERFORM_SETTLEMENT.id()));
        moves.meet(settlement);
        complete(moves);
        Party performer = settlement.owedBy();
        Long paid = payback.due(agreedFen, act.amountFen(), Rule.SETTLEMENT_PAYS_WHAT_WAS_AGREED, subjects);
        payback.pay(paid, performer, act.at(), subjects);
        apply(new SettlementPerformed(id(), act.at(), performer, paid, moves.changes()));
    }

    @CommandHandler
    final void decide(Coordinate act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        Party operator = party(Side.OPERATOR);
        moves.meet(id(), ROOM_OPERATOR_COORDINATE, operator);
        apply(new CoordinationRecorded(id(), act.at(), operator, moves.changes()));
    }

    // ---- endings

    /** Ends the demand as performed; an intervention stays open for its agent to settle. */
    protected final void complete(Moves moves) {
        end(Ending.COMPLETED, moves);
    }

    /** Ends the demand without performance, and an intervention that is open on it. */
    private void close(Ending how, Moves moves) {
        end(how, moves);
        if (intervention != null && intervention.isOpen()) {
            intervention.close(moves);
        }
    }

    /** Ends the demand; the duty to say who the parties are outlives it. */
    private void end(Ending how, Moves moves) {
        moves.withdrawAll(id(), obligation -> obligation == PLATFORM_DISCLOSE_PARTY_INFO);
        moves.end(id(), how);
    }

    // ---- the platform steps in

    protected final boolean interventionIsOpen() {
        return intervention != null && intervention.isOpen();
    }

    /** The consumer may ask the platform, unless it may already or the platform is there. */
    protected final void openRequestIntervention(Moves moves) {
        Party consumer = party(Side.CONSUMER);
        if (!interventionIsOpen()
                && !moves.ledger().newestIs(id(), CONSUMER_REQUEST_INTERVENTION, consumer, Window::isOpen)) {
            moves.open(id(), CONSUMER_REQUEST_INTERVENTION, consumer);
        }
    }

    @CommandHandler
    final void decide(RequestIntervention act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(!interventionIsOpen(), Rule.NO_INTERVENTION_IS_OPEN);
        moves.meetWhileOpen(id(), CONSUMER_REQUEST_INTERVENTION, party(Side.CONSUMER));
        Intervention.open(id().intervention(), moves);
        apply(new InterventionRequested(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    @CommandHandler
    final void decide(RequestPartyInfo act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        that(!moves.everOpened(id(), PLATFORM_DISCLOSE_PARTY_INFO), Rule.DISCLOSURE_IS_ASKED_ONCE);
        moves.open(id(), PLATFORM_DISCLOSE_PARTY_INFO, Party.PLATFORM);
        apply(new PartyInfoRequested(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    @CommandHandler
    final void decide(DisclosePartyInfo act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        moves.meet(id(), PLATFORM_DISCLOSE_PARTY_INFO, Party.PLATFORM);
        apply(new PartyInfoDisclosed(id(), act.at(), Party.PLATFORM, moves.changes()));
    }

    @Override
    protected final void onLapse(Window lapsed, Moves moves) {
        OnLapse consequence = moves.onLapse(lapsed);
        switch (consequence) {
            case ESCALATE -> escalate(lapsed, moves);
            case CLOSE_REQUEST -> closeRequest(lapsed, moves);
            case ALERT, RIGHT_ENDS, ON_FILE, PLATFORM_EXECUTES -> {
                if (intervention != null && lapsed.key().subject().equals(id().intervention())) {
                    intervention.onLapse(lapsed, moves);
                }
            }
            case URGE, PLATFORM_URGES, RECORD -> {}
        }
    }

    /** A lapsed duty calls the platform, and beside it the room operator, who coordinates (6.4.1 d, 6.4.3 d). */
    private void escalate(Window lapsed, Moves moves) {
        if (!interventionIsOpen()) {
            Intervention.open(id().intervention(), moves);
            moves.withdraw(id(), CONSUMER_REQUEST_INTERVENTION);
        }
        if (lapsed.owedBy().role() == Role.MERCHANT
                && !parties.selfRun()
                && !moves.everOpened(id(), ROOM_OPERATOR_COORDINATE)) {
            moves.open(id(), ROOM_OPERATOR_COORDINATE, party(Side.OPERATOR));
        }
    }

    private void closeRequest(Window lapsed, Moves moves) {
        if (lapsed.obligation() == CONSUMER_SHIP_RETURN) {
            close(Ending.NOT_SENT_BACK, moves);
        } else if (lapsed.obligation() == CONSUMER_ANSWER_SOLUTION) {
            if (interventionIsOpen()) {
                resumeSuspended(Objects.requireNonNull(offer), moves);
            } else {
                close(Ending.UNANSWERED, moves);
            }
        } else if (moves.ledger()
                .of(id())
                .noneMatch(window -> window.isRunning() && KEEPS_THE_DEMAND_OPEN.contains(window.obligation()))) {
            close(Ending.NOT_PURSUED, moves);
        }
    }

    @Override
    protected final void afterLapse(WindowLapsed lapsed, Subjects subjects) {
        boolean closed = lapsed.changes().stream()
                .anyMatch(change -> change instanceof Change.Ended ended
                        && ended.subject().equals(id())
                        && CLOSED_BY_A_LAPSE.contains(ended.ending()));
        if (closed) {
            release(Party.PLATFORM, lapsed.at(), subjects);
        }
    }

    /** Whether the demand is closed by the lapse of this window. */
    protected final boolean closedByLapseOf(Window window) {
        return ending != null && endedBy(window, id());
    }

    private boolean endedBy(Window lapsed, SubjectId subject) {
        return ledger().doneByLapseOf(lapsed.key()).stream()
                .anyMatch(change ->
                        change instanceof Change.Ended ended && ended.subject().equals(subject));
    }

    /**
     * An intervention that only this lapse called for, and that no agent has taken up, is over; one that the lapse
     * ended begins anew. One that an agent has in hand stays, for the agent to settle.
     */
    @Override
    protected final void takeBack(Window lapsed, Moves moves) {
        SubjectId mine = id().intervention();
        if (interventionIsOpen()) {
            boolean calledByIt = moves.ledger().doneByLapseOf(lapsed.key()).stream()
                    .anyMatch(change -> change instanceof Change.Opened opened
                            && opened.window().obligation() == Obligation.PLATFORM_OPEN_INTERVENTION);
            if (calledByIt && !isCalledForBesides(moves)) {
                if (Objects.requireNonNull(intervention).isInHand()) {
                    moves.ledger().of(mine).filter(Window::isRunning).forEach(moves::keep);
                } else {
                    moves.takeBackAll(mine);
                    moves.end(mine, Ending.RESCINDED);
                }
            }
        } else if (endedBy(lapsed, mine)) {
            Intervention.open(mine, moves);
        }
    }

    /** Whether a duty that is not done, or was done late, calls for the platform. */
    private boolean isCalledForBesides(Moves moves) {
        return moves.ledger()
                .of(id())
                .anyMatch(window -> (window.state() == Window.State.LAPSED || window.state() == Window.State.MET_LATE)
                        && moves.onLapse(window) == OnLapse.ESCALATE);
    }

    // ---- the intervention, in whatever state the demand is

    private Intervention intervening() {
        if (intervention == null || !intervention.isOpen()) {
            throw new Refusal(Rule.INTERVENTION_IS_OPEN);
        }
        return intervention;
    }

    private Intervention inHand() {
        Intervention open = intervening();
        open.requireInHand();
        return open;
    }

    private Intervention inHandUnperformed() {
        Intervention open = inHand();
        that(ending != Ending.COMPLETED, Rule.DEMAND_IS_NOT_PERFORMED_YET);
        return open;
    }

    @CommandHandler
    final void decide(OpenIntervention act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        intervening().takeUp(moves);
        apply(new CaseTakenUp(id(), act.at(), Party.PLATFORM, act.agent(), moves.changes()));
    }

    @CommandHandler
    final void decide(RequestEvidence act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        List<Party> asked = inHandUnperformed().requestEvidence(act, moves);
        List<String> templates = act.templates();
        apply(new EvidenceRequested(
                id(), act.at(), Party.PLATFORM, asked, templates.isEmpty() ? null : templates, moves.changes()));
    }

    @CommandHandler
    final void decide(SubmitEvidence act, Terms terms, StagedFiles staged) {
        Moves moves = decide(act.at(), terms);
        Party by = party(act.by());
        inHand().submitEvidence(by, moves);
        List<EvidenceFile> files = staged.named(id(), by, act.files());
        apply(new EvidenceSubmitted(id(), act.at(), by, files.isEmpty() ? null : files, moves.changes()));
    }

    @CommandHandler
    final void decide(StartAppraisal act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        inHandUnperformed().startAppraisal(moves);
        apply(new AppraisalStarted(id(), act.at(), Party.PLATFORM, moves.changes()));
    }

    @CommandHandler
    final void decide(EndAppraisal act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        inHand().endAppraisal(moves);
        apply(new AppraisalEnded(id(), act.at(), Party.PLATFORM, moves.changes()));
    }

    @CommandHandler
    final void decide(Settle act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        Intervention open = inHand();
        open.provideSolution(moves);
        if (ending == null) {
            close(Ending.SETTLED, moves);
        } else {
            open.close(moves);
        }
        payback.requireLeft(act.amountFen(), subjects);
        payback.pay(act.amountFen(), Party.PLATFORM, act.at(), subjects);
        apply(new CaseSettled(
                id(), act.at(), Party.PLATFORM, act.amountFen(), act.agent(), act.reasons(), moves.changes()));
    }

    @CommandHandler
    final void decide(Decide act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        Side side = act.orders();
        Party ordered = side == null ? null : party(side);
        Long amountFen = act.amountFen();
        Finding finding = act.finding() == null ? null : act.finding().among(parties);
        decideCase(ordered, amountFen, moves, subjects);
        if (ordered != null && amountFen != null && act.agent() != null && moves.needsSecondPerson(amountFen)) {
            apply(new DecisionProposed(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    false,
                    ordered,
                    amountFen,
                    finding,
                    act.clause(),
                    act.reasons(),
                    act.agent(),
                    List.of()));
        } else {
            apply(new CaseDecided(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    ordered,
                    amountFen,
                    finding,
                    act.clause(),
                    act.reasons(),
                    act.agent(),
                    null,
                    moves.changes()));
        }
    }

    private void decideCase(@Nullable Party ordered, @Nullable Long amountFen, Moves moves, Subjects subjects) {
        Intervention open = inHandUnperformed();
        open.provideSolution(moves);
        open.withdrawEvidence(moves);
        end(Ending.DECIDED, moves);
        open.openDecision(ordered, respondent(), moves);
        requireOrderable(ordered, amountFen, subjects);
    }

    private void requireOrderable(@Nullable Party ordered, @Nullable Long amountFen, Subjects subjects) {
        that(ordered != null || Payback.fen(amountFen) == 0, Rule.AMOUNT_IS_ORDERED_OF_SOMEBODY);
        payback.requireLeft(amountFen, subjects);
    }

    @CommandHandler
    final void decide(ConfirmDecision act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        DecisionProposed proposed = intervening().proposedTo(act.agent());
        if (proposed.onAppeal()) {
            intervening().requireNewToTheCase(act.agent());
            decideAppeal(proposed.agent(), Outcome.REVERSED, proposed.orders(), proposed.amountFen(), moves, subjects);
            apply(new AppealDecided(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    proposed.agent(),
                    Outcome.REVERSED,
                    proposed.orders(),
                    proposed.amountFen(),
                    proposed.finding(),
                    proposed.clause(),
                    proposed.reasons(),
                    act.agent(),
                    moves.changes()));
        } else {
            decideCase(proposed.orders(), proposed.amountFen(), moves, subjects);
            apply(new CaseDecided(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    proposed.orders(),
                    proposed.amountFen(),
                    proposed.finding(),
                    proposed.clause(),
                    proposed.reasons(),
                    proposed.agent(),
                    act.agent(),
                    moves.changes()));
        }
    }

    @CommandHandler
    final void decide(ReturnDecision act, Terms terms) {
        decide(act.at(), terms);
        DecisionProposed proposed = intervening().proposedTo(act.agent());
        apply(new DecisionReturned(
                id(), act.at(), Party.PLATFORM, act.agent(), proposed.agent(), act.reason(), List.of()));
    }

    @CommandHandler
    final void decide(PerformDecision act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        Party performer = intervening().perform(moves);
        Long ordered = intervening().orderedFen();
        Long paid = payback.due(ordered, act.amountFen(), Rule.DECISION_PAYS_WHAT_WAS_ORDERED, subjects);
        payback.pay(paid, performer, act.at(), subjects);
        apply(new DecisionPerformed(id(), act.at(), performer, paid, moves.changes()));
    }

    @CommandHandler
    final void decide(AppealDecision act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        intervening().appeal(act, moves);
        apply(new DecisionAppealed(id(), act.at(), party(act.by()), moves.changes()));
    }

    @CommandHandler
    final void decide(DecideAppeal act, Terms terms, Subjects subjects) {
        Moves moves = decide(act.at(), terms);
        boolean reversed = act.outcome() == Outcome.REVERSED;
        Side side = act.orders();
        Party ordered = side == null || !reversed ? null : party(side);
        Long amountFen = reversed ? act.amountFen() : null;
        Finding finding = act.finding() == null ? null : act.finding().among(parties);
        decideAppeal(act.agent(), act.outcome(), ordered, amountFen, moves, subjects);
        if (ordered != null && amountFen != null && moves.needsSecondPerson(amountFen)) {
            apply(new DecisionProposed(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    true,
                    ordered,
                    amountFen,
                    finding,
                    act.clause(),
                    act.reasons(),
                    act.agent(),
                    List.of()));
        } else {
            apply(new AppealDecided(
                    id(),
                    act.at(),
                    Party.PLATFORM,
                    act.agent(),
                    act.outcome(),
                    ordered,
                    amountFen,
                    finding,
                    act.clause(),
                    act.reasons(),
                    null,
                    moves.changes()));
        }
    }

    private void decideAppeal(
            String agent,
            Outcome outcome,
            @Nullable Party ordered,
            @Nullable Long amountFen,
            Moves moves,
            Subjects subjects) {
        Intervention open = intervening();
        open.requireNewToTheCase(agent);
        open.decideAppeal(outcome, ordered, moves);
        requireOrderable(ordered, amountFen, subjects);
    }

    @CommandHandler
    final void decide(ReferOutside act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        inHandUnperformed().refer(moves);
        end(Ending.REFERRED, moves);
        apply(new CaseReferredOutside(id(), act.at(), Party.PLATFORM, act.agent(), act.reasons(), moves.changes()));
    }

    @CommandHandler
    final void decide(InformRemedies act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        intervening().inform(moves);
        apply(new RemediesInformed(id(), act.at(), Party.PLATFORM, moves.changes()));
    }

    // ---- what the consumer says of it afterwards

    /** Each party once and for good: what was said of somebody is not taken back under pressure. */
    @CommandHandler
    final void decide(RateDemand act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        that(ending != null, Rule.DEMAND_IS_OVER);
        Party of = party(act.of());
        that(!rated.contains(of), Rule.PARTY_IS_RATED_ONCE);
        apply(new DemandRated(id(), act.at(), party(Side.CONSUMER), of, act.stars(), act.comment(), moves.changes()));
    }

    // ---- history

    @Override
    protected final Lengths lengths(Terms terms) {
        return terms.lengths(plan, parties.operator());
    }

    @Override
    protected final Party party(Side side) {
        return parties.party(side);
    }

    @Override
    protected final void evolve(Event event) {
        evolveOwn(event);
        switch (event) {
            case SolutionOffered offered -> {
                Window answers = ledger().get(offered.answers());
                boolean suspended = answers.state() == Window.State.SUSPENDED;
                offer = new Offer(offered.by(), offered.answers(), suspended ? answers : null, offered.amountFen());
            }
            case DemandReopened _ -> reopened = true;
            case DemandRated now -> rated.add(now.of());
            case SolutionAccepted accepted -> {
                solutionAccepted = true;
                agreedFen = accepted.amountFen();
            }
            case InterventionEvent own -> Objects.requireNonNull(intervention).evolve(own);
            default -> {}
        }
        payback.evolve(paidBack(event));
        event.changes().forEach(this::evolve);
    }

    private static @Nullable Long paidBack(Event event) {
        return switch (event) {
            case ReturnRefunded refunded -> refunded.amountFen();
            case SettlementPerformed performed -> performed.amountFen();
            case CaseSettled settled -> settled.amountFen();
            case DecisionPerformed performed -> performed.amountFen();
            case FactCorrected corrected ->
                corrected.notPaidFen() == null ? null : Long.valueOf(-corrected.notPaidFen());
            default -> null;
        };
    }

    /** The solution that both sides signed is on offer. */
    protected final void jointSolutionIsOnOffer(@Nullable Long amountFen) {
        offer = new Offer(party(Side.MERCHANT), null, null, amountFen);
    }

    private void evolve(Change change) {
        if (change instanceof Change.Opened opened
                && opened.window().obligation() == Obligation.PLATFORM_OPEN_INTERVENTION) {
            intervention = new Intervention(id().intervention(), parties);
        } else if (change instanceof Change.Ended ended && ended.subject().equals(id())) {
            ending = ended.ending();
            reopenableUntil = ended.reopenableUntil();
        } else if (change instanceof Change.Reopened) {
            ending = null;
        }
        if (intervention != null) {
            intervention.evolve(change);
        }
    }
}
