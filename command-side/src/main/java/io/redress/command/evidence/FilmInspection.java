package io.redress.command.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** MP4 and QuickTime: boxes that are known, with a directory among them. */
final class FilmInspection extends Inspection {
    private static final Set<String> BOXES = Set.of(
            "ftyp", "moov", "mdat", "moof", "mfra", "sidx", "ssix", "styp", "emsg", "prft", "pdin", "free", "skip",
            "wide", "meta", "udta", "uuid", "pnot", "PICT");

    FilmInspection(FileKind kind, long length, InputStream in) {
        super(kind, length, in);
    }

    /** Boxes from the first byte to the last. */
    @Override
    void inspect() throws IOException {
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
}
