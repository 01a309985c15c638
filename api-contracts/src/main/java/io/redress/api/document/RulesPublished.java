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
 * A version of the platform rules was published.
 *
 * @param version counted from 1
 * @param secondPersonAboveFen above which amount a second person confirms a decision, in fen; null for never
 * @param effectiveAt when it takes effect, never before the act; null: from the act on
 */
@EventName("rules.published.v1")
@Clause({"6.4.3 b", "6.4.3 c"})
public record RulesPublished(
        SubjectId subject,
        Instant at,
        Party by,
        int version,
        Map<Obligation, Length> windows,
        boolean autoUrge,
        @Nullable Long secondPersonAboveFen,
        @Nullable Instant effectiveAt,
        List<Change> changes)
        implements DocumentEvent, NewVersion {}
