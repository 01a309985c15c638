package io.redress.api.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.RecordedFact;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines were handed to the carrier.
 *
 * @param left lines still to ship
 */
@EventName("order.shipped.v1")
@Clause({"5.5.2.4", "6.4.3 b"})
public record OrderShipped(
        SubjectId subject,
        Instant at,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant occurredAt,
        Party by,
        List<String> lines,
        List<String> left,
        List<Change> changes)
        implements OrderEvent, RecordedFact {}
