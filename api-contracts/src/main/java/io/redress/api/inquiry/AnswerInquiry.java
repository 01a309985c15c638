package io.redress.api.inquiry;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The question was answered.
 */
@Clause({"6.3.1 b", "6.4.2 g", "6.4.2 h"})
public record AnswerInquiry(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
