package io.redress.command.order;

import static io.redress.api.window.Obligation.CONSUMER_CLAIM_QUALITY_RETURN;
import static io.redress.api.window.Obligation.CONSUMER_NOTIFY_NO_REASON_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_GOODS;
import static io.redress.api.window.Obligation.PLATFORM_URGE_SHIPMENT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_PROMISE;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.CorrectFact;
import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.order.CancelOrder;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderEvent;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.order.OrderRegistered;
import io.redress.api.order.OrderShipped;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.order.ShipmentUrged;
import io.redress.api.order.UrgeShipment;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Moves;
import io.redress.command.window.Subject;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/**
 * A paid order: its shipping, the rights that begin with delivery, and which return request holds which of its lines.
 */
@SuppressWarnings("NullAway.Init") // the state is set by the first event
@AggregateRoot(type = "order")
public final class Order extends Subject {
    private Parties parties;
    private @Nullable DocumentVersion plan;
    private final Map<String, OrderLine> lines = new LinkedHashMap<>();
    private final Map<String, Instant> shipped = new LinkedHashMap<>();
    private final Set<String> struck = new HashSet<>();
    private final Map<String, OrderLinesClaimed> claims = new HashMap<>();
    private long paidBackFen;
    private Instant paidAt;
    private @Nullable Instant deliveredAt;
    private boolean cancelled;

    Order() {}

    @CommandHandler
    Order(RegisterOrder act, Terms terms) {
        that(!act.crossBorder(), Rule.ORDER_IS_DOMESTIC);
        that(!act.paidAt().isAfter(act.at()), Rule.ACT_IS_NOT_IN_THE_FUTURE);
        Instant agreed = act.agreedShipBy();
        that(agreed == null || agreed.isAfter(act.paidAt()), Rule.AGREED_SHIP_DATE_IS_AFTER_PAYMENT);
        Parties who = act.parties();
        DocumentVersion bound = terms.documents().planInEffect(who.merchant(), who.room(), act.paidAt());
        Moves moves = begin(act.at(), terms.lengths(bound, who.operator()));
        Party merchant = who.party(Side.MERCHANT);
        if (agreed == null) {
            moves.openSince(act.paidAt(), act.subject(), MERCHANT_SHIP_GOODS, merchant);
        } else {
            moves.openUntil(act.paidAt(), agreed, act.subject(), MERCHANT_SHIP_GOODS, merchant);
        }
        apply(new OrderRegistered(
                act.subject(),
                act.at(),
                who.party(Side.CONSUMER),
                who,
                act.paidAt(),
                act.lines(),
                agreed,
                bound,
                moves.changes()));
    }

    @CommandHandler
    void decide(ShipOrder act, Terms terms) {
        Moves moves = decideAlive(act.at(), latestOf(act.occurred(), lastOf(shipped)), terms);
        requireNoEarlier(act.occurred(), paidAt);
        List<String> left = leftToShip();
        List<String> now = act.lines().isEmpty() ? List.copyOf(left) : act.lines();
        that(!left.isEmpty() && left.containsAll(now), Rule.LINE_IS_LEFT_TO_SHIP, String.join(", ", now));
        left.removeAll(now);
        if (left.isEmpty()) {
            moves.meetIfOwed(id(), MERCHANT_SHIP_GOODS, party(Side.MERCHANT));
            moves.withdraw(id(), PLATFORM_URGE_SHIPMENT);
            moves.withdraw(id(), ROOM_OPERATOR_URGE_PROMISE);
        }
        apply(new OrderShipped(id(), act.at(), act.occurredAt(), party(Side.MERCHANT), now, left, moves.changes()));
    }

    @CommandHandler
    void decide(DeliverOrder act, Terms terms) {
        Moves moves = decideAlive(act.at(), act.occurred(), terms);
        that(deliveredAt == null, Rule.ORDER_IS_DELIVERED_ONCE);
        that(leftToShip().isEmpty() && !shipped.isEmpty(), Rule.EVERY_LINE_IS_SHIPPED);
        requireNoEarlier(act.occurred(), Objects.requireNonNull(lastOf(shipped)));
        openRights(moves);
        apply(new OrderDelivered(id(), act.at(), act.occurredAt(), Party.PLATFORM, moves.changes()));
    }

    private void openRights(Moves moves) {
        moves.open(id(), CONSUMER_CLAIM_QUALITY_RETURN, party(Side.CONSUMER));
        if (shipped.keySet().stream().anyMatch(line -> line(line).noReasonReturn())) {
            moves.open(id(), CONSUMER_NOTIFY_NO_REASON_RETURN, party(Side.CONSUMER));
        }
    }

