package io.redress.command.store;

import io.redress.api.Event;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;

/**
 * The one place where an act becomes durable: due index, idempotency record and events in one transaction, events last
 * because their insert holds the lock that keeps commits in order. A faster engine may take its place without touching
 * an aggregate.
 */
public final class CommitSeam extends JdbcEventStorageEngine {
    private final List<CommitParticipant> participants;

    public CommitSeam(JdbcEventStorageEngine.Builder builder, List<CommitParticipant> participants) {
        super(builder);
        this.participants = List.copyOf(participants);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        List<Event> facts =
                events.stream().map(message -> (Event) message.getPayload()).toList();
        participants.forEach(participant -> participant.write(facts));
        super.appendEvents(events, serializer);
    }

    /** There are no snapshots: histories are short. This saves a query for each act. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }
}
