package io.redress.query.kept;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.RetentionTerms;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.PersonalData;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads until when the personal data of cases is kept. */
@Component
public final class KeptQueries {
    private static final String CURSOR = "kept";
    private static final String ACCESSES = "accesses";

    /** An order is kept as long as the demands on it. */
    private static final String KEPT = """
            SELECT c.*, r.held_since, r.forgotten_at, r.forgotten_keys, p.asked_at,
                o.opening, o.asked_at AS opening_asked_at, o.agent, o.reason,
                CASE WHEN d.one_goes_on THEN NULL ELSE GREATEST(c.ends_at, d.ends_at) END AS until
            FROM read_model.kept_case c
            LEFT JOIN read_model.kept_record r ON r.subject = c.subject
            LEFT JOIN LATERAL (SELECT x.* FROM read_model.kept_opening x
                WHERE x.subject = c.subject ORDER BY x.opening DESC LIMIT 1) o ON o.agreed_at IS NULL
            LEFT JOIN read_model.kept_person p ON c.consumer <> '' AND p.person = 'consumer:' || c.consumer
            LEFT JOIN LATERAL (
                SELECT bool_or(x.ends_at IS NULL) AS one_goes_on, max(x.ends_at) AS ends_at
                FROM read_model.kept_case x WHERE x.order_subject = c.subject) d ON true
            WHERE true""";

    private final SheetReader sheets;
    private final PersonalData personal;
    private final RetentionTerms terms = RetentionTerms.shipped();

    KeptQueries(SheetReader sheets, PersonalData personal) {
        this.sheets = sheets;
        this.personal = personal;
    }

    /** A case whose term may be over. */
    public record Candidate(SubjectId subject, List<SubjectId> demands) {}

    /**
     * What ends when, that whose own term ends first at the head; what is not over, or of an order a demand, has no end
     * and is not here.
     */
    public Page<KeptView> list(Reader reader, @Nullable String cursor, int limit) {
        Question question = Question.of(KEPT)
                .and("AND c.ends_at IS NOT NULL AND d.one_goes_on IS NOT TRUE")
                .openTo(reader, "c.");
        Cursor after = Cursor.read(CURSOR, 2, cursor);
        if (after != null) {
            question.and("AND (c.ends_at, c.subject) > (?, ?)", after.time(0), after.part(1));
        }
        question.and("ORDER BY c.ends_at, c.subject LIMIT ?", limit + 1);
        Page<Listed> page = Page.of(
                sheets.list(reader, question, row -> new Listed(view(reader, row), row.time("ends_at"))),
                limit,
                last -> Cursor.of(CURSOR, last.endsAt(), last.view().subject()));
        return new Page<>(opened(reader, page.items().stream().map(Listed::view).toList()), page.next());
    }

    private record Listed(KeptView view, OffsetDateTime endsAt) {}

    /** The same of one case. */
    public Optional<KeptView> of(Reader reader, SubjectId subject) {
        return sheets.one(
                        reader,
                        Question.of(KEPT)
                                .and("AND c.subject = ?", subject.toString())
                                .openTo(reader, "c."),
                        row -> view(reader, row))
                .map(view -> opened(reader, List.of(view)).getFirst());
    }

    /** What was said about keeping and opening them: written in the records of the cases, and not in these. */
    private List<KeptView> opened(Reader reader, List<KeptView> views) {
        if (views.isEmpty() || !reader.isPlatform()) {
            return views;
        }
        Map<SubjectId, List<HoldView>> holds =
                said(reader, "kept_hold", "ORDER BY position DESC", views, KeptQueries::hold);
        Map<SubjectId, List<OpeningView>> openings = said(
                reader, "kept_opening", "AND agreed_at IS NOT NULL ORDER BY opening DESC", views, KeptQueries::opening);
        List<SubjectId> spoken = views.stream()
                .filter(view -> view.openingAsked() != null
                        || holds.containsKey(view.subject())
                        || openings.containsKey(view.subject()))
                .map(view -> view.subject().record())
                .toList();
        if (spoken.isEmpty()) {
            return views;
        }
        PersonalData.Opened opened = personal.of(reader, spoken);
        return views.stream()
                .map(view -> view.with(
                        holds.getOrDefault(view.subject(), List.of()),
                        openings.getOrDefault(view.subject(), List.of()),
                        opened))
                .toList();
    }

