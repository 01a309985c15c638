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
 * A party submitted evidence.
 *
 * @param files what it consists of; null where it was shown elsewhere
 */
@EventName("intervention.evidence-submitted.v1")
@Clause("6.4.3 d")
public record EvidenceSubmitted(
        SubjectId subject,
        Instant at,
        Party by,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<EvidenceFile> files,
        List<Change> changes)
        implements InterventionEvent {}
