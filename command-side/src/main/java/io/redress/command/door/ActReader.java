package io.redress.command.door;

import static io.redress.api.SubjectId.Kind.COMPLAINT;
import static io.redress.api.SubjectId.Kind.ORDER;
import static io.redress.api.SubjectId.Kind.RECORD;
import static io.redress.api.SubjectId.Kind.RETURN;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.CorrectFact;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.AcceptComplaint;
import io.redress.api.complaint.CosignSolution;
import io.redress.api.complaint.FileComplaint;
import io.redress.api.complaint.FlagSerious;
import io.redress.api.complaint.RedirectComplaint;
import io.redress.api.complaint.VerifyFacts;
import io.redress.api.demand.AcceptSolution;
import io.redress.api.demand.Coordinate;
import io.redress.api.demand.DemandRated;
import io.redress.api.demand.DisclosePartyInfo;
import io.redress.api.demand.OfferSolution;
import io.redress.api.demand.PerformSettlement;
import io.redress.api.demand.RateDemand;
import io.redress.api.demand.RejectSolution;
import io.redress.api.demand.ReopenDemand;
import io.redress.api.demand.RequestIntervention;
import io.redress.api.demand.RequestPartyInfo;
import io.redress.api.demand.SendMessage;
import io.redress.api.demand.UrgeDemand;
import io.redress.api.demand.WithdrawDemand;
import io.redress.api.document.AskPlanAdjustment;
import io.redress.api.document.ConfirmPlan;
import io.redress.api.document.DeclinePlan;
import io.redress.api.document.LoadCalendarNotice;
import io.redress.api.document.NoticeDay;
import io.redress.api.document.ProposePlan;
import io.redress.api.document.PublishMechanism;
import io.redress.api.document.PublishPlan;
import io.redress.api.document.PublishRules;
import io.redress.api.document.PublishStatement;
import io.redress.api.document.RefuseAdjustment;
import io.redress.api.inquiry.AnswerInquiry;
import io.redress.api.inquiry.AskInquiry;
import io.redress.api.intervention.AppealDecision;
import io.redress.api.intervention.ConfirmDecision;
import io.redress.api.intervention.Decide;
import io.redress.api.intervention.DecideAppeal;
import io.redress.api.intervention.EndAppraisal;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.InformRemedies;
import io.redress.api.intervention.OpenIntervention;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.PerformDecision;
import io.redress.api.intervention.ReferOutside;
import io.redress.api.intervention.RequestEvidence;
import io.redress.api.intervention.ReturnDecision;
import io.redress.api.intervention.Settle;
import io.redress.api.intervention.StartAppraisal;
import io.redress.api.intervention.SubmitEvidence;
import io.redress.api.order.CancelOrder;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.record.AskForgetting;
import io.redress.api.record.AskOpening;
import io.redress.api.record.HoldRecord;
import io.redress.api.record.LiftHold;
import io.redress.api.record.OpenRecord;
import io.redress.api.report.ReportViolation;
import io.redress.api.report.TriageReport;
import io.redress.api.returns.AcceptReturn;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.GiveInstructions;
import io.redress.api.returns.ObjectToGoods;
import io.redress.api.returns.RecordGoodsBack;
import io.redress.api.returns.Refund;
import io.redress.api.returns.RefuseReturn;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.returns.ShipBack;
import io.redress.api.returns.ShipRepaired;
import io.redress.api.returns.ShipReplacement;
import io.redress.api.window.AcceptExtension;
import io.redress.api.window.DeclineExtension;
import io.redress.api.window.Obligation;
import io.redress.api.window.ProposeExtension;
import io.redress.command.evidence.EvidenceTemplates;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an act from its JSON fields, the same for scenarios and for the API: one table from the act's name to what it
 * needs.
 */
public final class ActReader {
    /** Makes an act of its fields. */
    private interface Reading {
        Act read(Fields fields, Instant at);
    }

