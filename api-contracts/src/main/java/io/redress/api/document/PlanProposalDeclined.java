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
 * The room operator did not agree to a proposed service plan.
 *
 * @param proposal the number of the proposal
 */
@EventName("plan.proposal-declined.v1")
@Clause("6.2.2 a")
public record PlanProposalDeclined(
        SubjectId subject, Instant at, Party by, int proposal, PersonalText reason, List<Change> changes)
        implements DocumentEvent {}
