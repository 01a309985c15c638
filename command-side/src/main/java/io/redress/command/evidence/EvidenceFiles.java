package io.redress.command.evidence;

import com.github.f4b6a3.ulid.UlidCreator;
import com.google.crypto.tink.Aead;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.intervention.EvidenceFile;
import io.redress.api.intervention.EvidenceSubmitted;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes files in, piece by piece, each piece in a transaction of its own: what has come stays when the rest does not. A
 * file is a draft of its party until it is submitted, in the transaction of the event that says so; from then on nobody
 * changes it, and a better one supersedes it and leaves it where it is.
 */
public final class EvidenceFiles implements StagedFiles, CommitParticipant {
    /** How long a draft waits for its party. */
    public static final Duration KEPT = Duration.ofDays(7);

    /** Drafts of one party in one case. */
    public static final int STAGED_MAX = 20;

    private static final int BATCH = 1_000;
    private static final int PIECE = 1 << 18;
    private static final Logger log = LoggerFactory.getLogger(EvidenceFiles.class);

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final InstantSource operationalClock;
    private final IdempotencyRecords requests;
    private final PersonalKeys keys;
    private final Room room;

    public EvidenceFiles(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            InstantSource operationalClock,
            IdempotencyRecords requests,
            PersonalKeys keys,
            Room room) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.operationalClock = operationalClock;
        this.requests = requests;
        this.keys = keys;
        this.room = room;
    }

    /**
     * How much is taken, in bytes as they were announced.
     *
     * @param all of all files together
     * @param draftsOfOneParty of what a party staged in all its cases and did not submit: nobody fills the room alone
     */
    public record Room(long all, long draftsOfOneParty) {}

    /** A file on its way. */
    public record Draft(
            String id,
            String subject,
            String party,
            String type,
            long bytes,
            long received,
            @Nullable String sha256,
            @Nullable String supersedes) {}

    /** What somebody wants to stage. */
    public record Wish(
            SubjectId of,
            Parties parties,
            Party by,
            String type,
            long bytes,
            @Nullable String supersedes) {}

    /** A file that was begun, now or by the same request before. */
    public record Begun(String id, boolean repeated) {}

    private record Staged(int ofCase, long bytes) {}

    private record Content(String party, String sha256) {}

    // ---- staging

    /** Begins a file, once for a request. */
    public Begun stage(Wish wish, IdempotencyKey request) {
        FileKind kind = FileKind.of(wish.type())
                .orElseThrow(() -> Refusal.ofField(Rule.FILE_TYPE_IS_TAKEN, "type", wish.type(), FileKind.all()));
        if (wish.bytes() > kind.bytesMax()) {
            throw tooLarge(kind);
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            lock(wish.by().toString());
            return requests.about(request).map(id -> new Begun(id, true)).orElseGet(() -> {
                String id = insert(wish);
                requests.remember(request, id, operationalClock.instant(), 0);
                return new Begun(id, false);
            });
        }));
    }

    private static Refusal tooLarge(FileKind kind) {
        return Refusal.ofField(Rule.FILE_IS_NOT_TOO_LARGE, "bytes", kind.type(), Long.toString(kind.bytesMax() >> 20));
    }

    private String insert(Wish wish) {
        requireRoom(wish);
        if (wish.supersedes() != null && !maySupersede(wish, wish.supersedes())) {
            throw Refusal.ofField(Rule.FILE_SUPERSEDES_ONE_OF_ITS_PARTY, "supersedes", wish.supersedes());
        }
        String id = "fil_" + UlidCreator.getMonotonicUlid().toLowerCase();
        sql.sql("""
                INSERT INTO evidence.file (id, subject, consumer, merchant, operator, party, type, bytes, supersedes,
                    staged_at)
                VALUES (:id, :subject, :consumer, :merchant, :operator, :party, :type, :bytes, :supersedes, :stagedAt)""")
                .param("id", id)
                .param("subject", wish.of().toString())
                .param("consumer", wish.parties().consumer())
                .param("merchant", wish.parties().merchant())
                .param("operator", wish.parties().operator())
                .param("party", wish.by().toString())
                .param("type", wish.type())
                .param("bytes", wish.bytes())
                .param("supersedes", wish.supersedes())
                .param("stagedAt", at(operationalClock.instant()))
                .update();
        return id;
    }

    /** Others announce files at the same time: the room may be passed by those, and by no more. */
    private void requireRoom(Wish wish) {
        Staged staged = sql.sql("""
                        SELECT count(*) FILTER (WHERE subject = :subject) AS of_case, coalesce(sum(bytes), 0) AS bytes
                        FROM evidence.file WHERE party = :party AND submitted_at IS NULL""")
                .param("subject", wish.of().toString())
                .param("party", wish.by().toString())
                .query(Staged.class)
                .single();
        if (staged.ofCase() >= STAGED_MAX || staged.bytes() + wish.bytes() > room.draftsOfOneParty()) {
            throw new Refusal(
                    Rule.DRAFTS_ARE_FEW, Integer.toString(STAGED_MAX), Long.toString(room.draftsOfOneParty() >> 20));
        }
        long taken = sql.sql("SELECT coalesce(sum(bytes), 0) FROM evidence.file")
                .query(Long.class)
                .single();
        if (taken + wish.bytes() > room.all()) {
            log.warn("no room for files of evidence: {} of {} bytes are taken", taken, room.all());
            throw Refusal.ofField(Rule.ROOM_IS_LEFT_FOR_FILES, "bytes");
        }
    }

    private boolean maySupersede(Wish wish, String earlier) {
        return sql.sql("""
                        SELECT count(*) FROM evidence.file f
                        WHERE id = :id AND subject = :subject AND party = :party AND submitted_at IS NOT NULL
                            AND NOT EXISTS (
                                SELECT FROM evidence.file l WHERE l.supersedes = f.id AND l.submitted_at IS NOT NULL)""")
                        .param("id", earlier)
                        .param("subject", wish.of().toString())
                        .param("party", wish.by().toString())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** The file of this id in this case, whoever may see it. */
    public Optional<Draft> find(SubjectId of, String id) {
        return sql.sql("""
                        SELECT id, subject, party, type, bytes, received, sha256, supersedes FROM evidence.file
                        WHERE id = :id AND subject = :subject""")
                .param("id", id)
                .param("subject", of.toString())
                .query(Draft.class)
                .optional();
    }

    /**
     * Takes what comes from this place on. When that was all, the file is checked; what it should not be is dropped.
     *
     * @return how it stands then, unless it was dropped meanwhile
     */
    public Optional<Draft> append(SubjectId of, Draft draft, long offset, InputStream body) throws IOException {
        if (draft.sha256() != null || offset != draft.received()) {
            throw elsewhere(draft);
        }
        long received = offset;
        byte[] piece = new byte[PIECE];
        int filled = 0;
        try {
            int read = body.read(piece);
            while (read >= 0) {
                filled += read;
                if (received + filled > draft.bytes()) {
                    throw Refusal.ofField(Rule.UPLOAD_BRINGS_WHAT_IT_ANNOUNCED, "body", Long.toString(draft.bytes()));
                }
                if (filled == PIECE) {
                    keep(draft, received, piece);
                    received += filled;
                    filled = 0;
                }
                read = body.read(piece, filled, PIECE - filled);
            }
        } catch (IOException broken) {
            // what came before the line broke need not come again
            if (filled > 0) {
                keep(draft, received, Arrays.copyOf(piece, filled));
            }
            throw broken;
        }
        if (filled > 0) {
            keep(draft, received, Arrays.copyOf(piece, filled));
        }
        Optional<Draft> standing = find(of, draft.id());
        if (standing.isPresent()
                && standing.get().received() == draft.bytes()
                && standing.get().sha256() == null) {
            finish(standing.get());
            return find(of, draft.id());
        }
        return standing;
    }

    /** It may have gone on since it was looked at. */
    private Refusal elsewhere(Draft draft) {
        long stands = sql.sql("SELECT received FROM evidence.file WHERE id = :id")
                .param("id", draft.id())
                .query(Long.class)
                .optional()
                .orElse(draft.received());
        return Refusal.ofField(Rule.UPLOAD_GOES_ON_WHERE_IT_STANDS, "Upload-Offset", Long.toString(stands));
    }

    /** Of two that send the same part at once, one goes on. */
    private void keep(Draft draft, long first, byte[] bytes) {
        transaction.executeWithoutResult(_ -> {
            int moved = sql.sql("""
                            UPDATE evidence.file SET received = received + :size
                            WHERE id = :id AND received = :first AND sha256 IS NULL""")
                    .param("size", bytes.length)
                    .param("id", draft.id())
                    .param("first", first)
                    .update();
            if (moved == 0) {
                throw elsewhere(draft);
            }
            byte[] sealed = keys.seal(draft.party(), draft.id(), first, bytes);
            sql.sql(
                            "INSERT INTO evidence.piece (upload, first_byte, bytes, sha256) VALUES (:id, :first, :bytes, :sha256)")
                    .param("id", draft.id())
                    .param("first", first)
                    .param("bytes", sealed)
                    .param("sha256", sha256().digest(sealed))
                    .update();
        });
    }

    private void finish(Draft draft) throws IOException {
        FileKind kind = FileKind.of(draft.type()).orElseThrow();
        MessageDigest whole = sha256();
        Optional<Aead> key = keys.ofFile(draft.id());
        if (key.isEmpty()) {
            return; // dropped meanwhile
        }
        try (InputStream bytes = new Hashed(new Pieces(draft.id(), key.get()), whole)) {
            Inspection.inspect(kind, draft.bytes(), bytes);
            bytes.transferTo(OutputStream.nullOutputStream());
        } catch (Refusal refused) {
            // where it is gone, or was found good when the last byte came twice, there was not enough to read
            if (Boolean.TRUE.equals(transaction.execute(_ -> dropUnchecked(draft.id())))) {
                throw refused;
            }
            return;
        }
        String hash = HexFormat.of().formatHex(whole.digest());
        transaction.executeWithoutResult(_ -> {
            if (!isHeldUnchecked(draft.id())) {
                return;
            }
            lock(draft.party() + " " + hash);
            sql.sql("""
                    INSERT INTO evidence.content (party, sha256, upload) VALUES (:party, :sha256, :id)
                    ON CONFLICT DO NOTHING""")
                    .param("party", draft.party())
                    .param("sha256", hash)
                    .param("id", draft.id())
                    .update();
            sql.sql("UPDATE evidence.file SET sha256 = :sha256 WHERE id = :id")
                    .param("sha256", hash)
                    .param("id", draft.id())
                    .update();
            // the same bytes are there already
            int repeated = sql.sql("""
                    DELETE FROM evidence.piece WHERE upload = :id
                        AND NOT EXISTS (SELECT FROM evidence.content WHERE upload = :id)""").param("id", draft.id()).update();
            if (repeated > 0) {
                keys.drop(draft.id());
            }
        });
    }

    /** Holds it until the end of the transaction: nobody drops it, or finds it good, meanwhile. */
    private boolean isHeldUnchecked(String id) {
        return sql.sql("SELECT id FROM evidence.file WHERE id = :id AND sha256 IS NULL FOR UPDATE")
                .param("id", id)
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** Hashes what is passed over too, which the stream of the JDK does not. */
    private static final class Hashed extends DigestInputStream {
        private static final int AT_ONCE = 1 << 16;

        Hashed(InputStream bytes, MessageDigest whole) {
            super(bytes, whole);
        }

        @Override
        public long skip(long count) throws IOException {
            return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, AT_ONCE)]));
        }
    }

    /** The bytes of an upload, one piece in memory at a time. */
    private final class Pieces extends InputStream {
        private final String upload;
        private final Aead key;
        private long first;
        private byte[] piece = {};
        private int at;

        Pieces(String upload, Aead key) {
            this.upload = upload;
            this.key = key;
        }

        private boolean hasMore() throws IOException {
            if (at == piece.length) {
                first += at;
                at = 0;
                piece = sql.sql(
                                "SELECT bytes, sha256 FROM evidence.piece WHERE upload = :upload AND first_byte = :first")
                        .param("upload", upload)
                        .param("first", first)
                        .query((kept, _) -> PersonalKeys.open(
                                key, upload, first, whole(upload, kept.getBytes("bytes"), kept.getBytes("sha256"))))
                        .optional()
                        .orElse(new byte[0]);
            }
            return piece.length > 0;
        }

        @Override
        public int read() throws IOException {
            return hasMore() ? piece[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (!hasMore()) {
                return -1;
            }
            int read = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, read);
            at += read;
            return read;
        }
    }

    /** A piece as it was written, still sealed; what was changed since is given to nobody. */
    public static byte[] whole(String upload, byte[] bytes, byte[] hash) {
        if (!MessageDigest.isEqual(sha256().digest(bytes), hash)) {
            log.error("evidence was changed: a piece of {} is not what was written", upload);
            throw new IllegalStateException("a piece of evidence is not what was written");
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- submitting

    @Override
    public List<EvidenceFile> named(SubjectId of, Party by, List<String> files) {
        return files.stream()
                .map(id -> sql.sql("""
                                SELECT id AS file, sha256, type, bytes, supersedes FROM evidence.file
                                WHERE id = :id AND subject = :subject AND party = :party
                                    AND sha256 IS NOT NULL AND submitted_at IS NULL""")
                        .param("id", id)
                        .param("subject", of.toString())
                        .param("party", by.toString())
                        .query(EvidenceFile.class)
                        .optional()
                        .orElseThrow(() -> Refusal.ofField(Rule.FILE_IS_STAGED, "files", id)))
                .toList();
    }

    @Override
    public void write(List<Append> acts) {
        for (Append act : acts) {
            for (Event event : act.events()) {
                if (event instanceof EvidenceSubmitted submitted && submitted.files() != null) {
                    submitted.files().forEach(file -> submit(file, submitted.at()));
                }
            }
        }
    }

    /** A file that was dropped meanwhile, or one in whose place another stands meanwhile, takes the act with it. */
    private void submit(EvidenceFile file, Instant at) {
        int submitted =
                sql.sql("""
                        UPDATE evidence.file f SET submitted_at = :at WHERE id = :id AND submitted_at IS NULL
                            AND (supersedes IS NULL OR NOT EXISTS (
                                SELECT FROM evidence.file l
                                WHERE l.supersedes = f.supersedes AND l.submitted_at IS NOT NULL))""").param("at", at(at)).param("id", file.file()).update();
        if (submitted == 0) {
            throw Refusal.ofField(Rule.FILE_IS_STAGED, "files", file.file());
        }
    }

    // ---- dropping

    /** Drops drafts that nobody submitted in time, some of them at a time; gives how many. */
    public int dropOld() {
        List<String> old = sql.sql("""
                        SELECT id FROM evidence.file WHERE submitted_at IS NULL AND staged_at < :before
                        ORDER BY staged_at LIMIT :batch""")
                .param("batch", BATCH)
                .param("before", at(operationalClock.instant().minus(KEPT)))
                .query((row, _) -> row.getString("id"))
                .list();
        old.forEach(id -> transaction.executeWithoutResult(_ -> {
            if (!dropUnchecked(id)) {
                dropChecked(id);
            }
        }));
        return old.size();
    }

    /** Drops what a party staged in any case and did not submit, in the transaction of whatever asks for it. */
    public void dropDraftsOf(Party party) {
        lock(party.toString());
        sql.sql("SELECT id FROM evidence.file WHERE party = :party AND submitted_at IS NULL")
                .param("party", party.toString())
                .query(String.class)
                .list()
                .forEach(id -> {
                    if (!dropUnchecked(id)) {
                        dropChecked(id);
                    }
                });
    }

    /** The uploads whose bytes a case has, and no other case that is still remembered. */
    public List<String> uploadsOfNoOtherThan(SubjectId of) {
        return sql.sql("""
                        SELECT c.upload FROM evidence.content c WHERE EXISTS (
                            SELECT FROM evidence.file f
                            WHERE f.party = c.party AND f.sha256 = c.sha256 AND f.subject = :of)
                        AND NOT EXISTS (
                            SELECT FROM evidence.file f
                            WHERE f.party = c.party AND f.sha256 = c.sha256 AND f.subject <> :of AND NOT EXISTS (
                                SELECT FROM event_store.domain_event_entry e
                                WHERE e.aggregate_identifier = 'record/' || f.subject
                                    AND e.payload_type = 'record.forgotten.v1'))""")
                .param("of", of.toString())
                .query((row, _) -> row.getString("upload"))
                .list();
    }

    /** Whether it was there, and not found good yet: then its bytes are nobody else's. */
    private boolean dropUnchecked(String id) {
        int dropped = sql.sql("DELETE FROM evidence.file WHERE id = :id AND sha256 IS NULL")
                .param("id", id)
                .update();
        if (dropped == 1) {
            dropPieces(id);
        }
        return dropped == 1;
    }

    /** Its bytes go with it unless another file is the same; the lock is that under which one becomes so. */
    private void dropChecked(String id) {
        Optional<Content> found =
                sql.sql("""
                        SELECT party, sha256 FROM evidence.file
                        WHERE id = :id AND sha256 IS NOT NULL AND submitted_at IS NULL FOR UPDATE""").param("id", id).query(Content.class).optional();
        if (found.isEmpty()) {
            return;
        }
        Content content = found.get();
        lock(content.party() + " " + content.sha256());
        sql.sql("DELETE FROM evidence.file WHERE id = :id").param("id", id).update();
        sql.sql("""
                        DELETE FROM evidence.content c WHERE party = :party AND sha256 = :sha256 AND NOT EXISTS (
                            SELECT FROM evidence.file f WHERE f.party = c.party AND f.sha256 = c.sha256)
                        RETURNING upload""")
                .param("party", content.party())
                .param("sha256", content.sha256())
                .query(String.class)
                .optional()
                .ifPresent(this::dropPieces);
    }

    private void dropPieces(String upload) {
        sql.sql("DELETE FROM evidence.piece WHERE upload = :upload")
                .param("upload", upload)
                .update();
        keys.drop(upload);
    }

    private void lock(String what) {
        sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
                .param("what", what)
                .query((_, _) -> true)
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
