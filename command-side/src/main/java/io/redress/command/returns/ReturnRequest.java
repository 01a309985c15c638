package io.redress.command.returns;

import static io.redress.api.window.Obligation.CONSUMER_REQUEST_INTERVENTION;
import static io.redress.api.window.Obligation.CONSUMER_SHIP_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_COMPLETE_REPAIR;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_RETURN_EXCHANGE;
import static io.redress.api.window.Obligation.MERCHANT_EXECUTE_REFUND;
import static io.redress.api.window.Obligation.MERCHANT_GIVE_RETURN_INSTRUCTIONS;
import static io.redress.api.window.Obligation.MERCHANT_REFUND_AFTER_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_EXCHANGE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_AFTERSALE;
import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.CorrectFact;
import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.returns.AcceptReturn;
import io.redress.api.returns.FileReturn;
import io.redress.api.returns.GiveInstructions;
import io.redress.api.returns.GoodsCameBack;
import io.redress.api.returns.GoodsObjectedTo;
import io.redress.api.returns.ObjectToGoods;
import io.redress.api.returns.RecordGoodsBack;
import io.redress.api.returns.Refund;
import io.redress.api.returns.RefuseReturn;
import io.redress.api.returns.RepairedGoodsShipped;
import io.redress.api.returns.ReplacementShipped;
import io.redress.api.returns.ReturnAccepted;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.returns.ReturnInstructionsGiven;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.returns.ReturnRefused;
import io.redress.api.returns.ReturnShippedBack;
import io.redress.api.returns.ShipBack;
import io.redress.api.returns.ShipRepaired;
import io.redress.api.returns.ShipReplacement;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.Obligation;
import io.redress.command.demand.Demand;
import io.redress.command.order.Order;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import io.redress.command.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** A request for a refund, a return with refund, an exchange or a repair (6.4.2 c). */
@SuppressWarnings("NullAway.Init") // the state is set by the first event
@AggregateRoot(type = "return")
public final class ReturnRequest extends Demand {
    /** What the merchant has said about it. */
    private enum Answer {
        NONE,
        REFUSED,
        ACCEPTED
    }

    private SubjectId order;
    private ReturnKind kind;
    private List<String> lines;
    private Answer answer = Answer.NONE;
    private @Nullable Instant sentBackAt;
    private @Nullable Instant cameBackAt;
    private boolean objected;

    /** What completed it. */
    private @Nullable Fact performance;

    private long refundedFen;

    ReturnRequest() {}

    @CommandHandler
    ReturnRequest(FileReturn act, Terms terms, Subjects subjects) {
        Order.Facts facts = subjects.with(act.order(), Order.class, sold -> sold.claim(act, terms));
        Moves moves =
                begin(act.at(), terms.lengths(facts.plan(), facts.parties().operator()));
        Party merchant = facts.parties().party(Side.MERCHANT);
        moves.open(act.subject(), decideObligation(act.kind()), merchant);
        if (!facts.parties().selfRun()) {
            moves.open(
                    act.subject(), ROOM_OPERATOR_URGE_AFTERSALE, facts.parties().party(Side.OPERATOR));
        }
        apply(new ReturnFiled(
                act.subject(),
                act.at(),
                facts.parties().party(Side.CONSUMER),
                act.order(),
                facts.parties(),
                act.kind(),
                act.reason(),
                act.lines(),
                facts.amountFen(),
                facts.outOfWindow(),
                facts.plan(),
                moves.changes()));
    }

    @CommandHandler
    void decide(AcceptReturn act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        boolean takesBack = answer == Answer.REFUSED;
        if (!takesBack) {
            that(!hasOpenOffer(), Rule.NO_OFFER_IS_OPEN);
            moves.meet(id(), answeredByOffer(), party(Side.MERCHANT));
        }
        moves.withdraw(id(), ROOM_OPERATOR_URGE_AFTERSALE);
        moves.withdraw(id(), CONSUMER_REQUEST_INTERVENTION);
        if (kind == ReturnKind.REFUND_ONLY) {
            moves.open(id(), MERCHANT_EXECUTE_REFUND, party(Side.MERCHANT));
        } else if (act.instructions() == null) {
            moves.open(id(), MERCHANT_GIVE_RETURN_INSTRUCTIONS, party(Side.MERCHANT));
        } else {
            moves.open(id(), CONSUMER_SHIP_RETURN, party(Side.CONSUMER));
        }
        apply(new ReturnAccepted(id(), act.at(), party(Side.MERCHANT), act.instructions(), takesBack, moves.changes()));
    }

