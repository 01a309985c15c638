package io.redress.command.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** What PostgreSQL says in five characters of why it did not do something. */
public final class SqlStates {
    private SqlStates() {}

    /** Those of a failure, wherever they stand in its causes. */
    public static Stream<String> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> cause instanceof SQLException sql && sql.getSQLState() != null
                        ? Stream.of(sql.getSQLState())
                        : Stream.empty());
    }
}
