package io.redress.app.packet;

import io.redress.api.Event;
import io.redress.app.packet.Packet.DocumentShown;
import io.redress.app.packet.Packet.EventShown;
import io.redress.app.packet.Packet.FileShown;
import io.redress.app.packet.Packet.InForce;
import io.redress.app.packet.Packet.Manifest;
import io.redress.app.packet.Packet.TextShown;
import io.redress.app.packet.PacketFinding.Kind;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.seal.Proofs;
import io.redress.command.seal.Row;
import io.redress.command.seal.Seal;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs.Inclusion;
import io.redress.command.store.EventSerializer;
import io.redress.query.PersonalData;
import io.redress.query.Texts;
import io.redress.query.casefile.EntryTexts.Told;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a packet with nothing but the packet and the keys that are believed. What was sealed is hashed again; what the
 * case file says of an event is said again from what was stored of it; the rest is what the platform signed.
 */
public final class PacketCheck {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Only these may be null. */
    private static final Set<String> NULLABLE = Set.of(
            "row",
            "proof",
            "revision",
            "metaDataHash",
            "supersedes",
            "salt",
            "text",
            "instead",
            // of what a calendar was read from
            "issuedOn",
            "address",
            "version");

    /** What stands in the place of a text that is not told. */
    static final List<String> INSTEAD = Stream.concat(
                    Arrays.stream(PersonalData.State.values())
                            .map(PersonalData.State::instead)
                            .filter(said -> !said.isEmpty()),
                    Stream.of(PersonalData.WITHOUT_KEY))
            .toList();

    /** All that is read whole is not larger; bytes of evidence pass through. */
    private static final int HELD_MAX = 128 << 20;

    /** Evidence is packed as it is, and what stands beside it shrinks less than this. */
    private static final long SHRINKS_MAX = 100;

    private static final long SMALL = 1 << 20;

    /** The end of an archive's directory: its signature, and how long it is without a comment. */
    private static final int END = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int HASH_BYTES = 32;
    private static final int BUFFER = 1 << 16;
    private static final int NAMES_MAX = 10_000;

    private static final String DECIDED = "intervention.decided.v1";
    private static final String APPEAL_DECIDED = "intervention.appeal-decided.v1";

    /** By which events documents come to be in force. */
    private static final Set<String> PUBLISHED =
            Set.of("plan.published.v1", "mechanism.published.v1", "rules.published.v1");

    private final SealKeys keys;
    private final EventSerializer serializer = Packet.serializer();
    private final Set<PacketFinding> findings = new LinkedHashSet<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private long held;
    private int proven;
    private int withheld;
    private int unsealed;
    private int provenFiles;
    private int toldTexts;
    private int untoldTexts;
    private boolean wordsCompared = true;

    private PacketCheck(SealKeys keys) {
        this.keys = keys;
    }

    /**
     * What was found.
     *
     * @param proven events whose content was hashed again and is under the seal
     * @param withheld events under the seal whose content is not told to this reader
     * @param unsealed events and files that no seal had yet
     * @param texts that hash to what was stored
     * @param untold texts and files that are said to be withheld or destroyed
     * @param wordsCompared false of a packet in other words than those of this version: what they are made of was
     *     compared, and they were not
     */
    public record Report(
            List<PacketFinding> findings,
            Optional<Manifest> manifest,
            Optional<Seal> seal,
            List<String> signers,
            int proven,
            int withheld,
            int unsealed,
            int files,
            int texts,
            int untold,
            boolean wordsCompared) {
        public Report {
            findings = List.copyOf(findings);
            signers = List.copyOf(signers);
        }

        public String subject() {
            return manifest.map(Manifest::subject).orElse("—");
        }

        public String reader() {
            return manifest.map(Manifest::reader).orElse("—");
        }

        public String madeAt() {
            return manifest.map(Manifest::madeAt).orElse("—");
        }
    }

    /** The keys that came with a packet, for whoever has no others; nothing when it has none that is one. */
    public static List<String> keysOf(Path packet) throws IOException {
        PacketCheck check = new PacketCheck(SealKeys.believing(List.of()));
        check.read(packet);
        return check.text(Packet.KEYS).lines().filter(line -> !line.isBlank()).toList();
    }

    /** Checks a packet. */
    public static Report of(Path packet, SealKeys keys) throws IOException {
        return new PacketCheck(keys).report(packet);
    }

