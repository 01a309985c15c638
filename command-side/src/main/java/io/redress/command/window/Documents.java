package io.redress.command.window;

import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents in force, read consistently: a projection that may lag never decides. */
public interface Documents {
    /**
     * A version of a document.
     *
     * @param publishedAt in effect for everything processed after that act
     * @param autoUrge platform rules only: whether the platform urges late shipments by itself
     */
    record Published(DocumentVersion version, Instant publishedAt, Map<Obligation, Length> windows, boolean autoUrge) {}

    /** The newest service plan of merchant and room that was in effect at this instant. */
    @Nullable
    DocumentVersion planInEffect(String merchant, String room, Instant at);

    /** A version of a service plan that is bound to a case. */
    Published plan(DocumentVersion version);

    /** The newest emergency mechanism of the operator. */
    @Nullable
    Published mechanism(String operator);

    /** The newest platform rules. */
    @Nullable
    Published rules();
}
