package io.redress.query.platformqueue;

import io.redress.api.Event;
import io.redress.api.KeptTime;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintAccepted;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.complaint.FactsVerified;
import io.redress.api.complaint.SolutionCosigned;
import io.redress.api.demand.CoordinationRecorded;
import io.redress.api.demand.DemandEvent;
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
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.api.window.WindowUnheard;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts items into the platform's queue and takes them out.
 *
 * <p>An item stays as long as what it waits for is owed, whether or not its window lapsed: the lapse marks it (an
 * alert), and the mark goes with the item. Most items are kept by a window of the platform: they come when it opens
 * and go when it is met or withdrawn. The others are put by a lapse and wait for an act without a window: urging in
 * place of the room operator, executing in place of the party. These go when the act is done, when the party does it
 * after all, or when there is nothing left to do it for.
 *
 * <p>The lapse of {@code platform-urge-shipment} has no item of its own kind to mark (the platform urges automatically,
 * unless its rules say otherwise), and an alert that nobody sees is none: it puts a marked urge item.
 */
@Sheet(processor = "read.platform-queue")
final class PlatformQueueProjection {
    /** How long an urge item may wait; it only orders the queue. */
    private static final Duration URGE_WITHIN = Duration.ofHours(24);

    private static final String BEGIN = """
            INSERT INTO read_model.queue_case (subject, order_subject, consumer, merchant, operator, room, amount_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String PUT = """
            INSERT INTO read_model.queue_item (put_position, kind, case_subject, subject, put_at, waits_for, due_at,
                provisional, suspended, marked, amount_fen, reason, cause_obligation, cause_owed_by, cause_number, cause_due_at)
            SELECT ?, ?, c.subject, ?, ?, CAST(? AS text), CAST(? AS timestamptz), ?, false, false, c.amount_fen, ?,
                CAST(? AS text), CAST(? AS text), CAST(? AS integer), CAST(? AS timestamptz)
            FROM read_model.queue_case c WHERE c.subject = ?
            ON CONFLICT (put_position, kind) DO UPDATE SET kind = EXCLUDED.kind""";

    private static final String REACH =
            "UPDATE read_model.queue_case SET reached_at = COALESCE(reached_at, ?) WHERE subject = ?";

    private static final String SERIOUS = "UPDATE read_model.queue_case SET serious = true WHERE subject = ?";

    private static final String TAKE_KIND = """
            DELETE FROM read_model.queue_item WHERE case_subject = ? AND kind = ?""";

    private static final String TAKE_CAUSED_BY = """
            DELETE FROM read_model.queue_item
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?
                AND kind IN ('urge', 'execution')""";

    private static final String MEET_CAUSE = """
            UPDATE read_model.queue_item SET cause_met_at = ?
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?""";

    private static final String RESCIND_CAUSE = """
            UPDATE read_model.queue_item SET cause_rescinded = true, cause_unheard = false, cause_met_at = NULL
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?""";

    /** It runs again: what met it never happened. */
    private static final String UNMEET_CAUSE = """
            UPDATE read_model.queue_item SET cause_met_at = NULL
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?""";

    /** What was not late after all is late: the fact that said so was corrected. */
    private static final String LAPSE_AGAIN = """
            UPDATE read_model.queue_item SET cause_rescinded = false, cause_met_at = NULL
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?""";

    private static final String RESCIND_LAPSE = """
            UPDATE read_model.queue_lapse l SET rescinded = true, unheard = false
            FROM read_model.queue_item i
            WHERE l.subject = ? AND l.obligation = ? AND l.owed_by = ? AND NOT l.rescinded
                AND i.put_position = l.put_position AND i.kind = l.kind AND i.case_subject = ?""";

    private static final String UNHEARD_CAUSE = """
            UPDATE read_model.queue_item SET cause_unheard = true
            WHERE case_subject = ? AND cause_obligation = ? AND cause_owed_by = ? AND cause_number = ?""";

    private static final String UNHEARD_LAPSE = """
            UPDATE read_model.queue_lapse l SET unheard = true
            FROM read_model.queue_item i
            WHERE l.subject = ? AND l.obligation = ? AND l.owed_by = ? AND l.due_at = ? AND NOT l.rescinded
                AND i.put_position = l.put_position AND i.kind = l.kind AND i.case_subject = ?""";

    private static final String TAKE_INTERVENTION = """
            DELETE FROM read_model.queue_item
            WHERE case_subject = ? AND kind IN ('intervention', 'execution', 'appeal', 'remedies')""";

    /** The solution is due beside the taking up, and waits behind it. */
    private static final String EXPECT_SOLUTION = """
            UPDATE read_model.queue_item SET solution_due_at = ?, solution_provisional = ?
            WHERE case_subject = ? AND kind = 'intervention'""";

    private static final String WAIT_FOR_SOLUTION = """
            UPDATE read_model.queue_item SET waits_for = 'platform-provide-solution', due_at = solution_due_at,
                provisional = solution_provisional
            WHERE case_subject = ? AND kind = 'intervention'""";

    private static final String SUSPEND = """
            UPDATE read_model.queue_item SET suspended = true WHERE case_subject = ? AND waits_for = ?""";

    private static final String MOVE = """
            UPDATE read_model.queue_item SET suspended = false, due_at = ?, provisional = ?
            WHERE case_subject = ? AND waits_for = ?""";

    /** Of a solution that waits behind the taking up. */
    private static final String MOVE_SOLUTION = """
            UPDATE read_model.queue_item SET solution_due_at = ?, solution_provisional = ?
            WHERE case_subject = ? AND kind = 'intervention'""";

    private static final String ORDER = "UPDATE read_model.queue_case SET ordered_fen = ? WHERE subject = ?";

    /** Of the item that waits for the decision. */
    private static final String PROPOSE = """
            UPDATE read_model.queue_item
            SET proposed_at = ?, proposed_by = ?, proposed_orders = ?, proposed_fen = ?
            WHERE case_subject = ? AND kind = ?""";

    private static final String RETURN = """
            UPDATE read_model.queue_item
            SET proposed_at = NULL, proposed_by = NULL, proposed_orders = NULL, proposed_fen = NULL
            WHERE case_subject = ?""";

    /** Not the lapse that put the item there, when it comes again: the item's reason names it. */
    private static final String LIST_LAPSE = """
            INSERT INTO read_model.queue_lapse (put_position, kind, position, subject, obligation, owed_by, due_at,
                recorded_at, alert)
            SELECT i.put_position, i.kind, ?, ?, ?, ?, ?, ?, i.kind = ? AND i.waits_for IS NOT NULL
            FROM read_model.queue_item i WHERE i.case_subject = ? AND (i.put_position = ?
                OR ROW(i.cause_obligation, i.cause_owed_by, i.cause_number)
                    IS DISTINCT FROM ROW(CAST(? AS text), CAST(? AS text), CAST(? AS integer)))
            ON CONFLICT DO NOTHING""";

    /** An item that waits for nothing has no window that could lapse. */
    private static final String MARK = """
            UPDATE read_model.queue_item SET marked = true
            WHERE case_subject = ? AND kind = ? AND waits_for IS NOT NULL""";

    private final SheetWriter sheet;

    PlatformQueueProjection(JdbcTemplate jdbc) {
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
                    ReportEvent _,
                    WindowEvent _ -> sheet.write(event, position, lines -> write(event, position, lines));
            // Nobody's lapse there reaches the platform.
            case InquiryEvent _, DocumentEvent _ -> {}
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    private static void write(Event event, long position, SheetWriter.Lines lines) {
        switch (event) {
            case OrderEvent own -> write(own, lines);
            case ReturnEvent own -> write(own, lines);
            case ComplaintEvent own -> write(own, lines);
            case DemandEvent own -> write(own, lines);
            case InterventionEvent own -> write(own, lines);
            case ReportEvent own -> write(own, lines);
            case WindowUnheard found -> unheard(found, lines);
            default -> {}
        }
        for (Change change : event.changes()) {
            switch (change) {
                case Change.Opened opened -> open(event, opened, position, lines);
                case Change.Met met -> meet(event, met, lines);
                case Change.Rescinded rescinded -> rescind(event.subject(), rescinded.window(), lines);
                case Change.Withdrawn withdrawn -> withdraw(event.subject(), withdrawn.window(), lines);
                case Change.Lapsed lapsed -> lapse(event, lapsed, position, lines);
                case Change.Suspended suspended -> suspend(event.subject(), suspended.window(), lines);
                case Change.Resumed resumed -> {
                    ofCause(UNMEET_CAUSE, event.subject(), resumed.window(), lines);
                    move(event.subject(), resumed.window(), resumed.dueAt(), resumed.provisional(), lines);
                }
                case Change.Extended extended ->
                    move(event.subject(), extended.window(), extended.dueAt(), false, lines);
                case Change.Moved moved ->
                    move(event.subject(), moved.window(), moved.dueAt(), moved.provisional(), lines);
                case Change.Ended ended -> end(event.subject(), ended.subject(), lines);
                case Change.Reopened _ -> {}
            }
        }
    }

    // ---- what an event says besides its changes

    private static void write(OrderEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case OrderRegistered order ->
                begin(
                        order.subject(),
                        order.subject(),
                        order.parties(),
                        order.lines().stream().mapToLong(OrderLine::amountFen).reduce(0, Math::addExact),
                        lines);
            case ShipmentUrged urged -> urged(urged, lines);
            case OrderShipped shipped -> {
                if (shipped.left().isEmpty()) {
                    take(ItemKind.URGE, shipped.subject(), lines);
                }
            }
            case OrderLinesStruck struck -> {
                if (struck.left().isEmpty()) {
                    take(ItemKind.URGE, struck.subject(), lines);
                }
            }
            case OrderDelivered _, OrderCancelled _, OrderLinesClaimed _, OrderLinesReleased _, OrderPaidBack _ -> {}
        }
    }

    private static void write(ReturnEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case ReturnFiled filed -> begin(filed.subject(), filed.order(), filed.parties(), filed.amountFen(), lines);
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

    private static void write(ComplaintEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case ComplaintFiled filed -> {
                begin(filed.subject(), filed.order(), filed.parties(), filed.amountFen(), lines);
                if (filed.serious()) {
                    lines.change(SERIOUS, filed.subject().toString());
                }
            }
            case ComplaintFlaggedSerious flagged ->
                lines.change(SERIOUS, flagged.subject().toString());
            case ComplaintAccepted _, ComplaintRedirected _, FactsVerified _, SolutionCosigned _ -> {}
        }
    }

    private static void write(DemandEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case DemandUrged urged -> urged(urged, lines);
            case CoordinationRecorded _,
                    DemandRated _,
                    DemandReopened _,
                    DemandWithdrawn _,
                    InterventionRequested _,
                    MessageSent _,
                    PartyInfoDisclosed _,
                    PartyInfoRequested _,
                    SettlementPerformed _,
                    SolutionAccepted _,
                    SolutionOffered _,
                    SolutionRejected _ -> {}
        }
    }

    private static void write(InterventionEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case AppealDecided decided -> {
                // A lapsed execution of the order that was in force is no longer owed.
                if (decided.outcome() == Outcome.REVERSED) {
                    take(ItemKind.EXECUTION, decided.subject(), lines);
                    lines.change(ORDER, decided.amountFen(), decided.subject().toString());
                }
            }
            case CaseDecided decided ->
                lines.change(ORDER, decided.amountFen(), decided.subject().toString());
            case DecisionProposed proposed -> {
                ItemKind kind = proposed.onAppeal() ? ItemKind.APPEAL : ItemKind.INTERVENTION;
                lines.change(
                        PROPOSE,
                        proposed.at(),
                        proposed.agent(),
                        proposed.orders().toString(),
                        proposed.amountFen(),
                        proposed.subject().toString(),
                        kind.word());
            }
            case DecisionReturned returned ->
                lines.change(RETURN, returned.subject().toString());
            case AppraisalEnded _,
                    AppraisalStarted _,
                    CaseReferredOutside _,
                    CaseSettled _,
                    CaseTakenUp _,
                    DecisionAppealed _,
                    DecisionPerformed _,
                    EvidenceRequested _,
                    EvidenceSubmitted _,
                    RemediesInformed _ -> {}
        }
    }

    private static void write(ReportEvent event, SheetWriter.Lines lines) {
        switch (event) {
            case ViolationReported reported ->
                begin(reported.subject(), null, new Parties("", "", "", reported.room()), 0, lines);
            case ReportTriaged _ -> {}
        }
    }

    private static void begin(
            SubjectId subject, @Nullable SubjectId order, Parties parties, long amountFen, SheetWriter.Lines lines) {
        lines.add(
                BEGIN,
                subject.toString(),
                order == null ? null : order.toString(),
                parties.consumer(),
                parties.merchant(),
                parties.operator(),
                parties.room(),
                amountFen);
    }

    /** The platform urged: that is what its urge items wait for. The operator's notice works by what it meets. */
    private static void urged(Event notice, SheetWriter.Lines lines) {
        if (notice.by().equals(Party.PLATFORM)) {
            take(ItemKind.URGE, notice.subject(), lines);
        }
    }

    // ---- what changes do

    private static void open(Event event, Change.Opened opened, long position, SheetWriter.Lines lines) {
        Obligation obligation = opened.window().obligation();
        if (obligation == Obligation.PLATFORM_PROVIDE_SOLUTION) {
            lines.change(
                    EXPECT_SOLUTION,
                    opened.dueAt(),
                    opened.provisional(),
                    event.subject().toString());
            return;
        }
        @Nullable ItemKind kind = ItemKind.waitingFor(obligation);
        if (kind != null) {
            put(
                    kind,
                    event,
                    opened.window().subject(),
                    obligation,
                    opened.dueAt(),
                    opened.provisional(),
                    position,
                    lines);
        }
    }

    private static void meet(Event event, Change.Met met, SheetWriter.Lines lines) {
        SubjectId subject = event.subject();
        WindowKey window = met.window();
        if (met.late()) {
            lines.add(
                    MEET_CAUSE,
                    met.at(event),
                    subject.toString(),
                    window.obligation().id(),
                    window.owedBy().toString(),
                    window.number());
        }
        if (window.obligation() == Obligation.PLATFORM_OPEN_INTERVENTION) {
            lines.change(WAIT_FOR_SOLUTION, subject.toString());
        } else {
            withdraw(subject, window, lines);
        }
        if (met.late() && ItemKind.putByLapseOf(window.obligation()) != null) {
            ofCause(TAKE_CAUSED_BY, subject, window, lines);
        }
    }

    /** What the lapse put here goes, but an intervention that an agent has in hand: it stays, and says so. */
    private static void rescind(SubjectId subject, WindowKey window, SheetWriter.Lines lines) {
        ofCause(TAKE_CAUSED_BY, subject, window, lines);
        ofCause(RESCIND_CAUSE, subject, window, lines);
        lines.add(
                RESCIND_LAPSE,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                subject.toString());
    }

    private static void unheard(WindowUnheard found, SheetWriter.Lines lines) {
        WindowKey window = found.window();
        ofCause(UNHEARD_CAUSE, found.subject(), window, lines);
        lines.add(
                UNHEARD_LAPSE,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                found.dueAt(),
                found.subject().toString());
    }

    private static void ofCause(String sql, SubjectId subject, WindowKey window, SheetWriter.Lines lines) {
        lines.add(
                sql,
                subject.toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
    }

    private static void withdraw(SubjectId subject, WindowKey window, SheetWriter.Lines lines) {
        @Nullable ItemKind kind = ItemKind.waitingFor(window.obligation());
        if (kind != null) {
            take(kind, subject, lines);
        }
    }

    private static void lapse(Event event, Change.Lapsed lapsed, long position, SheetWriter.Lines lines) {
        WindowKey window = lapsed.window();
        ofCause(LAPSE_AGAIN, event.subject(), window, lines);
        boolean alertPutsItem = window.obligation() == Obligation.PLATFORM_URGE_SHIPMENT;
        if (alertPutsItem) {
            put(ItemKind.URGE, event, window.subject(), window.obligation(), lapsed.dueAt(), false, position, lines);
        }
        @Nullable ItemKind alerted = alertPutsItem ? ItemKind.URGE : ItemKind.waitingFor(window.obligation());
        String subject = event.subject().toString();
        lines.add(
                LIST_LAPSE,
                position,
                window.subject().toString(),
                window.obligation().id(),
                window.owedBy().toString(),
                lapsed.dueAt(),
                event.at(),
                alerted == null ? "" : alerted.word(),
                subject,
                position,
                window.obligation().id(),
                window.owedBy().toString(),
                window.number());
        if (alerted != null) {
            lines.change(MARK, subject, alerted.word());
        }
        @Nullable ItemKind put = ItemKind.putByLapseOf(window.obligation());
        if (put != null && !alertPutsItem) {
            @Nullable
            Instant dueAt =
                    put == ItemKind.URGE ? KeptTime.orLast(lapsed.dueAt().plus(URGE_WITHIN)) : null;
            put(put, event, window.subject(), null, dueAt, false, position, lines);
        }
    }

    private static void suspend(SubjectId subject, WindowKey window, SheetWriter.Lines lines) {
        if (ItemKind.waitingFor(window.obligation()) != null) {
            lines.add(SUSPEND, subject.toString(), window.obligation().id());
        }
    }

    private static void move(
            SubjectId subject, WindowKey window, Instant dueAt, boolean provisional, SheetWriter.Lines lines) {
        if (ItemKind.waitingFor(window.obligation()) != null) {
            lines.add(
                    MOVE,
                    dueAt,
                    provisional,
                    subject.toString(),
                    window.obligation().id());
        }
        if (window.obligation() == Obligation.PLATFORM_PROVIDE_SOLUTION) {
            lines.add(MOVE_SOLUTION, dueAt, provisional, subject.toString());
        }
    }

    private static void end(SubjectId subject, SubjectId ended, SheetWriter.Lines lines) {
        if (ended.kind() == SubjectId.Kind.INTERVENTION) {
            lines.add(TAKE_INTERVENTION, subject.toString());
        } else if (ended.isDemand() || ended.kind() == SubjectId.Kind.ORDER) {
            take(ItemKind.URGE, subject, lines);
        }
    }

    private static void put(
            ItemKind kind,
            Event event,
            SubjectId itemSubject,
            @Nullable Obligation waitsFor,
            @Nullable Instant dueAt,
            boolean provisional,
            long position,
            SheetWriter.Lines lines) {
        @Nullable WindowKey cause = event instanceof WindowLapsed lapsed ? lapsed.window() : null;
        lines.change(
                PUT,
                position,
                kind.word(),
                itemSubject.toString(),
                event.at(),
                waitsFor == null ? null : waitsFor.id(),
                dueAt,
                provisional,
                Reason.of(event).code(),
                cause == null ? null : cause.obligation().id(),
                cause == null ? null : cause.owedBy().toString(),
                cause == null ? null : cause.number(),
                cause == null ? null : dueAtOfLapse(event),
                event.subject().toString());
        lines.change(REACH, event.at(), event.subject().toString());
    }

    private static @Nullable Instant dueAtOfLapse(Event event) {
        for (Change change : event.changes()) {
            if (change instanceof Change.Lapsed lapsed) {
                return lapsed.dueAt();
            }
        }
        return null;
    }

    private static void take(ItemKind kind, SubjectId subject, SheetWriter.Lines lines) {
        lines.add(TAKE_KIND, subject.toString(), kind.word());
    }
}