    private static final Map<String, Side> TRADERS = sides(Side.MERCHANT, Side.OPERATOR);
    private static final Map<String, Side> STATING = sides(Side.MERCHANT, Side.OPERATOR, Side.PLATFORM);
    private static final Map<String, Side> URGERS = sides(Side.OPERATOR, Side.PLATFORM);
    private static final Map<String, Side> WRITERS = sides(Side.CONSUMER, Side.MERCHANT, Side.OPERATOR, Side.PLATFORM);
    private static final Map<String, Side> CASE_PARTIES = sides(Side.CONSUMER, Side.MERCHANT, Side.OPERATOR);
    private static final Map<String, String> ORDERED =
            words(new String[] {"merchant", "operator", "none"}, Function.identity());
    private static final Map<String, ReturnKind> KINDS = words(ReturnKind.values(), ReturnKind::word);
    private static final Map<String, ReturnReason> REASONS = words(ReturnReason.values(), ReturnReason::word);
    private static final Map<String, Finding> FINDINGS = words(Finding.values(), Finding::word);
    private static final Map<String, String> TEMPLATES =
            words(EvidenceTemplates.shipped().toArray(new String[0]), Function.identity());
    private static final Map<String, Outcome> OUTCOMES = words(Outcome.values(), Outcome::word);
    private static final Map<String, Obligation> OBLIGATIONS = words(Obligation.values(), Obligation::id);

    private static final Map<String, Fact> ORDER_FACTS = words(new Fact[] {Fact.SHIP, Fact.DELIVER}, Fact::word);
    private static final Map<String, Fact> RETURN_FACTS = words(
            new Fact[] {Fact.SHIP_BACK, Fact.GOODS_BACK, Fact.REFUND, Fact.SHIP_REPLACEMENT, Fact.SHIP_REPAIRED},
            Fact::word);

    private final Map<String, Reading> readings = new LinkedHashMap<>();

    private final boolean api;

    /** Reads what scenarios know. */
    public ActReader() {
        this(false);
    }

    /**
     * Reads also what a scenario leaves out: amounts of money, findings, reasons and agents, second persons, and how
     * documents come about.
     */
    public static ActReader ofApi() {
        return new ActReader(true);
    }

    private ActReader(boolean api) {
        this.api = api;
        orders();
        returns();
        demands();
        complaints();
        interventions();
        others();
        if (api) {
            messagesAndRatings();
            proposals();
            statements();
            calendar();
            corrections();
            personalData();
        }
    }

    /** The names of all acts. */
    public Set<String> acts() {
        return readings.keySet();
    }

    /** The acts that a person at the desk does under their own name. */
    public Set<String> actsOfAnAgent() {
        return readings.keySet().stream()
                .filter(act -> Stream.of(RETURN, RECORD)
                        .flatMap(about -> forms(act, about).stream())
                        .flatMap(form -> form.fields().stream())
                        .anyMatch(field -> field.name().equals("agent")))
                .collect(Collectors.toSet());
    }

    /** Whether an act on a subject of this kind has a field of this name. */
    public boolean asksFor(String act, SubjectId.Kind about, String field) {
        return readings.containsKey(act)
                && forms(act, about).stream()
                        .filter(ActForm::onTheSubject)
                        .flatMap(form -> form.fields().stream())
                        .anyMatch(asked -> asked.name().equals(field));
    }

    /** Reads one act, or refuses it with the fields that are at fault. */
    public Act read(String act, JsonNode fields, Instant at) {
        Reading reading = readings.get(act);
        if (reading == null) {
            throw Refusal.ofField(Rule.ACT_IS_KNOWN, "do", act);
        }
        return new Fields(fields, api).all(read -> reading.read(read, at));
    }

    /** Every way in which this act asks for its fields when it is about a subject of this kind; empty if it never is. */
    List<ActForm> forms(String act, SubjectId.Kind about) {
        List<ActForm> forms = new ArrayList<>();
        collect(act, about, Map.of(), forms);
        return forms;
    }

