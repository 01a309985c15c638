package io.redress.command.demand;

import static io.redress.api.window.Obligation.CONSUMER_SUBMIT_EVIDENCE;
import static io.redress.api.window.Obligation.MERCHANT_SUBMIT_EVIDENCE;
import static io.redress.api.window.Obligation.PARTY_APPEAL_DECISION;
import static io.redress.api.window.Obligation.PARTY_EXECUTE_DECISION;
import static io.redress.api.window.Obligation.PLATFORM_DECIDE_APPEAL;
import static io.redress.api.window.Obligation.PLATFORM_INFORM_OTHER_REMEDIES;
import static io.redress.api.window.Obligation.PLATFORM_OPEN_INTERVENTION;
import static io.redress.api.window.Obligation.PLATFORM_PROVIDE_SOLUTION;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_SUBMIT_EVIDENCE;
import static io.redress.command.rule.Require.that;

import io.redress.api.SubjectId;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.AppealDecision;
import io.redress.api.intervention.AppraisalEnded;
import io.redress.api.intervention.AppraisalStarted;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.EvidenceRequested;
import io.redress.api.intervention.EvidenceSubmitted;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.intervention.RequestEvidence;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Window;
import io.redress.command.window.WindowLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The platform's intervention on one demand (6.4.3 d): a component of the demand, so that the lapse that calls the
 * platform and the intervention itself are one decision. It ends with its demand or after it.
 */
final class Intervention {
    private enum Stage {
        UNDECIDED,
        DECIDED,
        REFERRED
    }

    private final SubjectId id;
    private final Parties parties;
    private Stage stage = Stage.UNDECIDED;
    private boolean over;
    private @Nullable String agent;
    private final Set<String> decidedBy = new HashSet<>();
    private @Nullable Party orders;
    private @Nullable Long orderedFen;
    private @Nullable DecisionProposed proposed;
    private @Nullable Party appellant;

    Intervention(SubjectId id, Parties parties) {
        this.id = id;
        this.parties = parties;
    }

    boolean isOpen() {
        return !over;
    }

    /** Whether an agent has taken it up. */
    boolean isInHand() {
        return agent != null;
    }

    /** Opens the windows that every intervention begins with: when the platform learns of the case. */
    static void open(SubjectId id, Moves moves) {
        moves.openNow(id, PLATFORM_OPEN_INTERVENTION, Party.PLATFORM);
        moves.openNow(id, PLATFORM_PROVIDE_SOLUTION, Party.PLATFORM);
    }

    void takeUp(Moves moves) {
        moves.meet(id, PLATFORM_OPEN_INTERVENTION, Party.PLATFORM);
    }

    /** What an agent may do only after taking the case up, and not after deciding it or referring it outside. */
    void requireInHand() {
        that(agent != null, Rule.CASE_IS_TAKEN_UP);
        that(stage == Stage.UNDECIDED, Rule.CASE_IS_UNDECIDED);
    }

    List<Party> requestEvidence(RequestEvidence act, Moves moves) {
        List<Party> asked = new ArrayList<>();
        for (Side side : act.from()) {
            Party party = parties.party(side);
            Obligation evidence = evidenceOf(party);
            if (!moves.ledger().newestIs(id, evidence, party, Window::isOpen)) {
                moves.open(id, evidence, party);
                asked.add(party);
            }
        }
        that(!asked.isEmpty(), Rule.EVIDENCE_IS_ASKED_OF_SOMEBODY_NEW);
        return asked;
    }

    void submitEvidence(Party by, Moves moves) {
        moves.meet(id, evidenceOf(by), by);
    }

    private static Obligation evidenceOf(Party party) {
        return switch (party.role()) {
            case CONSUMER -> CONSUMER_SUBMIT_EVIDENCE;
            case MERCHANT -> MERCHANT_SUBMIT_EVIDENCE;
            case ROOM_OPERATOR -> ROOM_OPERATOR_SUBMIT_EVIDENCE;
            case PLATFORM -> throw new IllegalArgumentException("the platform submits no evidence");
        };
    }

