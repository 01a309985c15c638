package io.redress.api.complaint;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A party signed the joint solution.
 *
 * @param amountFen money that it pays back, in fen; null for none
 * @param onOffer everybody has signed: the consumer may answer
 */
@EventName("complaint.solution-cosigned.v1")
@Clause({"6.4.1 g", "6.4.2 f"})
public record SolutionCosigned(
        SubjectId subject,
        Instant at,
        Party by,
        PersonalText remedy,
        @Nullable Long amountFen,
        boolean onOffer,
        List<Change> changes)
        implements ComplaintEvent {}
