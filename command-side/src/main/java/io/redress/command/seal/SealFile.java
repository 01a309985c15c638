package io.redress.command.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The seals outside the database, one note after the other with an empty line between them. Whoever can change the
 * database cannot change what was copied from here.
 */
public final class SealFile {
    /** How a line begins that bears a signature. */
    static final String SIGNED = "\u2014 ";

    /** Longer than two seals of as many files as one may have. */
    private static final int TAIL_BYTES = 1 << 16;

    /** The end of a text and the beginning of its signature, as bytes that are read one to a character. */
    private static final String MARK = latin("\n\n" + SIGNED);

    private final Path path;

    /** The last note that is there whole, and where it ends: a crash may have left half of another behind it. */
    private record Tail(String note, long end) {}

    public SealFile(Path path) {
        this.path = path;
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    public Path path() {
        return path;
    }

    /** The last seal that is there. */
    public Optional<String> last() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return tail(file).map(Tail::note);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Tail> tail(FileChannel file) throws IOException {
        long begin = Math.max(0, file.size() - TAIL_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - begin));
        while (bytes.hasRemaining() && file.read(bytes, begin + bytes.position()) >= 0) {
            // on to the end
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        int mark = text.lastIndexOf(MARK);
        while (mark >= 0) {
            int end = text.indexOf('\n', mark + MARK.length());
            if (end >= 0) {
                int before = text.lastIndexOf(MARK, mark - 1);
                int from = before < 0 ? 0 : text.indexOf('\n', before + MARK.length()) + 2;
                String note = new String(
                        text.substring(from, end + 1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                return Optional.of(new Tail(note, begin + end + 1));
            }
            mark = text.lastIndexOf(MARK, mark - 1);
        }
        return Optional.empty();
    }

    /** Writes these behind the last that is there whole; they are on the disk when this returns. */
    void append(List<String> notes) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long end = tail(file).map(Tail::end).orElse(0L);
                file.truncate(end);
                file.position(end);
                String text = (end == 0 ? "" : "\n") + String.join("\n", notes);
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them; half a seal at the end is none. */
    public List<String> all() {
        if (!Files.exists(path)) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        try {
            StringBuilder note = new StringBuilder();
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            for (String line : text.split("(?<=\n)", -1)) {
                if (!note.isEmpty() || !line.equals("\n")) {
                    note.append(line);
                }
                if (line.startsWith(SIGNED) && line.endsWith("\n")) {
                    notes.add(note.toString());
                    note.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return notes;
    }
}
