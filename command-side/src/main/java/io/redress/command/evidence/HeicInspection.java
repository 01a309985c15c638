package io.redress.command.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** HEIC: boxes, in which every picture says its size. */
final class HeicInspection extends Inspection {
    /** In which boxes, one in the other, the sizes of pictures are. */
    private static final List<String> TO_SIZES = List.of("meta", "iprp", "ipco");

    HeicInspection(long length, InputStream in) {
        super(FileKind.HEIC, length, in);
    }

    /** Boxes from the first byte to the last; every picture in them says its size. */
    @Override
    void inspect() throws IOException {
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
}
