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

/**
 * A version of a service plan is in effect.
 *
 * @param version counted from 1
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
        List<Change> changes)
        implements DocumentEvent {}
