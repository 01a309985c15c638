package io.redress.app;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;

/** What can be said of JSON that could not be read. */
public final class BrokenJson {
    private BrokenJson() {}

    /**
     * The refusal that names what is wrong.
     *
     * @param whole what the whole is called
     */
    public static Refusal refusal(String whole, @Nullable Throwable cause) {
        String twice = cause instanceof StreamReadException broken ? namedTwice(broken) : null;
        return twice == null
                ? Refusal.ofField(Rule.FIELD_ILL_FORMED, whole, "expects.object")
                : Refusal.ofField(Rule.FIELD_ILL_FORMED, twice, "expects.once");
    }

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
