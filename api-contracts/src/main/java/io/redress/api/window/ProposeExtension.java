package io.redress.api.window;

import io.redress.api.BySide;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import io.redress.api.party.Side;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The party that owes an open window proposes a later dueAt.
 *
 * @param windowOf the subject of the window, which may be an intervention
 * @param by the side that owes the window
 * @param dueAt later than the present one, and within {@link io.redress.api.KeptTime}
 */
@Clause({"6.4.2 c", "6.4.2 d", "6.4.3 d"})
public record ProposeExtension(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        SubjectId windowOf,
        Obligation obligation,
        Side by,
        Instant dueAt)
        implements BySide {}
