package io.redress.app;

import io.redress.command.rule.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every sample scenario at once: side by side in one history, each with ids and parties of its own. */
final class RichHistory {
    private static final Set<String> NAMES = Set.of(
            "order",
            "return",
            "complaint",
            "inquiry",
            "report",
            "consumer",
            "merchant",
            "operator",
            "room",
            "agreedBy");

    private RichHistory() {}

    /** Plays it on a sandbox that was not started yet; returns how many acts were done. */
    static int play(Node node) throws IOException {
        List<Scenario.Line> lines = new ArrayList<>();
        for (Path scenario : ScenarioTest.scenarios()) {
            String prefix = scenario.getFileName().toString().replace(".jsonl", "-");
            Scenario.read(scenario).lines().forEach(line -> lines.add(renamed(line, prefix)));
        }
        lines.sort(Comparator.comparing(Scenario.Line::at));
        node.clock().startAt(lines.getFirst().at());
        int done = 0;
        for (Scenario.Line line : lines) {
            node.clock().advanceTo(line.at());
            if (!line.act().equals(Scenario.ADVANCE)) {
                try {
                    node.act(line.act(), line.at(), line.fields().toString());
                    done++;
                } catch (Refusal refused) {
                    // some are there to be refused
                }
            }
        }
        return done;
    }

    private static Scenario.Line renamed(Scenario.Line line, String prefix) {
        ObjectNode fields = ((ObjectNode) line.fields()).deepCopy();
        for (String name : NAMES) {
            JsonNode value = fields.get(name);
            if (value != null && value.isString()) {
                fields.put(name, prefix + value.stringValue());
            }
        }
        JsonNode subject = fields.get("subject");
        if (subject != null && subject.isString()) {
            fields.put("subject", subject.stringValue().replaceFirst("/(?=[^/]*$)", "/" + prefix));
        }
        return new Scenario.Line(line.number(), line.at(), line.act(), fields);
    }
}
