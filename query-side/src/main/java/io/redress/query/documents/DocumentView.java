package io.redress.query.documents;

import io.redress.api.SubjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document as it stands at an instant.
 *
 * @param kind {@code plan}, {@code mechanism} or {@code rules}
 * @param operator of a service plan, the one that agreed last or, before that, was asked first
 * @param inForce null while no version has taken effect
 * @param announced those that will take effect, the soonest first, at most ten
 * @param proposal of a service plan: the newest proposal
 */
public record DocumentView(
        SubjectId subject,
        String kind,
        @Nullable String merchant,
        @Nullable String room,
        @Nullable String operator,
        @Nullable VersionView inForce,
        List<VersionView> announced,
        @Nullable ProposalView proposal) {

    DocumentView with(ProposalView opened) {
        return new DocumentView(subject, kind, merchant, room, operator, inForce, announced, opened);
    }
}
