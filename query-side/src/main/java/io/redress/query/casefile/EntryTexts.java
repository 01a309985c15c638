package io.redress.query.casefile;

import io.redress.api.Event;
import io.redress.query.SheetWriter;
import io.redress.query.Texts;
import io.redress.query.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Says in one line what an event was. */
public final class EntryTexts {
    private final Texts texts = new Texts("casefile");

    /** The line of this event, as it stands in the case file of the same reader. */
    public Texts.Bilingual summary(Event event, Visible visible) {
        Facts said = Facts.of(event);
        return summary(SheetWriter.nameOf(event), event.by().toString(), visible.facts(said.facts()), said.changes());
    }

    /** The line of this event: its sentence, one more for each fact that has one, and one for lapses taken back. */
    Texts.Bilingual summary(String event, String by, JsonNode facts, JsonNode changes) {
        List<String> sentences = new ArrayList<>(List.of(event));
        for (String fact : facts.propertyNames()) {
            String key = event + "." + fact + how(facts.get(fact));
            if (texts.has(key)) {
                sentences.add(key);
            }
        }
        List<String> rescinded = rescinded(changes);
        if (!rescinded.isEmpty()) {
            sentences.add("rescinded");
        }
        return texts.say(sentences, place -> switch (place) {
            case "by" -> List.of(by);
            case "rescinded" -> rescinded;
            default -> values(facts, place);
        });
    }

    /** The duties whose lapse the event takes back. */
    private static List<String> rescinded(JsonNode changes) {
        return StreamSupport.stream(changes.spliterator(), false)
                .filter(change -> change.path("change").asString().equals("rescinded"))
                .map(change -> change.path("window").path("obligation").asString())
                .toList();
    }

    /** What is not given, and money that is none, reads otherwise. */
    private static String how(JsonNode value) {
        if (value.isNull() || (value.isBoolean() && !value.booleanValue())) {
            return ".none";
        }
        return value.isNumber() && value.longValue() == 0 ? ".zero" : "";
    }

    private static List<String> values(JsonNode facts, String path) {
        JsonNode value = facts;
        for (String name : path.split("\\.", -1)) {
            value = value.path(name);
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asString)
                    .toList();
        }
        return value.isMissingNode() || value.isNull() ? List.of() : List.of(value.asString());
    }
}
