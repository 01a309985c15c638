package io.redress.app.access;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.app.access.Caller.Kind;
import io.redress.command.store.CommitParticipant;
import java.util.List;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Whose act it is to perform a settlement, to accept a complaint or to answer a proposal only the subject knows, as
 * things stand. It has said so in the event; what a party did not do itself is not stored as its doing.
 */
final class OwnHand implements CommitParticipant {
    private final Policy policy;

    OwnHand(Policy policy) {
        this.policy = policy;
    }

    @Override
    public void write(List<Event> events) {
        CurrentUnitOfWork.ifStarted(work -> {
            Message<?> message = work.getMessage();
            if (message.getPayload() instanceof Act act
                    && message.getMetaData().get(WhoActs.CALLER) instanceof Caller caller
                    && isParty(caller.kind())
                    && policy.isForTheHolder(act)) {
                events.stream()
                        .filter(event -> event.subject().equals(act.subject()) && !policy.isUpTo(caller, event.by()))
                        .findFirst()
                        .ifPresent(_ -> {
                            throw new Forbidden();
                        });
            }
        });
    }

    private static boolean isParty(Kind kind) {
        return kind == Kind.CONSUMER || kind == Kind.MERCHANT || kind == Kind.OPERATOR;
    }
}
