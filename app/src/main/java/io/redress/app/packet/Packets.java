package io.redress.app.packet;

import static io.redress.query.PersonalData.State.DESTROYED;
import static io.redress.query.PersonalData.State.OPEN;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.app.evidence.FileReading;
import io.redress.app.hindsight.ExplainedWindows;
import io.redress.app.packet.Packet.DocumentShown;
import io.redress.app.packet.Packet.EventShown;
import io.redress.app.packet.Packet.FileShown;
import io.redress.app.packet.Packet.InForce;
import io.redress.app.packet.Packet.Manifest;
import io.redress.app.packet.Packet.TextShown;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.seal.Row;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs;
import io.redress.command.seal.SealProofs.Proven;
import io.redress.command.seal.SealProofs.Sealed;
import io.redress.command.store.EventSerializer;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import io.redress.query.statements.StatementView;
import io.redress.query.statements.StatementsQueries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts a case into one file, with what the reader may see and no more. */
@Component
public final class Packets {
    private static final DateTimeFormatter MADE = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
    private static final int FILES_AT_ONCE = 100;

    /** How often, and for how long each time, a case file is waited for. */
    private static final int LOOKS_MAX = 50;

    private static final Duration GLANCE = Duration.ofMillis(50);

    /** By this the consumer was told who the others are (6.4.3 d). */
    private static final String DISCLOSED = "demand.party-info-disclosed.v1";

    /** Events by which a document came to be in force; which version is in their order. */
    private static final String PUBLISHED = """
            SELECT global_index FROM event_store.domain_event_entry
            WHERE aggregate_identifier = ?
                AND payload_type IN ('plan.published.v1', 'mechanism.published.v1', 'rules.published.v1')
            ORDER BY sequence_number""";

    private final CaseFileQueries cases;
    private final StatementsQueries statements;
    private final FileReading files;
    private final ExplainedWindows explained;
    private final PersonalData personalData;
    private final PersonalKeys personalKeys;
    private final EventSerializer serializer = Packet.serializer();
    private final SealProofs proofs;
    private final JdbcClient sql;
    private final JsonMapper json;
    private final InstantSource legalClock;

    Packets(
            CaseFileQueries cases,
            StatementsQueries statements,
            FileReading files,
            ExplainedWindows explained,
            PersonalData personalData,
            PersonalKeys personalKeys,
            JdbcClient sql,
            JsonMapper json,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.cases = cases;
        this.statements = statements;
        this.files = files;
        this.explained = explained;
        this.personalData = personalData;
        this.personalKeys = personalKeys;
        this.proofs = new SealProofs(sql);
        this.sql = sql;
        this.json = json;
        this.legalClock = legalClock;
    }

    /** A case as it is read for a packet, before anything is written. */
    public final class Draft {
        private final Reader reader;
        private final SubjectId of;
        private final Instant now = legalClock.instant();
        private final Sealed by;
        private final CaseFileView file;
        private final List<EntryView> entries;
        private final List<JsonNode> windows;
        private final PersonalData.Opened personal;

        private Draft(Reader reader, SubjectId of) {
            this.reader = reader;
            this.of = of;
            this.by = proofs.last().orElseThrow(() -> new NotOnSheet("seal", "1"));
            this.file = cases.read(reader, of, -1, now)
                    .orElseThrow(() -> new NotOnSheet(CaseKind.path(of).split("/", 2)[0], of.key()));
            this.entries = entries();
            this.windows = explained.of(of, file.windows(), reader);
            this.personal = personalData.of(reader, List.of(of));
        }

        private List<EntryView> entries() {
            List<EntryView> all = new ArrayList<>(file.entries());
            @Nullable Long after = file.nextAfter();
            while (after != null) {
                CaseFileView page = cases.read(reader, of, after, now).orElseThrow();
                all.addAll(page.entries());
                after = page.nextAfter();
            }
            return all;
        }

        /** Windows are explained from the store, which the case file follows a moment later. */
        private boolean isOfOneMoment() {
            return windows.size() == file.windows().size()
                    && IntStream.range(0, windows.size())
                            .allMatch(n -> file.windows()
                                    .get(n)
                                    .dueAt()
                                    .isEqual(OffsetDateTime.parse(
                                            windows.get(n).path("dueAt").asString(""))));
        }

