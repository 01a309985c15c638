package io.redress.query.partyrecord;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.window.Obligation;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.SheetReader.Rows;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.PartyRecordView.Figures;
import io.redress.query.partyrecord.PartyRecordView.InterventionView;
import io.redress.query.partyrecord.PartyRecordView.Interventions;
import io.redress.query.partyrecord.PartyRecordView.Line;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the records of parties. */
@Component
public final class PartyRecordQueries {
    /**
     * The openings that are counted, in days of Asia/Shanghai.
     *
     * @param from the first day, null for all before
     * @param to the last day, null for all after
     */
    public record Period(@Nullable LocalDate from, @Nullable LocalDate to) {
        private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

        private void limit(Question question) {
            if (from != null) {
                question.and("AND opened_at >= ?", from.atStartOfDay(ZONE).toInstant());
            }
            if (to != null) {
                question.and(
                        "AND opened_at < ?", to.plusDays(1).atStartOfDay(ZONE).toInstant());
            }
        }
    }

    private static final String FIGURES = """
            SELECT obligation, count(*) AS opened,
                count(*) FILTER (WHERE outcome = 'met') AS met_in_time,
                count(*) FILTER (WHERE outcome = 'met-late') AS met_late,
                count(*) FILTER (WHERE outcome = 'lapsed') AS lapsed,
                count(*) FILTER (WHERE outcome = 'lapsed' AND undone AND NOT over) AS lapsed_still_owed,
                count(*) FILTER (WHERE outcome = 'withdrawn') AS withdrawn,
                count(*) FILTER (WHERE outcome = 'open') AS open,
                count(*) FILTER (WHERE outcome = 'suspended') AS suspended,
                count(*) FILTER (WHERE rescinded) AS rescinded,
                floor(percentile_disc(0.5) WITHIN GROUP (
                        ORDER BY EXTRACT(EPOCH FROM closed_at - opened_at) - stood_micros / 1000000.0)
                    FILTER (WHERE outcome IN ('met', 'met-late')))::bigint AS median_seconds
            FROM read_model.party_record_window w WHERE owed_by = ?""";

    /** An intervention seen by one of those who stand in its case; the party is named three times. */
    private static final String SEEN = """
            SELECT * FROM (
                SELECT i.*, c.consumer, c.merchant, c.operator, CASE
                    WHEN i.outcome <> 'decided' THEN i.outcome
                    WHEN i.ordered = ? THEN 'decided-against'
                    WHEN c.consumer = ? THEN
                        CASE WHEN i.ordered IS NULL THEN 'decided-against' ELSE 'decided-for' END
                    WHEN c.respondent = ? THEN 'decided-for'
                    ELSE 'decided-on-others' END AS standing
                FROM read_model.party_record_intervention i
                JOIN read_model.party_record_case c ON c.subject = i.case_subject) seen
            WHERE""";

    private static final String WINDOWS_CURSOR = "party-windows";
    private static final String INTERVENTIONS_CURSOR = "party-interventions";

    private final SheetReader sheets;

    PartyRecordQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    private record Counted(@Nullable Obligation obligation, Figures figures) {}

    private record Placed<T>(T item, OffsetDateTime openedAt, long position, int index) {}

    /** The record of a party; empty when it never owed anything and stands in no case that the platform took up. */
    public Optional<PartyRecordView> read(Reader reader, Party party, Period period) {
        return sheets.atOnce(
                reader,
                rows -> isKnown(rows, reader, party)
                        ? Optional.of(known(rows, reader, party, period))
                        : Optional.empty());
    }

    private static boolean isKnown(Rows rows, Reader reader, Party party) {
        Question windows = impartial(
                        reader,
                        "w.owner",
                        Question.of(
                                "SELECT 1 FROM read_model.party_record_window w WHERE owed_by = ?", party.toString()))
                .and("LIMIT 1");
        return rows.one(windows, _ -> true).isPresent()
                || rows.one(seen(reader, party).and("LIMIT 1"), _ -> true).isPresent();
    }

    /**
     * Only what belongs to no case that this reader, at the platform's desk, keeps away from: the record of one party
     * must not show the case of another. Counts leave them out too, so that figures and rows agree.
     *
     * @param subject the column with the subject of the case
     */
    private static Question impartial(Reader reader, String subject, Question question) {
        if (reader.kind() == Reader.Kind.AGENT) {
            question.and("AND EXISTS (SELECT FROM read_model.party_record_case k WHERE k.subject = " + subject);
            for (Role role : List.of(Role.CONSUMER, Role.MERCHANT, Role.ROOM_OPERATOR)) {
                String column = switch (role) {
                    case CONSUMER -> "k.consumer";
                    case MERCHANT -> "k.merchant";
                    default -> "COALESCE(k.operator, 'room-operator:' || right(k.merchant, -length('merchant:')))";
                };
                reader.avoided(role).forEach(name -> question.and("AND " + column + " <> ?", role.word() + ":" + name));
            }
            question.and(")");
        }
        return question;
    }

    private static PartyRecordView known(Rows rows, Reader reader, Party party, Period period) {
        Question figures = impartial(reader, "w.owner", Question.of(FIGURES, party.toString()));
        period.limit(figures);
        figures.and("GROUP BY GROUPING SETS ((obligation), ()) ORDER BY obligation");
        Figures total = Figures.NONE;
        List<Line> lines = new ArrayList<>();
        for (Counted counted : rows.list(figures, PartyRecordQueries::counted)) {
            if (counted.obligation() == null) {
                total = counted.figures();
            } else {
                lines.add(new Line(counted.obligation(), counted.figures()));
            }
        }
        return new PartyRecordView(
                party,
                registered(rows, party),
                period.from(),
                period.to(),
                total,
                lines,
                interventions(rows, reader, party, period));
    }

