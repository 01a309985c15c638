package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.BeginsHistory;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderRegistered;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowLapsed;
import io.redress.command.door.ActField;
import io.redress.command.door.ActReader;
import io.redress.command.door.PossibleAct;
import io.redress.command.door.PossibleAct.Limit;
import io.redress.command.door.PossibleActs;
import io.redress.command.rule.Refusal;
import io.redress.command.scenario.Variants.Known;
import io.redress.command.scenario.Variants.SubjectWindow;
import io.redress.command.scenario.Variants.Variant;
import io.redress.command.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is offered is accepted, and what is not offered is refused: at every step of a random walk the acts that are
 * possible are asked for, every variant that is not among them is tried for real and refused, and one that is among
 * them is done. Which variants there are is written by hand in {@link Variants}.
 *
 * <p>Each walk bears its seed as its name; {@code -Dpossible.seed}, {@code -Dpossible.walks} and {@code
 * -Dpossible.steps} take others, and {@code -Dpossible.thorough=true} tries every variant at every step.
 */
class PossibleActsWalkTest {
    private static final long SEED = Long.getLong("possible.seed", 20_261_127);
    private static final int WALKS = Integer.getInteger("possible.walks", 8);
    private static final int STEPS = Integer.getInteger("possible.steps", 120);
    private static final ActReader READER = ActReader.ofApi();

    /** They begin something that names no case there is, or are about documents. */
    private static final Set<String> ABOUT_NO_CASE = Set.of(
            "register-order",
            "ask",
            "report",
            "publish-plan",
            "publish-mechanism",
            "publish-rules",
            "load-calendar-notice",
            "ask-plan-adjustment",
            "refuse-adjustment",
            "propose-plan",
            "confirm-plan",
            "decline-plan",
            "publish-statement",
            "ask-forgetting",
            "hold-record",
            "lift-hold",
            "ask-opening",
            "open-record");

    /** Of these there are so many variants that a short walk tries only some of them each time. */
    private static final Set<String> OF_MANY = Set.of("file-return", "propose-extension");

    private static final boolean THOROUGH = Boolean.getBoolean("possible.thorough");

    private static final Set<String> RARELY = Set.of(
            "withdraw",
            "cancel-order",
            "settle",
            "refer-outside",
            "disclose-request",
            "urge",
            "send-message",
            "file-complaint",
            "propose-extension");

    private static final Set<SubjectId.Kind> CASES = EnumSet.of(
            SubjectId.Kind.ORDER,
            SubjectId.Kind.RETURN,
            SubjectId.Kind.COMPLAINT,
            SubjectId.Kind.INQUIRY,
            SubjectId.Kind.REPORT);
    private static final Set<String> OFFERED = new TreeSet<>();
    private static final Set<String> DONE = new TreeSet<>();
    private static final Set<String> WITHHELD = new TreeSet<>();
    private static final Set<Obligation> ANSWERED = EnumSet.noneOf(Obligation.class);
    private static final Set<Window.State> STATES = EnumSet.noneOf(Window.State.class);

    static Stream<Long> seeds() {
        SplittableRandom seeds = new SplittableRandom(SEED);
        return Stream.iterate(SEED, _ -> seeds.nextLong()).limit(WALKS);
    }

