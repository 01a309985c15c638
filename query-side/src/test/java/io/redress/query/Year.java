package io.redress.query;

import static io.redress.api.window.Obligation.CONSUMER_ANSWER_SOLUTION;
import static io.redress.api.window.Obligation.CONSUMER_CLAIM_QUALITY_RETURN;
import static io.redress.api.window.Obligation.CONSUMER_REQUEST_INTERVENTION;
import static io.redress.api.window.Obligation.CONSUMER_SHIP_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_ACCEPT_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_ANSWER_INQUIRY;
import static io.redress.api.window.Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_RETURN_EXCHANGE;
import static io.redress.api.window.Obligation.MERCHANT_EXECUTE_REFUND;
import static io.redress.api.window.Obligation.MERCHANT_GIVE_RETURN_INSTRUCTIONS;
import static io.redress.api.window.Obligation.MERCHANT_REFUND_AFTER_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_SERIOUS_CASE_SOLUTION;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_EXCHANGE;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_GOODS;
import static io.redress.api.window.Obligation.MERCHANT_SUBMIT_EVIDENCE;
import static io.redress.api.window.Obligation.MERCHANT_VERIFY_SERIOUS_CASE;
import static io.redress.api.window.Obligation.PARTY_APPEAL_DECISION;
import static io.redress.api.window.Obligation.PARTY_EXECUTE_DECISION;
import static io.redress.api.window.Obligation.PARTY_PERFORM_SETTLEMENT;
import static io.redress.api.window.Obligation.PLATFORM_DECIDE_APPEAL;
import static io.redress.api.window.Obligation.PLATFORM_DISCLOSE_PARTY_INFO;
import static io.redress.api.window.Obligation.PLATFORM_INFORM_OTHER_REMEDIES;
import static io.redress.api.window.Obligation.PLATFORM_TRIAGE_DEMAND;
import static io.redress.api.window.Obligation.PLATFORM_URGE_SHIPMENT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_ACCEPT_COMPLAINT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_COORDINATE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_RESOLVE_COMPLAINT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_AFTERSALE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_PROMISE;
import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.complained;
import static io.redress.query.Told.complaint;
import static io.redress.query.Told.ended;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.intervention;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.metLate;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.order;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.solve;
import static io.redress.query.Told.takeUp;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintAccepted;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.complaint.FactsVerified;
import io.redress.api.complaint.SolutionCosigned;
import io.redress.api.demand.CoordinationRecorded;
import io.redress.api.demand.DemandRated;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.demand.InterventionRequested;
import io.redress.api.demand.MessageSent;
import io.redress.api.demand.PartyInfoDisclosed;
import io.redress.api.demand.PartyInfoRequested;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.demand.SolutionAccepted;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.demand.SolutionRejected;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.Content;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.NoticeDay;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanAdjustmentRefused;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryAnswered;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.intervention.AppealDecided;
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
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.order.OrderShipped;
import io.redress.api.order.ShipmentUrged;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordForgotten;
import io.redress.api.record.RecordHeld;
import io.redress.api.record.RecordHoldLifted;
import io.redress.api.record.RecordOpened;
import io.redress.api.record.RecordOpeningAsked;
import io.redress.api.record.RecordRead;
import io.redress.api.report.ReportTriaged;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.GoodsCameBack;
import io.redress.api.returns.GoodsObjectedTo;
import io.redress.api.returns.RepairedGoodsShipped;
import io.redress.api.returns.ReplacementShipped;
import io.redress.api.returns.ReturnAccepted;
import io.redress.api.returns.ReturnInstructionsGiven;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnRefused;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowUnheard;
import io.redress.api.window.WindowsRecounted;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A year in which everything happens that can happen: at least one event of every type, each after what it needs. */
public final class Year {
    private Year() {}

    public static List<Event> events() {
        List<Event> all = new ArrayList<>();
        all.addAll(documents());
        all.addAll(lateOrder());
        all.addAll(refund());
        all.addAll(returnAndExchange());
        all.addAll(unanswered());
        all.addAll(decided());
        all.addAll(complaints());
        all.addAll(referred());
        all.addAll(inquiryAndReport());
        all.addAll(personalData());
        return all;
    }

