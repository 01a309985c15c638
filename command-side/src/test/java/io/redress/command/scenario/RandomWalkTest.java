package io.redress.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.window.Obligation;
import io.redress.command.door.ActReader;
import io.redress.command.rule.Refusal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everybody does anything, at any time, in any state: the invariants hold after every event, and a command side that is
 * restarted from its stored JSON every now and then decides just like one that never stops.
 *
 * <p>Each walk bears its seed as its name; {@code -Dwalk.seed}, {@code -Dwalk.walks} and {@code -Dwalk.acts} take others.
 */
class RandomWalkTest {
    private static final long SEED = Long.getLong("walk.seed", 20_261_111);
    private static final int WALKS = Integer.getInteger("walk.walks", 30);
    private static final int ACTS = Integer.getInteger("walk.acts", 300);

    private static final Set<String> ACCEPTED = new HashSet<>();

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
    void whatever_anybody_does_the_rules_hold(long seed) {
        new Walk(seed).go();
    }

    /** Or else the walks would not be going anywhere. */
    @AfterAll
    static void nearly_every_act_was_done_by_somebody() {
        if (WALKS * ACTS >= 30 * 300) {
            // five acts are about personal data, which moves no window
            assertThat(ACCEPTED).hasSizeGreaterThan(ActReader.ofApi().acts().size() - 5 - 6);
        }
    }

    private static final class Walk {
        private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
        private static final List<String> BEGINNINGS =
                List.of("02-05 10:00", "09-25 20:00", "11-11 20:00", "2027-11-20 09:00");
        private static final List<String> LENGTHS =
                List.of("PT20M", "PT1H", "PT36H", "P3D", "P7D", "P14D", "P2WD", "P5WD", "P10WD", "soon");

        /** Who acts thinks of the newest things. */
        private static final int IN_MIND = 6;

        private final SplittableRandom dice;
        private final Story unbroken;
        private final Story restarted;
        private final long seed;
        private int ids;
        private String proposed = "";

        Walk(long seed) {
            this.seed = seed;
            dice = new SplittableRandom(seed);
            String operator = dice.nextInt(5) == 0 ? "M1" : "H1";
            String beginning = one(BEGINNINGS);
            unbroken = Story.beginsAt(beginning, operator);
            restarted = Story.beginsAt(beginning, operator);
        }

        void go() {
            for (int i = 0; i < ACTS; i++) {
                passTime();
                String act = dice.nextInt(10) < 7 ? fitting() : anything();
                Refusal refusal = unbroken.tries(act);
                Refusal other = restarted.tries(act);
                assertThat(refusal == null ? null : refusal.getMessage())
                        .as("act %s of seed %s: %s", i, seed, act)
                        .isEqualTo(other == null ? null : other.getMessage());
                if (refusal == null) {
                    ACCEPTED.add(act.split(" ", 2)[0]);
                }
                if (dice.nextInt(120) == 0) {
                    restarted.afterARestart();
                }
            }
            restarted.afterARestart();
            assertThat(restarted.stored().stream().map(Said::json).toList())
                    .as("seed %s", seed)
                    .isEqualTo(unbroken.stored().stream().map(Said::json).toList());
            assertThat(Ledger.of(restarted.stored())).isEqualTo(Ledger.of(unbroken.stored()));
        }

        /** Some acts come at one instant, some hours or days apart, and many right at a dueAt or beside it. */
        private void passTime() {
            Instant to = switch (dice.nextInt(12)) {
                case 0, 1 -> unbroken.now().plusSeconds(dice.nextInt(6 * 3600));
                case 2, 3, 4 -> besideTheNextDueAt();
                default -> unbroken.now();
            };
            if (dice.nextInt(20) == 0) {
                to = to.plusSeconds(dice.nextInt(4 * 86_400));
            }
            if (dice.nextInt(8) == 0) {
                unbroken.unnoticedUntil(to);
                restarted.unnoticedUntil(to);
            } else {
                unbroken.on(to);
                restarted.on(to);
            }
        }

        private Instant besideTheNextDueAt() {
            return unbroken.rows().stream()
                    .filter(Ledger.Row::isOpen)
                    .map(Ledger.Row::dueAt)
                    .min(Comparator.naturalOrder())
                    .map(due -> due.plusSeconds(dice.nextInt(3) - 1))
                    .filter(due -> due.isAfter(unbroken.now()))
                    .orElse(unbroken.now());
        }

        // ---- acts that fit what somebody waits for