    @CommandHandler
    void decide(RefuseReturn act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        that(!hasOpenOffer(), Rule.NO_OFFER_IS_OPEN);
        moves.meet(id(), answeredByOffer(), party(Side.MERCHANT));
        moves.withdraw(id(), ROOM_OPERATOR_URGE_AFTERSALE);
        openRequestIntervention(moves);
        apply(new ReturnRefused(id(), act.at(), party(Side.MERCHANT), act.reason(), moves.changes()));
    }

    @CommandHandler
    void decide(GiveInstructions act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        moves.meet(id(), MERCHANT_GIVE_RETURN_INSTRUCTIONS, party(Side.MERCHANT));
        moves.open(id(), CONSUMER_SHIP_RETURN, party(Side.CONSUMER));
        apply(new ReturnInstructionsGiven(id(), act.at(), party(Side.MERCHANT), moves.changes()));
    }

    @CommandHandler
    void decide(ShipBack act, Terms terms, Subjects subjects) {
        Window sending = ledger().newest(id(), CONSUMER_SHIP_RETURN, party(Side.CONSUMER));
        boolean disproves =
                sending != null && closedByLapseOf(sending) && act.occurred().isBefore(sending.dueAt());
        Moves moves = disproves ? decide(act.at(), act.occurred(), terms) : decideOpen(act.at(), act.occurred(), terms);
        if (disproves) {
            moves.reopen(id());
            holdAgain(act.at(), subjects);
        }
        moves.meet(id(), CONSUMER_SHIP_RETURN, party(Side.CONSUMER));
        apply(new ReturnShippedBack(
                id(), act.at(), act.occurredAt(), party(Side.CONSUMER), act.waybill(), moves.changes()));
    }

    @CommandHandler
    void decide(RecordGoodsBack act, Terms terms) {
        Moves moves = decideOpen(act.at(), act.occurred(), terms);
        if (sentBackAt == null) {
            throw new Refusal(Rule.GOODS_WERE_SENT_BACK);
        }
        that(cameBackAt == null, Rule.GOODS_COME_BACK_ONCE);
        requireNoEarlier(act.occurred(), sentBackAt);
        moves.open(id(), afterGoodsBack(), party(Side.MERCHANT));
        apply(new GoodsCameBack(id(), act.at(), act.occurredAt(), Party.PLATFORM, moves.changes()));
    }

    @CommandHandler
    void decide(Refund act, Terms terms, Subjects subjects) {
        Moves moves = decideOpen(act.at(), act.occurred(), terms);
        if (objected) {
            requireNoEarlier(act.occurred(), Objects.requireNonNull(cameBackAt));
        } else {
            Party merchant = party(Side.MERCHANT);
            Obligation owed = Stream.of(MERCHANT_EXECUTE_REFUND, MERCHANT_REFUND_AFTER_RETURN)
                    .filter(refund -> moves.ledger().newestIs(id(), refund, merchant, Window::isOwed))
                    .findFirst()
                    .orElse(kind == ReturnKind.REFUND_ONLY ? MERCHANT_EXECUTE_REFUND : MERCHANT_REFUND_AFTER_RETURN);
            moves.meet(id(), owed, merchant);
        }
        complete(moves);
        payback().requireLeft(act.amountFen(), subjects);
        long refunded = payback().leftFen(subjects);
        if (act.amountFen() != null) {
            that(
                    act.amountFen() == refunded,
                    Rule.REFUND_PAYS_ALL_THAT_IS_LEFT,
                    act.amountFen().toString(),
                    Long.toString(refunded));
        }
        subjects.with(order, Order.class, sold -> {
            sold.refund(id(), lines, refunded, act.at(), terms);
            return id();
        });
        apply(new ReturnRefunded(
                id(), act.at(), act.occurredAt(), party(Side.MERCHANT), objected, refunded, moves.changes()));
    }

