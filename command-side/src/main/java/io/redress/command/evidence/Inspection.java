package io.redress.command.evidence;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * Reads a file once from end to end before it is anything: it is what it says, whole, and nothing but that. Nothing is
 * decoded, what is packed is unpacked no further than it may grow, and of the bytes no more than a buffer is in memory.
 * How a file of its kind goes on is known to the inspection of that kind; here is what all of them read with.
 */
abstract sealed class Inspection
        permits JpegInspection, PngInspection, WebpInspection, HeicInspection, PdfInspection, FilmInspection {
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    /** More than any camera makes of one picture; decoded, four bytes for each. */
    static final long PIXELS_MAX = 50_000_000;

    private static final Set<String> FILMS = Set.of("video/quicktime", "video/mp4", "application/mp4", "video/x-m4v");
    private static final int BRAND_END = 12;
    /** The brands that a file goes by besides come behind the first and its version. */
    private static final int BRANDS = 16;

    private static final int BRANDS_END = 64;

    private static final int HEAD = 1 << 16;
    /** From so far before the end an archive finds its directory. */
    private static final int ARCHIVE_TAIL = 65_557;

    /** What a browser takes for a page or a script of its own accord. */
    static final List<String> SCRIPT = List.of(
            "<script",
            "<?php",
            "<svg ",
            "<svg>",
            "<svg\n",
            "<svg\r",
            "<svg\t",
            "<html",
            "<iframe",
            "javascript:",
            "<!doctype");

    final FileKind kind;
    final long length;
    long position;
    private final InputStream in;
    private final Words archive = new Words(List.of("pk\u0005\u0006"));

    Inspection(FileKind kind, long length, InputStream in) {
        this.kind = kind;
        this.length = length;
        this.in = in;
    }

    /** Refuses what is not a good file of this kind. */
    static void inspect(FileKind said, long length, InputStream bytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes, HEAD);
        String found = type(buffered);
        if (!found.equals(said.type())) {
            throw Refusal.ofField(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS, "type", said.type(), found);
        }
        Inspection inspection = of(said, length, buffered);
        try {
            inspection.inspect();
        } catch (EOFException _) {
            throw inspection.broken();
        }
    }

    private static Inspection of(FileKind kind, long length, BufferedInputStream in) {
        return switch (kind) {
            case JPEG -> new JpegInspection(length, in);
            case PNG -> new PngInspection(length, in);
            case WEBP -> new WebpInspection(length, in);
            case HEIC -> new HeicInspection(length, in);
            case PDF -> new PdfInspection(length, in);
            case MP4, QUICKTIME -> new FilmInspection(kind, length, in);
        };
    }

    /** Reads to the end; the end before the end says by itself that the file is not whole. */
    abstract void inspect() throws IOException;

    /** Films of both kinds are boxes alike, and so are pictures of some cameras; which it is, brands in the first say. */
    private static String type(BufferedInputStream bytes) throws IOException {
        String found = TYPES.detect(bytes, new Metadata()).getBaseType().toString();
        bytes.mark(BRANDS_END);
        String head = new String(bytes.readNBytes(BRANDS_END), StandardCharsets.ISO_8859_1);
        bytes.reset();
        if (FILMS.contains(found) && head.startsWith("ftyp", BRAND_END - 8)) {
            return head.startsWith("qt  ", BRAND_END - 4) ? FileKind.QUICKTIME.type() : FileKind.MP4.type();
        }
        if (found.equals("image/heif") && goesBy(head, "heic", "heix")) {
            return FileKind.HEIC.type();
        }
        return found;
    }

    private static boolean goesBy(String head, String... brands) {
        for (int at = BRANDS; at + 4 <= Math.min(head.length(), head.charAt(3)); at += 4) {
            if (List.of(brands).contains(head.substring(at, at + 4))) {
                return true;
            }
        }
        return false;
    }

    final Refusal broken() {
        return Refusal.ofField(Rule.FILE_IS_WHOLE, "bytes", kind.type());
    }

    final Refusal hides() {
        return Refusal.ofField(Rule.FILE_HIDES_NOTHING, "bytes", kind.type());
    }

    static Refusal explodes() {
        return Refusal.ofField(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE, "bytes");
    }

    /** The next byte, -1 at the end. */
    final int next() throws IOException {
        int read = in.read();
        if (read >= 0) {
            position++;
            if (position > length - ARCHIVE_TAIL && archive.take(read)) {
                throw hides();
            }
        }
        return read;
    }

    final int byteAt() throws IOException {
        int read = next();
        if (read < 0) {
            throw new EOFException();
        }
        return read;
    }

    final int twoBytes() throws IOException {
        return byteAt() << 8 | byteAt();
    }

    final long fourBytes() throws IOException {
        return (long) twoBytes() << 16 | twoBytes();
    }

    /** A number of so many bytes, the lowest first. */
    final long lowestFirst(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) byteAt() << (8 * i);
        }
        return number;
    }

    final String word() throws IOException {
        byte[] word = new byte[4];
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) byteAt();
        }
        return new String(word, StandardCharsets.ISO_8859_1);
    }

    /** Reads so many bytes and looks for script in them. */
    final void text(long bytes) throws IOException {
        Words script = new Words(SCRIPT);
        for (long i = 0; i < bytes; i++) {
            byteWithout(script);
        }
    }

    /** The next byte, with which none of these words ends. */
    final int byteWithout(Words unwanted) throws IOException {
        int read = byteAt();
        if (unwanted.take(read)) {
            throw hides();
        }
        return read;
    }

    final void skip(long bytes) throws IOException {
        long atOnce = Math.max(0, Math.min(bytes, length - ARCHIVE_TAIL - position));
        in.skipNBytes(atOnce);
        position += atOnce;
        for (long i = atOnce; i < bytes; i++) {
            byteAt();
        }
    }

    final void requireSensible(long width, long height) {
        if (width <= 0 || height <= 0) {
            throw broken();
        }
        if (width > PIXELS_MAX / height) {
            throw Refusal.ofField(
                    Rule.PICTURE_HAS_NOT_TOO_MANY_PIXELS,
                    "bytes",
                    Long.toString(width),
                    Long.toString(height),
                    Long.toString(PIXELS_MAX / 1_000_000));
        }
    }

    // ---- boxes, of which films and some pictures are made

    /** A box that has been opened, and where it ends. */
    record Box(String type, long end) {}

    final Box box(long within) throws IOException {
        long begin = position;
        long size = fourBytes();
        String type = word();
        if (size == 1) {
            size = fourBytes() << 32 | fourBytes();
        } else if (size == 0) {
            size = within - begin;
        }
        if (size < position - begin || size > within - begin) {
            throw broken();
        }
        return new Box(type, begin + size);
    }
}
