package io.redress.app.hindsight;

import io.redress.command.hindsight.Hindsight;
import io.redress.query.Reader;
import io.redress.query.Visible;
import io.redress.query.WindowView;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why windows are due when they are, as {@code GET /windows/explanation} says it. */
@Component
public final class ExplainedWindows {
    private final Hindsight hindsight;
    private final JsonMapper json;
    private final Explanations explanations = new Explanations();

    ExplainedWindows(Hindsight hindsight, JsonMapper json) {
        this.hindsight = hindsight;
        this.json = json;
    }

    public List<JsonNode> of(List<WindowView> windows, Reader reader) {
        Visible visible = Visible.to(reader);
        return windows.stream()
                .flatMap(window -> hindsight
                        .explain(window.subject(), window.obligation(), window.owedBy(), window.number())
                        .stream())
                .map(reasons -> json.<JsonNode>valueToTree(explanations.of(reasons, visible)))
                .toList();
    }
}
