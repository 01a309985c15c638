package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The merchant keeps its plan.
 */
@EventName("plan.adjustment-refused.v1")
@Clause("6.4.1 f")
public record PlanAdjustmentRefused(SubjectId subject, Instant at, Party by, PersonalText reason, List<Change> changes)
        implements DocumentEvent {}
