package io.redress.app.access;

import io.redress.api.Act;
import io.redress.api.ByAgent;
import io.redress.api.SubjectId;
import io.redress.api.complaint.FileComplaint;
import io.redress.api.document.AskPlanAdjustment;
import io.redress.api.document.ConfirmPlan;
import io.redress.api.document.DeclinePlan;
import io.redress.api.document.LoadCalendarNotice;
import io.redress.api.document.ProposePlan;
import io.redress.api.document.PublishMechanism;
import io.redress.api.document.PublishPlan;
import io.redress.api.document.PublishRules;
import io.redress.api.document.PublishStatement;
import io.redress.api.inquiry.AskInquiry;
import io.redress.api.order.RegisterOrder;
import io.redress.api.party.Parties;
import io.redress.api.record.AskForgetting;
import io.redress.api.record.ForgetRecord;
import io.redress.api.report.ReportViolation;
import io.redress.api.returns.FileReturn;
import io.redress.api.window.LapseDueWindows;
import io.redress.api.window.RecordUnheard;
import io.redress.app.access.Caller.Kind;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.StoredParties;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Stands before whatever handles acts and lets in only what its caller may do, whichever way it came: an address that
 * forgot to ask opens nothing. Who has a part in the case is read from its history. What lapses does so by itself.
 */
final class Doorkeeper implements MessageHandlerInterceptor<CommandMessage<?>> {
    private static final Parties NOBODY = new Parties("", "", "", "");

    private final Policy policy;
    private final StoredParties cases;

    Doorkeeper(Policy policy, StoredParties cases) {
        this.policy = policy;
        this.cases = cases;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        Act act = (Act) work.getMessage().getPayload();
        if (!(act instanceof LapseDueWindows || act instanceof RecordUnheard || act instanceof ForgetRecord)) {
            if (!(work.getMessage().getMetaData().get(WhoActs.CALLER) instanceof Caller caller)) {
                throw new IllegalStateException("nobody does " + act.getClass().getSimpleName());
            }
            admit(caller, act);
            String trail = WhoActs.trail(caller);
            work.registerCorrelationDataProvider(_ -> Map.of(WhoActs.CALLER, trail));
        }
        return chain.proceed();
    }

    private void admit(Caller caller, Act act) {
        if (!policy.isGoodFor(caller, act)) {
            throw new Forbidden();
        }
        if (caller.kind() != Kind.PLATFORM) {
            judge(caller, act);
        } else if (act.subject().kind() == SubjectId.Kind.RECORD) {
            known(caller, act, act.subject().recorded());
        }
        if (caller.kind() == Kind.AGENT
                && act instanceof ByAgent named
                && !caller.name().equals(named.agent())) {
            throw Refusal.ofField(Rule.AGENT_ACTS_UNDER_ITS_OWN_NAME, "agent");
        }
    }

    private void judge(Caller caller, Act act) {
        switch (act) {
            case FileReturn begins -> known(caller, act, begins.order());
            case FileComplaint begins -> {
                SubjectId order = begins.order();
                if (order != null) {
                    known(caller, act, order);
                } else {
                    own(caller, act, begins.parties());
                }
            }
            case AskForgetting asks -> own(caller, act, new Parties(asks.consumer(), "", "", ""));
            case RegisterOrder begins -> own(caller, act, begins.parties());
            case AskInquiry begins -> own(caller, act, begins.parties());
            case ReportViolation _, PublishRules _, LoadCalendarNotice _ -> own(caller, act, NOBODY);
            case PublishPlan plan -> {
                own(caller, act, new Parties("", plan.merchant(), plan.agreedBy(), plan.room()));
                runsTheRoom(plan.agreedBy(), "agreedBy", plan.merchant(), plan.room());
            }
            case PublishMechanism mechanism -> own(caller, act, new Parties("", "", mechanism.operator(), ""));
            case PublishStatement stated -> own(caller, act, stated.parties());
            case AskPlanAdjustment asked -> {
                Parties between = asked.parties();
                own(caller, act, between);
                known(caller, act, act.subject());
                runsTheRoom(between.operator(), "operator", between.merchant(), between.room());
            }
            case ProposePlan proposed -> {
                Parties between = proposed.parties();
                own(caller, act, between);
                runsTheRoom(between.operator(), "operator", between.merchant(), between.room());
            }
            case ConfirmPlan answers -> {
                known(caller, act, act.subject());
                own(caller, act, new Parties("", "", answers.operator(), ""));
                Parties plan = cases.of(act.subject()).getLast();
                runsTheRoom(answers.operator(), "operator", plan.merchant(), plan.room());
            }
            case DeclinePlan answers -> {
                known(caller, act, act.subject());
                own(caller, act, new Parties("", "", answers.operator(), ""));
            }
            default -> known(caller, act, act.subject().recorded());
        }
    }

    /**
     * The plan of merchant and room counts whoever agreed to it, so that a merchant must not be able to agree with a
     * friend, or with itself, on what binds the orders of another's room.
     */
    private void runsTheRoom(String operator, String field, String merchant, String room) {
        String runs = cases.runsTheRoom(merchant, room);
        if (runs != null && !runs.equals(operator)) {
            throw Refusal.ofField(Rule.PLAN_IS_AGREED_WITH_WHO_RUNS_THE_ROOM, field);
        }
    }

    /** An act on what is there already: of others' cases it says what it says of cases that are not there. */
    private void known(Caller caller, Act act, SubjectId subject) {
        Refusal absent = Refusal.ofField(Rule.SUBJECT_IS_KNOWN, subject.kind().word(), subject.key());
        switch (policy.mayInAny(caller, act, cases.of(subject))) {
            case ALLOWED -> {}
            case FORBIDDEN -> throw new Forbidden();
            case HIDDEN -> throw absent;
            case PARTIAL -> throw new Refusal(Rule.AGENT_IS_IMPARTIAL);
        }
    }

    /** An act that says itself who has a part in it: nothing is there yet that could be hidden. */
    private void own(Caller caller, Act act, Parties parties) {
        switch (policy.may(caller, act, parties)) {
            case ALLOWED -> {}
            case FORBIDDEN, HIDDEN -> throw new Forbidden();
            case PARTIAL -> throw new Refusal(Rule.AGENT_IS_IMPARTIAL);
        }
    }
}
