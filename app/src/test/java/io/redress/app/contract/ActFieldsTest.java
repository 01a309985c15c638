package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.app.contract.Contract.Operation;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The contract asks for exactly the fields that acts are read from, within the same bounds. */
class ActFieldsTest {
    private static final Contract CONTRACT = Contract.shipped();
    private static final ActReader READER = ActReader.ofApi();
    private static final Instant AT = Instant.parse("2026-11-13T01:00:00Z");

    /** The fields that may name a subject; where the address names it, they are not read from the request. */
    private static final Set<String> SUBJECTS = Stream.of(SubjectId.Kind.values())
            .map(SubjectId.Kind::word)
            .filter(word -> !word.equals("plan"))
            .collect(Collectors.toSet());

    static Stream<Operation> acts() {
        return CONTRACT.acts().stream();
    }

    @ParameterizedTest
    @MethodSource("acts")
    void every_request_that_the_contract_shows_can_be_read(Operation operation) {
        operation.requests().forEach((name, request) -> {
            Act act = READER.read(operation.act(), subjectAnd(operation, request), AT);
            assertThat(operation.clauses())
                    .as("clauses")
                    .containsExactly(act.getClass().getAnnotation(Clause.class).value());
        });
    }

    @ParameterizedTest
    @MethodSource("acts")
    void the_fields_are_exactly_those_that_are_read(Operation operation) {
        Set<String> read = new TreeSet<>();
        Set<String> shown = new TreeSet<>();
        for (JsonNode request : operation.requests().values()) {
            READER.read(operation.act(), Listening.to(subjectAnd(operation, request), "", read), AT);
            shown.addAll(paths(request, ""));
        }
        if (operation.namesItsSubject()) {
            read.removeAll(SUBJECTS);
        }
        Set<String> promised = new TreeSet<>();
        operation.fields().forEach((field, schema) -> promised.addAll(promised(field, schema)));
        assertThat(read).isEqualTo(promised);
        assertThat(shown).as("fields that examples show").isEqualTo(promised);
    }

    private static Set<String> promised(String field, JsonNode schema) {
        Set<String> promised = new TreeSet<>(Set.of(field));
        JsonNode items = CONTRACT.resolve(CONTRACT.resolve(schema).path("items"));
        items.path("properties").propertyNames().forEach(name -> promised.add(field + "/" + name));
        return promised;
    }

    private static Set<String> paths(JsonNode request, String path) {
        Set<String> paths = new TreeSet<>();
        request.properties().forEach(field -> {
            paths.add(path + field.getKey());
            field.getValue().forEach(entry -> {
                if (field.getValue().isArray() && entry.isObject()) {
                    paths.addAll(paths(entry, path + field.getKey() + "/"));
                }
            });
        });
        return paths;
    }

    /** A request that remembers which of its fields were asked for. */
    private static final class Listening extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final transient Set<String> asked;
        private final String path;

        private Listening(String path, Set<String> asked) {
            super(JsonNodeFactory.instance);
            this.path = path;
            this.asked = asked;
        }

        static Listening to(ObjectNode request, String path, Set<String> asked) {
            Listening listening = new Listening(path, asked);
            request.properties().forEach(field -> {
                JsonNode value = field.getValue();
                if (value.isArray()) {
                    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
                    value.forEach(entry -> entries.add(
                            entry instanceof ObjectNode object
                                    ? to(object, path + field.getKey() + "/", asked)
                                    : entry));
                    value = entries;
                }
                listening.set(field.getKey(), value);
            });
            return listening;
        }

