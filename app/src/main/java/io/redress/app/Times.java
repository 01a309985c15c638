package io.redress.app;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Instants as people here read them: in Asia/Shanghai, to the second. */
final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Asia/Shanghai"));

    private Times() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