    void startAppraisal(Moves moves) {
        Window solution = solution(moves);
        that(solution.isOpen(), Rule.NO_APPRAISAL_RUNS);
        moves.suspend(solution);
    }

    void endAppraisal(Moves moves) {
        Window solution = solution(moves);
        that(solution.state() == Window.State.SUSPENDED, Rule.APPRAISAL_RUNS);
        moves.resume(solution);
    }

    private Window solution(Moves moves) {
        return Objects.requireNonNull(moves.ledger().newest(id, PLATFORM_PROVIDE_SOLUTION, Party.PLATFORM));
    }

    /** Meets the platform's own duty to provide a solution. */
    void provideSolution(Moves moves) {
        moves.meet(id, PLATFORM_PROVIDE_SOLUTION, Party.PLATFORM);
    }

    void withdrawEvidence(Moves moves) {
        Stream.of(CONSUMER_SUBMIT_EVIDENCE, MERCHANT_SUBMIT_EVIDENCE, ROOM_OPERATOR_SUBMIT_EVIDENCE)
                .forEach(evidence -> moves.withdraw(id, evidence));
    }

    /** Opens what a decision opens: its execution, and the right of the consumer and of one other to appeal. */
    void openDecision(@Nullable Party ordered, Party respondent, Moves moves) {
        if (ordered != null) {
            moves.open(id, PARTY_EXECUTE_DECISION, ordered);
        }
        moves.open(id, PARTY_APPEAL_DECISION, parties.party(Side.CONSUMER));
        moves.open(id, PARTY_APPEAL_DECISION, ordered != null ? ordered : respondent);
    }

    /** Records that the order in force was performed, and says who owed it. */
    Party perform(Moves moves) {
        Window execution = execution(moves.ledger());
        if (execution == null || !execution.isOwed()) {
            throw new Refusal(Rule.DECISION_ORDERS_SOMEBODY);
        }
        moves.meet(execution);
        closeWhenNothingIsOwed(moves);
        return execution.owedBy();
    }

    /** The newest execution window of the order now in force, or null when nobody is ordered. */
    private @Nullable Window execution(WindowLedger ledger) {
        return executionBy(orders, ledger);
    }

    private @Nullable Window executionBy(@Nullable Party ordered, WindowLedger ledger) {
        return ordered == null ? null : ledger.newest(id, PARTY_EXECUTE_DECISION, ordered);
    }

    void appeal(AppealDecision act, Moves moves) {
        that(appellant == null, Rule.ONE_APPEAL_PER_CASE);
        Party by = parties.party(act.by());
        moves.meetWhileOpen(id, PARTY_APPEAL_DECISION, by);
        moves.withdraw(id, PARTY_APPEAL_DECISION);
        moves.open(id, PLATFORM_DECIDE_APPEAL, Party.PLATFORM);
        Window execution = execution(moves.ledger());
        if (by.equals(orders) && execution != null && execution.isOpen()) {
            moves.suspend(execution);
        }
    }

    /** What the order now in force makes the ordered party pay back, or null for nothing. */
    @Nullable
    Long orderedFen() {
        return orderedFen;
    }

    /** The decision that waits for a second person, who is not the one that proposed it. */
    DecisionProposed proposedTo(String secondPerson) {
        if (proposed == null) {
            throw new Refusal(Rule.DECISION_IS_PROPOSED);
        }
        that(!secondPerson.equals(proposed.agent()), Rule.SECOND_PERSON_IS_ANOTHER_AGENT);
        return proposed;
    }

    /** Who decides an appeal neither opened the case nor decided it. */
    void requireNewToTheCase(String who) {
        that(!who.equals(agent) && !decidedBy.contains(who), Rule.APPEAL_GOES_TO_ANOTHER_AGENT);
    }

