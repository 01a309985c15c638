package io.redress.command.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.SubjectId;
import io.redress.api.document.Content;
import io.redress.api.document.StatementPublished;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Coverage;
import io.redress.command.scenario.Sandbox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What parties state: by whom, about whom, in which fields, and from when on. */
@Tag("story")
class StatementTest {
    private static final Instant AT = Instant.parse("2026-11-11T12:00:00Z");
    private static final ActReader READER = ActReader.ofApi();
    private static final StatementKinds KINDS = StatementKinds.shipped();

    private static final String PARTY = """
            {'kind': 'party', 'by': 'merchant', 'merchant': 'M/1', 'content': {'displayName': '兰花茶',
             'channels': [{'purpose': 'complaint', 'kind': 'phone', 'address': '020-88'}]}}""";
    private static final String ROOM = """
            {'kind': 'room', 'by': 'operator', 'operator': 'H1', 'room': 'L1', 'content': {'displayName': '小雨'}}""";

    private final Sandbox sandbox = new Sandbox();

    private StatementPublished states(String fields, Instant at) {
        sandbox.door().perform(READER.read("publish-statement", json(fields), at));
        Coverage.accepted("publish-statement");
        return (StatementPublished) sandbox.stored().getLast();
    }

    private StatementPublished states(String fields) {
        return states(fields, AT);
    }

    private void refuses(String fields, Rule rule, String... places) {
        assertThatThrownBy(() -> states(fields)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(rule);
            Coverage.raised(rule);
            assertThat(refusal.reasons().stream().map(Refusal.Reason::field)).containsExactly(places);
        });
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static String with(String fields, String field, String value) {
        ObjectNode changed = json(fields);
        changed.set(field, JsonMapper.shared().readTree(value.replace('\'', '"')));
        return changed.toString();
    }

    @Test
    void a_statement_is_stored_with_what_its_kind_asks_for_and_nothing_else() {
        refuses(
                with(
                        PARTY,
                        "content",
                        "{'displayName': '兰花茶', 'shoeSize': 43, 'contacts': [{'role': '客服', 'address': 'x', 'mood': 'good'}]}"),
                Rule.FIELD_IS_KNOWN,
                "content/contacts/0/mood",
                "content/shoeSize");
        StatementPublished stated =
                states(with(PARTY, "content", "{'displayName': '兰花茶', 'contacts': [{'role': '客服', 'address': 'x'}]}"));

        assertThat(stated.subject().toString()).isEqualTo("statement/party/merchant:M%2F1");
        assertThat(stated.subject().label()).isEqualTo("statement/party/merchant:M/1");
        assertThat(stated.by()).isEqualTo(Party.merchant("M/1"));
        assertThat(stated.open()).isTrue();
        assertThat(stated.content())
                .isEqualTo(new Content(
                        Map.of("displayName", "兰花茶", "contacts", List.of(Map.of("role", "客服", "address", "x")))));
    }

