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
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file once from end to end before it is anything: it is what it says, whole, and nothing but that. Nothing is
 * decoded, what is packed is unpacked no further than it may grow, and of the bytes no more than a buffer is in memory.
 */
final class Inspection {
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    /** More than any camera makes of one picture; decoded, four bytes for each. */
    static final long PIXELS_MAX = 50_000_000;

    /** All that is packed in a document, unpacked. */
    static final long UNPACKED_MAX = 256L << 20;

    /** More than a document of thousands of pages has. */
    private static final int STREAMS_MAX = 50_000;

    /** A text or colour profile in a picture, unpacked. */
    static final long ANNEX_UNPACKED_MAX = 4L << 20;

    private static final Set<String> FILMS = Set.of("video/quicktime", "video/mp4", "application/mp4", "video/x-m4v");
    private static final int BRAND_END = 12;
    /** The brands that a file goes by besides come behind the first and its version. */
    private static final int BRANDS = 16;

    private static final int BRANDS_END = 64;

    private static final int HEAD = 1 << 16;
    private static final int BUFFER = 1 << 13;
    /** From so far before the end an archive finds its directory. */
    private static final int ARCHIVE_TAIL = 65_557;

    private static final List<String> SCRIPT = List.of(
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
    private static final List<String> ACTIVE = List.of(
            "/javascript",
            "/js ",
            "/js(",
            "/js<",
            "/js\n",
            "/js\r",
            "/launch",
            "/embeddedfile",
            "/richmedia",
            "/xfa ",
            "/xfa[",
            "/xfa\n",
            "/xfa\r");

    private final FileKind kind;
    private final long length;
    private final InputStream in;
    private long position;
    private final Words archive = new Words(List.of("pk\u0005\u0006"));

    private Inspection(FileKind kind, long length, InputStream in) {
        this.kind = kind;
        this.length = length;
        this.in = in;
    }

    /** Refuses what is not a good file of this kind. */
    static void of(FileKind said, long length, InputStream bytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes, HEAD);
        String found = type(buffered);
        if (!found.equals(said.type())) {
            throw Refusal.ofField(Rule.FILE_IS_OF_THE_TYPE_IT_SAYS, "type", said.type(), found);
        }
        new Inspection(said, length, buffered).inspect();
    }

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

    private void inspect() throws IOException {
        try {
            switch (kind) {
                case JPEG -> jpeg();
                case PNG -> png();
                case WEBP -> webp();
                case HEIC -> heic();
                case PDF -> pdf();
                case MP4, QUICKTIME -> film();
            }
        } catch (EOFException _) {
            throw broken();
        }
    }

    private Refusal broken() {
        return Refusal.ofField(Rule.FILE_IS_WHOLE, "bytes", kind.type());
    }

    private Refusal hides() {
        return Refusal.ofField(Rule.FILE_HIDES_NOTHING, "bytes", kind.type());
    }

    private static Refusal explodes() {
        return Refusal.ofField(Rule.FILE_UNPACKS_TO_SOMETHING_SENSIBLE, "bytes");
    }

    // ---- reading

    /** The next byte, -1 at the end. */
    private int next() throws IOException {
        int read = in.read();
        if (read >= 0) {
            position++;
            if (position > length - ARCHIVE_TAIL && archive.take(read)) {
                throw hides();
            }
        }
        return read;
    }

    private int byteAt() throws IOException {
        int read = next();
        if (read < 0) {
            throw new EOFException();
        }
        return read;
    }

    private int twoBytes() throws IOException {
        return byteAt() << 8 | byteAt();
    }

    private long fourBytes() throws IOException {
        return (long) twoBytes() << 16 | twoBytes();
    }

