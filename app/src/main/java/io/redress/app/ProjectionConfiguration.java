package io.redress.app;

import io.redress.api.Event;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.SqlStates;
import io.redress.query.Sheet;
import io.redress.query.SheetWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One streaming processor for each sheet. A sheet that cannot take in an event parks it, with all later events of the
 * same history, and goes on with the others.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ProjectionConfiguration.class);
    private static final int BATCH = 500;

    /**
     * How SQL states begin when something else is in the way: connections, conflicts, room, locks, a server that goes down
     * or comes up. A statement that takes too long is none: it would hold up all others for ever.
     */
    private static final List<String> PASSING = List.of("08", "40", "53", "55", "57P");

    private static final int THREADS = 2;

    /** How soon a sheet that failed is taken up again: all its cases wait for it. */
    private static final long CLAIM_AGAIN_MILLIS = 500;

    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService projectionWorkers() {
        return Executors.newScheduledThreadPool(
                THREADS, Thread.ofPlatform().name("projection-", 0).daemon().factory());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Bell bell(WiringGuard guard, EventStore events) {
        return new Bell(events);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sheets sheets(
            WiringGuard guard,
            NodePresence presence,
            ApplicationContext context,
            EventStore events,
            Bell bell,
            TokenStore tokens,
            TransactionManager transactions,
            ConnectionProvider connections,
            EventSerializer serializer,
            JdbcClient sql,
            ScheduledExecutorService projectionWorkers) {
        List<PooledStreamingEventProcessor> processors = context.getBeansWithAnnotation(Sheet.class).values().stream()
                .map(projection -> {
                    String name =
                            projection.getClass().getAnnotation(Sheet.class).processor();
                    DeadLetteringEventHandlerInvoker invoker =
                            invoker(name, projection, Sheets.DEAD_LETTERS, connections, transactions, serializer);
                    return processor(name, invoker, bell, tokens, transactions, projectionWorkers, BATCH);
                })
                .toList();
        return new Sheets(processors, events, sql, Sheets.TOKENS, Sheets.DEAD_LETTERS);
    }

    /** Reads the store from its first event, in one segment. */
    static PooledStreamingEventProcessor processor(
            String name,
            DeadLetteringEventHandlerInvoker invoker,
            Bell bell,
            TokenStore tokens,
            TransactionManager transactions,
            ScheduledExecutorService workers,
            int batch) {
        return PooledStreamingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(invoker)
                .messageSource(bell)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .coordinatorExecutor(workers)
                .workerExecutor(workers)
                .initialSegmentCount(1)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(batch)
                .tokenClaimInterval(CLAIM_AGAIN_MILLIS)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .errorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    /** Has events handled, and parks those that cannot be. */
    static DeadLetteringEventHandlerInvoker invoker(
            String name,
            Object handler,
            String deadLetters,
            ConnectionProvider connections,
            TransactionManager transactions,
            EventSerializer serializer) {
        return DeadLetteringEventHandlerInvoker.builder()
                .eventHandlers(handler)
                .queue(deadLetters(name, deadLetters, connections, transactions, serializer))
                .enqueuePolicy((letter, cause) -> park(name, letter.message(), cause))
                .enableSequenceIdentifierCache()
                .sequencingPolicy(SequentialPerAggregatePolicy.instance())
                .transactionManager(transactions)
                .build();
    }

    /** Names no more of the cause than its class: a message may quote what parties wrote. */
    private static EnqueueDecision<EventMessage<?>> park(String sheet, EventMessage<?> message, Throwable cause) {
        if (cause instanceof RuntimeException failure && isPassing(failure)) {
            throw failure; // the event is not to blame: it will be tried again with its batch
        }
        Event event = (Event) message.getPayload();
        log.error(
                "{} could not take in {} of {} ({}); it is parked with all that follows in that history",
                sheet,
                SheetWriter.nameOf(event),
                event.subject(),
                cause.getClass().getName());
        return Decisions.enqueue(ThrowableCause.truncated(cause));
    }

    /** A connection that was lost, a lock that was not to be had, a database that ends. */
    private static boolean isPassing(Throwable failure) {
        return SqlStates.of(failure)
                .findFirst()
                .map(state -> PASSING.stream().anyMatch(state::startsWith))
                .orElse(failure instanceof TransientDataAccessException);
    }

    private static JdbcSequencedDeadLetterQueue<EventMessage<?>> deadLetters(
            String group,
            String table,
            ConnectionProvider connections,
            TransactionManager transactions,
            EventSerializer serializer) {
        return JdbcSequencedDeadLetterQueue.builder()
                .processingGroup(group)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .genericSerializer(serializer)
                .eventSerializer(serializer)
                .schema(DeadLetterSchema.builder().deadLetterTable(table).build())
                .build();
    }
}
