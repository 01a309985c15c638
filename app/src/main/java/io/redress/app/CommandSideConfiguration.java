package io.redress.app;

import io.redress.command.clock.DueWindows;
import io.redress.command.clock.LapseClock;
import io.redress.command.clock.Recounts;
import io.redress.command.clock.SandboxClock;
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
import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.hindsight.Hindsight;
import io.redress.command.inquiry.Inquiry;
import io.redress.command.order.Order;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.record.CaseRecord;
import io.redress.command.record.Forgetting;
import io.redress.command.report.Report;
import io.redress.command.returns.ReturnRequest;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.store.StoredDocuments;
import io.redress.command.store.StoredHistories;
import io.redress.command.store.StoredSubjects;
import io.redress.command.store.Versions;
import io.redress.command.window.Clauses;
import io.redress.command.window.Obligations;
import io.redress.command.window.Subject;
import io.redress.command.window.Subjects;
import io.redress.command.window.Terms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** The side that decides, and the clock that makes it decide by itself. */
@Configuration(proxyBeanMethods = false)
class CommandSideConfiguration {
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

    @Bean
    Terms terms(EventStorageEngine events) {
        return new Terms(Obligations.shipped(), new StoredDocuments(events));
    }

    @Bean
    Subjects subjects(ObjectProvider<Repository<Subject>> repository) {
        return new StoredSubjects(repository::getObject);
    }

    @Bean
    AggregateModel<Subject> subjectModel(Terms terms, Subjects subjects, EvidenceFiles files) {
        return new AnnotatedAggregateMetaModelFactory(MultiParameterResolverFactory.ordered(
                        ClasspathParameterResolverFactory.forClass(Subject.class),
                        new SimpleResourceParameterResolverFactory(List.of(terms, subjects, files))))
                .createModel(Subject.class, SUBJECTS);
    }

    @Bean
    Repository<Subject> subjectRepository(AggregateModel<Subject> model, EventStore events) {
        return EventSourcingRepository.builder(Subject.class)
                .aggregateModel(model)
                .eventStore(events)
                .build();
    }

    @Bean
    AggregateAnnotationCommandHandler<Subject> subjectCommands(
            AggregateModel<Subject> model, Repository<Subject> repository, CommandBus bus) {
        AggregateAnnotationCommandHandler<Subject> commands = AggregateAnnotationCommandHandler.<Subject>builder()
                .aggregateModel(model)
                .repository(repository)
                .build();
        bus.registerHandlerInterceptor(new Versions(() -> repository));
        commands.subscribe(bus);
        return commands;
    }

    @Bean
    DueWindows dueWindows(JdbcTemplate sql, PlatformTransactionManager transactions) {
        return new DueWindows(sql, transactions);
    }

    @Bean
    IdempotencyRecords idempotencyRecords(
            JdbcClient sql, @Qualifier("operationalClock") InstantSource operationalClock) {
        return new IdempotencyRecords(sql, operationalClock);
    }

    @Bean
    EvidenceFiles evidenceFiles(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            @Qualifier("operationalClock") InstantSource operationalClock,
            IdempotencyRecords requests,
            PersonalKeys keys,
            @Value("${redress.evidence.room}") DataSize room,
            @Value("${redress.evidence.drafts-of-one-party}") DataSize draftsOfOneParty) {
        return new EvidenceFiles(
                sql,
                transactions,
                operationalClock,
                requests,
                keys,
                new EvidenceFiles.Room(room.toBytes(), draftsOfOneParty.toBytes()));
    }

    /** The clock of tokens, keys, quotas and whatever else is no matter of law; it is never moved. */
    @Bean
    static InstantSource operationalClock() {
        return InstantSource.system();
    }

    @Bean
    FrontDoor frontDoor(CommandGateway gateway, EventStore events, IdempotencyRecords idempotency) {
        return new FrontDoor(gateway, events, idempotency);
    }

    @Bean
    Hindsight hindsight(JdbcClient sql, EventSerializer serializer, Terms terms) {
        return new Hindsight(new StoredHistories(sql, serializer), terms, Clauses.shipped());
    }

    @Bean
    ActReader actReader() {
        return ActReader.ofApi();
    }

    /** What may be done now, asked of the rules on histories as they stood at one moment. */
    @Bean
    PossibleActs possibleActs(
            ActReader reader,
            EventStorageEngine events,
            Terms terms,
            IdempotencyRecords idempotency,
            PlatformTransactionManager transactions) {
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return new PossibleActs(reader, new Rehearsal(events, terms, SUBJECTS, idempotency), terms, snapshot);
    }

    /** In production legal time is the system's. */
    @Bean("legalClock")
    @Primary
    @ConditionalOnProperty(name = "redress.sandbox", havingValue = "false", matchIfMissing = true)
    InstantSource systemClock() {
        return InstantSource.system();
    }

    /** In the sandbox legal time stands still until it is moved. */
    @Bean("legalClock")
    @Primary
    @ConditionalOnProperty(name = "redress.sandbox", havingValue = "true")
    SandboxClock sandboxClock(JdbcClient sql, DueWindows index, FrontDoor door, Recounts recounts) {
        return new SandboxClock(sql, index, door::lapse, recounts);
    }

    @Bean
    Recounts recounts(DueWindows index, FrontDoor door, Terms terms) {
        return new Recounts(
                index, door::lapse, now -> terms.documents().calendar(now).version());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "redress.clock", havingValue = "true", matchIfMissing = true)
    LapseClock lapseClock(
            WiringGuard guard,
            DueWindows index,
            FrontDoor door,
            Recounts recounts,
            InstantSource legalClock,
            @Value("${redress.clock-grace}") Duration grace) {
        return new LapseClock(index, door::lapse, recounts, legalClock, grace);
    }
}