    private void found(Kind kind, Object where) {
        findings.add(PacketFinding.of(kind, where));
    }

    private String text(String name) {
        return new String(contents.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private Report report(Path packet) throws IOException {
        Optional<Manifest> manifest = Optional.empty();
        Optional<Seal> seal = Optional.empty();
        if (read(packet)) {
            manifest = manifest();
            manifest.ifPresent(this::compare);
            wordsCompared =
                    manifest.map(it -> it.words().equals(CaseText.words())).orElse(true);
            seal = seal(manifest);
            contents(manifest, seal);
        }
        return new Report(
                List.copyOf(findings),
                manifest,
                seal,
                contents.containsKey(Packet.SEAL) ? signers(text(Packet.SEAL)) : List.of(),
                proven,
                withheld,
                unsealed,
                provenFiles,
                toldTexts,
                untoldTexts,
                wordsCompared);
    }

    private static List<String> signers(String note) {
        try {
            return SealKeys.signers(note);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return List.of();
        }
    }

    /**
     * Reads all that is there, from the first byte on; whether it is a packet at all. What whoever begins with the
     * directory at the end of the file finds must be the same, or else two programs show two things.
     */
    private boolean read(Path packet) throws IOException {
        List<String> names = new ArrayList<>();
        long room = SMALL + SHRINKS_MAX * Files.size(packet);
        try (ZipInputStream zip =
                new ZipInputStream(new BufferedInputStream(Files.newInputStream(packet)), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                names.add(name);
                long read = read(name, zip, room);
                room -= read;
                if (read < 0 || names.size() > NAMES_MAX) {
                    found(Kind.TOO_LARGE, name);
                    return false;
                }
            }
        } catch (EOFException | ZipException | IllegalArgumentException e) {
            found(names.isEmpty() ? Kind.NO_PACKET : Kind.DAMAGED, packet.getFileName());
            return false;
        }
        if (!contents.containsKey(Packet.MANIFEST) && !contents.containsKey(Packet.CASE)) {
            found(Kind.NO_PACKET, packet.getFileName());
            return false;
        }
        try (ZipFile zip = new ZipFile(packet.toFile(), StandardCharsets.UTF_8)) {
            if (!endsWithItsDirectory(packet)
                    || !zip.stream().map(ZipEntry::getName).toList().equals(names)
                    || !holdsTheSame(zip)) {
                found(Kind.AMBIGUOUS, packet.getFileName());
            }
        } catch (ZipException | IllegalArgumentException e) {
            found(Kind.DAMAGED, packet.getFileName());
        }
        return true;
    }

    /** Without a comment or anything else behind it. */
    private static boolean endsWithItsDirectory(Path packet) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(packet)) {
            ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            file.position(Math.max(0, file.size() - END_BYTES));
            while (end.hasRemaining() && file.read(end) >= 0) {
                // on to the last byte
            }
            return !end.hasRemaining() && end.getInt(0) == END;
        }
    }

