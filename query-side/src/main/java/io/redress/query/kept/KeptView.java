package io.redress.query.kept;

import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.redress.query.PersonalData;
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
 * @param openingAsked what the desk asked to read and nobody agreed to yet; null for everybody else
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
        @Nullable OpeningAskedView openingAsked,
        @Nullable OffsetDateTime forgettingAskedAt,
        @Nullable OffsetDateTime forgottenAt,
        @Nullable Integer keysDestroyed) {
    KeptView opened(PersonalData.Opened opened) {
        @Nullable
        OpeningAskedView asked = openingAsked == null
                ? null
                : new OpeningAskedView(
                        openingAsked.opening(),
                        openingAsked.at(),
                        openingAsked.agent(),
                        PersonalText.of(opened.text(subject.record(), openingAsked.reason())));
        return new KeptView(
                subject,
                lastAt,
                until,
                term,
                clause,
                source,
                held,
                asked,
                forgettingAskedAt,
                forgottenAt,
                keysDestroyed);
    }
}