    @Override
    protected void correct(CorrectFact act, Terms terms, Subjects subjects) {
        if (act.fact() == Fact.SHIP) {
            correctShipment(act, terms);
        } else {
            if (!act.lines().isEmpty()) {
                throw new Refusal(Refusal.ofUnknown("", Stream.of("lines"))); // a delivery is of all of them
            }
            correctDelivery(act, terms);
        }
    }

    private void correctShipment(CorrectFact act, Terms terms) {
        Instant occurred = act.occurredAt();
        List<String> wrong = act.lines().isEmpty() ? List.copyOf(shipped.keySet()) : act.lines();
        that(!wrong.isEmpty() && shipped.keySet().containsAll(wrong), Rule.FACT_IS_ON_RECORD);
        if (occurred != null) {
            that(!occurred.isAfter(act.at()), Rule.ACT_IS_NOT_IN_THE_FUTURE);
            requireNoEarlier(occurred, paidAt);
        }
        requireNothingBuildsOn(occurred, deliveredAt);
        Map<String, Instant> right = corrected(wrong, occurred);
        Instant last = lastOf(right);
        Moves moves = decide(act.at(), last == null ? act.at() : last, terms);
        List<String> left = leftToShip(right.keySet());
        Window shipping = shipping();
        if (!cancelled && !left.isEmpty()) {
            oweShipping(shipping, moves);
        } else if (left.isEmpty() && shipping.metAt() != null && !Objects.equals(last, lastOf(shipped))) {
            moves.meetAgain(shipping);
        }
        apply(corrected(act, party(Side.MERCHANT), wrong, left, moves));
    }

    private Map<String, Instant> corrected(List<String> wrong, @Nullable Instant occurred) {
        Map<String, Instant> right = new LinkedHashMap<>(shipped);
        for (String line : wrong) {
            if (occurred == null) {
                right.remove(line);
            } else {
                right.replace(line, occurred);
            }
        }
        return right;
    }

    private Window shipping() {
        return Objects.requireNonNull(ledger().newest(id(), MERCHANT_SHIP_GOODS, party(Side.MERCHANT)));
    }

    /** Something is left to ship after all: the window runs again that was met or moot. */
    private static void oweShipping(Window shipping, Moves moves) {
        if (!shipping.isOwed()) {
            moves.runAgain(shipping);
        }
    }

    private void correctDelivery(CorrectFact act, Terms terms) {
        Instant occurred = act.occurredAt();
        Moves moves = decide(act.at(), occurred == null ? act.at() : occurred, terms);
        that(deliveredAt != null, Rule.FACT_IS_ON_RECORD);
        if (occurred != null) {
            requireNoEarlier(occurred, Objects.requireNonNull(lastOf(shipped)));
        }
        List<Window> rights = Stream.of(CONSUMER_CLAIM_QUALITY_RETURN, CONSUMER_NOTIFY_NO_REASON_RETURN)
                .flatMap(right -> newest(right).stream())
                .toList();
        rights.forEach(right -> requireNothingBuildsOn(occurred, right.metAt()));
        claims.values().stream()
                .filter(claim -> claim.kind() != null && claim.kind() != ReturnKind.REFUND_ONLY)
                .forEach(claim -> requireNothingBuildsOn(occurred, claim.at()));
        if (!cancelled) {
            rights.forEach(occurred == null ? moves::neverOpen : moves::openInstead);
        }
        apply(corrected(act, Party.PLATFORM, List.of(), List.of(), moves));
    }

    private Optional<Window> newest(Obligation right) {
        return Optional.ofNullable(ledger().newest(id(), right, party(Side.CONSUMER)));
    }

    private FactCorrected corrected(CorrectFact act, Party by, List<String> wrong, List<String> left, Moves moves) {
        return new FactCorrected(
                id(),
                act.at(),
                by,
                act.fact(),
                act.occurredAt(),
                wrong,
                left,
                null,
                null,
                act.reason(),
                moves.kept(),
                moves.changes());
    }

