package io.redress.app.bench;

import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param micros how long each act took
 * @param bytes allocated by everything in this process meanwhile
 * @param roundTrips to the database, of whoever uses {@link CountedSockets}
 */
record Pace(long acts, double seconds, Histogram micros, long bytes, long roundTrips) {
    double rate() {
        return acts / seconds;
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    String kilobytesPerAct() {
        return Table.whole(bytes / 1024.0 / Math.max(1, acts));
    }

    String roundTripsPerAct() {
        return roundTrips == 0 ? "-" : Table.two(roundTrips / (double) Math.max(1, acts));
    }

    /** One after the other. */
    Pace and(Pace other) {
        Histogram both = micros.copy();
        both.add(other.micros);
        return new Pace(
                acts + other.acts, seconds + other.seconds, both, bytes + other.bytes, roundTrips + other.roundTrips);
    }
}
