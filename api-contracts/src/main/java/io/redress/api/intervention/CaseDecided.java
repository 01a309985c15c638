package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The platform decided.
 *
 * @param orders who must perform; null for nobody
 */
@EventName("intervention.decided.v1")
@Clause("6.4.3 d")
public record CaseDecided(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable Party orders,
        @Nullable String agent,
        List<Change> changes) implements InterventionEvent {}
