package io.redress.command.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.redress.api.Event;
import io.redress.command.scenario.Said;
import io.redress.command.scenario.Scenarios;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is stored stays readable for ever: every event keeps its name, its approved JSON and its schema.
 *
 * <p>A new event gets its approved file with {@code -Devents.approve}; nothing else ever writes one, and a file whose
 * event may have been stored somewhere is not to be changed: a new revision of the event ({@code .v2}) is.
 */
class EventContractTest {
    private static final Path APPROVED = Path.of("src/test/resources/events");
    private static final String APPROVED_ENDING = ".approved.json";
    private static final Path SCHEMAS = Path.of("../api-contracts/events");
    private static final String SCHEMA_ENDING = ".schema.json";
    private static final String SHARED = "common";
    private static final String SCHEMA_BASE = "https://redress.example/events/";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    private static final Map<String, List<Event>> SAMPLES =
            EventSamples.all().stream().collect(groupingBy(event -> nameOf(event.getClass())));
    // From the jar's resources, as another program would find them.
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaIdResolvers(ids -> ids.mapPrefix(SCHEMA_BASE, "classpath:events/")));

    static Stream<String> names() {
        return EventCatalogue.events().stream().map(EventContractTest::nameOf).sorted();
    }

    private static String nameOf(Class<?> event) {
        String name = EventCatalogue.nameOf(event);
        assertThat(name).as("stored name of %s", event).isNotNull();
        return name;
    }

    // ---- names

    @Test
    void every_event_has_one_approved_file_under_its_stored_name_and_no_file_lacks_its_event() throws IOException {
        assumeThat(approving()).isFalse();
        assertThat(namesIn(APPROVED, APPROVED_ENDING)).containsExactlyElementsOf(names().toList());
    }

    @Test
    void every_event_has_one_schema_under_its_stored_name_and_no_schema_lacks_its_event() throws IOException {
        assertThat(namesIn(SCHEMAS, SCHEMA_ENDING))
                .containsExactlyElementsOf(
                        Stream.concat(names(), Stream.of(SHARED)).sorted().toList());
    }

    /** The files bear the names, so renaming a class or giving it another word is seen here. */
    @Test
    void stored_names_do_not_follow_the_names_of_classes() throws IOException {
        assumeThat(approving()).isFalse();
        for (String name : namesIn(APPROVED, APPROVED_ENDING)) {
            assertThat(EventCatalogue.classOf(name))
                    .as("the event stored as %s", name)
                    .isNotNull();
            assertThat(name).matches("[a-z]+\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return.vanished.v1", "return.refused.v2", "RETURN.REFUSED.V1", "", "java.lang.String"})
    void an_unknown_name_fails_loudly(String name) {
        assertThatThrownBy(() -> read("{\"subject\":\"return/R1\"}", name)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void the_name_of_a_class_of_ours_is_no_stored_name() {
        assertThatThrownBy(() -> read("{}", "io.redress.api.returns.ReturnRefused"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("io.redress.api.returns.ReturnRefused");
    }

    // ---- what is stored

    @ParameterizedTest
    @MethodSource("names")
    void an_event_is_stored_as_approved(String name) throws IOException {
        ArrayNode stored = JSON.createArrayNode();
        samples(name).forEach(event -> stored.add(JSON.readTree(json(event))));
        String text = JSON.writer().with(PRETTY).writeValueAsString(stored) + "\n";
        Path file = APPROVED.resolve(name + APPROVED_ENDING);
        if (approving()) {
            Files.createDirectories(APPROVED);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("names")
    void an_approved_event_reads_back_as_it_was(String name) throws IOException {
        List<Event> read = new ArrayList<>();
        approved(name).forEach(event -> read.add(read(event.toString(), name)));
        assertThat(read).isEqualTo(samples(name));
    }

    /** A newer release may store more; an older one that reads it, on a node not yet replaced, must not mind. */
    @ParameterizedTest
    @MethodSource("names")
    void fields_that_are_not_known_yet_are_ignored(String name) throws IOException {
        List<Event> read = new ArrayList<>();
        for (JsonNode event : approved(name)) {
            addToEveryObject(event, "addedLater");
            read.add(read(event.toString(), name));
            assertThat(violations(name, event)).isEmpty();
        }
        assertThat(read).isEqualTo(samples(name));
    }

    @Test
    void an_unknown_kind_of_change_or_an_unknown_word_fails_loudly() throws IOException {
        String lapsed = approved("window.lapsed.v1").get(0).toString();
        assertThatThrownBy(() -> read(lapsed.replace("\"lapsed\"", "\"forgotten\""), "window.lapsed.v1"))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read(lapsed.replace("merchant-ship-goods", "merchant-sing"), "window.lapsed.v1"))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read(lapsed.replace("\"merchant:", "\"witness:"), "window.lapsed.v1"))
                .isInstanceOf(SerializationException.class);
    }

    // ---- schemas

    @ParameterizedTest
    @MethodSource("names")
    void an_approved_event_keeps_to_its_schema(String name) throws IOException {
        for (JsonNode event : approved(name)) {
            assertThat(violations(name, event)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_schema_describes_every_field_of_its_event(String name) throws IOException {
        JsonNode schema = schema(name);
        List<String> components = Arrays.stream(EventCatalogue.classOf(name).getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertThat(schema.get("title").stringValue()).isEqualTo(name);
        assertThat(schema.get("description").stringValue()).isNotBlank();
        assertThat(schema.get("properties").propertyNames()).containsExactlyElementsOf(components);
        assertThat(required(schema)).isEqualTo(notNullable(EventCatalogue.classOf(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_schema_misses_what_is_required_and_refuses_what_is_of_another_type(String name) throws IOException {
        ObjectNode event = (ObjectNode) approved(name).get(0);
        for (String field : required(schema(name))) {
            ObjectNode without = event.deepCopy();
            without.remove(field);
            assertThat(violations(name, without)).as("without %s", field).isNotEmpty();
        }
        for (String field : event.propertyNames()) {
            assertThat(violations(name, event.deepCopy().put(field, 0.5)))
                    .as("%s: 0.5", field)
                    .isNotEmpty();
        }
    }

    /** The samples are few; a season of sales is not. */
    @ParameterizedTest
    @MethodSource("io.redress.command.scenario.Scenarios#files")
    void every_event_of_a_scenario_keeps_to_its_schema_and_reads_back(Path scenario) throws IOException {
        for (Event event : Scenarios.play(scenario).stored()) {
            String name = nameOf(event.getClass());
            String json = json(event);
            assertThat(violations(name, JSON.readTree(json))).as(json).isEmpty();
            assertThat(json(read(json, name))).isEqualTo(json);
        }
    }

    // ----

    private static boolean approving() {
        return System.getProperty("events.approve") != null;
    }

    private static List<String> namesIn(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).allMatch(name -> name.endsWith(ending));
            return names.stream()
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }

    private static List<Event> samples(String name) {
        assertThat(SAMPLES).as("samples").containsKey(name);
        return SAMPLES.get(name);
    }

    private static JsonNode approved(String name) throws IOException {
        return JSON.readTree(Files.readString(APPROVED.resolve(name + APPROVED_ENDING)));
    }

    private static String json(Event event) {
        var stored = Said.SERIALIZER.serialize(event, byte[].class);
        assertThat(stored.getType().getName()).isEqualTo(nameOf(event.getClass()));
        return new String(stored.getData(), UTF_8);
    }

    private static Event read(String json, String name) {
        return Said.SERIALIZER.deserialize(
                new SimpleSerializedObject<>(json.getBytes(UTF_8), byte[].class, new SimpleSerializedType(name, null)));
    }

    private static void addToEveryObject(JsonNode node, String field) {
        if (node instanceof ObjectNode object) {
            // what a statement says is kept whole
            object.properties().stream()
                    .filter(child -> !child.getKey().equals("content"))
                    .forEach(child -> addToEveryObject(child.getValue(), field));
            // the keys of the one map that is stored are obligations
            if (!isTheLengthsOfADocument(object)) {
                object.putObject(field).put("whatever", 1);
            }
        } else {
            node.forEach(child -> addToEveryObject(child, field));
        }
    }

    private static boolean isTheLengthsOfADocument(ObjectNode object) {
        return object.properties().stream()
                .allMatch(entry -> entry.getValue().isString()
                        && entry.getValue().stringValue().matches("PT?[0-9].*"));
    }

    private static JsonNode schema(String name) throws IOException {
        return JSON.readTree(Files.readString(SCHEMAS.resolve(name + SCHEMA_ENDING)));
    }

    private static Set<String> required(JsonNode schema) {
        return schema.get("required")
                .valueStream()
                .map(JsonNode::stringValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> notNullable(Class<?> event) {
        return Arrays.stream(event.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Error> violations(String name, JsonNode event) {
        Schema schema = REGISTRY.getSchema(SchemaLocation.of(SCHEMA_BASE + name + SCHEMA_ENDING));
        return schema.validate(
                event.toString(),
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
