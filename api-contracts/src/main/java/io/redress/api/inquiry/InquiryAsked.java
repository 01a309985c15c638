package io.redress.api.inquiry;

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
 * A question was asked.
 */
@EventName("inquiry.asked.v1")
@Clause({"6.3.1 b", "6.4.2 g", "6.4.2 h"})
public record InquiryAsked(
        SubjectId subject,
        Instant at,
        Party by,
        Parties parties,
        Side to,
        @Nullable DocumentVersion plan,
        List<Change> changes)
        implements InquiryEvent {}
