package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A return request.
 *
 * @param amountFen paid for the lines, in fen
 */
@EventName("return.filed.v1")
@Clause("6.4.2 c")
public record ReturnFiled(
        SubjectId subject,
        Instant at,
        Party by,
        SubjectId order,
        Parties parties,
        ReturnKind kind,
        ReturnReason reason,
        List<String> lines,
        long amountFen,
        boolean outOfWindow,
        @Nullable DocumentVersion plan,
        List<Change> changes)
        implements ReturnEvent {}
