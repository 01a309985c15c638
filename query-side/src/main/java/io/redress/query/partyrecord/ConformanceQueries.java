package io.redress.query.partyrecord;

import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.window.Obligation;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.Texts.Bilingual;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads how all parties together keep to the standard, for the platform: the records of punctuality, summed up, and the
 * documents that are not there. What is counted as what is said where a record is read, so that both agree.
 */
@Component
public final class ConformanceQueries {
    private static final String MISSING_CURSOR = "missing-documents";

    private static final String WINDOWS = " FROM read_model.party_record_window w WHERE true";

    /**
     * Whoever stands in a case is expected to have said what the standard wants; a room that a merchant runs itself has
     * no operator. It takes the moment six times.
     */
    private static final String MISSING = """
            WITH party AS (
                SELECT DISTINCT merchant AS party FROM read_model.party_record_case WHERE merchant <> 'merchant:'
                UNION SELECT DISTINCT operator FROM read_model.party_record_case
                    WHERE operator IS NOT NULL AND operator <> 'room-operator:'
                UNION SELECT 'platform'),
            deal AS (
                SELECT DISTINCT merchant, room FROM read_model.party_record_case
                WHERE merchant <> 'merchant:' AND room <> ''),
            said AS (
                SELECT s.kind, s.said_by, v.content
                FROM read_model.statement s JOIN read_model.statement_version v ON v.subject = s.subject
                WHERE NOT v.overtaken AND v.effective_at <= ? AND (v.effective_until IS NULL OR v.effective_until > ?)),
            channel AS (
                SELECT said_by, one ->> 'purpose' AS purpose
                FROM said CROSS JOIN LATERAL json_array_elements(content -> 'channels') one WHERE kind = 'party'),
            in_force AS (
                SELECT d.* FROM read_model.document d WHERE EXISTS (
                    SELECT FROM read_model.document_version v WHERE v.subject = d.subject AND NOT v.overtaken
                        AND v.effective_at <= ? AND (v.effective_until IS NULL OR v.effective_until > ?))),
            missing AS (
                SELECT 'channel' AS what, party, '' AS room FROM party
                WHERE party NOT IN (SELECT said_by FROM channel)
                UNION ALL SELECT wanted, party, ''
                FROM party CROSS JOIN (VALUES ('complaint-handling'), ('return-handling'), ('service-system'),
                    ('dispute-information')) of_all (wanted)
                WHERE NOT EXISTS (SELECT FROM said WHERE kind = wanted AND said_by = party)
                UNION ALL SELECT 'report-channel', 'platform', ''
                WHERE NOT EXISTS (SELECT FROM channel WHERE said_by = 'platform' AND purpose = 'report')
                UNION ALL SELECT 'emergency-mechanism', party, '' FROM party
                WHERE party LIKE 'room-operator:%' AND NOT EXISTS (
                    SELECT FROM in_force d WHERE d.kind = 'mechanism' AND 'room-operator:' || d.operator = party)
                UNION ALL SELECT 'service-plan', deal.merchant, deal.room FROM deal
                WHERE NOT EXISTS (SELECT FROM in_force d WHERE d.kind = 'plan'
                    AND 'merchant:' || d.merchant = deal.merchant AND d.room = deal.room)
                UNION ALL SELECT 'platform-rules', 'platform', ''
                WHERE NOT EXISTS (SELECT FROM in_force d WHERE d.kind = 'rules'))
            """;

    private final SheetReader sheets;

    ConformanceQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /**
     * The figures of a record of punctuality but the median, which cannot be summed up: {@code opened} is the sum of
     * {@code metInTime}, {@code metLate}, {@code lapsed}, {@code withdrawn}, {@code open}, {@code suspended} and
     * {@code unheard}.
     */
    public record Counts(
            long opened,
            long metInTime,
            long metLate,
            long lapsed,
            long lapsedStillOwed,
            long withdrawn,
            long open,
            long suspended,
            long rescinded,
            long unheard) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Both together. */
        public Counts and(Counts other) {
            return new Counts(
                    opened + other.opened,
                    metInTime + other.metInTime,
                    metLate + other.metLate,
                    lapsed + other.lapsed,
                    lapsedStillOwed + other.lapsedStillOwed,
                    withdrawn + other.withdrawn,
                    open + other.open,
                    suspended + other.suspended,
                    rescinded + other.rescinded,
                    unheard + other.unheard);
        }
    }

    /** What windows of a duty that somebody of this role owes come to. */
    public record Line(Obligation obligation, Counts counts) {}

    /** How many of what made windows moot. */
    public record Moot(String by, long count, Bilingual text) {}

    /** What is not there: of whom, and of a service plan for which room. */
    public record Missing(
            String what, Party party, @Nullable String room) {}

    /** How often it is not there. */
    public record MissingCount(String what, Role of, long count) {}

    /** The figures of every duty that anybody owed. */
    public List<Line> lines(Reader reader, Part part) {
        Question question = part.limit(
                        forThePlatform(reader, "SELECT obligation, " + PartyRecordQueries.COUNTS + WINDOWS),
                        "w.opened_at",
                        "w.owner")
                .and("GROUP BY obligation ORDER BY obligation");
        return sheets.list(
                reader,
                question,
                row -> new Line(Obligation.of(row.text("obligation")), ConformanceQueries.counts(row)));
    }

    /** What made windows moot, of all duties. */
    public List<Moot> moot(Reader reader, Part part) {
        Question question = part.limit(
                        forThePlatform(
                                reader,
                                "SELECT withdrawn_by, count(*) AS counted" + WINDOWS + " AND outcome = 'withdrawn'"),
                        "w.opened_at",
                        "w.owner")
                .and("GROUP BY withdrawn_by ORDER BY withdrawn_by");
        return sheets.list(
                reader,
                question,
                row -> new Moot(
                        row.text("withdrawn_by"),
                        row.number("counted"),
                        PartyRecordQueries.why("windows", "withdrawn")));
    }

    /** Why windows that opened are in no figure of punctuality: an {@code outcome} or another name of a figure. */
    public static Bilingual why(String figure) {
        return PartyRecordQueries.why("windows", figure);
    }

    /** The windows behind the figures, in the order in which they opened. */
    public Page<WindowView> windows(
            Reader reader,
            Collection<Obligation> obligations,
            Part part,
            Which which,
            @Nullable String cursor,
            int limit,
            Instant now) {
        Question question = forThePlatform(reader, "SELECT *" + WINDOWS)
                .and(
                        "AND obligation IN (" + String.join(", ", Collections.nCopies(obligations.size(), "?")) + ")",
                        obligations.stream().map(Obligation::id).toArray());
        return PartyRecordQueries.windows(
                sheets, reader, which.limit(part.limit(question, "w.opened_at", "w.owner")), cursor, limit, now);
    }

    /** How often each document is missing at {@code now}, by whose it would be. */
    public List<MissingCount> missing(Reader reader, Instant now) {
        Question question = missing(now).and("""
                SELECT what, split_part(party, ':', 1) AS role, count(*) AS counted FROM missing
                WHERE true""").and(onlyFor(reader)).and("GROUP BY what, role");
        return sheets.list(
                reader,
                question,
                row -> new MissingCount(row.text("what"), role(row.text("role")), row.number("counted")));
    }

    /** Who lacks this document at {@code now}. */
    public Page<Missing> missing(
            Reader reader, String what, Collection<Role> of, Instant now, @Nullable String cursor, int limit) {
        Question question = missing(now)
                .and("SELECT * FROM missing WHERE what = ?", what)
                .and(onlyFor(reader))
                .and(
                        "AND split_part(party, ':', 1) IN (" + String.join(", ", Collections.nCopies(of.size(), "?"))
                                + ")",
                        of.stream().map(Role::word).toArray());
        Cursor after = Cursor.read(MISSING_CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (party, room) > (?, ?)", after.part(0), after.part(1));
        }
        question.and("ORDER BY party, room LIMIT ?", limit + 1);
        return Page.of(
                sheets.list(reader, question, ConformanceQueries::missing),
                limit,
                last -> Cursor.of(MISSING_CURSOR, last.party(), Objects.requireNonNullElse(last.room(), "")));
    }

    private static Question missing(Instant now) {
        return Question.of(MISSING, now, now, now, now);
    }

    private static Missing missing(Row row) throws SQLException {
        String room = row.text("room");
        return new Missing(row.text("what"), Party.parse(row.text("party")), room.isEmpty() ? null : room);
    }

    private static Role role(String word) {
        return Party.parse(word.equals(Role.PLATFORM.word()) ? word : word + ":?")
                .role();
    }

    private static Question forThePlatform(Reader reader, String select) {
        return Question.of(select).and(onlyFor(reader));
    }

    /** Sums over all parties are the platform's: what a person at the desk may not see of a party is in them. */
    private static String onlyFor(Reader reader) {
        return reader.kind() == Reader.Kind.PLATFORM || reader.kind() == Reader.Kind.SERVICE ? "" : "AND false";
    }

    private static Counts counts(Row row) throws SQLException {
        return new Counts(
                row.number("opened"),
                row.number("met_in_time"),
                row.number("met_late"),
                row.number("lapsed"),
                row.number("lapsed_still_owed"),
                row.number("withdrawn"),
                row.number("open"),
                row.number("suspended"),
                row.number("rescinded"),
                row.number("unheard"));
    }
}
