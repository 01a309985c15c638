package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import java.time.Instant;

/**
 * It need no longer be kept beyond its term.
 */
@EventName("record.hold-lifted.v1")
@Clause("5.6.2.7")
public record RecordHoldLifted(SubjectId subject, Instant at, Party by, PersonalText reason) implements RecordEvent {}
