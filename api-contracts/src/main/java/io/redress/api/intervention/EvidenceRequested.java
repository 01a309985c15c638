package io.redress.api.intervention;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parties were asked for evidence.
 *
 * @param templates what they are to show, in the words of a list; null where that was left to them
 */
@EventName("intervention.evidence-requested.v1")
@Clause("6.4.3 d")
public record EvidenceRequested(
        SubjectId subject,
        Instant at,
        Party by,
        List<Party> from,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> templates,
        List<Change> changes)
        implements InterventionEvent {}
