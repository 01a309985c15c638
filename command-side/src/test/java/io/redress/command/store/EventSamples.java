package io.redress.command.store;

import static io.redress.api.window.Obligation.*;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintAccepted;
import io.redress.api.complaint.ComplaintFiled;
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
import io.redress.api.intervention.EvidenceFile;
import io.redress.api.intervention.EvidenceRequested;
import io.redress.api.intervention.EvidenceSubmitted;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.order.OrderRegistered;
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
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnInstructionsGiven;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnRefused;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Change;
import io.redress.api.window.Change.Ended;
import io.redress.api.window.Change.Extended;
import io.redress.api.window.Change.Lapsed;
import io.redress.api.window.Change.Met;
import io.redress.api.window.Change.Moved;
import io.redress.api.window.Change.Opened;
import io.redress.api.window.Change.Reopened;
import io.redress.api.window.Change.Rescinded;
import io.redress.api.window.Change.Resumed;
import io.redress.api.window.Change.Suspended;
import io.redress.api.window.Change.Withdrawn;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.ExtensionDeclined;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.api.window.WindowUnheard;
import io.redress.api.window.WindowsRecounted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One or two of every event, made by hand: a kettle and a cup bought in a live room on the evening of 2026-11-11, and
 * what may become of them.
 */
final class EventSamples {
    private static final Parties WHO = new Parties("林小满", "Qinghe Ceramics", "Tao Live", "room-8808");
    private static final Party CONSUMER = WHO.party(Side.CONSUMER);
    private static final Party MERCHANT = WHO.party(Side.MERCHANT);
    private static final Party OPERATOR = WHO.party(Side.OPERATOR);
    private static final Party PLATFORM = Party.PLATFORM;

    private static final SubjectId ORDER = SubjectId.order("20261111-0007");
    private static final SubjectId RETURN = SubjectId.returnRequest("R-0007-1");
    private static final SubjectId COMPLAINT = SubjectId.complaint("C-0042");
    private static final SubjectId ON_RETURN = RETURN.intervention();
    private static final SubjectId ON_COMPLAINT = COMPLAINT.intervention();
    private static final SubjectId INQUIRY = SubjectId.inquiry("Q-0311");
    private static final SubjectId REPORT = SubjectId.report("V-0005");
    private static final SubjectId PLAN = SubjectId.plan("Qinghe Ceramics", "room-8808");
    private static final SubjectId MECHANISM = SubjectId.mechanism("Tao Live");
    private static final SubjectId RULES = SubjectId.rules();
    private static final Parties OF_THE_MERCHANT = new Parties("", "Qinghe Ceramics", "", "");
    private static final Parties IN_THE_ROOM = new Parties("", "Qinghe Ceramics", "Tao Live", "room-8808");

    private static final DocumentVersion PLAN_2 = new DocumentVersion(PLAN, 2);
    private static final DocumentVersion MECHANISM_1 = new DocumentVersion(MECHANISM, 1);
    private static final DocumentVersion RULES_3 = new DocumentVersion(RULES, 3);

    private static final WindowKey SHIP = new WindowKey(ORDER, MERCHANT_SHIP_GOODS, MERCHANT, 1);
    private static final WindowKey URGE_SHIPMENT = new WindowKey(ORDER, PLATFORM_URGE_SHIPMENT, PLATFORM, 1);
    private static final WindowKey URGE_PROMISE = new WindowKey(ORDER, ROOM_OPERATOR_URGE_PROMISE, OPERATOR, 1);
    private static final WindowKey CLAIM = new WindowKey(ORDER, CONSUMER_CLAIM_QUALITY_RETURN, CONSUMER, 1);
    private static final WindowKey NOTIFY = new WindowKey(ORDER, CONSUMER_NOTIFY_NO_REASON_RETURN, CONSUMER, 1);

    private static final WindowKey DECIDE = new WindowKey(RETURN, MERCHANT_DECIDE_RETURN_EXCHANGE, MERCHANT, 1);
    private static final WindowKey URGE_AFTERSALE = new WindowKey(RETURN, ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR, 1);
    private static final WindowKey COORDINATE = new WindowKey(RETURN, ROOM_OPERATOR_COORDINATE, OPERATOR, 1);
    private static final WindowKey INSTRUCTIONS = new WindowKey(RETURN, MERCHANT_GIVE_RETURN_INSTRUCTIONS, MERCHANT, 1);
    private static final WindowKey SHIP_BACK = new WindowKey(RETURN, CONSUMER_SHIP_RETURN, CONSUMER, 1);
    private static final WindowKey REFUND = new WindowKey(RETURN, MERCHANT_REFUND_AFTER_RETURN, MERCHANT, 1);
    private static final WindowKey EXCHANGE = new WindowKey(RETURN, MERCHANT_SHIP_EXCHANGE, MERCHANT, 1);
    private static final WindowKey REPAIR = new WindowKey(RETURN, MERCHANT_COMPLETE_REPAIR, MERCHANT, 1);
    private static final WindowKey ASK_PLATFORM = new WindowKey(RETURN, CONSUMER_REQUEST_INTERVENTION, CONSUMER, 1);
    private static final WindowKey DISCLOSE = new WindowKey(RETURN, PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM, 1);

    private static final WindowKey ACCEPT = new WindowKey(COMPLAINT, MERCHANT_ACCEPT_COMPLAINT, MERCHANT, 1);
    private static final WindowKey RESOLVE = new WindowKey(COMPLAINT, MERCHANT_RESOLVE_COMPLAINT, MERCHANT, 1);
    private static final WindowKey ANSWER = new WindowKey(COMPLAINT, CONSUMER_ANSWER_SOLUTION, CONSUMER, 1);
    private static final WindowKey SETTLEMENT = new WindowKey(COMPLAINT, PARTY_PERFORM_SETTLEMENT, MERCHANT, 1);
    private static final WindowKey VERIFY = new WindowKey(COMPLAINT, MERCHANT_VERIFY_SERIOUS_CASE, MERCHANT, 1);
    private static final WindowKey SOLUTION = new WindowKey(COMPLAINT, MERCHANT_SERIOUS_CASE_SOLUTION, MERCHANT, 1);

