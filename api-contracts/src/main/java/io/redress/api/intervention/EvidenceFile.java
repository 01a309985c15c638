package io.redress.api.intervention;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A file of evidence, by what cannot change: the hash of its bytes, never the bytes.
 *
 * @param file its id
 * @param sha256 of its bytes, in hexadecimal
 * @param type that was found, for example {@code image/png}
 * @param supersedes the earlier file of the same party in whose place it stands, which stays
 */
public record EvidenceFile(
        String file,
        String sha256,
        String type,
        long bytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String supersedes) {}