        @Override
        public JsonNode get(String field) {
            asked.add(path + field);
            return super.get(field);
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_required_field_is_missed_and_another_is_not(Operation operation) {
        operation
                .fields()
                .keySet()
                .forEach(field -> requestsWith(operation, field).forEach(request -> {
                    ObjectNode without = request.deepCopy();
                    without.remove(field);
                    ObjectNode withNull = request.deepCopy();
                    withNull.putNull(field);
                    for (ObjectNode lacking : List.of(without, withNull)) {
                        if (operation.requires(field)) {
                            refuses(operation, lacking, Rule.FIELD_MISSING, field);
                        } else if (!isNamedByTheService(operation, field)) {
                            reads(operation, lacking);
                        }
                    }
                }));
    }

    /** The id of something new may be left out, and so may who asks: the service says it before the act is read. */
    private static boolean isNamedByTheService(Operation operation, String field) {
        boolean whoAsks = field.equals("agent")
                || (field.equals("consumer") && operation.path().equals("/complaints"));
        return whoAsks
                || Map.of(
                                "/orders", "order",
                                "/returns", "return",
                                "/complaints", "complaint",
                                "/inquiries", "inquiry",
                                "/reports", "report")
                        .getOrDefault(operation.path(), "")
                        .equals(field);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_field_takes_what_the_contract_says_and_nothing_else(Operation operation) {
        operation
                .fields()
                .forEach((field, schema) -> requestsWith(operation, field).forEach(request -> {
                    for (JsonNode fitting : fitting(CONTRACT.resolve(schema))) {
                        reads(operation, with(request, field, fitting));
                    }
                    for (JsonNode unfit : unfit(CONTRACT.resolve(schema))) {
                        refuses(operation, with(request, field, unfit), Rule.FIELD_ILL_FORMED, field);
                    }
                }));
    }

    private static ObjectNode with(ObjectNode request, String field, JsonNode value) {
        ObjectNode changed = request.deepCopy();
        changed.set(field, value);
        return changed;
    }

    /** Values at the edge of what a field takes. Of words that decide what else is read, only the one shown. */
    private static List<JsonNode> fitting(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        JsonNode first = CONTRACT.resolve(schema.path("oneOf").path(0));
        if (!first.isMissingNode()) {
            return fitting(first);
        }
        schema.path("enum").forEach(word -> {
            if (!word.isNull()) {
                values.add(word);
            }
        });
        if (schema.has("maxLength")) {
            values.add(json("\"" + "字".repeat(schema.get("maxLength").intValue()) + "\""));
            values.add(json("\"x\""));
        }
        for (String bound : List.of("minimum", "maximum")) {
            if (schema.has(bound)) {
                values.add(schema.get(bound));
            }
        }
        if (schema.path("format").asString("").equals("date-time")) {
            values.add(json("\"2026-11-11T12:03:05.123456Z\""));
            values.add(json("\"2026-11-11T20:03:05-11:30\""));
        }
        if (schema.path("format").asString("").equals("date")) {
            values.add(json("\"2024-02-29\""));
        }
        if (has(schema, "boolean")) {
            values.add(json("true"));
            values.add(json("false"));
        }
        if (has(schema, "array") && CONTRACT.resolve(schema.get("items")).has("maxLength")) {
            values.add(names(schema.get("maxItems").intValue()));
            values.add(names(1));
        }
        return values;
    }

    private static List<JsonNode> unfit(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        values.add(json(has(schema, "object") ? "\"x\"" : "{}"));
        values.add(json("[]"));
        values.add(json("1.5"));
        values.add(json(has(schema, "boolean") ? "\"true\"" : "true"));
        if (schema.has("maxLength")) {
            values.add(json("\"" + "字".repeat(schema.get("maxLength").intValue() + 1) + "\""));
            values.add(json("\"\""));
            values.add(json("\"a\\u0000b\""));
        }
        if (schema.path("pattern").asString("").contains("\\.{1,2}")) {
            values.add(json("\".\""));
            values.add(json("\"..\""));
        }
        if (schema.has("enum") || schema.path("format").asString("").startsWith("date")) {
            values.add(json("\"yesterday\""));
        }
        if (schema.has("minimum")) {
            values.add(json(Long.toString(schema.get("minimum").longValue() - 1)));
            values.add(json(Long.toString(schema.get("maximum").longValue() + 1)));
        }
        if (has(schema, "array")) {
            JsonNode items = CONTRACT.resolve(schema.get("items"));
            if (items.has("maxLength")) {
                values.add(names(schema.get("maxItems").intValue() + 1));
                values.add(json("[\"a\", \"a\"]"));
            }
            values.add(json("[1]"));
        }
        return values;
    }

    private static boolean has(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        return types.isArray()
                ? types.valueStream().anyMatch(word -> word.stringValue().equals(type))
                : types.asString("").equals(type);
    }

    private static JsonNode names(int count) {
        return json(IntStream.range(0, count)
                .mapToObj(number -> "\"line " + number + "\"")
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static List<ObjectNode> requestsWith(Operation operation, String field) {
        return operation.requests().values().stream()
                .filter(request -> request.has(field))
                .map(request -> subjectAnd(operation, request))
                .toList();
    }

    /** The request as the service reads it: with the subject that the address names. */
    private static ObjectNode subjectAnd(Operation operation, JsonNode request) {
        ObjectNode fields = (ObjectNode) request.deepCopy();
        if (operation.namesItsSubject()) {
            String[] address = operation.path().split("[/{}]+");
            fields.put(address[2], "X1");
        }
        return fields;
    }

    private static void reads(Operation operation, ObjectNode request) {
        assertThatCode(() -> READER.read(operation.act(), request, AT))
                .as(() -> operation + " " + abbreviated(request))
                .doesNotThrowAnyException();
    }

    private static void refuses(Operation operation, ObjectNode request, Rule rule, String field) {
        assertThatThrownBy(() -> READER.read(operation.act(), request, AT))
                .as(() -> operation + " " + abbreviated(request))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    Refusal.Reason reason = refusal.reasons().getFirst();
                    assertThat(reason.rule()).isEqualTo(rule);
                    assertThat(reason.field()).matches(named -> named.equals(field) || named.startsWith(field + "/"));
                });
    }

    private static String abbreviated(ObjectNode request) {
        String text = request.toString();
        return text.length() < 300 ? text : text.substring(0, 300) + "…";
    }
}
