package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.EventTypes;
import io.redress.api.record.RecordEvent;
import io.redress.command.store.EventCatalogue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one catalogue of what is told: in the product, in the OpenAPI contract and in the AsyncAPI document. */
class AsyncApiTest {
    private static final String PREFIX = "io.redress.";
    private static final JsonNode EVENTS = EventSchemas.events();

    private static Set<String> messages() {
        return EVENTS.at("/components/messages")
                .valueStream()
                .map(message -> message.get("name").stringValue())
                .filter(name -> !name.startsWith("webhook."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_type_is_in_the_catalogue_and_nothing_else() {
        assertThat(messages()).isEqualTo(EventTypes.all());
        assertThat(Contract.shipped()
                        .schema("EventType")
                        .get("enum")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .containsExactlyElementsOf(EventTypes.all());
    }

    @Test
    void every_event_that_is_stored_has_a_type_but_those_about_personal_data() {
        Stream<String> ofEvents = EventCatalogue.events().stream()
                .filter(event -> !RecordEvent.class.isAssignableFrom(event))
                .map(event -> EventTypes.of(event.asSubclass(Event.class)));
        Stream<String> ofChanges = Stream.of(
                "window.opened",
                "window.met",
                "window.lapsed",
                "window.rescinded",
                "window.withdrawn",
                "window.suspended",
                "window.resumed",
                "window.moved",
                "case.ended",
                "case.reopened",
                "intervention.ended");
        assertThat(EventTypes.all())
                .isEqualTo(Stream.concat(ofEvents, ofChanges.map(PREFIX::concat))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void every_type_has_a_title_in_both_languages_a_schema_and_a_place_in_the_channel() {
        for (String type : EventTypes.all()) {
            String word = type.substring(PREFIX.length());
            JsonNode message = EVENTS.at("/components/messages").get(word);
            assertThat(message.get("title").stringValue()).matches("[ -~]+ · \\P{Alpha}*\\p{IsHan}.*");
            assertThat(message.at("/payload/$ref").stringValue()).isEqualTo("#/components/schemas/" + word);
            assertThat(EVENTS.at("/channels/events/messages")
                            .get(word)
                            .get("$ref")
                            .stringValue())
                    .isEqualTo("#/components/messages/" + word);
        }
    }

    @Test
    void every_message_to_webhooks_has_a_title_in_both_languages_and_a_place_in_their_channel() {
        JsonNode told = EVENTS.at("/channels/webhooks/messages");
        assertThat(told.propertyNames()).contains("webhook.ping");
        EVENTS.at("/components/messages").properties().forEach(message -> {
            if (message.getKey().startsWith("webhook.")) {
                assertThat(message.getValue().get("title").stringValue()).matches("[ -~]+ · \\P{Alpha}*\\p{IsHan}.*");
                assertThat(told.get(message.getKey()).get("$ref").stringValue())
                        .isEqualTo("#/components/messages/" + message.getKey());
            }
        });
    }

    @Test
    void what_the_contract_shows_fits_the_catalogue_and_a_lapse_without_its_window_does_not() {
        JsonNode shown = Contract.shipped()
                .operation("listEvents")
                .node()
                .at("/responses/200/content/application~1json/examples/refused/value/items");
        assertThat(shown)
                .hasSize(2)
                .allSatisfy(event -> assertThat(EventSchemas.errors(event)).isEmpty());
        JsonNode without = JsonMapper.shared()
                .readTree(shown.get(1)
                        .toString()
                        .replace("io.redress.window.met", "io.redress.window.lapsed")
                        .replace("\"obligation\"", "\"duty\""));
        assertThat(EventSchemas.errors(without)).isNotEmpty();
        assertThat(List.of(without.get("type").stringValue())).isSubsetOf(EventTypes.all());
    }
}
