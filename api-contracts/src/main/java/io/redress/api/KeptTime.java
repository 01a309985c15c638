package io.redress.api;

import java.time.Instant;

/**
 * The instants that are kept: those that RFC 3339, whose years have four digits, can show both in UTC and with +08:00.
 * What comes in from outside lies within them, and so does every deadline that is counted from it.
 */
public final class KeptTime {
    /** The first: the beginning of the year 1 in UTC. */
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** The last microsecond of the year 9999 with +08:00. */
    public static final Instant LAST = Instant.parse("9999-12-31T15:59:59.999999Z");

    private KeptTime() {}

    /** Whether an instant, which is cut to the microsecond, is kept. */
    public static boolean holds(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }

    /** The instant, or the last one that is kept when it would be later. */
    public static Instant orLast(Instant instant) {
        return instant.isAfter(LAST) ? LAST : instant;
    }
}
