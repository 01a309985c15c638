package io.redress.api.intervention;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The case cannot be resolved on the platform.
 *
 * @param agent the agent, where it is known
 * @param reasons for the parties, where there are any
 */
@EventName("intervention.referred-outside.v1")
@Clause("6.4.3 d")
public record CaseReferredOutside(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable String agent,
        @Nullable PersonalText reasons,
        List<Change> changes)
        implements InterventionEvent {}
