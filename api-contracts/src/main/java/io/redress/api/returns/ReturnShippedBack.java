package io.redress.api.returns;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.RecordedFact;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The carrier has the goods.
 */
@EventName("return.shipped-back.v1")
@Clause("6.4.2 c")
public record ReturnShippedBack(
        SubjectId subject,
        Instant at,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant occurredAt,
        Party by,
        PersonalText waybill,
        List<Change> changes)
        implements ReturnEvent, RecordedFact {}
