package io.redress.query.casefile;

import io.redress.api.Event;
import io.redress.query.SheetWriter;
import io.redress.query.Texts;
import io.redress.query.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Says in one line what an event was. */
public final class EntryTexts {
    private final Texts texts = new Texts("casefile");

    /** What the case file says of an event. */
    public record Told(String event, JsonNode facts, JsonNode changes, Texts.Bilingual summary) {}

    /** What the case file of this reader says of an event. */
    public Told told(Event event, Visible visible) {
        Facts said = Facts.of(event);
        return new Told(
                SheetWriter.nameOf(event), visible.facts(said.facts()), said.changes(), summary(event, visible));
    }

    /** The line of this event, as it stands in the case file of the same reader. */
    public Texts.Bilingual summary(Event event, Visible visible) {
        Facts said = Facts.of(event);
        return summary(SheetWriter.nameOf(event), event.by().toString(), visible.facts(said.facts()), said.changes());
    }

    /**
     * The line of this event: its sentence, one more for each fact that has one, one for lapses taken back, one for
     * windows that a notice about days off moved, and, where it asks several at once, one for each until when.
     */
    Texts.Bilingual summary(String event, String by, JsonNode facts, JsonNode changes) {
        List<String> sentences = new ArrayList<>(List.of(event));
        for (String fact : facts.propertyNames()) {
            String key = event + "." + fact + how(facts.get(fact));
            if (texts.has(key)) {
                sentences.add(key);
            }
        }
        List<String> rescinded = duties(changes, "rescinded");
        if (!rescinded.isEmpty()) {
            String own = event + ".rescinded";
            sentences.add(texts.has(own) ? own : "rescinded");
        }
        List<String> moved = duties(changes, "moved");
        if (!moved.isEmpty()) {
            sentences.add("moved");
        }
        Texts.Bilingual summary = texts.say(sentences, place -> switch (place) {
            case "by" -> List.of(by);
            case "rescinded" -> rescinded;
            case "moved" -> moved;
            default -> values(facts, place);
        });
        String opened = event + ".opened";
        if (texts.has(opened)) {
            for (JsonNode change : changes) {
                if (change.path("change").asString().equals("opened")) {
                    summary = summary.and(texts.say(List.of(opened), place -> values(change, place)));
                }
            }
        }
        return summary;
    }

    /** The duties to whose windows the event does this. */
    private static List<String> duties(JsonNode changes, String what) {
        return StreamSupport.stream(changes.spliterator(), false)
                .filter(change -> change.path("change").asString().equals(what))
                .map(change -> change.path("window").path("obligation").asString())
                .toList();
    }

    /** What is not given, and money that is none, reads otherwise. */
    private static String how(JsonNode value) {
        if (value.isNull() || (value.isBoolean() && !value.booleanValue()) || (value.isArray() && value.isEmpty())) {
            return ".none";
        }
        return value.isNumber() && value.longValue() == 0 ? ".zero" : "";
    }

    /** Of a list, what stands in each of its entries. */
    private static List<String> values(JsonNode facts, String path) {
        Stream<JsonNode> values = Stream.of(facts);
        for (String name : path.split("\\.", -1)) {
            values = values.map(value -> value.path(name))
                    .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value));
        }
        return values.filter(value -> !value.isMissingNode() && !value.isNull())
                .map(JsonNode::asString)
                .toList();
    }
}
