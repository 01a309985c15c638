package io.redress.app.hindsight;

import io.redress.api.SubjectId;
import io.redress.command.hindsight.Hindsight;
import io.redress.query.PersonalData;
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
    private final PersonalData personal;
    private final JsonMapper json;
    private final Explanations explanations = new Explanations();

    ExplainedWindows(Hindsight hindsight, PersonalData personal, JsonMapper json) {
        this.hindsight = hindsight;
        this.personal = personal;
        this.json = json;
    }

    /** Of windows of this case. */
    public List<JsonNode> of(SubjectId of, List<WindowView> windows, Reader reader) {
        Visible visible = Visible.to(reader, of, personal.of(reader, List.of(of)));
        return windows.stream()
                .flatMap(window ->
                        hindsight
                                .explain(window.subject(), window.obligation(), window.owedBy(), window.number())
                                .stream())
                .map(reasons -> json.<JsonNode>valueToTree(explanations.of(reasons, visible)))
                .toList();
    }
}
