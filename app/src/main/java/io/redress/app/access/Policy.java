package io.redress.app.access;

import static io.redress.app.access.Caller.Scope.ACTS;
import static io.redress.app.access.Caller.Scope.DOCUMENTS;
import static io.redress.app.access.Caller.Scope.FACTS;
import static io.redress.app.access.Caller.Scope.READ;
import static io.redress.app.access.Caller.Scope.WEBHOOKS;
import static io.redress.app.access.Policy.Whose.ANYBODY;
import static io.redress.app.access.Policy.Whose.CONSUMER;
import static io.redress.app.access.Policy.Whose.DESK;
import static io.redress.app.access.Policy.Whose.FEED;
import static io.redress.app.access.Policy.Whose.HOLDER;
import static io.redress.app.access.Policy.Whose.HOLDING_TRADER;
import static io.redress.app.access.Policy.Whose.MERCHANT;
import static io.redress.app.access.Policy.Whose.OPERATOR;
import static io.redress.app.access.Policy.Whose.SELF_RUN_MERCHANT;
import static io.redress.app.access.Policy.Whose.WHOM_IT_NAMES;

import io.redress.api.Act;
import io.redress.api.BySide;
import io.redress.api.CorrectFact;
import io.redress.api.complaint.AcceptComplaint;
import io.redress.api.complaint.CosignSolution;
import io.redress.api.complaint.FileComplaint;
import io.redress.api.complaint.FlagSerious;
import io.redress.api.complaint.RedirectComplaint;
import io.redress.api.complaint.VerifyFacts;
import io.redress.api.demand.AcceptSolution;
import io.redress.api.demand.Coordinate;
import io.redress.api.demand.DisclosePartyInfo;
import io.redress.api.demand.OfferSolution;
import io.redress.api.demand.PerformSettlement;
import io.redress.api.demand.RateDemand;
import io.redress.api.demand.RejectSolution;
import io.redress.api.demand.ReopenDemand;
import io.redress.api.demand.RequestIntervention;
import io.redress.api.demand.RequestPartyInfo;
import io.redress.api.demand.SendMessage;
import io.redress.api.demand.UrgeDemand;
import io.redress.api.demand.WithdrawDemand;
import io.redress.api.document.AskPlanAdjustment;
import io.redress.api.document.ConfirmPlan;
import io.redress.api.document.DeclinePlan;
import io.redress.api.document.LoadCalendarNotice;
import io.redress.api.document.ProposePlan;
import io.redress.api.document.PublishMechanism;
import io.redress.api.document.PublishPlan;
import io.redress.api.document.PublishRules;
import io.redress.api.document.PublishStatement;
import io.redress.api.document.RefuseAdjustment;
import io.redress.api.inquiry.AnswerInquiry;
import io.redress.api.inquiry.AskInquiry;
import io.redress.api.intervention.AppealDecision;
import io.redress.api.intervention.ConfirmDecision;
import io.redress.api.intervention.Decide;
import io.redress.api.intervention.DecideAppeal;
import io.redress.api.intervention.EndAppraisal;
import io.redress.api.intervention.InformRemedies;
import io.redress.api.intervention.OpenIntervention;
import io.redress.api.intervention.PerformDecision;
import io.redress.api.intervention.ReferOutside;
import io.redress.api.intervention.RequestEvidence;
import io.redress.api.intervention.ReturnDecision;
import io.redress.api.intervention.Settle;
import io.redress.api.intervention.StartAppraisal;
import io.redress.api.intervention.SubmitEvidence;
import io.redress.api.order.CancelOrder;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.record.AskForgetting;
import io.redress.api.record.AskOpening;
import io.redress.api.record.HoldRecord;
import io.redress.api.record.LiftHold;
import io.redress.api.record.OpenRecord;
import io.redress.api.report.ReportViolation;
import io.redress.api.report.TriageReport;
import io.redress.api.returns.AcceptReturn;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.GiveInstructions;
import io.redress.api.returns.ObjectToGoods;
import io.redress.api.returns.RecordGoodsBack;
import io.redress.api.returns.Refund;
import io.redress.api.returns.RefuseReturn;
import io.redress.api.returns.ShipBack;
import io.redress.api.returns.ShipRepaired;
import io.redress.api.returns.ShipReplacement;
import io.redress.api.window.AcceptExtension;
import io.redress.api.window.DeclineExtension;
import io.redress.api.window.ProposeExtension;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may do and read what: a function of the caller and of the parties of the case, which asks nothing else. Whether
 * an act makes sense as things stand is another question, which its subject answers.
 *
 * <p>The platform's own systems may do every act that their credential is good for, in a party's name too: somebody
 * calls the hotline, an old system hands a case over. The trail says that it was they. A person at the desk may not: who
 * decides a dispute puts no words into the mouth of either side.
 */
