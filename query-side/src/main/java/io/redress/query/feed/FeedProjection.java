package io.redress.query.feed;

import io.redress.api.Event;
import io.redress.api.EventTypes;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.DocumentEvent;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.order.OrderEvent;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.Change;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells of every event, and of each window that it moved and each subject that it ended. Ids and places are those of the
 * stored event, so that a sheet that was dropped and replayed tells the same in the same places.
 */
@Sheet(processor = "read.feed")
final class FeedProjection {
    private static final String AGREEMENT = "agreement";
    private static final String CALENDAR = "calendar";

    /** Who has a part in a case, and when a window was due, say earlier rows of the case where the event does not. */
    private static final String TELL = """
            INSERT INTO read_model.feed_event (position, place, id, type, at, subject, version, by, of_the_desk,
                consumer, merchant, operator,
                cause, moved, obligation, owed_by, number, due_at, due_before, reason, late, occurred_at, ending,
                reopenable_until)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?,
                COALESCE(CAST(? AS text), before.consumer), COALESCE(CAST(? AS text), before.merchant),
                COALESCE(CAST(? AS text), before.operator),
                CAST(? AS text), CAST(? AS text), CAST(? AS text), CAST(? AS text), CAST(? AS integer),
                COALESCE(CAST(? AS timestamptz), run.due_at), CASE WHEN ? THEN run.due_at END, CAST(? AS text),
                CAST(? AS boolean), CAST(? AS timestamptz), CAST(? AS text), CAST(? AS timestamptz)
            FROM (SELECT 1) AS one
            LEFT JOIN LATERAL (
                SELECT consumer, merchant, operator FROM read_model.feed_event
                WHERE subject = ? AND position < ? ORDER BY position DESC, place DESC LIMIT 1) AS before ON true
            LEFT JOIN LATERAL (
                SELECT due_at FROM read_model.feed_event
                WHERE CAST(? AS text) IS NOT NULL AND subject = ? AND (position, place) < (?, ?)
                    AND moved = ? AND obligation = ? AND owed_by = ? AND number = ?
                ORDER BY position DESC, place DESC LIMIT 1) AS run ON true
            ON CONFLICT DO NOTHING""";

    private final SheetWriter sheet;

    FeedProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token, @SequenceNumber long number, @MessageIdentifier String id) {
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
                sheet.write(event, position, lines -> new Telling(event, position, number + 1, id, lines).tellAll());
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    /** Who has a part from this event on; null where it goes on with those of before. */
    private static @Nullable Parties parties(Event event) {
        return switch (event) {
            case OrderRegistered begun -> begun.parties();
            case ReturnFiled begun -> begun.parties();
            case ComplaintFiled begun -> begun.parties();
            case InquiryAsked begun -> begun.parties();
            case ViolationReported begun -> new Parties("", "", "", begun.room());
            case PlanAdjustmentAsked asked -> asked.parties();
            case PlanProposed proposed -> proposed.parties();
            case PlanPublished plan -> new Parties("", plan.merchant(), plan.agreedBy(), plan.room());
            case MechanismPublished mechanism -> new Parties("", "", mechanism.operator(), "");
            case StatementPublished stated -> stated.parties();
            case RulesPublished _, CalendarNoticeLoaded _ -> new Parties("", "", "", "");
            default -> null;
        };
    }

    /** What moved, besides that something was done. */
    private record Moved(
            String subject,
            @Nullable WindowKey window,
            @Nullable Instant dueAt,
            boolean wasDueBefore,
            @Nullable String reason,
            @Nullable Boolean late,
            @Nullable Instant occurredAt,
            @Nullable String ending,
            @Nullable Instant reopenableUntil) {
        static Moved by(Change change) {
            return switch (change) {
                case Change.Opened now -> of(now.window(), now.dueAt(), false, null);
                case Change.Met done ->
                    new Moved(
                            done.window().subject().toString(),
                            done.window(),
                            null,
                            false,
                            null,
                            done.late(),
                            done.occurredAt(),
                            null,
                            null);
                case Change.Lapsed lapse -> of(lapse.window(), lapse.dueAt(), false, null);
                case Change.Rescinded back -> of(back.window(), null, false, null);
                case Change.Withdrawn gone -> of(gone.window(), null, false, null);
                case Change.Suspended stands -> of(stands.window(), null, false, null);
                case Change.Resumed now -> of(now.window(), now.dueAt(), true, null);
                case Change.Extended now -> of(now.window(), now.dueAt(), true, AGREEMENT);
                case Change.Moved now -> of(now.window(), now.dueAt(), true, CALENDAR);
                case Change.Ended ended ->
                    new Moved(
                            ended.subject().toString(),
                            null,
                            null,
                            false,
                            null,
                            null,
                            null,
                            ended.ending().word(),
                            ended.reopenableUntil());
                case Change.Reopened again ->
                    new Moved(again.subject().toString(), null, null, false, null, null, null, null, null);
            };
        }

        private static Moved of(
                WindowKey window, @Nullable Instant dueAt, boolean wasDueBefore, @Nullable String reason) {
            return new Moved(window.subject().toString(), window, dueAt, wasDueBefore, reason, null, null, null, null);
        }
    }

    /** One event on its way to the sheet. */
    private record Telling(Event event, long position, long version, String id, SheetWriter.Lines lines) {
        void tellAll() {
            String type = EventTypes.of(event.getClass());
            // a lapse is told by the window that it closes
            if (!(event instanceof WindowLapsed)) {
                tell(0, id, type, null, null);
            }
            List<Change> changes = event.changes();
            for (int index = 0; index < changes.size(); index++) {
                Change change = changes.get(index);
                int place = index + 1;
                tell(place, id + "." + place, EventTypes.of(change), type, Moved.by(change));
            }
        }

        private void tell(int place, String placeId, String type, @Nullable String cause, @Nullable Moved moved) {
            @Nullable Parties parties = parties(event);
            String subject = event.subject().toString();
            @Nullable WindowKey window = moved == null ? null : moved.window();
            @Nullable String movedSubject = moved == null ? null : moved.subject();
            @Nullable Obligation duty = window == null ? null : window.obligation();
            @Nullable String obligation = duty == null ? null : duty.id();
            @Nullable String owedBy = window == null ? null : Envelope.told(window.owedBy());
            @Nullable Integer number = window == null ? null : window.number();
            lines.add(
                    TELL,
                    position,
                    place,
                    placeId,
                    type,
                    event.at(),
                    subject,
                    version,
                    Envelope.told(event.by()),
                    event instanceof DecisionProposed || event instanceof DecisionReturned,
                    parties == null ? null : parties.consumer(),
                    parties == null ? null : parties.merchant(),
                    parties == null ? null : parties.operator(),
                    cause,
                    movedSubject,
                    obligation,
                    owedBy,
                    number,
                    moved == null ? null : moved.dueAt(),
                    moved != null && moved.wasDueBefore(),
                    moved == null ? null : moved.reason(),
                    moved == null ? null : moved.late(),
                    moved == null ? null : moved.occurredAt(),
                    moved == null ? null : moved.ending(),
                    moved == null ? null : moved.reopenableUntil(),
                    subject,
                    position,
                    obligation,
                    subject,
                    position,
                    place,
                    movedSubject,
                    obligation,
                    owedBy,
                    number);
        }
    }
}
