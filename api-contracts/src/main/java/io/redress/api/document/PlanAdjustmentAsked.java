package io.redress.api.document;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The room operator asked for an adjusted plan.
 */
@EventName("plan.adjustment-asked.v1")
@Clause("6.4.1 f")
public record PlanAdjustmentAsked(SubjectId subject, Instant at, Party by, Parties parties, List<Change> changes)
        implements DocumentEvent {}
