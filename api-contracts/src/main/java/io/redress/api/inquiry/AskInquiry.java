package io.redress.api.inquiry;

import io.redress.api.BeginsHistory;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A consumer asks the merchant or the room operator a question.
 *
 * @param to MERCHANT or OPERATOR
 */
@Clause({"6.3.1 b", "6.4.2 g", "6.4.2 h"})
public record AskInquiry(@TargetAggregateIdentifier SubjectId subject, Instant at, Parties parties, Side to)
        implements BeginsHistory {}