    private static List<Event> documents() {
        SubjectId plan = SubjectId.plan("M1", "L1");
        WindowKey adjust = window(plan, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT);
        Map<Obligation, Length> lengths = Map.of(MERCHANT_DECIDE_REFUND_ONLY, Length.parse("PT36H"));
        Parties merchant = new Parties("", "M1", "", "");
        Parties room = new Parties("", "M1", "H1", "L1");
        return List.of(
                new RulesPublished(SubjectId.rules(), hour(0), PLATFORM, 1, lengths, true, null, null, List.of()),
                new MechanismPublished(
                        SubjectId.mechanism("H1"), hour(0), OPERATOR, "H1", 1, Map.of(), null, List.of()),
                new PlanPublished(plan, hour(0), MERCHANT, "M1", "L1", "H1", 1, lengths, null, null, List.of()),
                new PlanAdjustmentAsked(plan, hour(1), OPERATOR, PARTIES, List.of(opened(adjust, hour(1), 72))),
                new CalendarNoticeLoaded(
                        SubjectId.calendar(),
                        hour(1),
                        PLATFORM,
                        2,
                        "G9",
                        LocalDate.EPOCH,
                        "gov.cn",
                        2027,
                        List.of(new NoticeDay(LocalDate.EPOCH, "元旦")),
                        List.of(),
                        List.of()),
                new WindowsRecounted(
                        plan,
                        hour(1),
                        PLATFORM,
                        2,
                        "G9",
                        List.of(new Change.Moved(adjust, hour(73), hour(97), false, 2))),
                new PlanAdjustmentRefused(plan, hour(2), MERCHANT, PersonalText.of("as agreed"), List.of(met(adjust))),
                new PlanProposed(plan, hour(3), MERCHANT, PARTIES, 1, lengths, null, null, List.of()),
                new PlanProposalDeclined(plan, hour(4), OPERATOR, 1, PersonalText.of("too slow"), List.of()),
                new PlanProposed(plan, hour(5), MERCHANT, PARTIES, 2, Map.of(), hour(200), null, List.of()),
                new PlanPublished(plan, hour(6), OPERATOR, "M1", "L1", "H1", 2, Map.of(), hour(200), 2, List.of()),
                new StatementPublished(
                        SubjectId.statement("party", MERCHANT, merchant, null),
                        hour(0),
                        MERCHANT,
                        "party",
                        merchant,
                        null,
                        true,
                        1,
                        new Content(Map.of("displayName", "M1")),
                        null,
                        List.of()),
                new StatementPublished(
                        SubjectId.statement("staffing", MERCHANT, room, null),
                        hour(1),
                        MERCHANT,
                        "staffing",
                        room,
                        null,
                        false,
                        1,
                        new Content(Map.of("planned", 12L)),
                        hour(200),
                        List.of()));
    }

    private static List<Event> lateOrder() {
        SubjectId late = order("O1");
        WindowKey ship = window(late, MERCHANT_SHIP_GOODS, MERCHANT);
        WindowKey notice = window(late, PLATFORM_URGE_SHIPMENT, PLATFORM);
        WindowKey promise = window(late, ROOM_OPERATOR_URGE_PROMISE, OPERATOR);
        WindowKey claim = window(late, CONSUMER_CLAIM_QUALITY_RETURN, CONSUMER);
        SubjectId told = order("O7");
        WindowKey inTime = window(told, MERCHANT_SHIP_GOODS, MERCHANT);
        WindowKey needless = window(told, ROOM_OPERATOR_URGE_PROMISE, OPERATOR);
        SubjectId dropped = order("O2");
        WindowKey never = window(dropped, MERCHANT_SHIP_GOODS, MERCHANT);
        return List.of(
                registered("O1", hour(0), opened(ship, hour(0), 72)),
                lapse(
                        ship,
                        hour(72),
                        hour(72),
                        opened(notice, hour(72), 24),
                        met(notice),
                        opened(promise, hour(72), 24)),
                new ShipmentUrged(late, hour(73), OPERATOR, List.of(met(promise))),
                new OrderShipped(late, hour(74), null, MERCHANT, List.of("1", "2"), List.of(), List.of(metLate(ship))),
                new OrderDelivered(late, hour(80), null, PLATFORM, List.of(opened(claim, hour(80), 168))),
                registered("O7", hour(0), opened(inTime, hour(0), 72)),
                lapse(inTime, hour(72), hour(72), opened(needless, hour(72), 24)),
                new OrderShipped(
                        told,
                        hour(80),
                        hour(71),
                        MERCHANT,
                        List.of("1", "2"),
                        List.of(),
                        List.of(
                                new Change.Rescinded(inTime),
                                new Change.Met(inTime, false, hour(71)),
                                withdrawn(needless))),
                new FactCorrected(
                        told,
                        hour(81),
                        MERCHANT,
                        Fact.SHIP,
                        null,
                        List.of("2"),
                        List.of("2"),
                        null,
                        null,
                        PersonalText.of("never handed over"),
                        List.of(needless),
                        List.of(new Change.Resumed(inTime, hour(72), false, null))),
                registered("O2", hour(0), opened(never, hour(0), 72)),
                new OrderLinesClaimed(dropped, hour(1), CONSUMER, returned("R9"), List.of("2"), null, false, List.of()),
                new OrderLinesReleased(dropped, hour(2), CONSUMER, returned("R9"), List.of("2"), List.of()),
                new OrderLinesStruck(
                        dropped, hour(3), MERCHANT, returned("R9"), List.of("1"), List.of("2"), 10_000, List.of()),
                new OrderCancelled(
                        dropped, hour(4), CONSUMER, List.of(withdrawn(never), ended(dropped, Ending.CANCELLED))));
    }

