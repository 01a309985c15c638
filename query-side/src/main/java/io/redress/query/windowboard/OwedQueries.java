package io.redress.query.windowboard;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.WindowView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a party owes, breached on top; what merchants owe in these cases; and how they keep what they owe. */
@Component
public final class OwedQueries {
    private final SheetReader sheets;

    OwedQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /** A window, and who has a part in what it runs on; the room is not on this sheet. */
    public record Owed(WindowView window, Parties parties) {}

    /**
     * How a merchant kept what it owed, as its record counts it: what nobody told it of by dueAt is in none of these.
     *
     * @param inTime met in time
     * @param late met late
     * @param lapsed lapsed and not done since
     */
    public record Kept(String merchant, long inTime, long late, long lapsed) {
        public long of() {
            return inTime + late + lapsed;
        }
    }

    /**
     * What the party owes: windows that run, and before them those that lapsed whose duty is owed still. The soonest
     * first.
     *
     * @param only these obligations; empty for all
     */
    public List<Owed> owed(Reader reader, Party party, Set<Obligation> only, Instant now, int limit) {
        Question running = which("FROM read_model.window_board w WHERE closed_at IS NULL", reader, party, only, limit);
        Question lapsed = which("""
                FROM read_model.party_record_window r
                JOIN read_model.window_board w USING (subject, obligation, owed_by, number)
                WHERE r.outcome = 'lapsed' AND r.undone AND NOT r.over AND w.outcome = 'lapsed'""", reader, party, only, limit);
        return sheets.atOnce(reader, rows -> {
            List<Owed> owed = new ArrayList<>(rows.list(lapsed, row -> owed(row, now)));
            owed.addAll(rows.list(running, row -> owed(row, now)));
            return owed.stream()
                    .sorted(Comparator.comparing(one -> one.window().dueAt()))
                    .limit(limit)
                    .toList();
        });
    }

    private static Question which(String from, Reader reader, Party party, Set<Obligation> only, int limit) {
        Question question = Question.of("SELECT w.* " + from).and("AND owed_by = ?", party.toString());
        if (!only.isEmpty()) {
            question.and(
                    "AND obligation IN (" + marks(only) + ")",
                    only.stream().map(Obligation::id).toArray());
        }
        return question.openTo(reader, "w.").and("ORDER BY w.due_at, w.subject, w.obligation LIMIT ?", limit);
    }

    private static String marks(Collection<?> values) {
        return values.stream().map(_ -> "?").collect(Collectors.joining(", "));
    }

    private static Owed owed(Row row, Instant now) throws SQLException {
        return new Owed(
                WindowView.of(row, now),
                new Parties(row.text("consumer"), row.text("merchant"), row.text("operator"), ""));
    }

    /** What merchants owe in these cases, running or lapsed, the soonest first. */
    public List<WindowView> ofMerchants(Reader reader, Collection<SubjectId> cases, Instant now) {
        Set<SubjectId> owners = new HashSet<>(cases);
        if (owners.isEmpty()) {
            return List.of();
        }
        Question question = Question.of(
                        "SELECT * FROM read_model.window_board WHERE owner IN (" + marks(owners) + ")",
                        owners.stream().map(SubjectId::toString).toArray())
                .and("AND owed_by = 'merchant:' || merchant AND (closed_at IS NULL OR outcome = 'lapsed')")
                .openTo(reader, "")
                .and("ORDER BY due_at, subject, obligation");
        return sheets.list(reader, question, row -> WindowView.of(row, now));
    }

    /** How these merchants kept what was due since then in cases in which the reader has a part. */
    public List<Kept> kept(Reader reader, Collection<String> merchants, Instant since) {
        if (merchants.isEmpty()) {
            return List.of();
        }
        Question question = Question.of("""
                        SELECT merchant, count(*) FILTER (WHERE outcome = 'met') AS in_time,
                            count(*) FILTER (WHERE outcome = 'met-late' AND NOT unheard) AS late,
                            count(*) FILTER (WHERE outcome = 'lapsed' AND NOT unheard) AS lapsed
                        FROM read_model.window_board WHERE closed_at IS NOT NULL AND due_at >= ?""", since)
                .and(
                        "AND owed_by IN (" + marks(merchants) + ")",
                        merchants.stream()
                                .map(name -> Party.merchant(name).toString())
                                .toArray())
                .openTo(reader, "")
                .and("GROUP BY merchant ORDER BY merchant");
        return sheets.list(
                reader,
                question,
                row -> new Kept(row.text("merchant"), row.number("in_time"), row.number("late"), row.number("lapsed")));
    }
}
