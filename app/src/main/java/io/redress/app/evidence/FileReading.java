package io.redress.app.evidence;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.personal.PersonalKeys;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads files for somebody: what was submitted is for all who have a part in the case, drafts for their own party. */
@Component
public final class FileReading {
    private static final String LIST = "files";

    private static final String FILE = """
            SELECT f.*, l.id AS superseded_by, c.upload
            FROM evidence.file f
            LEFT JOIN evidence.content c ON c.party = f.party AND c.sha256 = f.sha256
            LEFT JOIN evidence.file l ON l.supersedes = f.id AND l.submitted_at IS NOT NULL
            WHERE f.subject = ?""";

    /** How far a file has come. */
    enum State {
        UPLOADING,
        STAGED,
        SUBMITTED,
        SUPERSEDED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A file as it is shown.
     *
     * @param received how many bytes have come
     * @param sha256 of its bytes, null before all have come
     */
    public record View(
            String file,
            String subject,
            String party,
            String state,
            String type,
            long bytes,
            long received,
            @Nullable String sha256,
            @Nullable String supersedes,
            @Nullable String supersededBy,
            @Nullable OffsetDateTime submittedAt) {}

    /** A file with the name under which its bytes are kept, null before all have come. */
    public record Found(View view, @Nullable String upload) {}

    private final SheetReader sheets;
    private final PersonalKeys keys;

    FileReading(SheetReader sheets, PersonalKeys keys) {
        this.sheets = sheets;
        this.keys = keys;
    }

    public Page<View> list(Reader reader, SubjectId of, @Nullable String cursor, int limit) {
        Question question = question(reader, of);
        Cursor after = Cursor.read(LIST, 1, cursor);
        if (after != null) {
            question.and("AND f.id > ?", after.part(0));
        }
        question.and("ORDER BY f.id LIMIT ?", limit + 1);
        return Page.of(
                sheets.list(reader, question, row -> found(row).view()), limit, last -> Cursor.of(LIST, last.file()));
    }

    public Optional<Found> one(Reader reader, SubjectId of, String file) {
        return sheets.one(reader, question(reader, of).and("AND f.id = ?", file), FileReading::found);
    }

    /** The piece that begins with this byte, as it came; none behind the last. */
    public Optional<byte[]> piece(Reader reader, String upload, long first) {
        return sheets.one(
                        reader,
                        Question.of(
                                "SELECT bytes, sha256 FROM evidence.piece WHERE upload = ? AND first_byte = ?",
                                upload,
                                first),
                        row -> EvidenceFiles.whole(upload, row.bytes("bytes"), row.bytes("sha256")))
                .flatMap(piece -> keys.ofFile(upload).map(key -> PersonalKeys.open(key, upload, first, piece)));
    }

    private static Question question(Reader reader, SubjectId of) {
        Question question = Question.of(FILE, of.toString()).openTo(reader, "f.");
        return switch (reader.kind()) {
            case CONSUMER -> drafts(question, Party.consumer(reader.name()));
            case MERCHANT -> drafts(question, Party.merchant(reader.name()));
            case OPERATOR -> drafts(question, Party.roomOperator(reader.name()));
            case AGENT -> question.and("AND f.submitted_at IS NOT NULL");
            case SERVICE, PLATFORM, NOBODY -> question;
        };
    }

    private static Question drafts(Question question, Party own) {
        return question.and("AND (f.submitted_at IS NOT NULL OR f.party = ?)", own.toString());
    }

    private static Found found(Row row) throws SQLException {
        @Nullable OffsetDateTime submittedAt = row.timeIfAny("submitted_at");
        @Nullable String sha256 = row.textIfAny("sha256");
        @Nullable String supersededBy = row.textIfAny("superseded_by");
        State state = supersededBy != null
                ? State.SUPERSEDED
                : submittedAt != null ? State.SUBMITTED : sha256 != null ? State.STAGED : State.UPLOADING;
        return new Found(
                new View(
                        row.text("id"),
                        SubjectId.parse(row.text("subject")).label(),
                        row.text("party"),
                        state.word(),
                        row.text("type"),
                        row.number("bytes"),
                        row.number("received"),
                        sha256,
                        row.textIfAny("supersedes"),
                        supersededBy,
                        submittedAt),
                row.textIfAny("upload"));
    }
}
