package io.redress.query.kept;

import io.redress.api.party.Party;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The personal data of a case was shown to somebody.
 *
 * @param by the party; the platform for its systems and its desk
 * @param agent the person at the desk, for the platform to see; null else
 * @param ground why: as a party of the case, as the platform, or by an opening
 * @param opening the number of that opening
 */
public record AccessView(
        OffsetDateTime at,
        Party by,
        @Nullable String agent,
        String ground,
        @Nullable Integer opening) {}
