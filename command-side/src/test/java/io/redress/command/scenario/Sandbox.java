package io.redress.command.scenario;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.party.Parties;
import io.redress.api.window.Change;
import io.redress.api.window.WindowKey;
import io.redress.command.complaint.Complaint;
import io.redress.command.document.Calendar;
import io.redress.command.document.EmergencyMechanism;
import io.redress.command.document.PlatformRules;
import io.redress.command.document.ServicePlan;
import io.redress.command.document.Statement;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.PossibleActs;
import io.redress.command.door.Rehearsal;
import io.redress.command.evidence.StagedFiles;
import io.redress.command.inquiry.Inquiry;
import io.redress.command.order.Order;
import io.redress.command.record.CaseRecord;
import io.redress.command.record.Forgetting;
import io.redress.command.report.Report;
import io.redress.command.returns.ReturnRequest;
import io.redress.command.store.StoredDocuments;
import io.redress.command.store.StoredParties;
import io.redress.command.store.StoredSubjects;
import io.redress.command.store.Versions;
import io.redress.command.window.Obligations;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.springframework.transaction.support.TransactionOperations;

/** The real command side in memory: everything but the database. Time moves as the scenario says. */
public final class Sandbox {
    /** Refuses two events in one place, as the database does. */
    private static final class Engine extends InMemoryEventStorageEngine {
        private final Set<String> taken = new HashSet<>();
        private final List<DomainEventMessage<?>> messages = new ArrayList<>();
        private final Map<String, List<DomainEventMessage<?>>> histories = new HashMap<>();
        private final List<Event> stored = new ArrayList<>();

        @Override
        public void appendEvents(List<? extends EventMessage<?>> events) {
            for (EventMessage<?> event : events) {
                DomainEventMessage<?> domain = (DomainEventMessage<?>) event;
                if (taken.contains(domain.getAggregateIdentifier() + "#" + domain.getSequenceNumber())) {
                    throw new AggregateStreamCreationException("taken: " + domain.getAggregateIdentifier(), null);
                }
            }
            super.appendEvents(events);
            for (EventMessage<?> event : events) {
                DomainEventMessage<?> domain = (DomainEventMessage<?>) event;
                taken.add(domain.getAggregateIdentifier() + "#" + domain.getSequenceNumber());
                messages.add(domain);
                histories
                        .computeIfAbsent(domain.getAggregateIdentifier(), _ -> new ArrayList<>())
                        .add(domain);
                stored.add((Event) event.getPayload());
            }
        }

        /** The same events, without looking at those of everybody else. */
        @Override
        public DomainEventStream readEvents(String subject, long first) {
            List<DomainEventMessage<?>> history = histories.getOrDefault(subject, List.of());
            return DomainEventStream.of(history.subList((int) Math.min(first, history.size()), history.size()));
        }
    }

    private static final Obligations OBLIGATIONS = Obligations.shipped();

    private final Engine engine = new Engine();
    private static final Set<Class<? extends Subject>> SUBJECTS = Set.of(
            Order.class,
            ReturnRequest.class,
            Complaint.class,
            Inquiry.class,
            Report.class,
            ServicePlan.class,
            EmergencyMechanism.class,
            PlatformRules.class,
            Statement.class,
            Calendar.class,
            CaseRecord.class,
            Forgetting.class);

    private final Terms terms;
    private final FrontDoor door;
    private final PossibleActs possible;
    private final Map<WindowKey, Instant> due = new LinkedHashMap<>();
    private int seen;
    private boolean loaded;
    private Instant now = Instant.MIN;

    public Sandbox() {
        EmbeddedEventStore events =
                EmbeddedEventStore.builder().storageEngine(engine).build();
        terms = new Terms(OBLIGATIONS, new StoredDocuments(engine));
        List<Repository<Subject>> repositories = new ArrayList<>();
        var parameters = MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(Subject.class),
                new SimpleResourceParameterResolverFactory(
                        List.of(terms, new StoredSubjects(repositories::getFirst), StagedFiles.NONE)));
        var model = new AnnotatedAggregateMetaModelFactory(parameters).createModel(Subject.class, SUBJECTS);
        EventSourcingRepository<Subject> repository = EventSourcingRepository.builder(Subject.class)
                .aggregateModel(model)
                .eventStore(events)
                .build();
        repositories.add(repository);
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.registerHandlerInterceptor(new Versions(repositories::getFirst));
        AggregateAnnotationCommandHandler.<Subject>builder()
                .aggregateModel(model)
                .repository(repository)
                .build()
                .subscribe(bus);
        door = new FrontDoor(DefaultCommandGateway.builder().commandBus(bus).build(), events, null);
        possible = new PossibleActs(
                ActReader.ofApi(),
                new Rehearsal(engine, terms, SUBJECTS, null),
                terms,
                TransactionOperations.withoutTransaction());
    }

    /** Another command side, with nothing but what this one has stored: every event as JSON under its name. */
    public Sandbox restored() {
        Sandbox other = new Sandbox();
        for (DomainEventMessage<?> message : engine.messages) {
            Event read = Said.SERIALIZER.deserialize(Said.SERIALIZER.serialize(message.getPayload(), byte[].class));
            other.engine.appendEvents(List.of(new GenericDomainEventMessage<>(
                    message.getType(), message.getAggregateIdentifier(), message.getSequenceNumber(), read)));
        }
        other.now = now;
        return other;
    }

    public FrontDoor door() {
        return door;
    }

    public PossibleActs possible() {
        return possible;
    }

    public Terms terms() {
        return terms;
    }

    /** Who has a part in it. */
    public Parties parties(SubjectId subject) {
        return new StoredParties(engine).of(subject).getLast();
    }

    public List<Event> stored() {
        return engine.stored;
    }

    /**
     * Visits every due instant up to this one; what was due before now lapses now. When a notice about days off was
     * loaded, everybody counts by it first.
     */
    public void advanceTo(Instant at) {
        index();
        if (loaded) {
            loaded = false;
            due.keySet().stream()
                    .map(window -> window.subject().owner())
                    .distinct()
                    .toList()
                    .forEach(subject -> door.lapse(subject, now));
        }
        visit(at);
        now = at;
    }

    private void visit(Instant at) {
        while (true) {
            index();
            Instant next = due.values().stream()
                    .filter(dueAt -> !dueAt.isAfter(at))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            if (next == null) {
                return;
            }
            due.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(next))
                    .map(entry -> entry.getKey().subject().owner())
                    .distinct()
                    .toList()
                    .forEach(subject -> door.lapse(subject, next.isBefore(now) ? now : next));
        }
    }

    private void index() {
        for (; seen < engine.stored.size(); seen++) {
            loaded |= engine.stored.get(seen) instanceof CalendarNoticeLoaded;
            for (Change change : engine.stored.get(seen).changes()) {
                switch (change) {
                    case Change.Opened opened -> due.put(opened.window(), opened.dueAt());
                    case Change.Resumed resumed -> due.put(resumed.window(), resumed.dueAt());
                    case Change.Extended extended -> due.put(extended.window(), extended.dueAt());
                    case Change.Moved moved -> due.put(moved.window(), moved.dueAt());
                    case Change.OfWindow over -> due.remove(over.window());
                    case Change.Ended _, Change.Reopened _ -> {}
                }
            }
        }
    }
}
