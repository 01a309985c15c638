package io.redress.command.door;

import static io.redress.command.scenario.Said.said;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.demand.UrgeDemand;
import io.redress.api.document.ConfirmPlan;
import io.redress.api.intervention.Decide;
import io.redress.api.intervention.DecideAppeal;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.ReferOutside;
import io.redress.api.intervention.Settle;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.AcceptReturn;
import io.redress.api.returns.RefuseReturn;
import io.redress.api.window.ProposeExtension;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every act is read strictly: what is ill-formed is refused and named, and nothing that means nothing gets in. */
class ActReaderTest {
    private static final Instant AT = Instant.parse("2026-11-11T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ActReader READER = new ActReader();
    private static final ActReader API = ActReader.ofApi();

    /** The acts, each with its fields; a question mark may be left out, a bar parts alternatives. */
    private static final String ACTS = """
            register-order order:name consumer:name merchant:name operator:name room:name paidAt:instant lines:orderLines agreedShipBy?:instant crossBorder?:flag
            ship order:name lines?:names
            deliver order:name
            urge order|return|complaint by:operator|platform
            cancel-order order:name
            file-return return:name order:name kind:refund-only|return-and-refund|exchange|repair reason:no-reason|quality|not-as-described|not-received|late-shipment|other lines:names
            accept-return return:name instructions?:text
            refuse-return return:name reason:text
            offer-solution return|complaint by:merchant|operator remedy:text
            accept-solution return|complaint
            reject-solution return|complaint
            reopen return|complaint
            give-instructions return:name
            ship-back return:name waybill:text
            goods-back return:name
            refund return:name
            ship-replacement return:name
            ship-repaired return:name
            object-to-goods return:name reason:text
            withdraw return|complaint
            perform-settlement return|complaint
            file-complaint complaint:name consumer:name against:merchant|operator order?:name merchant:name operator:name room:name serious:flag
            flag-serious complaint:name
            accept-complaint complaint:name
            redirect-complaint complaint:name to:merchant|operator reason:text
            verify-facts complaint:name by:merchant|operator
            cosign-solution complaint:name by:merchant|operator remedy:text
            coordinate return|complaint
            ask inquiry:name to:merchant|operator merchant:name operator:name room:name
            answer inquiry:name
            request-intervention return|complaint
            open-intervention return|complaint agent:name
            request-evidence return|complaint from:sides
            submit-evidence return|complaint by:consumer|merchant|operator
            suspend return|complaint
            resume return|complaint
            settle return|complaint
            decide return|complaint orders:merchant|operator|none
            perform-decision return|complaint
            appeal return|complaint by:consumer|merchant|operator
            decide-appeal return|complaint agent:name outcome:reversed orders:merchant|operator|none
            refer-outside return|complaint
            inform-remedies return|complaint
            disclose-request return|complaint
            disclose return|complaint
            report report:name room:name
            triage report:name
            publish-plan merchant:name room:name agreedBy:name windows:lengths
            publish-mechanism operator:name windows:lengths
            publish-rules windows:lengths autoUrge?:flag
            ask-plan-adjustment merchant:name room:name operator:name
            refuse-adjustment merchant:name room:name reason:text
            propose-extension subject:subject obligation:obligation by:consumer|merchant|operator dueAt:instant
            accept-extension subject:subject obligation:obligation
            decline-extension subject:subject obligation:obligation
            """;

    /** A field as the table has it; of kind {@code word} when the kind is a list of words. */
    private record Field(String name, String kind, List<String> words, boolean optional) {
        static Field of(String text) {
            String[] parts = text.split(":");
            if (parts.length == 1) {
                return new Field(text, "alternatives", List.of(text.split("\\|")), false);
            }
            boolean optional = parts[0].endsWith("?");
            String name = parts[0].replace("?", "");
            boolean word = parts[1].contains("|") || parts[1].equals("reversed");
            return new Field(name, word ? "word" : parts[1], List.of(parts[1].split("\\|")), optional);
        }

        /** A value that is well-formed. */
        String sample() {
            return switch (kind) {
                case "name" -> '"' + name + "-1\"";
                case "text" -> "\"worn, 有裂纹\"";
                case "word" -> '"' + words.getFirst() + '"';
                case "flag" -> "true";
                case "instant" -> "\"2026-11-11T20:03:05+08:00\"";
                case "names" -> "[\"A\", \"B\"]";
                case "sides" -> "[\"operator\", \"consumer\"]";
                case "orderLines" ->
                    "[{\"line\": \"A\", \"amount\": 19900, \"noReasonReturn\": true}, {\"line\": \"B\", \"amount\": 0}]";
                case "lengths" -> "{\"merchant-ship-goods\": \"P2WD\"}";
                case "subject" -> "\"order/O1\"";
                case "obligation" -> "\"merchant-ship-goods\"";
                default -> throw new IllegalArgumentException(kind);
            };
        }
    }

    private static Map<String, List<Field>> table() {
        Map<String, List<Field>> acts = new LinkedHashMap<>();
        ACTS.lines().forEach(line -> {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            acts.put(words.removeFirst(), words.stream().map(Field::of).toList());
        });
        return acts;
    }

    /** The act with all its fields well-formed; of alternatives the first. */
    private static ObjectNode wellFormed(String act) {
        ObjectNode fields = JSON.createObjectNode();
        for (Field field : table().get(act)) {
            if (field.kind().equals("alternatives")) {
                fields.put(field.words().getFirst(), "X-1");
            } else {
                fields.set(field.name(), JSON.readTree(field.sample()));
            }
        }
        return fields;
    }

    static Stream<String> acts() {
        return table().keySet().stream();
    }

    @Test
    void the_reader_knows_the_acts_of_the_table_and_nothing_else() {
        // "advance" is nobody's act: only the player of scenarios knows it
        assertThat(READER.acts()).containsExactlyInAnyOrderElementsOf(table().keySet());
        for (String act : List.of("advance", "dance", "", "Ship", "ship ", "SHIP")) {
            Refusal refusal = refused(act, JSON.createObjectNode());
            assertThat(refusal.rule()).isEqualTo(Rule.ACT_IS_KNOWN);
            assertThat(refusal.reasons().getFirst().field()).isEqualTo("do");
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void a_well_formed_act_is_read_with_its_own_instant(String act) {
        Act read = READER.read(act, wellFormed(act), AT);
        assertThat(read.at()).isEqualTo(AT);
        assertThat(read.subject()).isEqualTo(read.subject().owner());
    }

    @ParameterizedTest
    @MethodSource("acts")
    void fields_that_an_act_does_not_know_are_ignored_in_a_scenario(String act) {
        ObjectNode fields = wellFormed(act);
        fields.put("at", "whenever")
                .put("do", 7)
                .put("agentNote", "\u0000")
                .putArray("extra")
                .add(1);
        assertThat(READER.read(act, fields, AT)).isEqualTo(READER.read(act, wellFormed(act), AT));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void fields_that_an_act_does_not_know_refuse_it_over_the_api(String act) {
        ObjectNode fields = wellFormed(act);
        if (act.startsWith("decide")) {
            fields.put("finding", "both-at-fault"); // beside a word that is missing nothing is called unknown
        }
        fields.putNull("agentNote");
        fields.put("amountFeN", 100);
        assertThat(strange(act, fields)).containsExactly("agentNote", "amountFeN");
        assertThat(strange(act, wellFormed(act))).isEmpty();
    }

    private static List<String> strange(String act, ObjectNode fields) {
        try {
            API.read(act, fields, AT);
            return List.of();
        } catch (Refusal refusal) {
            return refusal.reasons().stream()
                    .filter(reason -> reason.rule() == Rule.FIELD_IS_KNOWN)
                    .map(Refusal.Reason::field)
                    .toList();
        }
    }

    @Test
    void a_field_that_nobody_reads_is_named_with_its_place() {
        ObjectNode order = wellFormed("register-order");
        ((ObjectNode) order.get("lines").get(1)).put("amont", 5);
        assertThat(strange("register-order", order)).containsExactly("lines/1/amont");
        ObjectNode asked = JSON.createObjectNode().put("return", "R1");
        asked.putArray("form").add("merchant");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> API.read("request-evidence", asked, AT));
        assertThat(refusal.reasons())
                .extracting(Refusal.Reason::rule, Refusal.Reason::field)
                .containsExactly(tuple(Rule.FIELD_MISSING, "from"), tuple(Rule.FIELD_IS_KNOWN, "form"));
    }

    @Test
    void of_thousands_of_unknown_fields_the_first_are_named_as_far_as_they_can_be_shown() {
        ObjectNode fields = wellFormed("ship");
        fields.put("\ud800", 1).put("a\u0000", 1).put("x".repeat(201), 1).put("\u202e", 1);
        assertThat(strange("ship", fields)).containsExactly("?");
        for (int i = 0; i < 200_000; i++) {
            fields.put("f" + i, 1);
        }
        assertThat(strange("ship", fields)).hasSizeLessThanOrEqualTo(20).contains("f0", "f1");
    }

    /** What else is asked for depends on that word. */
    @Test
    void beside_a_word_that_cannot_be_read_no_field_is_called_unknown() {
        ObjectNode appeal = wellFormed("decide-appeal").put("amountFen", 100).put("outcome", "reverse");
        assertThat(strange("decide-appeal", appeal)).isEmpty();
        assertThat(strange("decide-appeal", appeal.put("outcome", "reversed"))).isEmpty();
        assertThat(strange("decide-appeal", appeal.put("outcome", "upheld"))).containsExactly("amountFen");
    }

    @Test
    void the_acts_of_an_agent_are_those_that_name_one() {
        assertThat(API.actsOfAnAgent())
                .containsExactlyInAnyOrder(
                        "ask-opening",
                        "open-record",
                        "open-intervention",
                        "settle",
                        "decide",
                        "confirm-decision",
                        "return-decision",
                        "decide-appeal",
                        "refer-outside");
    }

    @ParameterizedTest
    @MethodSource("acts")
    void an_optional_field_may_be_left_out_or_null(String act) {
        for (Field field : table().get(act)) {
            if (field.optional()) {
                ObjectNode without = wellFormed(act);
                without.remove(field.name());
                ObjectNode withNull = wellFormed(act);
                withNull.putNull(field.name());
                assertThat(READER.read(act, withNull, AT)).isEqualTo(READER.read(act, without, AT));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void every_word_that_a_field_knows_is_read(String act) {
        for (Field field : table().get(act)) {
            if (field.kind().equals("word")) {
                for (String word : field.words()) {
                    READER.read(act, wellFormed(act).put(field.name(), word), AT);
                }
            }
        }
    }

    // ---- what is ill-formed

    /** One thing wrong with one field of one act. */
    private record Wrong(String act, String what, ObjectNode fields, Rule rule, String field) {
        @Override
        public String toString() {
            return act + ": " + what;
        }
    }

    static Stream<Wrong> wrongs() {
        return table().entrySet().stream()
                .flatMap(act -> act.getValue().stream().flatMap(field -> wrongs(act.getKey(), field)));
    }

    private static Stream<Wrong> wrongs(String act, Field field) {
        if (field.kind().equals("alternatives")) {
            return alternatives(act, field.words());
        }
        List<Wrong> wrongs = new ArrayList<>();
        if (!field.optional()) {
            ObjectNode without = wellFormed(act);
            without.remove(field.name());
            wrongs.add(new Wrong(act, field.name() + " is missing", without, Rule.FIELD_MISSING, field.name()));
            ObjectNode withNull = wellFormed(act);
            withNull.putNull(field.name());
            wrongs.add(new Wrong(act, field.name() + " is null", withNull, Rule.FIELD_MISSING, field.name()));
        }
        illFormed(field.kind()).forEach((value, inside) -> {
            ObjectNode fields = wellFormed(act);
            fields.set(field.name(), JSON.readTree(value));
            boolean missing = inside.endsWith("?");
            wrongs.add(new Wrong(
                    act,
                    field.name() + " is " + shortened(value),
                    fields,
                    missing ? Rule.FIELD_MISSING : Rule.FIELD_ILL_FORMED,
                    field.name() + inside.replace("?", "")));
        });
        return wrongs.stream();
    }

    private static Stream<Wrong> alternatives(String act, List<String> names) {
        List<Wrong> wrongs = new ArrayList<>();
        String first = names.getFirst();
        ObjectNode none = wellFormed(act);
        none.remove(first);
        wrongs.add(new Wrong(act, "none of " + names, none, Rule.FIELD_MISSING, first));
        ObjectNode withNull = wellFormed(act);
        withNull.putNull(first);
        wrongs.add(new Wrong(act, first + " is null", withNull, Rule.FIELD_MISSING, first));
        for (String other : names.subList(1, names.size())) {
            wrongs.add(new Wrong(
                    act, first + " and " + other, wellFormed(act).put(other, "X-2"), Rule.ONE_OF_IS_NAMED, other));
        }
        for (String name : names) {
            illFormed("name").keySet().forEach(value -> {
                ObjectNode fields = wellFormed(act);
                fields.remove(first);
                fields.set(name, JSON.readTree(value));
                wrongs.add(new Wrong(act, name + " is " + shortened(value), fields, Rule.FIELD_ILL_FORMED, name));
            });
        }
        return wrongs.stream();
    }

    /**
     * Values that a field of this kind refuses, as JSON; and where the fault lies inside the field, with a question mark
     * where something is missing there.
     */
    private static Map<String, String> illFormed(String kind) {
        Map<String, String> values = new LinkedHashMap<>();
        switch (kind) {
            case "name", "text" -> {
                List.of(
                                "7",
                                "true",
                                "{}",
                                "[]",
                                "[\"A\"]",
                                "\"\"",
                                "\"\\u0000\"",
                                "\"a\\u0000b\"",
                                "\"\\ud800\"",
                                "\"a\\udc00b\"",
                                "\"\\udc00\\ud800\"")
                        .forEach(value -> values.put(value, ""));
                values.put('"' + "x".repeat(kind.equals("name") ? 201 : 10_001) + '"', "");
            }
            case "word", "obligation" ->
                List.of(
                                "7",
                                "true",
                                "{}",
                                "[]",
                                "\"\"",
                                "\"somebody\"",
                                "\"MERCHANT\"",
                                "\"merchant \"",
                                "\"platform-sing\"")
                        .forEach(value -> values.put(value, ""));
            case "flag" -> List.of("\"true\"", "\"\"", "0", "1", "[]", "{}").forEach(value -> values.put(value, ""));
            case "instant" ->
                List.of(
                                "0",
                                "1762862400",
                                "true",
                                "[]",
                                "\"\"",
                                "\"tomorrow\"",
                                "\"2026-11-11\"",
                                "\"2026-11-11T20:00:00\"",
                                "\"2026-11-11 20:00:00+08:00\"",
                                "\"2026-13-11T20:00:00+08:00\"",
                                "\"2026-02-30T20:00:00+08:00\"",
                                "\"2026-11-11T25:00:00+08:00\"",
                                "\"2026-11-11T20:00:00+19:00\"",
                                "\"2026-11-11T20:00:00+08:00[Asia/Shanghai]\"")
                        .forEach(value -> values.put(value, ""));
            case "names" ->
                List.of(
                                "7",
                                "\"A\"",
                                "{}",
                                "[]",
                                "[\"\"]",
                                "[7]",
                                "[null]",
                                "[[\"A\"]]",
                                "[\"A\", \"A\"]",
                                "[\"A\", \"\\u0000\"]",
                                "[\"\\ud800\"]",
                                list(1_001))
                        .forEach(value -> values.put(value, ""));
            case "sides" ->
                List.of(
                                "7",
                                "\"merchant\"",
                                "{}",
                                "[]",
                                "[\"\"]",
                                "[7]",
                                "[null]",
                                "[\"platform\"]",
                                "[\"Merchant\"]",
                                "[\"merchant\", \"merchant\"]")
                        .forEach(value -> values.put(value, ""));
            case "orderLines" -> {
                List.of(
                                "7",
                                "\"A\"",
                                "{}",
                                "[]",
                                "[\"A\"]",
                                "[null]",
                                "[[]]",
                                lines("A", "1", "true").replace("]", ", ")
                                        + lines("A", "2", "true").replace("[", ""))
                        .forEach(value -> values.put(value, ""));
                values.put("[{}]", "/0/line?");
                values.put("[{\"line\": \"A\"}]", "/0/amount?");
                values.put("[{\"line\": \"A\", \"amount\": null}]", "/0/amount?");
                values.put("[{\"line\": \"A\", \"amount\": 1}, {\"line\": \"B\"}]", "/1/amount?");
                values.put(lines("", "1", "true"), "/0/line");
                values.put(lines("\\u0000", "1", "true"), "/0/line");
                for (String amount : List.of(
                        "-1", "0.5", "1e400", "9000000000000001", "9223372036854775808", "\"1\"", "true", "[]")) {
                    values.put(lines("A", amount, "true"), "/0/amount");
                }
                for (String flag : List.of("\"true\"", "0", "[]")) {
                    values.put(lines("A", "1", flag), "/0/noReasonReturn");
                }
            }
            case "lengths" -> {
                List.of("7", "\"P7D\"", "[]", "true").forEach(value -> values.put(value, ""));
                for (String length : List.of("7", "null", "{}", "[\"P7D\"]")) {
                    values.put("{\"merchant-ship-goods\": " + length + "}", "/merchant-ship-goods");
                }
            }
            case "subject" ->
                List.of(
                                "7",
                                "[]",
                                "\"\"",
                                "\"O1\"",
                                "\"order\"",
                                "\"order/\"",
                                "\"/O1\"",
                                "\"basket/B1\"",
                                "\"Order/O1\"",
                                "\"intervention/R1\"",
                                "\"intervention/basket/B1\"",
                                "\"order/\\u0000\"")
                        .forEach(value -> values.put(value, ""));
            default -> throw new IllegalArgumentException(kind);
        }
        return values;
    }

    private static String list(int entries) {
        return IntStream.range(0, entries).mapToObj(i -> "\"" + i + '"').collect(joining(",", "[", "]"));
    }

    private static String lines(String line, String amount, String flag) {
        return "[{\"line\": \"%s\", \"amount\": %s, \"noReasonReturn\": %s}]".formatted(line, amount, flag);
    }

    private static String shortened(String value) {
        return value.length() > 60 ? value.substring(0, 20) + "… (" + value.length() + " characters)" : value;
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void what_is_ill_formed_is_refused_and_named(Wrong wrong) {
        Refusal refusal = refused(wrong.act(), wrong.fields());
        assertThat(refusal.reasons()).first().satisfies(reason -> {
            assertThat(reason.rule()).isEqualTo(wrong.rule());
            assertThat(reason.field()).isEqualTo(wrong.field());
        });
        // an entry without anything lacks all that it should have
        String place = wrong.field().substring(0, wrong.field().lastIndexOf('/') + 1);
        assertThat(refusal.reasons())
                .allMatch(reason -> place.isEmpty()
                        ? wrong.field().equals(reason.field())
                        : Objects.toString(reason.field()).startsWith(place));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"ship\"", "[]", "[{\"order\": \"O1\"}]"})
    void what_is_no_object_has_no_fields(String json) {
        assertThat(refused("ship", JSON.readTree(json)).rule()).isEqualTo(Rule.FIELD_MISSING);
    }

    private static Refusal refused(String act, JsonNode fields) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> READER.read(act, fields, AT));
        assertThat(refusal).as("%s of %s", act, fields).isNotNull();
        return refusal;
    }

    // ---- what is well-formed, at its limits

    @ParameterizedTest
    @ValueSource(strings = {"1", " ", "O/1", "订单", "🏺", "a\nb", "%2F", "'; DROP TABLE orders; --", "null"})
    void an_id_is_whatever_name_is_used(String id) {
        assertThat(READER.read("ship", JSON.createObjectNode().put("order", id), AT)
                        .subject())
                .isEqualTo(SubjectId.order(id));
    }

    @Test
    void names_texts_lists_and_amounts_may_be_long() {
        String name = "x".repeat(200);
        assertThat(READER.read("ship", JSON.createObjectNode().put("order", name), AT)
                        .subject()
                        .key())
                .isEqualTo(name);
        String text = "理".repeat(10_000);
        RefuseReturn refused = (RefuseReturn)
                READER.read("refuse-return", wellFormed("refuse-return").put("reason", text), AT);
        assertThat(said(refused.reason())).isEqualTo(text);
        ObjectNode many = wellFormed("ship");
        many.set("lines", JSON.readTree(list(1_000)));
        assertThat(((ShipOrder) READER.read("ship", many, AT)).lines()).hasSize(1_000);
        ObjectNode order = wellFormed("register-order");
        order.set("lines", JSON.readTree(lines("A", "9000000000000000", "false")));
        assertThat(((RegisterOrder) READER.read("register-order", order, AT)).lines())
                .containsExactly(new OrderLine("A", 9_000_000_000_000_000L, false));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-11T20:03:05+08:00, 2026-11-11T12:03:05Z",
        "2026-11-11T12:03:05Z, 2026-11-11T12:03:05Z",
        "2026-11-11T12:03Z, 2026-11-11T12:03:00Z",
        "2026-11-11T07:03:05.123456789-05:00, 2026-11-11T12:03:05.123456Z",
        "2024-02-29T00:00:00+08:00, 2024-02-28T16:00:00Z"
    })
    void an_instant_is_read_with_its_offset_to_the_microsecond(String text, Instant instant) {
        ObjectNode fields = wellFormed("propose-extension").put("dueAt", text);
        assertThat(((ProposeExtension) READER.read("propose-extension", fields, AT)).dueAt())
                .isEqualTo(instant);
    }

    // ---- what a field means

    @Test
    void an_order_is_domestic_and_its_lines_carry_no_right_unless_it_is_said() {
        ObjectNode fields = wellFormed("register-order");
        fields.remove(List.of("crossBorder", "agreedShipBy"));
        RegisterOrder order = (RegisterOrder) READER.read("register-order", fields, AT);
        assertThat(order.crossBorder()).isFalse();
        assertThat(order.agreedShipBy()).isNull();
        assertThat(order.lines()).containsExactly(new OrderLine("A", 19_900, true), new OrderLine("B", 0, false));
    }

    @Test
    void an_urging_names_an_order_or_a_demand() {
        ObjectNode by = JSON.createObjectNode().put("by", "platform");
        assertThat(READER.read("urge", by.deepCopy().put("order", "O1"), AT))
                .isEqualTo(new UrgeShipment(SubjectId.order("O1"), AT, Side.PLATFORM));
        assertThat(READER.read("urge", by.deepCopy().put("return", "R1"), AT))
                .isEqualTo(new UrgeDemand(SubjectId.returnRequest("R1"), AT, Side.PLATFORM));
        assertThat(READER.read("urge", by.deepCopy().put("complaint", "C1"), AT))
                .isEqualTo(new UrgeDemand(SubjectId.complaint("C1"), AT, Side.PLATFORM));
    }

    @Test
    void a_decision_may_order_nobody() {
        assertThat(((Decide) READER.read("decide", wellFormed("decide").put("orders", "none"), AT)).orders())
                .isNull();
        assertThat(((Decide) READER.read("decide", wellFormed("decide").put("orders", "operator"), AT)).orders())
                .isEqualTo(Side.OPERATOR);
    }

    /** What a scenario leaves out and this act takes; there such fields mean nothing. */
    private static ObjectNode forApi(String act) {
        ObjectNode fields = wellFormed(act);
        fields.put("amountFen", 5_900);
        fields.put("finding", "both-at-fault");
        fields.put("clause", "article 24");
        fields.put("reasons", "worn by nobody");
        fields.put("agent", "G2");
        fields.put("secondPersonAboveFen", 100_000);
        fields.remove(strange(act, fields));
        return fields;
    }

    @Test
    void the_api_hears_what_a_scenario_leaves_out_of_a_decision() {
        Decide heard = (Decide) API.read("decide", forApi("decide"), AT);
        assertThat(heard.amountFen()).isEqualTo(5_900);
        assertThat(heard.finding()).isEqualTo(Finding.BOTH_AT_FAULT);
        assertThat(said(heard.clause())).isEqualTo("article 24");
        assertThat(said(heard.reasons())).isEqualTo("worn by nobody");
        assertThat(heard.agent()).isEqualTo("G2");
        Decide played = (Decide) READER.read("decide", forApi("decide"), AT);
        assertThat(played).isEqualTo(new Decide(played.subject(), AT, Side.MERCHANT, null, null, null, null, null));
    }

    @Test
    void the_api_hears_what_a_scenario_leaves_out_of_an_appeal_a_settlement_and_a_referral() {
        DecideAppeal appeal = (DecideAppeal) API.read("decide-appeal", forApi("decide-appeal"), AT);
        assertThat(appeal.amountFen()).isEqualTo(5_900);
        assertThat(appeal.finding()).isEqualTo(Finding.BOTH_AT_FAULT);
        assertThat(said(appeal.clause())).isEqualTo("article 24");
        assertThat(said(appeal.reasons())).isEqualTo("worn by nobody");
        Settle settle = (Settle) API.read("settle", forApi("settle"), AT);
        assertThat(settle).isEqualTo(new Settle(settle.subject(), AT, 5_900L, "G2", PersonalText.of("worn by nobody")));
        ReferOutside refer = (ReferOutside) API.read("refer-outside", forApi("refer-outside"), AT);
        assertThat(refer).isEqualTo(new ReferOutside(refer.subject(), AT, "G2", PersonalText.of("worn by nobody")));

        DecideAppeal played = (DecideAppeal) READER.read("decide-appeal", forApi("decide-appeal"), AT);
        assertThat(played.amountFen()).isNull();
        assertThat(played.finding()).isNull();
        assertThat(played.clause()).isNull();
        assertThat(played.reasons()).isNull();
        assertThat(READER.read("settle", forApi("settle"), AT))
                .isEqualTo(new Settle(settle.subject(), AT, null, null, null));
        assertThat(READER.read("refer-outside", forApi("refer-outside"), AT))
                .isEqualTo(new ReferOutside(refer.subject(), AT, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund", "offer-solution", "cosign-solution", "perform-settlement", "perform-decision"})
    void the_api_hears_how_much_money_is_meant(String act) {
        assertThat(API.read(act, forApi(act), AT)).hasFieldOrPropertyWithValue("amountFen", 5_900L);
        assertThat(API.read(act, wellFormed(act), AT)).hasFieldOrPropertyWithValue("amountFen", null);
        assertThat(READER.read(act, forApi(act), AT)).hasFieldOrPropertyWithValue("amountFen", null);
    }

    @Test
    void the_api_hears_when_the_rules_want_a_second_person() {
        assertThat(API.read("publish-rules", forApi("publish-rules"), AT))
                .hasFieldOrPropertyWithValue("secondPersonAboveFen", 100_000L);
        assertThat(READER.read("publish-rules", forApi("publish-rules"), AT))
                .hasFieldOrPropertyWithValue("secondPersonAboveFen", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm-decision", "return-decision"})
    void a_second_person_acts_over_the_api_only(String act) {
        ObjectNode fields = JSON.createObjectNode().put("return", "R1").put("agent", "G2");
        if (act.equals("return-decision")) {
            fields.put("reason", "too much");
        }
        assertThat(API.read(act, fields, AT)).hasFieldOrPropertyWithValue("agent", "G2");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> READER.read(act, fields, AT));
        assertThat(refusal.rule()).isEqualTo(Rule.ACT_IS_KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "decide, finding",
        "decide, clause",
        "decide, reasons",
        "decide, agent",
        "decide-appeal, finding",
        "decide-appeal, clause",
        "decide-appeal, reasons",
        "settle, agent",
        "refer-outside, agent"
    })
    void the_api_misses_what_a_scenario_may_leave_out(String act, String field) {
        ObjectNode fields = forApi(act);
        fields.remove(field);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> API.read(act, fields, AT));
        assertThat(refusal.rule()).isEqualTo(Rule.FIELD_MISSING);
        assertThat(refusal.reasons().getFirst().field()).isEqualTo(field);
    }

    /** In a scenario a plan is there when both agree, and a document takes effect when it is published. */
    @Test
    void the_api_also_hears_proposals_and_when_a_document_takes_effect() {
        for (String act : List.of("send-message", "propose-plan", "confirm-plan", "decline-plan")) {
            assertThat(API.acts()).contains(act);
            assertThat(refused(act, JSON.createObjectNode()).rule()).isEqualTo(Rule.ACT_IS_KNOWN);
        }
        for (String act : List.of("publish-plan", "publish-mechanism", "publish-rules")) {
            ObjectNode ahead = wellFormed(act).put("effectiveAt", "2026-12-01T00:00:00+08:00");
            assertThat(READER.read(act, ahead, AT)).isEqualTo(READER.read(act, wellFormed(act), AT));
            assertThat(API.read(act, ahead, AT)).isNotEqualTo(API.read(act, wellFormed(act), AT));
        }
        ConfirmPlan confirmed = (ConfirmPlan) API.read(
                "confirm-plan",
                JSON.createObjectNode()
                        .put("merchant", "M1")
                        .put("room", "L1")
                        .put("operator", "H1")
                        .put("proposal", 2),
                AT);
        assertThat(confirmed).isEqualTo(new ConfirmPlan(SubjectId.plan("M1", "L1"), AT, "H1", 2));
    }

    @ParameterizedTest
    @CsvSource({
        "publish-plan, effectiveAt, \"soon\"",
        "publish-mechanism, effectiveAt, 7",
        "publish-rules, effectiveAt, []",
        "decide, agent, \"\"",
        "decide, agent, 7",
        "decide, finding, \"somebody-at-fault\"",
        "decide, clause, \"\"",
        "decide, reasons, 7",
        "settle, reasons, \"\"",
        "refund, amountFen, -1",
        "refund, amountFen, 0.5",
        "offer-solution, amountFen, \"1\"",
        "publish-rules, secondPersonAboveFen, -1"
    })
    void and_hears_them_as_strictly_as_all_others(String act, String field, String value) {
        ObjectNode fields = forApi(act);
        fields.set(field, JSON.readTree(value.isEmpty() ? "\"\"" : value));
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> API.read(act, fields, AT));
        assertThat(refusal.rule()).isEqualTo(Rule.FIELD_ILL_FORMED);
        assertThat(refusal.reasons().getFirst().field()).isEqualTo(field);
        READER.read(act, fields, AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "   ",
                "\u3000",
                "\u200b",
                "\u200d\u2060\ufeff",
                "R\u202e1",
                "R\u00001",
                "R\n1",
                "R\u200b1",
                "R/1",
                "R;1",
                "R%1",
                "R\\1",
                ".."
            })
    void the_api_takes_no_id_that_cannot_be_seen_or_stands_in_no_address(String id) {
        ObjectNode fields = forApi("accept-return").put("return", id);
        assertThat(refusedByTheApi("accept-return", fields)).isEqualTo("return");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", "\u200b\u200c", "H\u202e1", "H\t1", "H\ufeff1"})
    void nor_a_name_that_cannot_be_seen(String name) {
        assertThat(refusedByTheApi("report", forApi("report").put("room", name)))
                .isEqualTo("room");
        ObjectNode lines = forApi("ship");
        lines.putArray("lines").add(name);
        assertThat(refusedByTheApi("ship", lines)).isEqualTo("lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\t", "\u3000", "\u200b", "\u202e\u2066"})
    void nor_a_text_of_nothing(String text) {
        assertThat(refusedByTheApi("refuse-return", forApi("refuse-return").put("reason", text)))
                .isEqualTo("reason");
    }

    private static String refusedByTheApi(String act, ObjectNode fields) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> API.read(act, fields, AT));
        assertThat(refusal).as(fields.toString()).isNotNull();
        assertThat(refusal.rule()).isEqualTo(Rule.FIELD_ILL_FORMED);
        return refusal.reasons().getFirst().field();
    }

    @ParameterizedTest
    @ValueSource(strings = {"O1", "a b", "名/字", "लक्ष्\u200dमी", "👩\u200d👧", "a:b", "e\u0301"})
    void whatever_can_be_seen_is_a_name(String name) {
        assertThat(API.read("report", forApi("report").put("room", name), AT)).isNotNull();
        assertThat(API.read("refuse-return", forApi("refuse-return").put("reason", name + "\n\u200b"), AT))
                .isNotNull();
    }

    /** Their page knows texts that are not empty. */
    @Test
    void a_scenario_takes_any_text() {
        ObjectNode fields = wellFormed("refuse-return").put("reason", " ").put("return", "R;1/2");
        assertThat(READER.read("refuse-return", fields, AT).subject()).isEqualTo(SubjectId.returnRequest("R;1/2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"merchant\"", "\"somebody\"", "7", "null"})
    void whom_an_upheld_decision_orders_is_not_read(String orders) {
        ObjectNode fields = wellFormed("decide-appeal").put("outcome", "upheld");
        fields.set("orders", JSON.readTree(orders));
        assertThat(((DecideAppeal) READER.read("decide-appeal", fields, AT)).orders())
                .isNull();
        fields.remove("orders");
        assertThat(((DecideAppeal) READER.read("decide-appeal", fields, AT)).orders())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"confirmed\"", "\"\"", "7", "null"})
    void an_appeal_is_upheld_or_reversed(String outcome) {
        ObjectNode fields = wellFormed("decide-appeal");
        fields.set("outcome", JSON.readTree(outcome));
        assertThat(refused("decide-appeal", fields).reasons().getFirst().field())
                .isEqualTo("outcome");
    }

    @Test
    void instructions_come_with_an_acceptance_or_not_at_all() {
        ObjectNode fields = wellFormed("accept-return");
        assertThat(((AcceptReturn) READER.read("accept-return", fields, AT)).instructions())
                .isNotNull();
        fields.remove("instructions");
        assertThat(((AcceptReturn) READER.read("accept-return", fields, AT)).instructions())
                .isNull();
    }

    @Test
    void an_extension_goes_to_the_history_that_the_window_stands_in() {
        ObjectNode fields = wellFormed("propose-extension").put("subject", "intervention/return/R1");
        ProposeExtension act = (ProposeExtension) READER.read("propose-extension", fields, AT);
        assertThat(act.subject()).isEqualTo(SubjectId.returnRequest("R1"));
        assertThat(act.windowOf()).isEqualTo(SubjectId.returnRequest("R1").intervention());
    }

    @Test
    void lines_are_all_that_are_left_unless_they_are_named() {
        assertThat(((ShipOrder) READER.read("ship", JSON.createObjectNode().put("order", "O1"), AT)).lines())
                .isEmpty();
    }

    @Test
    void every_act_is_read_into_a_type_of_its_own() {
        assertThat(table().keySet().stream()
                        .map(act -> READER.read(act, wellFormed(act), AT).getClass())
                        .toList())
                .doesNotHaveDuplicates();
    }

    /** An ill-formed act refuses itself before it reaches a subject. */
    @Nested
    @Tag("story")
    class InAStory {
        @Test
        void an_ill_formed_act_changes_nothing_and_its_id_stays_free() {
            Story.delivered()
                    .refuses("dance O1", Rule.ACT_IS_KNOWN, "do")
                    .refuses("file-return R1 kind=exchange lines=A", Rule.FIELD_MISSING, "reason")
                    .refuses("file-return R1 kind=exchange reason=quality lines=A,A", Rule.FIELD_ILL_FORMED, "lines")
                    .refuses("urge O1 return=R1 by=platform", Rule.ONE_OF_IS_NAMED, "return")
                    .does("file-return R1 kind=exchange reason=quality lines=A")
                    .refuses("refuse-return R1", Rule.FIELD_MISSING, "reason")
                    .refuses("refuse-return R1 reason=''", Rule.FIELD_ILL_FORMED, "reason")
                    .awaits("R1", "merchant-decide-return-exchange", "room-operator-urge-aftersale");
        }
    }

    @Test
    void all_that_is_wrong_is_named_at_once() {
        JsonNode fields = JSON.readTree("""
                {"order": "", "consumer": "U1", "operator": 7, "room": "L1", "paidAt": "yesterday",
                 "lines": [{"line": "A", "amount": -1}, {"amount": 5}, {"line": "A", "amount": 1}]}""");
        assertThatThrownBy(() -> READER.read("register-order", fields, AT))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reasons())
                                .extracting(Refusal.Reason::rule, Refusal.Reason::field)
                                .containsExactly(
                                        tuple(Rule.FIELD_ILL_FORMED, "order"),
                                        tuple(Rule.FIELD_MISSING, "merchant"),
                                        tuple(Rule.FIELD_ILL_FORMED, "operator"),
                                        tuple(Rule.FIELD_ILL_FORMED, "paidAt"),
                                        tuple(Rule.FIELD_ILL_FORMED, "lines/0/amount"),
                                        tuple(Rule.FIELD_MISSING, "lines/1/line")));
    }

    @Test
    void every_row_of_a_document_that_is_no_length_is_named() {
        ObjectNode rows = JSON.createObjectNode().put("merchant-sing", 1).put("merchant-ship-goods", "P2WD");
        rows.put("merchant-dance", true);
        assertThat(refused("publish-rules", JSON.createObjectNode().set("windows", rows))
                        .reasons())
                .extracting(Refusal.Reason::rule, Refusal.Reason::field)
                .containsExactly(
                        tuple(Rule.FIELD_ILL_FORMED, "windows/merchant-sing"),
                        tuple(Rule.FIELD_ILL_FORMED, "windows/merchant-dance"));
    }

    @Test
    void a_field_that_is_read_twice_is_wrong_once() {
        assertThatThrownBy(() -> READER.read("publish-plan", JSON.readTree("{\"windows\": {}}"), AT))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reasons())
                                .extracting(Refusal.Reason::field)
                                .containsExactly("merchant", "room", "agreedBy"));
    }
}
