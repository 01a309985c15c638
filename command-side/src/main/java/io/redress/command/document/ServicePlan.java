package io.redress.command.document;

import static io.redress.api.window.Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.AskPlanAdjustment;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.ConfirmPlan;
import io.redress.api.document.DeclinePlan;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanAdjustmentRefused;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.ProposePlan;
import io.redress.api.document.PublishPlan;
import io.redress.api.document.RefuseAdjustment;
import io.redress.api.document.RulesPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import java.time.Instant;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The service plan that a merchant agreed with a room operator for a room (6.2.2 a), in versions. */
@AggregateRoot(type = "plan")
public final class ServicePlan extends Document {
    /** What the merchant proposed and nobody has answered yet. */
    private record Proposal(
            int number,
            Parties parties,
            Map<Obligation, Length> windows,
            @Nullable Instant effectiveAt) {}

    private @Nullable Parties parties;
    private int versions;
    private int proposals;
    private @Nullable Proposal waiting;

    ServicePlan() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishPlan act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        var windows = Bounds.check(act.windows(), Layer.SERVICE_PLAN, terms);
        requireNotBackdated(act.effectiveAt(), act.at());
        Party merchant = Party.merchant(act.merchant());
        moves.meetIfOwed(act.subject(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, merchant);
        apply(new PlanPublished(
                act.subject(),
                act.at(),
                merchant,
                act.merchant(),
                act.room(),
                act.agreedBy(),
                versions + 1,
                windows,
                act.effectiveAt(),
                null,
                moves.changes()));
    }

    /** Whoever proposes a plan has answered who asked for one, whatever becomes of the proposal. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ProposePlan act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        var windows = Bounds.check(act.windows(), Layer.SERVICE_PLAN, terms);
        requireNotBackdated(act.effectiveAt(), act.at());
        Party merchant = act.parties().party(Side.MERCHANT);
        moves.meetIfOwed(act.subject(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, merchant);
        Proposal proposal = new Proposal(proposals + 1, act.parties(), windows, act.effectiveAt());
        if (act.parties().selfRun()) {
            apply(published(act.subject(), act.at(), merchant, proposal, moves));
        } else {
            apply(new PlanProposed(
                    act.subject(),
                    act.at(),
                    merchant,
                    proposal.parties(),
                    proposal.number(),
                    proposal.windows(),
                    proposal.effectiveAt(),
                    waiting == null ? null : waiting.number(),
                    moves.changes()));
        }
    }

    @CommandHandler
    void decide(ConfirmPlan act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        Proposal proposal = proposed(act.operator(), act.proposal());
        moves.meetIfOwed(
                id(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, proposal.parties().party(Side.MERCHANT));
        Party operator = proposal.parties().party(Side.OPERATOR);
        apply(published(id(), act.at(), operator, proposal, moves));
    }

    @CommandHandler
    void decide(DeclinePlan act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        Proposal proposal = proposed(act.operator(), act.proposal());
        Party operator = proposal.parties().party(Side.OPERATOR);
        apply(new PlanProposalDeclined(id(), act.at(), operator, proposal.number(), act.reason(), moves.changes()));
    }

    /** The proposal that waits for this operator, and that it has read. */
    private Proposal proposed(String operator, @Nullable Integer read) {
        if (waiting == null) {
            throw new Refusal(Rule.PLAN_PROPOSAL_WAITS);
        }
        that(waiting.parties().operator().equals(operator), Rule.PLAN_WAS_PROPOSED_TO_THIS_OPERATOR);
        if (read != null && read != waiting.number()) {
            throw Refusal.ofField(
                    Rule.PLAN_PROPOSAL_IS_THE_ONE_THAT_WAS_READ,
                    "proposal",
                    read.toString(),
                    Integer.toString(waiting.number()));
        }
        return waiting;
    }

    /** A proposal that both sides agree on; an instant that has passed meanwhile is no other than now. */
    private PlanPublished published(SubjectId subject, Instant at, Party by, Proposal proposal, Moves moves) {
        Instant asked = proposal.effectiveAt();
        Parties who = proposal.parties();
        return new PlanPublished(
                subject,
                at,
                by,
                who.merchant(),
                who.room(),
                who.operator(),
                versions + 1,
                proposal.windows(),
                asked == null || asked.isBefore(at) ? null : asked,
                proposal.number(),
                moves.changes());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(AskPlanAdjustment act, Terms terms) {
        that(!act.parties().selfRun(), Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        Moves moves = decide(act.at(), terms);
        Party merchant = act.parties().party(Side.MERCHANT);
        that(
                !moves.ledger().newestIs(act.subject(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, merchant, Window::isOpen),
                Rule.ADJUSTMENT_IS_ASKED_ONCE);
        moves.open(act.subject(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, merchant);
        apply(new PlanAdjustmentAsked(
                act.subject(), act.at(), act.parties().party(Side.OPERATOR), act.parties(), moves.changes()));
    }

    @CommandHandler
    void decide(RefuseAdjustment act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        that(parties != null, Rule.DUTY_IS_OWED, MERCHANT_ANSWER_PLAN_ADJUSTMENT.id());
        moves.meet(id(), MERCHANT_ANSWER_PLAN_ADJUSTMENT, party(Side.MERCHANT));
        apply(new PlanAdjustmentRefused(id(), act.at(), party(Side.MERCHANT), act.reason(), moves.changes()));
    }

    @Override
    protected Party party(Side side) {
        return parties == null ? super.party(side) : parties.party(side);
    }

    @Override
    protected void evolve(Event event) {
        switch (event) {
            case DocumentEvent own -> evolve(own);
            case WindowEvent _ -> {}
            default -> throw new IllegalStateException("not a service plan's event: " + event);
        }
    }

    private void evolve(DocumentEvent event) {
        switch (event) {
            case PlanPublished published -> {
                versions = published.version();
                Integer confirmed = published.proposal();
                if (confirmed != null) {
                    proposals = confirmed;
                    waiting = null;
                }
            }
            case PlanProposed proposed -> {
                proposals = proposed.proposal();
                waiting = new Proposal(
                        proposed.proposal(), proposed.parties(), proposed.windows(), proposed.effectiveAt());
            }
            case PlanProposalDeclined _ -> waiting = null;
            case PlanAdjustmentAsked asked -> parties = asked.parties();
            case PlanAdjustmentRefused _ -> {}
            case CalendarNoticeLoaded _, MechanismPublished _, RulesPublished _, StatementPublished _ ->
                throw new IllegalStateException("not a service plan's event: " + event);
        }
    }
}
