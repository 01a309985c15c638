package io.redress.query.orders;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.InterventionEvent;
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
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.WindowEvent;
import io.redress.query.PaidBack;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps what happened to every order and to each of its lines; its windows are on other sheets. */
@Sheet(processor = "read.orders")
final class OrdersProjection {
    private static final String REGISTER = """
            INSERT INTO read_model.sold_order (subject, consumer, merchant, operator, room, paid_at, registered_at,
                registered_position, agreed_ship_by, plan, plan_version, amount_fen, lines_count, lines_left)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String LINE = """
            INSERT INTO read_model.sold_order_line (subject, place, line, amount_fen, no_reason_return)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String LEFT = "UPDATE read_model.sold_order SET lines_left = ? WHERE subject = ?";

    private static final String SHIP = """
            UPDATE read_model.sold_order_line SET shipped_at = ? WHERE subject = ? AND line = ?""";

    private static final String STRIKE = """
            UPDATE read_model.sold_order_line SET struck_at = ? WHERE subject = ? AND line = ?""";

    private static final String CLAIM = """
            UPDATE read_model.sold_order_line SET claimed_by = ? WHERE subject = ? AND line = ?""";

    private static final String RELEASE = """
            UPDATE read_model.sold_order_line SET claimed_by = NULL WHERE subject = ? AND line = ?""";

    private static final String DELIVER = "UPDATE read_model.sold_order SET delivered_at = ? WHERE subject = ?";

    private static final String CANCEL = "UPDATE read_model.sold_order SET cancelled_at = ? WHERE subject = ?";

    private static final String TAKE_IN = """
            UPDATE read_model.sold_order SET version = version + 1, taken_in_position = ?
            WHERE subject = ? AND taken_in_position < ?""";

    private final SheetWriter sheet;

    OrdersProjection(JdbcTemplate jdbc) {
        sheet = new SheetWriter(jdbc);
    }

    @EventHandler
    void on(Event event, TrackingToken token) {
        switch (event) {
            case OrderEvent own -> {
                long position = SheetWriter.position(token);
                sheet.write(own, position, lines -> {
                    write(own, position, lines);
                    takeIn(own, position, lines);
                });
            }
            case WindowEvent own -> {
                if (own.subject().kind() == SubjectId.Kind.ORDER) {
                    long position = SheetWriter.position(token);
                    sheet.write(own, position, lines -> {
                        if (own instanceof FactCorrected corrected) {
                            correct(corrected, position, lines);
                        }
                        takeIn(own, position, lines);
                    });
                }
            }
            case ReturnEvent _,
                    ComplaintEvent _,
                    DemandEvent _,
                    InterventionEvent _,
                    InquiryEvent _,
                    ReportEvent _,
                    DocumentEvent _ -> {}
            case RecordEvent _ -> {}
            default -> throw new IllegalStateException("an event of no family: " + event.getClass());
        }
    }

    /** Counts the event, once however often it comes. */
    private static void takeIn(Event event, long position, SheetWriter.Lines lines) {
        lines.add(TAKE_IN, position, event.subject().toString(), position);
    }

    private static void write(OrderEvent event, long position, SheetWriter.Lines lines) {
        String subject = event.subject().toString();
        switch (event) {
            case OrderRegistered registered -> register(registered, position, lines);
            case OrderShipped shipped -> {
                shipped.lines().forEach(line -> lines.change(SHIP, shipped.occurred(), subject, line));
                lines.change(LEFT, shipped.left().size(), subject);
            }
            case OrderLinesStruck struck -> {
                struck.lines().forEach(line -> lines.change(STRIKE, struck.at(), subject, line));
                lines.change(LEFT, struck.left().size(), subject);
            }
            case OrderLinesClaimed claimed -> {
                String holder = claimed.returnRequest().toString();
                claimed.lines().forEach(line -> lines.change(CLAIM, holder, subject, line));
            }
            case OrderLinesReleased released -> released.lines().forEach(line -> lines.change(RELEASE, subject, line));
            case OrderDelivered delivered -> lines.change(DELIVER, delivered.occurred(), subject);
            case OrderCancelled cancelled -> lines.change(CANCEL, cancelled.at(), subject);
            case OrderPaidBack _, ShipmentUrged _ -> {}
        }
        PaidBack.write("read_model.sold_order", event, position, lines);
    }

    private static void correct(FactCorrected fact, long position, SheetWriter.Lines lines) {
        String subject = fact.subject().toString();
        if (fact.fact() == Fact.DELIVER) {
            lines.change(DELIVER, fact.occurredAt(), subject);
        } else {
            String correct = fact.fact() == Fact.SHIP ? SHIP : STRIKE;
            fact.lines().forEach(line -> lines.change(correct, fact.occurredAt(), subject, line));
            lines.change(LEFT, fact.left().size(), subject);
        }
        PaidBack.write("read_model.sold_order", fact, position, lines);
    }

    private static void register(OrderRegistered order, long position, SheetWriter.Lines lines) {
        String subject = order.subject().toString();
        Parties parties = order.parties();
        @Nullable DocumentVersion plan = order.plan();
        List<OrderLine> sold = order.lines();
        lines.add(
                REGISTER,
                subject,
                parties.consumer(),
                parties.merchant(),
                parties.operator(),
                parties.room(),
                order.paidAt(),
                order.at(),
                position,
                order.agreedShipBy(),
                plan == null ? null : plan.document().toString(),
                plan == null ? null : plan.version(),
                sold.stream().mapToLong(OrderLine::amountFen).reduce(0, Math::addExact),
                sold.size(),
                sold.size());
        for (int place = 0; place < sold.size(); place++) {
            OrderLine line = sold.get(place);
            lines.add(LINE, subject, place, line.line(), line.amountFen(), line.noReasonReturn());
        }
    }
}
