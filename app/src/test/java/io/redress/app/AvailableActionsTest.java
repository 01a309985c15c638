package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.window.Change;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.access.WhoActs;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.PossibleAct;
import io.redress.command.door.PossibleActs;
import io.redress.command.rule.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is offered over HTTP is accepted over HTTP, as it is offered, and nothing else is; on the real store. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AvailableActionsTest {
    /** They have no address among those of a case. */
    private static final Set<String> OF_PERSONAL_DATA =
            Set.of("ask-forgetting", "hold-record", "lift-hold", "ask-opening", "open-record");

    private static final long SEED = Long.getLong("possible.seed", 20_261_127);
    private static final int ASKED = 60;
    private static final int STEPS = Integer.getInteger("possible.http.steps", 60);

    /** Fewer steps, which somebody may ask for, need not come by everything. */
    private static final int STEPS_TO_SEE_MUCH = 60;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<SubjectId.Kind, String> COLLECTIONS = Map.of(
            SubjectId.Kind.ORDER, "orders",
            SubjectId.Kind.RETURN, "returns",
            SubjectId.Kind.COMPLAINT, "complaints",
            SubjectId.Kind.INQUIRY, "inquiries",
            SubjectId.Kind.REPORT, "reports");

    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false));
        RichHistory.play(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> send(String method, String address, String body) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + address))
                            .method(method, BodyPublishers.ofString(body))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String address(SubjectId subject) {
        return "/api/v1/" + COLLECTIONS.get(subject.kind()) + "/"
                + URLEncoder.encode(subject.key(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode actions(SubjectId subject) {
        HttpResponse<String> answer =
                send("GET", address(subject).replaceFirst("/api/v1/", "/api/v1/cases/") + "/available-actions", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Node.json(answer.body());
    }

    @Test
    @Order(1)
    void an_action_says_whose_it_is_and_until_when_and_what_happens_otherwise() {
        node.order("Z1");
        SubjectId order = SubjectId.order("Z1");
        JsonNode ship = named(actions(order), "ship");
        assertThat(ship.get("actor").stringValue()).isEqualTo("merchant:M1");
        assertThat(ship.get("by").isNull()).isTrue();
        assertThat(ship.get("obligation").stringValue()).isEqualTo("merchant-ship-goods");
        assertThat(Node.at(ship.get("dueAt").stringValue())).isEqualTo(dueAt(order));
        assertThat(ship.get("state").stringValue()).isEqualTo("open");
        assertThat(ship.get("method").stringValue()).isEqualTo("POST");
        assertThat(ship.get("href").stringValue()).isEqualTo("/api/v1/orders/Z1/ship");
        assertThat(ship.get("text").get("en").stringValue()).isEqualTo("Hand lines of the order to the carrier.");
        assertThat(ship.get("text").get("zh").stringValue()).isEqualTo("将订单的商品行交付承运人。");
        assertThat(ship.at("/otherwise/onLapse").stringValue()).isEqualTo("urge");
        assertThat(ship.at("/otherwise/opens").valueStream().map(JsonNode::stringValue))
                .containsExactly("platform-urge-shipment", "room-operator-urge-promise");
        assertThat(ship.get("fields")).hasSize(2);
        assertThat(ship.at("/fields/0/name").stringValue()).isEqualTo("lines");
        assertThat(ship.at("/fields/1/name").stringValue()).isEqualTo("occurredAt");
        assertThat(ship.at("/fields/0/required").booleanValue()).isFalse();
        assertThat(ship.get("choices").toString()).isEqualTo("[{},{\"lines\":[\"A\",\"B\"]}]");
        assertThat(ship.get("example").toString()).isEqualTo("{}");
    }

    @Test
    @Order(1)
    void a_proposal_says_until_when_it_may_reach_and_a_refund_how_much_it_may_be() {
        node.order("Z2");
        node.act("file-return", """
                {'return': 'Z2', 'order': 'Z2', 'kind': 'refund-only', 'reason': 'late-shipment', 'lines': ['B']}""");
        JsonNode more = named(actions(SubjectId.returnRequest("Z2")), "propose-extension");
        JsonNode dueAt = more.get("fields")
                .valueStream()
                .filter(field -> field.get("name").stringValue().equals("dueAt"))
                .findFirst()
                .orElseThrow();
        assertThat(dueAt.get("after")).isEqualTo(more.get("dueAt"));
        assertThat(Node.at(dueAt.get("until").stringValue()))
                .isAfter(Node.at(more.get("dueAt").stringValue()));
        assertThat(more.get("href").stringValue()).isEqualTo("/api/v1/extension-proposals");

        node.act("accept-return", "{'return': 'Z2'}");
        JsonNode refund = named(actions(SubjectId.returnRequest("Z2")), "refund");
        assertThat(refund.at("/fields/0/name").stringValue()).isEqualTo("amountFen");
        assertThat(refund.at("/fields/0/max").longValue()).isEqualTo(5900);
    }

    @Test
    @Order(1)
    void whoever_signs_second_is_offered_the_amount_that_the_first_has_signed() {
        node.order("Z4");
        node.act("file-complaint", """
                {'complaint': 'Z4', 'order': 'Z4', 'consumer': 'U-Z4', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'against': 'merchant', 'serious': true}""");
        node.act("cosign-solution", "{'complaint': 'Z4', 'by': 'merchant', 'remedy': 'x', 'amountFen': 5900}");
        JsonNode cosign = named(actions(SubjectId.complaint("Z4")), "cosign-solution");
        assertThat(cosign.get("actor").stringValue()).isEqualTo("room-operator:H1");
        assertThat(cosign.get("choices").toString()).isEqualTo("[{\"by\":[\"operator\"],\"amountFen\":[5900]}]");
        assertThat(cosign.at("/example/amountFen").longValue()).isEqualTo(5900);
        JsonNode amount = cosign.get("fields")
                .valueStream()
                .filter(field -> field.get("name").stringValue().equals("amountFen"))
                .findFirst()
                .orElseThrow();
        assertThat(amount.get("required").booleanValue()).isTrue();
        assertThat(amount.get("min").longValue()).isEqualTo(5900);
        assertThat(amount.get("max").longValue()).isEqualTo(5900);
    }

    @Test
    @Order(1)
    void what_is_due_has_lapsed_although_nobody_has_noticed() {
        node.order("Z3");
        JsonNode before = named(actions(SubjectId.order("Z3")), "ship");
        node.sql()
                .sql("UPDATE outbox.sandbox_clock SET now_at = :at")
                .param("at", dueAt(SubjectId.order("Z3")).atOffset(ZoneOffset.UTC))
                .update();
        long stored = stored();
        JsonNode after = actions(SubjectId.order("Z3"));
        assertThat(before.get("state").stringValue()).isEqualTo("open");
        assertThat(named(after, "ship").get("state").stringValue()).isEqualTo("lapsed");
        assertThat(named(after, "ship").get("otherwise").isNull()).isTrue();
        assertThat(named(after, "urge").get("actor").stringValue()).isEqualTo("room-operator:H1");
        assertThat(stored()).as("asking stores nothing").isEqualTo(stored);
        node.clock().advanceTo(node.now());
    }

    @Test
    @Order(1)
    void what_is_not_there_has_no_actions() {
        for (String nothing : List.of("orders/none", "returns/Z1", "plans/M1", "windows/1")) {
            assertThat(send("GET", "/api/v1/cases/" + nothing + "/available-actions", "")
                            .statusCode())
                    .as(nothing)
                    .isEqualTo(404);
        }
    }

    /** When the first window of an order is due, as its first event says. */
    private static Instant dueAt(SubjectId order) {
        return node.events().stream()
                .filter(event -> event.subject().equals(order))
                .flatMap(event -> event.changes().stream())
                .filter(Change.Opened.class::isInstance)
                .map(change -> ((Change.Opened) change).dueAt())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode named(JsonNode actions, String act) {
        return actions.get("actions")
                .valueStream()
                .filter(action -> action.get("action").stringValue().equals(act))
                .findFirst()
                .orElseThrow(() -> new AssertionError(act + " is not among " + actions));
    }

    private static long stored() {
        return node.sql()
                .sql("SELECT count(*) FROM event_store.domain_event_entry")
                .query(Long.class)
                .single();
    }

    @Test
    @Order(2)
    void what_is_offered_is_done_and_what_is_not_is_refused(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        SplittableRandom dice = new SplittableRandom(SEED);
        Set<String> offered = new TreeSet<>();
        Set<String> withheld = new TreeSet<>();
        for (int step = 0; step < STEPS; step++) {
            if (dice.nextInt(6) == 0) {
                node.clock().advanceTo(node.now().plusSeconds(dice.nextInt(20 * 3600)));
            }
            List<SubjectId> cases = cases();
            // the newest are where things happen
            List<SubjectId> some = dice.nextBoolean() ? cases : cases.subList(cases.size() - 8, cases.size());
            SubjectId subject = some.get(dice.nextInt(some.size()));
            JsonNode actions = actions(subject).get("actions");
            Set<String> names = new HashSet<>();
            actions.forEach(action -> names.add(action.get("action").stringValue()));
            node.bean(ActReader.class).acts().stream()
                    .filter(act -> !names.contains(act) && !OF_PERSONAL_DATA.contains(act))
                    .filter(act -> refuses(subject, act, dice))
                    .forEach(withheld::add);
            if (!actions.isEmpty()) {
                JsonNode action = actions.get(dice.nextInt(actions.size()));
                HttpResponse<String> answer = send(
                        action.get("method").stringValue(),
                        action.get("href").stringValue(),
                        request(action, dice).toString());
                assertThat(answer.statusCode())
                        .as(() -> subject + " " + action + "\n" + answer.body())
                        .isIn(200, 201);
                offered.add(action.get("action").stringValue());
            }
        }
        if (STEPS >= STEPS_TO_SEE_MUCH) {
            assertThat(offered).hasSizeGreaterThan(15);
            assertThat(withheld).hasSizeGreaterThan(30);
        }
    }

    private static List<SubjectId> cases() {
        return node.sql().sql("""
                        SELECT aggregate_identifier FROM event_store.domain_event_entry
                        WHERE sequence_number = 0 ORDER BY global_index""").query(String.class).list().stream()
                .map(SubjectId::parse)
                .filter(subject -> COLLECTIONS.containsKey(subject.kind()))
                .toList();
    }

    /** Whoever does it, with everything that any act takes; false where there is no such act. */
    private static boolean refuses(SubjectId subject, String act, SplittableRandom dice) {
        long before = stored();
        String by = List.of("consumer", "merchant", "operator", "platform").get(dice.nextInt(4));
        String body = """
                {"by": "%s", "to": "operator", "reason": "x", "remedy": "x", "waybill": "x", "agent": "somebody",
                 "from": ["consumer", "merchant", "operator"], "orders": "none", "outcome": "upheld",
                 "finding": "not-established", "clause": "6.4.3 d", "reasons": "x"}
                """.formatted(by);
        HttpResponse<String> answer = send("POST", address(subject) + "/" + act, body);
        if (answer.statusCode() == 400) {
            answer = send("POST", address(subject) + "/" + act, withoutWhatIsNotKnown(body, answer));
        }
        int status = answer.statusCode();
        assertThat(status).as("%s on %s", act, subject).isIn(400, 404, 409);
        assertThat(stored()).as("stored by %s on %s", act, subject).isEqualTo(before);
        return status == 409;
    }

    private static String withoutWhatIsNotKnown(String body, HttpResponse<String> answer) {
        ObjectNode fields = (ObjectNode) Node.json(body);
        Node.json(answer.body()).path("errors").forEach(error -> {
            if (error.get("code").stringValue().equals("field-is-known")) {
                fields.remove(error.get("field").stringValue());
            }
        });
        return fields.toString();
    }

    private static ObjectNode request(JsonNode action, SplittableRandom dice) {
        ObjectNode request = (ObjectNode) action.get("example").deepCopy();
        JsonNode choices = action.get("choices");
        if (!choices.isEmpty()) {
            choices.forEach(block -> block.propertyNames().forEach(request::remove));
            choices.get(dice.nextInt(choices.size())).properties().forEach(choice -> {
                JsonNode value =
                        choice.getValue().get(dice.nextInt(choice.getValue().size()));
                request.set(choice.getKey(), isList(action, choice.getKey()) ? list(value) : value);
            });
        }
        return request;
    }

    private static boolean isList(JsonNode action, String name) {
        return action.get("fields")
                .valueStream()
                .anyMatch(field -> field.get("name").stringValue().equals(name)
                        && Arrays.asList("names", "words")
                                .contains(field.get("type").stringValue()));
    }

    private static ArrayNode list(JsonNode value) {
        return JsonMapper.shared().createArrayNode().add(value);
    }

    /** One that is not his would be refused him at the door. */
    @Test
    @Order(2)
    void whoever_asks_is_offered_what_he_may_do_and_nothing_else(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        SplittableRandom dice = new SplittableRandom(SEED);
        Policy policy = node.bean(Policy.class);
        Map<Caller.Kind, Integer> offered = new EnumMap<>(Caller.Kind.class);
        for (int step = 0; step < STEPS; step++) {
            List<SubjectId> cases = cases();
            SubjectId subject = cases.get(dice.nextInt(cases.size()));
            Parties parties =
                    possible(subject, caller(Caller.Kind.PLATFORM, "desk")).parties();
            List<Caller> callers = List.of(
                    caller(Caller.Kind.CONSUMER, parties.consumer()),
                    caller(Caller.Kind.MERCHANT, parties.merchant()),
                    caller(Caller.Kind.OPERATOR, parties.operator()),
                    caller(Caller.Kind.AGENT, "agent-of-the-walk"),
                    caller(Caller.Kind.MERCHANT, "somebody-else"));
            Caller doer = callers.get(dice.nextInt(callers.size()));
            for (Caller caller : callers) {
                Map<Boolean, List<PossibleAct>> acts = possible(subject, caller).acts().stream()
                        .collect(Collectors.partitioningBy(
                                act -> policy.offers(caller, act.act(), act.side(), act.actor(), parties)));
                acts.get(false)
                        .forEach(act -> assertThatThrownBy(() -> does(act, caller))
                                .as("%s by %s on %s", act, caller, subject)
                                .isInstanceOfAny(Refusal.class, ResponseStatusException.class));
                List<PossibleAct> his = acts.get(true);
                if (caller.name().equals("somebody-else")) {
                    assertThat(his).as("offered to a stranger").isEmpty();
                } else {
                    offered.merge(caller.kind(), his.size(), Integer::sum);
                }
            }
            List<PossibleAct> his = possible(subject, doer).acts().stream()
                    .filter(act ->
                            act.onTheSubject() && policy.offers(doer, act.act(), act.side(), act.actor(), parties))
                    .toList();
            if (!his.isEmpty()) {
                does(his.get(dice.nextInt(his.size())), doer);
            }
        }
        if (STEPS >= STEPS_TO_SEE_MUCH) {
            assertThat(offered)
                    .hasSize(4)
                    .allSatisfy((kind, count) ->
                            assertThat(count).as("offered to %s", kind).isPositive());
        }
    }

    private static Caller caller(Caller.Kind kind, String name) {
        return new Caller(kind, name, kind.most(), List.of(), "test");
    }

    private static PossibleActs.Answer possible(SubjectId subject, Caller caller) {
        return node.bean(PossibleActs.class)
                .on(subject, node.now(), caller.kind() == Caller.Kind.AGENT ? caller.name() : null);
    }

    private static void does(PossibleAct act, Caller caller) {
        node.bean(FrontDoor.class)
                .as(WhoActs.is(caller))
                .perform(node.bean(ActReader.class).read(act.act(), act.example(), node.now()));
    }

    /** Not a promise but a figure, for the decision record. */
    @Test
    @Order(3)
    void a_case_of_thirty_events_is_answered_while_somebody_waits(TestReporter reporter) {
        node.order("Z30");
        node.act("ship", "{'order': 'Z30'}");
        node.act("deliver", "{'order': 'Z30'}");
        node.act("file-return", """
                {'return': 'Z30', 'order': 'Z30', 'kind': 'return-and-refund', 'reason': 'quality', 'lines': ['A']}""");
        for (int urged = 0; urged < 14; urged++) {
            node.act("offer-solution", "{'return': 'Z30', 'by': 'merchant', 'remedy': 'coupon'}");
            node.act("reject-solution", "{'return': 'Z30'}");
        }
        node.act("request-intervention", "{'return': 'Z30'}");
        SubjectId subject = SubjectId.returnRequest("Z30");
        assertThat(node.history("return/Z30")).hasSize(30);
        List<Long> micros = new ArrayList<>();
        for (int asked = 0; asked < ASKED; asked++) {
            long begun = System.nanoTime();
            actions(subject);
            micros.add((System.nanoTime() - begun) / 1000);
        }
        micros.sort(Comparator.naturalOrder());
        reporter.publishEntry(
                "30 events", "p50 %d us, p99 %d us".formatted(micros.get(ASKED / 2), micros.get(ASKED * 99 / 100)));
    }
}
