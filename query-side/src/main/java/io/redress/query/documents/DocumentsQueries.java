package io.redress.query.documents;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.personal.PersonalText;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.PersonalData;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.SheetReader.Rows;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads documents as they stand at an instant, and their versions. */
@Component
public final class DocumentsQueries {
    private static final String LIST = "documents";
    private static final String VERSIONS = "document-versions";

    /** More are seldom announced at once; the list of versions has them all. */
    private static final int ANNOUNCED_MAX = 10;

    private static final String DOCUMENTS = """
            SELECT d.*, p.number AS proposal_number, p.operator AS proposal_operator, p.proposed_at,
                p.effective_at AS proposal_effective_at, p.windows AS proposal_windows, p.state AS proposal_state,
                p.answered_at, p.reason, p.version AS proposal_version
            FROM read_model.document d
            LEFT JOIN read_model.document_proposal p ON p.subject = d.subject""";

    /** A plan of which nothing was published yet is there only for those who see its proposal. */
    private static final String SHOWN = """
            WHERE (p.subject IS NOT NULL
                OR EXISTS (SELECT FROM read_model.document_version v WHERE v.subject = d.subject))""";

    /** What is in force comes before what is announced. */
    private static final String WITH_VERSIONS = """
            LEFT JOIN LATERAL (
                (SELECT * FROM read_model.document_version
                 WHERE subject = d.subject AND NOT overtaken AND effective_at <= ?
                     AND (effective_until IS NULL OR effective_until > ?))
                UNION ALL
                (SELECT * FROM read_model.document_version
                 WHERE subject = d.subject AND NOT overtaken AND effective_at > ?
                 ORDER BY effective_at, version LIMIT ?)
            ) v ON true""";

    /** The version whose place a version takes: the highest number before it whose effect had begun by then. */
    private static final String WITH_REPLACED = """
            LEFT JOIN LATERAL (
                SELECT version AS replaces, windows AS replaced_windows FROM read_model.document_version
                WHERE subject = v.subject AND version < v.version AND effective_at <= v.effective_at
                ORDER BY version DESC LIMIT 1
            ) r ON true""";

    private static final String VERSION_COLUMNS = """
            v.version, v.published_at, v.published_by, v.effective_at, v.effective_until, v.overtaken, v.agreed_by,
                v.proposal, v.auto_urge, v.second_person_above_fen, v.windows, r.replaces, r.replaced_windows""";

    /**
     * Which documents are asked for.
     *
     * @param operator that agreed to a plan, or to which one is proposed, or whose mechanism it is
     * @param waiting only plans with a proposal that waits for an answer, or only documents without one
     */
    public record Wanted(
            SubjectId.@Nullable Kind kind,
            @Nullable String merchant,
            @Nullable String room,
            @Nullable String operator,
            @Nullable Boolean waiting) {}

    /** A row of the list: a document with one of its versions, if it has any. */
    private record Placed(DocumentView document, @Nullable VersionView version, long position) {}

    private final SheetReader sheets;
    private final PersonalData personal;

    DocumentsQueries(SheetReader sheets, PersonalData personal) {
        this.sheets = sheets;
        this.personal = personal;
    }

    /** Documents as they stand at {@code now}, those that began last first. */
    public Page<DocumentView> list(Reader reader, Wanted wanted, Instant now, @Nullable String cursor, int limit) {
        Question question = documents(reader);
        if (wanted.kind() != null) {
            question.and("AND d.kind = ?", wanted.kind().word());
        }
        if (wanted.merchant() != null) {
            question.and("AND d.merchant = ?", wanted.merchant());
        }
        if (wanted.room() != null) {
            question.and("AND d.room = ?", wanted.room());
        }
        if (wanted.operator() != null) {
            question.and("AND (d.operator = ? OR p.operator = ?)", wanted.operator(), wanted.operator());
        }
        if (wanted.waiting() != null) {
            question.and("AND (p.state IS NOT DISTINCT FROM 'waiting') = ?", wanted.waiting());
        }
        Cursor after = Cursor.read(LIST, 1, cursor);
        if (after != null) {
            question.and("AND d.begun_position < ?", after.number(0));
        }
        question.and("ORDER BY d.begun_position DESC LIMIT ?", limit + 1);
        List<Placed> oneMore = sheets.atOnce(reader, rows -> withVersions(rows, question, now));
        Page<Placed> page = Page.of(oneMore, limit, last -> Cursor.of(LIST, last.position()));
        return new Page<>(
                opened(reader, page.items().stream().map(Placed::document).toList()), page.next());
    }

