package io.redress.command.store;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * What an act is decided on: the histories that it read, each up to which event, and whether this node remembered one of
 * them instead of asking the database. What is stored is compared with it in the transaction that stores it; what is
 * refused, or changes nothing, only counts when the database says that what was remembered is still all there is.
 */
final class Basis {
    /** Goes with the acts that may be decided on what this node remembers. */
    static final class Interceptor implements MessageHandlerInterceptor<CommandMessage<?>> {
        @Override
        public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
            Basis basis = new Basis();
            work.resources().put(RESOURCE, basis);
            work.onCommit(_ -> requireIsAll(basis));
            try {
                return chain.proceed();
            } catch (RuntimeException refused) {
                requireIsAll(basis);
                throw refused;
            }
        }

        private static void requireIsAll(Basis basis) {
            if (basis.remembered != null && !basis.stored && basis.remembered.isOvertaken(basis.histories)) {
                throw new ConcurrencyException("somebody else wrote in one of " + basis.histories.keySet());
            }
        }
    }

    private static final String RESOURCE = Basis.class.getName();

    private final Map<String, Long> histories = new HashMap<>();
    private @Nullable CommitSeam remembered;
    private boolean stored;

    /** That of the act which is decided on this thread. */
    static @Nullable Basis current() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().getResource(RESOURCE) : null;
    }

    /** This history was read up to this event; -1 if it has none. */
    void read(String history, long last) {
        histories.merge(history, last, Math::min);
    }

    /** Something of it was remembered here. */
    void isRememberedBy(CommitSeam seam) {
        remembered = seam;
    }

    /** Events decided on this are compared with it when they are stored. */
    void isStoredWith() {
        stored = true;
    }

    Map<String, Long> histories() {
        return histories;
    }
}
