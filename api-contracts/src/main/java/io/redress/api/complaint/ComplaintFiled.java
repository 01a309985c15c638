package io.redress.api.complaint;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complaint.
 *
 * @param against the side complained against: MERCHANT or OPERATOR
 * @param amountFen paid for the order it names, in fen; 0 without one
 */
@EventName("complaint.filed.v1")
@Clause({"6.4.1 c", "6.4.2 d"})
public record ComplaintFiled(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable SubjectId order,
        Parties parties,
        Side against,
        boolean serious,
        long amountFen,
        @Nullable DocumentVersion plan,
        List<Change> changes)
        implements ComplaintEvent {}
