package io.redress.command.store;

import io.redress.api.SubjectId;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Subject;
import io.redress.command.window.Subjects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;

/** Loads a second subject in the current unit of work, so that both histories are stored together or not at all. */
public final class StoredSubjects implements Subjects {
    private final Supplier<Repository<Subject>> repository;

    public StoredSubjects(Supplier<Repository<Subject>> repository) {
        this.repository = repository;
    }

    @Override
    public <S extends Subject, R> R with(SubjectId id, Class<S> type, Function<S, R> action) {
        Aggregate<Subject> subject;
        try {
            subject = repository.get().load(id.toString());
        } catch (AggregateNotFoundException e) {
            throw Refusal.ofField(Rule.SUBJECT_IS_KNOWN, id.kind().word(), id.key());
        }
        return subject.invoke(root -> action.apply(type.cast(root)));
    }
}
