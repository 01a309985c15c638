package io.redress.app;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored events, as a source that rings when there are new ones. A processor that hears no bell looks twice a
 * second, and as long takes every question that waits for its own act, and every end of the service. A ring that is
 * missed costs that half second and nothing else.
 */
final class Bell implements StreamableMessageSource<TrackedEventMessage<?>>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bell.class);
    private static final int GLANCE_SECONDS = 1;
    private static final int PAUSE_MILLIS = 500;

    private final EventStore events;
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final Thread ringer = Thread.ofPlatform().name("bell").daemon().unstarted(this::run);

    Bell(EventStore events) {
        this.events = events;
    }

    void start() {
        ringer.start();
    }

    /** Reads along with the processors, out of what the store holds in memory for all of them. */
    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (BlockingStream<TrackedEventMessage<?>> all = events.openStream(events.createHeadToken())) {
                while (true) {
                    if (all.hasNextAvailable(GLANCE_SECONDS, TimeUnit.SECONDS)) {
                        while (all.hasNextAvailable()) {
                            all.nextAvailable();
                        }
                        listeners.forEach(Runnable::run);
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.debug("the bell is silent for a moment", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new Heard(events.openStream(after));
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return events.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return events.createHeadToken();
    }

    @Override
    public void close() {
        ringer.interrupt();
    }

    private final class Heard implements BlockingStream<TrackedEventMessage<?>> {
        private final BlockingStream<TrackedEventMessage<?>> stream;
        private @Nullable Runnable listener;

        Heard(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return stream.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            listener = callback;
            return listeners.add(callback);
        }

        @Override
        public void close() {
            if (listener != null) {
                listeners.remove(listener);
            }
            stream.close();
        }
    }
}
