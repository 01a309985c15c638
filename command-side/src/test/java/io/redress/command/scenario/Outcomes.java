package io.redress.command.scenario;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.api.window.Obligation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which outcomes the windows of an obligation can have, by the rules; the table says why not the others. */
final class Outcomes {
    private static final List<String> OTHERS = List.of("suspended", "met", "met-late", "lapsed", "withdrawn");
    private static final Map<Obligation, Set<String>> POSSIBLE = read();

    private Outcomes() {}

    /** The outcomes that a window of this obligation can have; every window can be open. */
    static Set<String> of(Obligation obligation) {
        return POSSIBLE.get(obligation);
    }

    private static Map<Obligation, Set<String>> read() {
        Map<Obligation, Set<String>> possible = new EnumMap<>(Obligation.class);
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(Path.of("src/test/resources/possible-outcomes.csv"))) {
            for (NamedCsvRecord row : rows) {
                Set<String> outcomes = new LinkedHashSet<>(Set.of("open"));
                OTHERS.stream()
                        .filter(outcome -> row.getField(outcome).equals("yes"))
                        .forEach(outcomes::add);
                possible.put(Obligation.of(row.getField("obligation")), outcomes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return possible;
    }
}
