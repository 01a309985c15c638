package io.redress.query.kept;

import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.redress.query.PersonalData;
import java.time.OffsetDateTime;
import java.util.List;
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
 * @param holds when and why it was kept beyond its term, the latest first, for the desk; none for everybody else
 * @param openingAsked what the desk asked to read and nobody agreed to yet; null for everybody else
 * @param openings who opened it, when and why, the latest first, for the desk; none for everybody else
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
        List<HoldView> holds,
        @Nullable OpeningAskedView openingAsked,
        List<OpeningView> openings,
        @Nullable OffsetDateTime forgettingAskedAt,
        @Nullable OffsetDateTime forgottenAt,
        @Nullable Integer keysDestroyed) {
    public KeptView {
        holds = List.copyOf(holds);
        openings = List.copyOf(openings);
    }

    /** With what was said about it, by whom and why, as this reader is told it. */
    KeptView with(List<HoldView> allHolds, List<OpeningView> allOpenings, PersonalData.Opened opened) {
        @Nullable
        OpeningAskedView asked = openingAsked == null
                ? null
                : new OpeningAskedView(
                        openingAsked.opening(),
                        openingAsked.at(),
                        openingAsked.agent(),
                        told(openingAsked.reason(), opened));
        return new KeptView(
                subject,
                lastAt,
                until,
                term,
                clause,
                source,
                held,
                allHolds.stream()
                        .map(hold -> new HoldView(
                                hold.at(),
                                told(hold.reason(), opened),
                                hold.liftedAt(),
                                hold.liftedBecause() == null ? null : told(hold.liftedBecause(), opened)))
                        .toList(),
                asked,
                allOpenings.stream()
                        .map(opening -> opening.saying(told(opening.reason(), opened)))
                        .toList(),
                forgettingAskedAt,
                forgottenAt,
                keysDestroyed);
    }

    private PersonalText told(PersonalText said, PersonalData.Opened opened) {
        return PersonalText.of(opened.text(subject.record(), said));
    }
}
