package io.redress.app.packet;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.redress.command.seal.Row;
import io.redress.command.seal.SealProofs.Inclusion;
import io.redress.command.store.EventSerializer;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.Visible;
import io.redress.query.casefile.EntryTexts;
import io.redress.query.casefile.EntryTexts.Told;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a packet is laid out: which files are in it, and what stands in those that are checked. */
final class Packet {
    /** The first line of the list of contents. */
    static final String FORMAT = "redress-packet.v1";

    static final String MANIFEST = "manifest.txt";
    static final String CASE = "case.json";
    static final String TEXT = "case.txt";
    static final String WINDOWS = "windows.json";
    static final String EVENTS = "events.json";
    static final String TEXTS = "texts.json";
    static final String DOCUMENTS = "documents.json";
    static final String FILES = "files.json";
    static final String PARTIES = "parties.json";
    static final String SEAL = "seal.txt";
    static final String KEYS = "keys.txt";

    /** Always there, in this order, and before the files of evidence. */
    static final List<String> ALWAYS =
            List.of(CASE, TEXT, WINDOWS, EVENTS, TEXTS, DOCUMENTS, FILES, PARTIES, SEAL, KEYS);

    private static final String OF_FILES = "files/";

    private Packet() {}

    /** Where the bytes of a file of evidence are. */
    static String bytesOf(String file) {
        return OF_FILES + file;
    }

    /**
     * An event of the case, or one that published a document on which a window rests.
     *
     * @param row as it is stored; null of an event that says more than the reader may see, whose hash alone is told
     * @param proof null before it is sealed
     */
    record EventShown(
            long position,
            boolean document,
            Row.@Nullable EventRow row,
            @Nullable Inclusion proof) {}

    /**
     * A file of evidence.
     *
     * @param instead what stands in the place of its bytes where nobody reads them any more; else null
     */
    record FileShown(
            Row.FileRow row,
            @Nullable Inclusion proof,
            @Nullable String instead) {}

    /**
     * A text that lies sealed in a stored event: what hashes to the digest that is stored beside it, or what stands in its
     * place.
     *
     * @param salt in Base64, null where the text is not told
     * @param text null where it is not told
     * @param instead null where it is told
     */
    record TextShown(
            String digest,
            @Nullable String salt,
            @Nullable String text,
            @Nullable String instead) {}

    /** A version of a document that a window of the case rests on, and the event that published it. */
    record DocumentShown(String document, int version, long event) {}

    /**
     * What was in force.
     *
     * @param calendar from what the days were counted of the windows that are counted in days
     */
    record InForce(List<DocumentShown> documents, List<JsonNode> calendar) {
        InForce {
            documents = List.copyOf(documents);
            calendar = List.copyOf(calendar);
        }
    }

    /** The fields of a sealed text where it is stored, and of a told one none. */
    static List<PersonalText.Sealed> sealedIn(JsonNode node) {
        List<PersonalText.Sealed> found = new ArrayList<>();
        if (node.isObject()
                && node.path("key").isString()
                && node.path("sealed").isString()
                && node.path("digest").isString()) {
            found.add(new PersonalText.Sealed(
                    node.get("key").stringValue(),
                    node.get("sealed").stringValue(),
                    node.get("digest").stringValue()));
        } else {
            node.forEach(inner -> found.addAll(sealedIn(inner)));
        }
        return found;
    }

    /** What an event says, where this stands in the place of each sealed text: as the case file says it, nothing left out. */
    static Told told(Event event, Function<PersonalText.Sealed, String> said) {
        PersonalData.Opened opened = new PersonalData.Opened() {
            @Override
            public PersonalData.State state(SubjectId of) {
                return PersonalData.State.OPEN;
            }

            @Override
            public String text(SubjectId of, PersonalText text) {
                return switch (text) {
                    case PersonalText.Told told -> told.text();
                    case PersonalText.Sealed kept -> said.apply(kept);
                };
            }
        };
        return new EntryTexts().told(event, Visible.to(Reader.SERVICE, event.subject(), opened));
    }

    /** Whether both are the same once written: a number is a number, however wide. */
    static boolean same(JsonNode one, JsonNode other) {
        return written(one).equals(written(other));
    }

    private static JsonNode written(JsonNode node) {
        return JsonMapper.shared().readTree(node.toString());
    }

    /** Reads what was stored of an event, and writes none. */
    static EventSerializer serializer() {
        return EventSerializer.create((_, _) -> {
            throw new IllegalStateException("a packet stores nothing");
        });
    }

    static Event event(EventSerializer serializer, Row.EventRow row) {
        return serializer.deserialize(
                new SimpleSerializedObject<>(row.bytes(), byte[].class, row.name(), row.revision()));
    }

    /**
     * What was signed: for whom the packet is, and the SHA-256 of each file in it.
     *
     * @param reader the kind of reader, whose name is nobody else's business
     * @param words a fingerprint of the words in which it is told
     */
    record Manifest(String subject, String reader, String madeAt, long seal, String words, Map<String, String> hashes) {
        private static final int HEAD = 6;
        private static final String SUBJECT = "subject ";
        private static final String READER = "reader ";
        private static final String MADE = "made ";
        private static final String SEALED = "seal ";
        private static final String WORDS = "words ";
        private static final String GAP = "  ";

        Manifest {
            hashes = Map.copyOf(hashes);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (String line :
                    List.of(FORMAT, SUBJECT + subject, READER + reader, MADE + madeAt, SEALED + seal, WORDS + words)) {
                text.append(line).append('\n');
            }
            new TreeMap<>(hashes).forEach((name, hash) -> text.append(hash + GAP + name + "\n"));
            return text.toString();
        }

        /** What a signed text says; nothing when it is no list of contents. */
        static Optional<Manifest> of(String text) {
            List<String> lines = text.lines().toList();
            if (lines.size() < HEAD
                    || !lines.get(0).equals(FORMAT)
                    || !lines.get(1).startsWith(SUBJECT)
                    || !lines.get(2).startsWith(READER)
                    || !lines.get(3).startsWith(MADE)
                    || !lines.get(4).matches(SEALED + "\\d{1,18}")
                    || !lines.get(5).matches(WORDS + "[0-9a-f]{64}")) {
                return Optional.empty();
            }
            Map<String, String> hashes = new TreeMap<>();
            for (String line : lines.subList(HEAD, lines.size())) {
                if (!line.matches("[0-9a-f]{64}  \\S+")) {
                    return Optional.empty();
                }
                String name = line.substring(line.indexOf(GAP) + GAP.length());
                if (hashes.put(name, line.substring(0, line.indexOf(GAP))) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Manifest(
                    lines.get(1).substring(SUBJECT.length()),
                    lines.get(2).substring(READER.length()),
                    lines.get(3).substring(MADE.length()),
                    Long.parseLong(lines.get(4).substring(SEALED.length())),
                    lines.get(5).substring(WORDS.length()),
                    hashes));
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
