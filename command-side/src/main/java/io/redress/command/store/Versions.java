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
 * Answers every act with the version of its subject, which is the number of events in its history that its sender may
 * know, and refuses an act whose sender saw another version: a party's version does not move when the desk proposes a
 * decision, or it would tell of it. Both happen in the act's own unit of work, where nobody can come between.
 */
public final class Versions implements MessageHandlerInterceptor<CommandMessage<?>> {
    /** Any version will do, but there has to be one. */
    public static final long ANY = 0;

    /** Travels with the acts of those who count only the events that parties may know. */
    public static final String OF_PARTIES = "versions-of-parties";

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
    public static long reached() {
        return CurrentUnitOfWork.get().getResource(REACHED) instanceof Long version ? version : 0;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        Act act = (Act) work.getMessage().getPayload();
        if (work.getMessage().getMetaData().get(SEEN) instanceof Long seen) {
            require(seen, act, work.getMessage());
        }
        chain.proceed();
        long reached = version(act.subject(), work.getMessage());
        work.resources().put(REACHED, reached);
        return reached;
    }

    private void require(long seen, Act act, CommandMessage<?> sent) {
        long version;
        try {
            version = act instanceof BeginsHistory ? 0 : version(act.subject(), sent);
        } catch (AggregateNotFoundException e) {
            version = 0;
        }
        if (version == 0 || (seen != ANY && seen != version)) {
            throw new Refusal(Rule.NOTHING_HAPPENED_SINCE, act.subject().label());
        }
    }

    private long version(SubjectId subject, CommandMessage<?> sent) {
        boolean ofParties = sent.getMetaData().containsKey(OF_PARTIES);
        return repository
                .get()
                .load(subject.toString())
                .invoke(ofParties ? Subject::versionOfParties : Subject::version);
    }
}
