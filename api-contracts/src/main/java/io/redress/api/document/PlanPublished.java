package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a service plan was published: merchant and room operator agreed on it.
 *
 * @param by the room operator where it confirmed a proposal, the merchant otherwise
 * @param version counted from 1
 * @param effectiveAt when it takes effect, never before the act; null: from the act on
 * @param proposal the number of the proposal that this is; null when it was agreed elsewhere
 */
@EventName("plan.published.v1")
@Clause("6.2.2 a")
public record PlanPublished(
        SubjectId subject,
        Instant at,
        Party by,
        String merchant,
        String room,
        String agreedBy,
        int version,
        Map<Obligation, Length> windows,
        @Nullable Instant effectiveAt,
        @Nullable Integer proposal,
        List<Change> changes)
        implements DocumentEvent, NewVersion {}