    /** Why proposals were declined, in the words of who declined. */
    private List<DocumentView> opened(Reader reader, List<DocumentView> documents) {
        List<SubjectId> declined = documents.stream()
                .filter(document ->
                        document.proposal() != null && document.proposal().reason() != null)
                .map(DocumentView::subject)
                .toList();
        if (declined.isEmpty()) {
            return documents;
        }
        PersonalData.Opened opened = personal.of(reader, declined);
        return documents.stream().map(document -> opened(document, opened)).toList();
    }

    private static DocumentView opened(DocumentView document, PersonalData.Opened opened) {
        ProposalView proposal = document.proposal();
        if (proposal == null || proposal.reason() == null) {
            return document;
        }
        return document.with(proposal.because(PersonalText.of(opened.text(document.subject(), proposal.reason()))));
    }

    /**
     * What two parties negotiate is for them and for the platform, but for people at the desk who are close to either;
     * what they agreed on is for everybody.
     */
    private static Question documents(Reader reader) {
        Question question =
                Question.of("SELECT d.*, " + VERSION_COLUMNS + "\nFROM (").and(DOCUMENTS);
        switch (reader.kind()) {
            case SERVICE, PLATFORM -> {}
            case MERCHANT -> question.and("AND d.merchant = ?", reader.name());
            case OPERATOR -> question.and("AND p.operator = ? AND p.operator <> d.merchant", reader.name());
            case AGENT -> {
                reader.avoided(Role.MERCHANT).forEach(name -> question.and("AND d.merchant <> ?", name));
                reader.avoided(Role.ROOM_OPERATOR).forEach(name -> question.and("AND p.operator <> ?", name));
            }
            case CONSUMER, NOBODY -> question.and("AND false");
        }
        return question.and(SHOWN);
    }

    /** One document as it stands at {@code now}, and a page of its versions, the newest first. */
    public Optional<DocumentDetailView> read(
            Reader reader, SubjectId document, Instant now, @Nullable String cursor, int limit) {
        Question header = documents(reader).and("AND d.subject = ?", document.toString());
        Cursor before = Cursor.read(VERSIONS, 1, cursor);
        Optional<DocumentDetailView> found = sheets.atOnce(reader, rows -> {
            Page<VersionView> page = Page.of(
                    versions(rows, document, before, limit + 1, now),
                    limit,
                    last -> Cursor.of(VERSIONS, last.number()));
            return withVersions(rows, header, now).stream()
                    .findFirst()
                    .map(placed -> new DocumentDetailView(placed.document(), page.items(), page.next()));
        });
        return found.map(detail -> new DocumentDetailView(
                opened(reader, List.of(detail.document())).getFirst(), detail.versions(), detail.next()));
    }

    private static List<VersionView> versions(
            Rows rows, SubjectId document, @Nullable Cursor before, int limit, Instant now) {
        Question question = ofVersions(document);
        if (before != null) {
            question.and("AND v.version < ?", before.number(0));
        }
        question.and("ORDER BY v.version DESC LIMIT ?", limit);
        return rows.list(question, row -> version(row, now));
    }

