package io.redress.app.contract;

import static io.redress.app.contract.Storyteller.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.app.contract.Exchanges.Answer;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What anybody reads without a login: it is what holds, it says what is missing, and caches may keep it. */
class PublishedTest extends InSandbox {
    private static final Contract CONTRACT = Contract.shipped();

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Terms terms;

    private Exchanges exchanges;
    private Storyteller story;

    @BeforeEach
    void begin() {
        exchanges = new Exchanges(mvc);
        story = new Storyteller(exchanges);
    }

    private static Map<String, Object> parties(String suffix) {
        return new HashMap<>(Map.of(
                "consumer",
                "c-" + suffix,
                "merchant",
                "m-" + suffix,
                "operator",
                "o-" + suffix,
                "room",
                "r-" + suffix));
    }

    private void states(String kind, String by, Map<String, ?> names, Map<String, ?> content) {
        ObjectNode request = JsonMapper.shared().createObjectNode();
        request.put("kind", kind).put("by", by);
        request.set("content", JsonMapper.shared().valueToTree(content));
        names.forEach((field, name) -> request.put(field, (String) name));
        story.does("publishStatement", request);
    }

    private static Map<String, ?> channel(String purpose) {
        return Map.of(
                "displayName",
                "Tea",
                "channels",
                List.of(Map.of("purpose", purpose, "kind", "app", "address", "here")));
    }

    private static List<String> missing(JsonNode page) {
        List<String> missing = new ArrayList<>();
        page.at("/readiness/missing")
                .forEach(thing -> missing.add(thing.get("what").stringValue() + " "
                        + thing.get("clause").stringValue()));
        assertThat(page.at("/readiness/ready").booleanValue()).isEqualTo(missing.isEmpty());
        return missing;
    }

