package io.redress.command.seal;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What one seal says. It is written as a checkpoint of a transparency log (C2SP tlog-checkpoint): the name of the log, the
 * size of the tree and its root, and lines of our own.
 *
 * @param lastEvent up to which index of the store events are in the tree
 * @param files those that this seal adds, after its events
 * @param at on the operational clock
 * @param previous the hash of the text of the seal before
 */
public record Seal(
        long number, long size, String root, long lastEvent, List<String> files, Instant at, String previous) {
    /** What stands for the seal before the first. */
    static final String NONE = Base64.getEncoder().encodeToString(new byte[HashTree.HASH_BYTES]);

    private static final String SEAL = "seal ";
    private static final String EVENTS = "events ";
    private static final String AT = "at ";
    private static final String PREVIOUS = "previous ";
    private static final String FILE = "file ";
    private static final int LINES = 7;

    /** As all moments are shown. */
    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    public Seal {
        files = List.copyOf(files);
    }

    /** As it is signed. */
    String text(String log) {
        StringBuilder text = new StringBuilder();
        for (String line : List.of(
                log,
                Long.toString(size),
                root,
                SEAL + number,
                EVENTS + lastEvent,
                AT + ISO_OFFSET_DATE_TIME.format(at.atOffset(SHANGHAI)),
                PREVIOUS + previous)) {
            text.append(line).append('\n');
        }
        files.forEach(file -> text.append(FILE).append(file).append('\n'));
        return text.toString();
    }

    /** What a signed text says; it was made by {@link #text}, unless a key was stolen. */
    static Seal of(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < LINES) {
            throw new IllegalArgumentException("a seal has more lines");
        }
        List<String> files = new ArrayList<>();
        lines.subList(LINES, lines.size()).forEach(line -> files.add(after(FILE, line)));
        try {
            return new Seal(
                    Long.parseLong(after(SEAL, lines.get(3))),
                    Long.parseLong(lines.get(1)),
                    lines.get(2),
                    Long.parseLong(after(EVENTS, lines.get(4))),
                    files,
                    OffsetDateTime.parse(after(AT, lines.get(5))).toInstant(),
                    after(PREVIOUS, lines.get(6)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a note says, whoever signed it. */
    public static Seal ofNote(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("a note has a text and signatures");
        }
        return of(note.substring(0, end + 1));
    }

    private static String after(String word, String line) {
        if (!line.startsWith(word)) {
            throw new IllegalArgumentException("a seal says " + word + "here");
        }
        return line.substring(word.length());
    }

    /** By this the next seal names the one of this text. */
    static String hash(String text) {
        return Base64.getEncoder().encodeToString(HashTree.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