    /** A number of so many bytes, the lowest first. */
    private long lowestFirst(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) byteAt() << (8 * i);
        }
        return number;
    }

    private String word() throws IOException {
        byte[] word = new byte[4];
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) byteAt();
        }
        return new String(word, StandardCharsets.ISO_8859_1);
    }

    /** Reads so many bytes and looks for script in them. */
    private void text(long bytes) throws IOException {
        Words script = new Words(SCRIPT);
        for (long i = 0; i < bytes; i++) {
            if (script.take(byteAt())) {
                throw hides();
            }
        }
    }

    private void skip(long bytes) throws IOException {
        long atOnce = Math.max(0, Math.min(bytes, length - ARCHIVE_TAIL - position));
        in.skipNBytes(atOnce);
        position += atOnce;
        for (long i = atOnce; i < bytes; i++) {
            byteAt();
        }
    }

    private void requireSensible(long width, long height) {
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

    // ---- JPEG

    /** Markers from the first to the last; a camera may put further pictures, and zeros, behind the first. */
    private void jpeg() throws IOException {
        byteAt(); // the first half of the marker by which it was known
        do {
            if (byteAt() != 0xD8) {
                throw hides();
            }
            picture();
        } while (anotherPicture());
    }

    private boolean anotherPicture() throws IOException {
        int read = next();
        while (read == 0) {
            read = next();
        }
        if (read >= 0 && read != 0xFF) {
            throw hides();
        }
        return read == 0xFF;
    }

    private void picture() throws IOException {
        boolean sized = false;
        int marker = marker();
        while (marker != 0xD9) {
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            int size = twoBytes() - 2;
            if (size < 0 || marker == 0) {
                throw broken();
            }
            if (frame) {
                if (size < 6) {
                    throw broken();
                }
                byteAt();
                int height = twoBytes();
                requireSensible(twoBytes(), height);
                sized = true;
                skip(size - 5);
            } else if (marker >= 0xE0) {
                text(size);
            } else {
                skip(size);
            }
            marker = marker == 0xDA ? afterScan() : marker();
        }
        if (!sized) {
            throw broken();
        }
    }

    private int marker() throws IOException {
        if (byteAt() != 0xFF) {
            throw broken();
        }
        return filled();
    }

    private int filled() throws IOException {
        int marker = byteAt();
        while (marker == 0xFF) {
            marker = byteAt();
        }
        return marker;
    }

    private int afterScan() throws IOException {
        while (true) {
            if (byteAt() == 0xFF) {
                int marker = filled();
                boolean ofTheScan = marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
                if (!ofTheScan) {
                    return marker;
                }
            }
        }
    }

    // ---- PNG

    private void png() throws IOException {
        skip(8); // the signature by which it was known
        if (fourBytes() != 13 || !word().equals("IHDR")) {
            throw broken();
        }
        long width = fourBytes();
        long height = fourBytes();
        requireSensible(width, height);
        int depth = byteAt();
        int channels = switch (byteAt()) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw broken();
        };
        skip(3 + 4);
        // every line has a byte for its filter, and interlaced ones come in seven passes
        long most = height * ((width * channels * depth + 7) / 8 + 1) + 16 * (width + height);
        try (Unpacking pixels = new Unpacking(most, null)) {
            while (chunk(pixels)) {
                skip(4); // its sum
            }
            if (!pixels.isOver()) {
                throw broken();
            }
        }
        skip(4);
        if (next() >= 0) {
            throw hides();
        }
    }

    /** Reads a chunk up to its sum; false when it was the last. */
    private boolean chunk(Unpacking pixels) throws IOException {
        long size = fourBytes();
        switch (word()) {
            case "IDAT" -> packed(size, pixels);
            case "zTXt", "iCCP" -> annex(size, named(size));
            case "iTXt" -> annex(size, international(size));
            case "acTL", "fcTL", "fdAT" -> throw hides(); // pictures behind the picture
            case "IEND" -> {
                return false;
            }
            default -> text(size);
        }
        return true;
    }

    private void packed(long size, Unpacking unpacking) throws IOException {
        for (long i = 0; i < size; i++) {
            unpacking.take(byteAt());
        }
        if (!unpacking.goesOn()) {
            throw broken();
        }
    }

    /** The name and the method; how long they are. */
    private long named(long size) throws IOException {
        long read = 0;
        int next;
        do {
            next = byteAt();
            read++;
        } while (next != 0 && read < size);
        if (read < size) {
            byteAt();
            read++;
        }
        return read;
    }

    /** Up to the text when it is packed; all when it is not. */
    private long international(long size) throws IOException {
        long read = named(size);
        boolean packed = false;
        if (read < size) {
            byteAt();
            read++;
            packed = true; // whether it is, its own bytes say: what is no stream is read as text
        }
        for (int parts = 0; packed && parts < 2; parts++) {
            int next;
            do {
                next = read < size ? byteAt() : 0;
                read++;
            } while (next != 0);
        }
        return Math.min(read, size);
    }

    private void annex(long size, long read) throws IOException {
        Words asItStands = new Words(SCRIPT);
        try (Unpacking annex = new Unpacking(ANNEX_UNPACKED_MAX, new Words(SCRIPT))) {
            for (long i = read; i < size; i++) {
                int next = byteAt();
                if (asItStands.take(next)) {
                    throw hides();
                }
                annex.take(next);
            }
            annex.unpack();
        }
    }

    // ---- WebP

    /** Chunks to the end that the first of them says: one picture, what is seen through, and texts. */
    private void webp() throws IOException {
        skip(4); // the signature by which it was known
        long end = lowestFirst(4) + position;
        if (end > length) {
            throw broken();
        }
        if (end < length) {
            throw hides();
        }
        skip(4);
        boolean pictured = false;
        while (position < length) {
            String type = word();
            long size = lowestFirst(4);
            long next = position + size + (size & 1);
            if (next > length) {
                throw broken();
            }
            switch (type) {
                case "VP8X" -> canvas();
                case "VP8 ", "VP8L" -> {
                    if (pictured) {
                        throw hides();
                    }
                    pictured = true;
                    if (type.endsWith("L")) {
                        losslessHead();
                    } else {
                        lossyHead();
                    }
                }
                case "ALPH" -> skip(size);
                case "ICCP", "EXIF", "XMP " -> text(size);
                default -> throw hides(); // pictures behind the picture, or what nobody knows
            }
            if (position > next) {
                throw broken();
            }
            skip(next - position);
        }
        if (!pictured) {
            throw broken();
        }
    }

    private void canvas() throws IOException {
        skip(4);
        long width = lowestFirst(3) + 1;
        requireSensible(width, lowestFirst(3) + 1);
    }

    private void losslessHead() throws IOException {
        if (byteAt() != 0x2F) {
            throw broken();
        }
        long sizes = lowestFirst(4);
        requireSensible((sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1);
    }

    private void lossyHead() throws IOException {
        skip(3);
        if (lowestFirst(3) != 0x2A019D) {
            throw broken();
        }
        long width = lowestFirst(2) & 0x3FFF;
        requireSensible(width, lowestFirst(2) & 0x3FFF);
    }

    // ---- PDF

    /** What stands outside of streams, and in streams of objects, is searched for what acts by itself. */
    private void pdf() throws IOException {
        if (!(word() + (char) byteAt()).equals("%PDF-")) {
            throw broken();
        }
        long unpacked = 0;
        Words active = new Words(ACTIVE);
        Words begins = new Words(List.of("stream\n", "stream\r\n"));
        Words ends = new Words(List.of("endstream\n", "endstream\r\n"));
        Words objects = new Words(List.of("/objstm"));
        Words object = new Words(List.of("endobj", "obj<<", "obj\n", "obj\r", "obj "));
        Words encrypted = new Words(List.of("/encrypt"));
        Words last = new Words(List.of("%%eof"));
        boolean ofObjects = false;
        int streams = 0;
        boolean over = false;
        boolean goesOn = false;
        int next = next();
        while (next >= 0) {
            if (active.take(next)) {
                throw hides();
            }
            if (encrypted.take(next)) {
                throw Refusal.ofField(Rule.FILE_IS_WHOLE, "bytes", kind.type());
            }
            if (object.take(next)) {
                ofObjects = false;
            }
            ofObjects |= objects.take(next);
            goesOn |= next > ' ';
            if (last.take(next)) {
                over = true;
                goesOn = false;
            }
            boolean end = ends.take(next);
            if (begins.take(next) && !end) {
                if (++streams > STREAMS_MAX) {
                    throw explodes();
                }
                unpacked += stream(ofObjects, UNPACKED_MAX - unpacked);
            }
            next = next();
        }
        if (!over) {
            throw broken();
        }
        if (goesOn) {
            throw hides();
        }
    }

    /** Reads a stream to its end; gives how much was unpacked. */
    private long stream(boolean ofObjects, long most) throws IOException {
        Words end = new Words(List.of("endstream"));
        try (Unpacking unpacking = new Unpacking(most, ofObjects ? new Words(ACTIVE) : null)) {
            int next = byteAt();
            while (!end.take(next)) {
                unpacking.take(next);
                next = byteAt();
            }
            unpacking.unpack();
            return unpacking.size;
        }
    }

    // ---- films, and pictures in boxes

    /** A box that has been opened, and where it ends. */
    private record Box(String type, long end) {}

    private Box box(long within) throws IOException {
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

    private static final Set<String> BOXES = Set.of(
            "ftyp", "moov", "mdat", "moof", "mfra", "sidx", "ssix", "styp", "emsg", "prft", "pdin", "free", "skip",
            "wide", "meta", "udta", "uuid", "pnot", "PICT");

    /** Boxes from the first byte to the last. */
    private void film() throws IOException {
        boolean directory = false;
        while (position < length) {
            Box box = box(length);
            if (!BOXES.contains(box.type())) {
                throw hides();
            }
            directory |= box.type().equals("moov");
            if (box.type().equals("mdat")) {
                skip(box.end() - position);
            } else {
                text(box.end() - position);
            }
        }
        if (!directory) {
            throw broken();
        }
    }

    /** In which boxes, one in the other, the sizes of pictures are. */
    private static final List<String> TO_SIZES = List.of("meta", "iprp", "ipco");

    /** Boxes from the first byte to the last; every picture in them says its size. */
    private void heic() throws IOException {
        boolean sized = false;
        while (position < length) {
            Box box = box(length);
            switch (box.type()) {
                case "meta" -> sized |= sizes(box.end(), 1);
                case "mdat" -> skip(box.end() - position);
                case "ftyp", "free", "skip", "wide", "uuid" -> text(box.end() - position);
                default -> throw hides();
            }
        }
        if (!sized) {
            throw broken();
        }
    }

    /** Looks for sizes in a box so deep; whether there was one. */
    private boolean sizes(long end, int depth) throws IOException {
        boolean sized = false;
        if (depth == 1) {
            if (end - position < 4) {
                throw broken();
            }
            skip(4); // its version
        }
        while (position < end) {
            Box box = box(end);
            if (depth < TO_SIZES.size() && box.type().equals(TO_SIZES.get(depth))) {
                sized |= sizes(box.end(), depth + 1);
            } else if (depth == TO_SIZES.size() && box.type().equals("ispe")) {
                if (box.end() - position != 12) {
                    throw broken();
                }
                skip(4);
                long width = fourBytes();
                requireSensible(width, fourBytes());
                sized = true;
            } else {
                text(box.end() - position);
            }
        }
        return sized;
    }

    // ---- tools

    /** Looks for words, whatever their case, in bytes that come one by one. */
    private static final class Words {
        private final byte[][] words;
        private final byte[] seen = new byte[16];
        private int count;

        Words(List<String> words) {
            this.words = words.stream()
                    .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                    .toArray(byte[][]::new);
        }

        /** Whether a word ends with this byte. */
        boolean take(int next) {
            byte lower = (byte) (next >= 'A' && next <= 'Z' ? next + ('a' - 'A') : next);
            seen[count & 15] = lower;
            count++;
            for (byte[] word : words) {
                if (word[word.length - 1] == lower && count >= word.length && stands(word)) {
                    return true;
                }
            }
            return false;
        }

        private boolean stands(byte[] word) {
            for (int i = 0; i < word.length; i++) {
                if (seen[count - word.length + i & 15] != word[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Unpacks what comes, keeps nothing of it, and stops what grows without end. */
    private final class Unpacking implements AutoCloseable {
        private final Inflater inflater = new Inflater();
        private final byte[] packed = new byte[BUFFER];
        private final byte[] unpacked = new byte[BUFFER];
        private final long most;
        private final @Nullable Words unwanted;
        private int waiting;
        private long size;
        private boolean failed;

        Unpacking(long most, @Nullable Words unwanted) {
            this.most = most;
            this.unwanted = unwanted;
        }

        void take(int next) {
            packed[waiting++] = (byte) next;
            if (waiting == packed.length) {
                unpack();
            }
        }

        /** Unpacks what has come; what is no stream, or comes after it, is left. */
        void unpack() {
            if (!failed && !inflater.finished()) {
                inflater.setInput(packed, 0, waiting);
                try {
                    int read = inflater.inflate(unpacked);
                    while (read > 0) {
                        look(read);
                        read = inflater.inflate(unpacked);
                    }
                    failed = inflater.needsDictionary();
                } catch (DataFormatException _) {
                    failed = true;
                }
            }
            waiting = 0;
        }

        private void look(int read) {
            size += read;
            if (size > most) {
                throw explodes();
            }
            for (int i = 0; unwanted != null && i < read; i++) {
                if (unwanted.take(unpacked[i] & 0xFF)) {
                    throw hides();
                }
            }
        }

        /** Whether all that has come is of a stream, as far as one can see. */
        boolean goesOn() {
            unpack();
            return !failed;
        }

        boolean isOver() {
            unpack();
            return inflater.finished();
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