    /** A word may decide what else is asked for, so each is chosen once. */
    private void collect(String act, SubjectId.Kind about, Map<String, String> chosen, List<ActForm> forms) {
        AskedFields fields = new AskedFields(about, chosen);
        try {
            Act read = Objects.requireNonNull(readings.get(act)).read(fields, Instant.EPOCH);
            boolean begins = read instanceof BeginsHistory;
            boolean ofItsKind = read.subject().kind() == about;
            if (begins ? fields.namesTheSubject() && !ofItsKind : ofItsKind) {
                forms.add(new ActForm(act, read.getClass(), chosen, List.copyOf(fields.asked()), ofItsKind));
            }
        } catch (AskedFields.Undecided word) {
            for (String choice : word.choices()) {
                Map<String, String> further = new LinkedHashMap<>(chosen);
                further.put(word.field(), choice);
                collect(act, about, Map.copyOf(further), forms);
            }
        }
    }

    private void orders() {
        readings.put(
                "register-order",
                (f, at) -> new RegisterOrder(
                        order(f),
                        at,
                        parties(f),
                        f.instant("paidAt"),
                        lines(f),
                        f.optionalInstant("agreedShipBy"),
                        f.flag("crossBorder", false)));
        readings.put(
                "ship",
                (f, at) -> new ShipOrder(order(f), at, f.has("lines") ? f.names("lines") : List.of(), occurredAt(f)));
        readings.put("deliver", (f, at) -> new DeliverOrder(order(f), at, occurredAt(f)));
        readings.put("urge", (f, at) -> {
            SubjectId subject = f.oneOf(ORDER, RETURN, COMPLAINT);
            Side by = f.word("by", URGERS);
            return subject.isDemand() ? new UrgeDemand(subject, at, by) : new UrgeShipment(subject, at, by);
        });
        readings.put("cancel-order", (f, at) -> new CancelOrder(order(f), at));
    }

    private void returns() {
        readings.put(
                "file-return",
                (f, at) -> new FileReturn(
                        returned(f), at, order(f), f.word("kind", KINDS), f.word("reason", REASONS), f.names("lines")));
        readings.put("accept-return", (f, at) -> new AcceptReturn(returned(f), at, f.optionalPersonal("instructions")));
        readings.put("refuse-return", (f, at) -> new RefuseReturn(returned(f), at, f.personal("reason")));
        readings.put("give-instructions", (f, at) -> new GiveInstructions(returned(f), at));
        readings.put("ship-back", (f, at) -> new ShipBack(returned(f), at, f.personal("waybill"), occurredAt(f)));
        readings.put("goods-back", (f, at) -> new RecordGoodsBack(returned(f), at, occurredAt(f)));
        readings.put("refund", (f, at) -> new Refund(returned(f), at, amount(f), occurredAt(f)));
        readings.put("ship-replacement", (f, at) -> new ShipReplacement(returned(f), at, occurredAt(f)));
        readings.put("ship-repaired", (f, at) -> new ShipRepaired(returned(f), at, occurredAt(f)));
        readings.put("object-to-goods", (f, at) -> new ObjectToGoods(returned(f), at, f.personal("reason")));
    }

    private void demands() {
        readings.put(
                "offer-solution",
                (f, at) -> new OfferSolution(demand(f), at, f.word("by", TRADERS), f.personal("remedy"), amount(f)));
        readings.put("accept-solution", (f, at) -> new AcceptSolution(demand(f), at));
        readings.put("reject-solution", (f, at) -> new RejectSolution(demand(f), at));
        readings.put("reopen", (f, at) -> new ReopenDemand(demand(f), at));
        readings.put("withdraw", (f, at) -> new WithdrawDemand(demand(f), at));
        readings.put("perform-settlement", (f, at) -> new PerformSettlement(demand(f), at, amount(f)));
        readings.put("coordinate", (f, at) -> new Coordinate(demand(f), at));
        readings.put("request-intervention", (f, at) -> new RequestIntervention(demand(f), at));
        readings.put("disclose-request", (f, at) -> new RequestPartyInfo(demand(f), at));
        readings.put("disclose", (f, at) -> new DisclosePartyInfo(demand(f), at));
    }

