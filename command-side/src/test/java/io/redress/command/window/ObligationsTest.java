package io.redress.command.window;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of duties that ships with the product. */
class ObligationsTest {
    private static final Obligations SHIPPED = Obligations.shipped();
    private static final Path STANDARD = Path.of("src/main/resources/standard");

    private static List<NamedCsvRecord> rows() {
        return Obligations.rows("/standard/obligations.v1.csv");
    }

    @Test
    void the_table_has_forty_rows_and_they_are_the_obligations_in_order() {
        assertThat(rows()).hasSize(40);
        assertThat(rows().stream().map(row -> row.getField("id")))
                .containsExactlyElementsOf(
                        Arrays.stream(Obligation.values()).map(Obligation::id).toList());
    }

    @ParameterizedTest
    @EnumSource
    void an_obligation_names_its_clauses(Obligation obligation) {
        String clause = "[1-9]\\.[0-9](\\.[0-9])*( [a-h])*";
        assertThat(SHIPPED.of(obligation).clause()).matches(clause + "(; " + clause + ")*");
        assertThat(SHIPPED.of(obligation).source()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void a_default_lies_between_floor_and_ceiling(Obligation obligation) {
        ObligationTerms row = SHIPPED.of(obligation);
        Length floor = row.floor();
        Length ceiling = row.ceiling();
        if (floor != null) {
            assertThat(WorkingCalendar.compare(floor, row.defaultLength())).isNotPositive();
        }
        if (ceiling != null) {
            assertThat(WorkingCalendar.compare(row.defaultLength(), ceiling)).isNotPositive();
        }
    }

    /** Otherwise the order of the two would have to be said. */
    @ParameterizedTest
    @EnumSource
    void no_obligation_listens_to_a_service_plan_and_to_an_emergency_mechanism(Obligation obligation) {
        Set<Layer> layers = SHIPPED.of(obligation).layers();
        assertThat(layers).doesNotContain(Layer.DEFAULT);
        assertThat(layers.containsAll(Set.of(Layer.SERVICE_PLAN, Layer.EMERGENCY_MECHANISM)))
                .isFalse();
    }

    @Test
    void an_id_says_who_owes_the_duty_and_the_table_says_the_same() {
        for (NamedCsvRecord row : rows()) {
            String who = row.getField("owed_by");
            if (!who.equals("merchant|room-operator") && !row.getField("id").startsWith("party-")) {
                assertThat(row.getField("id")).startsWith(who + "-");
            }
        }
    }

    @Test
    void a_demand_that_went_unanswered_may_be_reopened_for_seven_days() {
        assertThat(SHIPPED.reopening()).isEqualTo(Length.parse("P7D"));
        assertThat(SHIPPED.announcement()).isEqualTo(Length.parse("PT168H"));
    }

    @Test
    void every_shipped_table_names_its_source_and_its_version() throws IOException {
        String sources = Files.readString(STANDARD.resolve("SOURCES.md"));
        try (Stream<Path> files = Files.list(STANDARD)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("SOURCES.md")))
                    .hasSize(9)
                    .allSatisfy(name -> {
                        assertThat(name).matches("[a-z0-9-]+\\.v[1-9]\\.csv");
                        assertThat(sources).contains("`" + name + "`");
                    });
        }
    }
}