    @BeforeAll
    static void print(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_offered_is_accepted_and_what_is_not_is_refused(long seed) {
        new Walk(seed).go();
    }

    /** Or else the walks would prove little. */
    @AfterAll
    static void every_act_was_offered_and_done_and_withheld_and_every_window_was_answered() {
        if (WALKS * STEPS < 8 * 120) {
            return;
        }
        Set<String> acts = new TreeSet<>(READER.acts());
        acts.removeAll(ABOUT_NO_CASE);
        acts.remove("correct-fact"); // a mistake is no step of a case
        assertThat(without(acts, OFFERED)).as("never offered").isEmpty();
        assertThat(without(acts, DONE)).as("never done").isEmpty();
        assertThat(without(acts, WITHHELD)).as("never withheld").isEmpty();
        assertThat(STATES)
                .as("states of the windows that were answered")
                .containsExactlyInAnyOrder(Window.State.OPEN, Window.State.SUSPENDED, Window.State.LAPSED);
        assertThat(EnumSet.complementOf(EnumSet.copyOf(ANSWERED)))
                .as("never answered")
                .containsExactly(Obligation.MERCHANT_ANSWER_PLAN_ADJUSTMENT);
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static final class Walk {
        private static final int IN_MIND = 4;

        private final SplittableRandom dice;
        private final Sandbox sandbox = new Sandbox();
        private final Set<SubjectId> subjects = new LinkedHashSet<>();
        private final boolean selfRun;
        private final Ledger ledger = new Ledger();
        private final Map<String, Integer> done = new TreeMap<>();
        private int seen;
        private int ids;
        private Instant now = Instant.parse("2026-11-11T12:00:00Z");

        Walk(long seed) {
            dice = new SplittableRandom(seed);
            selfRun = dice.nextInt(4) == 0;
        }

        void go() {
            sandbox.advanceTo(now);
            setOut();
            for (int step = 0; step < STEPS; step++) {
                passTime();
                if (subjects.isEmpty() || dice.nextInt(16) == 0) {
                    begin();
                } else {
                    look(subject());
                }
                remember();
            }
        }

        /** A shipment is late, an offer went unanswered, two returns are on their way and one waits for instructions, more time is asked for another, one party has signed a joint solution with money in it, a decision on a third waits for a second person: few walks would come there by chance. */
        private void setOut() {
            does("publish-rules", "{'windows':{},'autoUrge':" + dice.nextBoolean() + ",'secondPersonAboveFen':50}");
            order("OL");
            does("file-complaint", """
                    {'complaint':'C0','consumer':'U1','merchant':'M1','operator':'%s','room':'L1','against':'merchant',
                     'serious':false}
                    """.formatted(selfRun ? "M1" : "H1"));
            does("offer-solution", "{'complaint':'C0','by':'merchant','remedy':'coupon'}");
            now = now.plus(Duration.ofDays(8));
            sandbox.advanceTo(now);
            order("O0");
            does("ship", "{'order':'O0'}");
            does("deliver", "{'order':'O0'}");
            for (String back : List.of("A return-and-refund", "B " + one(List.of("exchange", "repair")))) {
                String id = "R" + back.charAt(0);
                does(
                        "file-return",
                        "{'return':'%s','order':'O0','kind':'%s','reason':'quality','lines':['%s']}"
                                .formatted(id, back.substring(2), back.charAt(0)));
                does("accept-return", "{'return':'" + id + "','instructions':'by post'}");
                does("ship-back", "{'return':'" + id + "','waybill':'SF1'}");
            }
            order("OD");
            does("ship", "{'order':'OD'}");
            does("deliver", "{'order':'OD'}");
            does("file-return", "{'return':'RD','order':'OD','kind':'exchange','reason':'quality','lines':['A']}");
            does("accept-return", "{'return':'RD'}");
            does("file-return", "{'return':'RE','order':'OD','kind':'exchange','reason':'quality','lines':['B']}");
            does(
                    "propose-extension",
                    "{'subject':'return/RE','obligation':'merchant-decide-return-exchange','by':'merchant','dueAt':'%s'}"
                            .formatted(now.plus(Duration.ofDays(3))));
            does("file-complaint", """
                    {'complaint':'CS','order':'O0','consumer':'U1','merchant':'M1','operator':'%s','room':'L1',
                     'against':'merchant','serious':true}
                    """.formatted(selfRun ? "M1" : "H1"));
            does("cosign-solution", "{'complaint':'CS','by':'merchant','remedy':'refund','amountFen':50}");
            does("file-return", "{'return':'RC','order':'O0','kind':'refund-only','reason':'other','lines':['C']}");
            does("refuse-return", "{'return':'RC','reason':'worn'}");
            does("request-intervention", "{'return':'RC'}");
            does("open-intervention", "{'return':'RC','agent':'G1'}");
            does("decide", """
                    {'return':'RC','orders':'merchant','amountFen':60,'finding':'merchant-at-fault','clause':'6.4.3 d',
                     'reasons':'as the photos show','agent':'G1'}""");
            remember();
        }

        private void does(String act, String fields) {
            perform(act, Variant.of(act, fields).fields());
        }

        private void order(String id) {
            does("register-order", """
                    {'order':'%s','consumer':'U1','merchant':'M1','operator':'%s','room':'L1','paidAt':'%s',
                     'lines':[{'line':'A','amount':100,'noReasonReturn':true},
                     {'line':'B','amount':200,'noReasonReturn':true},{'line':'C','amount':300}]}
                    """.formatted(id, selfRun ? "M1" : "H1", now));
        }

        private void remember() {
            List<Event> stored = sandbox.stored();
            for (; seen < stored.size(); seen++) {
                SubjectId subject = stored.get(seen).subject();
                if (CASES.contains(subject.kind())) {
                    subjects.add(subject);
                }
                ledger.add(stored.get(seen));
            }
        }

        private SubjectId subject() {
            List<SubjectId> all = List.copyOf(subjects);
            return dice.nextInt(4) == 0 ? one(all) : one(all.subList(Math.max(0, all.size() - IN_MIND), all.size()));
        }

        /** Often to a dueAt or right beside it; and not always does the clock notice. */
        private void passTime() {
            Instant to = switch (dice.nextInt(10)) {
                case 0 -> now.plusSeconds(dice.nextInt(4 * 3600));
                case 1 ->
                    ledger.rows().stream()
                            .filter(Ledger.Row::isOpen)
                            .map(Ledger.Row::dueAt)
                            .min(Comparator.naturalOrder())
                            .map(due -> due.plusSeconds(dice.nextInt(3) - 1))
                            .filter(due -> due.isAfter(now))
                            .orElse(now);
                case 2 -> now.plusSeconds(dice.nextInt(12) == 0 ? dice.nextInt(4 * 86_400) : 0);
                default -> now;
            };
            now = to;
            if (dice.nextInt(4) > 0) {
                sandbox.advanceTo(to);
            }
        }

        private void begin() {
            ids++;
            String operator = selfRun ? "M1" : "H1";
            String room = "'merchant':'M1','operator':'" + operator + "','room':'L1'";
            String who = "'consumer':'U1'," + room;
            if (dice.nextInt(4) == 0) {
                order("O" + ids);
                return;
            }
            Variant begun = one(List.of(
                    Variant.of("file-complaint", """
                            {'complaint':'C%s',%s,'against':'%s','serious':%s}
                            """.formatted(
                                    ids, who, one(List.of("merchant", "operator")), dice.nextInt(3) == 0)),
                    Variant.of(
                            "ask",
                            "{'inquiry':'Q%s',%s,'to':'%s'}"
                                    .formatted(ids, room, one(List.of("merchant", "operator")))),
                    Variant.of("report", "{'report':'V%s','room':'L1'}".formatted(ids))));
            perform(begun.act(), begun.fields());
        }

        private void perform(String act, ObjectNode fields) {
            sandbox.door().perform(READER.read(act, fields, now));
        }

        // ---- one question

        private void look(SubjectId subject) {
            String agent = "G" + dice.nextInt(1, 4);
            int before = sandbox.stored().size();
            PossibleActs.Answer answer = sandbox.possible().on(subject, now, agent);
            assertThat(sandbox.stored()).as("asking changes nothing").hasSize(before);
            answer.acts().forEach(this::count);

            Known known = known(subject, agent);
            Map<Boolean, List<Variant>> variants = Variants.of(subject, known).stream()
                    .collect(Collectors.partitioningBy(variant -> isOffered(variant, answer)));
            variants.get(false).stream()
                    .filter(variant -> THOROUGH || !OF_MANY.contains(variant.act()) || dice.nextInt(12) == 0)
                    .forEach(variant -> isRefused(variant, answer));
            if (THOROUGH || dice.nextInt(6) == 0) {
                List<Variant> offered = new ArrayList<>(variants.get(true));
                while (offered.size() > (THOROUGH ? 1_000 : 2)) {
                    offered.remove(dice.nextInt(offered.size()));
                }
                offered.forEach(variant -> isDone(variant, sandbox.restored(), answer));
            }
            if (!answer.acts().isEmpty()) {
                PossibleAct act = chosen(answer.acts());
                Variant variant = new Variant(act.act(), filled(act));
                isDone(variant, sandbox, answer);
                done.merge(act.act(), 1, Integer::sum);
                DONE.add(act.act());
            }
        }

        /** Mostly what was done least; what ends cases or leads nowhere only now and then. */
        private PossibleAct chosen(List<PossibleAct> acts) {
            Map<String, List<PossibleAct>> byName = new TreeMap<>();
            acts.forEach(act ->
                    byName.computeIfAbsent(act.act(), _ -> new ArrayList<>()).add(act));
            if (dice.nextInt(5) > 0 && byName.size() > 1) {
                byName.keySet().removeIf(act -> RARELY.contains(act) && byName.size() > 1);
            }
            List<String> names = new ArrayList<>(byName.keySet());
            if (dice.nextInt(3) > 0) {
                int least = names.stream()
                        .mapToInt(act -> done.getOrDefault(act, 0))
                        .min()
                        .orElse(0);
                names.removeIf(act -> done.getOrDefault(act, 0) > least);
            }
            return one(byName.get(one(names)));
        }

        private void count(PossibleAct act) {
            OFFERED.add(act.act());
            if (act.answers() != null) {
                ANSWERED.add(act.answers().window().obligation());
                STATES.add(act.answers().state());
            }
        }

        private void isRefused(Variant variant, PossibleActs.Answer answer) {
            int before = sandbox.stored().size();
            try {
                perform(variant.act(), variant.fields());
            } catch (Refusal refused) {
                assertThat(sandbox.stored().subList(before, sandbox.stored().size()))
                        .as("stored by %s, which was refused", variant)
                        .allMatch(event -> event instanceof WindowLapsed || event instanceof OrderLinesReleased);
                WITHHELD.add(variant.act());
                return;
            }
            throw new AssertionError(variant + " was not offered and is accepted\n" + told(answer));
        }

        private void isDone(Variant variant, Sandbox where, PossibleActs.Answer answer) {
            try {
                where.door().perform(READER.read(variant.act(), variant.fields(), now));
            } catch (Refusal refusal) {
                throw new AssertionError(
                        variant + " was offered and is refused: " + refusal.getMessage() + "\n" + told(answer),
                        refusal);
            }
        }

        private static String told(PossibleActs.Answer answer) {
            StringBuilder text = new StringBuilder(answer.subject() + " at " + answer.at());
            answer.acts().forEach(act -> text.append("\n  ").append(act));
            return text.toString();
        }

        private Known known(SubjectId subject, String agent) {
            List<String> lines = new ArrayList<>();
            sandbox.stored().stream()
                    .filter(event ->
                            event instanceof OrderRegistered && event.subject().equals(subject))
                    .forEach(event -> ((OrderRegistered) event)
                            .lines().stream().map(OrderLine::line).forEach(lines::add));
            List<SubjectWindow> windows = ledger.rows().stream()
                    .filter(row -> row.window().subject().owner().equals(subject))
                    .map(row -> new SubjectWindow(
                            row.window().subject(), row.window().obligation(), row.dueAt()))
                    .distinct()
                    .toList();
            return new Known("M1", selfRun ? "M1" : "H1", "U1", "L1", agent, lines, windows);
        }

        // ---- is it among what is offered, and how to take an offer

        private static boolean isOffered(Variant variant, PossibleActs.Answer answer) {
            return answer.acts().stream()
                    .filter(act -> act.act().equals(variant.act()))
                    .anyMatch(act -> withinLimits(variant, act)
                            && (act.choices().isEmpty()
                                    || act.choices().stream().anyMatch(block -> fits(variant, block, answer))));
        }

        private static boolean withinLimits(Variant variant, PossibleAct act) {
            return act.limits().entrySet().stream()
                    .allMatch(limit -> within(variant.fields().get(limit.getKey()), limit.getValue()));
        }

        private static boolean within(JsonNode value, Limit limit) {
            if (value == null) {
                return true;
            }
            if (limit.amountMaxFen() != null) {
                return value.longValue() >= limit.amountMinFen() && value.longValue() <= limit.amountMaxFen();
            }
            Instant at = OffsetDateTime.parse(value.stringValue()).toInstant();
            return at.isAfter(limit.after()) && (limit.until() == null || !at.isAfter(limit.until()));
        }

        private static boolean fits(Variant variant, Map<String, List<JsonNode>> block, PossibleActs.Answer answer) {
            Set<String> chosen = new TreeSet<>();
            answer.acts().stream()
                    .filter(act -> act.act().equals(variant.act()))
                    .forEach(act -> act.choices().forEach(other -> chosen.addAll(other.keySet())));
            return chosen.stream().allMatch(field -> {
                JsonNode value = variant.fields().get(field);
                List<JsonNode> values = block.get(field);
                if (values == null) {
                    return value == null;
                }
                return value != null
                        && (value.isArray() ? value.valueStream() : Stream.of(value))
                                .allMatch(one -> isAmong(values, one));
            });
        }

        /** A number is the same number however many digits its type could hold. */
        private static boolean isAmong(List<JsonNode> values, JsonNode one) {
            return values.stream().anyMatch(value -> value.toString().equals(one.toString()));
        }

        /** The example with other values in the places where there is a choice. */
        private ObjectNode filled(PossibleAct act) {
            ObjectNode fields = (ObjectNode) act.example().deepCopy();
            if (!act.choices().isEmpty()) {
                Set<String> chosen = new TreeSet<>();
                act.choices().forEach(block -> chosen.addAll(block.keySet()));
                chosen.forEach(fields::remove);
                one(act.choices()).forEach((field, values) -> {
                    boolean list = act.fields().stream()
                            .anyMatch(its -> its.name().equals(field)
                                    && (its.type() == ActField.Type.NAMES || its.type() == ActField.Type.WORDS));
                    fields.set(field, list ? some(values) : one(values));
                });
            }
            act.limits().forEach((field, limit) -> {
                if (limit.amountMaxFen() != null) {
                    fields.put(field, dice.nextBoolean() ? limit.amountMaxFen() : limit.amountMinFen());
                } else {
                    Instant until = limit.until() == null ? limit.after().plus(Duration.ofDays(2)) : limit.until();
                    fields.put(
                            field, (dice.nextBoolean() ? until : limit.after().plusMillis(1)).toString());
                }
            });
            act.fields().stream()
                    .filter(field -> BeginsHistory.class.isAssignableFrom(act.type())
                            && field.type() == ActField.Type.ID
                            && field.name().matches("return|complaint"))
                    .forEach(field -> fields.put(field.name(), field.name().substring(0, 1) + ++ids));
            return fields;
        }

        private ArrayNode some(List<JsonNode> values) {
            ArrayNode some = JsonNodeFactory.instance.arrayNode();
            values.stream().filter(_ -> dice.nextBoolean()).forEach(some::add);
            return some.isEmpty() ? some.add(one(values)) : some;
        }

        private <T> T one(List<T> list) {
            return list.get(dice.nextInt(list.size()));
        }
    }
}
