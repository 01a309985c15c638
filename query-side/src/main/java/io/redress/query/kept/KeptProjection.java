package io.redress.query.kept;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.record.ForgettingAsked;
import io.redress.api.record.RecordEvent;
import io.redress.api.record.RecordForgotten;
import io.redress.api.record.RecordHeld;
import io.redress.api.record.RecordHoldLifted;
import io.redress.api.record.RecordOpened;
import io.redress.api.record.RecordOpeningAsked;
import io.redress.api.record.RecordRead;
import io.redress.api.record.RetentionTerms;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.WindowEvent;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps when the term of every case ends, what is held and what was forgotten. */
@Sheet(processor = "read.kept")
final class KeptProjection {
    private static final String BEGIN = """
            INSERT INTO read_model.kept_case (subject, kind, consumer, merchant, operator, order_subject, last_at, over)
            VALUES (?, ?, ?, ?, ?, ?, ?, false)
            ON CONFLICT DO NOTHING""";

    private static final String GO_ON = """
            UPDATE read_model.kept_case SET last_at = ?, over = COALESCE(CAST(? AS boolean), over),
                ends_at = CASE WHEN COALESCE(CAST(? AS boolean), over) THEN CAST(? AS timestamptz) END
            WHERE subject = ?""";

    private static final String HOLD = """
            INSERT INTO read_model.kept_record (subject, held_since) VALUES (?, ?)
            ON CONFLICT (subject) DO UPDATE SET held_since = excluded.held_since""";

    private static final String SAY_WHY_HELD = """
            INSERT INTO read_model.kept_hold (subject, position, held_at, reason) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String SAY_WHY_LIFTED = """
            UPDATE read_model.kept_hold SET lifted_at = ?, lifted_because = ? WHERE subject = ? AND lifted_at IS NULL""";

    private static final String FORGET = """
            INSERT INTO read_model.kept_record (subject, forgotten_at, forgotten_term, forgotten_keys)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET forgotten_at = excluded.forgotten_at,
                forgotten_term = excluded.forgotten_term, forgotten_keys = excluded.forgotten_keys""";

    private static final String ASK_OPENING = """
            INSERT INTO read_model.kept_opening (subject, opening, asked_at, agent, reason) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String OPEN = """
            UPDATE read_model.kept_opening SET agreed_at = ?, agreed_by = ?, until = ? WHERE subject = ? AND opening = ?""";

    private static final String ASK = """
            INSERT INTO read_model.kept_person (person, asked_at) VALUES (?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String READ = """
            INSERT INTO read_model.kept_reading (position, subject, at, by, agent, opening) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private final SheetWriter sheet;
    private final RetentionTerms terms = RetentionTerms.shipped();

    KeptProjection(JdbcTemplate jdbc) {
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
                    ReportEvent _ -> sheet.write(event, position, lines -> goOn(event, lines));
            case WindowEvent _ -> {
                if (event.subject().isCase()) {
                    sheet.write(event, position, lines -> goOn(event, lines));
                }
            }
            case RecordEvent own -> sheet.write(own, position, lines -> write(own, position, lines));
            case DocumentEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private void goOn(Event event, SheetWriter.Lines lines) {
        switch (event) {
            case OrderRegistered begun -> begin(begun, begun.parties(), null, lines);
            case ReturnFiled begun -> begin(begun, begun.parties(), begun.order(), lines);
            case ComplaintFiled begun -> begin(begun, begun.parties(), begun.order(), lines);
            case InquiryAsked begun -> begin(begun, begun.parties(), null, lines);
            case ViolationReported begun -> begin(begun, new Parties("", "", "", begun.room()), null, lines);
            default -> {}
        }
        @Nullable Boolean over = RetentionTerms.isOver(event);
        lines.change(
                GO_ON,
                event.at(),
                over,
                over,
                terms.end(event.subject().kind(), event.at()),
                event.subject().toString());
    }

    private static void begin(Event begun, Parties parties, @Nullable SubjectId order, SheetWriter.Lines lines) {
        lines.add(
                BEGIN,
                begun.subject().toString(),
                begun.subject().kind().word(),
                parties.consumer(),
                parties.merchant(),
                parties.operator(),
                order == null ? null : order.toString(),
                begun.at());
    }

    private static void write(RecordEvent event, long position, SheetWriter.Lines lines) {
        String of = event.subject().recorded().toString();
        switch (event) {
            case RecordHeld held -> {
                lines.add(HOLD, of, held.at());
                lines.add(SAY_WHY_HELD, of, position, held.at(), held.reason());
            }
            case RecordHoldLifted lifted -> {
                lines.add(HOLD, of, null);
                lines.change(SAY_WHY_LIFTED, lifted.at(), lifted.reason(), of);
            }
            case RecordForgotten forgotten ->
                lines.add(FORGET, of, forgotten.at(), forgotten.endedAt(), forgotten.keys());
            case ForgettingAsked asked -> lines.add(ASK, asked.by().toString(), asked.at());
            case RecordRead read ->
                lines.add(READ, position, of, read.at(), read.by().toString(), read.agent(), read.opening());
            case RecordOpeningAsked asked ->
                lines.add(ASK_OPENING, of, asked.opening(), asked.at(), asked.agent(), asked.reason());
            case RecordOpened opened ->
                lines.change(OPEN, opened.at(), opened.agent(), opened.until(), of, opened.opening());
        }
    }
}