    private <T> Map<SubjectId, List<T>> said(
            Reader reader, String table, String which, List<KeptView> views, SheetReader.Shape<T> shape) {
        Question question = Question.of(
                        "SELECT * FROM read_model." + table + " WHERE subject IN (?" + ", ?".repeat(views.size() - 1)
                                + ")",
                        views.stream().map(view -> view.subject().toString()).toArray())
                .and(which);
        return sheets
                .list(reader, question, row -> Map.entry(SubjectId.parse(row.text("subject")), shape.of(row)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    private static HoldView hold(Row row) throws SQLException {
        return new HoldView(
                row.time("held_at"),
                Objects.requireNonNull(row.personalIfAny("reason")),
                row.timeIfAny("lifted_at"),
                row.personalIfAny("lifted_because"));
    }

    private static OpeningView opening(Row row) throws SQLException {
        return new OpeningView(
                row.count("opening"),
                row.time("asked_at"),
                row.text("agent"),
                Objects.requireNonNull(row.personalIfAny("reason")),
                row.time("agreed_at"),
                row.text("agreed_by"),
                row.time("until"));
    }

    /** Some cases whose terms are over by this sheet, and which nothing keeps, behind this one. */
    public List<Candidate> ended(Instant now, String after, int limit) {
        return sheets.list(
                Reader.SERVICE,
                Question.of("""
                        SELECT c.subject, ARRAY(SELECT d.subject FROM read_model.kept_case d
                            WHERE d.order_subject = c.subject ORDER BY 1) AS demands
                        FROM read_model.kept_case c
                        LEFT JOIN read_model.kept_record r ON r.subject = c.subject
                        WHERE c.ends_at <= ? AND c.subject > ? AND r.held_since IS NULL
                            AND (r.forgotten_term IS NULL OR r.forgotten_term < c.ends_at)
                            AND NOT EXISTS (SELECT FROM read_model.kept_case d
                                WHERE d.order_subject = c.subject AND (d.ends_at IS NULL OR d.ends_at > ?))
                        ORDER BY c.subject LIMIT ?""", now, after, now, limit),
                row -> new Candidate(
                        SubjectId.parse(row.text("subject")),
                        row.texts("demands").stream().map(SubjectId::parse).toList()));
    }

    /** To whom the personal data of a case was shown, the latest first; of the desk its people know each other only. */
    public Page<AccessView> accesses(Reader reader, SubjectId subject, @Nullable String cursor, int limit) {
        Question question = Question.of("""
                        SELECT k.* FROM read_model.kept_reading k
                        JOIN read_model.kept_case c ON c.subject = k.subject WHERE k.subject = ?""", subject.toString()).openTo(reader, "c.");
        Cursor after = Cursor.read(ACCESSES, 1, cursor);
        if (after != null) {
            question.and("AND k.position < ?", after.number(0));
        }
        question.and("ORDER BY k.position DESC LIMIT ?", limit + 1);
        Page<Access> page = Page.of(
                sheets.list(reader, question, row -> new Access(access(reader, row), row.number("position"))),
                limit,
                last -> Cursor.of(ACCESSES, last.position()));
        return new Page<>(page.items().stream().map(Access::view).toList(), page.next());
    }

    private record Access(AccessView view, long position) {}

    private static AccessView access(Reader reader, Row row) throws SQLException {
        Party by = Party.parse(row.text("by"));
        @Nullable Integer opening = row.countIfAny("opening");
        String ground = opening != null ? "opening" : by.role() == Role.PLATFORM ? "platform" : "party";
        return new AccessView(row.time("at"), by, reader.isPlatform() ? row.textIfAny("agent") : null, ground, opening);
    }

    private static @Nullable OpeningAskedView asked(Reader reader, Row row) throws SQLException {
        @Nullable Integer opening = row.countIfAny("opening");
        @Nullable PersonalText reason = row.personalIfAny("reason");
        return opening == null || reason == null || !reader.isPlatform()
                ? null
                : new OpeningAskedView(opening, row.time("opening_asked_at"), row.text("agent"), reason);
    }

    private KeptView view(Reader reader, Row row) throws SQLException {
        String kind = row.text("kind");
        return new KeptView(
                SubjectId.parse(row.text("subject")),
                row.time("last_at"),
                row.timeIfAny("until"),
                terms.term(kind),
                terms.clause(kind),
                terms.source(kind),
                row.timeIfAny("held_since"),
                List.of(),
                asked(reader, row),
                List.of(),
                row.timeIfAny("asked_at"),
                row.timeIfAny("forgotten_at"),
                row.countIfAny("forgotten_keys"));
    }
}
