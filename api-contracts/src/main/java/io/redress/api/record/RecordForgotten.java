package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;

/**
 * The term of a case had ended, and the keys of its personal data were destroyed: nobody reads it any more.
 *
 * @param keys how many there were, of texts and of files
 * @param term the kind of record whose term it was, as the data about terms has it
 * @param endedAt when that term had ended
 */
@EventName("record.forgotten.v1")
@Clause("5.6.2.7")
public record RecordForgotten(SubjectId subject, Instant at, Party by, int keys, String term, Instant endedAt)
        implements RecordEvent {}
