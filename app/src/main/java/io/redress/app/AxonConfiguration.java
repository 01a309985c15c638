package io.redress.app;

import io.redress.command.personal.PersonalKeys;
import io.redress.command.store.CommitParticipant;
import io.redress.command.store.CommitSeam;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.UniqueViolation;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Every piece of Axon's infrastructure, declared by hand: under Spring Boot 4 Axon's own auto-configuration silently
 * ends without transactions. {@link WiringGuard} refuses to start with anything else.
 */
@Configuration(proxyBeanMethods = false)
class AxonConfiguration {
    /**
     * An index that is missing below one that was read was rolled back, and is never filled: the index is the order of
     * commits. Remembering none is not offered; each event that is held in memory would hold its own copy of them.
     */
    private static final int GAPS_REMEMBERED = 1;

    /** Two batches of a sheet. What is further behind reads from the table; an event may hold some ten kilobytes. */
    private static final int EVENTS_HELD = 1_000;

    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    EventSerializer eventSerializer(PersonalKeys keys) {
        return EventSerializer.create(keys::seal);
    }

    @Bean
    PersistenceExceptionResolver persistenceExceptionResolver() {
        return new UniqueViolation();
    }

    @Bean(destroyMethod = "close")
    EventStorageEngine commitSeam(
            ConnectionProvider connections,
            EventSerializer serializer,
            PersistenceExceptionResolver resolver,
            JdbcTemplate sql,
            PlatformTransactionManager transactions,
            List<CommitParticipant> participants) {
        // whoever reads in a transaction reads in it, and everybody else in none
        JdbcEventStorageEngine.Builder events =
                events(connections, serializer, resolver).transactionManager(NoTransactionManager.INSTANCE);
        return CommitSeam.open(events, sql, transactions, participants);
    }

    /** The table of events, as Axon is to know it. */
    static JdbcEventStorageEngine.Builder events(
            ConnectionProvider connections, EventSerializer serializer, PersistenceExceptionResolver resolver) {
        return JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .persistenceExceptionResolver(resolver)
                .maxGapOffset(GAPS_REMEMBERED)
                .schema(EventSchema.builder()
                        .eventTable("event_store.domain_event_entry")
                        .globalIndexColumn("global_index")
                        .eventIdentifierColumn("event_identifier")
                        .aggregateIdentifierColumn("aggregate_identifier")
                        .sequenceNumberColumn("sequence_number")
                        .typeColumn("type")
                        .payloadTypeColumn("payload_type")
                        .payloadRevisionColumn("payload_revision")
                        .payloadColumn("payload")
                        .metaDataColumn("meta_data")
                        .timestampColumn("time_stamp")
                        .build());
    }

    @Bean(destroyMethod = "shutDown")
    EventStore eventStore(EventStorageEngine engine) {
        return EmbeddedEventStore.builder()
                .storageEngine(engine)
                .cachedEvents(EVENTS_HELD)
                .build();
    }

    @Bean
    TokenStore tokenStore(ConnectionProvider connections, EventSerializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(TokenSchema.builder()
                        .setTokenTable("read_model.token_entry")
                        .build())
                .build();
    }

    /** Acts are decided outside any transaction. */
    @Bean
    CommandBus commandBus(MessageHandlerInterceptor<CommandMessage<?>> doorkeeper) {
        CommandBus bus = SimpleCommandBus.builder().build();
        bus.registerHandlerInterceptor(CommitSeam.notesWhatActsAreDecidedOn());
        bus.registerHandlerInterceptor(doorkeeper);
        return bus;
    }

    @Bean
    CommandGateway commandGateway(CommandBus bus) {
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }
}
