package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Act;
import io.redress.api.order.RegisterOrder;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every scenario gives its ledger and its refusals, to the second; the whole command side, without a database. */
class ScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Path> scenarios() throws IOException {
        Path folder = Path.of(System.getProperty("scenarios", "src/test/resources/scenarios"));
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_scenario_gives_its_ledger_and_its_refusals(Path scenario) throws IOException {
        Sandbox sandbox = new Sandbox();
        ActReader reader = new ActReader();
        StringBuilder refused = new StringBuilder("line,act\n");
        int line = 0;
        for (String text : Files.readAllLines(scenario)) {
            line++;
            JsonNode fields = JSON.readTree(text);
            Instant at = OffsetDateTime.parse(fields.get("at").stringValue()).toInstant();
            String act = fields.get("do").stringValue();
            sandbox.advanceTo(at);
            if (act.equals("advance")) {
                continue;
            }
            try {
                Act read = reader.read(act, fields, at);
                if (read instanceof RegisterOrder order && !order.paidAt().equals(at)) {
                    throw new Refusal(Rule.PAID_WHEN_REGISTERED);
                }
                sandbox.door().perform(read);
            } catch (Refusal refusal) {
                refused.append(line).append(',').append(Ledger.quoted(act)).append('\n');
            }
        }
        assertThat(refused.toString()).isEqualTo(Files.readString(beside(scenario, "refused.csv")));
        assertThat(Ledger.of(sandbox.stored())).isEqualTo(Files.readString(beside(scenario, "ledger.csv")));
    }

    private static Path beside(Path scenario, String ending) {
        return Path.of(scenario.toString().replaceFirst("jsonl$", ending));
    }
}
