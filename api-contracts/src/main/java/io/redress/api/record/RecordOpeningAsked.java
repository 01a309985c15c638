package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import java.time.Instant;

/**
 * A person at the desk asked to read what is withheld.
 *
 * @param opening the number that it has, counted in this case
 * @param agent who asked
 */
@EventName("record.opening-asked.v1")
@Clause("5.6.2.7")
public record RecordOpeningAsked(
        SubjectId subject, Instant at, Party by, int opening, String agent, PersonalText reason)
        implements RecordEvent {}
