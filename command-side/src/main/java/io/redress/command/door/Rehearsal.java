package io.redress.command.door;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.window.DocumentVersion;
import io.redress.command.evidence.StagedFiles;
import io.redress.command.rule.Refusal;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.store.StoredSubjects;
import io.redress.command.store.Versions;
import io.redress.command.window.Documents;
import io.redress.command.window.Subject;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.jspecify.annotations.Nullable;

/**
 * A command side of its own on a private copy of what is stored: acts go through the real front door to the real rules,
 * and nothing that they cause is ever stored. Each history is read once, when somebody first asks for it.
 */
public final class Rehearsal {
    private static final ScopedValue<Copy> COPY = ScopedValue.newInstance();

    private final EventStorageEngine stored;
    private final FrontDoor door;

    public Rehearsal(
            EventStorageEngine stored,
            Terms terms,
            Set<Class<? extends Subject>> subjects,
            IdempotencyRecords idempotency) {
        this.stored = stored;
        EmbeddedEventStore events =
                EmbeddedEventStore.builder().storageEngine(new Copies()).build();
        List<Repository<Subject>> repositories = new ArrayList<>();
        Subjects others = new StoredSubjects(repositories::getFirst);
        Terms remembered = new Terms(terms.obligations(), new RememberedDocuments(terms.documents()));
        var model = new AnnotatedAggregateMetaModelFactory(MultiParameterResolverFactory.ordered(
                        ClasspathParameterResolverFactory.forClass(Subject.class),
                        new SimpleResourceParameterResolverFactory(List.of(remembered, others, StagedFiles.NONE))))
                .createModel(Subject.class, subjects);
        // a copy belongs to one thread: there is nobody to lock out
        Repository<Subject> repository = EventSourcingRepository.builder(Subject.class)
                .aggregateModel(model)
                .eventStore(events)
                .lockFactory(NullLockFactory.INSTANCE)
                .build();
        repositories.add(repository);
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.registerHandlerInterceptor(new Versions(() -> repository));
        AggregateAnnotationCommandHandler.<Subject>builder()
                .aggregateModel(model)
                .repository(repository)
                .build()
                .subscribe(bus);
        door = new FrontDoor(DefaultCommandGateway.builder().commandBus(bus).build(), events, idempotency);
    }

    /** Works on a copy of what is stored now, and forgets it. */
    <T> T on(Supplier<T> work) {
        return ScopedValue.where(COPY, new Copy(stored)).call(work::get);
    }

    /** What the copy holds of a subject, with what was rehearsed so far. */
    List<Event> history(SubjectId subject) {
        return COPY.get().history(subject.toString()).stream()
                .map(message -> (Event) message.getPayload())
                .toList();
    }

    /** Lets the windows of a subject lapse that are due at or before this instant. */
    void lapse(SubjectId subject, Instant at) {
        door.lapse(subject, at);
    }

    /** Does something and takes it back; gives the events that it would have stored, in order. */
    List<Event> tries(Runnable action) {
        Copy copy = COPY.get();
        int before = copy.added.size();
        try {
            action.run();
            return copy.added.subList(before, copy.added.size()).stream()
                    .map(message -> (Event) message.getPayload())
                    .toList();
        } finally {
            copy.takeBackTo(before);
        }
    }

    /** Does an act; a {@link Refusal} says that it would be refused. */
    void perform(Act act, Function<Instant, Act> later) {
        door.perform(act, later, null);
    }

    /** What was read for one question, and what was rehearsed on it. */
    private static final class Copy {
        private final EventStorageEngine stored;
        private final Map<String, List<DomainEventMessage<?>>> histories = new HashMap<>();
        private final List<DomainEventMessage<?>> added = new ArrayList<>();
        private final Map<Object, Optional<?>> documents = new HashMap<>();

        Copy(EventStorageEngine stored) {
            this.stored = stored;
        }

        List<DomainEventMessage<?>> history(String subject) {
            return histories.computeIfAbsent(
                    subject,
                    name -> new ArrayList<>(
                            stored.readEvents(name, 0).asStream().toList()));
        }

        void add(DomainEventMessage<?> event) {
            List<DomainEventMessage<?>> history = history(event.getAggregateIdentifier());
            if (event.getSequenceNumber() != history.size()) {
                throw new AggregateStreamCreationException("taken: " + event.getAggregateIdentifier(), null);
            }
            history.add(event);
            added.add(event);
        }

        void takeBackTo(int count) {
            while (added.size() > count) {
                history(added.removeLast().getAggregateIdentifier()).removeLast();
            }
        }

        /** What the documents say, asked once. */
        @SuppressWarnings("unchecked") // a question always has an answer of the same type
        <T> @Nullable T document(Object question, Supplier<@Nullable T> answer) {
            Optional<?> known = documents.get(question);
            if (known == null) {
                known = Optional.ofNullable(answer.get());
                documents.put(question, known);
            }
            return (T) known.orElse(null);
        }
    }

    /** Reads and writes the copy that the current question works on. */
    private static final class Copies implements EventStorageEngine {
        @Override
        public void appendEvents(List<? extends EventMessage<?>> events) {
            events.forEach(event -> COPY.get().add((DomainEventMessage<?>) event));
        }

        @Override
        public DomainEventStream readEvents(String subject, long first) {
            List<DomainEventMessage<?>> history = COPY.get().history(subject);
            return DomainEventStream.of(history.subList((int) Math.min(first, history.size()), history.size()));
        }

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String subject) {
            return Optional.empty();
        }

        @Override
        public void storeSnapshot(DomainEventMessage<?> snapshot) {
            throw new UnsupportedOperationException("there are no snapshots");
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
            throw new UnsupportedOperationException("nobody follows what is only rehearsed");
        }
    }

    /** The documents in force, each asked for once for every copy. */
    private record RememberedDocuments(Documents documents) implements Documents {
        private record PlanInEffect(String merchant, String room, Instant at) {}

        private record Mechanism(String operator, Instant at) {}

        private record Rules(Instant at) {}

        private record CalendarAt(Instant at) {}

        private record CalendarOf(int version) {}

        @Override
        public @Nullable DocumentVersion planInEffect(String merchant, String room, Instant at) {
            return COPY.get()
                    .document(new PlanInEffect(merchant, room, at), () -> documents.planInEffect(merchant, room, at));
        }

        @Override
        public Published plan(DocumentVersion version) {
            Published plan = COPY.get().document(version, () -> documents.plan(version));
            return Objects.requireNonNull(plan);
        }

        @Override
        public @Nullable Published mechanism(String operator, Instant at) {
            return COPY.get().document(new Mechanism(operator, at), () -> documents.mechanism(operator, at));
        }

        @Override
        public @Nullable Published rules(Instant at) {
            return COPY.get().document(new Rules(at), () -> documents.rules(at));
        }

        @Override
        public WorkingCalendar calendar(Instant at) {
            WorkingCalendar calendar = COPY.get().document(new CalendarAt(at), () -> documents.calendar(at));
            return Objects.requireNonNull(calendar);
        }

        @Override
        public WorkingCalendar calendar(int version) {
            WorkingCalendar calendar = COPY.get().document(new CalendarOf(version), () -> documents.calendar(version));
            return Objects.requireNonNull(calendar);
        }
    }
}
