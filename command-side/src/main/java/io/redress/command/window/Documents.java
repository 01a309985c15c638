package io.redress.command.window;

import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents in force, read consistently: a projection that may lag never decides. In effect at an instant is, of the
 * versions whose effect had begun by then, the one with the highest number.
 */
public interface Documents {
    /**
     * A version of a document.
     *
     * @param effectiveAt from then on in effect for everything processed, unless a later version is
     * @param autoUrge platform rules only: whether the platform urges late shipments by itself
     * @param secondPersonAboveFen platform rules only: above which amount a second person confirms a decision
     */
    record Published(
            DocumentVersion version,
            Instant effectiveAt,
            Map<Obligation, Length> windows,
            boolean autoUrge,
            @Nullable Long secondPersonAboveFen) {}

    /**
     * The service plan of merchant and room that was in effect at this instant. A room has one operator: the newest
     * version counts, whoever agreed to it.
     */
    @Nullable
    DocumentVersion planInEffect(String merchant, String room, Instant at);

    /** A version of a service plan that is bound to a case. */
    Published plan(DocumentVersion version);

    /** The emergency mechanism of the operator that was in effect at this instant. */
    @Nullable
    Published mechanism(String operator, Instant at);

    /** The calendar by which days were counted at this instant. */
    WorkingCalendar calendar(Instant at);

    /** A version of the calendar. */
    WorkingCalendar calendar(int version);

    /** The platform rules that were in effect at this instant. */
    @Nullable
    Published rules(Instant at);
}
