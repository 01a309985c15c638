package io.redress.command.evidence;

import java.io.IOException;
import java.io.InputStream;

/** JPEG: markers and what they hold. */
final class JpegInspection extends Inspection {
    JpegInspection(long length, InputStream in) {
        super(FileKind.JPEG, length, in);
    }

    /** Markers from the first to the last; a camera may put further pictures, and zeros, behind the first. */
    @Override
    void inspect() throws IOException {
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
}