    @CommandHandler
    void decide(ShipReplacement act, Terms terms) {
        Moves moves = decideOpen(act.at(), act.occurred(), terms);
        moves.meet(id(), MERCHANT_SHIP_EXCHANGE, party(Side.MERCHANT));
        complete(moves);
        apply(new ReplacementShipped(id(), act.at(), act.occurredAt(), party(Side.MERCHANT), moves.changes()));
    }

    @CommandHandler
    void decide(ShipRepaired act, Terms terms) {
        Moves moves = decideOpen(act.at(), act.occurred(), terms);
        moves.meet(id(), MERCHANT_COMPLETE_REPAIR, party(Side.MERCHANT));
        complete(moves);
        apply(new RepairedGoodsShipped(id(), act.at(), act.occurredAt(), party(Side.MERCHANT), moves.changes()));
    }

    @CommandHandler
    void decide(ObjectToGoods act, Terms terms) {
        Moves moves = decideOpen(act.at(), terms);
        moves.meetWhileOpen(id(), MERCHANT_REFUND_AFTER_RETURN, party(Side.MERCHANT));
        openRequestIntervention(moves);
        apply(new GoodsObjectedTo(id(), act.at(), party(Side.MERCHANT), act.reason(), moves.changes()));
    }

    @Override
    protected void correct(CorrectFact act, Terms terms, Subjects subjects) {
        Instant occurred = act.occurredAt();
        Moves moves = decide(act.at(), occurred == null ? act.at() : occurred, terms);
        Party by = party(Side.MERCHANT);
        Long notPaidFen = null;
        switch (act.fact()) {
            case SHIP_BACK -> {
                by = party(Side.CONSUMER);
                correctSending(occurred, moves);
            }
            case GOODS_BACK -> {
                by = Party.PLATFORM;
                correctComingBack(occurred, moves);
            }
            default -> {
                that(performance == act.fact(), Rule.FACT_IS_ON_RECORD);
                correctPerformance(occurred, moves);
                if (occurred == null && act.fact() == Fact.REFUND) {
                    notPaidFen = refundedFen;
                    subjects.with(order, Order.class, sold -> {
                        sold.takeBackRefund(id(), lines, refundedFen, act, terms);
                        return id();
                    });
                }
            }
        }
        apply(new FactCorrected(
                id(),
                act.at(),
                by,
                act.fact(),
                occurred,
                List.of(),
                List.of(),
                null,
                notPaidFen,
                act.reason(),
                moves.kept(),
                moves.changes()));
    }

    private void correctSending(@Nullable Instant occurred, Moves moves) {
        that(sentBackAt != null, Rule.FACT_IS_ON_RECORD);
        requireNothingBuildsOn(occurred, cameBackAt);
        Window sending = Objects.requireNonNull(ledger().newest(id(), CONSUMER_SHIP_RETURN, party(Side.CONSUMER)));
        if (occurred == null && isOpen()) {
            moves.runAgain(sending);
        } else if (occurred != null && occurred.isBefore(sending.dueAt()) && isOpenOrPerformed()) {
            moves.meetAgain(sending);
        } else { // what was sent too late would have closed the request, which went on
            moves.keep(sending);
        }
    }

    private void correctComingBack(@Nullable Instant occurred, Moves moves) {
        that(cameBackAt != null, Rule.FACT_IS_ON_RECORD);
        Window opened = Objects.requireNonNull(ledger().newest(id(), afterGoodsBack(), party(Side.MERCHANT)));
        requireNothingBuildsOn(occurred, opened.metAt());
        if (occurred != null) {
            requireNoEarlier(occurred, Objects.requireNonNull(sentBackAt));
        }
        boolean done = opened.metAt() != null && isOpenOrPerformed();
        if (!done && !(opened.isOwed() && isOpen())) {
            moves.keep(opened);
        } else if (occurred == null) {
            moves.neverOpen(opened);
        } else {
            moves.openInstead(opened);
        }
    }

