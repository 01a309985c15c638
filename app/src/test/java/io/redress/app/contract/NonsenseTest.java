package io.redress.app.contract;

import static io.redress.app.contract.Storyteller.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Spelling;
import io.redress.app.contract.Contract.Operation;
import io.redress.app.contract.Exchanges.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the contract does not allow is answered as the contract says. */
class NonsenseTest extends InSandbox {
    private static final Contract CONTRACT = Contract.shipped();

    private Exchanges exchanges;

    @BeforeEach
    void begin(@Autowired MockMvc mvc) {
        exchanges = new Exchanges(mvc);
    }

    static Stream<Operation> acts() {
        return CONTRACT.acts().stream();
    }

    @ParameterizedTest
    @MethodSource("acts")
    void an_act_on_nothing_is_refused(Operation act) {
        for (JsonNode request : act.requests().values()) {
            if (act.namesItsSubject()) {
                Answer answer =
                        exchanges.to(act, "nothing 名/of?this").body(request).answerToNonsense();
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("subject-is-known");
                assertThat(exchanges
                                .to(act, "nothing-of-this-name")
                                .body(request)
                                .answer()
                                .code())
                        .isEqualTo("subject-is-known");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void an_act_in_another_form_is_refused(Operation act) {
        String[] name = act.namesItsSubject() ? new String[] {"nothing-of-this-name"} : new String[0];
        assertThat(exchanges
                        .to(act, name)
                        .body("x=1", MediaType.APPLICATION_FORM_URLENCODED)
                        .answerToNonsense()
                        .status())
                .isEqualTo(415);
        assertThat(exchanges
                        .to(act, name)
                        .body("[]", MediaType.APPLICATION_JSON)
                        .answerToNonsense()
                        .code())
                .isEqualTo("field-ill-formed");
        for (Map.Entry<String, JsonNode> field : act.fields().entrySet()) {
            if (act.requires(field.getKey())) {
                act.requests().values().stream()
                        .filter(request -> request.has(field.getKey()))
                        .forEach(request -> {
                            ObjectNode without = (ObjectNode) request.deepCopy();
                            without.remove(field.getKey());
                            Answer answer = exchanges
                                    .to(act, name)
                                    .body(without)
                                    .with("Accept-Language", "en")
                                    .answerToNonsense();
                            assertThat(answer.status()).isEqualTo(400);
                            assertThat(answer.body().at("/errors/0/field").stringValue())
                                    .isEqualTo(field.getKey());
                            assertThat(answer.body().get("detail").stringValue())
                                    .isEqualTo("The field " + field.getKey() + " is missing.");
                        });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    void an_act_without_a_key_is_refused(Operation act) {
        String[] name = act.namesItsSubject() ? new String[] {"nothing-of-this-name"} : new String[0];
        JsonNode request = act.requests().values().iterator().next();
        Answer without = exchanges.to(act, name).body(request).withoutKey().answerToNonsense();
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.code()).isEqualTo("idempotency-key-is-given");
        assertThat(without.body().at("/errors/0/field").stringValue()).isEqualTo("Idempotency-Key");
        for (String nonsense : List.of("", "two words", "键", "x".repeat(201))) {
            Answer refused = exchanges
                    .to(act, name)
                    .body(request)
                    .with("Idempotency-Key", nonsense)
                    .answerToNonsense();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo("Idempotency-Key");
        }
    }

    @Test
    void the_contract_says_how_ids_names_and_texts_are_spelled() {
        assertThat(CONTRACT.schema("Id").get("pattern").stringValue()).isEqualTo(Spelling.ID.pattern());
        assertThat(CONTRACT.schema("Name").get("pattern").stringValue()).isEqualTo(Spelling.NAME.pattern());
        assertThat(CONTRACT.schema("Text").get("pattern").stringValue()).isEqualTo(Spelling.TEXT.pattern());
    }

    @Test
    void a_version_that_is_none_is_refused() {
        Operation ships = CONTRACT.operation("shipOrder");
        for (String nonsense : List.of("3", "\"\"", "\"three\"", "W/\"3\"", "\"3\", \"4\"", "\"0\"", "**")) {
            Answer refused = exchanges
                    .to(ships, "nothing-of-this-name")
                    .body(JsonMapper.shared().createObjectNode())
                    .with("If-Match", nonsense)
                    .answerToNonsense();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo("If-Match");
        }
    }

    @Test
    void a_key_makes_an_act_happen_once() {
        Operation asks = CONTRACT.operation("askInquiry");
        ObjectNode request = request("askInquiry", Map.of("inquiry", "I-once"));
        String key = "5b0c2a3e-8f0f-4b57-9a55-0d7b4f3f7f6c";
        Answer first =
                exchanges.to(asks).body(request).with("Idempotency-Key", key).answer();
        Answer second =
                exchanges.to(asks).body(request).with("Idempotency-Key", key).answer();
        assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.location()).isEqualTo(first.location());
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        Answer other = exchanges
                .to(asks)
                .body(request.put("to", "merchant"))
                .with("Idempotency-Key", key)
                .answer();
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-means-one-act");
    }

    @Test
    void the_sandbox_clock_moves_forward_only() {
        Operation advance = CONTRACT.operation("advanceSandboxClock");
        Answer back = exchanges
                .to(advance)
                .body(json("{'to': '2026-11-13T00:00:00+08:00'}"))
                .answer();
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.code()).isEqualTo("clock-moves-forward");
        for (String nonsense : List.of(
                "{}",
                "{'by': 'PT1H', 'to': '2027-01-01T00:00:00+08:00'}",
                "{'by': 'soon'}",
                "{'by': '-PT1H'}",
                "{'to': 7}")) {
            assertThat(exchanges
                            .to(advance)
                            .body(json(nonsense))
                            .answerToNonsense()
                            .status())
                    .isGreaterThanOrEqualTo(400);
        }
        assertThat(exchanges.to(advance).body(json("{'by': 'P367D'}")).answer().status())
                .isEqualTo(400);
    }

    /** Single quotes will do. */
    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listOrders limit=0",
                "listOrders party=nobody",
                "listDemands limit=101",
                "listDemands state=lost",
                "listDemands kind=wish",
                "listWindows state=asleep",
                "listWindows party=merchant",
                "readQueue limit=-1",
                "listWindows clause=six",
                "listEvents types=wish",
                "listEvents case=R1",
                "listEvents party=merchant",
                "listEvents from=middle",
                "listEvents limit=101",
                "readQueue kind=wish",
                "readQueue marked=yes",
                "readQueue waitsFor=merchant-ship-goods",
                "listOrders paidFrom=soon"
            })
    void a_question_that_says_nothing_is_refused(String question) {
        String[] words = question.split(" ");
        Answer answer = exchanges.ask(CONTRACT.operation(words[0]), words[1]).answerToNonsense();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").stringValue()).isEqualTo(words[1].split("=")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listOrders", "listDemands", "listWindows", "readQueue", "listEvents"})
    void a_cursor_of_somewhere_else_is_refused(String operation) {
        assertThat(exchanges
                        .ask(CONTRACT.operation(operation), "cursor=bm9uc2Vuc2U")
                        .answer()
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOrder X",
                "readCase returns X",
                "readCase orders X",
                "listWindowsOfCase reports X",
                "readTimeLedger complaints X",
                "readProofs orders X",
                "downloadPacket orders X"
            })
    void what_is_not_there_cannot_be_read(String question) {
        String[] words = question.split(" ", 2);
        Answer answer =
                exchanges.to(CONTRACT.operation(words[0]), words[1].split(" ")).answer();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("subject-is-known");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void an_answer_in_another_form_is_refused(Operation list) {
        String[] names = list.path().contains("{party}") ? new String[] {"platform"} : new String[0];
        Answer answer =
                exchanges.to(list, names).with("Accept", "application/xml").answerToNonsense();
        assertThat(answer.status()).isEqualTo(406);
    }

    static Stream<Operation> lists() {
        return CONTRACT.operations().stream()
                .filter(operation -> operation.method().equals("GET") && !operation.namesItsSubject())
                .filter(operation -> !Set.of(
                                "explainWindow", "listMissingDocuments", "listStatementVersions", "readRules")
                        .contains(operation.id()));
    }
}
