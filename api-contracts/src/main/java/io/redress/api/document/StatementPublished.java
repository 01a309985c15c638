package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a statement was published; once it takes effect it replaces the one before whole.
 *
 * @param kind the word for what is stated
 * @param parties whom and which room it is about, with empty names where it names none
 * @param about what tells it from others of its kind; null where there is but one
 * @param open whether it is for everybody; else for those whom it names and for the platform
 * @param version counted from 1 for each statement
 * @param effectiveAt when it takes effect, never before the act; null: from the act on
 */
@EventName("statement.published.v1")
@Clause({
    "6.1.3", "6.1.4", "6.1.5", "6.2.1 a", "6.2.1 b", "6.2.2 a", "6.2.2 b", "6.2.2 c", "6.2.2 d", "6.2.3 a", "6.3.1 a",
    "6.3.3"
})
public record StatementPublished(
        SubjectId subject,
        Instant at,
        Party by,
        String kind,
        Parties parties,
        @Nullable String about,
        boolean open,
        int version,
        Content content,
        @Nullable Instant effectiveAt,
        List<Change> changes)
        implements DocumentEvent {
    /** From when on it is in effect, unless a later version is. */
    public Instant inEffectFrom() {
        return effectiveAt == null ? at : effectiveAt;
    }
}
