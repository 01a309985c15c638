package io.redress.query.partyrecord;

import io.redress.api.Event;
import io.redress.api.EventTypes;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.demand.DemandEvent;
import io.redress.api.demand.DemandRated;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.intervention.Outcome;
import io.redress.api.order.OrderEvent;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.api.window.Relief;
import io.redress.api.window.WindowEvent;
import io.redress.api.window.WindowKey;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import io.redress.query.WindowRows;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts what any event did to windows on the records of those who owe them, and the platform's decisions and what
 * consumers said beside.
 */
@Sheet(processor = "read.party-record")
final class PartyRecordProjection {
    private static final WindowRows WINDOWS = new WindowRows("read_model.party_record_window");

    private static final String OF_WINDOW = "WHERE subject = ? AND obligation = ? AND owed_by = ? AND number = ?";

    private static final String STOOD = """
            UPDATE read_model.party_record_window
            SET stood_micros = stood_micros + (EXTRACT(EPOCH FROM ? - suspended_at) * 1000000)::bigint
            %s AND suspended_at IS NOT NULL""".formatted(OF_WINDOW);

    private static final String UNDONE = "UPDATE read_model.party_record_window SET undone = ? %s".formatted(OF_WINDOW);

    private static final String WITHDRAWN_BY =
            "UPDATE read_model.party_record_window SET withdrawn_by = ? %s".formatted(OF_WINDOW);

    private static final String RELIEVE = """
            UPDATE read_model.party_record_window SET undone = false WHERE subject = ? AND obligation = ?""";

    private static final String RELIEVE_OLDER = """
            UPDATE read_model.party_record_window SET undone = false
            WHERE subject = ? AND obligation = ? AND owed_by = ? AND number < ?""";

    /** The duty to say who the parties are outlives its subject. */
    private static final String OVER = """
            UPDATE read_model.party_record_window SET over = ?
            WHERE subject = ? AND obligation <> '%s'""".formatted(Obligation.PLATFORM_DISCLOSE_PARTY_INFO.id());

