package io.redress.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as people here read them: with +08:00, as the sheets have them, and to the second. */
final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.ofHours(8));

    private Times() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
