package io.redress.query.statements;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.documents.VersionState;
import io.redress.query.statements.StatementView.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads statements as they stand at an instant, and their versions. */
@Component
public final class StatementsQueries {
    private static final String LIST = "statements";
    private static final String VERSIONS = "statement-versions";

    private static final String COLUMNS = """
            SELECT s.*, v.version, v.published_at, v.published_by, v.effective_at, v.effective_until, v.overtaken,
                v.content, r.replaces, r.replaced_content
            FROM read_model.statement s""";

    private static final String IN_FORCE = """
            LEFT JOIN LATERAL (
                SELECT * FROM read_model.statement_version
                WHERE subject = s.subject AND NOT overtaken AND effective_at <= ?
                    AND (effective_until IS NULL OR effective_until > ?)
                ORDER BY version DESC LIMIT 1
            ) v ON true""";

    /** The version whose place a version takes: the highest number before it whose effect had begun by then. */
    private static final String WITH_REPLACED = """
            LEFT JOIN LATERAL (
                SELECT version AS replaces, content AS replaced_content FROM read_model.statement_version
                WHERE subject = v.subject AND version < v.version AND effective_at <= v.effective_at
                ORDER BY version DESC LIMIT 1
            ) r ON true
            WHERE true""";

    /** Which statements are asked for; null asks for all. */
    public record Wanted(
            @Nullable String kind,
            @Nullable Party by,
            @Nullable String merchant,
            @Nullable String operator,
            @Nullable String room,
            @Nullable String about) {
        /** What a party states. */
        public static Wanted of(Party by) {
            return new Wanted(null, by, null, null, null, null);
        }

        /** What is stated of this kind about a room. */
        public static Wanted about(String room, String kind) {
            return new Wanted(kind, null, null, null, room, null);
        }
    }

    private record Placed(StatementView statement, long position) {}

    private final SheetReader sheets;

    StatementsQueries(SheetReader sheets) {
        this.sheets = sheets;
    }

    /** Statements as they stand at {@code now}, those that began last first. */
    public Page<StatementView> list(Reader reader, Wanted wanted, Instant now, @Nullable String cursor, int limit) {
        Question question = Question.of(COLUMNS).and(IN_FORCE, now, now).and(WITH_REPLACED);
        openTo(reader, question);
        only(question, "kind", wanted.kind());
        only(question, "said_by", wanted.by() == null ? null : wanted.by().toString());
        only(question, "merchant", wanted.merchant());
        only(question, "operator", wanted.operator());
        only(question, "room", wanted.room());
        only(question, "about", wanted.about());
        Cursor after = Cursor.read(LIST, 1, cursor);
        if (after != null) {
            question.and("AND s.begun_position < ?", after.number(0));
        }
        question.and("ORDER BY s.begun_position DESC LIMIT ?", limit + 1);
        Page<Placed> page = Page.of(
                sheets.list(reader, question, row -> new Placed(statement(row, now), row.number("begun_position"))),
                limit,
                last -> Cursor.of(LIST, last.position()));
        return new Page<>(page.items().stream().map(Placed::statement).toList(), page.next());
    }

    private static void only(Question question, String column, @Nullable String value) {
        if (value != null) {
            question.and("AND s." + column + " = ?", value);
        }
    }

    /** What is stated openly is for everybody; the rest is for those whom it names and for the platform. */
    private static void openTo(Reader reader, Question question) {
        switch (reader.kind()) {
            case SERVICE, PLATFORM -> {}
            case MERCHANT ->
                question.and(
                        "AND (s.open OR s.merchant = ? OR (s.operator = ? AND s.merchant = ''))",
                        reader.name(),
                        reader.name());
            case OPERATOR ->
                question.and("AND (s.open OR (s.operator = ? AND s.operator <> s.merchant))", reader.name());
            case AGENT -> {
                reader.avoided(Role.MERCHANT).forEach(name -> question.and("AND (s.open OR s.merchant <> ?)", name));
                reader.avoided(Role.ROOM_OPERATOR)
                        .forEach(name -> question.and("AND (s.open OR s.operator <> ?)", name));
            }
            case CONSUMER, NOBODY -> question.and("AND s.open");
        }
    }

    /** The versions of a statement, the newest first; empty when there is none for this reader. */
    public Page<Version> versions(Reader reader, SubjectId statement, Instant now, @Nullable String cursor, int limit) {
        Question question = Question.of(COLUMNS)
                .and("JOIN read_model.statement_version v ON v.subject = s.subject")
                .and(WITH_REPLACED)
                .and("AND s.subject = ?", statement.toString());
        openTo(reader, question);
        Cursor before = Cursor.read(VERSIONS, 1, cursor);
        if (before != null) {
            question.and("AND v.version < ?", before.number(0));
        }
        question.and("ORDER BY v.version DESC LIMIT ?", limit + 1);
        return Page.of(
                sheets.list(reader, question, row -> version(row, now)),
                limit,
                last -> Cursor.of(VERSIONS, last.number()));
    }

    /** Who a party says it is; empty when it did not register. */
    public Optional<StatementView> party(Reader reader, Party party, Instant now) {
        return list(reader, new Wanted("party", party, null, null, null, null), now, null, 1).items().stream()
                .findFirst();
    }

    private static StatementView statement(Row row, Instant now) throws SQLException {
        return new StatementView(
                SubjectId.parse(row.text("subject")),
                row.text("kind"),
                Party.parse(row.text("said_by")),
                named(row.text("merchant")),
                named(row.text("operator")),
                named(row.text("room")),
                row.textIfAny("about"),
                row.flag("open"),
                row.countIfAny("version") == null ? null : version(row, now));
    }

    private static @Nullable String named(String name) {
        return name.isEmpty() ? null : name;
    }

    private static Version version(Row row, Instant now) throws SQLException {
        OffsetDateTime effectiveAt = row.time("effective_at");
        @Nullable OffsetDateTime effectiveUntil = row.timeIfAny("effective_until");
        JsonNode content = read(row.text("content"));
        @Nullable String replaced = row.textIfAny("replaced_content");
        return new Version(
                row.count("version"),
                VersionState.at(now.atOffset(ZoneOffset.UTC), effectiveAt, effectiveUntil, row.flag("overtaken")),
                row.time("published_at"),
                Party.parse(row.text("published_by")),
                effectiveAt,
                effectiveUntil,
                content,
                row.countIfAny("replaces"),
                replaced == null ? List.of() : StatementView.compare(content, read(replaced)));
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
