package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.Redress.Misuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every sample scenario on the real thing: PostgreSQL, event store, sheets; the ledger comes from the projection. */
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    private static final String ADVANCE = "{\"at\": \"2026-11-11T20:00:00+08:00\", \"do\": \"advance\"}";

    @TempDir
    private Path out;

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> all = Files.list(SCENARIOS)) {
            List<Path> scenarios = all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            assertThat(scenarios).isNotEmpty();
            return scenarios;
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_scenario_gives_its_ledger_and_its_refusals_byte_for_byte(Path scenario)
            throws IOException, TimeoutException {
        try (Node node = Node.inside(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            SimulateCommand.play(
                    Scenario.read(scenario), node.context(), out.resolve("ledger.csv"), out.resolve("refused.csv"));
        }
        assertGave(scenario);
    }

    @Test
    void the_command_plays_a_scenario_on_a_database_of_its_own() {
        Path scenario = SCENARIOS.resolve("first-evening.jsonl");
        int status = new CommandLine(new SimulateCommand())
                .execute(
                        scenario.toString(),
                        "--ledger",
                        out.resolve("ledger.csv").toString(),
                        "--refused",
                        out.resolve("refused.csv").toString());
        assertThat(status).isZero();
        assertGave(scenario);
    }

    @Test
    void a_byte_order_mark_in_front_is_passed_over() throws IOException {
        Path file = out.resolve("marked.jsonl");
        Files.writeString(file, "\uFEFF" + ADVANCE);
        assertThat(Scenario.read(file).lines())
                .singleElement()
                .extracting(Scenario.Line::act)
                .isEqualTo("advance");
    }

    @Test
    void a_field_that_is_there_twice_is_refused_with_its_line_and_its_name() {
        String twice =
                "{\"at\": \"2026-11-11T20:00:00+08:00\", \"do\": \"ship\", \"order\": \"O1\", \"order\": \"O2\"}";
        assertThatThrownBy(() -> Scenario.read(ADVANCE + "\n" + twice, "twice.jsonl"))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("twice.jsonl, line 2")
                .hasMessageContaining("\"order\"");
    }

    private void assertGave(Path scenario) {
        assertThat(out.resolve("ledger.csv")).hasSameBinaryContentAs(beside(scenario, "ledger.csv"));
        assertThat(out.resolve("refused.csv")).hasSameBinaryContentAs(beside(scenario, "refused.csv"));
    }

    private static Path beside(Path scenario, String ending) {
        return Path.of(scenario.toString().replaceFirst("jsonl$", ending));
    }
}
