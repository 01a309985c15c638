package io.redress.query.orders;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How an order stands.
 *
 * @param amountFen paid for all lines, in fen
 * @param paidBackFen paid back of it so far, in fen: by refunds, settlements and performed decisions
 * @param linesLeft lines that are neither shipped nor struck
 */
public record OrderView(
        SubjectId subject,
        Parties parties,
        OffsetDateTime paidAt,
        long amountFen,
        long paidBackFen,
        int linesCount,
        int linesLeft,
        @Nullable OffsetDateTime deliveredAt,
        @Nullable OffsetDateTime cancelledAt) {}