    private void complaints() {
        readings.put(
                "file-complaint",
                (f, at) -> new FileComplaint(
                        complaint(f),
                        at,
                        f.has("order") ? order(f) : null,
                        parties(f),
                        f.word("against", TRADERS),
                        f.flag("serious")));
        readings.put("flag-serious", (f, at) -> new FlagSerious(complaint(f), at));
        readings.put("accept-complaint", (f, at) -> new AcceptComplaint(complaint(f), at));
        readings.put(
                "redirect-complaint",
                (f, at) -> new RedirectComplaint(complaint(f), at, f.word("to", TRADERS), f.personal("reason")));
        readings.put("verify-facts", (f, at) -> new VerifyFacts(complaint(f), at, f.word("by", TRADERS)));
        readings.put(
                "cosign-solution",
                (f, at) ->
                        new CosignSolution(complaint(f), at, f.word("by", TRADERS), f.personal("remedy"), amount(f)));
    }

    private void interventions() {
        readings.put("open-intervention", (f, at) -> new OpenIntervention(demand(f), at, f.name("agent")));
        readings.put(
                "request-evidence",
                (f, at) -> new RequestEvidence(demand(f), at, f.words("from", CASE_PARTIES), templates(f)));
        readings.put(
                "submit-evidence", (f, at) -> new SubmitEvidence(demand(f), at, f.word("by", CASE_PARTIES), files(f)));
        readings.put("suspend", (f, at) -> new StartAppraisal(demand(f), at));
        readings.put("resume", (f, at) -> new EndAppraisal(demand(f), at));
        readings.put("settle", (f, at) -> new Settle(demand(f), at, amount(f), agent(f), optionalReasons(f)));
        readings.put(
                "decide",
                (f, at) -> new Decide(
                        demand(f),
                        at,
                        ordered(f),
                        amount(f),
                        api ? f.word("finding", FINDINGS) : null,
                        api ? f.personal("clause") : null,
                        reasons(f),
                        agent(f)));
        readings.put("perform-decision", (f, at) -> new PerformDecision(demand(f), at, amount(f)));
        readings.put("appeal", (f, at) -> new AppealDecision(demand(f), at, f.word("by", CASE_PARTIES)));
        readings.put("decide-appeal", (f, at) -> {
            SubjectId subject = demand(f);
            Outcome outcome = f.word("outcome", OUTCOMES);
            boolean reversed = outcome == Outcome.REVERSED;
            if (!reversed) {
                f.ignore("orders");
            }
            return new DecideAppeal(
                    subject,
                    at,
                    f.name("agent"),
                    outcome,
                    reversed ? ordered(f) : null,
                    reversed ? amount(f) : null,
                    reversed && api ? f.word("finding", FINDINGS) : null,
                    reversed && api ? f.personal("clause") : null,
                    reasons(f));
        });
        readings.put("refer-outside", (f, at) -> new ReferOutside(demand(f), at, agent(f), optionalReasons(f)));
        if (api) {
            readings.put("confirm-decision", (f, at) -> new ConfirmDecision(demand(f), at, f.name("agent")));
            readings.put(
                    "return-decision",
                    (f, at) -> new ReturnDecision(demand(f), at, f.name("agent"), f.personal("reason")));
        }
        readings.put("inform-remedies", (f, at) -> new InformRemedies(demand(f), at));
    }