    private static final String CASE = """
            INSERT INTO read_model.party_record_case (subject, consumer, merchant, operator, room, respondent)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String REDIRECT = """
            UPDATE read_model.party_record_case
            SET respondent = CASE WHEN ? THEN merchant ELSE COALESCE(operator, merchant) END
            WHERE subject = ?""";

    private static final String INTERVENE = """
            INSERT INTO read_model.party_record_intervention (case_subject, opened_position, opened_at, outcome)
            VALUES (?, ?, ?, 'open')
            ON CONFLICT DO NOTHING""";

    private static final String NEWEST = """
            WHERE case_subject = ? AND opened_position = (
                SELECT max(opened_position) FROM read_model.party_record_intervention WHERE case_subject = ?)""";

    private static final String DECIDE =
            "UPDATE read_model.party_record_intervention SET outcome = ?, ordered = ? %s".formatted(NEWEST);

    private static final String END_INTERVENTION = """
            UPDATE read_model.party_record_intervention
            SET ended_at = ?, outcome = CASE WHEN outcome = 'open' THEN ? ELSE outcome END
            %s""".formatted(NEWEST);

    private static final String RATE = """
            INSERT INTO read_model.party_record_rating (case_subject, rated, rated_at, rated_position, stars, comment)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String AT_THE_DESK = """
            INSERT INTO read_model.party_record_desk (case_subject, position, act, agent, at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    /** Where it is not said who ends a case, it is whoever had taken it up. */
    private static final String CONCLUDE = """
            INSERT INTO read_model.party_record_desk (case_subject, position, act, agent, at, taken_up_at)
            SELECT case_subject, ?, ?, COALESCE(CAST(? AS text), agent), ?, at FROM read_model.party_record_desk
            WHERE case_subject = ? AND act = 'taken-up' ORDER BY position DESC LIMIT 1
            ON CONFLICT DO NOTHING""";

    private static final String OF_WHO_DECIDED = """
            INSERT INTO read_model.party_record_desk (case_subject, position, act, agent, at)
            SELECT case_subject, ?, ?, agent, ? FROM read_model.party_record_desk
            WHERE case_subject = ? AND act = 'decided' ORDER BY position DESC LIMIT 1
            ON CONFLICT DO NOTHING""";

    private final SheetWriter sheet;

    PartyRecordProjection(JdbcTemplate jdbc) {
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
                    WindowEvent _ -> sheet.write(event, position, lines -> write(event, position, lines));
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(Event event, long position, SheetWriter.Lines lines) {
        for (Relief relief : Relief.by(event)) {
            relief.obligations()
                    .forEach(obligation -> lines.add(RELIEVE, relief.subject().toString(), obligation.id()));
        }
        for (Change change : event.changes()) {
            if (change instanceof Change.Met met) {
                ofWindow(lines, STOOD, met.window(), met.at(event));
            } else if (change instanceof Change.Resumed || change instanceof Change.Withdrawn) {
                ofWindow(lines, STOOD, ((Change.OfWindow) change).window(), event.at());
            }
        }
        WINDOWS.write(event, position, lines);
        event.changes().forEach(change -> write(event, change, position, lines));
        tell(event, position, lines);
    }

    private static void write(Event event, Change change, long position, SheetWriter.Lines lines) {
        switch (change) {
            case Change.Opened opened -> open(event, opened, position, lines);
            case Change.Lapsed lapsed ->
                ofWindow(
                        lines,
                        UNDONE,
                        lapsed.window(),
                        !Relief.isOverAtDueAt(lapsed.window().obligation()));
            case Change.Met met -> ofWindow(lines, UNDONE, met.window(), false);
            case Change.Withdrawn withdrawn ->
                ofWindow(lines, WITHDRAWN_BY, withdrawn.window(), EventTypes.of(event.getClass()));
            case Change.Rescinded rescinded -> ofWindow(lines, UNDONE, rescinded.window(), false);
            case Change.Ended ended -> {
                lines.add(OVER, true, ended.subject().toString());
                if (ended.subject().kind() == SubjectId.Kind.INTERVENTION) {
                    String demand = event.subject().toString();
                    String outcome = ended.ending() == Ending.RESCINDED ? "rescinded" : "ended";
                    lines.change(END_INTERVENTION, event.at(), outcome, demand, demand);
                }
            }
            case Change.Reopened reopened ->
                lines.add(OVER, false, reopened.subject().toString());
            case Change.OfWindow _ -> {}
        }
    }

    private static void open(Event event, Change.Opened opened, long position, SheetWriter.Lines lines) {
        WindowKey window = opened.window();
        if (window.number() > 1) {
            ofWindow(lines, RELIEVE_OLDER, window);
        }
        if (window.obligation() == Obligation.PLATFORM_OPEN_INTERVENTION) {
            lines.add(INTERVENE, event.subject().toString(), position, opened.openedAt());
        }
    }

    private static void tell(Event event, long position, SheetWriter.Lines lines) {
        switch (event) {
            case OrderRegistered begun -> stand(begun, begun.parties(), Side.MERCHANT, lines);
            case ReturnFiled filed -> stand(filed, filed.parties(), Side.MERCHANT, lines);
            case ComplaintFiled filed -> stand(filed, filed.parties(), filed.against(), lines);
            case InquiryAsked asked -> stand(asked, asked.parties(), Side.MERCHANT, lines);
            case ViolationReported begun -> stand(begun, new Parties("", "", "", begun.room()), Side.MERCHANT, lines);
            case PlanAdjustmentAsked begun -> stand(begun, begun.parties(), Side.MERCHANT, lines);
            case PlanProposed begun -> stand(begun, begun.parties(), Side.MERCHANT, lines);
            case PlanPublished begun ->
                stand(begun, new Parties("", begun.merchant(), begun.agreedBy(), begun.room()), Side.MERCHANT, lines);
            case ComplaintRedirected redirected ->
                lines.change(
                        REDIRECT,
                        redirected.to() == Side.MERCHANT,
                        redirected.subject().toString());
            case CaseTakenUp taken -> atTheDesk(taken, "taken-up", taken.agent(), position, lines);
            case DecisionReturned returned -> {
                atTheDesk(returned, "given-back", returned.proposedBy(), position, lines);
                atTheDesk(returned, "second-person", returned.agent(), position, lines);
            }
            case CaseDecided decided -> {
                decide(decided, "decided", decided.orders(), lines);
                conclude(decided, "decided", decided.agent(), position, lines);
                atTheDesk(decided, "second-person", decided.confirmedBy(), position, lines);
            }
            case AppealDecided appeal -> {
                boolean reversed = appeal.outcome() == Outcome.REVERSED;
                if (reversed) {
                    decide(appeal, "decided", appeal.orders(), lines);
                }
                lines.add(
                        OF_WHO_DECIDED,
                        position,
                        reversed ? "reversed" : "upheld",
                        appeal.at(),
                        appeal.subject().toString());
                atTheDesk(appeal, "appeal-decided", appeal.agent(), position, lines);
                atTheDesk(appeal, "second-person", appeal.confirmedBy(), position, lines);
            }
            case CaseSettled settled -> {
                decide(settled, "settled", null, lines);
                conclude(settled, "settled", settled.agent(), position, lines);
            }
            case DemandRated rated ->
                lines.add(
                        RATE,
                        rated.subject().toString(),
                        rated.of().toString(),
                        rated.at(),
                        position,
                        rated.stars(),
                        rated.comment());
            case CaseReferredOutside referred -> {
                decide(referred, "referred", null, lines);
                conclude(referred, "referred", referred.agent(), position, lines);
            }
            default -> {}
        }
    }

    /** Who stands in the case is also who must not be close to whoever reads of it. */
    private static void stand(Event event, Parties parties, Side respondent, SheetWriter.Lines lines) {
        lines.add(
                CASE,
                event.subject().toString(),
                parties.party(Side.CONSUMER).toString(),
                parties.party(Side.MERCHANT).toString(),
                parties.selfRun() ? null : parties.party(Side.OPERATOR).toString(),
                parties.room(),
                parties.party(respondent).toString());
    }

    private static void decide(Event event, String outcome, @Nullable Party ordered, SheetWriter.Lines lines) {
        String demand = event.subject().toString();
        lines.change(DECIDE, outcome, ordered == null ? null : ordered.toString(), demand, demand);
    }

    private static void atTheDesk(
            Event event, String act, @Nullable String agent, long position, SheetWriter.Lines lines) {
        if (agent != null) {
            lines.add(AT_THE_DESK, event.subject().toString(), position, act, agent, event.at());
        }
    }

    private static void conclude(
            Event event, String act, @Nullable String agent, long position, SheetWriter.Lines lines) {
        lines.add(CONCLUDE, position, act, agent, event.at(), event.subject().toString());
    }

    private static void ofWindow(SheetWriter.Lines lines, String sql, WindowKey window) {
        lines.add(
                sql,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
    }

    private static void ofWindow(SheetWriter.Lines lines, String sql, WindowKey window, Object value) {
        lines.add(
                sql,
                value,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
    }
}
