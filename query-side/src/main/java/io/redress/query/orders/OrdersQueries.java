package io.redress.query.orders;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.DocumentVersion;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.orders.OrderDetailView.LineView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads orders. */
@Component
public final class OrdersQueries {
    private static final String CURSOR = "orders";

    /** A row of the list with its place in it. */
    private record Placed(OrderView order, long position) {}

    private final SheetReader sheets;

    OrdersQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * Which orders are asked for; null asks for all.
     *
     * @param party in which it stands; the platform stands in all of them
     * @param paidFrom paid at this instant or later
     * @param paidBefore paid before this instant
     */
    public record Wanted(
            @Nullable Party party,
            @Nullable String room,
            @Nullable Instant paidFrom,
            @Nullable Instant paidBefore) {}

    /** Orders that are open to the reader, the newest first. */
    public Page<OrderView> list(Reader reader, Wanted wanted, @Nullable String cursor, int limit) {
        Question question = Question.of("SELECT * FROM read_model.sold_order WHERE true")
                .openTo(reader, "")
                .inWhich(wanted.party(), "")
                .ifAny("AND room = ?", wanted.room())
                .ifAny("AND paid_at >= ?", wanted.paidFrom())
                .ifAny("AND paid_at < ?", wanted.paidBefore());
        Cursor after = Cursor.read(CURSOR, 1, cursor);
        if (after != null) {
            question.and("AND registered_position < ?", after.number(0));
        }
        question.and("ORDER BY registered_position DESC LIMIT ?", limit + 1);
        List<Placed> oneMore =
                sheets.list(reader, question, row -> new Placed(order(row), row.number("registered_position")));
        Page<Placed> page = Page.of(oneMore, limit, last -> Cursor.of(CURSOR, last.position()));
        return new Page<>(page.items().stream().map(Placed::order).toList(), page.next());
    }

    /** One order with its lines. */
    public Optional<OrderDetailView> read(Reader reader, SubjectId order) {
        Question header = Question.of("SELECT * FROM read_model.sold_order WHERE subject = ?", order.toString())
                .openTo(reader, "");
        Question lines = Question.of(
                "SELECT * FROM read_model.sold_order_line WHERE subject = ? ORDER BY place", order.toString());
        return sheets.atOnce(reader, rows -> {
            List<LineView> sold = rows.list(lines, OrdersQueries::line);
            return rows.one(header, row -> detail(row, sold));
        });
    }

    private static OrderView order(Row row) throws SQLException {
        return new OrderView(
                SubjectId.parse(row.text("subject")),
                new Parties(row.text("consumer"), row.text("merchant"), row.text("operator"), row.text("room")),
                row.time("paid_at"),
                row.number("amount_fen"),
                row.number("paid_back_fen"),
                row.count("lines_count"),
                row.count("lines_left"),
                row.timeIfAny("delivered_at"),
                row.timeIfAny("cancelled_at"));
    }

    private static OrderDetailView detail(Row row, List<LineView> lines) throws SQLException {
        @Nullable String plan = row.textIfAny("plan");
        return new OrderDetailView(
                order(row),
                row.time("registered_at"),
                row.timeIfAny("agreed_ship_by"),
                plan == null ? null : new DocumentVersion(SubjectId.parse(plan), row.count("plan_version")),
                lines,
                row.number("version"));
    }

    private static LineView line(Row row) throws SQLException {
        @Nullable String claimedBy = row.textIfAny("claimed_by");
        return new LineView(
                row.text("line"),
                row.number("amount_fen"),
                row.flag("no_reason_return"),
                row.timeIfAny("shipped_at"),
                row.timeIfAny("struck_at"),
                claimedBy == null ? null : SubjectId.parse(claimedBy));
    }
}
