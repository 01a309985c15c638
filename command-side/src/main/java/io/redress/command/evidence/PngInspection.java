package io.redress.command.evidence;

import java.io.IOException;
import java.io.InputStream;

/** PNG: chunks, of which one unpacks to the pixels that the head says. */
final class PngInspection extends Inspection {
    /** A text or colour profile, unpacked. */
    static final long ANNEX_UNPACKED_MAX = 4L << 20;

    PngInspection(long length, InputStream in) {
        super(FileKind.PNG, length, in);
    }

    @Override
    void inspect() throws IOException {
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
        try (Unpacking pixels = new Unpacking(most, null, this)) {
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
        String type = word();
        switch (type) {
            case "IDAT" -> packed(size, pixels);
            case "zTXt", "iCCP", "iTXt" -> annex(type, size);
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

    /** The name and one byte more; how long they are. */
    private long named(long size, Words script) throws IOException {
        long read = 0;
        int next = 1;
        while (next != 0 && read < size) {
            next = byteWithout(script);
            read++;
        }
        if (read < size) {
            byteWithout(script);
            read++;
        }
        return read;
    }

    /** Up to the text; whether that is packed, its own bytes say: what is no stream is read as text. */
    private long international(long size, Words script) throws IOException {
        long read = named(size, script);
        if (read < size) {
            byteWithout(script);
            read++;
        }
        for (int parts = 0; parts < 2; parts++) { // its language, and its name in that language
            int next = 1;
            while (next != 0 && read < size) {
                next = byteWithout(script);
                read++;
            }
        }
        return read;
    }

    /** A text with its names, or a colour profile: everything in it is looked at, as it stands and unpacked. */
    private void annex(String type, long size) throws IOException {
        Words script = new Words(SCRIPT);
        long read = type.equals("iTXt") ? international(size, script) : named(size, script);
        try (Unpacking annex = new Unpacking(ANNEX_UNPACKED_MAX, new Words(SCRIPT), this)) {
            for (long i = read; i < size; i++) {
                annex.take(byteWithout(script));
            }
            annex.unpack();
        }
    }
}
