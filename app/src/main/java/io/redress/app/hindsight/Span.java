package io.redress.app.hindsight;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A length of time, twice: for people and their libraries, and for sums.
 *
 * @param duration ISO 8601, in hours and smaller: days are not all of one length to the law
 * @param seconds exact to the microsecond
 */
public record Span(String duration, BigDecimal seconds) {
    static Span of(Duration length) {
        BigDecimal whole = BigDecimal.valueOf(length.getSeconds());
        return new Span(
                length.toString(),
                length.getNano() == 0 ? whole : whole.add(BigDecimal.valueOf(length.getNano() / 1000, 6)));
    }
}
