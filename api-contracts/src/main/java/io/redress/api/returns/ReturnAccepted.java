package io.redress.api.returns;

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
 * The merchant accepted.
 */
@EventName("return.accepted.v1")
@Clause("6.4.2 c")
public record ReturnAccepted(
        SubjectId subject,
        Instant at,
        Party by,
        @Nullable PersonalText instructions,
        boolean refusalTakenBack,
        List<Change> changes)
        implements ReturnEvent {}