        /** Writes it, signed with this key; a file of evidence goes through piece by piece. */
        public void write(SealKeys keys, OutputStream out) throws IOException {
            List<DocumentShown> documents = documents();
            List<FileReading.View> submitted = submitted();
            Set<Long> positions = new LinkedHashSet<>();
            documents.forEach(document -> positions.add(document.event()));
            entries.forEach(entry -> positions.add(entry.position()));
            Proven proven = proofs.of(
                    by,
                    positions,
                    submitted.stream().map(FileReading.View::file).toList());
            Map<Long, Row.EventRow> rows = new HashMap<>();
            proofs.events(positions).forEach(row -> rows.put(row.position(), row));

            Texts texts = new Texts();
            List<EventShown> events = new ArrayList<>();
            for (EntryView entry : entries) {
                Row.EventRow row = Objects.requireNonNull(rows.get(entry.position()));
                boolean shown = saysNoMore(row, entry);
                if (shown) {
                    texts.of(row);
                }
                events.add(new EventShown(
                        entry.position(),
                        false,
                        shown ? row : null,
                        proven.events().get(entry.position())));
            }
            entries.forEach(entry -> positions.remove(entry.position()));
            positions.stream().sorted().forEach(position -> {
                Row.EventRow row = Objects.requireNonNull(rows.get(position));
                texts.of(row);
                events.add(new EventShown(position, true, row, proven.events().get(position)));
            });
            List<FileShown> filesShown = submitted.stream()
                    .map(view -> proofs.file(view.file()).orElseThrow())
                    .map(row -> new FileShown(row, proven.files().get(row.id()), insteadOf(row)))
                    .toList();
            ObjectNode caseFile = json.valueToTree(file);
            caseFile.set("entries", json.valueToTree(entries));
            caseFile.remove(List.of("nextAfter", "links"));
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            Map<String, String> hashes = new LinkedHashMap<>();
            Contents contents = new Contents(zip, hashes);
            contents.json(Packet.CASE, caseFile);
            contents.text(Packet.TEXT, CaseText.of(caseFile, windows));
            contents.json(Packet.WINDOWS, windows);
            contents.json(Packet.EVENTS, events);
            contents.json(Packet.TEXTS, texts.shown);
            contents.json(Packet.DOCUMENTS, new InForce(documents, calendar(windows)));
            contents.json(Packet.FILES, filesShown);
            contents.json(Packet.PARTIES, identities());
            contents.text(Packet.SEAL, by.note());
            contents.text(Packet.KEYS, String.join("\n", keys.verifierKeys()) + "\n");
            for (FileShown shown : filesShown) {
                if (shown.instead() == null) {
                    contents.bytes(shown.row());
                }
            }
            Manifest manifest = new Manifest(
                    of.toString(),
                    reader.kind().name().toLowerCase(Locale.ROOT),
                    MADE.format(now.atOffset(SHANGHAI)),
                    by.seal().number(),
                    CaseText.words(),
                    hashes);
            contents.text(Packet.MANIFEST, keys.sign(manifest.text()));
            zip.finish();
        }

        /** Whether the stored event tells this reader nothing that the case file does not. */
        private boolean saysNoMore(Row.EventRow row, EntryView entry) {
            JsonNode stored = Packet.told(Packet.event(serializer, row), kept -> personal.text(of, kept))
                    .facts();
            return Packet.same(stored, entry.facts());
        }

        /** What stands in the place of its bytes where this reader does not get them. */
        private @Nullable String insteadOf(Row.FileRow row) {
            PersonalData.State state = personalData.ofFiles(reader, of);
            if (state == OPEN) {
                long first =
                        row.pieces().isEmpty() ? 0 : row.pieces().getFirst().first();
                return files.piece(reader, row.upload(), first).isPresent() ? null : DESTROYED.instead();
            }
            return state.instead();
        }

        /** What people wrote in the events that are shown. */
        private final class Texts {
            private final Map<String, PersonalKeys.Key> keys = personalKeys.of(List.of(of));
            private final List<TextShown> shown = new ArrayList<>();

            void of(Row.EventRow row) {
                Packet.sealedIn(json.readTree(row.bytes())).forEach(kept -> shown.add(of(kept)));
            }

