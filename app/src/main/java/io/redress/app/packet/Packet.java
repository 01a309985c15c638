package io.redress.app.packet;

import io.redress.command.seal.Row;
import io.redress.command.seal.SealProofs.Inclusion;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a packet is laid out: which files are in it, and what stands in those that are checked. */
final class Packet {
    /** The first line of the list of contents. */
    static final String FORMAT = "redress-packet.v1";

    static final String MANIFEST = "manifest.txt";
    static final String CASE = "case.json";
    static final String TEXT = "case.txt";
    static final String WINDOWS = "windows.json";
    static final String EVENTS = "events.json";
    static final String FILES = "files.json";
    static final String PARTIES = "parties.json";
    static final String SEAL = "seal.txt";
    static final String KEYS = "keys.txt";

    /** Always there, in this order, and before the files of evidence. */
    static final List<String> ALWAYS = List.of(CASE, TEXT, WINDOWS, EVENTS, FILES, PARTIES, SEAL, KEYS);

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
    record EventShown(long position, boolean document, Row.@Nullable OfEvent row, @Nullable Inclusion proof) {}

    record FileShown(Row.OfFile row, @Nullable Inclusion proof) {}

    /**
     * What was signed: for whom the packet is, and the SHA-256 of each file in it.
     *
     * @param reader the kind of reader, whose name is nobody else's business
     */
    record Manifest(String subject, String reader, String madeAt, long seal, Map<String, String> hashes) {
        private static final int HEAD = 5;
        private static final String SUBJECT = "subject ";
        private static final String READER = "reader ";
        private static final String MADE = "made ";
        private static final String SEALED = "seal ";
        private static final String GAP = "  ";

        Manifest {
            hashes = Map.copyOf(hashes);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (String line : List.of(FORMAT, SUBJECT + subject, READER + reader, MADE + madeAt, SEALED + seal)) {
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
                    || !lines.get(4).matches(SEALED + "\\d{1,18}")) {
                return Optional.empty();
            }
            Map<String, String> hashes = new TreeMap<>();
            for (String line : lines.subList(HEAD, lines.size())) {
                if (!line.matches("[0-9a-f]{64}  \\S+")) {
                    return Optional.empty();
                }
                hashes.put(line.substring(line.indexOf(GAP) + GAP.length()), line.substring(0, line.indexOf(GAP)));
            }
            return Optional.of(new Manifest(
                    lines.get(1).substring(SUBJECT.length()),
                    lines.get(2).substring(READER.length()),
                    lines.get(3).substring(MADE.length()),
                    Long.parseLong(lines.get(4).substring(SEALED.length())),
                    hashes));
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