    // ---- lengths

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_published_period_is_that_of_the_window_that_opens_next(int seed) {
        Random dice = new Random(seed);
        Map<String, Object> who = parties("lot-" + seed);
        String merchant = (String) who.get("merchant");
        String room = (String) who.get("room");
        story.does(
                "publishPlan",
                Map.of(
                        "merchant",
                        merchant,
                        "room",
                        room,
                        "agreedBy",
                        who.get("operator"),
                        "windows",
                        lengths(Layer.SERVICE_PLAN, dice)));
        story.does(
                "publishMechanism",
                Map.of("operator", who.get("operator"), "windows", lengths(Layer.EMERGENCY_MECHANISM, dice)));
        eventually(() -> assertThat(story.asks("readPublishedMerchant", "room=" + room, merchant)
                        .get("documents"))
                .hasSizeGreaterThanOrEqualTo(2));
        JsonNode ofMerchant = story.asks("readPublishedMerchant", "room=" + room, merchant);
        JsonNode ofRoom = story.asks("readPublishedRoom", "merchant=" + merchant, room);
        assertThat(ofRoom.get("periods")).isEqualTo(ofMerchant.get("periods"));
        assertThat(ofRoom.get("documents")).isEqualTo(ofMerchant.get("documents"));

        Set<String> compared = new TreeSet<>();
        for (JsonNode window : windowsOfACase(who, seed)) {
            JsonNode period = ofMerchant
                    .get("periods")
                    .valueStream()
                    .filter(candidate -> candidate.get("obligation").equals(window.get("obligation")))
                    .findFirst()
                    .orElseThrow();
            for (String field : List.of("length", "layer", "clause")) {
                assertThat(window.get(field)).as(window.toString()).isEqualTo(period.get(field));
            }
            compared.add(window.get("obligation").stringValue());
        }
        assertThat(compared).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void the_published_documents_are_those_that_are_read_as_documents() {
        Map<String, Object> who = parties("documented");
        String merchant = (String) who.get("merchant");
        String operator = (String) who.get("operator");
        String room = (String) who.get("room");
        for (String length : List.of("P2WD", "PT36H")) {
            story.does(
                    "publishPlan",
                    Map.of(
                            "merchant",
                            merchant,
                            "room",
                            room,
                            "agreedBy",
                            operator,
                            "windows",
                            Map.of("merchant-decide-refund-only", length)));
            story.does(
                    "publishMechanism",
                    Map.of("operator", operator, "windows", Map.of("room-operator-accept-complaint", length)));
        }
        JsonNode plan = story.asksAfterAll("readPlan", merchant, room);
        JsonNode mechanism = story.asksAfterAll("readMechanism", operator);
        assertThat(plan.get("versions")).hasSize(2);
        assertThat(mechanism.get("versions")).hasSize(2);

        JsonNode ofMerchant = story.asks("readPublishedMerchant", "room=" + room, merchant);
        JsonNode ofRoom = story.asks("readPublishedRoom", "merchant=" + merchant, room);
        for (JsonNode page : List.of(ofMerchant, ofRoom)) {
            published(page, "plan/" + merchant + "/" + room, plan);
            published(page, "mechanism/" + operator, mechanism);
        }
    }

    /** The page has the newest versions of the document, exactly as the document itself has them. */
    private static void published(JsonNode page, String subject, JsonNode document) {
        assertThat(document.get("next").isNull()).isTrue();
        JsonNode versions = page.get("documents")
                .valueStream()
                .filter(candidate -> candidate.get("subject").stringValue().equals(subject))
                .findFirst()
                .orElseThrow()
                .get("versions");
        assertThat(versions).isEqualTo(document.get("versions"));
    }

    private List<JsonNode> windowsOfACase(Map<String, Object> who, int seed) {
        String order = "lot-order-" + seed;
        Map<String, Object> sold = new HashMap<>(who);
        sold.put("order", order);
        sold.put("paidAt", story.asks("readSandboxClock", "").get("now").stringValue());
        story.does("registerOrder", sold);
        story.does("shipOrder", order);
        story.does("deliverOrder", order);
        String returned = "lot-return-" + seed;
        story.does(
                "fileReturn",
                Map.of("return", returned, "order", order, "kind", "return-and-refund", "reason", "quality"));
        story.does("acceptReturn", returned);
        story.does("giveReturnInstructions", returned);
        story.does("shipBack", returned);
        story.does("recordGoodsBack", returned);
        String complaint = "lot-complaint-" + seed;
        Map<String, Object> complained = new HashMap<>(who);
        complained.put("complaint", complaint);
        complained.put("order", order);
        story.does("fileComplaint", complained);
        story.does("offerSolutionOnComplaint", complaint);
        story.does("acceptSolutionOnComplaint", complaint);
        String inquiry = "lot-inquiry-" + seed;
        Map<String, Object> asked = new HashMap<>(who);
        asked.put("inquiry", inquiry);
        asked.put("to", "operator");
        story.does("askInquiry", asked);
        Map<String, String> cases =
                Map.of("orders", order, "returns", returned, "complaints", complaint, "inquiries", inquiry);
        eventually(() -> assertThat(windows(cases)).hasSizeGreaterThanOrEqualTo(13));
        return windows(cases);
    }

    private List<JsonNode> windows(Map<String, String> cases) {
        List<JsonNode> windows = new ArrayList<>();
        cases.forEach((kind, id) ->
                story.asks("listWindowsOfCase", "", kind, id).get("items").forEach(windows::add));
        return windows;
    }

    private Map<String, String> lengths(Layer layer, Random dice) {
        Map<String, String> windows = new HashMap<>();
        for (Obligation obligation : Obligation.values()) {
            ObligationTerms row = terms.obligations().of(obligation);
            if (row.layers().contains(layer) && row.floor() == null && dice.nextBoolean()) {
                windows.put(obligation.id(), "PT" + (dice.nextInt(40) + 1) + "H");
            }
        }
        return windows;
    }

    // ---- readiness

    @Test
    void what_the_standard_wants_before_the_sale_is_missed_until_it_is_there() {
        Map<String, Object> who = parties("ready");
        String merchant = (String) who.get("merchant");
        String operator = (String) who.get("operator");
        String room = (String) who.get("room");
        JsonNode unknown = story.asks("readPublishedMerchant", "", merchant);
        assertThat(unknown.get("registered").booleanValue()).isFalse();
        assertThat(missing(unknown)).containsExactly("channel 6.1.3; 6.4.2 d", "service-plan 6.2.2 a");
        assertThat(missing(story.asks("readPublishedRoom", "", room)))
                .containsExactly("operator 6.1.3", "service-plan 6.2.2 a");

        states("room", "operator", Map.of("operator", operator, "room", room), Map.of("displayName", "The room"));
        eventually(() -> assertThat(missing(story.asks("readPublishedRoom", "", room)))
                .containsExactly("channel 6.1.3; 6.4.1 c", "emergency-mechanism 6.2.1 d", "service-plan 6.2.2 a"));
        story.does(
                "publishPlan", Map.of("merchant", merchant, "room", room, "agreedBy", operator, "windows", Map.of()));
        story.does("publishMechanism", Map.of("operator", operator, "windows", Map.of()));
        states("party", "operator", Map.of("operator", operator), channel("complaint"));
        states("party", "merchant", Map.of("merchant", merchant), channel("after-sales"));
        eventually(() -> {
            assertThat(missing(story.asks("readPublishedRoom", "", room))).isEmpty();
            JsonNode page = story.asks("readPublishedMerchant", "room=" + room, merchant);
            assertThat(missing(page)).isEmpty();
            assertThat(page.get("registered").booleanValue()).isTrue();
            assertThat(page.get("name").stringValue()).isEqualTo("Tea");
            assertThat(page.at("/channels/0/channel/address").stringValue()).isEqualTo("here");
            assertThat(page.at("/deals/0/room").stringValue()).isEqualTo(room);
        });
        assertThat(missing(story.asks("readPublishedMerchant", "room=elsewhere", merchant)))
                .containsExactly("service-plan 6.2.2 a");
    }

    @Test
    void a_merchant_that_runs_its_own_room_needs_no_mechanism() {
        states(
                "room",
                "operator",
                Map.of("operator", "m-own", "room", "r-own"),
                Map.of("displayName", "The merchant's own"));
        states("party", "merchant", Map.of("merchant", "m-own"), channel("after-sales"));
        story.does(
                "publishPlan", Map.of("merchant", "m-own", "room", "r-own", "agreedBy", "m-own", "windows", Map.of()));
        for (String asked : List.of("", "merchant=m-own")) {
            eventually(() -> {
                JsonNode page = story.asks("readPublishedRoom", asked, "r-own");
                assertThat(missing(page)).as(asked).isEmpty();
                assertThat(page.at("/operator/party").stringValue()).isEqualTo("merchant:m-own");
            });
        }
    }

    @Test
    void nobody_must_register_before_acting_and_it_is_shown() {
        Map<String, Object> who = parties("unregistered");
        Map<String, Object> sold = new HashMap<>(who);
        sold.put("order", "unregistered-order");
        story.does("registerOrder", sold);
        states("party", "merchant", Map.of("merchant", who.get("merchant")), Map.of("displayName", "Now known"));
        eventually(() -> {
            JsonNode file = story.asks("readCase", "", "orders", "unregistered-order");
            assertThat(file.get("registered").toString()).isEqualTo("{\"merchant\":true,\"operator\":false}");
            assertThat(story.asks("readPartyRecord", "", "merchant:" + who.get("merchant"))
                            .get("registered")
                            .booleanValue())
                    .isTrue();
        });
    }

    // ---- punctuality

    @Test
    void what_was_kept_stands_beside_what_was_promised_in_counts() {
        Map<String, Object> who = parties("punctual");
        for (String order : List.of("punctual-1", "punctual-2")) {
            Map<String, Object> sold = new HashMap<>(who);
            sold.put("order", order);
            sold.put("paidAt", story.asks("readSandboxClock", "").get("now").stringValue());
            story.does("registerOrder", sold);
        }
        story.does("shipOrder", "punctual-1");
        story.timePasses("PT240H");
        story.does("shipOrder", "punctual-2");
        eventually(() -> assertThat(period(
                                story.asks("readPublishedMerchant", "", (String) who.get("merchant")),
                                "merchant-ship-goods")
                        .get("kept")
                        .toString())
                .isEqualTo("[{\"party\":\"merchant:m-punctual\",\"inTime\":1,\"late\":1,\"lapsed\":0,\"of\":2}]"));
        JsonNode never = period(
                story.asks("readPublishedMerchant", "", (String) who.get("merchant")), "merchant-complete-repair");
        assertThat(never.get("kept")).isEmpty();
    }

    @Test
    void the_published_figures_of_a_party_are_those_of_its_record() {
        Map<String, Object> who = parties("agreeing");
        String merchant = "merchant:" + who.get("merchant");
        Map<String, Object> complained = new HashMap<>(who);
        complained.put("complaint", "agreeing-1");
        complained.put("against", "merchant");
        complained.put("order", null);
        story.does("fileComplaint", complained);
        story.timePasses("PT96H");
        story.does("openInterventionOnComplaint", "agreeing-1");
        story.does("settleComplaint", "agreeing-1");
        story.does("rateComplaint", "agreeing-1");
        JsonNode record = story.asksAfterAll("readPartyRecord", merchant);
        assertThat(record.at("/ratings/given").intValue()).isEqualTo(1);
        assertThat(record.at("/total/lapsed").intValue()).isPositive();
        assertThat(record.at("/interventions/settled").intValue()).isEqualTo(1);

        JsonNode page = story.asks("readPublishedMerchant", "", (String) who.get("merchant"));
        assertThat(page.get("records")).singleElement().satisfies(published -> {
            for (String part : List.of("party", "total", "interventions", "ratings")) {
                assertThat(published.get(part)).isEqualTo(record.get(part));
            }
        });
        assertThat(record.get("obligations")).isNotEmpty();
        for (JsonNode line : record.get("obligations")) {
            JsonNode figures = line.get("figures");
            String obligation = line.get("obligation").stringValue();
            assertThat(period(page, obligation).get("kept"))
                    .as(obligation)
                    .singleElement()
                    .satisfies(kept -> {
                        assertThat(kept.get("inTime")).isEqualTo(figures.get("metInTime"));
                        assertThat(kept.get("late")).isEqualTo(figures.get("metLate"));
                        assertThat(kept.get("lapsed")).isEqualTo(figures.get("lapsed"));
                    });
        }
        assertThat(page.toString()).as("cases are not published").doesNotContain("agreeing-1");
    }

    private static JsonNode period(JsonNode page, String obligation) {
        return page.get("periods")
                .valueStream()
                .filter(period -> period.get("obligation").stringValue().equals(obligation))
                .findFirst()
                .orElseThrow();
    }

    // ---- who reads, and how

    @Test
    void what_is_not_open_is_never_published() {
        Map<String, String> names = Map.of("merchant", "m-secret", "operator", "o-secret", "room", "r-secret");
        states("staffing", "merchant", names, Map.of("planned", 4711, "assigned", 1, "from", "2026-11-11"));
        states(
                "prepared-answers",
                "merchant",
                Map.of("merchant", "m-secret"),
                Map.of("answers", List.of(Map.of("question", "Is it tea?", "answer", "It is."))));
        story.does("proposePlan", Map.of("merchant", "m-secret", "room", "r-secret", "operator", "o-secret"));
        eventually(() ->
                assertThat(story.pages("listStatements", "merchant=m-secret")).hasSize(2));
        JsonNode page = story.asks("readPublishedMerchant", "room=r-secret", "m-secret");
        assertThat(page.at("/statements/0/kind").stringValue()).isEqualTo("prepared-answers");
        assertThat(page.toString()).contains("Is it tea?").doesNotContain("4711", "proposedAt");
        assertThat(page.get("documents")
                        .valueStream()
                        .map(document -> document.get("subject").stringValue()))
                .doesNotContain("plan/m-secret/r-secret");
    }

    @Test
    void a_page_speaks_the_readers_language_and_is_readable() {
        Answer chinese = page("Accept-Language", "zh-CN");
        Answer english = page("Accept-Language", "en");
        assertThat(chinese.text()).contains("\n  \"periods\"");
        assertThat(period(chinese.body(), "merchant-ship-goods").get("text").stringValue())
                .isEqualTo("3 个工作日，当日不计");
        assertThat(period(english.body(), "merchant-ship-goods").get("text").stringValue())
                .isEqualTo("3 working days, the opening day not counted");
        assertThat(english.response().getHeader("Content-Language")).isEqualTo("en");
        assertThat(english.response().getHeaders("Vary")).contains("Accept-Language");
        assertThat(english.version()).isNotEqualTo(chinese.version());
    }

    private Answer page(String... headers) {
        Exchanges.Request request = exchanges.to(CONTRACT.operation("readPublishedMerchant"), "m-cached");
        for (int i = 0; i < headers.length; i += 2) {
            request.with(headers[i], headers[i + 1]);
        }
        return request.answer();
    }

    @Test
    void caches_keep_a_page_until_it_changes() {
        Answer first = page();
        String modified = first.response().getHeader("Last-Modified");
        assertThat(first.response().getHeaders("Cache-Control")).containsExactly("max-age=60, must-revalidate, public");
        assertThat(first.version()).matches("\"[0-9a-f]{32}\"");
        assertThat(modified).isNotNull();
        assertThat(status("If-None-Match", first.version())).isEqualTo(304);
        assertThat(status("If-Modified-Since", modified)).isEqualTo(304);
        assertThat(status("If-None-Match", "\"something else\"", "If-Modified-Since", modified))
                .isEqualTo(200);

        states("party", "merchant", Map.of("merchant", "m-cached"), channel("after-sales"));
        eventually(() -> assertThat(status("If-None-Match", first.version())).isEqualTo(200));
        assertThat(page().version()).isNotEqualTo(first.version());
    }

    private int status(String... headers) {
        try {
            var request = MockMvcRequestBuilders.get("/api/v1/published/merchants/m-cached");
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return mvc.perform(request).andReturn().getResponse().getStatus();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_page_of_another_site_may_read_it_and_nothing_else() throws Exception {
        assertThat(allowed("/api/v1/published/platform")).isEqualTo("*");
        assertThat(allowed("/api/v1/documents/rules")).isNull();
    }

    private String allowed(String address) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(address).header("Origin", "https://shop.example"))
                .andReturn()
                .getResponse()
                .getHeader("Access-Control-Allow-Origin");
    }

    @Test
    void both_languages_say_the_same_with_the_same_values() throws IOException {
        Properties english = texts("en");
        Properties chinese = texts("zh");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(english.getProperty(key)).as(key).doesNotMatch(".*\\p{IsHan}.*");
        }
        for (Layer layer : Layer.values()) {
            assertThat(english).containsKey("layer." + layer.word());
        }
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = PublishedTest.class.getResourceAsStream("/published_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> places(String sentence) {
        return Pattern.compile("\\{[^}]*}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
