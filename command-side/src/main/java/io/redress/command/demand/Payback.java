package io.redress.command.demand;

import static io.redress.command.rule.Require.that;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.command.order.Order;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Subjects;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The money that is paid back under one demand: never more than was paid for what the demand is about, and with all
 * other demands of its order never more than was paid for the order. What is paid is written into the order's history
 * too, so that two payments at once cannot both find the same money left.
 */
public final class Payback {
    private final SubjectId demand;
    private final @Nullable SubjectId order;
    private final long paidFen;
    private long paidBackFen;

    /**
     * Nothing was paid back yet.
     *
     * @param order null when the demand names none; then there is nothing to pay back
     * @param paidFen for what the demand is about
     */
    Payback(SubjectId demand, @Nullable SubjectId order, long paidFen) {
        this.demand = demand;
        this.order = order;
        this.paidFen = paidFen;
    }

    /** What may still be paid back under the demand, in fen. */
    public long leftFen(Subjects subjects) {
        return order == null
                ? 0
                : Math.min(paidFen - paidBackFen, subjects.with(order, Order.class, Order::notPaidBackFen));
    }

    /** Refuses an amount that is more than is left. */
    public void requireLeft(@Nullable Long amountFen, Subjects subjects) {
        if (fen(amountFen) > 0) {
            that(order != null, Rule.AMOUNT_IS_OF_AN_ORDER);
            long left = leftFen(subjects);
            that(
                    fen(amountFen) <= left,
                    Rule.AMOUNT_IS_NOT_MORE_THAN_WAS_PAID,
                    String.valueOf(amountFen),
                    Long.toString(left));
        }
    }

    /**
     * What performing a promise pays: what was promised, or what is left of it, so that a promise can always be
     * performed. Refuses another amount.
     *
     * @param said the amount that the performance names, if it does
     * @return null where no money was promised
     */
    @Nullable
    Long due(@Nullable Long promised, @Nullable Long said, Rule otherwise, Subjects subjects) {
        long due = fen(promised) == 0 ? 0 : Math.min(fen(promised), leftFen(subjects));
        if (said != null && said != due) {
            if (said.equals(promised)) {
                requireLeft(said, subjects);
            }
            throw new Refusal(otherwise, said.toString(), Long.toString(due));
        }
        return promised == null ? null : Long.valueOf(due);
    }

    /** Writes what is paid now into the history of the order. */
    void pay(@Nullable Long amountFen, Party by, Instant at, Subjects subjects) {
        if (fen(amountFen) > 0) {
            subjects.with(Objects.requireNonNull(order), Order.class, sold -> {
                sold.payBack(demand, fen(amountFen), by, at);
                return demand;
            });
        }
    }

    /** Takes over that this was paid. */
    void evolve(@Nullable Long amountFen) {
        paidBackFen += fen(amountFen);
    }

    /** No amount is none. */
    static long fen(@Nullable Long amountFen) {
        return amountFen == null ? 0 : amountFen;
    }
}
