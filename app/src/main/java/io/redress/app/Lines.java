package io.redress.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a body line by line, and keeps no more of a line than it may hold. */
final class Lines {
    /** A line without its end. */
    static final class Line {
        private final int number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(int number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** From 1 on, empty lines counted. */
        int number() {
            return number;
        }

        /** As many of its bytes as it may hold. */
        byte[] bytes() {
            return bytes;
        }

        boolean isTooLong() {
            return tooLong;
        }

        boolean isBlank() {
            for (byte next : bytes) {
                if (next != ' ' && next != '\t' && next != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private final InputStream body;
    private final int bytesMax;
    private int read;

    Lines(InputStream body, int bytesMax) {
        this.body = new BufferedInputStream(body);
        this.bytesMax = bytesMax;
    }

    /** How many were read so far. */
    int read() {
        return read;
    }

    /** The next one; null when there are no more. */
    @Nullable
    Line next() throws IOException {
        int next = body.read();
        if (next < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (; next >= 0 && next != '\n'; next = body.read()) {
            if (line.size() < bytesMax) {
                line.write(next);
            } else {
                tooLong = true;
            }
        }
        return new Line(++read, line.toByteArray(), tooLong);
    }
}
