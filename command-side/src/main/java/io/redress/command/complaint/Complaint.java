package io.redress.command.complaint;

import static io.redress.api.window.Obligation.CONSUMER_ANSWER_SOLUTION;
import static io.redress.api.window.Obligation.MERCHANT_ACCEPT_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_SERIOUS_CASE_SOLUTION;
import static io.redress.api.window.Obligation.MERCHANT_VERIFY_SERIOUS_CASE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_ACCEPT_COMPLAINT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_SERIOUS_CASE_SOLUTION;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_VERIFY_SERIOUS_CASE;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.AcceptComplaint;
import io.redress.api.complaint.ComplaintAccepted;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.complaint.CosignSolution;
import io.redress.api.complaint.FactsVerified;
import io.redress.api.complaint.FileComplaint;
import io.redress.api.complaint.FlagSerious;
import io.redress.api.complaint.RedirectComplaint;
import io.redress.api.complaint.SolutionCosigned;
import io.redress.api.complaint.VerifyFacts;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Obligation;
import io.redress.command.demand.Demand;
import io.redress.command.order.Order;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** A complaint against the merchant or the room operator (6.4.1 c g, 6.4.2 d to f). */
@SuppressWarnings("NullAway.Init") // the state is set by the first event
@AggregateRoot(type = "complaint")
public final class Complaint extends Demand {
    private Party respondent;
    private boolean serious;
    private boolean redirected;
    private @Nullable SolutionCosigned signed;

    Complaint() {}

    @CommandHandler
    Complaint(FileComplaint act, Terms terms, Subjects subjects) {
        Parties who = act.parties();
        SubjectId order = act.order();
        @Nullable DocumentVersion bound;
        long amountFen;
        if (order == null) {
            bound = terms.documents().planInEffect(who.merchant(), who.room(), act.at());
            amountFen = 0;
        } else {
            Order.Facts facts = subjects.with(order, Order.class, Order::facts);
            that(who.equals(facts.parties()), Rule.PARTIES_ARE_THOSE_OF_THE_ORDER, order.key());
            bound = facts.plan();
            amountFen = facts.amountFen();
        }
        Moves moves = begin(act.at(), terms.lengths(bound, who.operator()));
        Party against = who.party(act.against());
        moves.open(act.subject(), acceptObligation(against), against);
        if (act.serious()) {
            openSerious(act.subject(), who, moves);
        } else {
            moves.open(act.subject(), resolveObligation(against), against);
        }
        apply(new ComplaintFiled(
                act.subject(),
                act.at(),
                who.party(Side.CONSUMER),
                order,
                who,
                against.role() == Role.MERCHANT ? Side.MERCHANT : Side.OPERATOR,
                act.serious(),
                amountFen,
                bound,
                moves.changes()));
    }

    private static void openSerious(SubjectId id, Parties who, Moves moves) {
        Party merchant = who.party(Side.MERCHANT);
        moves.open(id, MERCHANT_VERIFY_SERIOUS_CASE, merchant);
        moves.open(id, MERCHANT_SERIOUS_CASE_SOLUTION, merchant);
        if (!who.selfRun()) {
            Party operator = who.party(Side.OPERATOR);
            moves.open(id, ROOM_OPERATOR_VERIFY_SERIOUS_CASE, operator);
            moves.open(id, ROOM_OPERATOR_SERIOUS_CASE_SOLUTION, operator);
        }
    }

