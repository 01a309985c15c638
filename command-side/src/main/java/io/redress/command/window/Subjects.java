package io.redress.command.window;

import io.redress.api.SubjectId;
import java.util.function.Function;

/** Reaches a second subject in the same unit of work and the same transaction. */
public interface Subjects {
    /** Lets this subject, which must exist, do or say something. */
    <S extends Subject, R> R with(SubjectId id, Class<S> type, Function<S, R> action);
}
