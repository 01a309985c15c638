package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every sample scenario on the real thing: PostgreSQL, event store, sheets; the ledger comes from the projection. */
class ScenarioTest {
    static List<Path> scenarios() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/test/resources/scenarios"))) {
            List<Path> scenarios = all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            assertThat(scenarios).isNotEmpty();
            return scenarios;
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_scenario_gives_its_ledger_and_its_refusals_byte_for_byte(Path scenario, @TempDir Path out)
            throws IOException {
        Path ledger = out.resolve("ledger.csv");
        Path refused = out.resolve("refused.csv");
        int status = new CommandLine(new SimulateCommand())
                .execute(scenario.toString(), "--ledger", ledger.toString(), "--refused", refused.toString());
        assertThat(status).isZero();
        assertThat(ledger).hasSameBinaryContentAs(beside(scenario, "ledger.csv"));
        assertThat(refused).hasSameBinaryContentAs(beside(scenario, "refused.csv"));
    }

    private static Path beside(Path scenario, String ending) {
        return Path.of(scenario.toString().replaceFirst("jsonl$", ending));
    }
}