    private void others() {
        readings.put(
                "ask",
                (f, at) -> new AskInquiry(SubjectId.inquiry(f.id("inquiry")), at, askedBy(f), f.word("to", TRADERS)));
        readings.put("answer", (f, at) -> new AnswerInquiry(SubjectId.inquiry(f.id("inquiry")), at));
        readings.put("report", (f, at) -> new ReportViolation(SubjectId.report(f.id("report")), at, f.name("room")));
        readings.put("triage", (f, at) -> new TriageReport(SubjectId.report(f.id("report")), at));
        readings.put(
                "publish-plan",
                (f, at) -> new PublishPlan(
                        plan(f),
                        at,
                        f.name("merchant"),
                        f.name("room"),
                        f.name("agreedBy"),
                        f.texts("windows"),
                        effectiveAt(f)));
        readings.put(
                "publish-mechanism",
                (f, at) -> new PublishMechanism(
                        SubjectId.mechanism(f.name("operator")),
                        at,
                        f.name("operator"),
                        f.texts("windows"),
                        effectiveAt(f)));
        readings.put(
                "publish-rules",
                (f, at) -> new PublishRules(
                        SubjectId.rules(),
                        at,
                        f.texts("windows"),
                        f.flag("autoUrge", true),
                        fen(f, "secondPersonAboveFen"),
                        effectiveAt(f),
                        api));
        readings.put("ask-plan-adjustment", (f, at) -> new AskPlanAdjustment(plan(f), at, roomParties(f)));
        readings.put("refuse-adjustment", (f, at) -> new RefuseAdjustment(plan(f), at, f.personal("reason")));
        readings.put("propose-extension", (f, at) -> {
            SubjectId windowOf = f.subject("subject");
            return new ProposeExtension(
                    windowOf.owner(),
                    at,
                    windowOf,
                    f.word("obligation", OBLIGATIONS),
                    f.word("by", CASE_PARTIES),
                    f.instant("dueAt"));
        });
        readings.put("accept-extension", (f, at) -> {
            SubjectId windowOf = f.subject("subject");
            return new AcceptExtension(windowOf.owner(), at, windowOf, f.word("obligation", OBLIGATIONS));
        });
        readings.put("decline-extension", (f, at) -> {
            SubjectId windowOf = f.subject("subject");
            return new DeclineExtension(windowOf.owner(), at, windowOf, f.word("obligation", OBLIGATIONS));
        });
    }

    /** What is only said moves no window, so that no scenario tells of it. */
    private void messagesAndRatings() {
        readings.put(
                "send-message", (f, at) -> new SendMessage(demand(f), at, f.word("by", WRITERS), f.personal("text")));
        readings.put(
                "rate",
                (f, at) -> new RateDemand(
                        demand(f),
                        at,
                        f.word("of", TRADERS),
                        f.number("stars", DemandRated.STARS_MAX),
                        f.optionalPersonal("comment")));
    }

    /** Between merchant and room operator: in a scenario the plan is there when both agree on it. */
    private void proposals() {
        readings.put(
                "propose-plan",
                (f, at) -> new ProposePlan(plan(f), at, roomParties(f), f.texts("windows"), effectiveAt(f)));
        readings.put(
                "confirm-plan",
                (f, at) -> new ConfirmPlan(plan(f), at, f.name("operator"), f.optionalNumber("proposal")));
        readings.put(
                "decline-plan",
                (f, at) -> new DeclinePlan(
                        plan(f), at, f.name("operator"), f.personal("reason"), f.optionalNumber("proposal")));
    }

    /** Whose kinds are data; its subject reads what it says. */
    private void statements() {
        readings.put("publish-statement", (f, at) -> {
            String kind = f.name("kind");
            Side by = f.word("by", STATING);
            Parties parties =
                    new Parties("", optionalName(f, "merchant"), optionalName(f, "operator"), optionalName(f, "room"));
            @Nullable String about = f.has("about") ? f.name("about") : null;
            return new PublishStatement(
                    SubjectId.statement(kind, parties.party(by), parties, about),
                    at,
                    kind,
                    by,
                    parties,
                    about,
                    f.content("content"),
                    effectiveAt(f));
        });
    }

    private void calendar() {
        readings.put(
                "load-calendar-notice",
                (f, at) -> new LoadCalendarNotice(
                        SubjectId.calendar(),
                        at,
                        f.name("number"),
                        f.day("issuedOn"),
                        f.text("source"),
                        f.number("year"),
                        days(f, "daysOff"),
                        f.has("workdays") ? days(f, "workdays") : List.of()));
    }

    private static List<NoticeDay> days(Fields f, String field) {
        return f.objects(field).stream()
                .map(day -> new NoticeDay(day.day("date"), day.name("holiday")))
                .toList();
    }

    private static String optionalName(Fields f, String field) {
        return f.has(field) ? f.name(field) : "";
    }

    /** A scenario does not say what is to be shown. */
    private List<String> templates(Fields f) {
        return api && f.has("templates") ? f.words("templates", TEMPLATES) : List.of();
    }

    /** A scenario knows no files. */
    private List<String> files(Fields f) {
        return api && f.has("files") ? f.names("files") : List.of();
    }