public class Policy {
    /** For whom an act is. */
    enum Whose {
        CONSUMER,
        MERCHANT,
        OPERATOR,
        /** The side that the act names as its doer. */
        WHOM_IT_NAMES,
        /** Whichever party holds the ball as things stand, which its subject knows; any may try. */
        HOLDER,
        /** The same between the merchant and the room operator. */
        HOLDING_TRADER,
        /** The merchant of a room that it runs itself. */
        SELF_RUN_MERCHANT,
        /** The people at the platform's desk. */
        DESK,
        /** Carriers, payment and order systems, which report facts. */
        FEED,
        /** Whoever has a credential. */
        ANYBODY
    }

    private record Row(String act, Scope scope, Set<Whose> whose) {
        boolean isFor(Whose someone) {
            return whose.contains(someone);
        }
    }

    private final Map<Class<? extends Act>, Row> byType = new HashMap<>();
    private final Map<String, Row> byName = new HashMap<>();
    private final Set<String> facts = new TreeSet<>();

    /** An act without a row is the platform's only. */
    private static final Row UNHEARD_OF = new Row("", ACTS, Set.of());

    public Policy() {
        // the order: what happened outside is a fact, whoever reports it
        row("register-order", RegisterOrder.class, FACTS, MERCHANT, FEED);
        row("ship", ShipOrder.class, FACTS, MERCHANT, FEED);
        row("deliver", DeliverOrder.class, FACTS, MERCHANT, FEED);
        row("urge", UrgeShipment.class, ACTS, WHOM_IT_NAMES);
        row("urge", UrgeDemand.class, ACTS, WHOM_IT_NAMES);
        row("send-message", SendMessage.class, ACTS, WHOM_IT_NAMES);
        row("cancel-order", CancelOrder.class, ACTS, CONSUMER);

        // the return request
        row("file-return", FileReturn.class, ACTS, CONSUMER);
        row("accept-return", AcceptReturn.class, ACTS, MERCHANT);
        row("refuse-return", RefuseReturn.class, ACTS, MERCHANT);
        row("give-instructions", GiveInstructions.class, ACTS, MERCHANT);
        row("ship-back", ShipBack.class, ACTS, CONSUMER, FEED);
        row("goods-back", RecordGoodsBack.class, FACTS, MERCHANT, FEED);
        row("refund", Refund.class, ACTS, MERCHANT, FEED);
        row("ship-replacement", ShipReplacement.class, ACTS, MERCHANT, FEED);
        row("ship-repaired", ShipRepaired.class, ACTS, MERCHANT, FEED);
        row("object-to-goods", ObjectToGoods.class, ACTS, MERCHANT);

        // whoever may tell a fact may say that it was wrong
        row("correct-fact", CorrectFact.class, ACTS, WHOM_IT_NAMES, FEED);

        // the demand
        row("offer-solution", OfferSolution.class, ACTS, WHOM_IT_NAMES);
        row("accept-solution", AcceptSolution.class, ACTS, CONSUMER);
        row("reject-solution", RejectSolution.class, ACTS, CONSUMER);
        row("reopen", ReopenDemand.class, ACTS, CONSUMER);
        row("withdraw", WithdrawDemand.class, ACTS, CONSUMER);
        row("perform-settlement", PerformSettlement.class, ACTS, HOLDING_TRADER);
        row("coordinate", Coordinate.class, ACTS, OPERATOR);
        row("request-intervention", RequestIntervention.class, ACTS, CONSUMER);
        row("disclose-request", RequestPartyInfo.class, ACTS, CONSUMER);
        row("disclose", DisclosePartyInfo.class, ACTS, DESK);
        row("rate", RateDemand.class, ACTS, CONSUMER);

        // the complaint
        row("file-complaint", FileComplaint.class, ACTS, CONSUMER);
        row("flag-serious", FlagSerious.class, ACTS, CONSUMER);
        row("accept-complaint", AcceptComplaint.class, ACTS, HOLDING_TRADER);
        row("redirect-complaint", RedirectComplaint.class, ACTS, HOLDING_TRADER);
        row("verify-facts", VerifyFacts.class, ACTS, WHOM_IT_NAMES);
        row("cosign-solution", CosignSolution.class, ACTS, WHOM_IT_NAMES);

        // the platform's intervention
        row("open-intervention", OpenIntervention.class, ACTS, DESK);
        row("request-evidence", RequestEvidence.class, ACTS, DESK);
        row("submit-evidence", SubmitEvidence.class, ACTS, WHOM_IT_NAMES);
        row("suspend", StartAppraisal.class, ACTS, DESK);
        row("resume", EndAppraisal.class, ACTS, DESK);
        row("settle", Settle.class, ACTS, DESK);
        row("decide", Decide.class, ACTS, DESK);
        row("confirm-decision", ConfirmDecision.class, ACTS, DESK);
        row("return-decision", ReturnDecision.class, ACTS, DESK);
        row("perform-decision", PerformDecision.class, ACTS, HOLDING_TRADER, DESK);
        row("appeal", AppealDecision.class, ACTS, WHOM_IT_NAMES);
        row("decide-appeal", DecideAppeal.class, ACTS, DESK);
        row("refer-outside", ReferOutside.class, ACTS, DESK);
        row("inform-remedies", InformRemedies.class, ACTS, DESK);

        // inquiries and reports
        row("ask", AskInquiry.class, ACTS, CONSUMER);
        row("answer", AnswerInquiry.class, ACTS, HOLDING_TRADER);
        row("report", ReportViolation.class, ACTS, ANYBODY);
        row("triage", TriageReport.class, ACTS, DESK);

        // documents: a plan says for two parties what they agreed, so that neither of them publishes it alone
        row("publish-plan", PublishPlan.class, DOCUMENTS, SELF_RUN_MERCHANT);
        row("propose-plan", ProposePlan.class, DOCUMENTS, MERCHANT);
        row("confirm-plan", ConfirmPlan.class, DOCUMENTS, OPERATOR);
        row("decline-plan", DeclinePlan.class, DOCUMENTS, OPERATOR);
        row("publish-mechanism", PublishMechanism.class, DOCUMENTS, OPERATOR);
        row("publish-rules", PublishRules.class, DOCUMENTS);
        row("load-calendar-notice", LoadCalendarNotice.class, DOCUMENTS);
        row("publish-statement", PublishStatement.class, DOCUMENTS, WHOM_IT_NAMES);
        row("ask-plan-adjustment", AskPlanAdjustment.class, ACTS, OPERATOR);
        row("refuse-adjustment", RefuseAdjustment.class, ACTS, MERCHANT);

        // personal data: the consumer asks, the desk holds and opens
        row("ask-forgetting", AskForgetting.class, ACTS, CONSUMER);
        row("hold-record", HoldRecord.class, ACTS, DESK);
        row("lift-hold", LiftHold.class, ACTS, DESK);
        row("ask-opening", AskOpening.class, ACTS, DESK);
        row("open-record", OpenRecord.class, ACTS, DESK);

        // more time: the owner of the window proposes, whoever waits for it answers
        row("propose-extension", ProposeExtension.class, ACTS, WHOM_IT_NAMES);
        row("accept-extension", AcceptExtension.class, ACTS, HOLDER);
        row("decline-extension", DeclineExtension.class, ACTS, HOLDER);
    }