    private void correctPerformance(@Nullable Instant occurred, Moves moves) {
        Window performed = performed();
        if (occurred != null && performed == null) {
            requireNoEarlier(occurred, Objects.requireNonNull(cameBackAt));
        } else if (!isOpenOrPerformed()) {
            Stream.ofNullable(performed).forEach(moves::keep);
        } else if (occurred != null) {
            moves.meetAgain(Objects.requireNonNull(performed));
        } else {
            moves.reopen(id());
            if (performed == null) {
                openRequestIntervention(moves);
            } else {
                moves.runAgain(performed);
            }
        }
    }

    /** The window that the performance met; null where it took back an objection. */
    private @Nullable Window performed() {
        return objected
                ? null
                : Stream.of(
                                MERCHANT_EXECUTE_REFUND,
                                MERCHANT_REFUND_AFTER_RETURN,
                                MERCHANT_SHIP_EXCHANGE,
                                MERCHANT_COMPLETE_REPAIR)
                        .flatMap(duty -> Stream.ofNullable(ledger().newest(id(), duty, party(Side.MERCHANT))))
                        .filter(window -> window.metAt() != null)
                        .findFirst()
                        .orElse(null);
    }

    @Override
    protected Obligation answeredByOffer() {
        return decideObligation(kind);
    }

    private static Obligation decideObligation(ReturnKind asked) {
        return asked == ReturnKind.REFUND_ONLY ? MERCHANT_DECIDE_REFUND_ONLY : MERCHANT_DECIDE_RETURN_EXCHANGE;
    }

    private Obligation afterGoodsBack() {
        return switch (kind) {
            case EXCHANGE -> MERCHANT_SHIP_EXCHANGE;
            case REPAIR -> MERCHANT_COMPLETE_REPAIR;
            case RETURN_AND_REFUND -> MERCHANT_REFUND_AFTER_RETURN;
            case REFUND_ONLY -> throw new IllegalStateException("nothing comes back for a refund without return");
        };
    }

    @Override
    protected void release(Party by, Instant at, Subjects subjects) {
        subjects.with(order, Order.class, sold -> {
            sold.release(id(), lines, by, at);
            return id();
        });
    }

    @Override
    protected void holdAgain(Instant at, Subjects subjects) {
        subjects.with(order, Order.class, sold -> {
            sold.claimAgain(id(), lines, kind, at);
            return id();
        });
    }

    @Override
    protected void evolveOwn(Event event) {
        if (event instanceof ReturnEvent own) {
            evolve(own);
        } else if (event instanceof FactCorrected corrected) {
            evolve(corrected);
        } else if (event instanceof ComplaintEvent) {
            throw new IllegalStateException("not a return request's event: " + event);
        }
    }

    private void evolve(ReturnEvent event) {
        switch (event) {
            case ReturnFiled filed -> {
                begun(filed.parties(), filed.plan(), filed.order(), filed.amountFen());
                order = filed.order();
                kind = filed.kind();
                lines = filed.lines();
            }
            case ReturnAccepted _ -> answer = Answer.ACCEPTED;
            case ReturnRefused _ -> answer = Answer.REFUSED;
            case ReturnShippedBack sent -> sentBackAt = sent.occurred();
            case GoodsCameBack came -> cameBackAt = came.occurred();
            case GoodsObjectedTo _ -> objected = true;
            case ReturnRefunded refunded -> {
                performance = Fact.REFUND;
                refundedFen = refunded.amountFen();
            }
            case ReplacementShipped _ -> performance = Fact.SHIP_REPLACEMENT;
            case RepairedGoodsShipped _ -> performance = Fact.SHIP_REPAIRED;
            case ReturnInstructionsGiven _ -> {}
        }
    }

    private void evolve(FactCorrected corrected) {
        switch (corrected.fact()) {
            case SHIP_BACK -> sentBackAt = corrected.occurredAt();
            case GOODS_BACK -> cameBackAt = corrected.occurredAt();
            case SHIP, DELIVER -> throw new IllegalStateException("a fact of orders: " + corrected);
            default -> {
                if (corrected.occurredAt() == null) {
                    performance = null;
                    refundedFen = 0;
                }
            }
        }
    }
}
