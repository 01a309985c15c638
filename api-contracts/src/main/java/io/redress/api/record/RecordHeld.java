package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import java.time.Instant;

/**
 * The personal data of a case is kept beyond its term, because somebody may still need it as evidence.
 */
@EventName("record.held.v1")
@Clause("5.6.2.7")
public record RecordHeld(SubjectId subject, Instant at, Party by, PersonalText reason) implements RecordEvent {}
