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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample scenarios, and how one is played. */
public final class Scenarios {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Scenarios() {}

    /** All sample scenarios; {@code -Dscenarios=FOLDER} plays others. */
    public static List<Path> files() throws IOException {
        Path folder = Path.of(System.getProperty("scenarios", "src/test/resources/scenarios"));
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    /** Plays a scenario and forgets what it refused. */
    public static Sandbox play(Path scenario) throws IOException {
        return play(scenario, new StringBuilder());
    }

    /** Plays a scenario; the lines that were refused are added to the CSV. */
    static Sandbox play(Path scenario, StringBuilder refused) throws IOException {
        Sandbox sandbox = new Sandbox();
        ActReader reader = new ActReader();
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
        return sandbox;
    }
}
