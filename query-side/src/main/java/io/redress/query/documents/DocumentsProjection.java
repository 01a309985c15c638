package io.redress.query.documents;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.NewVersion;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanAdjustmentRefused;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.party.Parties;
import io.redress.api.party.Role;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.WindowEvent;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the versions of every document and the newest proposal of every service plan. */
@Sheet(processor = "read.documents")
final class DocumentsProjection {
    private static final String BEGIN = """
            INSERT INTO read_model.document (subject, kind, merchant, room, operator, begun_position)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String AGREE = "UPDATE read_model.document SET operator = ? WHERE subject = ?";

    private static final String VERSION = """
            INSERT INTO read_model.document_version (subject, version, published_at, published_by, effective_at,
                overtaken, agreed_by, proposal, auto_urge, second_person_above_fen, windows)
            VALUES (?, ?, ?, ?, ?, false, ?, ?, ?, ?, CAST(? AS json))
            ON CONFLICT DO NOTHING""";

    /** Earlier versions are in force until this one takes their place; those that it comes before never are. */
    private static final String REPLACE = """
            UPDATE read_model.document_version
            SET effective_until = ?, overtaken = effective_at >= ? AND effective_at > ?
            WHERE subject = ? AND version < ? AND (effective_until IS NULL OR effective_until > ?)""";

    private static final String PROPOSE = """
            INSERT INTO read_model.document_proposal (subject, number, operator, proposed_at, effective_at, windows,
                state)
            VALUES (?, ?, ?, ?, ?, CAST(? AS json), 'waiting')
            ON CONFLICT (subject) DO UPDATE SET number = excluded.number, operator = excluded.operator,
                proposed_at = excluded.proposed_at, effective_at = excluded.effective_at, windows = excluded.windows,
                state = 'waiting', answered_at = NULL, reason = NULL, version = NULL""";

    private static final String CONFIRM = """
            UPDATE read_model.document_proposal SET state = 'confirmed', answered_at = ?, version = ?
            WHERE subject = ?""";

    private static final String DECLINE = """
            UPDATE read_model.document_proposal SET state = 'declined', answered_at = ?, reason = ?
            WHERE subject = ?""";

    private final SheetWriter sheet;

    DocumentsProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token) {
        switch (event) {
            case StatementPublished _, CalendarNoticeLoaded _ -> {}
            case DocumentEvent own -> {
                long position = SheetWriter.position(token);
                sheet.write(own, position, lines -> write(own, position, lines));
            }
            case OrderEvent _,
                    ReturnEvent _,
                    ComplaintEvent _,
                    DemandEvent _,
                    InterventionEvent _,
                    InquiryEvent _,
                    ReportEvent _,
                    WindowEvent _ -> {}
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(DocumentEvent event, long position, SheetWriter.Lines lines) {
        String subject = event.subject().toString();
        switch (event) {
            case PlanProposed proposed -> {
                Parties who = proposed.parties();
                begin(event.subject(), who.merchant(), who.room(), who.operator(), position, lines);
                String windows = WindowLengths.write(proposed.windows());
                lines.add(
                        PROPOSE,
                        subject,
                        proposed.proposal(),
                        who.operator(),
                        proposed.at(),
                        proposed.effectiveAt(),
                        windows);
            }
            case PlanProposalDeclined declined -> lines.change(DECLINE, declined.at(), declined.reason(), subject);
            case PlanPublished plan -> {
                begin(event.subject(), plan.merchant(), plan.room(), plan.agreedBy(), position, lines);
                lines.change(AGREE, plan.agreedBy(), subject);
                publish(plan, event, plan.agreedBy(), plan.proposal(), null, null, lines);
                Integer proposal = plan.proposal();
                if (proposal != null) {
                    confirm(plan, proposal, lines);
                }
            }
            case MechanismPublished mechanism -> {
                begin(event.subject(), null, null, mechanism.operator(), position, lines);
                publish(mechanism, event, null, null, null, null, lines);
            }
            case RulesPublished rules -> {
                begin(event.subject(), null, null, null, position, lines);
                publish(rules, event, null, null, rules.autoUrge(), rules.secondPersonAboveFen(), lines);
            }
            case PlanAdjustmentAsked _, PlanAdjustmentRefused _, StatementPublished _, CalendarNoticeLoaded _ -> {}
        }
    }

    private static void begin(
            SubjectId document,
            @Nullable String merchant,
            @Nullable String room,
            @Nullable String operator,
            long position,
            SheetWriter.Lines lines) {
        lines.add(BEGIN, document.toString(), document.kind().word(), merchant, room, operator, position);
    }

    private static void publish(
            NewVersion version,
            Event event,
            @Nullable String agreedBy,
            @Nullable Integer proposal,
            @Nullable Boolean autoUrge,
            @Nullable Long secondPersonAboveFen,
            SheetWriter.Lines lines) {
        String subject = version.subject().toString();
        lines.add(
                VERSION,
                subject,
                version.version(),
                version.at(),
                event.by().toString(),
                version.inEffectFrom(),
                agreedBy,
                proposal,
                autoUrge,
                secondPersonAboveFen,
                WindowLengths.write(version.windows()));
        lines.add(
                REPLACE,
                version.inEffectFrom(),
                version.inEffectFrom(),
                version.at(),
                subject,
                version.version(),
                version.inEffectFrom());
    }

    /** In a self-run room nobody is asked: what the merchant proposes is there at once, with its answer. */
    private static void confirm(PlanPublished plan, int number, SheetWriter.Lines lines) {
        String subject = plan.subject().toString();
        if (plan.by().role() == Role.MERCHANT) {
            String windows = WindowLengths.write(plan.windows());
            lines.add(PROPOSE, subject, number, plan.agreedBy(), plan.at(), plan.effectiveAt(), windows);
        }
        lines.change(CONFIRM, plan.at(), plan.version(), subject);
    }
}
