package io.redress.query.windowboard;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the window board. */
@Component
public final class WindowBoardQueries {
    private static final String CURSOR = "windows";
    private static final String CASE_CURSOR = "case-windows";

    private final SheetReader sheets;

    WindowBoardQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * Every window ever opened, as the ledger of a scenario lists them: by the second in which they opened, then by
     * subject, obligation, owner (by code point) and number. Rows come one by one, all from one moment.
     */
    public void ledger(Consumer<LedgerRow> each) {
        Question all = Question.of("""
                SELECT label, obligation, number, owed_by, opened_at, due_at, outcome, closed_at, layer
                FROM read_model.window_board
                ORDER BY date_trunc('second', opened_at), label, obligation, owed_by, number, subject""");
        sheets.each(Reader.SERVICE, all, WindowBoardQueries::ledgerRow, each);
    }

    private static LedgerRow ledgerRow(Row row) throws SQLException {
        return new LedgerRow(
                row.text("label"),
                Obligation.of(row.text("obligation")),
                row.count("number"),
                Party.parse(row.text("owed_by")),
                row.time("opened_at"),
                row.time("due_at"),
                WindowOutcome.of(row.text("outcome")),
                row.timeIfAny("closed_at"),
                Layer.of(row.text("layer")));
    }

    private record Placed(WindowView window, long position, int index) {}

    /** The windows of a subject, and of the intervention on it, in the order in which they opened. */
    public Page<WindowView> of(Reader reader, SubjectId subject, @Nullable String cursor, int limit, Instant now) {
        Question question = Question.of("SELECT * FROM read_model.window_board WHERE owner = ?", subject.toString())
                .openTo(reader, "");
        Cursor after = Cursor.read(CASE_CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (opened_position, opened_index) > (?, ?)", after.number(0), after.number(1));
        }
        question.and("ORDER BY opened_position, opened_index LIMIT ?", limit + 1);
        Page<Placed> page = Page.of(
                sheets.list(
                        reader,
                        question,
                        row -> new Placed(
                                WindowView.of(row, now), row.number("opened_position"), row.count("opened_index"))),
                limit,
                last -> Cursor.of(CASE_CURSOR, last.position(), last.index()));
        return new Page<>(page.items().stream().map(Placed::window).toList(), page.next());
    }

    /** Windows of cases in which the reader has a part, soonest dueAt first; running ones unless the filter says otherwise. */
    public Page<WindowView> board(Reader reader, WindowFilter filter, @Nullable String cursor, int limit, Instant now) {
        Question question = Question.of("SELECT * FROM read_model.window_board");
        filter.limit(question);
        question.openTo(reader, "");
        Cursor after = Cursor.read(CURSOR, 5, cursor);
        if (after != null) {
            question.and(
                    "AND (due_at, subject, obligation, owed_by, number) > (?, ?, ?, ?, ?)",
                    after.time(0),
                    after.part(1),
                    after.part(2),
                    after.part(3),
                    after.number(4));
        }
        question.and("ORDER BY due_at, subject, obligation, owed_by, number LIMIT ?", limit + 1);
        return Page.of(
                sheets.list(reader, question, row -> WindowView.of(row, now)), limit, WindowBoardQueries::cursor);
    }

    private static Cursor cursor(WindowView last) {
        return Cursor.of(CURSOR, last.dueAt(), last.subject(), last.obligation().id(), last.owedBy(), last.number());
    }
}
