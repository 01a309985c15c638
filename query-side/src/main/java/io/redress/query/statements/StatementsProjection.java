package io.redress.query.statements;

import io.redress.api.Event;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.WindowEvent;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the versions of every statement. */
@Sheet(processor = "read.statements")
final class StatementsProjection {
    /** A room that the platform handed over has another operator from then on. */
    private static final String BEGIN = """
            INSERT INTO read_model.statement (subject, kind, said_by, merchant, operator, room, about, open,
                begun_position)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE SET said_by = excluded.said_by, operator = excluded.operator""";

    private static final String VERSION = """
            INSERT INTO read_model.statement_version (subject, version, published_at, published_by, effective_at,
                overtaken, content)
            VALUES (?, ?, ?, ?, ?, false, CAST(? AS json))
            ON CONFLICT DO NOTHING""";

    /** Earlier versions are in force until this one takes their place; those that it comes before never are. */
    private static final String REPLACE = """
            UPDATE read_model.statement_version
            SET effective_until = ?, overtaken = effective_at >= ? AND effective_at > ?
            WHERE subject = ? AND version < ? AND (effective_until IS NULL OR effective_until > ?)""";

    private final SheetWriter sheet;

    StatementsProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token) {
        switch (event) {
            case StatementPublished stated -> {
                long position = SheetWriter.position(token);
                sheet.write(stated, position, lines -> write(stated, position, lines));
            }
            case OrderEvent _,
                    ReturnEvent _,
                    ComplaintEvent _,
                    DemandEvent _,
                    InterventionEvent _,
                    InquiryEvent _,
                    ReportEvent _,
                    DocumentEvent _,
                    WindowEvent _ -> {}
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(StatementPublished stated, long position, SheetWriter.Lines lines) {
        String subject = stated.subject().toString();
        Parties names = stated.parties();
        lines.add(
                BEGIN,
                subject,
                stated.kind(),
                whose(stated).toString(),
                names.merchant(),
                names.operator(),
                names.room(),
                stated.about(),
                stated.open(),
                position);
        lines.add(
                VERSION,
                subject,
                stated.version(),
                stated.at(),
                stated.by().toString(),
                stated.inEffectFrom(),
                JsonMapper.shared().writeValueAsString(stated.content()));
        lines.add(
                REPLACE,
                stated.inEffectFrom(),
                stated.inEffectFrom(),
                stated.at(),
                subject,
                stated.version(),
                stated.inEffectFrom());
    }

    /** A room is its operator's, also when the platform states it. */
    private static Party whose(StatementPublished stated) {
        boolean handedOver = stated.by().role() == Role.PLATFORM
                && stated.kind().equals("room")
                && !stated.parties().operator().isEmpty();
        return handedOver ? Party.roomOperator(stated.parties().operator()) : stated.by();
    }
}
