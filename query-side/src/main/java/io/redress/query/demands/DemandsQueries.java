package io.redress.query.demands;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.query.CaseState;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the list of demands. */
@Component
public final class DemandsQueries {
    private static final String CURSOR = "demands";

    /** A row of the list with its place in it. */
    private record Placed(DemandView demand, long position) {}

    private final SheetReader sheets;

    DemandsQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * Which demands are asked for; null asks for all.
     *
     * @param party in which it stands; the platform stands in all of them
     * @param kind only return requests or only complaints
     * @param order that they name
     */
    public record Wanted(
            @Nullable Party party,
            @Nullable CaseState state,
            SubjectId.@Nullable Kind kind,
            @Nullable SubjectId order) {}

    /** Demands that are open to the reader, the newest first. */
    public Page<DemandView> list(Reader reader, Wanted wanted, @Nullable String cursor, int limit) {
        Question question = Question.of("""
                SELECT d.*, w.holders, w.next_due_at
                FROM read_model.demand d
                LEFT JOIN LATERAL (
                    SELECT array_agg(DISTINCT owed_by) AS holders, min(due_at) AS next_due_at
                    FROM read_model.demand_window
                    WHERE demand = d.subject AND NOT suspended
                ) w ON true
                WHERE true""").openTo(reader, "d.").inWhich(wanted.party(), "d.");
        if (wanted.state() != null) {
            question.and("AND d.state = ?", wanted.state().word());
        }
        if (wanted.kind() != null) {
            question.and("AND d.kind = ?", wanted.kind().word());
        }
        if (wanted.order() != null) {
            question.and("AND d.order_subject = ?", wanted.order().toString());
        }
        Cursor after = Cursor.read(CURSOR, 1, cursor);
        if (after != null) {
            question.and("AND d.filed_position < ?", after.number(0));
        }
        question.and("ORDER BY d.filed_position DESC LIMIT ?", limit + 1);
        List<Placed> oneMore =
                sheets.list(reader, question, row -> new Placed(demand(row), row.number("filed_position")));
        Page<Placed> page = Page.of(oneMore, limit, last -> Cursor.of(CURSOR, last.position()));
        return new Page<>(page.items().stream().map(Placed::demand).toList(), page.next());
    }

    private static DemandView demand(Row row) throws SQLException {
        @Nullable String order = row.textIfAny("order_subject");
        @Nullable String ending = row.textIfAny("ending");
        return new DemandView(
                SubjectId.parse(row.text("subject")),
                new Parties(row.text("consumer"), row.text("merchant"), row.text("operator"), row.text("room")),
                order == null ? null : SubjectId.parse(order),
                CaseState.of(row.text("state")),
                ending == null ? null : Ending.of(ending),
                row.timeIfAny("reopenable_until"),
                row.number("amount_fen"),
                row.numberIfAny("ordered_fen"),
                row.number("paid_back_fen"),
                row.time("filed_at"),
                row.texts("holders").stream().map(Party::parse).toList(),
                row.timeIfAny("next_due_at"),
                row.flag("intervention_open"));
    }
}