    /** Decides the appeal; the new order, when it is reversed, is a party or nobody. */
    void decideAppeal(Outcome outcome, @Nullable Party newOrder, Moves moves) {
        moves.meet(id, PLATFORM_DECIDE_APPEAL, Party.PLATFORM);
        Window execution = execution(moves.ledger());
        boolean upheld = outcome == Outcome.UPHELD;
        if (upheld) {
            if (execution != null && execution.state() == Window.State.SUSPENDED) {
                moves.resume(execution);
            }
        } else {
            moves.withdraw(id, PARTY_EXECUTE_DECISION);
            if (newOrder != null) {
                moves.open(id, PARTY_EXECUTE_DECISION, newOrder);
            }
        }
        boolean appealedByConsumer = appellant != null && appellant.role() == Role.CONSUMER;
        if (upheld ? appealedByConsumer : newOrder == null) {
            informOfOtherRemedies(moves);
        }
        closeWhenNothingIsOwed(moves, upheld ? orders : newOrder);
    }

    /** The case cannot be resolved on the platform. */
    void refer(Moves moves) {
        provideSolution(moves);
        withdrawEvidence(moves);
        informOfOtherRemedies(moves);
        closeWhenNothingIsOwed(moves, null);
    }

    /** The consumer must be told of other remedies, unless that duty was opened before. */
    void informOfOtherRemedies(Moves moves) {
        if (!moves.everOpened(id, PLATFORM_INFORM_OTHER_REMEDIES)) {
            moves.open(id, PLATFORM_INFORM_OTHER_REMEDIES, Party.PLATFORM);
        }
    }

    void inform(Moves moves) {
        moves.meet(id, PLATFORM_INFORM_OTHER_REMEDIES, Party.PLATFORM);
        closeWhenNothingIsOwed(moves);
    }

    void onLapse(Window lapsed, Moves moves) {
        if (lapsed.obligation() == PLATFORM_PROVIDE_SOLUTION || lapsed.obligation() == PLATFORM_DECIDE_APPEAL) {
            informOfOtherRemedies(moves);
        }
        closeWhenNothingIsOwed(moves);
    }

    /** After a decision or referral the case ends when nothing runs on it and nothing that lapsed is still owed. */
    private void closeWhenNothingIsOwed(Moves moves) {
        if (stage != Stage.UNDECIDED) {
            closeWhenNothingIsOwed(moves, orders);
        }
    }

    private void closeWhenNothingIsOwed(Moves moves, @Nullable Party ordered) {
        WindowLedger ledger = moves.ledger();
        boolean running = ledger.of(id).anyMatch(Window::isRunning);
        boolean owed = Stream.of(
                        ledger.newest(id, PLATFORM_DECIDE_APPEAL, Party.PLATFORM),
                        ledger.newest(id, PLATFORM_INFORM_OTHER_REMEDIES, Party.PLATFORM),
                        executionBy(ordered, ledger))
                .anyMatch(window -> window != null && window.isOwed());
        if (!over && !running && !owed) {
            moves.end(id, Ending.CONCLUDED);
        }
    }

    /** The demand closed, and the case with it. */
    void close(Moves moves) {
        moves.withdrawAll(id, _ -> false);
        moves.end(id, Ending.CONCLUDED);
    }

    void evolve(InterventionEvent event) {
        switch (event) {
            case CaseTakenUp takenUp -> agent = takenUp.agent();
            case CaseDecided decided -> {
                stage = Stage.DECIDED;
                orders = decided.orders();
                orderedFen = decided.amountFen();
                Stream.of(decided.agent(), decided.confirmedBy())
                        .filter(Objects::nonNull)
                        .forEach(decidedBy::add);
                proposed = null;
            }
            case DecisionProposed now -> proposed = now;
            case DecisionReturned _ -> proposed = null;
            case CaseReferredOutside _ -> {
                stage = Stage.REFERRED;
                proposed = null;
            }
            case DecisionAppealed appealed -> appellant = appealed.by();
            case AppealDecided decided -> {
                if (decided.outcome() == Outcome.REVERSED) {
                    orders = decided.orders();
                    orderedFen = decided.amountFen();
                }
                proposed = null;
            }
            case EvidenceRequested _,
                    EvidenceSubmitted _,
                    AppraisalStarted _,
                    AppraisalEnded _,
                    CaseSettled _,
                    DecisionPerformed _,
                    RemediesInformed _ -> {}
        }
    }

    void evolve(Change change) {
        if (change instanceof Change.Ended ended && ended.subject().equals(id)) {
            over = true;
            proposed = null;
        }
    }
}
