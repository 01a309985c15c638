package io.redress.query.casefile;

import static io.redress.api.window.Obligation.CONSUMER_ANSWER_SOLUTION;
import static io.redress.api.window.Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.complained;
import static io.redress.query.Told.complaint;
import static io.redress.query.Told.corrected;
import static io.redress.query.Told.ended;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.intervention;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.order;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.MessageSent;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.demand.SolutionOffered;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanPublished;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.EvidenceRequested;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.Outcome;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.RecordEvent;
import io.redress.api.returns.ReturnAccepted;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnRefused;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.query.Bench;
import io.redress.query.CaseState;
import io.redress.query.Reader;
import io.redress.query.Texts.Bilingual;
import io.redress.query.WindowOutcome;
import io.redress.query.WindowView;
import io.redress.query.Year;
import io.redress.query.casefile.CaseFileView.EntryView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaseFileTest {
    private static final SubjectId R1 = returned("R1");
    private static final WindowKey DECIDE = window(R1, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);

    private final Bench bench = new Bench(new CaseFileProjection(Bench.jdbc()));
    private final CaseFileQueries files = new CaseFileQueries(Bench.reader(), Bench.AS_TOLD);

    @AfterEach
    void close() {
        bench.close();
    }

    private CaseFileView file(SubjectId subject) {
        return files.read(Reader.PLATFORM, subject, -1, hour(0)).orElseThrow();
    }

    private Bilingual lastLine(SubjectId subject) {
        return file(subject).entries().getLast().summary();
    }

    @Test
    void a_return_request_says_what_it_is_about_and_how_it_stands() {
        bench.publish(filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48)));

        CaseFileView file = file(R1);
        assertThat(file.parties()).isEqualTo(PARTIES);
        assertThat(file.respondent()).isEqualTo(MERCHANT);
        assertThat(file.state()).isEqualTo(CaseState.OPEN);
        assertThat(file.ending()).isNull();
        assertThat(file.intervention()).isEqualTo("none");
        assertThat(file.amountFen()).isEqualTo(4_200);
        assertThat(file.begunAt()).isEqualTo(shown(hour(0)));
        assertThat(file.about()).hasToString("""
                {"subjectKind":"return","order":"order/O1","kind":"refund-only","reason":"quality","lines":["1"],\
                "amountFen":4200,"outOfWindow":false,"plan":null}""");
        assertThat(file.nextAfter()).isNull();
    }

    @Test
    void everything_that_happened_is_entered_in_order_with_who_did_it_and_what_it_did_to_windows() {
        bench.publish(
                filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48)),
                filed("R2", hour(0), 1),
                new ReturnRefused(R1, hour(1), MERCHANT, PersonalText.of("worn"), List.of(met(DECIDE))));

        assertThat(file(R1).entries())
                .extracting(EntryView::position, EntryView::event, EntryView::by, EntryView::at, EntryView::dueAt)
                .containsExactly(
                        tuple(0L, "return.filed.v1", CONSUMER, shown(hour(0)), null),
                        tuple(2L, "return.refused.v1", MERCHANT, shown(hour(1)), null));
        EntryView refusal = file(R1).entries().getLast();
        assertThat(refusal.facts()).hasToString("{\"reason\":\"worn\"}");
        assertThat(refusal.changes()).hasToString("""
                [{"change":"met","window":{"subject":"return/R1","obligation":"merchant-decide-refund-only",\
                "owedBy":"merchant:M1","number":1},"late":false}]""");
        assertThat(refusal.summary())
                .isEqualTo(new Bilingual("Merchant M1 refused the request: “worn”.", "商家 M1 拒绝了申请：“worn”。"));
    }

    @Test
    void moments_in_facts_and_changes_are_shown_with_full_precision_in_the_zone_of_the_rules() {
        Instant odd = Instant.parse("2026-11-12T01:02:03.123456789Z");
        bench.publish(
                filed("R1", hour(0), 1, opened(DECIDE, hour(0), 48)),
                new ExtensionProposed(R1, hour(1), MERCHANT, DECIDE, odd, List.of()));

        assertThat(file(R1).entries().getLast().facts().get("dueAt").asString())
                .isEqualTo("2026-11-12T09:02:03.123456789+08:00");
        assertThat(file(R1).entries()
                        .getFirst()
                        .changes()
                        .get(0)
                        .get("openedAt")
                        .asString())
                .isEqualTo("2026-11-11T20:00:00+08:00");
        assertThat(lastLine(R1).zh()).isEqualTo("商家 M1 提议将“处理仅退款申请”的期限延至 2026-11-12 09:02:03。");
    }

    @Test
    void a_lapse_stands_where_it_was_processed_and_names_the_due_time() {
        bench.publish(
                filed("R1", hour(0), 1, opened(DECIDE, hour(0), 48)),
                lapse(DECIDE, hour(48), hour(49), intervention(R1, hour(49))));

        EntryView lapse = file(R1).entries().getLast();
        assertThat(lapse.at()).isEqualTo(shown(hour(49)));
        assertThat(lapse.dueAt()).isEqualTo(shown(hour(48)));
        assertThat(lapse.by()).isEqualTo(PLATFORM);
        assertThat(lapse.summary().en()).isEqualTo("Merchant M1 did not decide the refund request in time.");
        assertThat(file(R1).intervention()).isEqualTo("open");
        assertThat(file(R1).windows())
                .extracting(WindowView::obligation, WindowView::owedBy, WindowView::outcome)
                .containsExactly(
                        tuple(MERCHANT_DECIDE_REFUND_ONLY, MERCHANT, WindowOutcome.LAPSED),
                        tuple(Obligation.PLATFORM_OPEN_INTERVENTION, PLATFORM, WindowOutcome.OPEN),
                        tuple(Obligation.PLATFORM_PROVIDE_SOLUTION, PLATFORM, WindowOutcome.OPEN));
    }

    /** The parties read each other at once; people at the desk once the platform has stepped in. */
    @Test
    void what_parties_write_is_shown_by_stage() {
        bench.publish(
                filed("R1", hour(0), 1, opened(DECIDE, hour(0), 48)),
                new MessageSent(R1, hour(1), CONSUMER, PersonalText.of("the lid is cracked"), List.of()));
        Reader desk = Reader.agent("agent-07", List.of());
        assertThat(lastFacts(desk)).isEqualTo("{}");
        for (Reader reader : List.of(Reader.party(CONSUMER), Reader.party(MERCHANT), Reader.PLATFORM)) {
            assertThat(lastFacts(reader)).contains("the lid is cracked");
        }
        assertThat(lastLine(R1).en()).isEqualTo("Consumer U1 wrote to the other parties.");

        bench.publish(new DemandUrged(R1, hour(2), PLATFORM, List.of(intervention(R1, hour(2)))));
        EntryView message =
                files.read(desk, R1, -1, hour(3)).orElseThrow().entries().get(1);
        assertThat(message.facts().toString()).contains("the lid is cracked");
    }

    private String lastFacts(Reader reader) {
        return files.read(reader, R1, -1, hour(3))
                .orElseThrow()
                .entries()
                .getLast()
                .facts()
                .toString();
    }

    @Test
    void a_completed_demand_keeps_an_open_intervention_which_ends_later() {
        bench.publish(
                filed("R1", hour(0), 1, opened(DECIDE, hour(0), 48)),
                lapse(DECIDE, hour(48), hour(48), intervention(R1, hour(48))),
                new ReturnRefunded(R1, hour(50), null, MERCHANT, false, 2_500, List.of(ended(R1, Ending.COMPLETED))));
        assertThat(file(R1).state()).isEqualTo(CaseState.COMPLETED);
        assertThat(file(R1).ending()).isEqualTo(Ending.COMPLETED);
        assertThat(file(R1).intervention()).isEqualTo("open");

        bench.publish(new DemandUrged(R1, hour(51), PLATFORM, List.of(ended(R1.intervention(), Ending.CONCLUDED))));
        assertThat(file(R1).state()).isEqualTo(CaseState.COMPLETED);
        assertThat(file(R1).intervention()).isEqualTo("ended");
    }

    @Test
    void a_demand_that_closed_as_unanswered_says_until_when_it_may_be_reopened() {
        WindowKey answer = window(R1, CONSUMER_ANSWER_SOLUTION, CONSUMER);
        bench.publish(
                filed("R1", hour(0), 1, opened(answer, hour(0), 168)),
                lapse(answer, hour(168), hour(168), new Change.Ended(R1, Ending.UNANSWERED, hour(336))));
        assertThat(file(R1).state()).isEqualTo(CaseState.CLOSED);
        assertThat(file(R1).ending()).isEqualTo(Ending.UNANSWERED);
        assertThat(file(R1).reopenableUntil()).isEqualTo(shown(hour(336)));

        bench.publish(new DemandReopened(R1, hour(200), CONSUMER, List.of(new Change.Reopened(R1))));
        assertThat(file(R1).state()).isEqualTo(CaseState.OPEN);
        assertThat(file(R1).ending()).isNull();
        assertThat(file(R1).reopenableUntil()).isNull();
    }

    @Test
    void a_complaint_names_its_respondent_also_after_it_was_redirected_and_whether_it_is_serious() {
        SubjectId id = complaint("C1");
        bench.publish(complained("C1", hour(0)));
        assertThat(file(id).respondent()).isEqualTo(MERCHANT);
        assertThat(file(id).serious()).isFalse();

        bench.publish(
                new ComplaintRedirected(id, hour(1), MERCHANT, Side.OPERATOR, PersonalText.of("not ours"), List.of()),
                new ComplaintFlaggedSerious(id, hour(2), CONSUMER, List.of()));
        assertThat(file(id).respondent()).isEqualTo(OPERATOR);
        assertThat(file(id).serious()).isTrue();
    }

    @Test
    void a_complaint_against_the_operator_can_come_to_the_merchant() {
        SubjectId id = complaint("C1");
        bench.publish(
                complained("C1", hour(0)),
                new ComplaintRedirected(id, hour(1), OPERATOR, Side.MERCHANT, PersonalText.of("not ours"), List.of()));

        assertThat(file(id).respondent()).isEqualTo(MERCHANT);
    }

    @Test
    void orders_inquiries_reports_and_plans_have_files_too() {
        SubjectId plan = SubjectId.plan("M/1", "L1");
        WindowKey adjust = window(plan, MERCHANT_ANSWER_PLAN_ADJUSTMENT, MERCHANT);
        bench.publish(Year.events());
        bench.publish(
                new PlanAdjustmentAsked(
                        plan,
                        hour(0),
                        OPERATOR,
                        new Parties("", "M/1", "H1", "L1"),
                        List.of(opened(adjust, hour(0), 72))),
                new PlanPublished(
                        plan,
                        hour(1),
                        MERCHANT,
                        "M/1",
                        "L1",
                        "H1",
                        1,
                        Map.of(MERCHANT_DECIDE_REFUND_ONLY, Length.parse("PT36H")),
                        null,
                        null,
                        List.of(met(adjust))));

        CaseFileView order = file(SubjectId.order("O2"));
        assertThat(order.state()).isEqualTo(CaseState.CLOSED);
        assertThat(order.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(order.amountFen()).isEqualTo(12_500);
        assertThat(order.about().get("lines")).hasSize(2);
        CaseFileView inquiry = file(SubjectId.inquiry("I1"));
        assertThat(inquiry.respondent()).isEqualTo(MERCHANT);
        assertThat(inquiry.ending()).isEqualTo(Ending.ANSWERED);
        CaseFileView report = file(SubjectId.report("V1"));
        assertThat(report.parties()).isEqualTo(new Parties("", "", "", "L1"));
        assertThat(report.ending()).isEqualTo(Ending.TRIAGED);
        CaseFileView agreed = file(plan);
        assertThat(agreed.parties()).isEqualTo(new Parties("", "M/1", "H1", "L1"));
        assertThat(agreed.entries()).hasSize(2);
        assertThat(agreed.entries().getLast().facts().get("windows"))
                .hasToString("{\"merchant-decide-refund-only\":\"PT36H\"}");
        assertThat(agreed.windows()).hasSize(1);
    }

    @Test
    void a_line_says_more_when_there_is_more_to_say() {
        bench.publish(
                filed("R1", hour(0), 1),
                new ReturnAccepted(R1, hour(1), MERCHANT, PersonalText.of("to Canton"), true, List.of()));
        assertThat(lastLine(R1).en())
                .isEqualTo("Merchant M1 accepted the request. Return instructions: “to Canton”."
                        + " The refusal is taken back.");
        assertThat(lastLine(R1).zh()).isEqualTo("商家 M1 同意了申请。退货指引：“to Canton”。此前的拒绝已撤回。");

        bench.publish(new CaseDecided(R1, hour(2), PLATFORM, null, null, null, null, null, null, null, List.of()));
        assertThat(lastLine(R1).en()).isEqualTo("The platform decided the case. It orders nobody to perform.");

        bench.publish(new CaseDecided(R1, hour(2), PLATFORM, OPERATOR, null, null, null, null, null, null, List.of()));
        assertThat(lastLine(R1).en())
                .isEqualTo("The platform decided the case. It orders room operator H1 to perform.");

        bench.publish(new EvidenceRequested(R1, hour(3), PLATFORM, List.of(CONSUMER, MERCHANT), null, List.of()));
        assertThat(lastLine(R1).en()).isEqualTo("Evidence was asked of consumer U1, merchant M1.");
        assertThat(lastLine(R1).zh()).isEqualTo("已要求消费者 U1、商家 M1 举证。");

        bench.publish(new EvidenceRequested(
                R1,
                hour(3),
                PLATFORM,
                List.of(MERCHANT, OPERATOR),
                List.of("live-recording", "price-promise"),
                List.of(
                        opened(window(R1.intervention(), Obligation.MERCHANT_SUBMIT_EVIDENCE, MERCHANT), hour(3), 24),
                        opened(
                                window(R1.intervention(), Obligation.ROOM_OPERATOR_SUBMIT_EVIDENCE, OPERATOR),
                                hour(3),
                                48))));
        assertThat(lastLine(R1).en())
                .isEqualTo("Evidence was asked of merchant M1, room operator H1."
                        + " To be shown: the recording of the live session, the promise of a price, gift or compensation."
                        + " Due from merchant M1 by 2026-11-12 23:00:00."
                        + " Due from room operator H1 by 2026-11-13 23:00:00.");
        assertThat(lastLine(R1).zh())
                .isEqualTo("已要求商家 M1、直播主体 H1 举证。应出示：直播回放、关于价格、赠品或赔付的承诺。"
                        + "商家 M1 应在 2026-11-12 23:00:00 之前提交。直播主体 H1 应在 2026-11-13 23:00:00 之前提交。");

        bench.publish(new ReturnRefunded(R1, hour(4), null, MERCHANT, true, 1_205L, List.of()));
        assertThat(lastLine(R1).en())
                .isEqualTo("Merchant M1 executed the refund. The objection to the goods is taken back."
                        + " Amount: ¥12.05.");
    }

    @Test
    void a_file_shows_what_was_decided_and_what_waits_for_a_second_person() {
        bench.publish(
                filed("R1", hour(0), 4_200),
                new DecisionProposed(
                        R1,
                        hour(1),
                        PLATFORM,
                        false,
                        MERCHANT,
                        4_200,
                        Finding.BOTH_AT_FAULT,
                        PersonalText.of("article 24"),
                        PersonalText.of("as shown"),
                        "A1",
                        List.of()));
        assertThat(file(R1).decision()).isNull();
        assertThat(file(R1).decisionProposed()).hasToString("""
                {"at":"2026-11-11T21:00:00+08:00","onAppeal":false,"orders":"merchant:M1","amountFen":4200,\
                "finding":"both-at-fault","clause":"article 24","reasons":"as shown","agent":"A1"}""");
        assertThat(lastLine(R1).en())
                .isEqualTo("Agent A1 proposes that merchant M1 pays back ¥42.00; a second person must confirm it."
                        + " Finding: merchant and room operator are at fault. It rests on: article 24."
                        + " Reasons: “as shown”.");
        assertThat(lastLine(R1).zh())
                .isEqualTo("平台客服 A1 拟定处理决定，由商家 M1 退款 ¥42.00，待另一名平台客服复核。"
                        + "责任认定：商家与直播主体均有责任。依据：article 24。理由：“as shown”。");

        bench.publish(new CaseDecided(
                R1,
                hour(2),
                PLATFORM,
                MERCHANT,
                4_200L,
                Finding.BOTH_AT_FAULT,
                PersonalText.of("article 24"),
                PersonalText.of("as shown."),
                "A1",
                "A2",
                List.of()));
        assertThat(file(R1).decisionProposed()).isNull();
        assertThat(file(R1).decision()).hasToString("""
                {"at":"2026-11-11T22:00:00+08:00","orders":"merchant:M1","amountFen":4200,\
                "finding":"both-at-fault","clause":"article 24","reasons":"as shown.","agent":"A1",\
                "confirmedBy":"A2"}""");
        assertThat(lastLine(R1).en())
                .isEqualTo("The platform decided the case. It orders merchant M1 to perform."
                        + " To be paid back: ¥42.00. Finding: merchant and room operator are at fault."
                        + " It rests on: article 24. Reasons: “as shown.” Agent: A1. Confirmed by: A2.");

        bench.publish(
                new DecisionPerformed(R1, hour(3), MERCHANT, 4_200L, List.of()),
                new AppealDecided(
                        R1,
                        hour(4),
                        PLATFORM,
                        "A3",
                        Outcome.UPHELD,
                        null,
                        null,
                        null,
                        null,
                        PersonalText.of("no doubt"),
                        null,
                        List.of()));
        assertThat(file(R1).paidBackFen()).isEqualTo(4_200);
        assertThat(file(R1).appeal()).hasToString("""
                {"at":"2026-11-12T00:00:00+08:00","agent":"A3","outcome":"upheld","orders":null,"amountFen":null,\
                "finding":null,"clause":null,"reasons":"no doubt","confirmedBy":null}""");
    }

    @Test
    void a_party_learns_of_a_decision_when_it_takes_effect_and_never_who_made_it() {
        bench.publish(
                filed("R1", hour(0), 4_200),
                new DecisionProposed(
                        R1,
                        hour(1),
                        PLATFORM,
                        false,
                        MERCHANT,
                        4_200,
                        null,
                        null,
                        PersonalText.of("as shown"),
                        "A1",
                        List.of()),
                new DecisionReturned(R1, hour(2), PLATFORM, "A2", "A1", PersonalText.of("too much"), List.of()),
                new DecisionProposed(
                        R1,
                        hour(3),
                        PLATFORM,
                        false,
                        MERCHANT,
                        4_000,
                        null,
                        null,
                        PersonalText.of("as shown"),
                        "A1",
                        List.of()));
        CaseFileView before = seenByTheMerchant();
        assertThat(before.decisionProposed()).isNull();
        assertThat(before.entries()).extracting(EntryView::event).containsExactly("return.filed.v1");
        assertThat(before.version())
                .as("by which the merchant would learn of it")
                .isOne();
        assertThat(file(R1).version()).isEqualTo(4);

        bench.publish(
                new CaseDecided(
                        R1,
                        hour(4),
                        PLATFORM,
                        MERCHANT,
                        4_000L,
                        null,
                        null,
                        PersonalText.of("as shown"),
                        "A1",
                        "A2",
                        List.of()),
                new AppealDecided(
                        R1,
                        hour(5),
                        PLATFORM,
                        "A3",
                        Outcome.UPHELD,
                        null,
                        null,
                        null,
                        null,
                        PersonalText.of("no doubt"),
                        null,
                        List.of()));
        CaseFileView after = seenByTheMerchant();
        assertThat(after.decision()).hasToString("""
                {"at":"2026-11-12T00:00:00+08:00","orders":"merchant:M1","amountFen":4000,"finding":null,\
                "clause":null,"reasons":"as shown"}""");
        assertThat(after.appeal().propertyNames()).doesNotContain("agent", "confirmedBy");
        assertThat(file(R1).decision().get("agent").stringValue()).isEqualTo("A1");
    }

    private CaseFileView seenByTheMerchant() {
        return files.read(Reader.party(MERCHANT), R1, -1, hour(0)).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource
    void a_proposal_is_gone_with_what_ends_it(Event end) {
        bench.publish(
                filed("R1", hour(0), 4_200),
                new DecisionProposed(R1, hour(1), PLATFORM, true, MERCHANT, 4_200, null, null, null, "A1", List.of()));
        assertThat(file(R1).decisionProposed()).isNotNull();
        bench.publish(end);
        assertThat(file(R1).decisionProposed()).isNull();
    }

    static Stream<Event> a_proposal_is_gone_with_what_ends_it() {
        return Stream.of(
                new DecisionReturned(R1, hour(2), PLATFORM, "A2", "A1", PersonalText.of("too much"), List.of()),
                new CaseSettled(R1, hour(2), PLATFORM, null, "A1", null, List.of()),
                new CaseReferredOutside(R1, hour(2), PLATFORM, "A1", null, List.of()),
                new DemandUrged(R1, hour(2), PLATFORM, List.of(ended(R1.intervention(), Ending.CONCLUDED))));
    }

    @Test
    void what_was_paid_back_stands_on_the_file_of_the_order_too() {
        bench.publish(
                registered("O1", hour(0)), new OrderPaidBack(order("O1"), hour(1), MERCHANT, R1, 4_200, List.of()));
        assertThat(file(order("O1")).paidBackFen()).isEqualTo(4_200);
        assertThat(lastLine(order("O1")))
                .isEqualTo(new Bilingual("¥42.00 was paid back under return request R1.", "依退换货申请 R1 已退款 ¥42.00。"));
    }

    @Test
    void what_parties_typed_is_shown_as_they_typed_it_and_never_read_as_a_sentence() {
        String typed = "{by:party} $1 \\ \u0000 \u0001 \"' <b>";
        bench.publish(
                filed("R1", hour(0), 1), new ReturnRefused(R1, hour(1), MERCHANT, PersonalText.of(typed), List.of()));

        assertThat(file(R1).entries().getLast().facts().get("reason").asString())
                .isEqualTo(typed);
        assertThat(lastLine(R1).en()).isEqualTo("Merchant M1 refused the request: “" + typed + "”.");
    }

    @Test
    void a_line_names_no_money_where_there_is_none() {
        bench.publish(
                filed("R1", hour(0), 0),
                new SolutionOffered(
                        R1,
                        hour(1),
                        MERCHANT,
                        PersonalText.of("换货"),
                        0L,
                        new WindowKey(R1, Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT, 1),
                        List.of()),
                new SettlementPerformed(R1, hour(2), MERCHANT, 0L, List.of()));
        List<Bilingual> lines =
                file(R1).entries().stream().map(EntryView::summary).toList();
        assertThat(lines.get(0).en()).doesNotContain("¥");
        assertThat(lines.get(1))
                .isEqualTo(new Bilingual("Merchant M1 offered a solution: “换货”.", "商家 M1 提出解决方案：“换货”。"));
        assertThat(lines.get(2))
                .isEqualTo(new Bilingual(
                        "Merchant M1 performed the settlement. No money was paid back under it.",
                        "商家 M1 已履行和解方案。未因此退款。"));
    }

    @Test
    void a_correction_says_how_it_was_and_why_and_what_stays() {
        WindowKey decide = new WindowKey(R1, Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT, 1);
        bench.publish(
                filed("R1", hour(0), 1),
                new FactCorrected(
                        R1,
                        hour(1),
                        MERCHANT,
                        Fact.REFUND,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        500L,
                        PersonalText.of("the bank sent it back"),
                        List.of(decide),
                        List.of()));
        assertThat(lastLine(R1))
                .isEqualTo(new Bilingual(
                        "A record was wrong and is corrected: the refund. It never happened. Not paid back after all:"
                                + " ¥5.00. Reason: “the bank sent it back”. What somebody has acted upon, or was"
                                + " closed, stays: decide the refund request.",
                        "更正有误的记录：退款。该事实从未发生。实际未退款 ¥5.00。原因：“the bank sent it back”。" + "已有人据以行动或已办结的期限维持不变：处理仅退款申请。"));

        bench.publish(corrected(R1, hour(2), Fact.REFUND, hour(1), List.of(), null));
        assertThat(lastLine(R1).en())
                .isEqualTo("A record was wrong and is corrected: the refund. It occurred at 2026-11-11 21:00:00."
                        + " Reason: “mistyped”.");
    }

    @Test
    void chinese_sets_no_space_between_its_own_characters() {
        bench.publish(filed("R1", hour(0), 1), new DemandUrged(R1, hour(1), PLATFORM, List.of()));
        assertThat(lastLine(R1)).isEqualTo(new Bilingual("The platform urged an answer.", "直播营销平台已督促答复。"));
    }

    @Test
    void every_event_of_a_year_has_its_line_without_an_open_place() {
        bench.publish(Year.events());

        List<Bilingual> lines = Year.events().stream()
                .map(Event::subject)
                .distinct()
                .flatMap(subject -> files.read(Reader.PLATFORM, subject, -1, hour(0)).stream())
                .flatMap(file -> file.entries().stream())
                .map(EntryView::summary)
                .toList();
        long others =
                Year.events().stream().filter(RecordEvent.class::isInstance).count();
        // A mechanism, the platform rules, the calendar and two statements have no file, nor has personal data.
        assertThat(lines).hasSize(Year.events().size() - 5 - Math.toIntExact(others));
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.en()).doesNotContain("{", "}", "null");
            assertThat(line.zh()).doesNotContain("{", "}", "null");
        });
    }

    @Test
    void a_very_long_file_is_read_in_parts() {
        List<Event> events = new ArrayList<>(List.of(filed("R1", hour(0), 1)));
        for (int i = 0; i < CaseFileQueries.ENTRIES_MAX; i++) {
            events.add(new DemandUrged(R1, hour(1), PLATFORM, List.of()));
        }
        bench.publish(events);

        CaseFileView first = file(R1);
        assertThat(first.entries()).hasSize(CaseFileQueries.ENTRIES_MAX);
        CaseFileView rest =
                files.read(Reader.PLATFORM, R1, first.nextAfter(), hour(0)).orElseThrow();
        assertThat(rest.entries()).hasSize(1);
        assertThat(rest.nextAfter()).isNull();
    }

    @Test
    void a_case_that_nobody_filed_has_no_file() {
        assertThat(files.read(Reader.PLATFORM, R1, -1, hour(0))).isEmpty();
    }
}
