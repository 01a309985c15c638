package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The merchant proposed a service plan, which waits for the room operator's answer.
 *
 * @param proposal counted from 1 for each plan
 * @param effectiveAt when it shall take effect, never before the act; null: from the confirmation on
 * @param replaced the number of the proposal that waited until now, null when none did
 */
@EventName("plan.proposed.v1")
@Clause("6.2.2 a")
public record PlanProposed(
        SubjectId subject,
        Instant at,
        Party by,
        Parties parties,
        int proposal,
        Map<Obligation, Length> windows,
        @Nullable Instant effectiveAt,
        @Nullable Integer replaced,
        List<Change> changes)
        implements DocumentEvent {}
