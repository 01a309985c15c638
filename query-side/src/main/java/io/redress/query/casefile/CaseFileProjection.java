package io.redress.query.casefile;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintAccepted;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.complaint.FactsVerified;
import io.redress.api.complaint.SolutionCosigned;
import io.redress.api.demand.DemandEvent;
import io.redress.api.demand.MessageSent;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanAdjustmentRefused;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryAnswered;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
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
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderEvent;
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
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ReportTriaged;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.GoodsCameBack;
import io.redress.api.returns.GoodsObjectedTo;
import io.redress.api.returns.RepairedGoodsShipped;
import io.redress.api.returns.ReplacementShipped;
import io.redress.api.returns.ReturnAccepted;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnInstructionsGiven;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnRefused;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Change;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.api.window.WindowLapsed;
import io.redress.query.CaseState;
import io.redress.query.PaidBack;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import io.redress.query.WindowRows;
import java.time.Instant;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts every event on the file of its subject. Emergency mechanisms, platform rules and the calendar have no parties and
 * no windows, and so no file.
 */
@Sheet(processor = "read.case-file")
final class CaseFileProjection {
    private static final WindowRows WINDOWS = new WindowRows("read_model.case_file_window");

    private static final String BEGIN = """
            INSERT INTO read_model.case_file (subject, consumer, merchant, operator, room, respondent, serious,
                amount_fen, about, begun_at, state, intervention)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS json), ?, 'open', 'none')
            ON CONFLICT DO NOTHING""";

    private static final String ENTER = """
            INSERT INTO read_model.case_file_entry (subject, position, at, event, by, lapsed_due_at, facts, changes, caller)
            VALUES (?, ?, ?, ?, ?, ?, CAST(? AS json), CAST(? AS json), ?)
            ON CONFLICT DO NOTHING""";

    private static final String FLAG_SERIOUS = "UPDATE read_model.case_file SET serious = true WHERE subject = ?";

    private static final String REDIRECT = """
            UPDATE read_model.case_file
            SET respondent = CASE WHEN ? THEN 'merchant:' || merchant ELSE 'room-operator:' || operator END
            WHERE subject = ?""";

    private static final String END = """
            UPDATE read_model.case_file SET state = ?, ending = ?, reopenable_until = ? WHERE subject = ?""";

    private static final String REOPEN = """
            UPDATE read_model.case_file SET state = 'open', ending = NULL, reopenable_until = NULL
            WHERE subject = ?""";

    private static final String INTERVENTION = "UPDATE read_model.case_file SET intervention = ? WHERE subject = ?";

    private static final String DECIDE = """
            UPDATE read_model.case_file SET decision = CAST(? AS json) WHERE subject = ?""";

    private static final String DECIDE_APPEAL = """
            UPDATE read_model.case_file SET appeal = CAST(? AS json) WHERE subject = ?""";

    private static final String PROPOSE = """
            INSERT INTO read_model.case_file_undecided (subject, decision) VALUES (?, CAST(? AS json))
            ON CONFLICT (subject) DO UPDATE SET decision = EXCLUDED.decision""";

    /** Nobody waits for a second person any more. */
    private static final String DROP = "DELETE FROM read_model.case_file_undecided WHERE subject = ?";

