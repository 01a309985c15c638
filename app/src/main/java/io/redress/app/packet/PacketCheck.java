package io.redress.app.packet;

import io.redress.api.Event;
import io.redress.app.packet.Packet.EventShown;
import io.redress.app.packet.Packet.FileShown;
import io.redress.app.packet.Packet.Manifest;
import io.redress.app.packet.PacketFinding.Kind;
import io.redress.command.seal.Proofs;
import io.redress.command.seal.Seal;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs.Inclusion;
import io.redress.command.store.EventSerializer;
import io.redress.query.Reader;
import io.redress.query.Visible;
import io.redress.query.casefile.EntryTexts;
import io.redress.query.casefile.EntryTexts.Told;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a packet with nothing but the packet and the keys that are believed. What was sealed is hashed again; what the
 * case file says of an event is said again from what was stored of it; the rest is what the platform signed.
 */
public final class PacketCheck {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What is read whole is not larger: bytes of evidence are not. */
    private static final int READ_MAX = 256 << 20;

    private final SealKeys keys;
    private final EventSerializer events = EventSerializer.create();
    private final EntryTexts texts = new EntryTexts();
    private final List<PacketFinding> findings = new ArrayList<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private int proven;
    private int withheld;
    private int unsealed;
    private int provenFiles;

    private PacketCheck(SealKeys keys) {
        this.keys = keys;
    }

    /**
     * What was found.
     *
     * @param proven events whose content was hashed again and is under the seal
     * @param withheld events under the seal whose content is not told to this reader
     * @param unsealed events and files that no seal had yet
     */
    public record Report(
            List<PacketFinding> findings,
            Optional<Manifest> manifest,
            Optional<Seal> seal,
            List<String> signers,
            int proven,
            int withheld,
            int unsealed,
            int files) {
        public Report {
            findings = List.copyOf(findings);
            signers = List.copyOf(signers);
        }

        public String subject() {
            return manifest.map(Manifest::subject).orElse("—");
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
            seal = seal(manifest);
            contents(manifest, seal);
        }
        return new Report(
                findings,
                manifest,
                seal,
                contents.containsKey(Packet.SEAL) ? signers(text(Packet.SEAL)) : List.of(),
                proven,
                withheld,
                unsealed,
                provenFiles);
    }

    private static List<String> signers(String note) {
        try {
            return SealKeys.signers(note);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return List.of();
        }
    }

