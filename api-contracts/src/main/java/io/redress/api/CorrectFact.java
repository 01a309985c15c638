package io.redress.api;

import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of the world was wrong: it occurred at another time, or never. Whoever may tell a fact may correct
 * it.
 *
 * @param occurredAt when it occurred; null when it never did
 * @param lines of a shipment, those of which it was wrong; empty for all that were shipped
 */
@Clause({"5.5.2.4", "6.4.2 c"})
public record CorrectFact(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        Fact fact,
        @Nullable Instant occurredAt,
        List<String> lines,
        PersonalText reason)
        implements BySide {
    @Override
    public Side by() {
        return fact.told();
    }
}
