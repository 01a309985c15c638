package io.redress.command.window;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.api.party.Role;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The forty obligations with their lengths, bounds and sources: a versioned resource, never constants in code. */
public final class Obligations {
    private static final String OBLIGATIONS = "/standard/obligations.v1.csv";
    private static final String OTHER_TERMS = "/standard/other-terms.v1.csv";

    private final Map<Obligation, ObligationTerms> terms = new EnumMap<>(Obligation.class);
    private final Length reopening;
    private final Length announcement;

    private Obligations() {
        for (NamedCsvRecord row : rows(OBLIGATIONS)) {
            ObligationTerms read = read(row);
            terms.put(read.obligation(), read);
        }
        Set<Obligation> missing = EnumSet.allOf(Obligation.class);
        missing.removeAll(terms.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException(OBLIGATIONS + " lacks " + missing);
        }
        reopening = otherTerm("reopen-unanswered");
        announcement = otherTerm("announce-rules");
    }

    private static Length otherTerm(String id) {
        return rows(OTHER_TERMS).stream()
                .filter(row -> row.getField("id").equals(id))
                .map(row -> Length.parse(row.getField("length")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(OTHER_TERMS + " lacks " + id));
    }

    /** The version that ships with the product. */
    public static Obligations shipped() {
        return new Obligations();
    }

    /** The rows of a table that ships with the product. */
    public static List<NamedCsvRecord> rows(String resource) {
        try (InputStream in = Objects.requireNonNull(Obligations.class.getResourceAsStream(resource), resource);
                CsvReader<NamedCsvRecord> rows =
                        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return rows.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObligationTerms read(NamedCsvRecord row) {
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        Arrays.stream(row.getField("layers").split(" ", -1))
                .filter(word -> !word.isBlank())
                .map(Layer::of)
                .forEach(layers::add);
        return new ObligationTerms(
                Obligation.of(row.getField("id")),
                Arrays.stream(row.getField("owed_by").split("\\|", -1))
                        .map(Obligations::role)
                        .toList(),
                row.getField("clause"),
                row.getField("modal"),
                Length.parse(row.getField("default")),
                optional(row.getField("ceiling")),
                optional(row.getField("floor")),
                layers,
                OnLapse.of(row.getField("on_lapse")),
                row.getField("source"),
                row.getField("grade"));
    }

    private static Role role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(OBLIGATIONS + " knows no " + word));
    }

    private static @Nullable Length optional(String text) {
        return text.isEmpty() ? null : Length.parse(text);
    }

    /** How long a demand that closed as unanswered may be reopened. */
    public Length reopening() {
        return reopening;
    }

    /** How long before it takes effect a change of the platform rules is announced. */
    public Length announcement() {
        return announcement;
    }

    /** The row of this obligation. */
    public ObligationTerms of(Obligation obligation) {
        return Objects.requireNonNull(terms.get(obligation));
    }
}
