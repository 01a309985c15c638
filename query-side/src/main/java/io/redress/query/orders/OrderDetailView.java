package io.redress.query.orders;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.redress.api.SubjectId;
import io.redress.api.window.DocumentVersion;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order with its lines.
 *
 * @param order shown as if its fields stood here
 * @param registeredAt when it arrived here, not before it was paid
 * @param plan the service plan bound to it for ever
 * @param lines in the order in which they were registered
 * @param version how many events of its history the sheet has taken in
 */
public record OrderDetailView(
        @JsonUnwrapped OrderView order,
        OffsetDateTime registeredAt,
        @Nullable OffsetDateTime agreedShipBy,
        @Nullable DocumentVersion plan,
        List<LineView> lines,
        @JsonIgnore long version) {

    /**
     * One line.
     *
     * @param amountFen what was paid for it, in fen
     * @param struckAt refunded before it was shipped
     * @param claimedBy the return request that holds it now
     */
    public record LineView(
            String line,
            long amountFen,
            boolean noReasonReturn,
            @Nullable OffsetDateTime shippedAt,
            @Nullable OffsetDateTime struckAt,
            @Nullable SubjectId claimedBy) {}
}
