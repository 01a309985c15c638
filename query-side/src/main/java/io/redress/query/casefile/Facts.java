package io.redress.query.casefile;

import io.redress.api.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * An event as a case file shows it: what it says besides its subject, its moment and its actor, in the order of the
 * contract, with every moment in full precision at +08:00.
 */
record Facts(JsonNode facts, JsonNode changes) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addModule(new SimpleModule().addSerializer(new InShanghai()))
            .build();

    static Facts of(Event event) {
        ObjectNode all = JSON.valueToTree(event);
        all.remove("subject");
        all.remove("at");
        all.remove("by");
        return new Facts(all, all.remove("changes"));
    }

    /** The facts as JSON text, with the moment of the event before them. */
    String dated(Event event) {
        ObjectNode dated = JSON.createObjectNode();
        dated.set("at", JSON.valueToTree(event.at()));
        dated.setAll((ObjectNode) facts);
        return write(dated);
    }

    /** Leaves one out, which is kept elsewhere. */
    void without(String fact) {
        ((ObjectNode) facts).remove(fact);
    }

    static JsonNode read(String json) {
        return JSON.readTree(json);
    }

    static String write(JsonNode node) {
        return JSON.writeValueAsString(node);
    }

    private static final class InShanghai extends StdSerializer<Instant> {
        InShanghai() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant moment, JsonGenerator out, SerializationContext context) {
            out.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atOffset(ZoneOffset.ofHours(8))));
        }
    }
}
