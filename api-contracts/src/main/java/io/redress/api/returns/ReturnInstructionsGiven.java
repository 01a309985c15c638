package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The consumer knows where to send the goods.
 */
@EventName("return.instructions-given.v1")
@Clause({"6.4.2 c", "6.1.5"})
public record ReturnInstructionsGiven(SubjectId subject, Instant at, Party by, List<Change> changes)
        implements ReturnEvent {}