    private void row(String act, Class<? extends Act> type, Scope scope, Whose... whose) {
        Set<Whose> all = EnumSet.noneOf(Whose.class);
        all.addAll(List.of(whose));
        Row row = new Row(act, scope, all);
        byType.put(type, row);
        byName.put(act, row);
        if (row.isFor(FEED)) {
            facts.add(act);
        }
    }

    /** The names of the acts that have a row. */
    Set<String> acts() {
        return byName.keySet();
    }

    /** The names of the acts that say what happened outside, in the order of the alphabet. */
    public Set<String> facts() {
        return Collections.unmodifiableSet(facts);
    }

    /** Whether an act of this class has a row. */
    boolean knows(Class<? extends Act> type) {
        return byType.containsKey(type);
    }

    // ---- acts

    /** Whether the caller may do this act in a case of these parties. */
    public Verdict may(Caller caller, Act act, Parties parties) {
        return may(caller, row(act), act instanceof BySide named ? named.by() : null, parties);
    }

    /**
     * Whether an act that makes sense as things stand is this caller's to do.
     *
     * @param actor the party in whose name it would be recorded
     */
    public boolean offers(Caller caller, String act, @Nullable Side by, Party actor, Parties parties) {
        Row row = byName.getOrDefault(act, UNHEARD_OF);
        boolean anothers = isForTheHolder(row)
                && caller.kind() != Kind.PLATFORM
                && caller.kind() != Kind.AGENT
                && !isUpTo(caller, actor);
        return !anothers && may(caller, row, by, parties) == Verdict.ALLOWED;
    }