    private static final WindowKey TAKE_UP = new WindowKey(ON_RETURN, PLATFORM_OPEN_INTERVENTION, PLATFORM, 1);
    private static final WindowKey PROVIDE = new WindowKey(ON_RETURN, PLATFORM_PROVIDE_SOLUTION, PLATFORM, 1);
    private static final WindowKey EXECUTE = new WindowKey(ON_RETURN, PARTY_EXECUTE_DECISION, MERCHANT, 1);
    private static final WindowKey CONSUMER_APPEAL = new WindowKey(ON_RETURN, PARTY_APPEAL_DECISION, CONSUMER, 1);
    private static final WindowKey MERCHANT_APPEAL = new WindowKey(ON_RETURN, PARTY_APPEAL_DECISION, MERCHANT, 1);
    private static final WindowKey DECIDE_APPEAL = new WindowKey(ON_RETURN, PLATFORM_DECIDE_APPEAL, PLATFORM, 1);
    private static final WindowKey INFORM = new WindowKey(ON_RETURN, PLATFORM_INFORM_OTHER_REMEDIES, PLATFORM, 1);

    private static final Instant SOLD = at("2026-11-11T20:03:05");
    private static final Instant FILED = at("2026-11-15T09:12:40.250");

    private EventSamples() {}

    /** All samples; an event's own stand together. */
    static List<Event> all() {
        return List.of(
                orderRegistered(),
                orderRegisteredWithAnAgreedDate(),
                new OrderShipped(
                        ORDER, at("2026-11-12T10:00:00"), null, MERCHANT, List.of("kettle"), List.of("cup"), List.of()),
                new OrderShipped(
                        ORDER,
                        at("2026-11-17T16:20:00"),
                        null,
                        MERCHANT,
                        List.of("cup"),
                        List.of(),
                        List.of(new Met(SHIP, true, null), new Withdrawn(URGE_PROMISE))),
                new OrderShipped(
                        ORDER,
                        at("2026-11-18T09:00:00"),
                        at("2026-11-16T16:20:00"),
                        MERCHANT,
                        List.of("kettle", "cup"),
                        List.of(),
                        List.of(
                                new Rescinded(SHIP),
                                new Met(SHIP, false, at("2026-11-16T16:20:00")),
                                new Withdrawn(URGE_PROMISE))),
                new OrderDelivered(
                        ORDER,
                        at("2026-11-13T18:30:00"),
                        null,
                        PLATFORM,
                        List.of(
                                byDefault(
                                        CLAIM,
                                        at("2026-11-13T18:30:00"),
                                        at("2026-11-21T00:00:00"),
                                        "P7D",
                                        "6.4.2 a c"),
                                byDefault(
                                        NOTIFY,
                                        at("2026-11-13T18:30:00"),
                                        at("2026-11-21T00:00:00"),
                                        "P7D",
                                        "6.4.2 a c"))),
                new ShipmentUrged(
                        ORDER, at("2026-11-17T09:00:00"), OPERATOR, List.of(new Met(URGE_PROMISE, false, null))),
                new ShipmentUrged(ORDER, at("2026-11-17T09:30:00"), PLATFORM, List.of()),
                new OrderCancelled(
                        ORDER,
                        at("2026-11-12T08:00:00"),
                        CONSUMER,
                        List.of(new Withdrawn(SHIP), new Ended(ORDER, Ending.CANCELLED, null))),
                new OrderLinesClaimed(
                        ORDER,
                        FILED,
                        CONSUMER,
                        RETURN,
                        List.of("kettle"),
                        ReturnKind.EXCHANGE,
                        false,
                        List.of(new Met(CLAIM, false, null))),
                new OrderLinesClaimed(
                        ORDER,
                        at("2026-12-01T12:00:00"),
                        CONSUMER,
                        SubjectId.returnRequest("R-0007-2"),
                        List.of("cup"),
                        null,
                        true,
                        List.of(new Met(CLAIM, true, null))),
                new OrderLinesReleased(
                        ORDER, at("2026-11-24T00:00:00"), PLATFORM, RETURN, List.of("kettle"), List.of()),
                new OrderPaidBack(ORDER, at("2026-11-23T09:00:00"), MERCHANT, RETURN, 19_900, List.of()),
                new OrderLinesStruck(
                        ORDER,
                        at("2026-11-12T11:00:00"),
                        MERCHANT,
                        RETURN,
                        List.of("kettle", "cup"),
                        List.of(),
                        10_000,
                        List.of(new Withdrawn(SHIP))),
                new ReturnFiled(
                        RETURN,
                        FILED,
                        CONSUMER,
                        ORDER,
                        WHO,
                        ReturnKind.RETURN_AND_REFUND,
                        ReturnReason.NOT_AS_DESCRIBED,
                        List.of("kettle"),
                        19_900,
                        false,
                        PLAN_2,
                        List.of(
                                new Opened(
                                        DECIDE,
                                        FILED,
                                        at("2026-11-16T21:12:40.250"),
                                        Length.parse("PT36H"),
                                        Layer.SERVICE_PLAN,
                                        PLAN_2,
                                        "6.4.2 c",
                                        false,
                                        null),
                                new Opened(
                                        URGE_AFTERSALE,
                                        FILED,
                                        at("2026-11-15T21:12:40.250"),
                                        Length.parse("PT12H"),
                                        Layer.EMERGENCY_MECHANISM,
                                        MECHANISM_1,
                                        "6.4.1 b",
                                        false,
                                        null))),
                new ReturnAccepted(
                        RETURN,
                        at("2026-11-15T15:00:00"),
                        MERCHANT,
                        sealed("Qinghe Ceramics, dock 4, Foshan; write the request's number on the parcel"),
                        false,
                        List.of(
                                new Met(DECIDE, false, null),
                                new Withdrawn(URGE_AFTERSALE),
                                byDefault(
                                        SHIP_BACK,
                                        at("2026-11-15T15:00:00"),
                                        at("2026-11-24T00:00:00"),
                                        "P7D",
                                        "6.4.2 c"))),
                new ReturnAccepted(
                        RETURN,
                        at("2026-11-17T10:00:00"),
                        MERCHANT,
                        null,
                        true,
                        List.of(
                                new Withdrawn(ASK_PLATFORM),
                                byDefault(
                                        INSTRUCTIONS,
                                        at("2026-11-17T10:00:00"),
                                        at("2026-11-18T10:00:00"),
                                        "PT24H",
                                        "6.4.2 c; 6.1.5"))),
                new ReturnRefused(
                        RETURN,
                        at("2026-11-15T18:00:00"),
                        MERCHANT,
                        sealed("The glaze is hand-made; small dots were shown in the broadcast."),
                        List.of(
                                new Met(DECIDE, false, null),
                                new Withdrawn(URGE_AFTERSALE),
                                byDefault(
                                        ASK_PLATFORM,
                                        at("2026-11-15T18:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P15D",
                                        "6.4.3 d"))),
                new ReturnInstructionsGiven(
                        RETURN,
                        at("2026-11-18T09:00:00"),
                        MERCHANT,
                        List.of(
                                new Met(INSTRUCTIONS, false, null),
                                byDefault(
                                        SHIP_BACK,
                                        at("2026-11-18T09:00:00"),
                                        at("2026-11-26T00:00:00"),
                                        "P7D",
                                        "6.4.2 c"))),
                new ReturnShippedBack(
                        RETURN,
                        at("2026-11-19T14:00:00"),
                        null,
                        CONSUMER,
                        sealed("SF1402233445566"),
                        List.of(new Met(SHIP_BACK, false, null))),
                new GoodsCameBack(
                        RETURN,
                        at("2026-11-22T11:00:00"),
                        null,
                        PLATFORM,
                        List.of(byDefault(
                                REFUND, at("2026-11-22T11:00:00"), at("2026-12-01T00:00:00"), "P7D", "6.4.2 c"))),
                new ReturnRefunded(
                        RETURN,
                        at("2026-11-23T09:00:00"),
                        null,
                        MERCHANT,
                        false,
                        19_900,
                        List.of(new Met(REFUND, false, null), new Ended(RETURN, Ending.COMPLETED, null))),
                new ReturnRefunded(
                        RETURN,
                        at("2026-11-25T09:00:00"),
                        null,
                        MERCHANT,
                        true,
                        2_500,
                        List.of(new Withdrawn(ASK_PLATFORM), new Ended(RETURN, Ending.COMPLETED, null))),
                new ReplacementShipped(
                        RETURN,
                        at("2026-11-26T17:45:00"),
                        null,
                        MERCHANT,
                        List.of(new Met(EXCHANGE, true, null), new Ended(RETURN, Ending.COMPLETED, null))),
                new RepairedGoodsShipped(
                        RETURN,
                        at("2026-12-10T10:10:00"),
                        null,
                        MERCHANT,
                        List.of(new Met(REPAIR, false, null), new Ended(RETURN, Ending.COMPLETED, null))),
                new GoodsObjectedTo(
                        RETURN,
                        at("2026-11-23T10:00:00"),
                        MERCHANT,
                        sealed("The spout is chipped; the photograph shows it before the parcel was opened."),
                        List.of(
                                new Met(REFUND, false, null),
                                byDefault(
                                        ASK_PLATFORM,
                                        at("2026-11-23T10:00:00"),
                                        at("2026-12-09T00:00:00"),
                                        "P15D",
                                        "6.4.3 d"))),
                new SolutionOffered(
                        COMPLAINT,
                        at("2026-11-14T10:00:00"),
                        MERCHANT,
                        sealed("30 % back, and the kettle stays"),
                        5_970L,
                        RESOLVE,
                        List.of(
                                new Met(ACCEPT, false, null),
                                new Suspended(RESOLVE),
                                byDefault(
                                        ANSWER,
                                        at("2026-11-14T10:00:00"),
                                        at("2026-11-24T00:00:00"),
                                        "P7D",
                                        "6.4.1 c; 6.4.2 d"))),
                new SolutionAccepted(
                        COMPLAINT,
                        at("2026-11-15T20:00:00"),
                        CONSUMER,
                        5_970L,
                        List.of(
                                new Met(ANSWER, false, null),
                                new Met(RESOLVE, false, null),
                                byDefault(
                                        SETTLEMENT,
                                        at("2026-11-15T20:00:00"),
                                        at("2026-11-16T20:00:00"),
                                        "PT24H",
                                        "6.4.1 a; 6.4.2 b"))),
                new SolutionRejected(
                        COMPLAINT,
                        at("2026-11-15T10:00:00"),
                        CONSUMER,
                        List.of(
                                new Met(ANSWER, false, null),
                                new Resumed(RESOLVE, at("2026-11-17T11:30:00"), false, null),
                                byDefault(
                                        new WindowKey(COMPLAINT, CONSUMER_REQUEST_INTERVENTION, CONSUMER, 1),
                                        at("2026-11-15T10:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P15D",
                                        "6.4.3 d"))),
                new SettlementPerformed(
                        COMPLAINT,
                        at("2026-11-16T09:00:00"),
                        MERCHANT,
                        5_970L,
                        List.of(new Met(SETTLEMENT, false, null), new Ended(COMPLAINT, Ending.COMPLETED, null))),
                new DemandReopened(
                        COMPLAINT,
                        at("2026-11-25T10:00:00"),
                        CONSUMER,
                        List.of(
                                new Reopened(COMPLAINT),
                                byDefault(
                                        new WindowKey(COMPLAINT, MERCHANT_RESOLVE_COMPLAINT, MERCHANT, 2),
                                        at("2026-11-25T10:00:00"),
                                        at("2026-11-27T11:30:00"),
                                        "PT72H",
                                        "6.4.2 d"))),
                new DemandWithdrawn(
                        RETURN,
                        at("2026-11-15T12:00:00"),
                        CONSUMER,
                        List.of(
                                new Withdrawn(DECIDE),
                                new Withdrawn(URGE_AFTERSALE),
                                new Ended(RETURN, Ending.WITHDRAWN, null))),
                new DemandRated(
                        RETURN,
                        at("2026-12-01T20:00:00"),
                        CONSUMER,
                        MERCHANT,
                        2,
                        sealed("paid at last, after a week"),
                        List.of()),
                new DemandRated(RETURN, at("2026-12-01T20:01:00"), CONSUMER, OPERATOR, 5, null, List.of()),
                new DemandUrged(
                        RETURN, at("2026-11-15T13:00:00"), OPERATOR, List.of(new Met(URGE_AFTERSALE, false, null))),
                new MessageSent(RETURN, at("2026-11-15T13:30:00"), CONSUMER, sealed("杯盖有裂纹，照片已上传。"), List.of()),
                new CoordinationRecorded(
                        RETURN, at("2026-11-18T15:00:00"), OPERATOR, List.of(new Met(COORDINATE, true, null))),
                new InterventionRequested(
                        RETURN,
                        at("2026-11-16T08:00:00"),
                        CONSUMER,
                        List.of(
                                new Met(ASK_PLATFORM, false, null),
                                byDefault(
                                        TAKE_UP,
                                        at("2026-11-16T08:00:00"),
                                        at("2026-11-17T08:00:00"),
                                        "PT24H",
                                        "6.4.3 d"),
                                byDefault(
                                        PROVIDE,
                                        at("2026-11-16T08:00:00"),
                                        at("2026-11-24T00:00:00"),
                                        "P5WD",
                                        "6.4.3 d"))),
                new PartyInfoRequested(
                        RETURN,
                        at("2026-11-20T08:00:00"),
                        CONSUMER,
                        List.of(byDefault(
                                DISCLOSE, at("2026-11-20T08:00:00"), at("2026-11-26T00:00:00"), "P3WD", "6.4.3 d"))),
                new PartyInfoDisclosed(
                        RETURN, at("2026-11-23T16:00:00"), PLATFORM, List.of(new Met(DISCLOSE, false, null))),
                complaintFiled(),
                new ComplaintFiled(
                        SubjectId.complaint("C-0043"),
                        at("2026-11-13T22:00:00"),
                        Party.consumer("周岚"),
                        null,
                        new Parties("周岚", "Qinghe Ceramics", "Tao Live", "room-8808"),
                        Side.OPERATOR,
                        false,
                        0,
                        null,
                        List.of(
                                byDefault(
                                        new WindowKey(
                                                SubjectId.complaint("C-0043"),
                                                ROOM_OPERATOR_ACCEPT_COMPLAINT,
                                                OPERATOR,
                                                1),
                                        at("2026-11-13T22:00:00"),
                                        at("2026-11-14T22:00:00"),
                                        "PT24H",
                                        "6.4.1 c; 6.2.1 d"),
                                byDefault(
                                        new WindowKey(
                                                SubjectId.complaint("C-0043"),
                                                ROOM_OPERATOR_RESOLVE_COMPLAINT,
                                                OPERATOR,
                                                1),
                                        at("2026-11-13T22:00:00"),
                                        at("2026-11-16T22:00:00"),
                                        "PT72H",
                                        "6.4.1 c; 6.2.1 d"))),
                new ComplaintAccepted(
                        COMPLAINT, at("2026-11-13T14:00:00"), MERCHANT, List.of(new Met(ACCEPT, false, null))),
                new ComplaintRedirected(
                        COMPLAINT,
                        at("2026-11-13T15:00:00"),
                        MERCHANT,
                        Side.OPERATOR,
                        sealed("The presenter promised the wrong glaze."),
                        List.of(
                                new Met(ACCEPT, false, null),
                                new Withdrawn(RESOLVE),
                                byDefault(
                                        new WindowKey(COMPLAINT, ROOM_OPERATOR_ACCEPT_COMPLAINT, OPERATOR, 1),
                                        at("2026-11-13T15:00:00"),
                                        at("2026-11-14T15:00:00"),
                                        "PT24H",
                                        "6.4.1 c; 6.2.1 d"),
                                byDefault(
                                        new WindowKey(COMPLAINT, ROOM_OPERATOR_RESOLVE_COMPLAINT, OPERATOR, 1),
                                        at("2026-11-13T15:00:00"),
                                        at("2026-11-16T15:00:00"),
                                        "PT72H",
                                        "6.4.1 c; 6.2.1 d"))),
                new ComplaintFlaggedSerious(
                        COMPLAINT,
                        at("2026-11-13T16:00:00"),
                        CONSUMER,
                        List.of(
                                new Withdrawn(RESOLVE),
                                byDefault(
                                        VERIFY,
                                        at("2026-11-13T16:00:00"),
                                        at("2026-11-14T16:00:00"),
                                        "PT24H",
                                        "6.4.2 f"),
                                byDefault(
                                        SOLUTION,
                                        at("2026-11-13T16:00:00"),
                                        at("2026-11-16T16:00:00"),
                                        "PT72H",
                                        "6.4.2 f"))),
                new FactsVerified(
                        COMPLAINT,
                        at("2026-11-14T10:00:00"),
                        MERCHANT,
                        List.of(new Met(ACCEPT, false, null), new Met(VERIFY, false, null))),
                new SolutionCosigned(
                        COMPLAINT,
                        at("2026-11-15T10:00:00"),
                        MERCHANT,
                        sealed("full refund and the hospital bill"),
                        19_900L,
                        false,
                        List.of(new Met(SOLUTION, false, null))),
                new SolutionCosigned(
                        COMPLAINT,
                        at("2026-11-16T10:00:00"),
                        OPERATOR,
                        sealed("full refund and the hospital bill"),
                        19_900L,
                        true,
                        List.of(
                                new Met(
                                        new WindowKey(COMPLAINT, ROOM_OPERATOR_SERIOUS_CASE_SOLUTION, OPERATOR, 1),
                                        false,
                                        null),
                                byDefault(
                                        ANSWER,
                                        at("2026-11-16T10:00:00"),
                                        at("2026-11-24T00:00:00"),
                                        "P7D",
                                        "6.4.1 c; 6.4.2 d"))),
                new CaseTakenUp(
                        RETURN,
                        at("2026-11-16T10:00:00"),
                        PLATFORM,
                        "agent-17",
                        List.of(new Met(TAKE_UP, false, null))),
                new EvidenceRequested(
                        RETURN,
                        at("2026-11-16T11:00:00"),
                        PLATFORM,
                        List.of(CONSUMER, MERCHANT),
                        null,
                        List.of(
                                byDefault(
                                        new WindowKey(ON_RETURN, CONSUMER_SUBMIT_EVIDENCE, CONSUMER, 1),
                                        at("2026-11-16T11:00:00"),
                                        at("2026-11-19T11:00:00"),
                                        "PT72H",
                                        "6.4.3 d"),
                                byDefault(
                                        new WindowKey(ON_RETURN, MERCHANT_SUBMIT_EVIDENCE, MERCHANT, 1),
                                        at("2026-11-16T11:00:00"),
                                        at("2026-11-17T11:00:00"),
                                        "PT24H",
                                        "6.4.3 d"))),
                new EvidenceRequested(
                        RETURN,
                        at("2026-11-16T12:00:00"),
                        PLATFORM,
                        List.of(OPERATOR),
                        List.of("live-recording", "price-promise"),
                        List.of(byDefault(
                                new WindowKey(ON_RETURN, ROOM_OPERATOR_SUBMIT_EVIDENCE, OPERATOR, 1),
                                at("2026-11-16T12:00:00"),
                                at("2026-11-17T12:00:00"),
                                "PT24H",
                                "6.4.3 d"))),
                new EvidenceSubmitted(
                        RETURN,
                        at("2026-11-18T09:00:00"),
                        CONSUMER,
                        null,
                        List.of(new Met(new WindowKey(ON_RETURN, CONSUMER_SUBMIT_EVIDENCE, CONSUMER, 1), false, null))),
                new EvidenceSubmitted(
                        RETURN,
                        at("2026-11-18T10:00:00"),
                        CONSUMER,
                        List.of(
                                new EvidenceFile(
                                        "fil_01kadz8n3m", "0123456789abcdef".repeat(4), "image/png", 70L, null),
                                new EvidenceFile(
                                        "fil_01kadz9p4n",
                                        "fedcba9876543210".repeat(4),
                                        "video/mp4",
                                        1_048_576L,
                                        "fil_01kadz7m2k")),
                        List.of()),
                new AppraisalStarted(RETURN, at("2026-11-18T12:00:00"), PLATFORM, List.of(new Suspended(PROVIDE))),
                new AppraisalEnded(
                        RETURN,
                        at("2026-11-25T12:00:00"),
                        PLATFORM,
                        List.of(new Resumed(PROVIDE, at("2026-12-01T00:00:00"), false, null))),
                new CaseSettled(
                        RETURN,
                        at("2026-11-27T15:00:00"),
                        PLATFORM,
                        10_000L,
                        "agent-17",
                        sealed("Both agreed to share the loss."),
                        List.of(
                                new Met(PROVIDE, false, null),
                                new Ended(RETURN, Ending.SETTLED, null),
                                new Ended(ON_RETURN, Ending.CONCLUDED, null))),
                new CaseDecided(
                        RETURN,
                        at("2026-11-23T10:00:00"),
                        PLATFORM,
                        MERCHANT,
                        19_900L,
                        Finding.MERCHANT_AT_FAULT,
                        sealed("Consumer Protection Law, article 24"),
                        sealed("The photographs show the crack; the parcel was never opened by anybody else."),
                        "agent-17",
                        "agent-21",
                        List.of(
                                new Met(PROVIDE, false, null),
                                new Ended(RETURN, Ending.DECIDED, null),
                                byDefault(
                                        EXECUTE,
                                        at("2026-11-23T10:00:00"),
                                        at("2026-11-24T10:00:00"),
                                        "PT24H",
                                        "6.4.3 d; 6.4.2 b"),
                                byDefault(
                                        CONSUMER_APPEAL,
                                        at("2026-11-23T10:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P7D",
                                        "6.4.3 d; 6.1.2"),
                                byDefault(
                                        MERCHANT_APPEAL,
                                        at("2026-11-23T10:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P7D",
                                        "6.4.3 d; 6.1.2"))),
                new CaseDecided(
                        COMPLAINT,
                        at("2026-11-23T10:00:00"),
                        PLATFORM,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                new Met(
                                        new WindowKey(ON_COMPLAINT, PLATFORM_PROVIDE_SOLUTION, PLATFORM, 1),
                                        true,
                                        null),
                                new Ended(COMPLAINT, Ending.DECIDED, null),
                                byDefault(
                                        new WindowKey(ON_COMPLAINT, PARTY_APPEAL_DECISION, CONSUMER, 1),
                                        at("2026-11-23T10:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P7D",
                                        "6.4.3 d; 6.1.2"),
                                byDefault(
                                        new WindowKey(ON_COMPLAINT, PARTY_APPEAL_DECISION, MERCHANT, 1),
                                        at("2026-11-23T10:00:00"),
                                        at("2026-12-01T00:00:00"),
                                        "P7D",
                                        "6.4.3 d; 6.1.2"))),
                new DecisionProposed(
                        RETURN,
                        at("2026-11-23T09:30:00"),
                        PLATFORM,
                        false,
                        MERCHANT,
                        19_900,
                        Finding.MERCHANT_AT_FAULT,
                        sealed("Consumer Protection Law, article 24"),
                        sealed("The photographs show the crack; the parcel was never opened by anybody else."),
                        "agent-17",
                        List.of()),
                new DecisionProposed(
                        RETURN,
                        at("2026-11-26T09:30:00"),
                        PLATFORM,
                        true,
                        OPERATOR,
                        19_900,
                        Finding.OPERATOR_AT_FAULT,
                        sealed("Consumer Protection Law, article 23"),
                        null,
                        "agent-03",
                        List.of()),
                new DecisionReturned(
                        RETURN,
                        at("2026-11-23T09:45:00"),
                        PLATFORM,
                        "agent-21",
                        "agent-17",
                        sealed("The amount includes the postage, which nobody asked for."),
                        List.of()),
                new DecisionPerformed(
                        RETURN,
                        at("2026-12-02T10:00:00"),
                        MERCHANT,
                        19_900L,
                        List.of(new Met(EXECUTE, true, null), new Ended(ON_RETURN, Ending.CONCLUDED, null))),
                new DecisionAppealed(
                        RETURN,
                        at("2026-11-24T09:00:00"),
                        MERCHANT,
                        List.of(
                                new Met(MERCHANT_APPEAL, false, null),
                                new Withdrawn(CONSUMER_APPEAL),
                                byDefault(
                                        DECIDE_APPEAL,
                                        at("2026-11-24T09:00:00"),
                                        at("2026-12-02T00:00:00"),
                                        "P5WD",
                                        "6.4.3 d; 6.1.2"),
                                new Suspended(EXECUTE))),
                new AppealDecided(
                        RETURN,
                        at("2026-11-27T09:00:00"),
                        PLATFORM,
                        "agent-03",
                        Outcome.UPHELD,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                new Met(DECIDE_APPEAL, false, null),
                                new Resumed(EXECUTE, at("2026-11-27T10:00:00"), false, null))),
                new AppealDecided(
                        RETURN,
                        at("2026-11-27T09:00:00"),
                        PLATFORM,
                        "agent-03",
                        Outcome.REVERSED,
                        OPERATOR,
                        19_900L,
                        Finding.OPERATOR_AT_FAULT,
                        sealed("Consumer Protection Law, article 23"),
                        sealed("The room operator had promised it in the broadcast."),
                        "agent-21",
                        List.of(
                                new Met(DECIDE_APPEAL, false, null),
                                new Withdrawn(EXECUTE),
                                new Opened(
                                        new WindowKey(ON_RETURN, PARTY_EXECUTE_DECISION, OPERATOR, 1),
                                        at("2026-11-27T09:00:00"),
                                        at("2026-12-02T00:00:00"),
                                        Length.parse("P2WD"),
                                        Layer.PLATFORM_RULES,
                                        RULES_3,
                                        "6.4.3 d; 6.4.2 b",
                                        false,
                                        null))),
                new CaseReferredOutside(
                        RETURN,
                        at("2026-11-23T10:00:00"),
                        PLATFORM,
                        "agent-17",
                        sealed("Only a court can hear the witness."),
                        List.of(
                                new Met(PROVIDE, false, null),
                                byDefault(
                                        INFORM,
                                        at("2026-11-23T10:00:00"),
                                        at("2026-11-24T10:00:00"),
                                        "PT24H",
                                        "6.4.3 d"),
                                new Ended(RETURN, Ending.REFERRED, null))),
                new RemediesInformed(
                        RETURN,
                        at("2026-11-24T11:00:00"),
                        PLATFORM,
                        List.of(new Met(INFORM, true, null), new Ended(ON_RETURN, Ending.CONCLUDED, null))),
                new InquiryAsked(
                        INQUIRY,
                        at("2026-11-11T20:30:00"),
                        Party.consumer(""),
                        new Parties("", "Qinghe Ceramics", "Tao Live", "room-8808"),
                        Side.MERCHANT,
                        PLAN_2,
                        List.of(new Opened(
                                new WindowKey(INQUIRY, MERCHANT_ANSWER_INQUIRY, MERCHANT, 1),
                                at("2026-11-11T20:30:00"),
                                at("2026-11-11T22:00:00"),
                                Length.parse("PT1H30M"),
                                Layer.SERVICE_PLAN,
                                PLAN_2,
                                "6.4.2 g h; 6.3.2",
                                false,
                                null))),
                new InquiryAnswered(
                        INQUIRY,
                        at("2026-11-11T21:00:00"),
                        MERCHANT,
                        List.of(
                                new Met(new WindowKey(INQUIRY, MERCHANT_ANSWER_INQUIRY, MERCHANT, 1), false, null),
                                new Ended(INQUIRY, Ending.ANSWERED, null))),
                new ViolationReported(
                        REPORT,
                        at("2026-11-11T21:05:00"),
                        PLATFORM,
                        "room-8808",
                        List.of(byDefault(
                                new WindowKey(REPORT, PLATFORM_TRIAGE_DEMAND, PLATFORM, 1),
                                at("2026-11-11T21:05:00"),
                                at("2026-11-12T21:05:00"),
                                "PT24H",
                                "6.4.3 d"))),
                new ReportTriaged(
                        REPORT,
                        at("2026-11-12T09:00:00"),
                        PLATFORM,
                        List.of(
                                new Met(new WindowKey(REPORT, PLATFORM_TRIAGE_DEMAND, PLATFORM, 1), false, null),
                                new Ended(REPORT, Ending.TRIAGED, null))),
                new PlanPublished(
                        PLAN,
                        at("2026-11-01T09:00:00"),
                        MERCHANT,
                        "Qinghe Ceramics",
                        "room-8808",
                        "Tao Live",
                        2,
                        lengths(Map.of(
                                MERCHANT_SHIP_GOODS, "P2WD",
                                MERCHANT_DECIDE_RETURN_EXCHANGE, "PT36H",
                                MERCHANT_ANSWER_INQUIRY, "PT1H30M")),
                        null,
                        null,
                        List.of(new Met(
                                new WindowKey(PLAN, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT, 1), true, null))),
                new PlanPublished(
                        SubjectId.plan("50% off / today", "room-1"),
                        at("2026-11-02T09:00:00"),
                        Party.merchant("50% off / today"),
                        "50% off / today",
                        "room-1",
                        "Tao Live",
                        1,
                        Map.of(),
                        null,
                        null,
                        List.of()),
                new PlanPublished(
                        PLAN,
                        at("2026-11-05T09:00:00"),
                        OPERATOR,
                        "Qinghe Ceramics",
                        "room-8808",
                        "Tao Live",
                        3,
                        lengths(Map.of(MERCHANT_SHIP_GOODS, "P1WD")),
                        at("2026-11-10T00:00:00"),
                        4,
                        List.of()),
                new PlanProposed(
                        PLAN,
                        at("2026-11-03T09:00:00"),
                        MERCHANT,
                        new Parties("", "Qinghe Ceramics", "Tao Live", "room-8808"),
                        4,
                        lengths(Map.of(MERCHANT_SHIP_GOODS, "P1WD")),
                        at("2026-11-10T00:00:00"),
                        3,
                        List.of(new Met(
                                new WindowKey(PLAN, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT, 2), false, null))),
                new PlanProposed(
                        PLAN,
                        at("2026-10-01T09:00:00"),
                        MERCHANT,
                        new Parties("", "Qinghe Ceramics", "Tao Live", "room-8808"),
                        1,
                        Map.of(),
                        null,
                        null,
                        List.of()),
                new PlanProposalDeclined(
                        PLAN, at("2026-10-02T09:00:00"), OPERATOR, 1, sealed("Name a time to ship."), List.of()),
                new PlanAdjustmentAsked(
                        PLAN,
                        at("2026-10-20T09:00:00"),
                        OPERATOR,
                        new Parties("", "Qinghe Ceramics", "Tao Live", "room-8808"),
                        List.of(byDefault(
                                new WindowKey(PLAN, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT, 1),
                                at("2026-10-20T09:00:00"),
                                at("2026-10-24T00:00:00"),
                                "P3WD",
                                "6.4.1 f"))),
                new PlanAdjustmentRefused(
                        PLAN,
                        at("2026-10-22T09:00:00"),
                        MERCHANT,
                        sealed("The kiln needs three days."),
                        List.of(new Met(
                                new WindowKey(PLAN, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT, 1), false, null))),
                new MechanismPublished(
                        MECHANISM,
                        at("2026-10-01T00:00:00"),
                        OPERATOR,
                        "Tao Live",
                        1,
                        lengths(Map.of(ROOM_OPERATOR_URGE_AFTERSALE, "PT12H")),
                        null,
                        List.of()),
                new MechanismPublished(
                        MECHANISM,
                        at("2026-10-02T00:00:00"),
                        OPERATOR,
                        "Tao Live",
                        2,
                        Map.of(),
                        at("2026-11-11T00:00:00"),
                        List.of()),
                new RulesPublished(
                        RULES,
                        at("2026-09-01T00:00:00"),
                        PLATFORM,
                        3,
                        lengths(Map.of(PARTY_EXECUTE_DECISION, "P2WD", CONSUMER_ANSWER_SOLUTION, "P10D")),
                        false,
                        100_000L,
                        at("2026-09-15T00:00:00"),
                        List.of()),
                new RulesPublished(
                        RULES, at("2026-08-01T00:00:00"), PLATFORM, 1, Map.of(), true, null, null, List.of()),
                new ForgettingAsked(SubjectId.person(CONSUMER), at("2026-12-01T09:00:00"), CONSUMER),
                new RecordHeld(RETURN.record(), at("2026-12-02T09:00:00"), PLATFORM, sealed("the court asked for it")),
                new RecordHoldLifted(
                        RETURN.record(), at("2027-06-02T09:00:00"), PLATFORM, sealed("the court is done with it")),
                new RecordOpeningAsked(
                        RETURN.record(), at("2026-12-03T09:00:00"), PLATFORM, 1, "Su Wen", sealed("for the court")),
                new RecordOpened(
                        RETURN.record(),
                        at("2026-12-03T10:00:00"),
                        PLATFORM,
                        1,
                        "Han Yue",
                        "Su Wen",
                        at("2026-12-04T10:00:00")),
                new RecordRead(RETURN.record(), at("2026-12-03T10:05:00"), PLATFORM, "Su Wen", 1),
                new RecordRead(RETURN.record(), at("2026-11-20T10:05:00"), MERCHANT, null, null),
                new RecordForgotten(
                        RETURN.record(), at("2029-12-01T00:10:00"), PLATFORM, 4, "return", at("2029-12-01T00:00:00")),
                new CalendarNoticeLoaded(
                        SubjectId.calendar(),
                        at("2026-11-20T10:00:00"),
                        PLATFORM,
                        2,
                        "国办发明电〔2026〕9号",
                        LocalDate.of(2026, 11, 19),
                        "https://www.gov.cn/zhengce/example.htm",
                        2027,
                        List.of(
                                new NoticeDay(LocalDate.of(2027, 1, 1), "元旦"),
                                new NoticeDay(LocalDate.of(2027, 2, 8), "春节")),
                        List.of(new NoticeDay(LocalDate.of(2027, 2, 13), "春节")),
                        List.of()),
                new StatementPublished(
                        SubjectId.statement("party", MERCHANT, OF_THE_MERCHANT, null),
                        at("2026-09-01T00:00:00"),
                        MERCHANT,
                        "party",
                        OF_THE_MERCHANT,
                        null,
                        true,
                        1,
                        content(
                                "displayName",
                                "清和陶瓷",
                                "channels",
                                List.of(content("purpose", "after-sales", "kind", "phone", "address", "020-8808")
                                        .fields())),
                        null,
                        List.of()),
                new StatementPublished(
                        SubjectId.statement("staffing", MERCHANT, IN_THE_ROOM, null),
                        at("2026-09-02T00:00:00"),
                        MERCHANT,
                        "staffing",
                        IN_THE_ROOM,
                        null,
                        false,
                        2,
                        content("planned", 12L, "assigned", 9L, "from", "2026-11-11"),
                        at("2026-11-11T00:00:00"),
                        List.of()),
                new StatementPublished(
                        SubjectId.statement("agreement", PLATFORM, OF_THE_MERCHANT, "SLA/2026"),
                        at("2026-09-03T00:00:00"),
                        PLATFORM,
                        "agreement",
                        OF_THE_MERCHANT,
                        "SLA/2026",
                        false,
                        1,
                        content("subject", "after-sales", "label", "2026", "from", "2026-09-01"),
                        null,
                        List.of()),
                shipmentLapsed(),
                offerLapsed(),
                new ExtensionProposed(
                        COMPLAINT, at("2026-11-14T09:00:00"), MERCHANT, RESOLVE, at("2026-11-20T18:00:00"), List.of()),
                new ExtensionAccepted(
                        COMPLAINT,
                        at("2026-11-14T12:00:00"),
                        CONSUMER,
                        RESOLVE,
                        List.of(new Extended(RESOLVE, at("2026-11-20T18:00:00")))),
                new WindowUnheard(
                        RETURN,
                        at("2026-11-16T10:00:00.052"),
                        PLATFORM,
                        DECIDE,
                        at("2026-11-16T10:00:00"),
                        at("2026-11-16T10:00:00.031"),
                        List.of()),
                new WindowUnheard(
                        RETURN,
                        at("2026-11-16T10:00:00.052"),
                        PLATFORM,
                        DECIDE,
                        at("2026-11-16T10:00:00"),
                        null,
                        List.of()),
                new WindowsRecounted(
                        RETURN,
                        at("2026-11-20T10:00:01"),
                        PLATFORM,
                        2,
                        "国办发明电〔2026〕9号",
                        List.of(new Moved(DECIDE, at("2027-02-09T00:00:00"), at("2027-02-18T00:00:00"), false, 2))),
                new ExtensionDeclined(COMPLAINT, at("2026-11-14T12:00:00"), CONSUMER, RESOLVE, List.of()),
                new FactCorrected(
                        ORDER,
                        at("2026-11-18T09:00:00"),
                        MERCHANT,
                        Fact.SHIP,
                        at("2026-11-16T18:00:00"),
                        List.of("cup"),
                        List.of(),
                        null,
                        null,
                        sealed("handed over on Monday"),
                        List.of(URGE_PROMISE),
                        List.of(new Rescinded(SHIP), new Met(SHIP, false, at("2026-11-16T18:00:00")))),
                new FactCorrected(
                        ORDER,
                        at("2026-11-21T09:00:00"),
                        MERCHANT,
                        Fact.REFUND,
                        null,
                        List.of("cup"),
                        List.of("cup"),
                        RETURN,
                        5_900L,
                        sealed("the bank sent the money back"),
                        List.of(),
                        List.of(new Resumed(SHIP, at("2026-11-17T00:00:00"), false, null))));
    }

    /** In this order. */
    private static Content content(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Content(fields);
    }

    private static Event orderRegistered() {
        return new OrderRegistered(
                ORDER,
                SOLD,
                CONSUMER,
                WHO,
                SOLD,
                List.of(new OrderLine("kettle", 19_900, true), new OrderLine("cup", 5_900, false)),
                null,
                PLAN_2,
                List.of(new Opened(
                        SHIP,
                        SOLD,
                        at("2026-11-14T00:00:00"),
                        Length.parse("P2WD"),
                        Layer.SERVICE_PLAN,
                        PLAN_2,
                        "5.5.2.4; 6.4.2 b; 6.4.3 b",
                        false,
                        null)));
    }

    /** A self-run room, where the order reached us a minute after the payment. */
    private static Event orderRegisteredWithAnAgreedDate() {
        SubjectId order = SubjectId.order("20261111-0008");
        Parties selfRun = new Parties("林小满", "Qinghe Ceramics", "Qinghe Ceramics", "room-9");
        return new OrderRegistered(
                order,
                at("2026-11-11T20:04:05.123456"),
                CONSUMER,
                selfRun,
                SOLD,
                List.of(new OrderLine("vase to order", 0, false)),
                at("2027-01-15T18:00:00"),
                null,
                List.of(new Opened(
                        new WindowKey(order, MERCHANT_SHIP_GOODS, MERCHANT, 1),
                        SOLD,
                        at("2027-01-15T18:00:00"),
                        null,
                        Layer.AGREEMENT,
                        null,
                        "5.5.2.4; 6.4.2 b; 6.4.3 b",
                        false,
                        null)));
    }

    private static Event complaintFiled() {
        Instant filed = at("2026-11-13T11:30:00");
        return new ComplaintFiled(
                COMPLAINT,
                filed,
                CONSUMER,
                ORDER,
                WHO,
                Side.MERCHANT,
                true,
                25_800,
                PLAN_2,
                List.of(
                        byDefault(ACCEPT, filed, at("2026-11-14T11:30:00"), "PT24H", "6.4.2 d"),
                        byDefault(VERIFY, filed, at("2026-11-14T11:30:00"), "PT24H", "6.4.2 f"),
                        byDefault(SOLUTION, filed, at("2026-11-16T11:30:00"), "PT72H", "6.4.2 f")));
    }

    private static Event shipmentLapsed() {
        Instant noticed = at("2026-11-14T00:00:00.043");
        return new WindowLapsed(
                ORDER,
                noticed,
                PLATFORM,
                SHIP,
                List.of(
                        new Lapsed(SHIP, at("2026-11-14T00:00:00")),
                        byDefault(URGE_SHIPMENT, noticed, at("2026-11-15T00:00:00.043"), "PT24H", "6.4.3 b"),
                        new Met(URGE_SHIPMENT, false, null),
                        byDefault(URGE_PROMISE, noticed, at("2026-11-15T00:00:00.043"), "PT24H", "6.4.1 a")));
    }

    private static Event offerLapsed() {
        return new WindowLapsed(
                COMPLAINT,
                at("2026-11-24T00:00:00"),
                PLATFORM,
                ANSWER,
                List.of(
                        new Lapsed(ANSWER, at("2026-11-24T00:00:00")),
                        new Withdrawn(RESOLVE),
                        new Ended(COMPLAINT, Ending.UNANSWERED, at("2026-12-02T00:00:00"))));
    }

    private static Change byDefault(WindowKey window, Instant openedAt, Instant dueAt, String length, String clause) {
        return new Opened(window, openedAt, dueAt, Length.parse(length), Layer.DEFAULT, null, clause, false, null);
    }

    private static Map<Obligation, Length> lengths(Map<Obligation, String> texts) {
        Map<Obligation, Length> lengths = new EnumMap<>(Obligation.class);
        texts.forEach((obligation, text) -> lengths.put(obligation, Length.parse(text)));
        return lengths;
    }

    /** As it would be sealed: what the key makes of a text looks like chance. */
    private static PersonalText sealed(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] bytes = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
            return new PersonalText.Sealed(
                    "key_01jd0k3v8m5w2r7x9c4b6n1t0z",
                    Base64.getEncoder().encodeToString(bytes),
                    Base64.getEncoder().encodeToString(sha256.digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A moment in Shanghai. */
    private static Instant at(String local) {
        return OffsetDateTime.parse(local + "+08:00").toInstant();
    }
}
