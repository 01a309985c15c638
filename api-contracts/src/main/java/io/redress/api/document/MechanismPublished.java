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
 * A version of an emergency mechanism was published.
 *
 * @param version counted from 1
 * @param effectiveAt when it takes effect, never before the act; null: from the act on
 */
@EventName("mechanism.published.v1")
@Clause("6.2.1 d")
public record MechanismPublished(
        SubjectId subject,
        Instant at,
        Party by,
        String operator,
        int version,
        Map<Obligation, Length> windows,
        @Nullable Instant effectiveAt,
        List<Change> changes)
        implements DocumentEvent, NewVersion {}