    /** The same where a thing has been between several parties one after the other; hidden when it is not there. */
    Verdict mayInAny(Caller caller, Act act, List<Parties> all) {
        List<Verdict> verdicts =
                all.stream().map(parties -> may(caller, act, parties)).toList();
        return Stream.of(Verdict.PARTIAL, Verdict.ALLOWED, Verdict.FORBIDDEN)
                .filter(verdicts::contains)
                .findFirst()
                .orElse(Verdict.HIDDEN);
    }

    /**
     * Whether the caller may do an act of this name in a case of these parties.
     *
     * @param by the side that the act would name as its doer; null where it names none
     */
    public Verdict may(Caller caller, String act, @Nullable Side by, Parties parties) {
        return may(caller, byName.getOrDefault(act, UNHEARD_OF), by, parties);
    }

    private Verdict may(Caller caller, Row row, @Nullable Side by, Parties parties) {
        if (!isGoodFor(caller, row)) {
            return caller.kind() == Kind.NOBODY ? Verdict.HIDDEN : Verdict.FORBIDDEN;
        }
        if (caller.kind() == Kind.PLATFORM || caller.kind() == Kind.FEED) {
            return Verdict.ALLOWED;
        }
        if (isPartial(caller, parties)) {
            return Verdict.PARTIAL;
        }
        if (row.isFor(ANYBODY)) {
            return Verdict.ALLOWED;
        }
        Set<Side> sides = sides(caller, parties);
        if (sides.isEmpty()) {
            return Verdict.HIDDEN;
        }
        return isFor(row, by, sides, parties) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }

    private static boolean isFor(Row row, @Nullable Side by, Set<Side> sides, Parties parties) {
        return row.whose().stream().anyMatch(someone -> switch (someone) {
            case CONSUMER -> sides.contains(Side.CONSUMER);
            case MERCHANT -> sides.contains(Side.MERCHANT);
            case OPERATOR -> sides.contains(Side.OPERATOR);
            case WHOM_IT_NAMES -> by != null && sides.contains(by);
            case HOLDER -> !sides.contains(Side.PLATFORM);
            case HOLDING_TRADER -> sides.contains(Side.MERCHANT) || sides.contains(Side.OPERATOR);
            case SELF_RUN_MERCHANT -> sides.contains(Side.MERCHANT) && parties.selfRun();
            case DESK -> sides.contains(Side.PLATFORM);
            case FEED -> false;
            case ANYBODY -> true;
        });
    }

    /**
     * Whether this caller's credential is good for the act in some case. When it is not, the answer is the same whatever
     * the case, and nothing need be looked up.
     */
    boolean isGoodFor(Caller caller, Act act) {
        return isGoodFor(caller, row(act));
    }

    private static boolean isGoodFor(Caller caller, Row row) {
        return switch (caller.kind()) {
            case NOBODY -> false;
            case FEED -> caller.has(FACTS) && row.isFor(FEED);
            case CONSUMER, MERCHANT, OPERATOR, AGENT, PLATFORM -> caller.has(row.scope());
        };
    }

    /** Whether facts by the thousand are taken from this caller; each of them is judged by itself as well. */
    public boolean takesManyFactsOf(Caller caller) {
        return caller.has(FACTS)
                && (caller.kind() == Kind.MERCHANT || caller.kind() == Kind.FEED || caller.kind() == Kind.PLATFORM);
    }

    /** Whether whose act it is depends on how things stand, so that its subject must say it. */
    boolean isForTheHolder(Act act) {
        return isForTheHolder(row(act));
    }

    private static boolean isForTheHolder(Row row) {
        return row.isFor(HOLDER) || row.isFor(HOLDING_TRADER);
    }

    private Row row(Act act) {
        return Objects.requireNonNullElse(byType.get(act.getClass()), UNHEARD_OF);
    }

    // ---- sheets

