package io.redress.command.document;

import static io.redress.api.window.Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.AskPlanAdjustment;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanAdjustmentRefused;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.PublishPlan;
import io.redress.api.document.RefuseAdjustment;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Layer;
import io.redress.api.window.WindowEvent;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The service plan that a merchant agreed with a room operator for a room (6.2.2 a), in versions. */
@AggregateRoot(type = "plan")
public final class ServicePlan extends Document {
    private @Nullable Parties parties;
    private int versions;

    ServicePlan() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishPlan act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        var windows = Bounds.check(act.windows(), Layer.SERVICE_PLAN, terms);
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
                moves.changes()));
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
            case PlanPublished published -> versions = published.version();
            case PlanAdjustmentAsked asked -> parties = asked.parties();
            case PlanAdjustmentRefused _ -> {}
            case MechanismPublished _, RulesPublished _ ->
                throw new IllegalStateException("not a service plan's event: " + event);
        }
    }
}
