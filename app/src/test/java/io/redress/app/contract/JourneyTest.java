package io.redress.app.contract;

import static io.redress.app.contract.Storyteller.complaint;
import static io.redress.app.contract.Storyteller.eventually;
import static io.redress.app.contract.Storyteller.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.app.contract.Contract.Operation;
import io.redress.app.contract.Exchanges.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stories that together do every act, have every act refused and read every sheet, over HTTP; each exchange is held to
 * the contract. Requests are those that the contract shows, with other names where a story needs its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyTest extends InSandbox {
    private static final Contract CONTRACT = Contract.shipped();

    private Exchanges exchanges;
    private Storyteller story;

    @BeforeAll
    void begin(@Autowired MockMvc mvc) {
        exchanges = new Exchanges(mvc);
        story = new Storyteller(exchanges);
    }

    // ---- stories

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

    @Test
    void a_return_goes_back_and_forth_before_it_is_refunded() {
        String returned = story.returned("return-and-refund");
        story.refuses("recordGoodsBack", "goods-were-sent-back", returned);
        story.refuses("shipBack", "duty-is-owed", returned);
        story.refuses("giveReturnInstructions", "duty-is-owed", returned);
        story.refuses("objectToGoods", "window-is-still-open", returned);
        story.refuses("refundReturn", "duty-is-owed", returned);
        story.refuses("refundReturn", "refund-is-not-more-than-was-paid", returned, Map.of("amountFen", 19901));
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
        story.does("settle" + kind, demand);
        story.refuses("coordinateOn" + kind, "demand-is-open", demand);
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
        story.does("reportViolation", Map.of("report", report));
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
    }

    @Test
    void documents_are_published_ahead_and_never_backdated() {
        String past = now().minus(Duration.ofSeconds(1)).toString();
        String ahead = now().plus(Duration.ofDays(3)).toString();
        String room = story.name("L");
        for (String publish : List.of("publishPlan", "proposePlan", "publishMechanism")) {
            Map<String, ?> backdated = Map.of("effectiveAt", past, "room", room, "operator", "somebody");
            story.refuses(publish, "effect-begins-no-earlier-than-the-act", backdated);
            story.does(publish, Map.of("effectiveAt", ahead, "room", room, "operator", "somebody"));
        }
        story.refuses("publishRules", "effect-begins-no-earlier-than-the-act", Map.of("effectiveAt", past));
        story.refuses("publishRules", "rules-are-announced-before-they-change", Map.of());
        story.refuses("publishRules", "rules-are-announced-before-they-change", Map.of("effectiveAt", ahead));
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

    private static Map<String, String> with(Map<String, String> fields, String field, String value) {
        Map<String, String> changed = new HashMap<>(fields);
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
            JsonNode windows = story.eventuallyReads("listWindowsOfCase", kind, id);
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
            boolean inEvery = action.get("choices").valueStream().allMatch(choice -> choice.has(name));
            if (field.get("required").booleanValue() || inEvery) {
                assertThat(operation.requires(name) || !field.get("required").booleanValue())
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

    private static Set<String> seen(Iterable<JsonNode> items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get(field).asString())
                .collect(Collectors.toCollection(TreeSet::new));
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
        assertThat(story.pages("readQueue", "limit=2"))
                .hasSizeGreaterThan(2)
                .extracting(item -> item.get("id").stringValue())
                .doesNotHaveDuplicates();
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
