package io.redress.api.complaint;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The other party is the respondent from now on.
 */
@EventName("complaint.redirected.v1")
@Clause("6.4.2 e")
public record ComplaintRedirected(
        SubjectId subject, Instant at, Party by, Side to, PersonalText reason, List<Change> changes)
        implements ComplaintEvent {}