        private String fitting() {
            boolean late = dice.nextInt(8) == 0;
            List<Ledger.Row> awaited = unbroken.rows().stream()
                    .filter(row -> late ? row.outcome().equals("lapsed") : row.isRunning())
                    .toList();
            if (awaited.isEmpty() || dice.nextInt(12) == 0) {
                return beginning();
            }
            if (dice.nextInt(4) == 0) {
                return movingGoods();
            }
            if (dice.nextInt(16) == 0) {
                return correcting();
            }
            Ledger.Row row = one(awaited.subList(Math.max(0, awaited.size() - IN_MIND), awaited.size()));
            return dice.nextInt(8) == 0
                    ? extending(row)
                    : one(answers(
                            row.window().obligation(),
                            row.window().subject().owner().key()));
        }

        private String beginning() {
            ids++;
            return one(List.of(
                    "register-order O" + ids + " lines=A+,B+,C",
                    "register-order O" + ids + " lines=A+,B,C agreedShipBy="
                            + local(unbroken.now().plusSeconds(dice.nextInt(1, 9 * 86_400))),
                    fileReturn(known("O")),
                    fileReturn(known("O")),
                    fileReturn(known("O")),
                    fileReturn(known("O")),
                    "file-complaint C" + ids + " against=" + trader(),
                    "file-complaint C" + ids + " against=" + trader() + " serious=true",
                    "file-complaint C" + ids + " order=" + known("O") + " against=" + trader(),
                    "ask Q" + ids + " to=" + trader(),
                    "report V" + ids,
                    "ask-plan-adjustment",
                    "publish-plan windows={" + lengths() + "}" + ahead(),
                    "propose-plan windows={" + lengths() + "}" + ahead(),
                    "confirm-plan",
                    "confirm-plan proposal=" + dice.nextInt(1, 4),
                    "decline-plan reason=slow",
                    "publish-mechanism windows={" + lengths() + "}" + ahead(),
                    notice(),
                    "publish-rules windows={" + lengths() + "} effectiveAt="
                            + local(unbroken.now().plusSeconds(dice.nextInt(6 * 86_400, 12 * 86_400))),
                    "publish-rules autoUrge=" + dice.nextBoolean() + " windows={" + lengths() + "}",
                    "publish-rules secondPersonAboveFen=" + dice.nextInt(15_000) + " windows={} effectiveAt="
                            + local(unbroken.now().plusSeconds(dice.nextInt(6 * 86_400, 12 * 86_400)))));
        }

        /** Some days off within weeks, and a Saturday on which people work instead. */
        private String notice() {
            LocalDate first = unbroken.now().atZone(SHANGHAI).toLocalDate().plusDays(dice.nextInt(30));
            LocalDate worked = first.minusDays(dice.nextInt(20)).with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
            return "load-calendar-notice issuedOn=2026-01-01 year=" + first.getYear() + " daysOff=" + first + ".."
                    + first.plusDays(dice.nextInt(6)) + " workdays=" + worked;
        }

        /** While goods are on their way, nobody waits for anything. */
        private String movingGoods() {
            List<String> sentBack = unbroken.stored().stream()
                    .filter(ReturnShippedBack.class::isInstance)
                    .map(event -> event.subject().key())
                    .toList();
            return one(List.of(
                    "ship " + known("O"),
                    "deliver " + known("O"),
                    "goods-back " + (sentBack.isEmpty() ? known("R") : sentBack.getLast()),
                    "goods-back " + (sentBack.isEmpty() ? known("R") : one(sentBack))));
        }

        private String correcting() {
            String about = dice.nextBoolean()
                    ? known("O") + " fact=" + one(List.of("ship", "ship", "deliver"))
                    : known("R")
                            + " fact="
                            + one(List.of(
                                    "ship-back",
                                    "goods-back",
                                    "goods-back",
                                    "refund",
                                    "ship-replacement",
                                    "ship-repaired"));
            return "correct-fact " + about + " occurredAt="
                    + (dice.nextInt(3) == 0 ? "never" : local(unbroken.now().minusSeconds(dice.nextInt(5 * 86_400))));
        }

        private String fileReturn(String order) {
            String kind = one(List.of("refund-only", "return-and-refund", "exchange", "repair"));
            String reason = one(List.of("no-reason", "quality", "quality", "late-shipment"));
            return "file-return R%d order=%s kind=%s reason=%s lines=%s"
                    .formatted(ids, order, kind, reason, one(List.of("A", "B", "C", "A,B", "B,C")));
        }

        /** Something of this kind, one of the newest; now and then nothing at all. */
        private String known(String kind) {
            List<String> keys = unbroken.rows().stream()
                    .map(row -> row.window().subject().key())
                    .filter(key -> key.startsWith(kind))
                    .distinct()
                    .toList();
            return keys.isEmpty() || dice.nextInt(20) == 0
                    ? kind + (ids + 1)
                    : one(keys.subList(Math.max(0, keys.size() - IN_MIND), keys.size()));
        }

