package io.redress.query.documents;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a version of a document stands at an instant. */
public enum VersionState {
    /** It will take effect. */
    ANNOUNCED,
    IN_FORCE,
    /** A later version took its place. */
    REPLACED,
    /** A later version came before it: it never takes effect. */
    OVERTAKEN;

    /** How a version stands at this instant that was, or was not, overtaken before it took effect. */
    public static VersionState at(
            OffsetDateTime now,
            OffsetDateTime effectiveAt,
            @Nullable OffsetDateTime effectiveUntil,
            boolean overtaken) {
        if (overtaken) {
            return OVERTAKEN;
        }
        if (effectiveAt.isAfter(now)) {
            return ANNOUNCED;
        }
        return effectiveUntil == null || effectiveUntil.isAfter(now) ? IN_FORCE : REPLACED;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
