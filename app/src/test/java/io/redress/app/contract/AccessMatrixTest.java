package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.app.access.PastTokens;
import io.redress.app.access.Policy;
import io.redress.app.access.Verdict;
import io.redress.app.contract.Contract.Operation;
import io.redress.command.clock.SandboxClock;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Endpoints.Made;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every operation of the contract from every side, over HTTP with real credentials: {@code access-matrix.csv} says what
 * each is answered. {@code ok} is everything that is not about who asks: an act may still make no sense as things stand.
 * {@code 403!} is the conflict of interest of a person at the desk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest extends InSandbox {
    private static final Contract CONTRACT = Contract.shipped();
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Who asks; each has a column. */
    enum Relation {
        STRANGER,
        EXPIRED_TOKEN,
        REVOKED_KEY,
        READ_ONLY_KEY,
        OWN_CONSUMER,
        OTHER_CONSUMER,
        OWN_MERCHANT,
        OTHER_MERCHANT,
        OWN_OPERATOR,
        OTHER_OPERATOR,
        SELF_RUN_MERCHANT,
        OPERATOR_OF_THAT_NAME,
        AGENT,
        CONFLICTED_AGENT,
        AGENT_WHO_BOUGHT,
        PLATFORM,
        FEED;

        String column() {
            return name().toLowerCase().replace('_', '-');
        }

        boolean isAboutTheSelfRunRoom() {
            return this == SELF_RUN_MERCHANT || this == OPERATOR_OF_THAT_NAME;
        }

        Kind kind() {
            return switch (this) {
                case STRANGER, EXPIRED_TOKEN, REVOKED_KEY -> Kind.NOBODY;
                case READ_ONLY_KEY, OWN_MERCHANT, OTHER_MERCHANT, SELF_RUN_MERCHANT -> Kind.MERCHANT;
                case OWN_CONSUMER, OTHER_CONSUMER -> Kind.CONSUMER;
                case OWN_OPERATOR, OTHER_OPERATOR, OPERATOR_OF_THAT_NAME -> Kind.OPERATOR;
                case AGENT, CONFLICTED_AGENT, AGENT_WHO_BOUGHT -> Kind.AGENT;
                case PLATFORM -> Kind.PLATFORM;
                case FEED -> Kind.FEED;
            };
        }
    }

    /** Of whom the cases are: by the names of the fields of acts. */
    private record Cases(
            String prefix, String consumer, String merchant, String operator, String room, Map<String, String> ids) {
        static Cases of(String prefix, String consumer, String merchant, String operator, String room) {
            Map<String, String> ids = new LinkedHashMap<>();
            for (String kind : List.of("order", "return", "complaint", "inquiry", "report")) {
                ids.put(kind, prefix + "-" + kind);
            }
            return new Cases(prefix, consumer, merchant, operator, room, ids);
        }

        Map<String, String> parties() {
            return Map.of("consumer", consumer, "merchant", merchant, "operator", operator, "room", room);
        }

        /** The same cases, where one thing is not there. */
        Cases without(String kind) {
            Map<String, String> fewer = new LinkedHashMap<>(ids);
            fewer.put(kind, "absent-" + kind);
            return new Cases(prefix, consumer, merchant, operator, room, fewer);
        }

        /** The same parties, and nothing there. */
        Cases absent() {
            Map<String, String> absent = new LinkedHashMap<>();
            ids.forEach((kind, id) -> absent.put(kind, "absent-" + kind));
            return new Cases("absent", consumer, merchant, operator, "absent-room", absent);
        }
    }

    private static final Cases OWN = Cases.of("own", "ming", "lanhua-tea", "xiaoyu-live", "room-88");
    private static final Cases SELF_RUN = Cases.of("self", "ming", "zijin-tea", "zijin-tea", "room-99");

    private MockMvc http;
    private final Map<Relation, String> credentials = new TreeMap<>();
    private List<String> columns;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /** What came back. */
    private record Answer(int status, JsonNode body) {
        String verdict() {
            String code = body.path("code").asString("");
            return switch (status) {
                case 401, 404 -> Integer.toString(status);
                case 403 -> code.equals("agent-is-impartial") ? "403!" : "403";
                default -> status < 500 ? "ok" : "failed with " + status;
            };
        }
    }

    @BeforeAll
    void begin(
            @Autowired WebApplicationContext context,
            @Autowired DevelopmentIssuer issuer,
            @Autowired SandboxClock clock)
            throws IOException {
        start(clock);
        http = MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean("springSecurityFilterChain", Filter.class))
                .build();
        read();
        credentials.put(Relation.PLATFORM, token(issuer, Kind.PLATFORM, "platform"));
        credentials.put(Relation.EXPIRED_TOKEN, PastTokens.expired(issuer, Kind.PLATFORM, "platform"));
        credentials.put(Relation.OWN_CONSUMER, token(issuer, Kind.CONSUMER, OWN.consumer()));
        credentials.put(Relation.OTHER_CONSUMER, token(issuer, Kind.CONSUMER, "hong"));
        credentials.put(Relation.OWN_MERCHANT, key("merchant", OWN.merchant(), Kind.MERCHANT.most())[0]);
        credentials.put(Relation.READ_ONLY_KEY, key("merchant", OWN.merchant(), Set.of(Scope.READ))[0]);
        credentials.put(Relation.OTHER_MERCHANT, token(issuer, Kind.MERCHANT, "other-tea"));
        credentials.put(Relation.OWN_OPERATOR, token(issuer, Kind.OPERATOR, OWN.operator()));
        credentials.put(Relation.OTHER_OPERATOR, token(issuer, Kind.OPERATOR, "other-live"));
        credentials.put(Relation.SELF_RUN_MERCHANT, token(issuer, Kind.MERCHANT, SELF_RUN.merchant()));
        credentials.put(Relation.OPERATOR_OF_THAT_NAME, token(issuer, Kind.OPERATOR, SELF_RUN.merchant()));
        credentials.put(Relation.AGENT, token(issuer, Kind.AGENT, "agent-07"));
        credentials.put(
                Relation.CONFLICTED_AGENT,
                token(issuer, Kind.AGENT, "agent-08", Party.merchant(OWN.merchant()), Party.consumer("nobody")));
        credentials.put(Relation.AGENT_WHO_BOUGHT, token(issuer, Kind.AGENT, OWN.consumer()));
        credentials.put(Relation.FEED, key("feed", "carrier", Set.of(Scope.FACTS))[0]);
        String[] revoked = key("platform", "old-system", Kind.PLATFORM.most());
        assertThat(ask(Relation.PLATFORM, "POST", "/api-keys/" + revoked[1] + "/revoke", null)
                        .status())
                .isEqualTo(200);
        credentials.put(Relation.REVOKED_KEY, revoked[0]);
        Answer rules = ask(Relation.PLATFORM, CONTRACT.operation("publishRules"), OWN);
        assertThat(rules.status()).as(rules.toString()).isBetween(200, 409);
        begin(OWN);
        begin(SELF_RUN);
    }

    private void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/access-matrix.csv"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> head = List.of(lines.getFirst().split(","));
            columns = head.subList(1, head.size());
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                assertThat(cells).as(line).hasSameSizeAs(head);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i < cells.length; i++) {
                    row.put(columns.get(i - 1), cells[i]);
                }
                assertThat(rows.put(cells[0], row)).as(cells[0]).isNull();
            }
        }
    }

    private static String token(DevelopmentIssuer issuer, Kind kind, String name, Party... connections) {
        return issuer.token(kind, name, kind.most(), List.of(connections)).token();
    }

    /** A key and its id. */
    private String[] key(String kind, String name, Set<Scope> scopes) {
        ObjectNode wish = JsonMapper.shared().createObjectNode();
        wish.put("kind", kind).put("name", name).put("label", "matrix");
        scopes.forEach(scope -> wish.withArray("scopes").add(scope.word()));
        Answer made = ask(Relation.PLATFORM, "POST", "/api-keys", wish);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return new String[] {
            made.body().get("key").stringValue(), made.body().at("/made/id").stringValue()
        };
    }

    /** One case of each kind, and a plan. */
    private void begin(Cases cases) {
        for (String operation : List.of(
                "publishPlan",
                "publishMechanism",
                "publishStatement",
                "registerOrder",
                "shipOrder",
                "deliverOrder",
                "fileReturn",
                "fileComplaint",
                "requestPartyInfoOnComplaint",
                "askInquiry",
                "reportViolation")) {
            Operation asked = CONTRACT.operation(operation);
            ObjectNode body = body(asked, Relation.PLATFORM, cases);
            if (operation.equals("publishStatement")) {
                body.put("by", "merchant");
            } else if (body.has("kind")) {
                body.put("kind", "refund-only").put("reason", "quality");
            }
            String begins = begins(asked);
            if (begins != null) {
                body.put(begins, cases.ids().get(begins));
            }
            Answer answer = ask(Relation.PLATFORM, asked.method(), address(asked, cases), body);
            assertThat(answer.status()).as(operation + answer).isBetween(200, 299);
        }
        cases.ids().put("file", file(cases));
        cases.ids().put("endpoint", endpoint(cases));
        cases.ids()
                .put(
                        "message",
                        ask(
                                        Relation.PLATFORM,
                                        "POST",
                                        "/webhook-endpoints/" + cases.ids().get("endpoint") + "/ping",
                                        null)
                                .body()
                                .get("message")
                                .stringValue());
        Storyteller.eventually(() -> {
            for (String address : List.of(
                    "/orders/" + cases.ids().get("order"),
                    "/cases/returns/" + cases.ids().get("return"),
                    "/cases/returns/" + cases.ids().get("return") + "/windows",
                    "/parties/merchant:" + cases.merchant() + "/record",
                    "/documents/plans/" + cases.merchant() + "/" + cases.room(),
                    "/documents/mechanisms/" + cases.operator(),
                    "/statements/versions?subject=" + statement(cases),
                    "/documents/rules")) {
                assertThat(ask(Relation.PLATFORM, "GET", address, null).status())
                        .isEqualTo(200);
            }
            for (String list : List.of("/orders", "/demands", "/windows", "/queue")) {
                JsonNode items = ask(Relation.PLATFORM, "GET", list + "?limit=100", null)
                        .body()
                        .get("items");
                assertThat(items.toString())
                        .contains("\""
                                + (list.equals("/orders")
                                        ? "order/" + cases.ids().get("order")
                                        : "complaint/" + cases.ids().get("complaint"))
                                + "\"");
            }
        });
    }

    /** A picture that the merchant staged and did not submit. */
    private String file(Cases cases) {
        byte[] picture = HexFormat.of()
                .parseHex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
                        + "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082");
        ObjectNode wish =
                fields().put("by", "merchant").put("type", "image/png").put("bytes", picture.length);
        String files = "/cases/returns/" + cases.ids().get("return") + "/files";
        Answer begun = ask(Relation.PLATFORM, "POST", files, wish);
        String file = begun.body().path("file").asString("");
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.patch(
                        URI.create(Contract.BASE + files + "/" + file))
                .header("Authorization", "Bearer " + credentials.get(Relation.PLATFORM))
                .header("Upload-Offset", "0")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .content(picture);
        try {
            assertThat(http.perform(request).andReturn().getResponse().getStatus())
                    .isEqualTo(200);
        } catch (Exception e) {
            throw new AssertionError(files, e);
        }
        return file;
    }

    /** An endpoint of the merchant. */
    private String endpoint(Cases cases) {
        ObjectNode wish = fields().put("party", "merchant:" + cases.merchant()).put("url", "https://tickets.invalid/");
        return ask(Relation.PLATFORM, "POST", "/webhook-endpoints", wish)
                .body()
                .at("/endpoint/id")
                .stringValue();
    }

    // ---- requests

    private Answer ask(Relation who, String method, String address, JsonNode body) {
        MockHttpServletRequestBuilder request =
                MockMvcRequestBuilders.request(HttpMethod.valueOf(method), URI.create(Contract.BASE + address));
        String credential = credentials.get(who);
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (method.equals("POST")) {
            request.header("Idempotency-Key", "matrix-" + NAMES.incrementAndGet());
        }
        if (body != null) {
            request.contentType(body.isString() ? MediaType.APPLICATION_NDJSON : MediaType.APPLICATION_JSON)
                    .content(body.asString(body.toString()));
        }
        try {
            MockHttpServletResponse answer = http.perform(request).andReturn().getResponse();
            byte[] content = answer.getContentAsByteArray();
            return new Answer(
                    answer.getStatus(),
                    !String.valueOf(answer.getContentType()).matches("application/(problem\\+)?json.*")
                            ? JsonMapper.shared().createObjectNode()
                            : JsonMapper.shared().readTree(content));
        } catch (Exception e) {
            throw new AssertionError(method + " " + address, e);
        }
    }

    private static String address(Operation operation, Cases cases) {
        String address = operation.path();
        for (Map.Entry<String, String> id : cases.ids().entrySet()) {
            address = address.replace("{" + id.getKey() + "}", id.getValue());
        }
        address =
                address.replace("{kind}", "returns").replace("{id}", cases.ids().get("return"));
        for (Map.Entry<String, String> party : cases.parties().entrySet()) {
            address = address.replace("{" + party.getKey() + "}", party.getValue());
        }
        address = address.replace("{number}", "1").replace("{party}", "merchant:" + cases.merchant());
        if (operation.id().equals("explainWindow")) {
            address += "?subject=order/" + cases.ids().get("order") + "&obligation=merchant-ship-goods&owedBy=merchant:"
                    + cases.merchant();
        }
        if (operation.id().equals("listStatementVersions")) {
            address += "?subject=" + statement(cases);
        }
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.get("in").stringValue().equals("path")) {
                String name = parameter.get("name").stringValue();
                address = address.replace(
                        "{" + name + "}", parameter.path("example").asString("x"));
            }
        }
        return address;
    }

    /** What the contract shows first; it is not open to everybody. */
    private static String statement(Cases cases) {
        return "statement/plan-terms/merchant:" + cases.merchant() + "/room-operator:" + cases.operator() + "/room:"
                + cases.room();
    }

    /** What the contract shows first, about these cases and in the asker's own name. */
    private static ObjectNode body(Operation operation, Relation who, Cases cases) {
        if (operation.requests().isEmpty()) {
            return null;
        }
        ObjectNode body =
                (ObjectNode) operation.requests().values().iterator().next().deepCopy();
        cases.ids().forEach((kind, id) -> {
            if (body.has(kind)) {
                body.put(kind, id);
            }
        });
        String begins = begins(operation);
        if (begins != null && body.has(begins)) {
            body.put(begins, "new-" + NAMES.incrementAndGet());
        }
        cases.parties().forEach((field, name) -> {
            if (body.has(field)) {
                body.put(field, name);
            }
        });
        if (body.has("agreedBy")) {
            body.put("agreedBy", cases.operator());
        }
        if (body.has("subject")) {
            body.put("subject", "return/" + cases.ids().get("return"));
        }
        String side = who.kind() == Kind.AGENT ? "platform" : who.kind().word();
        if (body.has("by")
                && operation
                        .fields()
                        .get("by")
                        .path("enum")
                        .valueStream()
                        .anyMatch(word -> word.stringValue().equals(side))) {
            body.put("by", side);
        }
        if (who.kind() == Kind.AGENT) {
            body.remove("agent");
        }
        return body;
    }

    private static String begins(Operation operation) {
        return switch (operation.id()) {
            case "registerOrder" -> "order";
            case "fileReturn" -> "return";
            case "fileComplaint" -> "complaint";
            case "askInquiry" -> "inquiry";
            case "reportViolation" -> "report";
            default -> null;
        };
    }

    private Answer ask(Relation who, Operation operation, Cases cases) {
        return ask(
                who,
                operation.method(),
                address(operation, cases),
                operation.takesLines()
                        ? operation.requests().values().iterator().next()
                        : List.of("POST", "PUT").contains(operation.method()) ? body(operation, who, cases) : null);
    }

    private static Cases casesOf(Relation who) {
        return who.isAboutTheSelfRunRoom() ? SELF_RUN : OWN;
    }

    // ---- the table

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    @Test
    void every_operation_and_every_relation_has_its_place_in_the_table() {
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        operations().map(Operation::id).toList());
        assertThat(columns)
                .hasSizeGreaterThanOrEqualTo(14)
                .isEqualTo(
                        Arrays.stream(Relation.values()).map(Relation::column).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everybody_is_answered_what_the_table_says(Operation operation) {
        Map<String, String> answered = new LinkedHashMap<>();
        for (Relation who : Relation.values()) {
            answered.put(who.column(), ask(who, operation, casesOf(who)).verdict());
        }
        assertThat(answered).as(operation.toString()).isEqualTo(rows.get(operation.id()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void what_is_hidden_is_answered_like_what_is_absent(Operation operation) {
        for (Relation who : Relation.values()) {
            Map<String, String> row = rows.getOrDefault(operation.id(), Map.of());
            if (Objects.equals(row.get(who.column()), "404")) {
                Cases cases = casesOf(who);
                Answer hidden = ask(who, operation, cases);
                // of a case in which the asker has a part, only the file is hidden
                Cases none = operation.path().contains("{file}")
                                && Objects.equals(rows.get("listFiles").get(who.column()), "ok")
                        ? cases.without("file")
                        : cases.absent();
                Answer absent = ask(who, operation, none);
                assertThat(text(hidden, cases)).as(operation + " " + who).isEqualTo(text(absent, none));
                assertThat(hidden.body().get("code").stringValue()).isEqualTo("subject-is-known");
            }
        }
    }

    /** The answer without the names of what was asked for. */
    private static String text(Answer answer, Cases cases) {
        String text = answer.status() + " " + answer.body();
        for (Map.Entry<String, String> id : cases.ids().entrySet()) {
            text = text.replace(id.getValue(), "{" + id.getKey() + "}");
        }
        return text.replace(cases.room(), "{room}");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void the_contract_says_for_whom_an_operation_is(Operation operation) {
        if (operation.path().startsWith("/api-keys") || operation.path().equals("/sandbox/tokens")) {
            return; // a credential is its holder's, whoever that is
        }
        if (operation.path().startsWith("/callbacks")) {
            return; // no credential counts there: see the test below
        }
        Set<String> kinds = new TreeSet<>();
        Set<String> alsoOfTheSelfRunRoom = new TreeSet<>();
        for (Relation who : Relation.values()) {
            if (Objects.equals(rows.get(operation.id()).get(who.column()), "ok")) {
                (who.isAboutTheSelfRunRoom() ? alsoOfTheSelfRunRoom : kinds)
                        .add(who.kind().word());
            }
        }
        alsoOfTheSelfRunRoom.addAll(kinds);
        if (operation.path().contains("{party}")) {
            alsoOfTheSelfRunRoom.addAll(Set.of("consumer", "operator")); // the table asks for a merchant's
        }
        if (operation.path().contains("{file}")) {
            // the table asks for a draft of the merchant's
            alsoOfTheSelfRunRoom.addAll(Set.of("consumer", "operator", "agent"));
        }
        if (operation.path().contains("{endpoint}")) {
            alsoOfTheSelfRunRoom.add("operator"); // the table asks for a merchant's
        }
        if (operation.id().equals("listStatementVersions")) {
            alsoOfTheSelfRunRoom.add("consumer"); // the table asks for one that is not open
        }
        if (operation.id().equals("correctReturnFact")) {
            alsoOfTheSelfRunRoom.add("consumer"); // the table asks for a refund, which is the merchant's to tell
        }
        assertThat(operation.node().path("x-callers").valueStream().map(JsonNode::stringValue))
                .as("x-callers of %s", operation)
                .doesNotHaveDuplicates()
                .containsAll(kinds)
                .isSubsetOf(alsoOfTheSelfRunRoom);
    }

    // ---- lists

    /** Whether a case of these parties is the asker's to read. */
    private static boolean isOpenTo(Relation who, JsonNode parties) {
        String consumer = parties.get("consumer").stringValue();
        String merchant = parties.get("merchant").stringValue();
        String operator = parties.get("operator").stringValue();
        return switch (who) {
            case STRANGER, EXPIRED_TOKEN, REVOKED_KEY, FEED -> false;
            case OWN_CONSUMER -> consumer.equals(OWN.consumer());
            case OTHER_CONSUMER -> consumer.equals("hong");
            case OWN_MERCHANT, READ_ONLY_KEY -> merchant.equals(OWN.merchant());
            case OTHER_MERCHANT -> merchant.equals("other-tea");
            case OWN_OPERATOR -> operator.equals(OWN.operator());
            case OTHER_OPERATOR, OPERATOR_OF_THAT_NAME -> false;
            case SELF_RUN_MERCHANT -> merchant.equals(SELF_RUN.merchant());
            case CONFLICTED_AGENT -> !merchant.equals(OWN.merchant());
            case AGENT_WHO_BOUGHT -> !consumer.equals(OWN.consumer());
            case AGENT, PLATFORM -> true;
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_list_holds_the_askers_own_and_leaves_the_rest_out(Relation who) {
        if (!rows.get("listOrders").get(who.column()).equals("ok")) {
            return;
        }
        for (String list : List.of("/orders", "/demands")) {
            JsonNode items = ask(who, "GET", list + "?limit=100", null).body().get("items");
            assertThat(items).allMatch(item -> isOpenTo(who, item.get("parties")), "open to " + who);
            for (Cases cases : List.of(OWN, SELF_RUN)) {
                boolean there = items.valueStream()
                        .anyMatch(item -> cases.ids().values().stream()
                                .anyMatch(
                                        id -> item.get("subject").stringValue().endsWith("/" + id)));
                assertThat(there)
                        .as(who + " " + list + " " + cases.prefix())
                        .isEqualTo(isOpenTo(who, JsonMapper.shared().valueToTree(cases.parties())));
            }
        }
        boolean nothing = Set.of(
                        Relation.OTHER_CONSUMER,
                        Relation.OTHER_MERCHANT,
                        Relation.OTHER_OPERATOR,
                        Relation.OPERATOR_OF_THAT_NAME)
                .contains(who);
        assertThat(ask(who, "GET", "/windows", null).body().get("items").isEmpty())
                .isEqualTo(nothing);
    }

    /** Says yes to everything. */
    private static final class Sabotaged extends Policy {
        @Override
        public Verdict mayRead(Caller caller, Reading reading, Parties parties) {
            return Verdict.ALLOWED;
        }
    }

    @Test
    void a_policy_that_says_yes_to_everything_opens_no_file_of_others(@Autowired WebApplicationContext context) {
        Object guard = context.getBean("readingGuard");
        Object honest = ReflectionTestUtils.getField(guard, "policy");
        ReflectionTestUtils.setField(guard, "policy", new Sabotaged());
        try {
            for (Relation who : List.of(
                    Relation.OTHER_CONSUMER, Relation.OTHER_MERCHANT, Relation.CONFLICTED_AGENT, Relation.FEED)) {
                for (String operation : List.of("readOrder", "readCase", "listWindowsOfCase")) {
                    assertThat(ask(who, CONTRACT.operation(operation), OWN).status())
                            .as(who + " " + operation)
                            .isEqualTo(404);
                }
                assertThat(ask(who, "GET", "/queue?limit=100", null).body().get("items"))
                        .as(who.toString())
                        .allMatch(item -> isOpenTo(who, item.get("parties")));
            }
        } finally {
            ReflectionTestUtils.setField(guard, "policy", honest);
        }
    }

    /** Nothing is hidden there. */
    @ParameterizedTest
    @EnumSource
    void an_address_at_which_nothing_is_answers_404(Relation who) {
        boolean stranger = who.kind() == Kind.NOBODY;
        for (String nothing : List.of("/nothing", "/orders/", "/cases/returns", "/windows/explanation/x")) {
            assertThat(ask(who, "GET", nothing, null).status())
                    .as(who + " " + nothing)
                    .isEqualTo(stranger ? 401 : 404);
        }
    }

    /** A return request of the own parties that a person at the desk took up. */
    private String takenUp() {
        String order = "taken-up-order-" + NAMES.incrementAndGet();
        String request = "taken-up-" + NAMES.incrementAndGet();
        ObjectNode registered = body(CONTRACT.operation("registerOrder"), Relation.PLATFORM, OWN);
        does(Relation.PLATFORM, "/orders", registered.put("order", order));
        ObjectNode filed = body(CONTRACT.operation("fileReturn"), Relation.OWN_CONSUMER, OWN);
        filed.put("order", order)
                .put("return", request)
                .put("kind", "refund-only")
                .put("reason", "other");
        does(Relation.OWN_CONSUMER, "/returns", filed);
        String address = "/returns/" + request;
        does(Relation.OWN_MERCHANT, address + "/refuse-return", fields().put("reason", "worn"));
        does(Relation.OWN_CONSUMER, address + "/request-intervention", fields());
        does(Relation.AGENT, address + "/open-intervention", fields());
        return request;
    }

    /** What is sent for a party by its ticket system is judged as what the party does itself. */
    @ParameterizedTest
    @EnumSource(names = {"OWN_MERCHANT", "OTHER_MERCHANT", "OWN_OPERATOR", "OTHER_OPERATOR", "SELF_RUN_MERCHANT"})
    void a_callback_may_what_its_sender_may(Relation who, @Autowired Endpoints endpoints) {
        Cases cases = casesOf(who);
        String name = who.isAboutTheSelfRunRoom()
                ? SELF_RUN.merchant()
                : Map.of(
                                Relation.OWN_MERCHANT,
                                OWN.merchant(),
                                Relation.OTHER_MERCHANT,
                                "other-tea",
                                Relation.OWN_OPERATOR,
                                OWN.operator(),
                                Relation.OTHER_OPERATOR,
                                "other-live")
                        .get(who);
        Made made = endpoints.create(
                who.kind() == Kind.MERCHANT ? Party.merchant(name) : Party.roomOperator(name),
                "https://tickets.invalid/",
                List.of("*"),
                "",
                "tests");
        int tried = 0;
        for (Operation operation : CONTRACT.acts()) {
            String[] parts = operation.path().split("/");
            if (parts.length != 4 || !parts[2].startsWith("{")) {
                continue;
            }
            String kind = parts[2].substring(1, parts[2].length() - 1);
            if (!cases.ids().containsKey(kind) || Set.of("report", "inquiry").contains(kind)) {
                continue; // whose it is to answer an inquiry is asked once it is owed, and others have answered it
            }
            ObjectNode said = fields();
            said.put("type", "ticket.act").put("case", kind + "/" + cases.ids().get(kind));
            said.put("version", 1).put("act", parts[3]);
            ObjectNode fields = body(operation, who, cases);
            said.set("fields", fields == null ? fields() : fields);
            String expected = rows.get(operation.id()).get(who.column());
            Answer answer = callback(made, said);
            assertThat(answer.verdict()).as(operation + " " + answer).isEqualTo(expected);
            tried++;
        }
        assertThat(tried).isGreaterThan(50);
        endpoints.delete(made.endpoint().id(), "tests");
    }

    private Answer callback(Made made, ObjectNode said) {
        String id = "matrix-" + NAMES.incrementAndGet();
        long second = Instant.now().getEpochSecond();
        try {
            MockHttpServletResponse answer = http.perform(MockMvcRequestBuilders.post(URI.create(Contract.BASE
                                    + "/callbacks/" + made.endpoint().id()))
                            .header("webhook-id", id)
                            .header("webhook-timestamp", second)
                            .header(
                                    "webhook-signature",
                                    new Webhook(made.callbackSecret()).sign(id, second, said.toString()))
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(said.toString()))
                    .andReturn()
                    .getResponse();
            return new Answer(answer.getStatus(), JsonMapper.shared().readTree(answer.getContentAsByteArray()));
        } catch (Exception e) {
            throw new AssertionError(said.toString(), e);
        }
    }

    private static ObjectNode fields() {
        return JsonMapper.shared().createObjectNode();
    }

    private void does(Relation who, String address, ObjectNode body) {
        Answer answer = ask(who, "POST", address, body);
        assertThat(answer.status()).as(address + " " + answer).isBetween(200, 299);
    }

    @Test
    void whoever_is_told_why_a_window_ended_is_not_told_who_at_the_desk_ended_it() {
        String request = takenUp();
        for (String question : List.of(
                "/windows/explanation?subject=intervention/return/" + request
                        + "&obligation=platform-open-intervention&owedBy=platform",
                "/cases/returns/" + request + "/time-ledger",
                "/cases/returns/" + request + "/available-actions")) {
            for (Relation party : List.of(Relation.OWN_CONSUMER, Relation.OWN_MERCHANT, Relation.OWN_OPERATOR)) {
                Answer answer = ask(party, "GET", question, null);
                assertThat(answer.status()).as(party + question).isEqualTo(200);
                assertThat(answer.body().toString()).as(party + question).doesNotContain("agent-07");
            }
        }
        Answer platform = ask(
                Relation.PLATFORM,
                "GET",
                "/windows/explanation?subject=intervention/return/" + request
                        + "&obligation=platform-open-intervention&owedBy=platform",
                null);
        assertThat(platform.body().toString()).contains("agent-07");
    }

    /** The whole list as text, page by page. */
    private String pages(Relation who, String address) {
        StringBuilder pages = new StringBuilder();
        String next = "";
        do {
            Answer page = ask(who, "GET", address + next, null);
            assertThat(page.status()).isEqualTo(200);
            pages.append(page.body().get("items"));
            JsonNode cursor = page.body().get("next");
            next = cursor.isNull() ? "" : "&cursor=" + cursor.stringValue();
        } while (!next.isEmpty());
        return pages.toString();
    }

    @Test
    void the_record_of_one_party_does_not_show_a_person_at_the_desk_the_case_of_another() {
        String request = takenUp();
        for (String rows : List.of("windows", "interventions")) {
            String address = "/parties/room-operator:" + OWN.operator() + "/record/" + rows + "?limit=100";
            Storyteller.eventually(
                    () -> assertThat(pages(Relation.AGENT, address)).contains(request));
            for (Relation close : List.of(Relation.CONFLICTED_AGENT, Relation.AGENT_WHO_BOUGHT)) {
                assertThat(pages(close, address))
                        .as(close + " " + rows)
                        .doesNotContain(request)
                        .doesNotContain("own-");
            }
        }
    }

    @Test
    void a_merchant_that_calls_the_room_its_own_changes_nothing_for_the_operators_orders() {
        String before = planOfANewOrder();
        ObjectNode alone = body(CONTRACT.operation("publishPlan"), Relation.OWN_MERCHANT, OWN);
        alone.put("agreedBy", OWN.merchant()).putObject("windows").put("merchant-ship-goods", "P9D");
        Answer refused = ask(Relation.OWN_MERCHANT, "POST", "/plans", alone);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("plan-is-agreed-with-who-runs-the-room");
        assertThat(planOfANewOrder()).contains("plan/" + OWN.merchant()).isEqualTo(before);
    }

    /** What the service plan that is bound to it says of shipping. */
    private String planOfANewOrder() {
        String order = "planned-" + NAMES.incrementAndGet();
        ObjectNode registered = body(CONTRACT.operation("registerOrder"), Relation.PLATFORM, OWN);
        registered.remove("agreedShipBy");
        registered.set(
                "paidAt",
                ask(Relation.PLATFORM, "GET", "/sandbox/clock", null).body().get("now"));
        does(Relation.PLATFORM, "/orders", registered.put("order", order));
        String question = "/windows/explanation?subject=order/" + order
                + "&obligation=merchant-ship-goods&owedBy=merchant:" + OWN.merchant();
        return ask(Relation.OWN_OPERATOR, "GET", question, null)
                .body()
                .get("asked")
                .valueStream()
                .filter(layer -> layer.get("layer").stringValue().equals("service-plan"))
                .map(layer -> layer.get("document") + " " + layer.get("said"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void asking_for_anothers_list_finds_what_both_have_a_part_in() {
        assertThat(ask(Relation.OWN_CONSUMER, "GET", "/demands?party=merchant:" + OWN.merchant(), null)
                        .body()
                        .get("items"))
                .isNotEmpty()
                .allMatch(item -> isOpenTo(Relation.OWN_CONSUMER, item.get("parties"))
                        && isOpenTo(Relation.OWN_MERCHANT, item.get("parties")));
        assertThat(ask(Relation.OTHER_CONSUMER, "GET", "/demands?party=merchant:" + OWN.merchant(), null)
                        .body()
                        .get("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT", "CONFLICTED_AGENT", "AGENT_WHO_BOUGHT", "PLATFORM"})
    void the_queue_leaves_out_what_a_person_at_the_desk_may_not_decide(Relation who) {
        JsonNode items = ask(who, "GET", "/queue?limit=100", null).body().get("items");
        assertThat(items).isNotEmpty().allMatch(item -> isOpenTo(who, item.get("parties")), "open to " + who);
        assertThat(items.valueStream()
                        .anyMatch(item ->
                                item.at("/parties/merchant").stringValue().equals(OWN.merchant())))
                .isEqualTo(who == Relation.AGENT || who == Relation.PLATFORM);
    }
}
