package io.redress.query.demands;

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
import io.redress.api.document.DocumentEvent;
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
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.order.OrderEvent;
import io.redress.api.party.Parties;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
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
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.api.window.WindowKey;
import io.redress.query.CaseState;
import io.redress.query.PaidBack;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import java.time.Instant;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps how every demand stands, and those of its windows that run. */
@Sheet(processor = "read.demands")
final class DemandsProjection {
    private static final String FILE = """
            INSERT INTO read_model.demand (subject, kind, consumer, merchant, operator, room, order_subject,
                amount_fen, filed_at, filed_position, state, intervention_open)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', false)
            ON CONFLICT DO NOTHING""";

    private static final String END = """
            UPDATE read_model.demand SET state = ?, ending = ?, reopenable_until = ? WHERE subject = ?""";

    private static final String REOPEN = """
            UPDATE read_model.demand SET state = 'open', ending = NULL, reopenable_until = NULL WHERE subject = ?""";

    private static final String INTERVENTION = "UPDATE read_model.demand SET intervention_open = ? WHERE subject = ?";

    private static final String ORDER = "UPDATE read_model.demand SET ordered_fen = ? WHERE subject = ?";

    private static final String OPEN = """
            INSERT INTO read_model.demand_window (demand, subject, obligation, owed_by, number, due_at, suspended)
            VALUES (?, ?, ?, ?, ?, ?, false)
            ON CONFLICT DO NOTHING""";

    private static final String CLOSE = """
            DELETE FROM read_model.demand_window
            WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?""";

    private static final String SUSPEND = """
            UPDATE read_model.demand_window SET suspended = true
            WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?""";

    private static final String MOVE = """
            UPDATE read_model.demand_window SET due_at = ?, suspended = false
            WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?""";

    private final SheetWriter sheet;

    DemandsProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token) {
        long position = SheetWriter.position(token);
        switch (event) {
            case ReturnEvent own ->
                sheet.write(own, position, lines -> {
                    write(own, position, lines);
                    PaidBack.write("read_model.demand", own, position, lines);
                    writeChanges(own, lines);
                });
            case ComplaintEvent own ->
                sheet.write(own, position, lines -> {
                    write(own, position, lines);
                    writeChanges(own, lines);
                });
            case DemandEvent own ->
                sheet.write(own, position, lines -> {
                    PaidBack.write("read_model.demand", own, position, lines);
                    writeChanges(own, lines);
                });
            case InterventionEvent own ->
                sheet.write(own, position, lines -> {
                    write(own, lines);
                    PaidBack.write("read_model.demand", own, position, lines);
                    writeChanges(own, lines);
                });
            case WindowEvent own -> {
                if (own.subject().isDemand()) {
                    sheet.write(own, position, lines -> {
                        PaidBack.write("read_model.demand", own, position, lines);
                        writeChanges(own, lines);
                    });
                }
            }
            case OrderEvent _, InquiryEvent _, ReportEvent _, DocumentEvent _ -> {}
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(ReturnEvent event, long position, SheetWriter.Lines lines) {
        switch (event) {
            case ReturnFiled filed -> file(filed, filed.parties(), filed.order(), filed.amountFen(), position, lines);
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

    private static void write(ComplaintEvent event, long position, SheetWriter.Lines lines) {
        switch (event) {
            case ComplaintFiled filed ->
                file(filed, filed.parties(), filed.order(), filed.amountFen(), position, lines);
            case ComplaintAccepted _,
                    ComplaintFlaggedSerious _,
                    ComplaintRedirected _,
                    FactsVerified _,
                    SolutionCosigned _ -> {}
        }
    }

    private static void write(InterventionEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case CaseDecided decided ->
                lines.change(ORDER, decided.amountFen(), decided.subject().toString());
            case AppealDecided decided -> {
                if (decided.outcome() == Outcome.REVERSED) {
                    lines.change(ORDER, decided.amountFen(), decided.subject().toString());
                }
            }
            case AppraisalEnded _,
                    AppraisalStarted _,
                    CaseReferredOutside _,
                    CaseSettled _,
                    CaseTakenUp _,
                    DecisionAppealed _,
                    DecisionPerformed _,
                    DecisionProposed _,
                    DecisionReturned _,
                    EvidenceRequested _,
                    EvidenceSubmitted _,
                    RemediesInformed _ -> {}
        }
    }

    private static void file(
            Event filed,
            Parties parties,
            @Nullable SubjectId order,
            long amountFen,
            long position,
            SheetWriter.Lines lines) {
        lines.add(
                FILE,
                filed.subject().toString(),
                filed.subject().kind().word(),
                parties.consumer(),
                parties.merchant(),
                parties.operator(),
                parties.room(),
                order == null ? null : order.toString(),
                amountFen,
                filed.at(),
                position);
    }

    private static void writeChanges(Event event, SheetWriter.Lines lines) {
        String demand = event.subject().toString();
        for (Change change : event.changes()) {
            switch (change) {
                case Change.Opened opened -> open(demand, opened.window(), opened.dueAt(), lines);
                case Change.Met met -> window(CLOSE, met.window(), lines);
                case Change.Lapsed lapsed -> window(CLOSE, lapsed.window(), lines);
                // its window is gone; what becomes of it follows in the same event
                case Change.Rescinded _ -> {}
                case Change.Withdrawn withdrawn -> window(CLOSE, withdrawn.window(), lines);
                case Change.Suspended suspended -> window(SUSPEND, suspended.window(), lines);
                case Change.Resumed resumed
                when event instanceof FactCorrected -> // what met it never happened
                    open(demand, resumed.window(), resumed.dueAt(), lines);
                case Change.Resumed resumed -> move(resumed.window(), resumed.dueAt(), lines);
                case Change.Extended extended -> move(extended.window(), extended.dueAt(), lines);
                // only of a window that is open, or is resumed in the same event
                case Change.Moved moved -> move(moved.window(), moved.dueAt(), lines);
                case Change.Ended ended -> end(demand, ended, lines);
                case Change.Reopened _ -> lines.change(REOPEN, demand);
            }
        }
    }

    private static void open(String demand, WindowKey window, Instant dueAt, SheetWriter.Lines lines) {
        lines.add(
                OPEN,
                demand,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number(),
                dueAt);
        if (window.obligation() == Obligation.PLATFORM_OPEN_INTERVENTION) {
            lines.change(INTERVENTION, true, demand);
        }
    }

    private static void end(String demand, Change.Ended ended, SheetWriter.Lines lines) {
        if (ended.subject().kind() == SubjectId.Kind.INTERVENTION) {
            lines.change(INTERVENTION, false, demand);
        } else {
            lines.change(
                    END,
                    CaseState.after(ended.ending()).word(),
                    ended.ending().word(),
                    ended.reopenableUntil(),
                    demand);
        }
    }

    private static void window(String sql, WindowKey window, SheetWriter.Lines lines) {
        lines.add(
                sql,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
    }

    private static void move(WindowKey window, Instant dueAt, SheetWriter.Lines lines) {
        lines.change(
                MOVE,
                dueAt,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
    }
}
