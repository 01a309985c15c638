package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.redress.api.intervention.Finding;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.window.Ending;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.app.access.Policy;
import io.redress.app.contract.Contract.Operation;
import io.redress.command.evidence.EvidenceTemplates;
import io.redress.command.rule.Rule;
import io.redress.query.CaseState;
import io.redress.query.Texts;
import io.redress.query.WindowOutcome;
import io.redress.query.documents.VersionState;
import io.redress.query.platformqueue.ItemKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The contract by itself: it can be read by tools and by people, and what it shows is true of what it says. */
class ContractTest {
    private static final Contract CONTRACT = Contract.shipped();
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern ENGLISH = Pattern.compile("[A-Za-z]{2}");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z0-9-]+)` \\|([^|]*)\\|([^|]*)\\|", Pattern.MULTILINE);

    /** Where everything is looked up; it need not exist. */
    private static final String ADDRESS = "https://redress.example/openapi/redress.json";

    /** JSON Schema, with the words of OpenAPI around it. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keywords(
                    Stream.of("openapi", "info", "servers", "security", "tags", "paths", "components", "discriminator")
                            .map(NonValidationKeyword::new)
                            .toList())
            .build();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            DIALECT,
            registry -> registry.schemas(Map.of(ADDRESS, CONTRACT.document().toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    @Test
    void the_contract_is_openapi_3_1_and_tools_can_load_it() {
        assertThat(CONTRACT.document().get("openapi").stringValue()).startsWith("3.1.");
        assertThatCode(() -> OpenApiInteractionValidator.createForInlineApiSpecification(Contract.text())
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void the_facts_that_are_taken_by_the_thousand_are_those_that_a_feed_may_tell() {
        assertThat(CONTRACT.document()
                        .at("/components/schemas/FactLine/properties/act/enum")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .containsExactlyInAnyOrderElementsOf(new Policy().facts());
    }

    @Test
    void every_operation_has_a_name_of_its_own() {
        assertThat(CONTRACT.operations())
                .extracting(Operation::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_speaks_both_languages_and_names_its_clause(Operation operation) {
        assertThat(operation.node().get("summary").stringValue())
                .matches(summary -> twoLanguages(summary.split(" · ", -1)), "English · 中文");
        assertThat(operation.node().get("description").stringValue())
                .matches(description -> twoLanguages(description.split("\n\n", -1)), "English, then 中文");
        assertThat(operation.clauses())
                .isNotEmpty()
                .allMatch(clause -> clause.matches("1|[56](\\.\\d{1,2})+( [a-h])?"));
        assertThat(operation.node().get("tags")).hasSize(1);
    }

    private static boolean twoLanguages(String[] parts) {
        return parts.length == 2
                && ENGLISH.matcher(parts[0]).find()
                && !CHINESE.matcher(parts[0]).find()
                && CHINESE.matcher(parts[1]).find();
    }

    @Test
    void every_description_is_in_english_first_and_then_in_chinese() {
        Map<String, String> offending = new TreeMap<>();
        walk("", CONTRACT.document(), (place, node) -> {
            JsonNode description = node.get("description");
            if (description != null && !place.endsWith("/properties")) {
                String text = description.stringValue();
                Matcher chinese = CHINESE.matcher(text);
                if (!chinese.find()
                        || !ENGLISH.matcher(text.substring(0, chinese.start())).find()) {
                    offending.put(place, text);
                }
            }
        });
        assertThat(offending).isEmpty();
    }

    /** Everything but examples, with its place as a JSON pointer. */
    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            node.properties().forEach(field -> {
                if (!Set.of("example", "examples").contains(field.getKey())) {
                    String name = field.getKey().replace("~", "~0").replace("/", "~1");
                    walk(place + "/" + name, field.getValue(), visitor);
                }
            });
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                walk(place + "/" + index, node.get(index), visitor);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_shows_requests_and_answers(Operation operation) {
        if (operation.method().equals("POST")) {
            assertThat(operation.requests()).isNotEmpty();
        }
        operation.node().get("responses").properties().forEach(response -> {
            JsonNode answer = CONTRACT.resolve(response.getValue());
            if (response.getKey().equals("304")) {
                assertThat(answer.has("content")).isFalse();
                return;
            }
            if (operation.id().startsWith("download") && response.getKey().equals("200")) {
                return; // bytes, of which none are shown
            }
            String form = Integer.parseInt(response.getKey()) >= 400
                    ? "application/problem+json"
                    : operation.takesLines() ? Contract.LINES : "application/json";
            assertThat(answer.get("content").propertyNames())
                    .contains(form)
                    .isSubsetOf(form, operation.id().equals("listEvents") ? "text/event-stream" : form);
            assertThat(answer.get("content").get(form).path("examples"))
                    .as(response.getKey())
                    .isNotEmpty();
        });
        assertThat(operation.node().get("responses").propertyNames()).contains("500", "503");
    }

    static Stream<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        walk("", CONTRACT.document(), (place, node) -> {
            JsonNode schema = node.get("schema");
            String schemaPlace = place + "/schema";
            if (schema != null && !place.endsWith("/properties")) {
                node.path("examples")
                        .properties()
                        .forEach(example -> examples.add(Arguments.of(
                                place + " " + example.getKey(),
                                schemaPlace,
                                example.getValue().get("value"))));
                if (node.has("example")) {
                    examples.add(Arguments.of(place, schemaPlace, node.get("example")));
                }
            }
            if (place.matches("/components/schemas/\\w+")) {
                node.path("examples").forEach(example -> examples.add(Arguments.of(place, place, example)));
            }
        });
        return examples.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_example_fits_its_schema(String name, String schema, JsonNode example) {
        List<Error> errors = SCHEMAS.getSchema(SchemaLocation.of(
                        ADDRESS + "#" + schema.replace("{", "%7B").replace("}", "%7D")))
                .validate(example.toString(), InputFormat.JSON);
        assertThat(errors).isEmpty();
    }

    @Test
    void every_line_of_an_example_fits_the_schema_of_a_line() {
        Operation records = CONTRACT.operation("recordFacts");
        records.requests().values().forEach(lines -> fitLineByLine(lines, "FactLine"));
        records.node()
                .at("/responses/200/content/application~1x-ndjson/examples")
                .forEach(example -> fitLineByLine(example.get("value"), "FactResult"));
    }

    private static void fitLineByLine(JsonNode lines, String schema) {
        assertThat(lines.stringValue().lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(
                                SCHEMAS.getSchema(SchemaLocation.of(ADDRESS + "#/components/schemas/" + schema))
                                        .validate(line, InputFormat.JSON))
                        .isEmpty());
    }

    @Test
    void a_wrong_example_would_be_noticed() {
        List<Error> errors = SCHEMAS.getSchema(SchemaLocation.of(ADDRESS + "#/components/schemas/RegisterOrder"))
                .validate("{\"order\": \"O1\", \"paidAt\": \"yesterday\"}", InputFormat.JSON);
        assertThat(errors)
                .hasSizeGreaterThan(4)
                .anyMatch(error -> error.toString().contains("paidAt"));
    }

    private static Set<String> headers(JsonNode response) {
        return Set.copyOf(CONTRACT.resolve(response).path("headers").propertyNames());
    }

    private static Set<String> taken(Operation operation) {
        return operation.parameters().stream()
                .map(parameter -> parameter.get("name").stringValue())
                .collect(Collectors.toSet());
    }

    private static JsonNode done(Operation operation) {
        return operation.node().get("responses").get(Integer.toString(operation.success()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_answer_says_what_is_left_of_the_quota(Operation operation) {
        operation
                .node()
                .get("responses")
                .properties()
                .forEach(response -> assertThat(headers(response.getValue()))
                        .as(response.getKey())
                        .contains("RateLimit", "RateLimit-Policy"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void what_is_preferred_is_answered(Operation operation) {
        assertThat(headers(done(operation)).contains("Preference-Applied"))
                .isEqualTo(taken(operation).contains("Prefer"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_may_be_asked_wrongly(Operation operation) {
        assertThat(operation.node().get("responses").propertyNames()).contains("400");
    }

    static Stream<Operation> acts() {
        return CONTRACT.acts().stream();
    }

    @ParameterizedTest
    @MethodSource("acts")
    void every_act_is_answered_alike(Operation act) {
        assertThat(taken(act)).contains("Idempotency-Key", "Prefer", "Accept-Language");
        assertThat(headers(done(act))).contains("ETag", "Idempotency-Replayed");
        done(act)
                .at("/content/application~1json/examples")
                .forEach(example ->
                        assertThat(example.get("value").propertyNames()).containsExactly("act", "subject", "at"));
    }

    @Test
    void the_list_of_codes_is_that_of_the_rules() {
        Map<String, String> listed = new LinkedHashMap<>();
        Matcher row =
                ROW.matcher(CONTRACT.schema("ProblemCode").get("description").stringValue());
        while (row.find()) {
            if (!row.group(1).matches("http-\\d+|internal-error|service-unavailable")) {
                listed.put(row.group(1), row.group(3).strip());
            }
        }
        assertThat(listed)
                .isEqualTo(Arrays.stream(Rule.values())
                        .collect(Collectors.toMap(Rule::code, rule -> Objects.requireNonNullElse(rule.clause(), ""))));
    }

    @Test
    void the_refusals_of_every_act_are_rules() {
        Set<String> codes = Arrays.stream(Rule.values()).map(Rule::code).collect(Collectors.toSet());
        assertThat(CONTRACT.operations())
                .allSatisfy(operation ->
                        assertThat(operation.refusals()).isSubsetOf(codes).doesNotHaveDuplicates());
    }

    static Stream<Arguments> words() {
        return Stream.of(
                words("Obligation", Obligation.values(), Obligation::id),
                words("Layer", Layer.values(), Layer::word),
                words("Ending", Ending.values(), Ending::word),
                words("ReturnKind", ReturnKind.values(), ReturnKind::word),
                words("ReturnReason", ReturnReason.values(), ReturnReason::word),
                words("Finding", Finding.values(), Finding::word),
                words("WindowOutcome", WindowOutcome.values(), WindowOutcome::word),
                words("VersionState", VersionState.values(), VersionState::word),
                words("CaseState", CaseState.values(), CaseState::word),
                words("QueueItem/properties/kind", ItemKind.values(), ItemKind::word));
    }

    private static <T> Arguments words(String schema, T[] values, Function<T, String> word) {
        return Arguments.of(schema, Arrays.stream(values).map(word).toList());
    }

    @Test
    void the_queue_is_filtered_by_the_words_of_the_product() {
        assertThat(CONTRACT.document().at("/components/parameters/ItemKind/schema/enum"))
                .isEqualTo(CONTRACT.schema("QueueItem/properties/kind").get("enum"));
        assertThat(CONTRACT.document()
                        .at("/components/parameters/WaitsFor/schema/enum")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .containsExactlyElementsOf(Arrays.stream(Obligation.values())
                        .map(Obligation::id)
                        .filter(id -> id.startsWith("platform-") && !id.equals("platform-urge-shipment"))
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    void the_words_of_a_list_are_those_of_the_product(String schema, List<String> words) {
        JsonNode listed = CONTRACT.schema(schema);
        assertThat(listed.get("enum").valueStream().map(JsonNode::stringValue)).containsExactlyElementsOf(words);
        String description = listed.get("description").stringValue();
        if (description.contains("| `")) {
            assertThat(description.lines().filter(line -> line.startsWith("| `")))
                    .hasSameSizeAs(words);
            assertThat(words).allMatch(word -> description.contains("| `" + word + "` |"));
        }
    }

    /** The list is data; the words that people read for it, and the contract, go with it. */
    @Test
    void what_can_be_asked_for_as_evidence_has_its_words_in_both_languages() {
        List<String> templates = EvidenceTemplates.shipped();
        assertThat(CONTRACT.schema("EvidenceTemplate").get("enum").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(templates);
        for (String template : templates) {
            Texts.Bilingual word = Texts.word(template);
            assertThat(word.en()).isNotEqualTo(template).containsPattern(ENGLISH);
            assertThat(word.zh()).isNotEqualTo(template).containsPattern(CHINESE);
        }
    }
}