            /** The text where this reader is told it, or what it is told instead. */
            private TextShown of(PersonalText.Sealed sealed) {
                String said = personal.text(of, sealed);
                Base64.Encoder base64 = Base64.getEncoder();
                return PersonalKeys.salted(keys.get(sealed.key()), of, sealed)
                        .filter(salted -> said.equals(text(salted)))
                        .map(salted -> new TextShown(
                                sealed.digest(),
                                base64.encodeToString(Arrays.copyOf(salted, PersonalKeys.SALT_BYTES)),
                                said,
                                null))
                        .orElseGet(() -> new TextShown(sealed.digest(), null, null, said));
            }

            private static String text(byte[] salted) {
                return new String(
                        salted,
                        PersonalKeys.SALT_BYTES,
                        salted.length - PersonalKeys.SALT_BYTES,
                        StandardCharsets.UTF_8);
            }
        }

        private List<DocumentShown> documents() {
            List<DocumentShown> all = new ArrayList<>();
            file.windows().stream()
                    .flatMap(window -> Stream.ofNullable(window.document()))
                    .distinct()
                    .forEach(document -> {
                        String name = document.document().toString();
                        List<Long> versions = sql.sql(PUBLISHED)
                                .param(name)
                                .query((row, _) -> row.getLong(1))
                                .list();
                        if (document.version() <= versions.size()) {
                            all.add(new DocumentShown(name, document.version(), versions.get(document.version() - 1)));
                        }
                    });
            return all;
        }

        /** What the days of the windows were counted from. */
        private static List<JsonNode> calendar(List<JsonNode> windows) {
            return windows.stream()
                    .flatMap(window -> window.path("calendar").valueStream())
                    .distinct()
                    .toList();
        }

        private List<FileReading.View> submitted() {
            List<FileReading.View> all = new ArrayList<>();
            @Nullable String cursor = null;
            do {
                Page<FileReading.View> page = files.list(reader, of, cursor, FILES_AT_ONCE);
                page.items().stream().filter(view -> view.submittedAt() != null).forEach(all::add);
                cursor = page.next();
            } while (cursor != null);
            return all;
        }

        /** Who the others are, for whom that is owed: the platform, and a consumer who was told. */
        private List<StatementView> identities() {
            String merchant = file.parties().merchant();
            String operator = file.parties().operator();
            List<Party> known = new ArrayList<>();
            if (!merchant.isEmpty()) {
                known.add(Party.merchant(merchant));
            }
            if (!operator.isEmpty() && !operator.equals(merchant)) {
                known.add(Party.roomOperator(operator));
            }
            boolean told = entries.stream().anyMatch(entry -> entry.event().equals(DISCLOSED));
            known.removeIf(party -> reader.kind() == Reader.Kind.CONSUMER ? !told : !reader.maySeeRecordOf(party));
            return known.stream()
                    .map(party -> statements.party(Reader.PLATFORM, party, now))
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** What is written, and its hashes. */
        private final class Contents {
            private final ZipOutputStream zip;
            private final Map<String, String> hashes;

            Contents(ZipOutputStream zip, Map<String, String> hashes) {
                this.zip = zip;
                this.hashes = hashes;
            }

            private interface Writing {
                void to(OutputStream out) throws IOException;
            }

            private void put(String name, Writing writing) throws IOException {
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(0); // the same case at the same moment is the same packet
                zip.putNextEntry(entry);
                DigestOutputStream hashed = new DigestOutputStream(zip, sha256());
                writing.to(hashed);
                hashed.flush();
                zip.closeEntry();
                hashes.put(name, Packet.hex(hashed.getMessageDigest().digest()));
            }

            void text(String name, String text) throws IOException {
                put(name, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
            }

            void json(String name, Object what) throws IOException {
                text(name, json.valueToTree(what).toPrettyString() + "\n");
            }

            /** They are compressed already, most of them. */
            void bytes(Row.FileRow row) throws IOException {
                zip.setLevel(Deflater.NO_COMPRESSION);
                put(Packet.bytesOf(row.id()), to -> {
                    for (Row.FileRow.Piece piece : row.pieces()) {
                        to.write(
                                files.piece(reader, row.upload(), piece.first()).orElseThrow());
                    }
                });
                zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a case for this reader; what the reader does not see is not there. */
    public Draft of(Reader reader, SubjectId subject) {
        Draft draft = new Draft(reader, subject);
        for (int look = 1; !draft.isOfOneMoment(); look++) {
            if (look > LOOKS_MAX) {
                throw new TransientDataAccessResourceException("the case file does not follow the store");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
            draft = new Draft(reader, subject);
        }
        return draft;
    }
}
