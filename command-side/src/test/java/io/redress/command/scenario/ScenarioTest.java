package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario gives its ledger and its refusals, to the second; the whole command side, without a database. */
class ScenarioTest {
    @ParameterizedTest
    @MethodSource("io.redress.command.scenario.Scenarios#files")
    void a_scenario_gives_its_ledger_and_its_refusals(Path scenario) throws IOException {
        StringBuilder refused = new StringBuilder("line,act\n");
        Sandbox sandbox = Scenarios.play(scenario, refused);
        assertThat(refused.toString()).isEqualTo(Files.readString(beside(scenario, "refused.csv")));
        assertThat(Ledger.of(sandbox.stored())).isEqualTo(Files.readString(beside(scenario, "ledger.csv")));
    }

    private static Path beside(Path scenario, String ending) {
        return Path.of(scenario.toString().replaceFirst("jsonl$", ending));
    }
}
