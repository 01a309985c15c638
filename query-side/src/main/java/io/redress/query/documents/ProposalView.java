package io.redress.query.documents;

import io.redress.api.personal.PersonalText;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest proposal of a service plan.
 *
 * @param number counted from 1 for each plan
 * @param operator the room operator that answers
 * @param effectiveAt when it shall take effect; null: from the confirmation on
 * @param state {@code waiting}, {@code confirmed} or {@code declined}
 * @param reason why it was declined
 * @param version what it became
 */
public record ProposalView(
        int number,
        String operator,
        OffsetDateTime proposedAt,
        @Nullable OffsetDateTime effectiveAt,
        Map<Obligation, Length> windows,
        String state,
        @Nullable OffsetDateTime answeredAt,
        @Nullable PersonalText reason,
        @Nullable Integer version) {

    ProposalView because(PersonalText opened) {
        return new ProposalView(number, operator, proposedAt, effectiveAt, windows, state, answeredAt, opened, version);
    }
}
