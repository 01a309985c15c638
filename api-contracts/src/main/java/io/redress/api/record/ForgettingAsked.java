package io.redress.api.record;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import java.time.Instant;

/**
 * A consumer asked that what is known of them be forgotten: what the law still wants kept is withheld from everybody, and
 * the rest is gone (PIPL 47).
 */
@EventName("person.forgetting-asked.v1")
@Clause("5.6.2.7")
public record ForgettingAsked(SubjectId subject, Instant at, Party by) implements RecordEvent {}
