package io.redress.app.access;

import io.redress.api.SubjectId;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.record.RecordOpeningAsked;
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
        return wasLastToDo(caller, demand, DecisionProposed.class);
    }

    /** Whether this caller holds the credential with which it was last asked to open a record. */
    boolean hasAskedToOpen(Caller caller, SubjectId record) {
        return wasLastToDo(caller, record, RecordOpeningAsked.class);
    }

    private boolean wasLastToDo(Caller caller, SubjectId subject, Class<?> what) {
        return events.getObject()
                .readEvents(subject.toString(), 0)
                .asStream()
                .filter(event -> what.isInstance(event.getPayload()))
                .reduce((_, newer) -> newer)
                .map(event -> WhoActs.leadsTo(
                        caller, String.valueOf(event.getMetaData().get(WhoActs.CALLER))))
                .orElse(false);
    }
}
