package io.redress.query.kept;

import io.redress.api.personal.PersonalText;
import java.time.OffsetDateTime;

/**
 * Two people at the desk opened what is withheld.
 *
 * @param opening its number in the case, which stands beside what they read
 * @param at when it was asked
 * @param agent who asked
 * @param agreedBy the second person
 * @param until when it was withheld from them again
 */
public record OpeningView(
        int opening,
        OffsetDateTime at,
        String agent,
        PersonalText reason,
        OffsetDateTime agreedAt,
        String agreedBy,
        OffsetDateTime until) {
    OpeningView saying(PersonalText told) {
        return new OpeningView(opening, at, agent, told, agreedAt, agreedBy, until);
    }
}
