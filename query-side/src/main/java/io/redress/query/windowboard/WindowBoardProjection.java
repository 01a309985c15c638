package io.redress.query.windowboard;

import io.redress.api.Event;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.WindowEvent;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import io.redress.query.WindowRows;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes who has a part in a case and what any event did to windows; what else happened is no matter of this sheet. */
@Sheet(processor = "read.window-board")
final class WindowBoardProjection {
    private static final WindowRows WINDOWS = new WindowRows("read_model.window_board", "read_model.board_case");

    /** A plan may be agreed with another operator later. */
    private static final String BEGIN = """
            INSERT INTO read_model.board_case (subject, consumer, merchant, operator) VALUES (?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET operator = EXCLUDED.operator""";

    private final SheetWriter sheet;

    WindowBoardProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token) {
        long position = SheetWriter.position(token);
        switch (event) {
            case OrderEvent _,
                    ReturnEvent _,
                    ComplaintEvent _,
                    DemandEvent _,
                    InterventionEvent _,
                    InquiryEvent _,
                    ReportEvent _,
                    DocumentEvent _,
                    WindowEvent _ ->
                sheet.write(event, position, lines -> {
                    begin(event, lines);
                    WINDOWS.write(event, position, lines);
                });
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    /** Who has a part in a case is said by the event with which it begins. */
    private static void begin(Event event, SheetWriter.Lines lines) {
        switch (event) {
            case OrderRegistered begun -> begin(event, begun.parties(), lines);
            case ReturnFiled begun -> begin(event, begun.parties(), lines);
            case ComplaintFiled begun -> begin(event, begun.parties(), lines);
            case InquiryAsked begun -> begin(event, begun.parties(), lines);
            case ViolationReported begun -> begin(event, new Parties("", "", "", begun.room()), lines);
            case PlanAdjustmentAsked begun -> begin(event, begun.parties(), lines);
            case PlanProposed begun -> begin(event, begun.parties(), lines);
            case PlanPublished begun ->
                begin(event, new Parties("", begun.merchant(), begun.agreedBy(), begun.room()), lines);
            default -> {}
        }
    }

    private static void begin(Event event, Parties parties, SheetWriter.Lines lines) {
        lines.add(BEGIN, event.subject().toString(), parties.consumer(), parties.merchant(), parties.operator());
    }
}
