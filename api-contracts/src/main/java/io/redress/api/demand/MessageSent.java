package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * A party wrote to the others; people at the platform's desk read it once there has been an intervention.
 */
@EventName("demand.message-sent.v1")
@Clause("6.3.2")
public record MessageSent(SubjectId subject, Instant at, Party by, PersonalText text, List<Change> changes)
        implements DemandEvent {}
