package io.redress.query.windowboard;

import io.redress.api.party.Party;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.query.WindowOutcome;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A line of the window ledger.
 *
 * @param subject with the names in it as they were given, {@code plan/M1/L1}
 * @param number the first, second, … window of this obligation and owner on this subject
 * @param closedAt of a lapse, dueAt; null while the window is open or suspended
 */
public record LedgerRow(
        String subject,
        Obligation obligation,
        int number,
        Party owedBy,
        OffsetDateTime openedAt,
        OffsetDateTime dueAt,
        WindowOutcome outcome,
        @Nullable OffsetDateTime closedAt,
        Layer layer) {}
