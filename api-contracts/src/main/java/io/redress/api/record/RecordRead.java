package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The personal data of a case was shown to somebody. What was shown is not said.
 *
 * @param by the party that read it; the platform for its systems and for people at its desk
 * @param agent the person at the desk; null for a party and for the platform's systems
 * @param opening the number of the opening by which it was shown although it is withheld; null when it is not
 */
@EventName("record.read.v1")
@Clause("5.6.2.7")
public record RecordRead(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable String agent,
        @Nullable Integer opening) implements RecordEvent {}