    /** Refused, then accepted after all, and refunded. */
    private static List<Event> refund() {
        SubjectId id = returned("R1");
        WindowKey decide = window(id, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
        WindowKey urge = window(id, ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR);
        WindowKey ask = window(id, CONSUMER_REQUEST_INTERVENTION, CONSUMER);
        WindowKey refund = window(id, MERCHANT_EXECUTE_REFUND, MERCHANT);
        return List.of(
                filed("R1", hour(90), 10_000, opened(decide, hour(90), 48), opened(urge, hour(90), 24)),
                new OrderLinesClaimed(order("O1"), hour(90), CONSUMER, id, List.of("1"), null, true, List.of()),
                new MessageSent(id, hour(91), CONSUMER, PersonalText.of("still broken"), List.of()),
                new DemandUrged(id, hour(91), OPERATOR, List.of(met(urge))),
                new ExtensionProposed(id, hour(92), MERCHANT, decide, hour(150), List.of()),
                new ExtensionDeclined(id, hour(93), CONSUMER, decide, List.of()),
                new WindowsRecounted(
                        id,
                        hour(93),
                        PLATFORM,
                        2,
                        "G9",
                        List.of(new Change.Moved(decide, hour(138), hour(140), false, 2))),
                new ExtensionProposed(id, hour(94), MERCHANT, decide, hour(160), List.of()),
                new ExtensionAccepted(id, hour(95), CONSUMER, decide, List.of(new Change.Extended(decide, hour(160)))),
                new ReturnRefused(
                        id,
                        hour(96),
                        MERCHANT,
                        PersonalText.of("nothing is wrong \u0000 with it"),
                        List.of(met(decide), opened(ask, hour(96), 360))),
                new ReturnAccepted(
                        id, hour(97), MERCHANT, null, true, List.of(withdrawn(ask), opened(refund, hour(97), 24))),
                new ReturnRefunded(
                        id, hour(98), null, MERCHANT, false, 2_500, List.of(met(refund), ended(id, Ending.COMPLETED))));
    }

    private static List<Event> returnAndExchange() {
        SubjectId id = returned("R2");
        WindowKey decide = window(id, MERCHANT_DECIDE_RETURN_EXCHANGE, MERCHANT);
        WindowKey instruct = window(id, MERCHANT_GIVE_RETURN_INSTRUCTIONS, MERCHANT);
        WindowKey send = window(id, CONSUMER_SHIP_RETURN, CONSUMER);
        WindowKey refund = window(id, MERCHANT_REFUND_AFTER_RETURN, MERCHANT);
        WindowKey ask = window(id, CONSUMER_REQUEST_INTERVENTION, CONSUMER);
        SubjectId exchange = returned("R3");
        WindowKey replace = window(exchange, MERCHANT_SHIP_EXCHANGE, MERCHANT);
        SubjectId repair = returned("R4");
        return List.of(
                filed("R2", hour(90), 2_500, opened(decide, hour(90), 48)),
                new ReturnAccepted(
                        id, hour(91), MERCHANT, null, false, List.of(met(decide), opened(instruct, hour(91), 24))),
                new ReturnInstructionsGiven(
                        id, hour(92), MERCHANT, List.of(met(instruct), opened(send, hour(92), 168))),
                new ReturnShippedBack(id, hour(93), null, CONSUMER, PersonalText.of("SF1"), List.of(met(send))),
                new GoodsCameBack(id, hour(94), null, PLATFORM, List.of(opened(refund, hour(94), 168))),
                new GoodsObjectedTo(
                        id,
                        hour(95),
                        MERCHANT,
                        PersonalText.of("scratched"),
                        List.of(met(refund), opened(ask, hour(95), 360))),
                new ReturnRefunded(
                        id,
                        hour(96),
                        null,
                        MERCHANT,
                        true,
                        2_500,
                        List.of(withdrawn(ask), ended(id, Ending.COMPLETED))),
                filed("R3", hour(97), 2_500, opened(replace, hour(97), 72)),
                new ReplacementShipped(
                        exchange, hour(98), null, MERCHANT, List.of(met(replace), ended(exchange, Ending.COMPLETED))),
                filed("R4", hour(99), 2_500),
                new RepairedGoodsShipped(repair, hour(100), null, MERCHANT, List.of(ended(repair, Ending.COMPLETED))));
    }

    /** Offered and never answered, reopened, offered again and accepted. */
    private static List<Event> unanswered() {
        SubjectId id = returned("R5");
        WindowKey decide = window(id, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
        WindowKey again = new WindowKey(id, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT, 2);
        WindowKey answer = window(id, CONSUMER_ANSWER_SOLUTION, CONSUMER);
        WindowKey second = new WindowKey(id, CONSUMER_ANSWER_SOLUTION, CONSUMER, 2);
        WindowKey third = new WindowKey(id, CONSUMER_ANSWER_SOLUTION, CONSUMER, 3);
        WindowKey perform = window(id, PARTY_PERFORM_SETTLEMENT, MERCHANT);
        return List.of(
                filed("R5", hour(90), 2_500, opened(decide, hour(90), 48)),
                new SolutionOffered(
                        id,
                        hour(91),
                        MERCHANT,
                        PersonalText.of("half the price"),
                        null,
                        decide,
                        List.of(new Change.Suspended(decide), opened(answer, hour(91), 168))),
                lapse(
                        answer,
                        hour(259),
                        hour(259),
                        withdrawn(decide),
                        new Change.Ended(id, Ending.UNANSWERED, hour(427))),
                new DemandReopened(
                        id, hour(260), CONSUMER, List.of(new Change.Reopened(id), opened(again, hour(260), 47))),
                new SolutionOffered(
                        id,
                        hour(261),
                        MERCHANT,
                        PersonalText.of("two thirds"),
                        null,
                        again,
                        List.of(new Change.Suspended(again), opened(second, hour(261), 168))),
                new SolutionRejected(
                        id,
                        hour(262),
                        CONSUMER,
                        List.of(met(second), new Change.Resumed(again, hour(308), false, null))),
                new SolutionOffered(
                        id,
                        hour(263),
                        MERCHANT,
                        PersonalText.of("all of it"),
                        null,
                        again,
                        List.of(new Change.Suspended(again), opened(third, hour(263), 168))),
                new SolutionAccepted(
                        id, hour(264), CONSUMER, null, List.of(met(third), met(again), opened(perform, hour(264), 24))),
                new SettlementPerformed(
                        id, hour(265), MERCHANT, null, List.of(met(perform), ended(id, Ending.COMPLETED))),
                new OrderPaidBack(order("O1"), hour(265), MERCHANT, id, 3_000, List.of()));
    }

    /** Lapsed, taken up, decided, appealed against and reversed; the order then lapses and the platform executes it. */
    private static List<Event> decided() {
        SubjectId id = returned("R6");
        SubjectId its = id.intervention();
        WindowKey decide = window(id, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
        WindowKey coordinate = window(id, ROOM_OPERATOR_COORDINATE, OPERATOR);
        WindowKey evidence = window(its, MERCHANT_SUBMIT_EVIDENCE, MERCHANT);
        WindowKey appealRight = window(its, PARTY_APPEAL_DECISION, CONSUMER);
        WindowKey otherRight = window(its, PARTY_APPEAL_DECISION, MERCHANT);
        WindowKey appeal = window(its, PLATFORM_DECIDE_APPEAL, PLATFORM);
        WindowKey execute = window(its, PARTY_EXECUTE_DECISION, MERCHANT);
        WindowKey disclose = window(id, PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM);
        Instant decidedAt = hour(150);
        return List.of(
                filed("R6", hour(90), 2_500, opened(decide, hour(90), 48)),
                new PartyInfoRequested(id, hour(91), CONSUMER, List.of(opened(disclose, hour(91), 72))),
                lapse(
                        decide,
                        hour(138),
                        hour(138),
                        concat(intervention(id, hour(138)), opened(coordinate, hour(138), 24))),
                new CoordinationRecorded(id, hour(139), OPERATOR, List.of(met(coordinate))),
                new CaseTakenUp(id, hour(140), PLATFORM, "A1", List.of(met(takeUp(id)))),
                new EvidenceRequested(
                        id,
                        hour(141),
                        PLATFORM,
                        List.of(MERCHANT),
                        List.of("photos-of-goods"),
                        List.of(opened(evidence, hour(141), 24))),
                new EvidenceSubmitted(id, hour(142), MERCHANT, null, List.of(met(evidence))),
                new AppraisalStarted(id, hour(143), PLATFORM, List.of(new Change.Suspended(solve(id)))),
                new AppraisalEnded(
                        id, hour(149), PLATFORM, List.of(new Change.Resumed(solve(id), hour(264), true, null))),
                new DecisionProposed(
                        id,
                        hour(149),
                        PLATFORM,
                        false,
                        MERCHANT,
                        2_500,
                        Finding.MERCHANT_AT_FAULT,
                        PersonalText.of("article 24"),
                        PersonalText.of("as shown"),
                        "A1",
                        List.of()),
                new DecisionReturned(id, hour(149), PLATFORM, "A2", "A1", PersonalText.of("it was worn"), List.of()),
                new CaseDecided(
                        id,
                        decidedAt,
                        PLATFORM,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "A1",
                        null,
                        List.of(
                                met(solve(id)),
                                ended(id, Ending.DECIDED),
                                opened(appealRight, decidedAt, 168),
                                opened(otherRight, decidedAt, 168))),
                new PartyInfoDisclosed(id, hour(151), PLATFORM, List.of(met(disclose))),
                new DecisionAppealed(
                        id,
                        hour(152),
                        CONSUMER,
                        List.of(met(appealRight), withdrawn(otherRight), opened(appeal, hour(152), 120))),
                new AppealDecided(
                        id,
                        hour(153),
                        PLATFORM,
                        "A2",
                        Outcome.REVERSED,
                        MERCHANT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(met(appeal), opened(execute, hour(153), 24))),
                lapse(execute, hour(177), hour(178)),
                new WindowUnheard(id, hour(178), PLATFORM, execute, hour(177), hour(178), List.of()),
                new DecisionPerformed(
                        id, hour(180), MERCHANT, null, List.of(metLate(execute), ended(its, Ending.CONCLUDED))),
                new DemandRated(
                        id, hour(181), CONSUMER, MERCHANT, 1, PersonalText.of("only when ordered to"), List.of()),
                new DemandRated(id, hour(181), CONSUMER, OPERATOR, 4, null, List.of()));
    }

    private static List<Event> complaints() {
        SubjectId plain = complaint("C1");
        WindowKey accept = window(plain, MERCHANT_ACCEPT_COMPLAINT, MERCHANT);
        WindowKey resolve = window(plain, MERCHANT_RESOLVE_COMPLAINT, MERCHANT);
        WindowKey otherAccept = window(plain, ROOM_OPERATOR_ACCEPT_COMPLAINT, OPERATOR);
        WindowKey otherResolve = window(plain, ROOM_OPERATOR_RESOLVE_COMPLAINT, OPERATOR);
        SubjectId serious = complaint("C2");
        WindowKey verify = window(serious, MERCHANT_VERIFY_SERIOUS_CASE, MERCHANT);
        WindowKey solution = window(serious, MERCHANT_SERIOUS_CASE_SOLUTION, MERCHANT);
        return List.of(
                complained("C1", hour(100), opened(accept, hour(100), 24), opened(resolve, hour(100), 72)),
                new ComplaintRedirected(
                        plain,
                        hour(101),
                        MERCHANT,
                        Side.OPERATOR,
                        PersonalText.of("said in the live room"),
                        List.of(
                                met(accept),
                                withdrawn(resolve),
                                opened(otherAccept, hour(101), 24),
                                opened(otherResolve, hour(101), 72))),
                new ComplaintAccepted(plain, hour(102), OPERATOR, List.of(met(otherAccept))),
                new DemandWithdrawn(
                        plain, hour(103), CONSUMER, List.of(withdrawn(otherResolve), ended(plain, Ending.WITHDRAWN))),
                complained("C2", hour(104)),
                new ComplaintFlaggedSerious(
                        serious,
                        hour(105),
                        CONSUMER,
                        List.of(opened(verify, hour(105), 24), opened(solution, hour(105), 72))),
                new FactsVerified(serious, hour(106), MERCHANT, List.of(met(verify))),
                new SolutionCosigned(
                        serious,
                        hour(107),
                        MERCHANT,
                        PersonalText.of("replaced and paid for"),
                        null,
                        true,
                        List.of(met(solution))));
    }

    private static List<Event> referred() {
        SubjectId id = complaint("C3");
        SubjectId its = id.intervention();
        WindowKey ask = window(id, CONSUMER_REQUEST_INTERVENTION, CONSUMER);
        WindowKey inform = window(its, PLATFORM_INFORM_OTHER_REMEDIES, PLATFORM);
        SubjectId settled = complaint("C4");
        return List.of(
                complained("C3", hour(110), opened(ask, hour(110), 360)),
                new InterventionRequested(
                        id, hour(111), CONSUMER, List.of(concat(intervention(id, hour(111)), met(ask)))),
                new CaseTakenUp(id, hour(112), PLATFORM, "A1", List.of(met(takeUp(id)))),
                new CaseReferredOutside(
                        id,
                        hour(113),
                        PLATFORM,
                        null,
                        null,
                        List.of(met(solve(id)), opened(inform, hour(113), 24), ended(id, Ending.REFERRED))),
                lapse(inform, hour(137), hour(137)),
                new RemediesInformed(id, hour(140), PLATFORM, List.of(metLate(inform), ended(its, Ending.CONCLUDED))),
                complained("C4", hour(110)),
                new InterventionRequested(settled, hour(111), CONSUMER, List.of(intervention(settled, hour(111)))),
                new CaseTakenUp(settled, hour(112), PLATFORM, "A1", List.of(met(takeUp(settled)))),
                new CaseSettled(
                        settled,
                        hour(113),
                        PLATFORM,
                        null,
                        null,
                        null,
                        List.of(
                                met(solve(settled)),
                                ended(settled, Ending.SETTLED),
                                ended(settled.intervention(), Ending.CONCLUDED))),
                complained("C5", hour(120)),
                new InterventionRequested(
                        complaint("C5"), hour(121), CONSUMER, List.of(intervention(complaint("C5"), hour(121)))),
                lapse(takeUp(complaint("C5")), hour(145), hour(145)));
    }

    private static List<Event> inquiryAndReport() {
        SubjectId inquiry = SubjectId.inquiry("I1");
        WindowKey answer = window(inquiry, MERCHANT_ANSWER_INQUIRY, MERCHANT);
        SubjectId report = SubjectId.report("V1");
        WindowKey triage = window(report, PLATFORM_TRIAGE_DEMAND, PLATFORM);
        DocumentVersion plan = new DocumentVersion(SubjectId.plan("M1", "L1"), 1);
        return List.of(
                new InquiryAsked(
                        inquiry,
                        hour(0),
                        Party.consumer(""),
                        PARTIES,
                        Side.MERCHANT,
                        plan,
                        List.of(opened(answer, hour(0), 24))),
                new InquiryAnswered(inquiry, hour(1), MERCHANT, List.of(met(answer), ended(inquiry, Ending.ANSWERED))),
                new ViolationReported(report, hour(0), PLATFORM, "L1", List.of(opened(triage, hour(0), 24))),
                new ReportTriaged(report, hour(1), PLATFORM, List.of(met(triage), ended(report, Ending.TRIAGED))));
    }

    private static List<Event> personalData() {
        SubjectId record = SubjectId.report("V1").record();
        Party consumer = PARTIES.party(Side.CONSUMER);
        return List.of(
                new ForgettingAsked(SubjectId.person(consumer), hour(150), consumer),
                new RecordHeld(record, hour(151), PLATFORM, PersonalText.of("a court may ask")),
                new RecordHoldLifted(record, hour(152), PLATFORM, PersonalText.of("none did")),
                new RecordOpeningAsked(record, hour(153), PLATFORM, 1, "A1", PersonalText.of("a court asked")),
                new RecordOpened(record, hour(154), PLATFORM, 1, "A2", "A1", hour(178)),
                new RecordRead(record, hour(155), PLATFORM, "A1", 1),
                new RecordRead(record, hour(156), PLATFORM, null, null),
                new RecordOpeningAsked(record, hour(157), PLATFORM, 2, "A1", PersonalText.of("it asked again")),
                new RecordForgotten(record, hour(30_000), PLATFORM, 2, "report", hour(29_000)));
    }

    private static Change[] concat(Change[] first, Change... then) {
        List<Change> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(then));
        return all.toArray(Change[]::new);
    }
}
