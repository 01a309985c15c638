package io.redress.command.evidence;

import java.io.IOException;
import java.io.InputStream;

/** WebP: one picture that does not move, what is seen through, and texts. */
final class WebpInspection extends Inspection {
    WebpInspection(long length, InputStream in) {
        super(FileKind.WEBP, length, in);
    }

    /** Chunks to the end that the first of them says: one picture, what is seen through, and texts. */
    @Override
    void inspect() throws IOException {
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
}
