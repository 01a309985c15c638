package io.redress.query.kept;

import io.redress.api.SubjectId;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Until when the personal data of a case is kept.
 *
 * @param lastAt when the last thing happened in it
 * @param until when its term ends; null while the case, or a demand on the order, is not over
 * @param term how long it is kept after that, as a period
 * @param clause of the standard
 * @param source where the law says so
 * @param held since when it is kept beyond its term; null when it is not
 * @param forgettingAskedAt when its consumer asked to be forgotten; null when not
 * @param forgottenAt when its keys were destroyed; null while they are there
 * @param keysDestroyed how many there were
 */
public record KeptView(
        SubjectId subject,
        OffsetDateTime lastAt,
        @Nullable OffsetDateTime until,
        String term,
        String clause,
        String source,
        @Nullable OffsetDateTime held,
        @Nullable OffsetDateTime forgettingAskedAt,
        @Nullable OffsetDateTime forgottenAt,
        @Nullable Integer keysDestroyed) {}
