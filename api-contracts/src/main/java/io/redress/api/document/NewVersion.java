package io.redress.api.document;

import io.redress.api.SubjectId;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What publishing has in common for every kind of document. */
public interface NewVersion {
    /** The document. */
    SubjectId subject();

    /** When it was published. */
    Instant at();

    /** Counted from 1 for each document. */
    int version();

    /** The lengths that it sets; what it does not name falls to the next layer. */
    Map<Obligation, Length> windows();

    /** The instant that was asked for; null: from the act on. */
    @Nullable
    Instant effectiveAt();

    /** From when on it is in effect, unless a later version is. */
    default Instant inEffectFrom() {
        Instant asked = effectiveAt();
        return asked == null ? at() : asked;
    }
}
