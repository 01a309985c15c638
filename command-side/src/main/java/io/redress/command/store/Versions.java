package io.redress.command.store;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.SubjectId;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Subject;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Answers every act with the version of its subject, which is the number of events in its history, and refuses an act
 * whose sender saw another version. Both happen in the act's own unit of work, where nobody can come between.
 */
public final class Versions implements MessageHandlerInterceptor<CommandMessage<?>> {
    /** Any version will do, but there has to be one. */
    public static final long ANY = 0;

    private static final String SEEN = "version-seen";
    private static final String REACHED = "version-reached";

    private final Supplier<Repository<Subject>> repository;

    public Versions(Supplier<Repository<Subject>> repository) {
        this.repository = repository;
    }

    /** What the sender of an act has seen of its subject, as it travels with the act. */
    public static MetaData seen(@Nullable Long version) {
        return version == null ? MetaData.emptyInstance() : MetaData.from(Map.of(SEEN, version));
    }

    /** The version that the act in this unit of work has brought its subject to. */
    static long reached() {
        return CurrentUnitOfWork.get().getResource(REACHED) instanceof Long version ? version : 0;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        Act act = (Act) work.getMessage().getPayload();
        if (work.getMessage().getMetaData().get(SEEN) instanceof Long seen) {
            require(seen, act);
        }
        chain.proceed();
        long reached = version(act.subject());
        work.resources().put(REACHED, reached);
        return reached;
    }

    private void require(long seen, Act act) {
        long version;
        try {
            version = act instanceof BeginsHistory ? 0 : version(act.subject());
        } catch (AggregateNotFoundException e) {
            version = 0;
        }
        if (version == 0 || (seen != ANY && seen != version)) {
            throw new Refusal(Rule.NOTHING_HAPPENED_SINCE, act.subject().label());
        }
    }

    private long version(SubjectId subject) {
        return repository.get().load(subject.toString()).invoke(Subject::version);
    }
}
