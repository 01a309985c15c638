package io.redress.api.demand;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A message to the other parties of an open demand. It answers nothing: no window is met by it.
 *
 * @param by the side that writes; PLATFORM only once there has been an intervention
 */
@Clause("6.3.2")
public record SendMessage(@TargetAggregateIdentifier SubjectId subject, Instant at, Side by, PersonalText text)
        implements BySide {}