        private String extending(Ledger.Row row) {
            if (!proposed.isEmpty() && dice.nextInt(3) > 0) {
                return one(List.of("accept-extension ", "accept-extension ", "decline-extension ")) + proposed;
            }
            proposed = row.window().subject() + " " + row.window().obligation().id();
            return "propose-extension " + proposed + " by=" + owner(row) + " dueAt="
                    + local(row.dueAt().plusSeconds(dice.nextInt(5 * 86_400)));
        }

        private List<String> answers(Obligation obligation, String id) {
            return switch (obligation) {
                case MERCHANT_SHIP_GOODS ->
                    List.of(
                            "ship " + id,
                            "ship " + id + " lines=A",
                            "urge " + id + " by=platform",
                            fileReturn(id),
                            "cancel-order " + id);
                case PLATFORM_URGE_SHIPMENT -> List.of("urge " + id + " by=platform", "ship " + id);
                case ROOM_OPERATOR_URGE_PROMISE -> List.of("urge " + id + " by=operator", "ship " + id);
                case CONSUMER_NOTIFY_NO_REASON_RETURN, CONSUMER_CLAIM_QUALITY_RETURN -> List.of(fileReturn(id));
                case ROOM_OPERATOR_URGE_AFTERSALE -> List.of("urge " + id + " by=operator");
                case MERCHANT_DECIDE_RETURN_EXCHANGE, MERCHANT_DECIDE_REFUND_ONLY ->
                    List.of(
                            "accept-return " + id,
                            "accept-return " + id + " instructions=dock",
                            "refuse-return " + id + " reason=worn",
                            "offer-solution " + id + " by=merchant remedy=coupon" + amount());
                case MERCHANT_GIVE_RETURN_INSTRUCTIONS -> List.of("give-instructions " + id);
                case CONSUMER_SHIP_RETURN -> List.of("ship-back " + id + " waybill=SF1");
                case MERCHANT_REFUND_AFTER_RETURN ->
                    List.of("refund " + id + amount(), "object-to-goods " + id + " reason=chipped");
                case MERCHANT_EXECUTE_REFUND -> List.of("refund " + id + amount());
                case MERCHANT_SHIP_EXCHANGE -> List.of("ship-replacement " + id);
                case MERCHANT_COMPLETE_REPAIR -> List.of("ship-repaired " + id);
                case MERCHANT_ACCEPT_COMPLAINT, ROOM_OPERATOR_ACCEPT_COMPLAINT ->
                    List.of(
                            "accept-complaint " + id,
                            "redirect-complaint " + id + " to=" + trader() + " reason=theirs");
                case MERCHANT_RESOLVE_COMPLAINT, ROOM_OPERATOR_RESOLVE_COMPLAINT ->
                    List.of(
                            "offer-solution " + id + " by=" + trader() + " remedy=coupon" + amount(),
                            "redirect-complaint " + id + " to=" + trader() + " reason=theirs",
                            "flag-serious " + id);
                case ROOM_OPERATOR_COORDINATE -> List.of("coordinate " + id);
                case MERCHANT_VERIFY_SERIOUS_CASE, ROOM_OPERATOR_VERIFY_SERIOUS_CASE ->
                    List.of("verify-facts " + id + " by=" + trader());
                case MERCHANT_SERIOUS_CASE_SOLUTION, ROOM_OPERATOR_SERIOUS_CASE_SOLUTION ->
                    List.of("cosign-solution " + id + " by=" + trader() + " remedy=refund" + amount());
                case PARTY_PERFORM_SETTLEMENT ->
                    List.of("perform-settlement " + id, "perform-settlement " + id + amount());
                case MERCHANT_ANSWER_INQUIRY, ROOM_OPERATOR_ANSWER_INQUIRY -> List.of("answer " + id);
                case MERCHANT_ANSWER_PLAN_ADJUSTMENT ->
                    List.of(
                            "refuse-adjustment reason=no",
                            "publish-plan windows={" + lengths() + "}",
                            "propose-plan windows={" + lengths() + "}");
                case CONSUMER_ANSWER_SOLUTION ->
                    List.of("accept-solution " + id, "reject-solution " + id, "flag-serious " + id, "reopen " + id);
                case CONSUMER_REQUEST_INTERVENTION ->
                    List.of("request-intervention " + id, "accept-return " + id, "refund " + id);
                case PLATFORM_TRIAGE_DEMAND -> List.of("triage " + id);
                case PLATFORM_OPEN_INTERVENTION -> List.of("open-intervention " + id + " agent=G1");
                case PLATFORM_PROVIDE_SOLUTION ->
                    List.of(
                            "decide " + id + " orders=" + ordered(),
                            "decide " + id + " orders=merchant agent=" + agent() + amount(),
                            "decide " + id + " orders=" + ordered() + " agent=" + agent() + amount(),
                            "confirm-decision " + id + " agent=" + agent(),
                            "return-decision " + id + " agent=" + agent() + " reason=more",
                            "settle " + id + amount(),
                            "refer-outside " + id,
                            "suspend " + id,
                            "resume " + id,
                            "request-evidence " + id + " from="
                                    + one(List.of("merchant", "consumer,operator", "operator,merchant")));
                case MERCHANT_SUBMIT_EVIDENCE, ROOM_OPERATOR_SUBMIT_EVIDENCE, CONSUMER_SUBMIT_EVIDENCE ->
                    List.of("submit-evidence " + id + " by=" + side());
                case PARTY_EXECUTE_DECISION ->
                    List.of(
                            "perform-decision " + id + amount(),
                            "perform-decision " + id,
                            "appeal " + id + " by=" + side());
                case PARTY_APPEAL_DECISION -> List.of("appeal " + id + " by=" + side());
                case PLATFORM_DECIDE_APPEAL ->
                    List.of(
                            "decide-appeal " + id + " agent=G" + dice.nextInt(1, 4) + " outcome=upheld",
                            "confirm-decision " + id + " agent=" + agent(),
                            "return-decision " + id + " agent=" + agent() + " reason=less",
                            "decide-appeal " + id + " agent=" + agent() + " outcome=reversed orders=merchant"
                                    + amount(),
                            "decide-appeal " + id + " agent=G2 outcome=reversed orders=" + ordered());
                case PLATFORM_INFORM_OTHER_REMEDIES -> List.of("inform-remedies " + id);
                case PLATFORM_DISCLOSE_PARTY_INFO -> List.of("disclose " + id);
            };
        }

