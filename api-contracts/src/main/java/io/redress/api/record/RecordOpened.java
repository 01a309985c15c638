package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;

/**
 * A second person agreed: the two of them read what is withheld, for a time.
 *
 * @param opening the number of what was asked
 * @param agent the second person
 * @param askedBy the first
 * @param until when it is withheld from them again
 */
@EventName("record.opened.v1")
@Clause("5.6.2.7")
public record RecordOpened(
        SubjectId subject, Instant at, Party by, int opening, String agent, String askedBy, Instant until)
        implements RecordEvent {}
