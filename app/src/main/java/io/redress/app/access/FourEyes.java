package io.redress.app.access;

import io.redress.api.SubjectId;
import io.redress.api.intervention.DecisionProposed;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Who confirms a decision is not who proposed it. Names alone do not show that: a credential of the platform's systems
 * names whom it likes. So the second person comes with the credential of somebody else.
 */
public final class FourEyes {
    private final ObjectProvider<EventStorageEngine> events;

    FourEyes(ObjectProvider<EventStorageEngine> events) {
        this.events = events;
    }

    /** Whether this caller holds the credential with which the newest decision of the demand was proposed. */
    public boolean hasProposed(Caller caller, SubjectId demand) {
        return events.getObject()
                .readEvents(demand.toString(), 0)
                .asStream()
                .filter(event -> event.getPayload() instanceof DecisionProposed)
                .reduce((_, newer) -> newer)
                .map(event -> holder(event).equals(WhoActs.holder(caller)))
                .orElse(false);
    }

    private static String holder(DomainEventMessage<?> event) {
        return WhoActs.holder(String.valueOf(event.getMetaData().get(WhoActs.CALLER)));
    }
}