    @CommandHandler
    void decide(FlagSerious act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(!serious, Rule.COMPLAINT_IS_NOT_SERIOUS);
        that(!solutionIsAccepted(), Rule.SOLUTION_IS_NOT_ACCEPTED_YET);
        moves.withdraw(id(), answeredByOffer());
        moves.withdraw(id(), CONSUMER_ANSWER_SOLUTION);
        openSerious(id(), parties(), moves);
        apply(new ComplaintFlaggedSerious(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    @CommandHandler
    void decide(AcceptComplaint act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        moves.meet(id(), acceptObligation(respondent), respondent);
        apply(new ComplaintAccepted(id(), act.at(), respondent, moves.changes()));
    }

    @CommandHandler
    void decide(RedirectComplaint act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(!serious, Rule.COMPLAINT_IS_NOT_SERIOUS);
        that(!redirected, Rule.COMPLAINT_IS_REDIRECTED_ONCE);
        that(!parties().selfRun(), Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        Party other = party(act.to());
        that(!other.equals(respondent), Rule.COMPLAINT_GOES_TO_THE_OTHER_PARTY);
        that(
                moves.ledger().newestIs(id(), answeredByOffer(), respondent, Window::isOpen),
                Rule.WINDOW_IS_STILL_OPEN,
                answeredByOffer().id());
        moves.meetIfOwed(id(), acceptObligation(respondent), respondent);
        moves.withdraw(id(), answeredByOffer());
        moves.open(id(), acceptObligation(other), other);
        moves.open(id(), resolveObligation(other), other);
        apply(new ComplaintRedirected(id(), act.at(), respondent, act.to(), act.reason(), moves.changes()));
    }

    @CommandHandler
    void decide(VerifyFacts act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        Party by = party(act.by());
        onAnswerInSubstance(by, moves);
        moves.meet(
                id(),
                by.role() == Role.MERCHANT ? MERCHANT_VERIFY_SERIOUS_CASE : ROOM_OPERATOR_VERIFY_SERIOUS_CASE,
                by);
        apply(new FactsVerified(id(), act.at(), by, moves.changes()));
    }

    @CommandHandler
    void decide(CosignSolution act, Terms terms, Subjects subjects) {
        Moves moves = decideOpen(act.at(), terms);
        Party by = party(act.by());
        onAnswerInSubstance(by, moves);
        moves.meet(id(), solutionObligation(by), by);
        boolean onOffer = hasSigned(party(Side.MERCHANT), moves) && hasSigned(party(Side.OPERATOR), moves);
        if (onOffer) {
            openAnswer(moves);
        }
        if (signed != null) {
            that(
                    promised(signed.amountFen()) == promised(act.amountFen()),
                    Rule.SIGNATURES_NAME_ONE_AMOUNT,
                    Long.toString(promised(signed.amountFen())));
        }
        payback().requireLeft(act.amountFen(), subjects);
        apply(new SolutionCosigned(id(), act.at(), by, act.remedy(), act.amountFen(), onOffer, moves.changes()));
    }

    private static long promised(@Nullable Long amountFen) {
        return amountFen == null ? 0 : amountFen;
    }

    private boolean hasSigned(Party party, Moves moves) {
        Predicate<Window> signed =
                window -> window.state() == Window.State.MET || window.state() == Window.State.MET_LATE;
        return moves.ledger().newestIs(id(), solutionObligation(party), party, signed);
    }

    private static Obligation acceptObligation(Party party) {
        return party.role() == Role.MERCHANT ? MERCHANT_ACCEPT_COMPLAINT : ROOM_OPERATOR_ACCEPT_COMPLAINT;
    }

    private static Obligation resolveObligation(Party party) {
        return party.role() == Role.MERCHANT ? MERCHANT_RESOLVE_COMPLAINT : ROOM_OPERATOR_RESOLVE_COMPLAINT;
    }

    private static Obligation solutionObligation(Party party) {
        return party.role() == Role.MERCHANT ? MERCHANT_SERIOUS_CASE_SOLUTION : ROOM_OPERATOR_SERIOUS_CASE_SOLUTION;
    }

    @Override
    protected Party respondent() {
        return respondent;
    }

    @Override
    protected Obligation answeredByOffer() {
        return resolveObligation(respondent);
    }

    @Override
    protected void requireOfferable() {
        that(!serious, Rule.COMPLAINT_IS_NOT_SERIOUS);
    }

    @Override
    protected void onAnswerInSubstance(Party by, Moves moves) {
        if (by.equals(respondent)) {
            moves.meetIfOwed(id(), acceptObligation(by), by);
        }
    }

    @Override
    protected void evolveOwn(Event event) {
        if (event instanceof ComplaintEvent own) {
            evolve(own);
        } else if (event instanceof ReturnEvent) {
            throw new IllegalStateException("not a complaint's event: " + event);
        }
    }

    private void evolve(ComplaintEvent event) {
        switch (event) {
            case ComplaintFiled filed -> {
                begun(filed.parties(), filed.plan(), filed.order(), filed.amountFen());
                respondent = filed.parties().party(filed.against());
                serious = filed.serious();
            }
            case ComplaintFlaggedSerious _ -> serious = true;
            case ComplaintRedirected redirect -> {
                respondent = party(redirect.to());
                redirected = true;
            }
            case SolutionCosigned cosigned -> {
                signed = cosigned;
                if (cosigned.onOffer()) {
                    jointSolutionIsOnOffer(cosigned.amountFen());
                }
            }
            case ComplaintAccepted _, FactsVerified _ -> {}
        }
    }
}