    @CommandHandler
    void decide(UrgeShipment act, Terms terms) {
        Moves moves = decideAlive(act.at(), terms);
        that(act.by() == Side.PLATFORM || !parties.selfRun(), Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        that(!leftToShip().isEmpty(), Rule.LINE_IS_LEFT_TO_SHIP);
        Party by = party(act.by());
        moves.meetIfOwed(id(), act.by() == Side.PLATFORM ? PLATFORM_URGE_SHIPMENT : ROOM_OPERATOR_URGE_PROMISE, by);
        apply(new ShipmentUrged(id(), act.at(), by, moves.changes()));
    }

    @CommandHandler
    void decide(CancelOrder act, Terms terms) {
        Moves moves = decideAlive(act.at(), terms);
        that(!leftToShip().isEmpty(), Rule.LINE_IS_LEFT_TO_SHIP);
        moves.withdrawAll(id(), _ -> false);
        moves.end(id(), Ending.CANCELLED);
        apply(new OrderCancelled(id(), act.at(), party(Side.CONSUMER), moves.changes()));
    }

    /** What a return request or a complaint takes over from its order. */
    public record Facts(Parties parties, @Nullable DocumentVersion plan, long amountFen, boolean outOfWindow) {}

    /** What a complaint takes over from the order it names. */
    public Facts facts() {
        return new Facts(parties, plan, paidFen(), false);
    }

    private long paidFen() {
        return lines.values().stream().mapToLong(OrderLine::amountFen).sum();
    }

    /** What was paid for the order and not yet paid back, in fen. */
    public long notPaidBackFen() {
        return paidFen() - paidBackFen;
    }

    /** Gives lines to a new return request and meets the right that it uses. */
    public Facts claim(FileReturn act, Terms terms) {
        Moves moves = decideAlive(act.at(), terms);
        long amountFen = 0;
        for (String line : act.lines()) {
            that(lines.containsKey(line), Rule.LINE_IS_IN_THE_ORDER, line);
            amountFen += line(line).amountFen();
        }
        requireUnclaimed(act.lines());
        that(act.kind() == ReturnKind.REFUND_ONLY || deliveredAt != null, Rule.GOODS_WERE_DELIVERED);
        Party consumer = party(Side.CONSUMER);
        boolean outOfWindow = false;
        if (act.reason() == ReturnReason.NO_REASON) {
            that(deliveredAt != null, Rule.GOODS_WERE_DELIVERED);
            for (String line : act.lines()) {
                that(line(line).noReasonReturn(), Rule.LINE_CARRIES_THE_NO_REASON_RIGHT, line);
            }
            Window right = moves.ledger().newest(id(), CONSUMER_NOTIFY_NO_REASON_RETURN, consumer);
            that(right != null && act.at().isBefore(right.dueAt()), Rule.NO_REASON_RETURN_IS_ASKED_INSIDE_ITS_WINDOW);
            moves.meetIfOwed(id(), CONSUMER_NOTIFY_NO_REASON_RETURN, consumer);
        } else if (act.reason() == ReturnReason.QUALITY || act.reason() == ReturnReason.NOT_AS_DESCRIBED) {
            Window right = moves.ledger().newest(id(), CONSUMER_CLAIM_QUALITY_RETURN, consumer);
            outOfWindow = right != null && !act.at().isBefore(right.dueAt());
            moves.meetIfOwed(id(), CONSUMER_CLAIM_QUALITY_RETURN, consumer);
        }
        apply(new OrderLinesClaimed(
                id(), act.at(), consumer, act.subject(), act.lines(), act.kind(), outOfWindow, moves.changes()));
        return new Facts(parties, plan, amountFen, outOfWindow);
    }

    /** Gives lines back to a return request that is reopened. */
    public void claimAgain(SubjectId returnRequest, List<String> wanted, ReturnKind kind, Instant at) {
        requireInOrder(at);
        requireUnclaimed(wanted);
        apply(new OrderLinesClaimed(id(), at, party(Side.CONSUMER), returnRequest, wanted, kind, false, List.of()));
    }

    private void requireUnclaimed(List<String> wanted) {
        for (String line : wanted) {
            that(!claims.containsKey(line), Rule.LINE_IS_IN_NO_OTHER_REQUEST, line);
        }
    }

    /** Takes lines back from a return request that was withdrawn or closed by a lapse. */
    public void release(SubjectId returnRequest, List<String> held, Party by, Instant at) {
        requireInOrder(at);
        apply(new OrderLinesReleased(id(), at, by, returnRequest, held, List.of()));
    }

    /** Keeps that money was paid back under a demand, which has seen that it is not more than is left. */
    public void payBack(SubjectId demand, long amountFen, Party by, Instant at) {
        requireInOrder(at);
        apply(new OrderPaidBack(id(), at, by, demand, amountFen, List.of()));
    }

    /**
     * Keeps that a return request was refunded, and strikes its lines that were not shipped; with nothing left to ship,
     * nothing is owed for shipping.
     */
    public void refund(SubjectId returnRequest, List<String> refunded, long amountFen, Instant at, Terms terms) {
        List<String> left = leftToShip();
        List<String> now = refunded.stream().filter(left::contains).toList();
        if (cancelled || now.isEmpty()) {
            if (amountFen > 0) {
                payBack(returnRequest, amountFen, party(Side.MERCHANT), at);
            }
            return;
        }
        Moves moves = decide(at, terms);
        left.removeAll(now);
        if (left.isEmpty()) {
            moves.withdraw(id(), MERCHANT_SHIP_GOODS);
            moves.withdraw(id(), PLATFORM_URGE_SHIPMENT);
            moves.withdraw(id(), ROOM_OPERATOR_URGE_PROMISE);
        }
        apply(new OrderLinesStruck(
                id(), at, party(Side.MERCHANT), returnRequest, now, left, amountFen, moves.changes()));
    }

    /**
     * Keeps that a refund never happened: nothing was paid back, and its lines that were not shipped are left to ship.
     */
    public void takeBackRefund(
            SubjectId returnRequest, List<String> lines, long amountFen, CorrectFact act, Terms terms) {
        List<String> again = lines.stream().filter(struck::contains).toList();
        List<String> left = new ArrayList<>(leftToShip());
        left.addAll(again);
        Moves moves = decide(act.at(), terms);
        if (!cancelled && !again.isEmpty()) {
            oweShipping(shipping(), moves);
        }
        apply(new FactCorrected(
                id(),
                act.at(),
                party(Side.MERCHANT),
                Fact.REFUND,
                null,
                again,
                left,
                returnRequest,
                amountFen,
                act.reason(),
                moves.kept(),
                moves.changes()));
    }

    private Moves decideAlive(Instant at, Terms terms) {
        return decideAlive(at, at, terms);
    }

    private Moves decideAlive(Instant at, Instant occurred, Terms terms) {
        Moves moves = decide(at, occurred, terms);
        that(!cancelled, Rule.ORDER_IS_NOT_CANCELLED);
        return moves;
    }

    /** The goods are shipped when the last of them is. */
    private static Instant latestOf(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    private static @Nullable Instant lastOf(Map<String, Instant> shipments) {
        return shipments.values().stream().max(Comparator.naturalOrder()).orElse(null);
    }

    private List<String> leftToShip() {
        return leftToShip(shipped.keySet());
    }

    private List<String> leftToShip(Set<String> gone) {
        List<String> left = new ArrayList<>(lines.keySet());
        left.removeAll(gone);
        left.removeAll(struck);
        return left;
    }

    private OrderLine line(String line) {
        return Objects.requireNonNull(lines.get(line));
    }

    @Override
    protected void onLapse(Window lapsed, Moves moves) {
        if (lapsed.obligation() == MERCHANT_SHIP_GOODS) {
            moves.open(id(), PLATFORM_URGE_SHIPMENT, Party.PLATFORM);
            if (moves.autoUrge()) {
                moves.meet(id(), PLATFORM_URGE_SHIPMENT, Party.PLATFORM);
            }
            if (!parties.selfRun()) {
                moves.open(id(), ROOM_OPERATOR_URGE_PROMISE, party(Side.OPERATOR));
            }
        }
    }

    @Override
    protected Lengths lengths(Terms terms) {
        return terms.lengths(plan, parties.operator());
    }

    @Override
    protected Party party(Side side) {
        return parties.party(side);
    }

    @Override
    protected void evolve(Event event) {
        switch (event) {
            case OrderEvent own -> evolve(own);
            case FactCorrected corrected -> evolve(corrected);
            case WindowEvent _ -> {}
            default -> throw new IllegalStateException("not an order's event: " + event);
        }
    }

    private void evolve(OrderEvent event) {
        switch (event) {
            case OrderRegistered registered -> {
                parties = registered.parties();
                plan = registered.plan();
                paidAt = registered.paidAt();
                registered.lines().forEach(line -> lines.put(line.line(), line));
            }
            case OrderShipped now -> now.lines().forEach(line -> shipped.put(line, now.occurred()));
            case OrderDelivered now -> deliveredAt = now.occurred();
            case ShipmentUrged _ -> {}
            case OrderCancelled _ -> cancelled = true;
            case OrderLinesClaimed claimed -> claimed.lines().forEach(line -> claims.put(line, claimed));
            case OrderLinesReleased released -> released.lines().forEach(claims::remove);
            case OrderLinesStruck now -> {
                struck.addAll(now.lines());
                paidBackFen += now.amountFen();
            }
            case OrderPaidBack paidBack -> paidBackFen += paidBack.amountFen();
        }
    }

    private void evolve(FactCorrected now) {
        Instant occurred = now.occurredAt();
        switch (now.fact()) {
            case SHIP -> {
                Map<String, Instant> right = corrected(now.lines(), occurred);
                shipped.clear();
                shipped.putAll(right);
            }
            case DELIVER -> deliveredAt = occurred;
            default -> {
                now.lines().forEach(struck::remove);
                paidBackFen -= Objects.requireNonNull(now.notPaidFen());
            }
        }
    }
}
