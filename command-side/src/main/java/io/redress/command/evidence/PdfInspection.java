package io.redress.command.evidence;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/** PDF: what stands outside of streams, and in streams of objects, does nothing by itself. */
final class PdfInspection extends Inspection {
    /** All that is packed, unpacked. */
    static final long UNPACKED_MAX = 256L << 20;

    /** More than a document of thousands of pages has. */
    private static final int STREAMS_MAX = 50_000;

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
            "/submitform",
            "/importdata",
            "/gotor",
            "/gotoe",
            "/xfa ",
            "/xfa[",
            "/xfa\n",
            "/xfa\r");

    /** Shorter words come up by chance in what is packed. */
    private static final int LONG = 6;

    private static final List<String> HIDDEN = Stream.concat(
                    ACTIVE.stream().filter(word -> word.length() >= LONG), Stream.of("/objstm", "/encrypt"))
            .toList();

    PdfInspection(long length, InputStream in) {
        super(FileKind.PDF, length, in);
    }

    /** What stands outside of streams, and in streams of objects, is searched for what acts by itself. */
    @Override
    void inspect() throws IOException {
        if (!(word() + (char) byteAt()).equals("%PDF-")) {
            throw broken();
        }
        long unpacked = 0;
        Words active = new Words(ACTIVE);
        Words begins = new Words(List.of("stream\n", "stream\r\n"));
        Words ends = new Words(List.of("endstream\n", "endstream\r\n"));
        Words objects = new Words(List.of("/objstm"));
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
                ofObjects = false;
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

    /**
     * Reads a stream to its end; gives how much was unpacked. The word that begins it may stand in a comment, which a
     * reader passes over: words so long that no packed bytes make them by chance are looked for in there as well.
     */
    private long stream(boolean ofObjects, long most) throws IOException {
        Words end = new Words(List.of("endstream"));
        Words hidden = new Words(HIDDEN);
        try (Unpacking unpacking = new Unpacking(most, ofObjects ? new Words(ACTIVE) : null, this)) {
            int next = byteWithout(hidden);
            while (!end.take(next)) {
                unpacking.take(next);
                next = byteWithout(hidden);
            }
            unpacking.unpack();
            return unpacking.size();
        }
    }
}
