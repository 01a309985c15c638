package io.redress.query.documents;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document with its versions.
 *
 * @param document shown as if its fields stood here
 * @param versions the newest first
 * @param next the cursor that asks for earlier versions, null when there are none
 */
public record DocumentDetailView(
        @JsonUnwrapped DocumentView document,
        List<VersionView> versions,
        @Nullable String next) {}
