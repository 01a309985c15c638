package io.redress.command.window;

import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the obligations table.
 *
 * @param defaultLength when no layer speaks
 * @param ceiling no document and no agreement may go past it
 * @param floor no document may go under it
 * @param layers that may speak for it, besides the default
 */
public record ObligationTerms(
        Obligation obligation,
        String clause,
        Length defaultLength,
        @Nullable Length ceiling,
        @Nullable Length floor,
        Set<Layer> layers,
        OnLapse onLapse,
        String source) {}
