package io.redress.api.record;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.KeptTime;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long the personal data of a case is kept once it is over: a versioned resource, which says what the standard asks
 * for at least, what the law raises that to, and where both stand.
 */
public final class RetentionTerms {
    private static final String TERMS = "/standard/retention.v1.csv";
    /** record,kept,clause,floor,law,source: the last alone holds commas, and is quoted. */
    private static final int COLUMNS = 6;

    private static final String OPENING = "opening";
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final RetentionTerms SHIPPED = new RetentionTerms();

    private record Row(String kept, String clause, String source) {}

    private final Map<String, Row> terms = new HashMap<>();

    private RetentionTerms() {
        try (InputStream in = Objects.requireNonNull(RetentionTerms.class.getResourceAsStream(TERMS), TERMS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(row -> row.split(",", COLUMNS))
                    .forEach(row -> terms.put(row[0], new Row(row[1], row[2], row[COLUMNS - 1].replace("\"", ""))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that ships with the product. */
    public static RetentionTerms shipped() {
        return SHIPPED;
    }

    /** When a case of this kind, in which nothing happened after this instant, need be kept no longer. */
    public Instant end(SubjectId.Kind kind, Instant last) {
        return KeptTime.orLast(
                last.atZone(ZONE).plus(Period.parse(term(kind.word()))).toInstant());
    }

    /** Whether an event begins (true) or breaks off (false) the time in which a case is over; null when it does neither. */
    public static @Nullable Boolean isOver(Event event) {
        if (event instanceof OrderDelivered || event instanceof OrderCancelled) {
            return true;
        }
        if (event instanceof FactCorrected corrected && corrected.fact() == Fact.DELIVER) {
            return corrected.occurredAt() != null;
        }
        @Nullable Boolean over = null;
        for (Change change : event.changes()) {
            over = switch (change) {
                case Change.Ended ended when ended.subject().equals(event.subject()) -> true;
                case Change.Reopened again when again.subject().equals(event.subject()) -> false;
                default -> over;
            };
        }
        return over;
    }

    /** How long two people read what is withheld. */
    public Duration opening() {
        return Duration.parse(term(OPENING));
    }

    /** How long, as a period. */
    public String term(String record) {
        return of(record).kept();
    }

    /** Which clause of the standard asks for it. */
    public String clause(String record) {
        return of(record).clause();
    }

    /** Where the standard and the law say so. */
    public String source(String record) {
        return of(record).source();
    }

    private Row of(String record) {
        return Objects.requireNonNull(terms.get(record), record);
    }
}