    /** In a scenario no fact is wrong. */
    private void corrections() {
        readings.put("correct-fact", (f, at) -> {
            SubjectId subject = f.oneOf(ORDER, RETURN);
            Fact fact = f.word("fact", subject.kind() == ORDER ? ORDER_FACTS : RETURN_FACTS);
            return new CorrectFact(
                    subject,
                    at,
                    fact,
                    f.instantOrNever("occurredAt"),
                    subject.kind() == ORDER && f.has("lines") ? f.names("lines") : List.of(),
                    f.personal("reason"));
        });
    }

    /** No window waits for any of this. */
    private void personalData() {
        readings.put("ask-forgetting", (f, at) -> {
            String consumer = f.name("consumer");
            return new AskForgetting(SubjectId.person(Party.consumer(consumer)), at, consumer);
        });
        readings.put("hold-record", (f, at) -> new HoldRecord(record(f), at, f.personal("reason")));
        readings.put("lift-hold", (f, at) -> new LiftHold(record(f), at, f.personal("reason")));
        readings.put("ask-opening", (f, at) -> new AskOpening(record(f), at, f.name("agent"), f.personal("reason")));
        readings.put("open-record", (f, at) -> new OpenRecord(record(f), at, f.name("agent"), f.number("opening")));
    }

    /** The record of the case that is named. */
    private static SubjectId record(Fields f) {
        return f.caseNamed("subject").record();
    }

    /** In a scenario a fact is told as it occurs. */
    private @Nullable Instant occurredAt(Fields f) {
        return api ? f.optionalInstant("occurredAt") : null;
    }

    /** In a scenario a document takes effect when it is published. */
    private @Nullable Instant effectiveAt(Fields f) {
        return api ? f.optionalInstant("effectiveAt") : null;
    }

    private static SubjectId order(Fields f) {
        return SubjectId.order(f.id("order"));
    }

    private static SubjectId returned(Fields f) {
        return SubjectId.returnRequest(f.id("return"));
    }

    private static SubjectId complaint(Fields f) {
        return SubjectId.complaint(f.id("complaint"));
    }

    private static SubjectId demand(Fields f) {
        return f.oneOf(RETURN, COMPLAINT);
    }

    private static SubjectId plan(Fields f) {
        return SubjectId.plan(f.name("merchant"), f.name("room"));
    }

    private static Parties parties(Fields f) {
        return new Parties(f.name("consumer"), f.name("merchant"), f.name("operator"), f.name("room"));
    }

    /** Over the API a question may say who asks it. */
    private Parties askedBy(Fields f) {
        @Nullable String consumer = api && f.has("consumer") ? f.name("consumer") : null;
        return new Parties(consumer == null ? "" : consumer, f.name("merchant"), f.name("operator"), f.name("room"));
    }

    private static Parties roomParties(Fields f) {
        return new Parties("", f.name("merchant"), f.name("operator"), f.name("room"));
    }

    private static List<OrderLine> lines(Fields f) {
        List<OrderLine> lines = f.objects("lines").stream()
                .map(line ->
                        new OrderLine(line.name("line"), line.amountFen("amount"), line.flag("noReasonReturn", false)))
                .toList();
        if (f.isRight() && lines.stream().map(OrderLine::line).distinct().count() < lines.size()) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "lines", "expects.no-repeats");
        }
        return lines;
    }

    /** Whom a decision orders to perform; null for nobody. */
    private static @Nullable Side ordered(Fields f) {
        return TRADERS.get(f.word("orders", ORDERED));
    }

    /** Money that is offered, ordered or paid back. */
    private @Nullable Long amount(Fields f) {
        return fen(f, "amountFen");
    }

    private @Nullable Long fen(Fields f, String field) {
        return api && f.has(field) ? f.amountFen(field) : null;
    }

    private @Nullable String agent(Fields f) {
        return api ? f.name("agent") : null;
    }

    private @Nullable PersonalText reasons(Fields f) {
        return api ? f.personal("reasons") : null;
    }

    private @Nullable PersonalText optionalReasons(Fields f) {
        return api ? f.optionalPersonal("reasons") : null;
    }

    private static Map<String, Side> sides(Side... sides) {
        return words(sides, Side::word);
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        return Stream.of(values)
                .collect(Collectors.toMap(word, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }
}
