package io.redress.query;

import io.redress.api.Event;
import io.redress.api.demand.SettlementPerformed;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.FactCorrected;
import org.jspecify.annotations.Nullable;

/**
 * Money that was paid back. It stands twice, in the history of the demand and in that of its order, so that each sheet
 * can add up its own.
 */
public final class PaidBack {
    private PaidBack() {}

    /** What the event paid back on its subject, in fen; 0 for nothing, less for what was not paid after all. */
    public static long fen(Event event) {
        @Nullable
        Long amountFen = switch (event) {
            case OrderPaidBack paid -> Long.valueOf(paid.amountFen());
            case OrderLinesStruck struck -> Long.valueOf(struck.amountFen());
            case ReturnRefunded refunded -> Long.valueOf(refunded.amountFen());
            case SettlementPerformed performed -> performed.amountFen();
            case CaseSettled settled -> settled.amountFen();
            case DecisionPerformed performed -> performed.amountFen();
            case FactCorrected corrected ->
                corrected.notPaidFen() == null ? null : Long.valueOf(-corrected.notPaidFen());
            default -> null;
        };
        return amountFen == null ? 0 : amountFen;
    }

    /**
     * Adds to the column {@code paid_back_fen} of the row of the subject, once for each event: {@code paid_back_position}
     * is that of the last one added.
     */
    public static void write(String table, Event event, long position, SheetWriter.Lines lines) {
        long amountFen = fen(event);
        if (amountFen != 0) {
            lines.add(
                    "UPDATE " + table
                            + " SET paid_back_fen = paid_back_fen + ?, paid_back_position = ?"
                            + " WHERE subject = ? AND paid_back_position < ?",
                    amountFen,
                    position,
                    event.subject().toString(),
                    position);
        }
    }
}
