package io.redress.app;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;

/** What can be said of JSON that could not be read. */
final class BrokenJson {
    private BrokenJson() {}

    /** The field that is there a second time, as a path, if that is what is wrong. */
    static @Nullable String namedTwice(StreamReadException broken) {
        return broken.getOriginalMessage().startsWith("Duplicate Object property") && broken.processor() != null
                ? broken.processor()
                        .streamReadContext()
                        .pathAsPointer()
                        .toString()
                        .substring(1)
                : null;
    }
}