    /** Whether the directory leads to the very bytes that were read from the front. */
    private boolean holdsTheSame(ZipFile zip) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (ZipEntry entry : Collections.list(zip.entries())) {
            MessageDigest sha256 = Packets.sha256();
            long left = sizes.getOrDefault(entry.getName(), 0L);
            try (InputStream bytes = zip.getInputStream(entry)) {
                for (int read = bytes.read(buffer); read >= 0 && left >= 0; read = bytes.read(buffer)) {
                    sha256.update(buffer, 0, read);
                    left -= read;
                }
            }
            if (left != 0 || !Packet.hex(sha256.digest()).equals(hashes.get(entry.getName()))) {
                return false;
            }
        }
        return true;
    }

    /** Hashes one, and holds what is looked into; how many bytes it has, or less than none when they are too many. */
    private long read(String name, ZipInputStream zip, long room) throws IOException {
        MessageDigest sha256 = Packets.sha256();
        boolean kept = Packet.ALWAYS.contains(name) || name.equals(Packet.MANIFEST);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long most = kept ? Math.min(room, HELD_MAX - held) : room;
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
            size += read;
            if (size > most) {
                return -1;
            }
            sha256.update(buffer, 0, read);
            if (kept) {
                bytes.write(buffer, 0, read);
                held += read;
            }
        }
        if (hashes.putIfAbsent(name, Packet.hex(sha256.digest())) != null) {
            found(Kind.CONTENT_TWICE, name);
            return size;
        }
        sizes.put(name, size);
        if (kept) {
            contents.put(name, bytes.toByteArray());
        }
        return size;
    }

    private Optional<Manifest> manifest() {
        if (!contents.containsKey(Packet.MANIFEST)) {
            found(Kind.CONTENT_MISSING, Packet.MANIFEST);
            return Optional.empty();
        }
        String note = text(Packet.MANIFEST);
        if (!keys.believes(note)) {
            found(Kind.LIST_UNSIGNED, Packet.MANIFEST);
        }
        int end = note.lastIndexOf("\n\n");
        Optional<Manifest> manifest = end < 0 ? Optional.empty() : Manifest.of(note.substring(0, end + 1));
        if (manifest.isEmpty()) {
            found(Kind.CONTENT_ILL_FORMED, Packet.MANIFEST);
        }
        return manifest;
    }

    /** What is there with what is listed. */
    private void compare(Manifest manifest) {
        Set<String> listed = new HashSet<>(manifest.hashes().keySet());
        listed.addAll(Packet.ALWAYS);
        listed.stream()
                .sorted()
                .filter(name -> !hashes.containsKey(name))
                .forEach(name -> found(Kind.CONTENT_MISSING, name));
        hashes.forEach((name, hash) -> {
            if (!name.equals(Packet.MANIFEST)) {
                @Nullable String signed = manifest.hashes().get(name);
                if (signed == null) {
                    found(Kind.CONTENT_UNKNOWN, name);
                } else if (!signed.equals(hash)) {
                    found(Kind.CONTENT_CHANGED, name);
                }
            }
        });
    }

    private Optional<Seal> seal(Optional<Manifest> manifest) {
        if (!contents.containsKey(Packet.SEAL)) {
            return Optional.empty();
        }
        try {
            Optional<Seal> seal = keys.open(text(Packet.SEAL)).map(_ -> Seal.ofNote(text(Packet.SEAL)));
            if (seal.isEmpty()) {
                found(Kind.SEAL_UNSIGNED, Packet.SEAL);
            }
            if (manifest.isPresent()
                    && seal.isPresent()
                    && manifest.get().seal() != seal.get().number()) {
                found(Kind.SEAL_OF_ANOTHER, Packet.SEAL);
            }
            return seal;
        } catch (IllegalArgumentException e) {
            found(Kind.CONTENT_ILL_FORMED, Packet.SEAL);
            return Optional.empty();
        }
    }

    private <T> Optional<T> json(String name, TypeReference<T> type) {
        if (!contents.containsKey(name)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(contents.get(name));
            if (!type.getType().equals(JsonNode.class) && hasHoles(tree)) {
                found(Kind.CONTENT_ILL_FORMED, name);
                return Optional.empty();
            }
            return Optional.ofNullable(JSON.treeToValue(tree, JSON.constructType(type)));
        } catch (JacksonException e) {
            found(Kind.CONTENT_ILL_FORMED, name);
            return Optional.empty();
        }
    }

    /** Whether something is null that never is. */
    private static boolean hasHoles(JsonNode node) {
        boolean here = node.isArray()
                ? node.valueStream().anyMatch(JsonNode::isNull)
                : node.properties().stream()
                        .anyMatch(field -> field.getValue().isNull() && !NULLABLE.contains(field.getKey()));
        return here || node.valueStream().filter(JsonNode::isContainer).anyMatch(PacketCheck::hasHoles);
    }

    private void contents(Optional<Manifest> manifest, Optional<Seal> seal) {
        Optional<JsonNode> file = json(Packet.CASE, new TypeReference<JsonNode>() {});
        JsonNode windows =
                json(Packet.WINDOWS, new TypeReference<JsonNode>() {}).orElseGet(JSON::createArrayNode);
        List<EventShown> shown =
                json(Packet.EVENTS, new TypeReference<List<EventShown>>() {}).orElse(List.of());
        List<FileShown> files =
                json(Packet.FILES, new TypeReference<List<FileShown>>() {}).orElse(List.of());
        List<TextShown> texts =
                json(Packet.TEXTS, new TypeReference<List<TextShown>>() {}).orElse(List.of());
        List<DocumentShown> documents = json(Packet.DOCUMENTS, new TypeReference<InForce>() {})
                .map(InForce::documents)
                .orElse(List.of());
        if (file.isEmpty()) {
            return;
        }
        String subject = file.get().path("subject").asString("");
        if (manifest.isPresent() && !manifest.get().subject().equals(subject)) {
            found(Kind.LIST_OF_ANOTHER, Packet.MANIFEST);
        }
        if (wordsCompared
                && contents.containsKey(Packet.TEXT)
                && !CaseText.of(file.get(), windows).equals(text(Packet.TEXT))) {
            found(Kind.CASE_TEXT_SAYS_OTHER, Packet.TEXT);
        }
        Map<Long, EventShown> byPosition = new HashMap<>();
        for (EventShown event : shown) {
            byPosition.put(event.position(), event);
            checkProof(event, seal);
        }
        checkOrder(subject, shown, manifest.map(it -> isDesk(it.reader())).orElse(false));
        Map<String, String> said = checkTexts(shown, texts);
        Map<String, Named> named = new TreeMap<>();
        Set<Long> positions = new HashSet<>();
        long before = Long.MIN_VALUE;
        for (JsonNode entry : file.get().path("entries")) {
            long position = entry.path("position").asLong(0);
            positions.add(position);
            if (position <= before) {
                found(Kind.EVENT_OUT_OF_ORDER, position);
            }
            before = position;
            EventShown event = byPosition.get(position);
            if (event == null || event.document()) {
                found(Kind.EVENT_MISSING, position);
            } else if (event.row() != null) {
                checkSaid(entry, event, said);
            }
            entry.path("facts")
                    .path("files")
                    .forEach(one -> named.put(
                            one.path("file").asString(""),
                            new Named(position, one.path("sha256").asString(""))));
        }
        shown.stream()
                .filter(event -> !event.document() && !positions.contains(event.position()))
                .forEach(event -> found(Kind.EVENT_UNKNOWN, event.position()));
        checkDecisions(file.get());
        checkFiles(subject, files, named, seal);
        checkWindows(file.get(), windows);
        checkDocuments(file.get(), documents, byPosition);
    }

    /** A file as an event names it. */
    private record Named(long position, String sha256) {}

    /** What is said in the place of each sealed text; each is there, and each that is told is the one that was stored. */
    private Map<String, String> checkTexts(List<EventShown> shown, List<TextShown> texts) {
        Map<String, Long> stored = new LinkedHashMap<>();
        for (EventShown event : shown) {
            var row = event.row();
            if (row != null) {
                try {
                    Packet.sealedIn(JSON.readTree(row.bytes()))
                            .forEach(kept -> stored.put(kept.digest(), event.position()));
                } catch (JacksonException | IllegalArgumentException e) {
                    found(Kind.EVENT_CHANGED, event.position());
                }
            }
        }
        Map<String, String> said = new HashMap<>();
        for (TextShown text : texts) {
            @Nullable Long position = stored.get(text.digest());
            if (position == null || said.containsKey(text.digest())) {
                found(Kind.TEXT_UNKNOWN, text.digest());
                continue;
            }
            String salt = text.salt();
            String told = text.text();
            String instead = text.instead();
            if (told != null && salt != null && instead == null && hashes(text.digest(), salt, told)) {
                said.put(text.digest(), told);
                toldTexts++;
            } else if (told == null && salt == null && instead != null && saysWhy(instead)) {
                said.put(text.digest(), instead);
                untoldTexts++;
            } else {
                found(Kind.TEXT_CHANGED, text.digest());
                said.put(text.digest(), told == null ? "" : told);
            }
        }
        stored.keySet().stream()
                .filter(digest -> !said.containsKey(digest))
                .forEach(digest -> found(Kind.TEXT_MISSING, digest));
        return said;
    }

    private boolean saysWhy(String instead) {
        return !wordsCompared || INSTEAD.contains(instead);
    }

    private static boolean hashes(String digest, String salt, String text) {
        try {
            byte[] salted = Base64.getDecoder().decode(salt);
            MessageDigest sha256 = Packets.sha256();
            sha256.update(salted);
            return salted.length == PersonalKeys.SALT_BYTES
                    && digest.equals(
                            Base64.getEncoder().encodeToString(sha256.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The decisions at the head of the file are those of its entries. */
    private void checkDecisions(JsonNode file) {
        Map.of("decision", DECIDED, "appeal", APPEAL_DECIDED).forEach((field, event) -> {
            @Nullable JsonNode decided = null;
            for (JsonNode entry : file.path("entries")) {
                if (entry.path("event").asString("").equals(event)) {
                    decided = entry;
                }
            }
            JsonNode said = file.path(field);
            boolean good = decided == null
                    ? !said.isObject()
                    : said instanceof ObjectNode whole
                            && withoutAt(whole).equals(decided.path("facts"))
                            && whole.path("at").isString()
                            && moment(whole.path("at")).equals(moment(decided.path("at")));
            if (!good) {
                found(Kind.DECISION_SAYS_OTHER, field);
            }
        });
    }

    private static JsonNode withoutAt(ObjectNode decision) {
        ObjectNode facts = decision.deepCopy();
        facts.remove("at");
        return facts;
    }

    private static Optional<Instant> moment(JsonNode at) {
        try {
            return Optional.of(OffsetDateTime.parse(at.asString("")).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The documents on which windows rest are there, and are those. */
    private void checkDocuments(JsonNode file, List<DocumentShown> documents, Map<Long, EventShown> byPosition) {
        Set<String> shown = new HashSet<>();
        for (DocumentShown document : documents) {
            String name = document.document() + "@" + document.version();
            shown.add(name);
            EventShown event = byPosition.get(document.event());
            var row = event == null ? null : event.row();
            if (row == null
                    || !row.aggregate().equals(document.document())
                    || !PUBLISHED.contains(row.name())
                    || !isVersion(row, document.version())) {
                found(Kind.DOCUMENT_OF_ANOTHER, name);
            }
        }
        for (JsonNode window : file.path("windows")) {
            JsonNode document = window.path("document");
            if (document.isObject()) {
                String name = document.path("document").asString("") + "@"
                        + document.path("version").asInt(0);
                if (!shown.contains(name)) {
                    found(Kind.DOCUMENT_MISSING, name);
                }
            }
        }
    }

    private static boolean isVersion(Row.EventRow row, int version) {
        try {
            return JSON.readTree(row.bytes()).path("version").asInt(0) == version;
        } catch (JacksonException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDesk(String reader) {
        return List.of("service", "platform", "agent").contains(reader);
    }

    private static boolean leads(Inclusion proof, Seal seal) {
        try {
            List<byte[]> path =
                    proof.path().stream().map(Base64.getDecoder()::decode).toList();
            return path.stream().allMatch(hash -> hash.length == HASH_BYTES)
                    && Proofs.root(Base64.getDecoder().decode(proof.hash()), proof.leaf(), seal.size(), path)
                            .map(Base64.getEncoder()::encodeToString)
                            .filter(seal.root()::equals)
                            .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether what is shown hashes to this. */
    private static boolean is(Row row, String hash) {
        try {
            return row.hash().equals(hash);
        } catch (IllegalArgumentException e) {
            return false; // it is no Base64 at all
        }
    }

    private void checkProof(EventShown event, Optional<Seal> seal) {
        Inclusion proof = event.proof();
        var row = event.row();
        if (row != null && row.position() != event.position()) {
            found(Kind.EVENT_CHANGED, event.position());
        } else if (proof == null) {
            if (seal.isPresent() && event.position() <= seal.get().lastEvent()) {
                found(Kind.EVENT_UNPROVEN, event.position()); // what was sealed has a proof
            }
            unsealed++;
        } else if (row != null && !is(row, proof.hash())) {
            found(Kind.EVENT_CHANGED, event.position());
        } else if (seal.isPresent() && !leads(proof, seal.get())) {
            found(Kind.EVENT_UNPROVEN, event.position());
        } else if (row == null) {
            withheld++;
        } else {
            proven++;
        }
    }

    /** Events stand in their order, belong to the case, and none is left out that the desk sees. */
    private void checkOrder(String subject, List<EventShown> shown, boolean desk) {
        long before = Long.MIN_VALUE;
        long next = 0;
        for (EventShown event : shown) {
            if (event.document()) {
                continue;
            }
            if (event.position() <= before) {
                found(Kind.EVENT_OUT_OF_ORDER, event.position());
            }
            before = event.position();
            var row = event.row();
            if (row != null) {
                if (!row.aggregate().equals(subject)) {
                    found(Kind.EVENT_OF_ANOTHER, event.position());
                } else if (desk && row.sequence() > next) {
                    found(Kind.EVENT_OMITTED, event.position());
                }
                next = row.sequence() + 1;
            } else {
                next++;
            }
        }
    }

    private void checkSaid(JsonNode entry, EventShown event, Map<String, String> said) {
        var row = event.row();
        if (row == null) {
            return;
        }
        try {
            Event stored = Packet.event(serializer, row);
            Told told = Packet.told(stored, kept -> said.getOrDefault(kept.digest(), ""));
            boolean same = told.event().equals(entry.path("event").asString(""))
                    && Packet.same(told.facts(), entry.path("facts"))
                    && Packet.same(told.changes(), entry.path("changes"))
                    && (!wordsCompared || says(entry, told.summary()))
                    && stored.by().toString().equals(entry.path("by").asString(""))
                    && Optional.of(stored.at().truncatedTo(ChronoUnit.MICROS)).equals(moment(entry.path("at")));
            if (!same) {
                found(Kind.ENTRY_SAYS_OTHER, event.position());
            }
        } catch (SerializationException | JacksonException | IllegalArgumentException e) {
            found(Kind.ENTRY_SAYS_OTHER, event.position());
        }
    }

    private static boolean says(JsonNode entry, Texts.Bilingual summary) {
        return summary.en().equals(entry.at("/summary/en").asString(""))
                && summary.zh().equals(entry.at("/summary/zh").asString(""));
    }

    private void checkFiles(String subject, List<FileShown> files, Map<String, Named> named, Optional<Seal> seal) {
        Set<String> there = new HashSet<>();
        for (FileShown file : files) {
            String id = file.row().id();
            @Nullable Named asNamed = named.get(id);
            if (!there.add(id)) {
                found(Kind.CONTENT_TWICE, Packet.bytesOf(id));
            }
            if (!file.row().subject().equals(subject)) {
                found(Kind.FILE_OF_ANOTHER, id);
            } else if (asNamed == null || !asNamed.sha256().equals(file.row().sha256())) {
                found(Kind.FILE_UNKNOWN, id);
            }
            checkProof(file, asNamed == null ? Long.MAX_VALUE : asNamed.position(), seal);
            checkBytes(file, id);
        }
        named.keySet().stream().filter(id -> !there.contains(id)).forEach(id -> found(Kind.FILE_MISSING, id));
    }

    /** A file is sealed no later than the event that submitted it. */
    private void checkProof(FileShown file, long submitted, Optional<Seal> seal) {
        Inclusion proof = file.proof();
        String id = file.row().id();
        if (proof == null) {
            if (seal.isPresent() && submitted <= seal.get().lastEvent()) {
                found(Kind.FILE_UNPROVEN, id);
            }
            unsealed++;
        } else if (!is(file.row(), proof.hash())) {
            found(Kind.FILE_CHANGED, id);
        } else if (seal.isPresent() && !leads(proof, seal.get())) {
            found(Kind.FILE_UNPROVEN, id);
        } else {
            provenFiles++;
        }
    }

    private void checkBytes(FileShown file, String id) {
        @Nullable String bytes = hashes.get(Packet.bytesOf(id));
        String instead = file.instead();
        if (instead != null) {
            if (bytes != null || !saysWhy(instead)) {
                found(Kind.FILE_BYTES_CHANGED, id);
            }
            untoldTexts++;
        } else if (bytes == null) {
            found(Kind.CONTENT_MISSING, Packet.bytesOf(id));
        } else if (!bytes.equals(file.row().sha256())) {
            found(Kind.FILE_BYTES_CHANGED, id);
        }
    }

    /** Each window is explained, and due when the case file says. */
    private void checkWindows(JsonNode file, JsonNode explained) {
        Map<String, String> due = new HashMap<>();
        explained.forEach(window -> due.put(key(window), window.path("dueAt").asString("")));
        for (JsonNode window : file.path("windows")) {
            if (!window.path("dueAt").asString("").equals(due.get(key(window)))) {
                found(Kind.WINDOW_SAYS_OTHER, key(window));
            }
        }
    }

    private static String key(JsonNode window) {
        return window.path("subject").asString("") + " "
                + window.path("obligation").asString("") + " "
                + window.path("owedBy").asString("") + " "
                + window.path("number").asInt(0);
    }
}
