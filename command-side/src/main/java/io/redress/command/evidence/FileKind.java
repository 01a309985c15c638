package io.redress.command.evidence;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is taken as evidence, and how much of it. */
public enum FileKind {
    JPEG("image/jpeg", "jpg", 20),
    PNG("image/png", "png", 20),
    WEBP("image/webp", "webp", 20),
    HEIC("image/heic", "heic", 20),
    PDF("application/pdf", "pdf", 20),
    MP4("video/mp4", "mp4", 200),
    QUICKTIME("video/quicktime", "mov", 200);

    private static final long MEBIBYTE = 1 << 20;

    private final String type;
    private final String ending;
    private final long mebibytesMax;

    FileKind(String type, String ending, long mebibytesMax) {
        this.type = type;
        this.ending = ending;
        this.mebibytesMax = mebibytesMax;
    }

    /** Its media type. */
    public String type() {
        return type;
    }

    /** How the name of such a file ends. */
    public String ending() {
        return ending;
    }

    /** How large it may be. */
    public long bytesMax() {
        return mebibytesMax * MEBIBYTE;
    }

    /** The kind of this media type, if it is taken. */
    public static Optional<FileKind> of(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(FileKind::type).collect(Collectors.joining(", "));
    }
}