        // ---- and acts that need not

        private String anything() {
            String order = known("O");
            String returned = known("R");
            String demand = dice.nextBoolean() ? returned : known("C");
            return one(List.of(
                    "ship " + order + " lines=B",
                    "cancel-order " + order,
                    "withdraw " + demand,
                    "reopen " + demand,
                    "reopen " + demand,
                    "goods-back " + returned,
                    "urge " + demand + " by=operator",
                    "disclose-request " + demand,
                    "disclose " + demand,
                    "rate " + demand + " of=" + one(List.of("merchant", "operator")) + " stars=" + dice.nextInt(1, 6),
                    "inform-remedies " + demand,
                    "perform-decision " + demand,
                    "settle " + demand,
                    one(answers(one(List.of(Obligation.values())), demand)),
                    one(answers(one(List.of(Obligation.values())), demand))));
        }

        /** Who owes the window; anybody where the platform does. */
        private String owner(Ledger.Row row) {
            return switch (row.window().owedBy().role()) {
                case CONSUMER -> "consumer";
                case MERCHANT -> "merchant";
                case ROOM_OPERATOR -> "operator";
                case PLATFORM -> side();
            };
        }

        private String lengths() {
            StringBuilder windows = new StringBuilder();
            for (int i = dice.nextInt(4); i > 0; i--) {
                windows.append(one(List.of(Obligation.values())).id())
                        .append(':')
                        .append(one(LENGTHS))
                        .append(',');
            }
            return windows.toString();
        }

        /** Some documents are published ahead. */
        private String ahead() {
            return dice.nextInt(3) == 0
                    ? " effectiveAt=" + local(unbroken.now().plusSeconds(dice.nextInt(-3600, 4 * 86_400)))
                    : "";
        }

        private String trader() {
            return dice.nextInt(3) == 0 ? "operator" : "merchant";
        }

        private String side() {
            return one(List.of("consumer", "merchant", "operator"));
        }

        private String ordered() {
            return one(List.of("merchant", "merchant", "operator", "none"));
        }

        private String agent() {
            return "G" + dice.nextInt(1, 5);
        }

        /** Lines cost 10000 each; often there is no amount, now and then too much. */
        private String amount() {
            return one(List.of("", "", "", " amountFen=2500", " amountFen=10000", " amountFen=20000", " amountFen=0"));
        }

        private static String local(Instant at) {
            return LocalDateTime.ofInstant(at, SHANGHAI).toString();
        }

        private <T> T one(List<T> list) {
            return list.get(dice.nextInt(list.size()));
        }
    }
}
