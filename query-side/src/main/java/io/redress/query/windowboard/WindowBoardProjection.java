package io.redress.query.windowboard;

import io.redress.api.Event;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.WindowEvent;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import io.redress.query.WindowRows;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes what any event did to windows; what else happened is no matter of this sheet. */
@Sheet(processor = "read.window-board")
final class WindowBoardProjection {
    private static final WindowRows WINDOWS = new WindowRows("read_model.window_board");

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
                    WindowEvent _ -> sheet.write(event, position, lines -> WINDOWS.write(event, position, lines));
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }
}
