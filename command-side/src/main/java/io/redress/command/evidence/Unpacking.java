package io.redress.command.evidence;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Unpacks what comes, keeps nothing of it, and stops what grows without end. */
final class Unpacking implements AutoCloseable {
    private static final int BUFFER = 1 << 13;

    private final Inflater inflater = new Inflater();
    private final byte[] packed = new byte[BUFFER];
    private final byte[] unpacked = new byte[BUFFER];
    private final long most;
    private final @Nullable Words unwanted;
    private final Inspection file;
    private int waiting;
    private long size;
    private boolean failed;

    /**
     * @param most how far it may grow
     * @param unwanted words that must not be in it; null where it is not looked at
     */
    Unpacking(long most, @Nullable Words unwanted, Inspection file) {
        this.most = most;
        this.unwanted = unwanted;
        this.file = file;
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
            throw Inspection.explodes();
        }
        for (int i = 0; unwanted != null && i < read; i++) {
            if (unwanted.take(unpacked[i] & 0xFF)) {
                throw file.hides();
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

    /** How much it has been so far. */
    long size() {
        return size;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
