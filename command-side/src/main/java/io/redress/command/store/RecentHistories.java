package io.redress.command.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The histories that this node read or wrote lately, as they are stored: nothing that somebody wrote lies here unsealed.
 * One may lack what another node has written since, so that whoever uses it says which event was the last.
 */
final class RecentHistories {
    /** What an event takes besides its bytes, and its bytes once they were read. */
    private static final int BYTES_OF_AN_EVENT = 500;

    private static final int TIMES_ITS_BYTES = 4;
    private static final int BYTES_OF_A_HISTORY = 300;
    private static final long SHARE_OF_MEMORY = 8;

    /** A history from its first event on. */
    record History(List<DomainEventMessage<?>> events, int bytes) {
        private static final History EMPTY = new History(List.of(), BYTES_OF_A_HISTORY);

        /** The number of its last event; -1 if it has none. */
        long last() {
            return events.size() - 1L;
        }

        DomainEventStream from(long first) {
            return DomainEventStream.of(events.subList((int) Math.min(first, events.size()), events.size()));
        }

        private History with(List<? extends DomainEventData<byte[]>> more, Serializer serializer) {
            List<DomainEventMessage<?>> longer = new ArrayList<>(events.size() + more.size());
            longer.addAll(events);
            EventStreamUtils.upcastAndDeserializeDomainEvents(more.stream(), serializer, NoOpEventUpcaster.INSTANCE)
                    .forEachRemaining(longer::add);
            int heavier = bytes;
            for (DomainEventData<byte[]> event : more) {
                heavier +=
                        BYTES_OF_AN_EVENT + TIMES_ITS_BYTES * event.getPayload().getData().length;
            }
            return new History(longer, heavier);
        }
    }

    private final Serializer serializer;
    private final Cache<String, History> histories = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY)
            .weigher((String _, History history) -> history.bytes())
            .build();

    RecentHistories(Serializer serializer) {
        this.serializer = serializer;
    }

    @Nullable
    History find(String name) {
        return histories.getIfPresent(name);
    }

    History read(String name, List<? extends DomainEventData<byte[]>> stored) {
        History history = History.EMPTY.with(stored, serializer);
        histories.put(name, history);
        return history;
    }

    /** Goes on with what was stored; a history of which something is missing is forgotten. */
    void add(List<DomainEventData<byte[]>> stored) {
        Map<String, List<DomainEventData<byte[]>>> added = new LinkedHashMap<>();
        stored.forEach(event -> added.computeIfAbsent(event.getAggregateIdentifier(), _ -> new ArrayList<>())
                .add(event));
        added.forEach((name, events) -> {
            long first = events.getFirst().getSequenceNumber();
            histories.asMap().compute(name, (_, known) -> {
                History before = first == 0 ? History.EMPTY : known;
                return before != null && before.last() == first - 1 ? before.with(events, serializer) : null;
            });
        });
    }

    void forget(Collection<String> names) {
        histories.invalidateAll(names);
    }
}
