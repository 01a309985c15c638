package io.redress.command.store;

import org.axonframework.common.jdbc.PersistenceExceptionResolver;

/** Knows a lost race on PostgreSQL: SQL state 23505 anywhere in the causes. */
public final class UniqueViolation implements PersistenceExceptionResolver {
    private static final String STATE = "23505";

    @Override
    public boolean isDuplicateKeyViolation(Exception exception) {
        return SqlStates.of(exception).anyMatch(STATE::equals);
    }
}
