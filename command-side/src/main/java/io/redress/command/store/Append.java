package io.redress.command.store;

import io.redress.api.Act;
import io.redress.api.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** What one act stores, on its way: its events, what they were decided on, and what else is stored with them. */
public final class Append {
    private static final ScopedValue<Append> BEING_SERIALIZED = ScopedValue.newInstance();

    private final List<Event> events;
    private final @Nullable Act act;
    private final MetaData metaData;
    private final long version;

    /** Of each history that this was decided on, and of each that it goes into, the number of the last event. */
    private final Map<String, Long> after;

    private final Map<Class<?>, Object> notes = new HashMap<>();
    private final CompletableFuture<@Nullable Void> stored = new CompletableFuture<>();
    private List<DomainEventData<byte[]>> rows = List.of();

    private Append(List<Event> events, @Nullable Act act, MetaData metaData, long version, Map<String, Long> after) {
        this.events = events;
        this.act = act;
        this.metaData = metaData;
        this.version = version;
        this.after = after;
    }

    /** What the act of the current unit of work stores, if there is one; and else events that nobody's act caused. */
    public static Append of(List<? extends EventMessage<?>> messages) {
        List<Event> events =
                messages.stream().map(message -> (Event) message.getPayload()).toList();
        Map<String, Long> after = new HashMap<>();
        Basis basis = Basis.current();
        if (basis != null) {
            after.putAll(basis.histories());
            basis.isStoredWith();
        }
        for (EventMessage<?> message : messages) {
            DomainEventMessage<?> event = (DomainEventMessage<?>) message;
            after.merge(event.getAggregateIdentifier(), event.getSequenceNumber() - 1, Math::min);
        }
        if (!CurrentUnitOfWork.isStarted()) {
            return new Append(events, null, MetaData.emptyInstance(), 0, after);
        }
        Message<?> message = CurrentUnitOfWork.get().getMessage();
        Act act = message.getPayload() instanceof Act named ? named : null;
        return new Append(events, act, message.getMetaData(), act == null ? 0 : Versions.reached(), after);
    }

    /** The append whose events are being serialized on this thread, if any are. */
    public static @Nullable Append beingSerialized() {
        return BEING_SERIALIZED.isBound() ? BEING_SERIALIZED.get() : null;
    }

    /** As they will be stored, on the thread of the act: the writer has enough to do. */
    void serialize(List<? extends EventMessage<?>> messages, Serializer serializer) {
        rows = ScopedValue.where(BEING_SERIALIZED, this).call(() -> {
            List<DomainEventData<byte[]>> serialized = new ArrayList<>(messages.size());
            for (EventMessage<?> message : messages) {
                serialized.add(row((DomainEventMessage<?>) message, serializer));
            }
            return serialized;
        });
    }

    private static DomainEventData<byte[]> row(DomainEventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        return new GenericDomainEventEntry<>(
                event.getType(),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getIdentifier(),
                event.getTimestamp(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                event.serializeMetaData(serializer, byte[].class).getData());
    }

    /** Its events, in order. */
    public List<Event> events() {
        return events;
    }

    /** The act that causes them; null where nobody's did. */
    public @Nullable Act act() {
        return act;
    }

    /** What travels with the act. */
    public MetaData metaData() {
        return metaData;
    }

    /** The version that the act has brought its subject to. */
    public long version() {
        return version;
    }

    /** What a participant notes about it, between looking at it and writing. */
    public <T> void note(Class<T> kind, T note) {
        notes.put(kind, note);
    }

    public <T> @Nullable T noted(Class<T> kind) {
        return kind.cast(notes.get(kind));
    }

    List<DomainEventData<byte[]>> rows() {
        return rows;
    }

    Map<String, Long> after() {
        return after;
    }

    /** Whether something was stored, in a history that this was decided on, after it was. */
    boolean isOvertaken(Map<String, Long> last) {
        return after.entrySet().stream()
                .anyMatch(decided -> !last.getOrDefault(decided.getKey(), -1L).equals(decided.getValue()));
    }

    /** What the store of Axon says of who comes second. */
    RuntimeException overtaken(@Nullable Throwable cause) {
        DomainEventData<?> first = rows.getFirst();
        String history = first.getAggregateIdentifier();
        return first.getSequenceNumber() == 0
                ? new AggregateStreamCreationException("somebody else has begun " + history, cause)
                : new ConcurrencyException("somebody else wrote in what led to " + history, cause);
    }

    void succeed() {
        stored.complete(null);
    }

    void fail(Throwable failure) {
        stored.completeExceptionally(failure);
    }

    /** Waits until it is stored, or throws what prevented it. */
    void await() {
        try {
            stored.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
