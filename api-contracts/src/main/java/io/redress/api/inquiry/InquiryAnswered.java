package io.redress.api.inquiry;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The question was answered.
 */
@EventName("inquiry.answered.v1")
@Clause({"6.3.1 b", "6.4.2 g", "6.4.2 h"})
public record InquiryAnswered(SubjectId subject, Instant at, Party by, List<Change> changes) implements InquiryEvent {}
