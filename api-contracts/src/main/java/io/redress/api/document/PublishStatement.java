package io.redress.api.document;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A party states something about itself or about how it serves: who it is and where it is reached, how it handles
 * complaints, what it agreed, how many people stand ready, what was said of the goods. Each kind of statement has its
 * clause, its fields and its readers, which are data.
 *
 * @param kind the word for what is stated
 * @param parties whom and which room it is about, with empty names where it names none
 * @param about what tells it from others of its kind; null where there is but one
 * @param content checked whole
 * @param effectiveAt when it shall take effect; null: from the act on
 */
@Clause({
    "6.1.3", "6.1.4", "6.1.5", "6.2.1 a", "6.2.1 b", "6.2.2 a", "6.2.2 b", "6.2.2 c", "6.2.2 d", "6.2.3 a", "6.3.1 a",
    "6.3.3"
})
public record PublishStatement(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String kind,
        Side by,
        Parties parties,
        @Nullable String about,
        Content content,
        @Nullable Instant effectiveAt)
        implements BySide {}
