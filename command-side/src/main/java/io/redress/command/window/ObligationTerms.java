package io.redress.command.window;

import io.redress.api.party.Role;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the obligations table.
 *
 * @param owedBy who may owe it: one, or whoever it falls on
 * @param modal how strongly the standard puts it: {@code must}, {@code promptly}, {@code may}, {@code right} or {@code step}
 * @param defaultLength when no layer speaks
 * @param ceiling no document and no agreement may go past it
 * @param floor no document may go under it
 * @param layers that may speak for it, besides the default
 * @param source the law, the platform rule or the judgement behind the default and the bounds
 * @param grade how firm that is: S standard, L law, P platform practice, J judgement, or two of them
 */
public record ObligationTerms(
        Obligation obligation,
        List<Role> owedBy,
        String clause,
        String modal,
        Length defaultLength,
        @Nullable Length ceiling,
        @Nullable Length floor,
        Set<Layer> layers,
        OnLapse onLapse,
        String source,
        String grade) {}
