package io.redress.api.complaint;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The respondent shows that the other party owes the answer.
 *
 * @param to MERCHANT or OPERATOR
 */
@Clause("6.4.2 e")
public record RedirectComplaint(@TargetAggregateIdentifier SubjectId subject, Instant at, Side to, PersonalText reason)
        implements Act {}
