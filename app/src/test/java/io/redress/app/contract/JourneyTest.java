package io.redress.app.contract;

import static io.redress.app.contract.Storyteller.complaint;
import static io.redress.app.contract.Storyteller.eventually;
import static io.redress.app.contract.Storyteller.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.redress.app.Overheard;
import io.redress.app.contract.Contract.Operation;
import io.redress.app.contract.Exchanges.Answer;
import io.redress.app.packet.PacketCheck;
import io.redress.command.seal.Proofs;
import io.redress.command.seal.Seal;
import io.redress.command.seal.SealKeys;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stories that together do every act, have every act refused and read every sheet, over HTTP; each exchange is held to
 * the contract. Requests are those that the contract shows, with other names where a story needs its own.
 */
@Order(1) // its examples have fixed dates, and the other classes move the clock
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyTest extends InSandbox {
    private static final Contract CONTRACT = Contract.shipped();

    private static final int LONG_ENOUGH = 12;

    private Exchanges exchanges;
    private Storyteller story;
    private Overheard log;

    /** All of it is told while all that can be is logged. */
    @BeforeAll
    void begin(@Autowired MockMvc mvc) {
        exchanges = new Exchanges(mvc);
        story = new Storyteller(exchanges);
        log = new Overheard(LogLevel.DEBUG, textsOfTheContract());
    }

    @AfterAll
    void nothing_that_anybody_wrote_was_logged() {
        log.close();
        assertThat(textsOfTheContract()).hasSizeGreaterThan(10);
        assertThat(log.lines()).isGreaterThan(10_000);
        assertThat(log.said()).isEmpty();
    }

    /** What people write in the requests that the contract shows; short ones may be words of anybody's. */
    private static Set<String> textsOfTheContract() {
        Set<String> texts = new TreeSet<>();
        for (Contract.Operation operation : CONTRACT.operations()) {
            operation.fields().forEach((field, schema) -> {
                if (schema.path("$ref").asString("").endsWith("/Text")) {
                    operation.requests().values().stream()
                            .map(request -> request.path(field).asString(""))
                            .filter(text -> text.length() >= LONG_ENOUGH)
                            .forEach(texts::add);
                }
            });
        }
        return texts;
    }

    // ---- stories

    /** The smallest picture that there is, of the size that the contract shows. */
    @Test
    void a_file_of_evidence_is_staged_and_fetched(@TempDir Path folder) throws IOException {
        String demand = story.demand("Return");
        byte[] picture = HexFormat.of()
                .parseHex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
                        + "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082");
        JsonNode wish = request("stageFile", Map.of("bytes", picture.length));
        Answer begun = exchanges
                .to(CONTRACT.operation("stageFile"), "returns", demand)
                .body(wish)
                .answer();
        assertThat(begun.status()).isEqualTo(201);
        String file = begun.body().get("file").stringValue();
        Answer whole = exchanges
                .to(CONTRACT.operation("appendToFile"), "returns", demand, file)
                .with("Upload-Offset", "0")
                .body(picture, MediaType.APPLICATION_OCTET_STREAM)
                .answer();
        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(story.asks("readFile", "", "returns", demand, file)
                        .get("state")
                        .stringValue())
                .isEqualTo("staged");
        assertThat(story.asks("listFiles", "", "returns", demand).get("items")).hasSize(1);
        Answer fetched = exchanges
                .to(CONTRACT.operation("downloadFile"), "returns", demand, file)
                .answer();
        assertThat(fetched.response().getContentAsByteArray()).isEqualTo(picture);
        story.does("offerSolutionOnReturn", demand);
        story.does("rejectSolutionOnReturn", demand);
        story.does("requestInterventionOnReturn", demand);
        story.does("openInterventionOnReturn", demand);
        story.does("requestEvidenceOnReturn", demand);
        story.refuses("submitEvidenceOnReturn", "file-is-staged", demand, Map.of("files", List.of("fil_nothing")));
        story.does("submitEvidenceOnReturn", demand, Map.of("files", List.of(file)));
        assertThat(story.asks("readFile", "", "returns", demand, file)
                        .get("state")
                        .stringValue())
                .isEqualTo("submitted");
        eventually(() -> {
            JsonNode proofs = story.asksAfterAll("readProofs", "returns", demand);
            assertThat(proofs.at("/unsealed/files")).isEmpty();
            assertThat(proofs.get("files")).hasSize(1);
            assertThat(proofs.at("/files/0/file").stringValue()).isEqualTo(file);
        });
        Answer packet = exchanges
                .to(CONTRACT.operation("downloadPacket"), "returns", demand)
                .answer();
        assertThat(packet.status()).isEqualTo(200);
        Path written =
                Files.write(folder.resolve("packet.zip"), packet.response().getContentAsByteArray());
        PacketCheck.Report report = PacketCheck.of(written, SealKeys.believing(PacketCheck.keysOf(written)));
        assertThat(report.findings()).isEmpty();
        assertThat(report.files()).isEqualTo(1);
    }

    @Test
    void a_case_is_proven_to_be_under_the_last_seal_which_goes_on_from_the_first() {
        String order = story.delivered();
        eventually(() -> {
            JsonNode proofs = story.asks("readProofs", "since=1", "orders", order);
            assertThat(proofs.at("/unsealed/events")).isEmpty();
            assertThat(proofs.get("events"))
                    .isNotEmpty()
                    .hasSameSizeAs(story.asks("readCase", "", "orders", order).get("entries"));
            assertThat(proofs.at("/since/seal").longValue()).isOne();
            assertThat(Seal.ofNote(proofs.at("/seal/note").stringValue()).root())
                    .isEqualTo(proofs.at("/seal/root").stringValue());
            for (JsonNode proof : proofs.get("events")) {
                assertThat(Proofs.root(
                                hash(proof.get("hash")),
                                proof.get("leaf").longValue(),
                                proofs.at("/seal/size").longValue(),
                                hashes(proof.get("path"))))
                        .hasValueSatisfying(root -> assertThat(root).isEqualTo(hash(proofs.at("/seal/root"))));
            }
            assertThat(Proofs.isBeginning(
                            proofs.at("/since/size").longValue(),
                            hash(proofs.at("/since/root")),
                            proofs.at("/seal/size").longValue(),
                            hash(proofs.at("/seal/root")),
                            hashes(proofs.at("/since/path"))))
                    .isTrue();
        });
    }

    private static byte[] hash(JsonNode hash) {
        return Base64.getDecoder().decode(hash.stringValue());
    }

    private static List<byte[]> hashes(JsonNode path) {
        return path.valueStream().map(JourneyTest::hash).toList();
    }

    @Test
    void a_seal_that_is_not_there_cannot_be_gone_on_from() {
        String order = story.delivered();
        Operation proofs = CONTRACT.operation("readProofs");
        eventually(() -> assertThat(story.asksAfterAll("readProofs", "orders", order)
                        .get("seal")
                        .isNull())
                .isFalse());
        Answer unknown =
                exchanges.ask(proofs, "since=999999999", "orders", order).answer();
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(exchanges
                        .ask(proofs, "since=0", "orders", order)
                        .answerToNonsense()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_is_known_of_a_consumer_is_withheld_held_and_opened_by_two() {
        String consumer = story.name("U");
        String demand = story.name("C");
        Map<String, ?> of = Map.of("subject", "complaint/" + demand);
        story.does("fileComplaint", Storyteller.complaint(demand).put("consumer", consumer));
        story.does("offerSolutionOnComplaint", demand);
        story.eventuallyReads("readCase", "complaints", demand);
        Storyteller own = story.by("consumer", consumer);
        forbids("consumer", story.name("U"), "askForgetting", Map.of("consumer", consumer));
        forbids("agent", "agent-11", "askOpening", of);
        own.does("askForgetting", Map.of("consumer", consumer));
        assertThat(own.asks("readCase", "", "complaints", demand)
                        .get("personalData")
                        .stringValue())
                .isEqualTo("restricted");

        story.refuses("liftHold", "record-is-held", of);
        story.does("holdRecord", of);
        story.refuses("holdRecord", "record-is-not-held", of);
        eventually(() -> assertThat(own.asks("readRetention", "", "complaints", demand)
                        .get("held")
                        .isNull())
                .isFalse());
        story.does("liftHold", of);
        eventually(() -> assertThat(story.asks("readRetention", "", "complaints", demand)
                        .at("/holds/0/liftedBecause")
                        .isString())
                .isTrue());

        story.refuses("openRecord", "opening-is-asked", of);
        story.does("askOpening", of);
        story.refuses(
                "openRecord",
                "opening-is-agreed-to-by-another",
                Map.of("subject", "complaint/" + demand, "agent", "agent-07"));
        story.refuses("openRecord", "opening-has-another-credential", of);
        eventually(() -> assertThat(story.asks("readRetention", "", "complaints", demand)
                        .at("/openingAsked/opening")
                        .asInt(0))
                .isOne());
        Storyteller second = story.by("agent", "agent-09");
        second.refuses(
                "openRecord",
                "opening-is-the-last-asked",
                Map.of("subject", "complaint/" + demand, "agent", "agent-09", "opening", 2));
        second.does("openRecord", of);
        assertThat(second.asks("readCase", "", "complaints", demand)
                        .get("personalData")
                        .stringValue())
                .isEqualTo("open");
        eventually(() -> assertThat(story.asks("listAccesses", "", "complaints", demand)
                        .at("/items/0/agent")
                        .asString(""))
                .isEqualTo("agent-09"));
        assertThat(story.asks("readRetention", "", "complaints", demand)
                        .at("/openings/0/agreedBy")
                        .asString(""))
                .isEqualTo("agent-09");
        assertThat(own.asks("listAccesses", "", "complaints", demand)
                        .at("/items/0/agent")
                        .isNull())
                .isTrue();

        story.does("withdrawComplaint", demand);
        eventually(() ->
                assertThat(seen(story.pages("listRecords", ""), "subject")).contains("complaint/" + demand));
    }

    /** In another's name. */
    private void forbids(String role, String name, String operation, Map<String, ?> changes) {
        JsonNode wish = request("issueSandboxToken", Map.of("role", role, "party", name));
        String token = story.does("issueSandboxToken", wish).body().get("token").stringValue();
        assertThat(exchanges
                        .as(token)
                        .to(CONTRACT.operation(operation))
                        .body(request(operation, changes))
                        .answer()
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Order(1)
    void the_examples_of_the_contract_tell_a_story() {
        story.does("publishRules");
        story.does("publishMechanism");
        story.does("publishPlan");
        story.does("askPlanAdjustment");
        story.does("refusePlanAdjustment");
        story.does("registerOrder");
        story.doesAsShown("registerOrder", "agreedShipDate");
        story.does("urgeOrder");
        story.doesAsShown("urgeOrder", "byPlatform");
        story.does("shipOrder");
        story.does("deliverOrder");
        story.does("fileReturn");
        story.doesAsShown("fileReturn", "lateShipment");
        story.does("cancelOrder", "O1002");
        story.does("proposeExtension");
        story.does("declineExtension");
        story.does("proposeExtension");
        story.does("acceptExtension");
        story.does("urgeReturn");
        story.does("fileComplaint");
        story.doesAsShown("fileComplaint", "serious");
        story.does("offerSolutionOnComplaint");
        story.does("acceptSolutionOnComplaint");
        story.does("performSettlementOnComplaint");
        story.does("askInquiry");
        story.does("answerInquiry");
        story.does("reportViolation");
        story.does("triageReport");
        assertThat(story.doesAsShown("advanceSandboxClock", "until").body())
                .isEqualTo(story.asks("readSandboxClock", ""));
        story.doesAsShown("acceptReturn", "withInstructions");
        story.does("shipBack");
        story.does("recordGoodsBack");
        story.does("refundReturn");
    }

    @Test
    void orders_refuse_what_cannot_be() {
        String order = story.name("O");
        story.refuses("registerOrder", "order-is-domestic", Map.of("order", order, "crossBorder", true));
        story.refuses(
                "registerOrder",
                "act-is-not-in-the-future",
                Map.of("order", order, "paidAt", "2027-01-01T00:00:00+08:00"));
        story.refuses(
                "registerOrder",
                "agreed-ship-date-is-after-payment",
                Map.of("order", order, "agreedShipBy", "2026-11-11T00:00:00+08:00"));
        story.refuses(
                "registerOrder", "calendar-is-known", Map.of("order", order, "paidAt", "2020-01-01T00:00:00+08:00"));
        story.does("registerOrder", Map.of("order", order));
        story.refuses("registerOrder", "id-is-free", Map.of("order", order));
        story.refuses("deliverOrder", "every-line-is-shipped", order);
        story.doesAsShown("shipOrder", "oneLine", order);
        story.refuses("shipOrder", "line-is-left-to-ship", order, Map.of("lines", List.of("tea")));
        story.does("cancelOrder", order);
        story.refuses("cancelOrder", "order-is-not-cancelled", order);
        story.refuses("shipOrder", "order-is-not-cancelled", order);
        story.refuses("urgeOrder", "order-is-not-cancelled", order);
        story.refuses("deliverOrder", "order-is-not-cancelled", order);

        String sent = story.delivered();
        story.refuses("deliverOrder", "order-is-delivered-once", sent);
        story.refuses("urgeOrder", "line-is-left-to-ship", sent);
        story.refuses("cancelOrder", "line-is-left-to-ship", sent);
        String selfRun = story.name("O");
        story.does("registerOrder", Map.of("order", selfRun, "operator", "lanhua-tea"));
        story.refuses("urgeOrder", "room-has-an-operator-of-its-own", selfRun);
    }

    /** It stands for both, so both words will do. */
    @Test
    void the_merchant_of_a_self_run_room_may_go_as_operator_and_the_choices_say_so() {
        String complaint = story.name("C");
        String order = story.name("O");
        story.does("registerOrder", Map.of("order", order, "operator", "lanhua-tea"));
        story.does("fileComplaint", Map.of("complaint", complaint, "order", order, "operator", "lanhua-tea"));
        JsonNode offer = story.asks("listAvailableActions", "", "complaints", complaint)
                .get("actions")
                .valueStream()
                .filter(action -> action.get("action").stringValue().equals("offer-solution"))
                .findFirst()
                .orElseThrow();
        assertThat(offer.get("choices")).hasToString("[{\"by\":[\"merchant\",\"operator\"]}]");
        story.does("offerSolutionOnComplaint", complaint, Map.of("by", "operator"));
    }

    @Test
    void a_shipment_that_was_scanned_in_time_and_told_late_takes_its_lapse_back_on_every_sheet() {
        String order = story.name("O");
        String window = "subject=order/" + order + "&obligation=merchant-ship-goods&owedBy=merchant:lanhua-tea";
        Instant paid = now();
        String handedOver = inShanghai(paid.plus(Duration.ofHours(1)));
        story.does("registerOrder", Map.of("order", order, "paidAt", paid.toString()));
        story.refuses("shipOrder", "act-is-not-in-the-future", order, Map.of("occurredAt", handedOver));
        story.refuses(
                "shipOrder",
                "fact-follows-what-it-builds-on",
                order,
                Map.of("occurredAt", inShanghai(paid.minusSeconds(1))));
        story.timePasses("P13D"); // the operator, who should have urged, let its time run out as well
        eventually(() -> assertThat(urgeTasks(order)).isEqualTo(1));
        JsonNode before = story.asksAfterAll("readPartyRecord", "merchant:lanhua-tea");

        story.does("shipOrder", order, Map.of("occurredAt", handedOver));

        eventually(() -> assertThat(urgeTasks(order)).isZero());
        JsonNode explained = story.asks("explainWindow", window);
        assertThat(explained.get("outcome").stringValue()).isEqualTo("met");
        assertThat(explained.get("closedAt").stringValue()).isEqualTo(handedOver);
        assertThat(explained.at("/lapsed/event").stringValue()).isEqualTo("window.lapsed.v1");
        assertThat(explained.at("/rescinded/event").stringValue()).isEqualTo("order.shipped.v1");
        assertThat(explained.at("/rescinded/summary/en").stringValue())
                .contains("It occurred at " + handedOver.substring(0, 10), "the lapse recorded before is taken back");
        eventually(() -> {
            JsonNode after = story.asks("readPartyRecord", "", "merchant:lanhua-tea");
            for (String figure : List.of("metInTime", "rescinded")) {
                assertThat(count(after, figure)).as(figure).isEqualTo(count(before, figure) + 1);
            }
            assertThat(count(after, "lapsed")).isEqualTo(count(before, "lapsed") - 1);
        });
        JsonNode file = story.asks("readCase", "", "orders", order);
        assertThat(file.at("/windows/0/outcome").stringValue()).isEqualTo("met");
        assertThat(file.at("/windows/0/rescinded").booleanValue()).isTrue();
        JsonNode times = story.asks("readTimeLedger", "", "orders", order);
        assertThat(times.at("/windows/0/overdue/seconds").longValue()).isZero();
    }

    @Test
    void a_wrong_fact_is_corrected_and_the_explanation_names_the_correction() {
        String order = story.name("O");
        String window = "subject=order/" + order + "&obligation=merchant-ship-goods&owedBy=merchant:lanhua-tea";
        Instant paid = now();
        Map<String, ?> never = Map.of("fact", "ship", "occurredAt", "never");
        story.does("registerOrder", Map.of("order", order, "paidAt", paid.toString()));
        story.refuses("correctOrderFact", "fact-is-on-record", order, never);
        story.does("shipOrder", order);
        story.doesAsShown("correctOrderFact", "never", order);
        JsonNode explained = story.asks("explainWindow", window);
        assertThat(explained.get("outcome").stringValue()).isEqualTo("open");
        assertThat(explained.at("/corrections/0/event").stringValue()).isEqualTo("fact.corrected.v1");
        assertThat(explained.at("/corrections/0/summary/en").stringValue())
                .contains("It never happened.", "The parcel was still in the warehouse.");

        story.does("shipOrder", order);
        story.does("deliverOrder", order);
        story.refuses("correctOrderFact", "nothing-builds-on-the-fact", order, never);
        story.refuses(
                "correctOrderFact",
                "act-is-not-in-the-future",
                order,
                Map.of("occurredAt", inShanghai(now().plus(Duration.ofDays(1)))));
        story.refuses(
                "correctOrderFact",
                "fact-follows-what-it-builds-on",
                order,
                Map.of("occurredAt", inShanghai(paid.minusSeconds(1))));
        story.does("correctOrderFact", order, Map.of("occurredAt", inShanghai(now())));

        String returned = story.name("R");
        story.does(
                "fileReturn", Map.of("return", returned, "order", order, "kind", "refund-only", "reason", "quality"));
        story.refuses("correctReturnFact", "fact-is-on-record", returned);
        story.does("acceptReturn", returned);
        story.does("refundReturn", returned);
        story.does("correctReturnFact", returned);
        eventually(() -> {
            JsonNode file = story.asks("readCase", "", "returns", returned);
            assertThat(file.at("/state").stringValue()).isEqualTo("open");
            assertThat(file.at("/paidBackFen").asLong(0)).isZero();
        });
    }

    @Test
    void facts_by_the_thousand_are_told_a_line_each() {
        Operation records = CONTRACT.operation("recordFacts");
        String lines = records.requests().get("liveSale").stringValue();
        JsonNode results = exchanges
                .to(records)
                .body(lines, MediaType.APPLICATION_NDJSON)
                .with("Idempotency-Key", "live-sale")
                .with("Accept-Language", "en")
                .with("Prefer", "wait=10")
                .answer()
                .body();
        assertThat(results.valueStream().map(result -> result.get("status").intValue()))
                .containsExactly(201, 200, 400);
        JsonNode shown = records.node().at("/responses/200/content/application~1x-ndjson/examples/results/value");
        String bad = shown.stringValue().lines().toList().getLast();
        assertThat(results.get(2)).isEqualTo(JsonMapper.shared().readTree(bad));
        assertThat(story.asks("readOrder", "", "O2001").at("/lines/0/shippedAt").stringValue())
                .isEqualTo("2026-11-12T10:00:00+08:00");
        assertThat(exchanges
                        .to(records)
                        .body("{}", MediaType.APPLICATION_JSON)
                        .answerToNonsense()
                        .status())
                .isEqualTo(415);
        assertThat(exchanges
                        .to(records)
                        .body(lines, MediaType.APPLICATION_NDJSON)
                        .withoutKey()
                        .answerToNonsense()
                        .code())
                .isEqualTo("idempotency-key-is-given");
    }

    private static String inShanghai(Instant instant) {
        return instant.atOffset(ZoneOffset.ofHours(8)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private long urgeTasks(String order) {
        return story.pages("readQueue", "limit=100").stream()
                .filter(item -> item.get("caseSubject").stringValue().equals("order/" + order))
                .count();
    }

    private static long count(JsonNode record, String figure) {
        return record.at("/total/" + figure).longValue();
    }

    @Test
    void a_return_goes_back_and_forth_before_it_is_refunded() {
        String returned = story.returned("return-and-refund");
        story.refuses("recordGoodsBack", "goods-were-sent-back", returned);
        story.refuses("shipBack", "duty-is-owed", returned);
        story.refuses("giveReturnInstructions", "duty-is-owed", returned);
        story.refuses("objectToGoods", "window-is-still-open", returned);
        story.refuses("refundReturn", "duty-is-owed", returned);
        story.refuses("shipReplacement", "duty-is-owed", returned);
        story.refuses("shipRepaired", "duty-is-owed", returned);
        story.does("refuseReturn", returned);
        story.refuses("refuseReturn", "duty-is-owed", returned);
        story.does("acceptReturn", returned);
        story.refuses("acceptReturn", "duty-is-owed", returned);
        story.does("giveReturnInstructions", returned);
        story.does("shipBack", returned);
        story.does("recordGoodsBack", returned);
        story.refuses("recordGoodsBack", "goods-come-back-once", returned);
        story.does("objectToGoods", returned);
        story.refuses("refundReturn", "amount-is-not-more-than-was-paid", returned, Map.of("amountFen", 19901));
        story.refuses("refundReturn", "refund-pays-all-that-is-left", returned, Map.of("amountFen", 0));
        story.doesAsShown("refundReturn", "amountUnsaid", returned);
        for (String act : List.of(
                "acceptReturn",
                "refuseReturn",
                "giveReturnInstructions",
                "shipBack",
                "recordGoodsBack",
                "refundReturn",
                "shipReplacement",
                "shipRepaired",
                "objectToGoods")) {
            story.refuses(act, "demand-is-open", returned);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exchange shipReplacement", "repair shipRepaired"})
    void goods_come_back_for_something_else(String kindAndAct) {
        String[] words = kindAndAct.split(" ");
        String returned = story.returned(words[0]);
        story.doesAsShown("acceptReturn", "withInstructions", returned);
        story.does("shipBack", returned);
        story.does("recordGoodsBack", returned);
        story.does(words[1], returned);
    }

    @Test
    void a_return_is_refused_that_has_no_right() {
        String order = story.name("O");
        story.does("registerOrder", Map.of("order", order));
        story.refuses("fileReturn", "goods-were-delivered", Map.of("return", story.name("R"), "order", order));
        story.does("shipOrder", order);
        story.does("deliverOrder", order);
        story.refuses(
                "fileReturn",
                "line-is-in-the-order",
                Map.of("return", story.name("R"), "order", order, "lines", List.of("pot")));
        story.refuses(
                "fileReturn",
                "line-carries-the-no-reason-right",
                Map.of("return", story.name("R"), "order", order, "lines", List.of("cup")));
        String returned = story.name("R");
        story.does("fileReturn", Map.of("return", returned, "order", order));
        story.refuses("fileReturn", "line-is-in-no-other-request", Map.of("return", story.name("R"), "order", order));
        story.refuses("fileReturn", "id-is-free", Map.of("return", returned, "order", story.delivered()));
        story.does("withdrawReturn", returned);
        story.timePasses("PT240H");
        story.refuses(
                "fileReturn",
                "no-reason-return-is-asked-inside-its-window",
                Map.of("return", story.name("R"), "order", order));
        story.refuses("fileReturn", "order-is-not-cancelled", Map.of("return", story.name("R"), "order", "O1002"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void an_offer_is_rejected_and_a_better_one_is_performed(String kind) {
        String demand = story.demand(kind);
        story.refuses("acceptSolutionOn" + kind, "offer-is-open", demand);
        story.refuses("performSettlementOn" + kind, "duty-is-owed", demand);
        story.refuses("offerSolutionOn" + kind, "offer-comes-from-the-respondent", demand, Map.of("by", "operator"));
        story.does("offerSolutionOn" + kind, demand);
        story.refuses("offerSolutionOn" + kind, "no-offer-is-open", demand);
        if (kind.equals("Return")) {
            story.refuses("acceptReturn", "no-offer-is-open", demand);
            story.refuses("refuseReturn", "no-offer-is-open", demand);
        }
        story.does("rejectSolutionOn" + kind, demand);
        story.refuses("rejectSolutionOn" + kind, "offer-is-open", demand);
        story.does("offerSolutionOn" + kind, demand);
        story.does("acceptSolutionOn" + kind, demand);
        story.refuses("offerSolutionOn" + kind, "duty-is-owed", demand);
        story.does("performSettlementOn" + kind, demand);
        story.refuses("performSettlementOn" + kind, "demand-is-open", demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void a_demand_is_urged_and_then_withdrawn(String kind) {
        String demand = story.demand(kind);
        story.does("urge" + kind, demand);
        story.doesAsShown("urge" + kind, "byPlatform", demand);
        story.doesAsShown("sendMessageOn" + kind, "byMerchant", demand);
        story.refuses("sendMessageOn" + kind, "desk-writes-once-it-stepped-in", demand, Map.of("by", "platform"));
        story.does("withdraw" + kind, demand);
        story.refuses("withdraw" + kind, "demand-is-open", demand);
        story.refuses("urge" + kind, "demand-is-open", demand);
        story.refuses("offerSolutionOn" + kind, "demand-is-open", demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void silence_closes_a_demand_and_the_consumer_reopens_it(String kind) {
        String demand = story.demand(kind);
        story.refuses("reopen" + kind, "demand-closed-unanswered", demand);
        story.does("offerSolutionOn" + kind, demand);
        story.timePasses("PT240H");
        story.does("reopen" + kind, demand);
        story.refuses("reopen" + kind, "demand-reopens-once", demand);
        String late = story.demand(kind);
        story.does("offerSolutionOn" + kind, late);
        story.timePasses("PT480H");
        story.refuses("reopen" + kind, "reopened-inside-seven-days", late);
    }

    @Test
    void who_is_asked_for_evidence_reads_what_is_to_be_shown_and_until_when() {
        String demand = story.demand("Return");
        story.does("offerSolutionOnReturn", demand);
        story.does("rejectSolutionOnReturn", demand);
        story.does("requestInterventionOnReturn", demand);
        story.does("openInterventionOnReturn", demand);
        story.doesAsShown("requestEvidenceOnReturn", "whatIsToBeShown", demand);
        JsonNode file = story.asksAfterAll("readCase", "returns", demand);
        String operator = file.at("/parties/operator").stringValue();
        Storyteller asked = story.by("operator", operator);
        JsonNode request = asked.asks("readCase", "", "returns", demand)
                .get("entries")
                .valueStream()
                .filter(entry -> entry.get("event").stringValue().equals("intervention.evidence-requested.v1"))
                .findFirst()
                .orElseThrow();
        assertThat(request.at("/changes/0/window/obligation").stringValue()).isEqualTo("room-operator-submit-evidence");
        assertThat(request.at("/facts/templates")).hasToString("[\"live-recording\",\"price-promise\"]");
        String dueAt = request.at("/changes/0/dueAt").stringValue();
        String due = dueAt.substring(0, 19).replace('T', ' ');
        assertThat(request.at("/summary/en").stringValue())
                .contains("the recording of the live session")
                .contains(operator)
                .contains(due);
        assertThat(request.at("/summary/zh").stringValue()).contains("直播回放").contains(due);
        JsonNode explained = asked.asks(
                "explainWindow",
                "subject=intervention/return/%s&obligation=room-operator-submit-evidence&owedBy=room-operator:%s"
                        .formatted(demand, operator));
        assertThat(explained.at("/opened/summary")).isEqualTo(request.get("summary"));
        assertThat(explained.get("dueAt").stringValue()).isEqualTo(dueAt);
        JsonNode answer = asked.asks("listAvailableActions", "", "returns", demand)
                .get("actions")
                .valueStream()
                .filter(action -> action.get("action").stringValue().equals("submit-evidence"))
                .findFirst()
                .orElseThrow();
        assertThat(answer.get("dueAt").stringValue()).isEqualTo(dueAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void the_platform_is_asked_and_decides(String kind) {
        String demand = story.demand(kind);
        story.refuses("requestInterventionOn" + kind, "window-is-still-open", demand);
        for (String act : List.of(
                "openInterventionOn",
                "requestEvidenceOn",
                "submitEvidenceOn",
                "suspendForAppraisalOn",
                "resumeAfterAppraisalOn",
                "settle",
                "decide",
                "performDecisionOn",
                "appealDecisionOn",
                "decideAppealOn",
                "informRemediesOn")) {
            story.refuses(act + kind, "intervention-is-open", demand);
        }
        story.refuses("refer" + kind + "Outside", "intervention-is-open", demand);
        story.does("offerSolutionOn" + kind, demand);
        story.does("rejectSolutionOn" + kind, demand);
        story.does("requestInterventionOn" + kind, demand);
        story.refuses("requestInterventionOn" + kind, "no-intervention-is-open", demand);
        story.refuses("requestEvidenceOn" + kind, "case-is-taken-up", demand);
        story.does("openInterventionOn" + kind, demand);
        story.refuses("openInterventionOn" + kind, "duty-is-owed", demand);
        story.does("requestEvidenceOn" + kind, demand);
        story.refuses("requestEvidenceOn" + kind, "evidence-is-asked-of-somebody-new", demand);
        story.does("submitEvidenceOn" + kind, demand);
        story.refuses("submitEvidenceOn" + kind, "duty-is-owed", demand);
        story.refuses("resumeAfterAppraisalOn" + kind, "appraisal-runs", demand);
        story.does("suspendForAppraisalOn" + kind, demand);
        story.refuses("suspendForAppraisalOn" + kind, "no-appraisal-runs", demand);
        story.timePasses("PT1H");
        story.does("resumeAfterAppraisalOn" + kind, demand);
        story.refuses("informRemediesOn" + kind, "duty-is-owed", demand);
        story.does("decide" + kind, demand);
        story.refuses("decide" + kind, "case-is-undecided", demand);
        story.refuses("settle" + kind, "case-is-undecided", demand);
        story.refuses("decideAppealOn" + kind, "duty-is-owed", demand);
        story.does("appealDecisionOn" + kind, demand);
        story.refuses("appealDecisionOn" + kind, "one-appeal-per-case", demand);
        story.refuses("decideAppealOn" + kind, "appeal-goes-to-another-agent", demand, Map.of("agent", "agent-wang"));
        story.does("decideAppealOn" + kind, demand);
        story.does("performDecisionOn" + kind, demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void an_appeal_reverses_a_decision(String kind) {
        String demand = story.demand(kind);
        story.timePasses("PT96H");
        story.does("openInterventionOn" + kind, demand);
        story.does("decide" + kind, demand);
        story.does("appealDecisionOn" + kind, demand);
        story.doesAsShown("decideAppealOn" + kind, "reversed", demand);
        story.refuses("performDecisionOn" + kind, "decision-orders-somebody", demand);
        story.does("informRemediesOn" + kind, demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void a_lapse_calls_the_platform_and_the_case_is_settled(String kind) {
        String demand = story.demand(kind);
        story.refuses("coordinateOn" + kind, "duty-is-owed", demand);
        story.refuses("disclosePartyInfoOn" + kind, "duty-is-owed", demand);
        story.timePasses("PT96H");
        story.does("coordinateOn" + kind, demand);
        story.does("requestPartyInfoOn" + kind, demand);
        story.refuses("requestPartyInfoOn" + kind, "disclosure-is-asked-once", demand);
        story.does("disclosePartyInfoOn" + kind, demand);
        story.does("openInterventionOn" + kind, demand);
        story.refuses("rate" + kind, "demand-is-over", demand);
        story.doesAsShown("sendMessageOn" + kind, "byPlatform", demand);
        story.does("settle" + kind, demand);
        story.refuses("coordinateOn" + kind, "demand-is-open", demand);
        story.does("rate" + kind, demand);
        story.refuses("rate" + kind, "party-is-rated-once", demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void a_case_goes_outside(String kind) {
        String demand = story.demand(kind);
        story.timePasses("PT96H");
        story.does("openInterventionOn" + kind, demand);
        story.does("refer" + kind + "Outside", demand);
        story.refuses("refer" + kind + "Outside", "case-is-undecided", demand);
        story.does("informRemediesOn" + kind, demand);
        story.refuses("informRemediesOn" + kind, "intervention-is-open", demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void a_demand_that_was_performed_after_all_is_only_settled(String kind) {
        String demand = story.demand(kind);
        story.timePasses("PT96H");
        story.does("openInterventionOn" + kind, demand);
        story.does("offerSolutionOn" + kind, demand);
        story.does("acceptSolutionOn" + kind, demand);
        story.does("performSettlementOn" + kind, demand);
        for (String act : List.of("requestEvidenceOn", "suspendForAppraisalOn", "decide")) {
            story.refuses(act + kind, "demand-is-not-performed-yet", demand);
        }
        story.refuses("refer" + kind + "Outside", "demand-is-not-performed-yet", demand);
        story.does("settle" + kind, demand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void money_is_offered_agreed_and_paid_back(String kind) {
        String demand = story.demandAboutAnOrder(kind);
        int paid = kind.equals("Return") ? 19900 : 25800;
        String offer = "offerSolutionOn" + kind;
        story.refuses(offer, "amount-is-not-more-than-was-paid", demand, Map.of("amountFen", paid + 1));
        story.does(offer, demand, Map.of("amountFen", 2000));
        story.does("acceptSolutionOn" + kind, demand);
        String performance = "performSettlementOn" + kind;
        story.refuses(performance, "settlement-pays-what-was-agreed", demand, Map.of("amountFen", 1999));
        story.doesAsShown(performance, "amountSaid", demand);
        String list = kind.equals("Return") ? "kind=return" : "kind=complaint";
        eventually(() -> assertThat(demandOf(list, demand).get("paidBackFen").longValue())
                .isEqualTo(2000));
    }

    private JsonNode demandOf(String list, String demand) {
        return story.pages("listDemands", list + "&limit=100").stream()
                .filter(item -> item.get("subject").stringValue().endsWith("/" + demand))
                .findFirst()
                .orElseThrow(() -> new AssertionError(demand + " is not on the list yet"));
    }

    @Test
    void a_complaint_without_an_order_has_no_money_to_pay_back() {
        String complaint = story.complained();
        String code = "amount-is-of-an-order";
        story.refuses("offerSolutionOnComplaint", code, complaint, Map.of("amountFen", 1));
        story.timePasses("PT96H");
        story.does("openInterventionOnComplaint", complaint);
        story.refuses("settleComplaint", code, complaint, Map.of("amountFen", 1));
        story.refuses("decideComplaint", code, complaint, Map.of("amountFen", 1));
        String serious = story.complained();
        story.does("flagComplaintSerious", serious);
        story.refuses("cosignSolution", code, serious, Map.of("amountFen", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void a_decision_pays_what_it_orders(String kind) {
        String demand = story.demandAboutAnOrder(kind);
        story.timePasses("PT96H");
        story.does("openInterventionOn" + kind, demand);
        String decide = "decide" + kind;
        story.refuses(decide, "amount-is-not-more-than-was-paid", demand, Map.of("amountFen", 99999));
        story.refuses(decide, "amount-is-ordered-of-somebody", demand, Map.of("orders", "none", "amountFen", 1));
        story.doesAsShown(decide, "merchantPays", demand);
        String perform = "performDecisionOn" + kind;
        story.refuses(perform, "decision-pays-what-was-ordered", demand, Map.of("amountFen", 9899));
        story.doesAsShown(perform, "amountSaid", demand);
        story.does("appealDecisionOn" + kind, demand);
        Map<String, ?> more = reversed(15_901);
        story.refuses("decideAppealOn" + kind, "amount-is-not-more-than-was-paid", demand, more);
        story.doesAsShown("decideAppealOn" + kind, "lessMoney", demand);
        story.does(perform, demand);
        eventually(() -> {
            JsonNode file = story.asks("readCase", "", kind.toLowerCase(Locale.ROOT) + "s", demand);
            assertThat(file.at("/decision/finding").asString("")).isEqualTo("both-at-fault");
            assertThat(file.at("/appeal/amountFen").asLong(0)).isEqualTo(5000);
            assertThat(file.at("/appeal/finding").asString("")).isEqualTo("both-at-fault");
            assertThat(file.at("/paidBackFen").asLong(0)).isEqualTo(14_900);
        });
    }

    /** The rules that the first story publishes want a second person above 100000 fen. */
    @ParameterizedTest
    @ValueSource(strings = {"Return", "Complaint"})
    void above_an_amount_a_second_person_confirms(String kind) {
        String demand = story.demandAboutAnOrder(kind, 200_000);
        story.timePasses("PT96H");
        story.does("openInterventionOn" + kind, demand);
        String confirm = "confirmDecisionOn" + kind;
        String giveBack = "returnDecisionOn" + kind;
        story.refuses(confirm, "decision-is-proposed", demand);
        story.refuses(giveBack, "decision-is-proposed", demand);
        Map<String, ?> much = Map.of("orders", "merchant", "amountFen", 150_000);
        story.does("decide" + kind, demand, much);
        eventually(() -> assertThat(
                        queued(demand).at("/decisionProposed/amountFen").asLong(0))
                .isEqualTo(150_000));
        story.refuses(confirm, "second-person-is-another-agent", demand, Map.of("agent", "agent-wang"));
        story.refuses(giveBack, "second-person-is-another-agent", demand, Map.of("agent", "agent-wang"));
        story.does(giveBack, demand);
        String seen = partysVersion(kind, demand);
        story.does("decide" + kind, demand, much);
        assertThat(partysVersion(kind, demand)).isEqualTo(seen);
        story.refuses(confirm, "second-person-has-another-credential", demand);
        assertThat(offered(story, kind, demand)).contains("return-decision").doesNotContain("confirm-decision");
        Storyteller zhao = story.by("agent", "agent-zhao");
        assertThat(offered(zhao, kind, demand)).contains("confirm-decision");
        zhao.does(confirm, demand);
        assertThat(partysVersion(kind, demand)).isNotEqualTo(seen);
        story.refuses(confirm, "decision-is-proposed", demand);
        story.does("appealDecisionOn" + kind, demand);
        Map<String, ?> all = reversed(200_000);
        story.refuses("decideAppealOn" + kind, "appeal-goes-to-another-agent", demand, Map.of("agent", "agent-zhao"));
        story.does("decideAppealOn" + kind, demand, all);
        story.refuses(confirm, "appeal-goes-to-another-agent", demand);
        story.by("agent", "agent-sun").does(confirm, demand, Map.of("agent", "agent-sun"));
        story.does("performDecisionOn" + kind, demand);
    }

    private static Map<String, ?> reversed(int amountFen) {
        return Map.of(
                "outcome",
                "reversed",
                "orders",
                "merchant",
                "amountFen",
                amountFen,
                "finding",
                "merchant-at-fault",
                "clause",
                "6.4.3 d");
    }

    private static List<String> offered(Storyteller asker, String kind, String demand) {
        return asker.asks("listAvailableActions", "", kind.toLowerCase(Locale.ROOT) + "s", demand)
                .get("actions")
                .valueStream()
                .map(action -> action.get("action").stringValue())
                .toList();
    }

    /** By it the merchant would learn that the desk is about to decide. */
    private String partysVersion(String kind, String demand) {
        return story.by("merchant", "lanhua-tea").version(kind.toLowerCase(Locale.ROOT) + "s", demand);
    }

    private JsonNode queued(String demand) {
        return story.pages("readQueue", "limit=100").stream()
                .filter(item -> item.get("caseSubject").stringValue().endsWith("/" + demand)
                        && item.get("kind").stringValue().equals("intervention"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(demand + " is not in the queue yet"));
    }

    @Test
    void a_complaint_is_redirected() {
        String complaint = story.complained();
        story.does("acceptComplaint", complaint);
        story.refuses("acceptComplaint", "duty-is-owed", complaint);
        story.refuses("redirectComplaint", "complaint-goes-to-the-other-party", complaint, Map.of("to", "merchant"));
        story.does("redirectComplaint", complaint);
        story.refuses("redirectComplaint", "complaint-is-redirected-once", complaint);
        story.refuses("verifyFacts", "duty-is-owed", complaint);
        story.refuses("cosignSolution", "duty-is-owed", complaint);
        String late = story.complained();
        story.timePasses("PT96H");
        story.refuses("redirectComplaint", "window-is-still-open", late);
        ObjectNode selfRun = complaint(story.name("C")).put("operator", "lanhua-tea");
        story.does("fileComplaint", selfRun);
        story.refuses(
                "redirectComplaint",
                "room-has-an-operator-of-its-own",
                selfRun.get("complaint").stringValue());
        story.refuses(
                "urgeComplaint",
                "room-has-an-operator-of-its-own",
                selfRun.get("complaint").stringValue());
        story.does("withdrawComplaint", complaint);
        story.refuses("acceptComplaint", "demand-is-open", complaint);
        story.refuses("redirectComplaint", "demand-is-open", complaint);
        story.refuses("flagComplaintSerious", "demand-is-open", complaint);
        story.refuses("verifyFacts", "demand-is-open", complaint);
        story.refuses("cosignSolution", "demand-is-open", complaint);
        story.refuses("fileComplaint", "id-is-free", complaint(complaint));
        story.refuses(
                "fileComplaint",
                "parties-are-those-of-the-order",
                Map.of("complaint", story.name("C"), "consumer", "fang"));
    }

    @Test
    void a_serious_complaint_has_a_joint_solution() {
        String complaint = story.complained();
        story.does("flagComplaintSerious", complaint);
        story.refuses("flagComplaintSerious", "complaint-is-not-serious", complaint);
        story.refuses("redirectComplaint", "complaint-is-not-serious", complaint);
        story.refuses("offerSolutionOnComplaint", "complaint-is-not-serious", complaint);
        story.does("verifyFacts", complaint);
        story.does("verifyFacts", complaint, Map.of("by", "operator"));
        story.does("cosignSolution", complaint);
        story.does("cosignSolution", complaint, Map.of("by", "operator"));
        story.does("acceptSolutionOnComplaint", complaint);
        String paid = story.demandAboutAnOrder("Complaint");
        story.does("flagComplaintSerious", paid);
        story.doesAsShown("cosignSolution", "withMoney", paid);
        story.refuses("cosignSolution", "signatures-name-one-amount", paid, Map.of("by", "operator"));
        String agreed = story.complained();
        story.does("offerSolutionOnComplaint", agreed);
        story.does("acceptSolutionOnComplaint", agreed);
        story.refuses("flagComplaintSerious", "solution-is-not-accepted-yet", agreed);
    }

    @Test
    void questions_and_reports_end_once() {
        String inquiry = story.name("I");
        story.does("askInquiry", Map.of("inquiry", inquiry, "to", "merchant"));
        story.refuses("askInquiry", "id-is-free", Map.of("inquiry", inquiry));
        story.does("answerInquiry", inquiry);
        story.refuses("answerInquiry", "duty-is-owed", inquiry);
        String report = story.name("V");
        assertThat(story.does("reportViolation", Map.of("report", report)).location())
                .isNotNull();
        for (Storyteller reporter : List.of(story.by("consumer", "jun"), story.by("merchant", "other-tea"))) {
            Map<String, ?> another = Map.of("report", story.name("report"));
            assertThat(reporter.does("reportViolation", another).location())
                    .as("an address that the reporter may not read")
                    .isNull();
        }
        story.refuses("reportViolation", "id-is-free", Map.of("report", report));
        story.does("triageReport", report);
        story.refuses("triageReport", "duty-is-owed", report);
    }

    @Test
    void documents_keep_their_bounds() {
        Map<String, ?> tooShort = Map.of("consumer-ship-return", "P1D");
        Map<String, ?> notTheirs = Map.of("consumer-ship-return", "P9D");
        story.refuses("publishRules", "length-is-within-bounds", Map.of("windows", tooShort));
        story.refuses(
                "publishRules", "length-is-well-formed", Map.of("windows", Map.of("consumer-ship-return", "PT0H")));
        story.refuses("publishPlan", "document-may-speak-for-it", Map.of("windows", notTheirs));
        story.refuses("publishMechanism", "document-may-speak-for-it", Map.of("windows", notTheirs));
        Answer unknown = exchanges
                .to(CONTRACT.operation("publishRules"))
                .body(request(
                        "publishRules", Map.of("windows", Map.of("express", "PT1H", "consumer-ship-return", "P1D"))))
                .answerToNonsense();
        assertThat(unknown.body().get("errors").values())
                .extracting(error -> error.get("code").stringValue())
                .containsExactlyInAnyOrder("obligation-exists", "length-is-within-bounds");

        String room = story.name("L");
        story.does("askPlanAdjustment", Map.of("room", room));
        story.refuses("askPlanAdjustment", "adjustment-is-asked-once", Map.of("room", room));
        story.refuses(
                "askPlanAdjustment", "room-has-an-operator-of-its-own", Map.of("room", room, "operator", "lanhua-tea"));
        story.does("publishPlan", Map.of("room", room, "windows", Map.of()));
        story.refuses("refusePlanAdjustment", "duty-is-owed", Map.of("room", room));
    }

    @Test
    void a_service_plan_is_proposed_and_the_room_operator_answers() {
        String room = story.name("L");
        Map<String, ?> here = Map.of("room", room);
        story.refuses(
                "proposePlan",
                "length-is-within-bounds",
                Map.of("room", room, "windows", Map.of("merchant-refund-after-return", "P8D")));
        story.does("proposePlan", here);
        story.refuses(
                "confirmPlan", "plan-was-proposed-to-this-operator", Map.of("room", room, "operator", "somebody-else"));
        story.does("proposePlan", here);
        story.refuses("confirmPlan", "plan-proposal-is-the-one-that-was-read", here);
        story.refuses("declinePlan", "plan-proposal-is-the-one-that-was-read", here);
        story.does("declinePlan", Map.of("room", room, "proposal", 2));
        story.refuses("declinePlan", "plan-proposal-waits", here);
        story.does("askPlanAdjustment", here);
        story.does("proposePlan", here);
        story.refuses("refusePlanAdjustment", "duty-is-owed", here);
        story.does("confirmPlan", Map.of("room", room, "proposal", 3));
        story.refuses("confirmPlan", "plan-proposal-waits", here);
        story.does("proposePlan", Map.of("room", room, "operator", "lanhua-tea"));

        eventually(() -> assertThat(story.asks("readPlan", "", "lanhua-tea", room)
                        .at("/inForce/number")
                        .intValue())
                .isEqualTo(2));
        JsonNode plan = story.asks("readPlan", "limit=1", "lanhua-tea", room);
        assertThat(plan.get("versions")).hasSize(1);
        JsonNode rest =
                story.asks("readPlan", "limit=1&cursor=" + plan.get("next").stringValue(), "lanhua-tea", room);
        assertThat(rest.at("/versions/0")).isEqualTo(story.asks("readPlanVersion", "", "lanhua-tea", room, "1"));
        assertThat(rest.at("/versions/0/proposal").intValue()).isEqualTo(3);
        assertThat(rest.at("/versions/0/publishedBy").stringValue()).isEqualTo("room-operator:xiaoyu-live");
    }

    @Test
    void documents_are_published_ahead_and_never_backdated() {
        String past = now().minus(Duration.ofSeconds(1)).toString();
        String ahead = now().plus(Duration.ofDays(3)).toString();
        String room = story.name("L");
        Map<String, Map<String, ?>> documents = Map.of(
                "publishPlan", Map.of("room", room),
                "proposePlan", Map.of("room", room, "operator", "somebody"),
                "publishMechanism", Map.of("operator", "somebody"));
        documents.forEach((publish, whose) -> {
            Map<String, Object> document = new HashMap<>(whose);
            document.put("effectiveAt", past);
            story.refuses(publish, "effect-begins-no-earlier-than-the-act", document);
            document.put("effectiveAt", ahead);
            story.does(publish, document);
        });
        story.refuses("publishRules", "effect-begins-no-earlier-than-the-act", Map.of("effectiveAt", past));
        story.refuses("publishRules", "rules-are-announced-before-they-change", Map.of());
        story.refuses("publishRules", "rules-are-announced-before-they-change", Map.of("effectiveAt", ahead));

        eventually(() -> assertThat(story.asks("readMechanism", "", "somebody")
                        .at("/announced/0/effectiveAt")
                        .stringValue())
                .satisfies(shown ->
                        assertThat(OffsetDateTime.parse(shown).toInstant()).isEqualTo(Instant.parse(ahead))));
        assertThat(story.asks("readMechanism", "", "somebody").get("inForce").isNull())
                .isTrue();
        assertThat(story.asks("readMechanism", "at=" + ahead, "somebody")
                        .at("/inForce/number")
                        .intValue())
                .isEqualTo(1);
        assertThat(story.asks("readMechanismVersion", "", "somebody", "1")
                        .get("state")
                        .stringValue())
                .isEqualTo("announced");
        assertThat(story.eventuallyReads("readRules").at("/inForce/number").intValue())
                .isEqualTo(1);
        assertThat(story.asks("readRulesVersion", "", "1").get("state").stringValue())
                .isEqualTo("in-force");
    }

    @Test
    void a_notice_about_days_off_moves_what_rested_on_provisional_days() {
        String operator = story.name("H");
        String complaint = story.name("C");
        story.does(
                "publishMechanism",
                Map.of("operator", operator, "windows", Map.of("room-operator-accept-complaint", "P40WD")));
        story.does(
                "fileComplaint",
                Storyteller.complaint(complaint).put("operator", operator).put("against", "operator"));
        JsonNode before = story.eventuallyReads("listWindowsOfCase", "complaints", complaint)
                .at("/items/0");
        assertThat(before.get("provisional").booleanValue()).isTrue();

        LocalDate due = OffsetDateTime.parse(before.get("dueAt").stringValue()).toLocalDate();
        story.does("loadCalendarNotice", notice(due.getYear(), daysOffAnd(due.minusDays(1))));
        eventually(() -> assertThat(story.asks("listWindowsOfCase", "", "complaints", complaint)
                        .at("/items/0/provisional")
                        .booleanValue())
                .isFalse());
        JsonNode after =
                story.asks("listWindowsOfCase", "", "complaints", complaint).at("/items/0");
        assertThat(OffsetDateTime.parse(after.get("dueAt").stringValue()))
                .isAfter(OffsetDateTime.parse(before.get("dueAt").stringValue()));
        eventually(() -> assertThat(story.asks("readCase", "", "complaints", complaint)
                        .at("/entries/1/event")
                        .stringValue())
                .isEqualTo("window.recounted.v1"));
        JsonNode explained = story.asks(
                "explainWindow",
                "subject=complaint/" + complaint + "&obligation=room-operator-accept-complaint&owedBy=room-operator:"
                        + operator);
        assertThat(explained.at("/recounts/0/dueAtBefore")).isEqualTo(before.get("dueAt"));
        assertThat(explained.at("/recounts/0/dueAtAfter")).isEqualTo(after.get("dueAt"));
        assertThat(explained.get("dueAt")).isEqualTo(after.get("dueAt"));
        assertThat(seen(explained.get("calendar"), "name")).contains("invented " + due.getYear());
        assertThat(story.hears("case=complaint/" + complaint + "&types=io.redress.window.moved", 1)
                        .at("/items/0/data/reason")
                        .stringValue())
                .isEqualTo("calendar");

        int version = story.asks("readCalendar", "").get("version").intValue();
        JsonNode calendar = story.asks("readCalendarVersion", "", Integer.toString(version));
        assertThat(seen(calendar.get("sources"), "version")).contains(Integer.toString(version));
        // a correction is loaded like any other
        story.does("loadCalendarNotice", notice(due.getYear(), daysOffAnd(due.plusDays(1))));
        assertThat(story.asks("readCalendar", "").get("version").intValue()).isEqualTo(version + 1);
        assertThat(story.asks("readCalendarVersion", "", "1").get("loadedAt").isNull())
                .isTrue();
    }

    @Test
    void a_notice_about_days_off_that_cannot_be_right_is_refused() {
        int year = now().atOffset(ZoneOffset.ofHours(8)).getYear();
        String newYear = year + "-01-01";
        String tuesday = LocalDate.of(year, 10, 1)
                .with(TemporalAdjusters.next(DayOfWeek.TUESDAY))
                .toString();
        story.refuses(
                "loadCalendarNotice", "notice-is-of-this-year-or-the-next", notice(year + 5, (year + 5) + "-01-01"));
        story.refuses(
                "loadCalendarNotice",
                "notice-is-issued-before-it-is-loaded",
                with(notice(year, newYear), "issuedOn", "2099-01-01"));
        story.refuses("loadCalendarNotice", "notice-speaks-of-its-year", notice(year, (year - 1) + "-11-30"));
        story.refuses("loadCalendarNotice", "notice-names-a-day-once", notice(year, newYear, newYear));
        story.refuses(
                "loadCalendarNotice",
                "made-up-is-on-a-weekend",
                with(notice(year, newYear), "workdays", days(tuesday)));
    }

    /** The days off of a year as they are known, and one more. */
    private String[] daysOffAnd(LocalDate more) {
        return Stream.concat(
                        story.asks("readCalendar", "")
                                .get("days")
                                .valueStream()
                                .filter(day -> !day.get("works").booleanValue())
                                .map(day -> day.get("date").stringValue())
                                .filter(day -> day.startsWith(more.getYear() + "-")),
                        Stream.of(more.toString()))
                .distinct()
                .toArray(String[]::new);
    }

    /** Invented. */
    private static Map<String, Object> notice(int year, String... daysOff) {
        return Map.of(
                "number",
                "invented " + year,
                "year",
                year,
                "daysOff",
                days(daysOff),
                "workdays",
                days(LocalDate.of(year, 12, 1)
                        .with(TemporalAdjusters.next(DayOfWeek.SATURDAY))
                        .toString()));
    }

    private static List<Map<String, String>> days(String... days) {
        return Stream.of(days).map(day -> Map.of("date", day, "holiday", "元旦")).toList();
    }

    @Test
    void parties_state_who_they_are_and_how_they_serve() {
        String past = now().minus(Duration.ofSeconds(1)).toString();
        String act = "publishStatement";
        story.refuses(act, "statement-kind-is-known", Map.of("kind", "horoscope"));
        story.refuses(act, "statement-comes-from-whom-it-binds", Map.of("by", "operator"));
        story.refuses(act, "statement-names-what-its-kind-names", Map.of("about", "something"));
        story.refuses(act, "statement-says-what-its-kind-asks", Map.of("content", Map.of("delivery", "soon")));
        story.refuses(act, "effect-begins-no-earlier-than-the-act", Map.of("effectiveAt", past));
        String room = story.name("L");
        story.does(act, Map.of("room", room));
        story.does(act, stated("disclosure").put("room", room));
        story.does(act, stated("room").put("room", room));
        story.refuses(
                act, "room-has-one-operator", stated("room").put("room", room).put("operator", "another"));
        ObjectNode party = stated("party").put("merchant", story.name("M"));
        party.remove("effectiveAt");
        story.does(act, party);
        ((ObjectNode) party.at("/content/channels/0")).put("hours", "8-22");
        story.does(act, party);

        String merchant = party.get("merchant").stringValue();
        String subject = "subject=statement/party/merchant:" + merchant;
        eventually(() -> assertThat(story.pages("listStatementVersions", subject + "&limit=1"))
                .hasSize(2)
                .first()
                .satisfies(newest -> assertThat(newest.get("changes").toString())
                        .isEqualTo("[{\"field\":\"channels/0/hours\",\"said\":\"8-22\",\"replaced\":\"9-21\"}]")));
        eventually(() -> assertThat(seen(story.pages("listStatements", "room=" + room + "&limit=1"), "kind"))
                .containsExactly("disclosure", "plan-terms", "room"));
        assertThat(seen(story.asks("listStatementKinds", "").get("items"), "kind"))
                .contains("party", "room", "plan-terms", "disclosure");
        assertThat(story.asks("readPublishedPlatform", "").get("periods")).hasSize(40);
        assertThat(story.asks("readPublishedMerchant", "room=" + room, merchant)
                        .at("/operator/party")
                        .stringValue())
                .isEqualTo("room-operator:xiaoyu-live");
        assertThat(story.asks("readPublishedRoom", "merchant=" + merchant, room)
                        .get("name")
                        .stringValue())
                .isEqualTo("小雨直播间");
    }

    private static ObjectNode stated(String example) {
        return (ObjectNode)
                CONTRACT.operation("publishStatement").requests().get(example).deepCopy();
    }

    @Test
    void more_time_has_its_rules() {
        String subject = "return/" + story.returned("exchange");
        Instant now = now();
        String later = now.plus(Duration.ofDays(3)).toString();
        story.refuses("acceptExtension", "proposal-is-pending", Map.of("subject", subject));
        story.refuses("declineExtension", "proposal-is-pending", Map.of("subject", subject));
        Map<String, String> proposal = Map.of("subject", subject, "dueAt", later);
        story.refuses("proposeExtension", "proposal-comes-from-the-owner", with(proposal, "by", "operator"));
        story.refuses("proposeExtension", "proposal-is-later", with(proposal, "dueAt", now.toString()));
        story.refuses(
                "proposeExtension",
                "proposal-stays-under-the-ceiling",
                with(proposal, "dueAt", now.plus(Duration.ofDays(30)).toString()));
        story.refuses(
                "proposeExtension", "window-is-still-open", with(proposal, "obligation", "merchant-execute-refund"));
        story.refuses(
                "proposeExtension",
                "length-may-be-agreed",
                Map.of(
                        "subject",
                        subject,
                        "dueAt",
                        later,
                        "by",
                        "operator",
                        "obligation",
                        "room-operator-urge-aftersale"));
        story.does("proposeExtension", proposal);
        story.refuses("proposeExtension", "one-proposal-at-a-time", proposal);
        story.does("acceptExtension", Map.of("subject", subject));
    }

    private Instant now() {
        return Instant.parse(story.asks("readSandboxClock", "").get("now").stringValue());
    }

    @Test
    void a_key_has_a_successor_and_is_revoked() {
        String merchant = story.name("M");
        String key = story.does("createApiKey", Map.of("name", merchant))
                .body()
                .get("key")
                .stringValue();
        story.doesAsShown("createApiKey", "feed");
        Answer successor = exchanges
                .to(CONTRACT.operation("rotateApiKey"))
                .with("Authorization", "Bearer " + key)
                .body(request("rotateApiKey", Map.of()))
                .answer();
        assertThat(successor.status()).isEqualTo(201);
        assertThat(exchanges
                        .to(CONTRACT.operation("rotateApiKey"))
                        .with("Authorization", "Bearer " + key)
                        .body(request("rotateApiKey", Map.of()))
                        .answer()
                        .code())
                .isEqualTo("holder-has-two-keys-at-most");
        story.refuses("createApiKey", "holder-has-two-keys-at-most", Map.of("name", merchant));
        story.does("revokeApiKey", key.split("_")[1]);
        assertThat(exchanges
                        .to(CONTRACT.operation("revokeApiKey"), "nothing-of-this-name")
                        .body(request("revokeApiKey", Map.of()))
                        .answer()
                        .code())
                .isEqualTo("subject-is-known");
        assertThat(story.pages("listApiKeys", "limit=1")).hasSizeGreaterThan(2);
    }

    @Test
    void a_merchant_says_where_it_wants_to_be_told() {
        Storyteller own = story.by("merchant", story.name("M"));
        String endpoint =
                own.does("createWebhookEndpoint").body().at("/endpoint/id").stringValue();
        own.does("rotateWebhookSecret", endpoint);
        String message =
                own.does("pingWebhookEndpoint", endpoint).body().get("message").stringValue();
        assertThat(own.asks("readWebhookDelivery", "", endpoint, message)
                        .at("/body/type")
                        .stringValue())
                .isEqualTo("ping");
        own.does("resendWebhookDelivery", request("resendWebhookDelivery", Map.of()), endpoint, message);
        assertThat(own.pages("listWebhookDeliveries", "limit=1&endpoint=" + endpoint))
                .hasSize(1);
        own.does("changeWebhookEndpoint", endpoint, Map.of("enabled", false));
        assertThat(own.asks("readWebhookEndpoint", "", endpoint)
                        .get("disabledBecause")
                        .stringValue())
                .isEqualTo("asked");
        own.refuses("pingWebhookEndpoint", "endpoint-is-enabled", endpoint);
        Map<String, String> lately =
                Map.of("since", OffsetDateTime.now().minusMinutes(1).toString());
        own.refuses("replayWebhookDeliveries", "endpoint-is-enabled", endpoint, lately);
        own.does("changeWebhookEndpoint", endpoint, Map.of("enabled", true));
        own.does("replayWebhookDeliveries", endpoint, lately);
        for (int others = 0; others < 9; others++) {
            own.does("createWebhookEndpoint");
        }
        own.refuses("createWebhookEndpoint", "party-has-ten-endpoints-at-most", Map.of());
        own.does("deleteWebhookEndpoint", endpoint);
        assertThat(own.pages("listWebhookEndpoints", "limit=5")).hasSize(9);
    }

    @Test
    void a_merchant_answers_from_its_ticket_system() throws Exception {
        String demand = story.demand("Return");
        String party = request("registerOrder", Map.of()).get("merchant").stringValue();
        JsonNode made =
                story.by("merchant", party).does("createWebhookEndpoint").body();
        String endpoint = made.at("/endpoint/id").stringValue();
        Webhook secret = new Webhook(made.get("callbackSecret").stringValue());
        ObjectNode refuse = (ObjectNode) request("sendCallback", Map.of("case", "return/" + demand));
        String id = story.name("cb");
        Answer held = callback(endpoint, secret, id, refuse);
        assertThat(held.status()).isEqualTo(202);
        assertThat(held.body().get("missing").toString()).isEqualTo("[1]");
        ObjectNode link = refuse.deepCopy().without(List.of("act", "fields"));
        assertThat(callback(
                                endpoint,
                                secret,
                                story.name("cb"),
                                link.put("version", 1).put("ticket", "T-778"))
                        .status())
                .isEqualTo(200);
        eventually(() -> assertThat(story.by("merchant", party)
                        .asks("listCallbacks", "", endpoint)
                        .at("/items/1/state")
                        .stringValue())
                .isEqualTo("applied"));
        assertThat(callback(endpoint, secret, id, refuse).replayed()).isTrue();
        Answer refused = callback(endpoint, secret, story.name("cb"), refuse.put("version", 3));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/availableActions/actions")).isNotEmpty();
        assertThat(story.by("merchant", party).pages("listCallbacks", "limit=1", endpoint))
                .hasSize(3);
    }

    private Answer callback(String endpoint, Webhook secret, String id, JsonNode said) throws Exception {
        long second = Instant.now().getEpochSecond();
        return exchanges
                .to(CONTRACT.operation("sendCallback"), endpoint)
                .with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(second))
                .with("webhook-signature", secret.sign(id, second, said.toString()))
                .body(said)
                .answer();
    }

    @Test
    void a_sandbox_gives_a_token_for_any_part() {
        story.does("issueSandboxToken");
        String token = story.doesAsShown("issueSandboxToken", "agent")
                .body()
                .get("token")
                .stringValue();
        assertThat(exchanges
                        .to(CONTRACT.operation("createApiKey"))
                        .body(request("createApiKey", Map.of()))
                        .with("Authorization", "Bearer " + token)
                        .answer()
                        .code())
                .isEqualTo("http-403");
    }

    private static <V> Map<String, V> with(Map<String, V> fields, String field, V value) {
        Map<String, V> changed = new HashMap<>(fields);
        changed.put(field, value);
        return changed;
    }

    // ---- sheets; after the stories

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void every_case_can_be_read_from_end_to_end() {
        String inSevenDays = now().plus(Duration.ofDays(7)).toString();
        story.does("publishRules", Map.of("autoUrge", false, "effectiveAt", inSevenDays));
        story.timePasses("PT168H");
        story.does("registerOrder", Map.of("order", story.name("O")));
        story.timePasses("PT240H");
        for (String location : story.caseFiles()) {
            String[] address = location.split("/");
            String kind = address[4];
            String id = address[5];
            JsonNode file = story.eventuallyReads("readCase", kind, id);
            JsonNode windows =
                    story.eventuallyReads("listWindowsOfCase", kind, id).get("items");
            for (JsonNode window : windows) {
                explained(window);
            }
            assertThat(story.asks("readTimeLedger", "", kind, id).get("windows"))
                    .hasSameSizeAs(windows);
            JsonNode proofs = story.asks("readProofs", "", kind, id);
            assertThat(proofs.get("events").size()
                            + proofs.at("/unsealed/events").size())
                    .isEqualTo(file.get("entries").size());
            assertThat(file.get("subject").stringValue()).endsWith("/" + id);
            assertThat(windows).isNotEmpty();
            story.asks("listAvailableActions", "", kind, id).get("actions").forEach(JourneyTest::isAsPromised);
            if (kind.equals("orders")) {
                story.eventuallyReads("readOrder", id);
            }
        }
        JsonNode file = story.eventuallyReads("readCase", "returns", "R1001");
        long first = file.at("/entries/0/position").longValue();
        JsonNode rest = story.asks("readCase", "after=" + first, "returns", "R1001");
        assertThat(rest.get("entries")).hasSize(file.get("entries").size() - 1);
        assertThat(seen(rest.get("entries"), "event"))
                .contains("return.refunded.v1")
                .doesNotContain("return.filed.v1");
    }

    /** Whoever has a window can ask why it is due then, and the answer is about that window. */
    private void explained(JsonNode window) {
        JsonNode explanation = story.asks(
                "explainWindow",
                Stream.of("subject", "obligation", "owedBy", "number")
                        .map(field -> field + "=" + window.get(field).asString())
                        .collect(Collectors.joining("&")));
        for (String field : List.of("openedAt", "dueAt", "outcome", "closedAt", "layer", "provisional")) {
            assertThat(explanation.get(field)).as(field).isEqualTo(window.get(field));
        }
    }

    /** The address and the fields of an action are those of its operation. */
    private static void isAsPromised(JsonNode action) {
        String act = action.get("action").stringValue();
        String[] address = action.get("href")
                .stringValue()
                .substring(Contract.BASE.length() + 1)
                .split("/");
        Operation operation = CONTRACT.acts().stream()
                .filter(candidate -> candidate.act().equals(act)
                        && candidate.path().split("/")[1].equals(address[0]))
                .findFirst()
                .orElseThrow();
        assertThat(address).hasSameSizeAs(operation.path().substring(1).split("/"));
        Map<String, JsonNode> fields = operation.fields();
        Set<String> named = new TreeSet<>();
        for (JsonNode field : action.get("fields")) {
            String name = field.get("name").stringValue();
            named.add(name);
            JsonNode schema = CONTRACT.resolve(fields.getOrDefault(name, action));
            assertThat(schema).as("%s of %s", name, act).isNotSameAs(action);
            // as things stand it may be required where it is not always, with the values that do then
            boolean inEvery = !action.get("choices").isEmpty()
                    && action.get("choices").valueStream().allMatch(choice -> choice.has(name));
            if (field.get("required").booleanValue()) {
                // the platform's systems say whose act it is; people at the desk need not
                assertThat(operation.requires(name) || inEvery || name.equals("agent"))
                        .as("%s of %s is required", name, act)
                        .isTrue();
            }
            JsonNode words = CONTRACT.resolve(schema.path("items")).path("enum").isEmpty()
                    ? schema.path("enum")
                    : CONTRACT.resolve(schema.path("items")).path("enum");
            assertThat(seenWords(field.get("words")))
                    .as("words of %s of %s", name, act)
                    .isEqualTo(seenWords(words));
            for (String bound : List.of("maxLength", "maxItems")) {
                if (schema.has(bound)) {
                    assertThat(field.get("max").longValue())
                            .isEqualTo(schema.get(bound).longValue());
                }
            }
            if (schema.has("maximum")) {
                assertThat(field.get("max").longValue())
                        .isLessThanOrEqualTo(schema.get("maximum").longValue());
            }
        }
        fields.keySet().stream()
                .filter(operation::requires)
                .filter(name -> action.get("choices").isEmpty())
                .forEach(name -> assertThat(named).as("fields of " + act).contains(name));
    }

    private static Set<String> seenWords(JsonNode words) {
        return words.valueStream()
                .filter(word -> !word.isNull())
                .map(JsonNode::stringValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String orderOf(String demand) {
        return story.pages("listDemands", "kind=return&limit=100").stream()
                .filter(item -> item.get("subject").stringValue().equals("return/" + demand))
                .map(item -> item.get("order").stringValue().substring("order/".length()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> seen(Iterable<JsonNode> items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get(field).asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void owners_are_told_of_their_windows_and_the_case_shows_when() {
        String demand = story.demand("Return");
        String merchant = "merchant:lanhua-tea";
        String ofTheCase = "limit=2&case=return/" + demand;
        assertThat(story.does("setNoticeSettings", merchant, Map.of("businessHours", true))
                        .body()
                        .get("businessHours")
                        .booleanValue())
                .isTrue();
        assertThat(story.asks("readNoticeSettings", "", merchant)
                        .get("businessHours")
                        .booleanValue())
                .isTrue();
        story.does("setNoticeSettings", merchant, Map.of("businessHours", false));
        story.timePasses("PT120H");

        eventually(() -> assertThat(story.pages("readInbox", ofTheCase, merchant))
                .extracting(notice -> notice.get("type").stringValue())
                .containsSequence("window.opened", "window.due-soon", "window.due-soon", "window.lapsed"));
        assertThat(story.pages("readInbox", ofTheCase + "&type=window.lapsed", merchant))
                .singleElement()
                .satisfies(
                        notice -> assertThat(notice.get("case").stringValue()).isEqualTo("return/" + demand));
        assertThat(story.pages("readInbox", ofTheCase + "&since=2099-01-01T00:00:00Z", merchant))
                .isEmpty();
        JsonNode windows = story.asks("readCaseNotices", "", "returns", demand).get("windows");
        assertThat(windows)
                .isNotEmpty()
                .allSatisfy(window ->
                        assertThat(window.get("hearing").stringValue()).isEqualTo("told"));
        assertThat(windows.get(0).get("notices").get(0).get("type").stringValue())
                .isEqualTo("window.opened");
    }

    /** Of all days and rooms, and of some. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void the_published_rules_are_those_that_are_read_as_rules() {
        JsonNode rules = story.asksAfterAll("readRules");
        assertThat(rules.get("next").isNull()).isTrue();
        assertThat(rules.get("versions")).hasSizeGreaterThanOrEqualTo(2);
        JsonNode published = story.asks("readPublishedPlatform", "")
                .get("documents")
                .valueStream()
                .filter(document -> document.get("subject").stringValue().equals("rules/platform"))
                .findFirst()
                .orElseThrow();
        assertThat(published.get("versions")).isEqualTo(rules.get("versions"));
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void every_figure_of_a_record_leads_to_its_cases() {
        String demand = story.demand("Return");
        story.does("withdrawReturn", demand);
        story.does("rateReturn", demand);
        story.does("rateReturn", demand, Map.of("of", "operator", "stars", 5));
        String merchant = "merchant:lanhua-tea";
        story.asksAfterAll("readPartyRecord", merchant);
        assertThat(seen(story.pages("listRatingsOfRecord", "stars=2&room=room-88&limit=1", merchant), "comment"))
                .containsExactly("等了一周才退款");
        for (String party : List.of(merchant, "room-operator:xiaoyu-live", "consumer:ming", "platform")) {
            for (String part : List.of("", "from=2026-11-14&to=2026-11-20&room=room-88")) {
                JsonNode record = story.asks("readPartyRecord", part, party);
                record.get("sources")
                        .properties()
                        .forEach(figures -> figures.getValue().properties().forEach(figure -> {
                            String name = figures.getKey() + "/" + figure.getKey();
                            if (figure.getKey().equals("medianSecondsToMeet")) {
                                assertThat(listed(party, figure.getValue(), ""))
                                        .hasSize((int) (count(record, "metInTime") + count(record, "metLate")));
                            } else {
                                assertThat(listed(party, figure.getValue(), ""))
                                        .as(party + " " + part + " " + name)
                                        .hasSize(record.at("/" + name).intValue());
                            }
                        }));
                for (JsonNode line : record.get("obligations")) {
                    String only = "&obligation=" + line.get("obligation").stringValue();
                    line.get("figures").properties().stream()
                            .filter(figure -> figure.getValue().asInt(0) > 0
                                    && !figure.getKey().equals("medianSecondsToMeet"))
                            .forEach(figure -> assertThat(
                                            listed(party, record.at("/sources/total/" + figure.getKey()), only))
                                    .as(party + " " + part + only + " " + figure.getKey())
                                    .hasSize(figure.getValue().intValue()));
                }
                for (JsonNode out : record.get("excluded")) {
                    assertThat(listed(party, out.get("href"), ""))
                            .as(party + " " + part + " " + out)
                            .hasSize(out.get("count").intValue())
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void every_figure_of_the_board_leads_to_its_cases_and_agrees_with_the_records() {
        story.asksAfterAll("readConformance");
        for (String part : List.of("", "from=2026-11-14&to=2026-11-20")) {
            JsonNode board = story.asks("readConformance", part);
            List<JsonNode> rows =
                    new ArrayList<>(board.get("clauses").valueStream().toList());
            rows.addAll(board.get("clauses")
                    .valueStream()
                    .flatMap(row -> row.get("duties").valueStream())
                    .toList());
            for (JsonNode row : rows) {
                agreesWithItsLists(row.get("counts"), row.get("sources"));
            }
            agreesWithItsLists(board.get("total"), board.get("sources"));
            for (JsonNode out : board.get("excluded")) {
                assertThat(onBoard(out.get("href")))
                        .as("%s", out)
                        .hasSize(out.get("count").intValue())
                        .isNotEmpty();
            }
            JsonNode platform = story.asks("readPartyRecord", part, "platform");
            for (JsonNode line : platform.get("obligations")) {
                JsonNode duty = rows.stream()
                        .filter(row -> row.path("obligation").equals(line.get("obligation")))
                        .findFirst()
                        .orElseThrow();
                duty.get("counts")
                        .properties()
                        .forEach(figure -> assertThat(figure.getValue())
                                .as(line + " " + figure.getKey())
                                .isEqualTo(line.at("/figures/" + figure.getKey())));
            }
        }
    }

    private void agreesWithItsLists(JsonNode counts, JsonNode sources) {
        sources.properties().forEach(figure -> {
            int count = counts.get(figure.getKey()).intValue();
            if (count > 0 || figure.getKey().equals("opened")) {
                assertThat(onBoard(figure.getValue())).as(figure.toString()).hasSize(count);
            }
        });
    }

    private List<JsonNode> onBoard(JsonNode address) {
        String[] parts = address.stringValue().split("\\?", 2);
        assertThat(parts[0]).isEqualTo("/api/v1/conformance/windows");
        return story.pages("listWindowsOfConformance", "limit=100" + (parts.length > 1 ? "&" + decoded(parts[1]) : ""));
    }

    private static String decoded(String query) {
        return URLDecoder.decode(query, StandardCharsets.UTF_8);
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void what_is_missing_on_the_board_is_said_of_whom() {
        story.asksAfterAll("readConformance");
        JsonNode board = story.asks("readConformance", "");
        List<JsonNode> wanted = board.get("clauses")
                .valueStream()
                .flatMap(row -> row.get("documents").valueStream())
                .toList();
        assertThat(wanted).anyMatch(one -> one.get("missing").intValue() > 0);
        for (JsonNode one : wanted) {
            String[] parts = one.get("href").stringValue().split("\\?", 2);
            assertThat(parts[0]).isEqualTo("/api/v1/conformance/missing-documents");
            assertThat(story.pages("listMissingDocuments", "limit=3&" + decoded(parts[1])))
                    .as("%s", one)
                    .hasSize(one.get("missing").intValue());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void who_supervises_the_desk_sees_what_waits_and_what_its_people_did() {
        story.asksAfterAll("readDeskOverview");
        JsonNode overview = story.asks("readDeskOverview", "");
        for (JsonNode load : overview.get("load")) {
            assertThat(story.pages(
                            "readQueue", "limit=100&kind=" + load.get("kind").stringValue()))
                    .as("%s", load)
                    .hasSize(load.get("items").intValue());
        }
        JsonNode platform = story.asks("readPartyRecord", "", "platform");
        assertThat(overview.get("breaches")
                        .valueStream()
                        .mapToInt(breach -> breach.get("lapsed").intValue())
                        .sum())
                .isEqualTo((int) count(platform, "lapsed"));
        for (JsonNode breach : overview.get("breaches")) {
            assertThat(onBoard(breach.get("lapsedHref")))
                    .hasSize(breach.get("lapsed").intValue());
            assertThat(onBoard(breach.get("metLateHref")))
                    .hasSize(breach.get("metLate").intValue());
        }
        assertThat(overview.get("agents")).isNotEmpty().anySatisfy(agent -> {
            assertThat(agent.get("decided").intValue()).isPositive();
            assertThat(agent.get("medianSecondsToEnd").isNull()).isFalse();
        });
    }

    /** What stands in these lists of a record, which are named by their addresses. */
    private List<JsonNode> listed(String party, JsonNode addresses, String more) {
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode address : addresses.isArray() ? addresses : List.of(addresses)) {
            String[] parts = address.stringValue().split("\\?", 2);
            String list = parts[0].substring(parts[0].lastIndexOf('/') + 1);
            String operation = "list" + list.substring(0, 1).toUpperCase(Locale.ROOT) + list.substring(1) + "OfRecord";
            assertThat(parts[0]).isEqualTo("/api/v1/parties/" + party.replace(":", "%3A") + "/record/" + list);
            items.addAll(story.pages(operation, "limit=100" + (parts.length > 1 ? "&" + parts[1] : "") + more, party));
        }
        return items;
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void every_list_can_be_read_page_by_page() {
        String demand = story.demand("Return");
        story.does("offerSolutionOnReturn", demand);
        story.complained();
        String newest = story.name("V");
        story.does("reportViolation", Map.of("report", newest));
        eventually(() -> assertThat(story.pages("listOrders", "limit=100")).hasSizeGreaterThan(7));
        eventually(() -> assertThat(seen(story.pages("listDemands", "limit=100"), "subject"))
                .contains("return/" + demand));
        eventually(() -> assertThat(seen(story.pages("listWindows", "limit=100"), "subject"))
                .contains("report/" + newest));
        eventually(() -> assertThat(seen(story.pages("readQueue", "limit=100"), "subject"))
                .contains("report/" + newest));

        assertThat(story.pages("listOrders", "party=consumer:ming&limit=7")).hasSizeGreaterThan(7);
        assertThat(story.pages("listOrders", "party=merchant:nobody")).isEmpty();
        assertThat(story.pages("listOrders", "room=nowhere")).isEmpty();
        assertThat(story.pages("listOrders", "room=room-88&paidBefore=2026-11-11T00:00:00Z"))
                .isEmpty();
        assertThat(seen(story.pages("listDemands", "order=" + orderOf(demand)), "subject"))
                .contains("return/" + demand);
        assertThat(story.pages("listDemands", "limit=9")).hasSizeGreaterThan(20);
        assertThat(story.pages("listDemands", "kind=complaint&state=decided"))
                .allMatch(item -> item.get("state").stringValue().equals("decided"));
        for (String state : List.of("open", "completed", "closed", "decided")) {
            assertThat(story.pages("listDemands", "kind=return&state=" + state))
                    .as(state)
                    .isNotEmpty();
        }
        assertThat(story.pages("listWindows", "limit=3")).isNotEmpty();
        assertThat(story.pages("listWindows", "state=suspended"))
                .isNotEmpty()
                .allMatch(window -> window.get("outcome").stringValue().equals("suspended"));
        for (String party : List.of("platform", "merchant:lanhua-tea", "room-operator:xiaoyu-live", "consumer:ming")) {
            assertThat(story.pages("listWindows", "party=" + party + "&state=open"))
                    .as(party)
                    .isNotEmpty()
                    .allMatch(window -> window.get("owedBy").stringValue().equals(party));
        }
        assertThat(story.pages("listDocuments", "limit=2")).hasSizeGreaterThan(3);
        assertThat(seen(story.pages("listDocuments", "kind=plan&waiting=true&operator=xiaoyu-live"), "kind"))
                .containsExactly("plan");
        assertThat(seen(story.pages("listDocuments", "kind=rules"), "subject")).containsExactly("rules/platform");
        assertThat(story.pages("listDocuments", "merchant=nobody&room=nowhere")).isEmpty();
        assertThat(story.pages("listWindows", "state=closed&clause=6.4.2 c&limit=100"))
                .isNotEmpty();
        for (String party : List.of("platform", "merchant:lanhua-tea", "consumer:ming")) {
            JsonNode record = story.asks("readPartyRecord", "from=2026-11-13", party);
            assertThat(record.at("/total/opened").intValue()).as(party).isPositive();
            eventually(() -> assertThat(story.pages("listWindowsOfRecord", "owed=true&limit=100", party))
                    .hasSize(story.asks("readPartyRecord", "", party)
                            .at("/total/lapsedStillOwed")
                            .intValue()));
            assertThat(story.pages("listInterventionsOfRecord", "limit=100", party))
                    .isNotEmpty();
        }
        assertThat(seen(
                        story.pages("readQueue", "kind=report&waitsFor=platform-triage-demand&marked=false"),
                        "subject"))
                .contains("report/" + newest);
        assertThat(story.pages("readQueue", "party=merchant:nobody")).isEmpty();
        assertThat(story.pages("readQueue", "limit=2"))
                .hasSizeGreaterThan(2)
                .extracting(item -> item.get("id").stringValue())
                .doesNotHaveDuplicates();
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void what_happened_can_be_followed_from_the_beginning_and_from_now_on() {
        String tail = story.asks("listEvents", "from=tail").get("next").stringValue();
        String order = story.name("O");
        story.does("registerOrder", Map.of("order", order));
        JsonNode news = story.hears("cursor=" + tail, 1);
        assertThat(seen(news.get("items"), "type")).contains("io.redress.order.registered", "io.redress.window.opened");
        assertThat(seen(news.get("items"), "subject")).containsExactly("order/" + order);

        List<JsonNode> all = story.allEvents("limit=100");
        assertThat(all).extracting(event -> event.get("id").stringValue()).doesNotHaveDuplicates();
        assertThat(all).extracting(event -> event.get("sequence").stringValue()).isSorted();
        assertThat(seen(all, "type"))
                .contains(
                        "io.redress.return.refused",
                        "io.redress.window.lapsed",
                        "io.redress.window.moved",
                        "io.redress.case.ended",
                        "io.redress.intervention.decided");
        assertThat(seen(story.allEvents("types=io.redress.window.met,io.redress.window.lapsed"), "type"))
                .containsExactly("io.redress.window.lapsed", "io.redress.window.met");
        assertThat(seen(story.allEvents("case=return/R1001"), "subject")).containsExactly("return/R1001");
        assertThat(story.allEvents("party=merchant:nobody")).isEmpty();
        assertThat(story.allEvents("party=consumer:ming")).isNotEmpty();
        assertThat(all)
                .noneMatch(event -> event.toString().contains("ming"))
                .allSatisfy(event -> assertThat(EventSchemas.errors(event))
                        .as(event.toString())
                        .isEmpty());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void every_operation_was_heard_and_every_act_was_refused_too() {
        assertThat(exchanges.accepted()).isEqualTo(ids(CONTRACT.operations()));
        assertThat(exchanges.refused()).containsAll(ids(CONTRACT.acts()));
    }

    private static Set<String> ids(List<Operation> operations) {
        return operations.stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