    private static @Nullable Boolean registered(Rows rows, Party party) {
        return party.role() == Role.CONSUMER
                ? null
                : rows.one(
                                Question.of(
                                        "SELECT 1 FROM read_model.statement WHERE kind = 'party' AND said_by = ? LIMIT 1",
                                        party.toString()),
                                _ -> true)
                        .isPresent();
    }

    private static Counted counted(Row row) throws SQLException {
        @Nullable String obligation = row.textIfAny("obligation");
        @Nullable String median = row.textIfAny("median_seconds");
        return new Counted(
                obligation == null ? null : Obligation.of(obligation),
                new Figures(
                        row.number("opened"),
                        row.number("met_in_time"),
                        row.number("met_late"),
                        row.number("lapsed"),
                        row.number("lapsed_still_owed"),
                        row.number("withdrawn"),
                        row.number("open"),
                        row.number("suspended"),
                        row.number("rescinded"),
                        median == null ? null : Long.valueOf(median)));
    }

    private static Interventions interventions(Rows rows, Reader reader, Party party, Period period) {
        Map<String, Long> counts = new HashMap<>();
        Question seen = seen(reader, party);
        period.limit(seen);
        Question question = seen.around("SELECT standing, count(*) AS counted FROM (", ") one GROUP BY standing");
        rows.list(question, row -> Map.entry(row.text("standing"), row.number("counted")))
                .forEach(standing -> counts.put(standing.getKey(), standing.getValue()));
        return new Interventions(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault("open", 0L),
                counts.getOrDefault("decided-against", 0L),
                counts.getOrDefault("decided-for", 0L),
                counts.getOrDefault("decided-on-others", 0L),
                counts.getOrDefault("settled", 0L),
                counts.getOrDefault("referred", 0L),
                counts.getOrDefault("ended", 0L),
                counts.getOrDefault("rescinded", 0L));
    }

    /** The interventions on the cases in which the party stands; the platform stands in all of them. */
    private static Question seen(Reader reader, Party party) {
        String name = party.toString();
        Question seen = Question.of(SEEN, name, name, name);
        Question own = switch (party.role()) {
            case CONSUMER -> seen.and("consumer = ?", name);
            case MERCHANT -> seen.and("merchant = ?", name);
            case ROOM_OPERATOR -> seen.and("operator = ?", name);
            case PLATFORM -> seen.and("true");
        };
        return impartial(reader, "seen.case_subject", own);
    }

    /**
     * The windows behind the figures, in the order in which they opened.
     *
     * @param obligation only these, or null for all
     * @param outcome only those that stand so, or null for all
     * @param owed only lapsed ones whose duty is owed still (or is not), or null for all
     */
    public Page<WindowView> windows(
            Reader reader,
            Party party,
            Period period,
            @Nullable Obligation obligation,
            @Nullable WindowOutcome outcome,
            @Nullable Boolean owed,
            @Nullable String cursor,
            int limit,
            Instant now) {
        Question question = impartial(
                reader,
                "w.owner",
                Question.of("SELECT * FROM read_model.party_record_window w WHERE owed_by = ?", party.toString()));
        period.limit(question);
        if (obligation != null) {
            question.and("AND obligation = ?", obligation.id());
        }
        if (outcome != null) {
            question.and("AND outcome = ?", outcome.word());
        }
        if (owed != null) {
            question.and("AND (outcome = 'lapsed' AND undone AND NOT over) = ?", owed);
        }
        Cursor after = Cursor.read(WINDOWS_CURSOR, 3, cursor);
        if (after != null) {
            question.and(
                    "AND (opened_at, opened_position, opened_index) > (?, ?, ?)",
                    after.time(0),
                    after.number(1),
                    after.number(2));
        }
        question.and("ORDER BY opened_at, opened_position, opened_index LIMIT ?", limit + 1);
        return unplaced(Page.of(
                sheets.list(
                        reader,
                        question,
                        row -> new Placed<>(
                                WindowView.of(row, now),
                                row.time("opened_at"),
                                row.number("opened_position"),
                                row.count("opened_index"))),
                limit,
                last -> Cursor.of(WINDOWS_CURSOR, last.openedAt(), last.position(), last.index())));
    }

    /**
     * The interventions behind the figures, in the order in which they opened.
     *
     * @param outcome only those that stand so for the party, or null for all
     */
    public Page<InterventionView> interventions(
            Reader reader, Party party, Period period, @Nullable String outcome, @Nullable String cursor, int limit) {
        Question question = seen(reader, party);
        period.limit(question);
        if (outcome != null) {
            question.and("AND standing = ?", outcome);
        }
        Cursor after = Cursor.read(INTERVENTIONS_CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (opened_at, opened_position) > (?, ?)", after.time(0), after.number(1));
        }
        question.and("ORDER BY opened_at, opened_position LIMIT ?", limit + 1);
        return unplaced(Page.of(
                sheets.list(
                        reader,
                        question,
                        row -> new Placed<>(
                                intervention(row), row.time("opened_at"), row.number("opened_position"), 0)),
                limit,
                last -> Cursor.of(INTERVENTIONS_CURSOR, last.openedAt(), last.position())));
    }

    private static InterventionView intervention(Row row) throws SQLException {
        @Nullable String ordered = row.textIfAny("ordered");
        return new InterventionView(
                SubjectId.parse(row.text("case_subject")).intervention(),
                row.time("opened_at"),
                row.text("standing"),
                ordered == null ? null : Party.parse(ordered),
                row.timeIfAny("ended_at"));
    }

    private static <T> Page<T> unplaced(Page<Placed<T>> page) {
        return new Page<>(page.items().stream().map(Placed::item).toList(), page.next());
    }
}