    /** What is read. */
    public enum Reading {
        /** Of one case, whatever it is: its file, its windows, what may be done in it. */
        CASE,
        /** A list that holds only what is the reader's. */
        OWN_ROWS,
        /** The platform's queue. */
        QUEUE,
        /** What is published: for strangers too. */
        PUBLISHED,
        /** What everybody with a credential may know: the platform's rules, emergency mechanisms, the sandbox's clock. */
        COMMON,
        /** What is nobody's but the platform's. */
        PLATFORMS
    }

    /**
     * Whether the caller may read this.
     *
     * @param parties of the case; with empty names of what is no case
     */
    public Verdict mayRead(Caller caller, Reading reading, Parties parties) {
        if (reading == Reading.PUBLISHED) {
            return Verdict.ALLOWED;
        }
        if (caller.kind() == Kind.NOBODY) {
            return Verdict.HIDDEN;
        }
        if (!caller.has(READ)) {
            return Verdict.FORBIDDEN;
        }
        if (caller.kind() == Kind.PLATFORM) {
            return Verdict.ALLOWED;
        }
        return switch (reading) {
            case CASE -> {
                if (isPartial(caller, parties)) {
                    yield Verdict.PARTIAL;
                }
                yield sides(caller, parties).isEmpty() ? Verdict.HIDDEN : Verdict.ALLOWED;
            }
            case OWN_ROWS, COMMON, PUBLISHED -> Verdict.ALLOWED;
            case QUEUE -> caller.kind() == Kind.AGENT ? Verdict.ALLOWED : Verdict.FORBIDDEN;
            case PLATFORMS -> Verdict.FORBIDDEN;
        };
    }

    // ---- webhooks

    /** Whether the caller says where this party is told, and sees what it was sent: the party itself, and the platform. */
    public Verdict mayRunWebhooks(Caller caller, Party party) {
        if (mayRunAllWebhooks(caller) == Verdict.ALLOWED) {
            return Verdict.ALLOWED;
        }
        return caller.has(WEBHOOKS) && isUpTo(caller, party) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }

    /** Whether the caller does so for everybody. */
    public Verdict mayRunAllWebhooks(Caller caller) {
        return caller.kind() == Kind.PLATFORM && caller.has(WEBHOOKS) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }

    // ---- who is who

    /** Whether the caller is this party of a case: it may do what is up to that party. */
    public boolean isUpTo(Caller caller, Party party) {
        return switch (party.role()) {
            case CONSUMER -> caller.kind() == Kind.CONSUMER && isNamed(caller, party.name());
            case MERCHANT -> caller.kind() == Kind.MERCHANT && isNamed(caller, party.name());
            case ROOM_OPERATOR -> caller.kind() == Kind.OPERATOR && isNamed(caller, party.name());
            case PLATFORM -> caller.kind() == Kind.AGENT || caller.kind() == Kind.PLATFORM;
        };
    }

    /** Whether a person at the desk has a conflict of interest: a party close to them, or they themselves, is in it. */
    public boolean isPartial(Caller caller, Parties parties) {
        if (caller.kind() != Kind.AGENT) {
            return false;
        }
        return isNamed(caller, parties.consumer())
                || caller.connections().stream().anyMatch(connection -> switch (connection.role()) {
                    case CONSUMER -> connection.name().equals(parties.consumer());
                    case MERCHANT -> connection.name().equals(parties.merchant());
                    case ROOM_OPERATOR -> connection.name().equals(parties.operator());
                    case PLATFORM -> false;
                });
    }

    /**
     * The sides that the caller stands for. A room that the merchant runs itself has no operator beside it: there the
     * merchant stands for both. A mechanism has no merchant: whoever runs a room publishes it.
     */
    private static Set<Side> sides(Caller caller, Parties parties) {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        switch (caller.kind()) {
            case CONSUMER -> {
                if (isNamed(caller, parties.consumer())) {
                    sides.add(Side.CONSUMER);
                }
            }
            case MERCHANT -> {
                if (isNamed(caller, parties.merchant())) {
                    sides.add(Side.MERCHANT);
                }
                if (isNamed(caller, parties.operator())
                        && (parties.selfRun() || parties.merchant().isEmpty())) {
                    sides.add(Side.OPERATOR);
                }
            }
            case OPERATOR -> {
                if (isNamed(caller, parties.operator()) && !parties.selfRun()) {
                    sides.add(Side.OPERATOR);
                }
            }
            case AGENT, PLATFORM -> sides.add(Side.PLATFORM);
            case FEED, NOBODY -> {}
        }
        return sides;
    }

    private static boolean isNamed(Caller caller, String name) {
        return !name.isEmpty() && name.equals(caller.name());
    }
}