    @Test
    void versions_count_up_and_take_effect_when_they_say() {
        assertThat(states(PARTY).version()).isEqualTo(1);
        StatementPublished second = states(with(PARTY, "effectiveAt", "'2026-12-01T00:00:00Z'"));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.inEffectFrom()).isEqualTo("2026-12-01T00:00:00Z");
        refuses(
                with(PARTY, "effectiveAt", "'2026-11-11T11:59:59Z'"),
                Rule.EFFECT_BEGINS_NO_EARLIER_THAN_THE_ACT,
                "effectiveAt");
    }

    static List<StatementKinds.Kind> everyKind() {
        return KINDS.all();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void a_statement_of_every_kind_is_stored_with_every_field_of_its_kind(StatementKinds.Kind kind) {
        ObjectNode statement = json("{}").put("kind", kind.word());
        Side by = kind.by().stream().sorted().findFirst().orElseThrow();
        statement.put("by", by.word());
        if (by != Side.PLATFORM) {
            statement.put(by.word(), "P1");
        }
        kind.names().forEach(name -> statement.put(name.replace("?", ""), "P1"));
        ObjectNode content = statement.putObject("content");
        for (StatementKinds.Field field : kind.fields()) {
            String[] path = field.path().split("/");
            if (path.length == 1 && field.takes().equals("list")) {
                content.putArray(path[0]).addObject();
            } else if (path.length == 1) {
                content.set(path[0], value(field));
            } else {
                ((ObjectNode) content.get(path[0]).get(0)).set(path[1], value(field));
            }
        }

        StatementPublished stated = states(statement.toString());
        assertThat(stated.kind()).isEqualTo(kind.word());
        assertThat(stated.open()).isEqualTo(kind.open());
        assertThat(stated.content()).isEqualTo(JsonMapper.shared().treeToValue(content, Content.class));
        for (StatementKinds.Field field : kind.fields()) {
            if (field.required() && !field.path().contains("/")) {
                refuses(
                        with(statement.toString(), "content", without(content, field.path())),
                        Rule.STATEMENT_SAYS_WHAT_ITS_KIND_ASKS,
                        "content/" + field.path());
            }
        }
    }

    private static JsonNode value(StatementKinds.Field field) {
        return switch (field.takes()) {
            case "text" -> StringNode.valueOf(field.zh());
            case "count", "amount-fen" -> LongNode.valueOf(7);
            case "day" -> StringNode.valueOf("2026-11-11");
            case "obligation" -> StringNode.valueOf("merchant-ship-goods");
            default -> StringNode.valueOf(field.takes().split("\\|")[0]);
        };
    }

    private static String without(ObjectNode content, String field) {
        ObjectNode less = content.deepCopy();
        less.remove(field);
        return less.toString();
    }

    @Test
    void every_offending_field_is_named_at_once() {
        refuses(
                with(PARTY, "content", "{'displayName': ' ', 'channels': [{'kind': 'drum', 'address': 7}]}"),
                Rule.STATEMENT_SAYS_WHAT_ITS_KIND_ASKS,
                "content/displayName",
                "content/channels/0/purpose",
                "content/channels/0/kind",
                "content/channels/0/address");
        refuses(with(PARTY, "content", "{}"), Rule.STATEMENT_SAYS_WHAT_ITS_KIND_ASKS, "content/displayName");
        refuses(with(PARTY, "content", "{'displayName': 1.5}"), Rule.FIELD_ILL_FORMED, "content/displayName");
        refuses(with(PARTY, "kind", "'horoscope'"), Rule.STATEMENT_KIND_IS_KNOWN, "kind");
    }

    @Test
    void a_refusal_names_the_clause_that_asks_for_this_kind() {
        for (String refused : List.of(
                with(with(PARTY, "kind", "'staffing'"), "operator", "'H1'"),
                with(ROOM, "content", "{}"),
                with(ROOM, "by", "'merchant'"))) {
            String clause = refused.contains("staffing") ? "6.2.2 b" : "6.1.3";
            assertThatThrownBy(() -> states(refused))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reasons())
                                    .extracting(Refusal.Reason::clause)
                                    .containsOnly(clause));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "planned, -1",
                "planned, '3'",
                "planned, 2147483648",
                "from, '2026-02-30'",
                "from, '11.11.2026'",
                "to, 20261111",
                "hours, []"
            })
    void a_field_takes_what_its_table_says(String field, String value) {
        String good = "{'planned': 12, 'assigned': 0, 'from': '2026-11-11', 'to': '2026-11-12', 'hours': '9-21'}";
        String staffing = "{'kind': 'staffing', 'by': 'merchant', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',"
                + " 'content': " + good + "}";
        assertThat(states(staffing).open()).isFalse();
        refuses(
                with(staffing, "content", with(good, field, value)),
                Rule.STATEMENT_SAYS_WHAT_ITS_KIND_ASKS,
                "content/" + field);
    }

    @ParameterizedTest
    @CsvSource({
        "party, merchant, operator", "staffing, merchant, room", "assessment, operator, merchant",
        "disclosure, operator, about", "room, operator, operator", "dispute-information, platform, room",
    })
    void a_statement_names_whom_it_is_about_and_nobody_else(String kind, String by, String field) {
        StatementKinds.Kind known = KINDS.of(kind);
        Map<String, String> names =
                new LinkedHashMap<>(Map.of("merchant", "", "operator", "", "room", "", "about", ""));
        names.replaceAll((name, _) -> by.equals(name) || known.names().contains(name) ? "x" : "");
        names.computeIfPresent(field, (_, name) -> name.isEmpty() ? "y" : "");
        ObjectNode fields = json("{'kind': '" + kind + "', 'by': '" + by + "', 'content': {}}");
        names.forEach((name, value) -> {
            if (!value.isEmpty()) {
                fields.put(name, value);
            }
        });
        refuses(fields.toString(), Rule.STATEMENT_NAMES_WHAT_ITS_KIND_NAMES, field);
    }

    @Test
    void a_statement_comes_from_whom_it_binds() {
        refuses(with(PARTY, "kind", "'disclosure'"), Rule.STATEMENT_COMES_FROM_WHOM_IT_BINDS, "by");
        refuses(with(ROOM, "kind", "'dispute-information'"), Rule.STATEMENT_COMES_FROM_WHOM_IT_BINDS, "by");
    }

    @Test
    void a_room_has_one_operator_until_the_platform_hands_it_over() {
        assertThat(states(ROOM).subject().toString()).isEqualTo("statement/room/L1");
        refuses(with(ROOM, "operator", "'H2'"), Rule.ROOM_HAS_ONE_OPERATOR, (String) null);
        StatementPublished handedOver = states(with(with(ROOM, "operator", "'H2'"), "by", "'platform'"));
        assertThat(handedOver.by()).isEqualTo(Party.PLATFORM);
        refuses(ROOM, Rule.ROOM_HAS_ONE_OPERATOR, (String) null);
        assertThat(states(with(ROOM, "operator", "'H2'")).version()).isEqualTo(3);
    }

    @Test
    void statements_about_different_things_have_different_names() {
        Parties merchant = new Parties("", "a", "", "");
        Parties operator = new Parties("", "", "a", "");
        assertThat(List.of(
                        SubjectId.statement("agreement", Party.PLATFORM, merchant, "1"),
                        SubjectId.statement("agreement", Party.PLATFORM, operator, "1"),
                        SubjectId.statement("agreement", Party.merchant("a"), merchant, "1"),
                        SubjectId.statement("agreement", Party.PLATFORM, new Parties("", "", "", ""), "1"),
                        SubjectId.statement("agreement", Party.PLATFORM, merchant, "a/1"),
                        SubjectId.statement("agreement", Party.PLATFORM, new Parties("", "a/a", "", ""), "1")))
                .doesNotHaveDuplicates()
                .allSatisfy(subject ->
                        assertThat(SubjectId.parse(subject.toString())).isEqualTo(subject));
    }

    static List<StatementKinds.Kind> kinds() {
        return KINDS.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_has_a_clause_fields_and_words_in_both_languages(StatementKinds.Kind kind) {
        assertThat(kind.clause()).matches("6(\\.\\d)+( [a-h])?(; 6(\\.\\d)+( [a-h])?)*");
        assertThat(kind.by()).isNotEmpty();
        assertThat(kind.fields()).anyMatch(StatementKinds.Field::required);
        assertThat(kind.en()).isNotBlank();
        assertThat(kind.zh()).matches(".*\\p{IsHan}.*");
        assertThat(kind.fields()).allSatisfy(field -> {
            assertThat(field.en()).isNotBlank();
            assertThat(field.zh()).matches(".*\\p{IsHan}.*");
        });
    }
}