    private static final String WRITE = """
            INSERT INTO read_model.case_file_message (subject, position, text) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private final SheetWriter sheet;

    CaseFileProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token, @MetaDataValue("caller") @Nullable String caller) {
        long position = SheetWriter.position(token);
        switch (event) {
            case MechanismPublished _, RulesPublished _, StatementPublished _, CalendarNoticeLoaded _ -> {}
            case OrderEvent _,
                    ReturnEvent _,
                    ComplaintEvent _,
                    DemandEvent _,
                    InterventionEvent _,
                    InquiryEvent _,
                    ReportEvent _,
                    DocumentEvent _,
                    WindowEvent _ -> sheet.write(event, position, lines -> write(event, position, caller, lines));
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(Event event, long position, @Nullable String caller, SheetWriter.Lines lines) {
        Facts facts = Facts.of(event);
        switch (event) {
            case OrderEvent own -> write(own, facts, lines);
            case ReturnEvent own -> write(own, facts, lines);
            case ComplaintEvent own -> write(own, facts, lines);
            case InterventionEvent own -> write(own, facts, lines);
            case InquiryEvent own -> write(own, facts, lines);
            case ReportEvent own -> write(own, facts, lines);
            case DocumentEvent own -> write(own, lines);
            case MessageSent message -> {
                facts.without("text");
                lines.add(WRITE, message.subject().toString(), position, message.text());
            }
            default -> {}
        }
        lines.add(
                ENTER,
                event.subject().toString(),
                position,
                event.at(),
                SheetWriter.nameOf(event),
                event.by().toString(),
                event instanceof WindowLapsed lapsed ? lapsedDueAt(lapsed) : null,
                Facts.write(facts.facts()),
                Facts.write(facts.changes()),
                caller);
        PaidBack.write("read_model.case_file", event, position, lines);
        WINDOWS.write(event, position, lines);
        event.changes().forEach(change -> write(event.subject(), change, lines));
    }

    private static Instant lapsedDueAt(WindowLapsed event) {
        for (Change change : event.changes()) {
            if (change instanceof Change.Lapsed lapsed && lapsed.window().equals(event.window())) {
                return lapsed.dueAt();
            }
        }
        throw new IllegalStateException("a lapse that lapses nothing: " + event.window());
    }

    private static void write(OrderEvent event, Facts facts, SheetWriter.Lines lines) {
        switch (event) {
            case OrderRegistered order -> {
                long amountFen =
                        order.lines().stream().mapToLong(OrderLine::amountFen).reduce(0, Math::addExact);
                begin(order, order.parties(), null, false, amountFen, facts, lines);
            }
            case OrderShipped _,
                    OrderDelivered _,
                    OrderCancelled _,
                    ShipmentUrged _,
                    OrderLinesClaimed _,
                    OrderLinesReleased _,
                    OrderLinesStruck _,
                    OrderPaidBack _ -> {}
        }
    }

    private static void write(ReturnEvent event, Facts facts, SheetWriter.Lines lines) {
        switch (event) {
            case ReturnFiled filed -> {
                Party merchant = filed.parties().party(Side.MERCHANT);
                begin(filed, filed.parties(), merchant, false, filed.amountFen(), facts, lines);
            }
            case ReturnAccepted _,
                    ReturnRefused _,
                    ReturnInstructionsGiven _,
                    ReturnShippedBack _,
                    GoodsCameBack _,
                    GoodsObjectedTo _,
                    ReturnRefunded _,
                    ReplacementShipped _,
                    RepairedGoodsShipped _ -> {}
        }
    }

    private static void write(ComplaintEvent event, Facts facts, SheetWriter.Lines lines) {
        switch (event) {
            case ComplaintFiled filed -> {
                Party respondent = filed.parties().party(filed.against());
                begin(filed, filed.parties(), respondent, filed.serious(), filed.amountFen(), facts, lines);
            }
            case ComplaintFlaggedSerious flagged ->
                lines.change(FLAG_SERIOUS, flagged.subject().toString());
            case ComplaintRedirected redirected ->
                lines.change(
                        REDIRECT,
                        redirected.to() == Side.MERCHANT,
                        redirected.subject().toString());
            case ComplaintAccepted _, FactsVerified _, SolutionCosigned _ -> {}
        }
    }

    private static void write(InterventionEvent event, Facts facts, SheetWriter.Lines lines) {
        String subject = event.subject().toString();
        switch (event) {
            case CaseDecided _ -> {
                lines.change(DECIDE, facts.dated(event), subject);
                lines.add(DROP, subject);
            }
            case AppealDecided _ -> {
                lines.change(DECIDE_APPEAL, facts.dated(event), subject);
                lines.add(DROP, subject);
            }
            case DecisionProposed _ -> lines.add(PROPOSE, subject, facts.dated(event));
            case DecisionReturned _, CaseSettled _, CaseReferredOutside _ -> lines.add(DROP, subject);
            case AppraisalEnded _,
                    AppraisalStarted _,
                    CaseTakenUp _,
                    DecisionAppealed _,
                    DecisionPerformed _,
                    EvidenceRequested _,
                    EvidenceSubmitted _,
                    RemediesInformed _ -> {}
        }
    }

    private static void write(InquiryEvent event, Facts facts, SheetWriter.Lines lines) {
        switch (event) {
            case InquiryAsked asked -> {
                Party respondent = asked.parties().party(asked.to());
                begin(asked, asked.parties(), respondent, false, 0, facts, lines);
            }
            case InquiryAnswered _ -> {}
        }
    }

    private static void write(ReportEvent event, Facts facts, SheetWriter.Lines lines) {
        switch (event) {
            case ViolationReported reported ->
                begin(reported, new Parties("", "", "", reported.room()), null, false, 0, facts, lines);
            case ReportTriaged _ -> {}
        }
    }

    /** A plan's file begins with whatever happens to it first. */
    private static void write(DocumentEvent event, SheetWriter.Lines lines) {
        Facts nothingYet = new Facts(Facts.read("{}"), Facts.read("[]"));
        switch (event) {
            case PlanPublished plan -> {
                Parties parties = new Parties("", plan.merchant(), plan.agreedBy(), plan.room());
                begin(plan, parties, null, false, 0, nothingYet, lines);
            }
            case PlanAdjustmentAsked asked -> begin(asked, asked.parties(), null, false, 0, nothingYet, lines);
            case PlanProposed proposed -> begin(proposed, proposed.parties(), null, false, 0, nothingYet, lines);
            case PlanAdjustmentRefused _,
                    PlanProposalDeclined _,
                    MechanismPublished _,
                    RulesPublished _,
                    StatementPublished _,
                    CalendarNoticeLoaded _ -> {}
        }
    }

    private static void begin(
            Event event,
            Parties parties,
            @Nullable Party respondent,
            boolean serious,
            long amountFen,
            Facts facts,
            SheetWriter.Lines lines) {
        ObjectNode about = JsonNodeFactory.instance
                .objectNode()
                .put("subjectKind", event.subject().kind().word());
        about.setAll((ObjectNode) facts.facts());
        about.remove("parties");
        lines.add(
                BEGIN,
                event.subject().toString(),
                parties.consumer(),
                parties.merchant(),
                parties.operator(),
                parties.room(),
                respondent == null ? null : respondent.toString(),
                serious,
                amountFen,
                Facts.write(about),
                event.at());
    }

    private static void write(SubjectId subject, Change change, SheetWriter.Lines lines) {
        switch (change) {
            case Change.Opened opened -> {
                if (opened.window().obligation() == Obligation.PLATFORM_OPEN_INTERVENTION) {
                    lines.change(INTERVENTION, "open", subject.toString());
                }
            }
            case Change.Ended ended -> {
                if (ended.subject().kind() == SubjectId.Kind.INTERVENTION) {
                    lines.change(INTERVENTION, "ended", subject.toString());
                    lines.add(DROP, subject.toString());
                } else {
                    lines.change(
                            END,
                            CaseState.after(ended.ending()).word(),
                            ended.ending().word(),
                            ended.reopenableUntil(),
                            subject.toString());
                }
            }
            case Change.Reopened _ -> lines.change(REOPEN, subject.toString());
            case Change.OfWindow _ -> {}
        }
    }
}