    /** Reads all that is there; whether it is a packet at all. */
    private boolean read(Path packet) throws IOException {
        try (ZipFile zip = new ZipFile(packet.toFile(), StandardCharsets.UTF_8)) {
            for (ZipEntry entry : zip.stream().toList()) {
                DigestInputStream in = new DigestInputStream(zip.getInputStream(entry), Packets.sha256());
                boolean whole = !entry.getName().startsWith(Packet.bytesOf(""));
                byte[] bytes = whole ? in.readNBytes(READ_MAX) : new byte[0];
                in.transferTo(OutputStream.nullOutputStream());
                if (hashes.put(entry.getName(), Packet.hex(in.getMessageDigest().digest())) != null) {
                    found(Kind.CONTENT_TWICE, entry.getName());
                }
                contents.put(entry.getName(), bytes);
            }
        } catch (ZipException e) {
            found(Kind.NO_PACKET, packet.getFileName());
            return false;
        }
        if (!contents.containsKey(Packet.MANIFEST) && !contents.containsKey(Packet.CASE)) {
            found(Kind.NO_PACKET, packet.getFileName());
            return false;
        }
        return true;
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
        listed.stream().sorted().filter(name -> !hashes.containsKey(name)).forEach(name -> found(
                Kind.CONTENT_MISSING, name));
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
                found(Kind.LIST_OF_ANOTHER, Packet.MANIFEST);
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
            return Optional.ofNullable(JSON.readValue(contents.get(name), type));
        } catch (JacksonException e) {
            found(Kind.CONTENT_ILL_FORMED, name);
            return Optional.empty();
        }
    }

    private void contents(Optional<Manifest> manifest, Optional<Seal> seal) {
        Optional<JsonNode> file = json(Packet.CASE, new TypeReference<JsonNode>() {});
        List<EventShown> shown =
                json(Packet.EVENTS, new TypeReference<List<EventShown>>() {}).orElse(List.of());
        List<FileShown> files =
                json(Packet.FILES, new TypeReference<List<FileShown>>() {}).orElse(List.of());
        if (file.isEmpty()) {
            return;
        }
        String subject = file.get().path("subject").asString("");
        if (manifest.isPresent() && !manifest.get().subject().equals(subject)) {
            found(Kind.LIST_OF_ANOTHER, Packet.MANIFEST);
        }
        if (contents.containsKey(Packet.TEXT) && !CaseText.of(file.get()).equals(text(Packet.TEXT))) {
            found(Kind.TEXT_SAYS_OTHER, Packet.TEXT);
        }
        Map<Long, EventShown> byPosition = new HashMap<>();
        for (EventShown event : shown) {
            byPosition.put(event.position(), event);
            checkProof(event, seal);
        }
        boolean desk = manifest.map(it -> isDesk(it.reader())).orElse(false);
        checkOrder(subject, shown, desk);
        Visible visible = Visible.to(desk ? Reader.PLATFORM : Reader.NOBODY);
        Set<String> named = new HashSet<>();
        Set<Long> positions = new HashSet<>();
        for (JsonNode entry : file.get().path("entries")) {
            long position = entry.path("position").asLong(0);
            positions.add(position);
            EventShown event = byPosition.get(position);
            if (event == null || event.document()) {
                found(Kind.EVENT_MISSING, position);
            } else if (event.row() != null) {
                checkSaid(entry, event, visible);
            }
            entry.path("facts").path("files").forEach(one -> named.add(one.path("file").asString("")));
        }
        shown.stream()
                .filter(event -> !event.document() && !positions.contains(event.position()))
                .forEach(event -> found(Kind.EVENT_UNKNOWN, event.position()));
        checkFiles(subject, files, named, seal);
        checkWindows(file.get());
    }

    private static boolean isDesk(String reader) {
        return List.of("service", "platform", "agent").contains(reader);
    }

    private static boolean leads(String hash, Inclusion proof, Seal seal) {
        try {
            List<byte[]> path =
                    proof.path().stream().map(Base64.getDecoder()::decode).toList();
            return hash.equals(proof.hash())
                    && Proofs.root(Base64.getDecoder().decode(hash), proof.leaf(), seal.size(), path)
                            .map(Base64.getEncoder()::encodeToString)
                            .filter(seal.root()::equals)
                            .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkProof(EventShown event, Optional<Seal> seal) {
        Inclusion proof = event.proof();
        if (proof == null) {
            if (seal.isPresent() && event.position() <= seal.get().lastEvent()) {
                found(Kind.EVENT_CHANGED, event.position()); // what was sealed has a proof
            }
            unsealed++;
            return;
        }
        var row = event.row();
        try {
            boolean good = row == null || row.position() == event.position();
            String hash = row == null ? proof.hash() : row.hash();
            if (seal.isPresent() && !(good && leads(hash, proof, seal.get()))) {
                found(Kind.EVENT_CHANGED, event.position());
            } else if (row == null) {
                withheld++;
            } else {
                proven++;
            }
        } catch (IllegalArgumentException e) {
            found(Kind.EVENT_CHANGED, event.position());
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

    private void checkSaid(JsonNode entry, EventShown event, Visible visible) {
        var row = event.row();
        if (row == null) {
            return;
        }
        try {
            Event stored = events.deserialize(
                    new SimpleSerializedObject<>(row.bytes(), byte[].class, row.name(), row.revision()));
            Told told = texts.told(stored, visible);
            boolean same = told.event().equals(entry.path("event").asString(""))
                    && told.facts().equals(entry.path("facts"))
                    && told.changes().equals(entry.path("changes"))
                    && told.summary().en().equals(entry.at("/summary/en").asString(""))
                    && told.summary().zh().equals(entry.at("/summary/zh").asString(""))
                    && stored.by().toString().equals(entry.path("by").asString(""))
                    && stored.at()
                            .truncatedTo(ChronoUnit.MICROS)
                            .equals(OffsetDateTime.parse(entry.path("at").asString(""))
                                    .toInstant());
            if (!same) {
                found(Kind.ENTRY_SAYS_OTHER, event.position());
            }
        } catch (SerializationException | DateTimeException | IllegalArgumentException e) {
            found(Kind.ENTRY_SAYS_OTHER, event.position());
        }
    }

    private void checkFiles(String subject, List<FileShown> files, Set<String> named, Optional<Seal> seal) {
        Set<String> there = new HashSet<>();
        for (FileShown file : files) {
            String id = file.row().id();
            there.add(id);
            if (!file.row().subject().equals(subject)) {
                found(Kind.FILE_OF_ANOTHER, id);
            }
            Inclusion proof = file.proof();
            try {
                if (proof == null) {
                    unsealed++;
                } else if (seal.isPresent() && !leads(file.row().hash(), proof, seal.get())) {
                    found(Kind.FILE_CHANGED, id);
                } else {
                    provenFiles++;
                }
            } catch (IllegalArgumentException e) {
                found(Kind.FILE_CHANGED, id);
            }
            @Nullable String bytes = hashes.get(Packet.bytesOf(id));
            if (bytes == null) {
                found(Kind.CONTENT_MISSING, Packet.bytesOf(id));
            } else if (!bytes.equals(file.row().sha256())) {
                found(Kind.FILE_BYTES_CHANGED, id);
            }
        }
        named.stream().sorted().filter(id -> !there.contains(id)).forEach(id -> found(Kind.FILE_MISSING, id));
    }

    /** Each window is explained, and due when the case file says. */
    private void checkWindows(JsonNode file) {
        Optional<JsonNode> explained = json(Packet.WINDOWS, new TypeReference<JsonNode>() {});
        if (explained.isEmpty()) {
            return;
        }
        Map<String, String> due = new HashMap<>();
        explained.get().forEach(window -> due.put(key(window), window.path("dueAt").asString("")));
        for (JsonNode window : file.path("windows")) {
            if (!window.path("dueAt").asString("").equals(due.get(key(window)))) {
                found(Kind.WINDOW_SAYS_OTHER, key(window));
            }
        }
    }

    private static String key(JsonNode window) {
        return window.path("subject").asString("") + " "
                + window.path("obligation").asString("") + " "
                + window.path("owedBy").asString("") + " " + window.path("number").asInt(0);
    }
}
