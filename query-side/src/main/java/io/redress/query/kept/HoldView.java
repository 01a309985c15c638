package io.redress.query.kept;

import io.redress.api.personal.PersonalText;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The platform kept a case beyond its term.
 *
 * @param liftedAt when it need no longer be kept; null while it must
 * @param liftedBecause why; null while it must
 */
public record HoldView(
        OffsetDateTime at,
        PersonalText reason,
        @Nullable OffsetDateTime liftedAt,
        @Nullable PersonalText liftedBecause) {}