    /** One version of a document. */
    Optional<VersionView> version(Reader reader, SubjectId document, int number, Instant now) {
        return sheets.one(reader, ofVersions(document).and("AND v.version = ?", number), row -> version(row, now));
    }

    private static Question ofVersions(SubjectId document) {
        return Question.of("SELECT " + VERSION_COLUMNS + "\nFROM read_model.document_version v")
                .and(WITH_REPLACED)
                .and("WHERE v.subject = ?", document.toString());
    }

    /** Puts together the rows of each document. */
    private static List<Placed> withVersions(Rows sheet, Question documents, Instant now) {
        documents
                .and(") d")
                .and(WITH_VERSIONS, now, now, now, ANNOUNCED_MAX)
                .and(WITH_REPLACED)
                .and("ORDER BY d.begun_position DESC, v.effective_at, v.version");
        Map<SubjectId, List<Placed>> rows = new LinkedHashMap<>();
        for (Placed row : sheet.list(documents, found -> placed(found, now))) {
            rows.computeIfAbsent(row.document().subject(), _ -> new ArrayList<>())
                    .add(row);
        }
        return rows.values().stream().map(DocumentsQueries::together).toList();
    }

    private static Placed together(List<Placed> rows) {
        DocumentView bare = rows.getFirst().document();
        VersionView inForce = null;
        List<VersionView> announced = new ArrayList<>();
        for (Placed row : rows) {
            VersionView version = row.version();
            if (version != null && version.state() == VersionState.IN_FORCE) {
                // a room that changed hands has one for each operator: the newest is shown first
                inForce = inForce == null || inForce.number() < version.number() ? version : inForce;
            } else if (version != null) {
                announced.add(version);
            }
        }
        DocumentView document = new DocumentView(
                bare.subject(),
                bare.kind(),
                bare.merchant(),
                bare.room(),
                bare.operator(),
                inForce,
                List.copyOf(announced),
                bare.proposal());
        return new Placed(document, null, rows.getFirst().position());
    }

    private static Placed placed(Row row, Instant now) throws SQLException {
        DocumentView document = new DocumentView(
                SubjectId.parse(row.text("subject")),
                row.text("kind"),
                row.textIfAny("merchant"),
                row.textIfAny("room"),
                row.textIfAny("operator"),
                null,
                List.of(),
                row.textIfAny("proposal_state") == null ? null : proposal(row));
        VersionView version = row.timeIfAny("effective_at") == null ? null : version(row, now);
        return new Placed(document, version, row.number("begun_position"));
    }

    private static ProposalView proposal(Row row) throws SQLException {
        return new ProposalView(
                row.count("proposal_number"),
                row.text("proposal_operator"),
                row.time("proposed_at"),
                row.timeIfAny("proposal_effective_at"),
                WindowLengths.read(row.text("proposal_windows")),
                row.text("proposal_state"),
                row.timeIfAny("answered_at"),
                row.personalIfAny("reason"),
                row.countIfAny("proposal_version"));
    }

    private static VersionView version(Row row, Instant now) throws SQLException {
        OffsetDateTime effectiveAt = row.time("effective_at");
        @Nullable OffsetDateTime effectiveUntil = row.timeIfAny("effective_until");
        @Nullable String replaced = row.textIfAny("replaced_windows");
        return new VersionView(
                row.count("version"),
                VersionState.at(now.atOffset(ZoneOffset.UTC), effectiveAt, effectiveUntil, row.flag("overtaken")),
                row.time("published_at"),
                Party.parse(row.text("published_by")),
                effectiveAt,
                effectiveUntil,
                row.textIfAny("agreed_by"),
                row.countIfAny("proposal"),
                row.flagIfAny("auto_urge"),
                row.numberIfAny("second_person_above_fen"),
                row.countIfAny("replaces"),
                VersionView.compare(
                        WindowLengths.read(row.text("windows")),
                        replaced == null ? Map.of() : WindowLengths.read(replaced)));
    }
}
