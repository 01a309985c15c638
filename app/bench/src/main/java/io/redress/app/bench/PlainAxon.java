package io.redress.app.bench;

import io.redress.api.Act;
import io.redress.api.Event;
import io.redress.command.store.EventSerializer;
import io.redress.command.window.Subject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The same subjects and decisions on Axon as it comes: its JDBC engine, tables, token store and pooled processor, each
 * with its defaults. It keeps no due index, no idempotency and no order of commits, asks nobody what he may do, and one
 * projection inserts as many rows for an event as all our sheets write: all of that is to its advantage.
 */
final class PlainAxon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ScheduledExecutorService coordinator = Executors.newScheduledThreadPool(1);
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);
    private final Product product;
    private final EmbeddedEventStore events;
    private final CommandGateway gateway;
    private final PooledStreamingEventProcessor sheets;

    /** Inserts rows, as many for each event. */
    static final class Projection {
        private static final String INSERT =
                "INSERT INTO plain_sheet (event, place, subject, at, text) VALUES (?, ?, ?, ?, ?)";

        private final JdbcTemplate sql;
        private final int rows;

        Projection(JdbcTemplate sql, int rows) {
            this.sql = sql;
            this.rows = rows;
        }

        @EventHandler
        void on(Event event, @MessageIdentifier String id) {
            List<Object[]> values = new ArrayList<>(rows);
            for (int place = 0; place < rows; place++) {
                values.add(new Object[] {
                    id,
                    place,
                    event.subject().toString(),
                    event.at().atOffset(ZoneOffset.UTC),
                    event.getClass().getSimpleName()
                });
            }
            sql.batchUpdate(INSERT, values);
        }
    }

    /**
     * Beside a product that is paused.
     *
     * @param rows how many the projection inserts for an event
     */
    @SuppressWarnings("unchecked")
    PlainAxon(Product product, int rows) {
        this.product = product;
        TransactionManager transactions = product.bean(TransactionManager.class);
        EventSerializer serializer = product.bean(EventSerializer.class);
        ConnectionProvider connections = new UnitOfWorkAwareConnectionProviderWrapper(
                new SpringDataSourceConnectionProvider(product.bean(javax.sql.DataSource.class)));
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        events = EmbeddedEventStore.builder().storageEngine(engine).build();
        JdbcTokenStore tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .build();
        transactions.executeInTransaction(() -> tokens.createSchema(PostgresTokenTableFactory.INSTANCE));
        product.sql().sql("""
                CREATE TABLE plain_sheet (event TEXT, place INT, subject TEXT NOT NULL, at TIMESTAMPTZ NOT NULL,
                    text TEXT NOT NULL, PRIMARY KEY (event, place))""").update();
        AggregateModel<Subject> model = (AggregateModel<Subject>) product.context()
                .getBeanProvider(ResolvableType.forClassWithGenerics(AggregateModel.class, Subject.class))
                .getObject();
        CommandBus bus =
                SimpleCommandBus.builder().transactionManager(transactions).build();
        AggregateAnnotationCommandHandler.<Subject>builder()
                .aggregateModel(model)
                .repository(EventSourcingRepository.builder(Subject.class)
                        .aggregateModel(model)
                        .eventStore((EventStore) events)
                        .build())
                .build()
                .subscribe(bus);
        gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        sheets = PooledStreamingEventProcessor.builder()
                .name("plain")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Projection(product.bean(JdbcTemplate.class), rows))
                        .build())
                .messageSource(events)
                // as many threads as Axon's own configuration gives
                .coordinatorExecutor(coordinator)
                .workerExecutor(workers)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .build();
    }

    void perform(Act act) {
        gateway.sendAndWait(act);
    }

    void startSheets() {
        sheets.start();
    }

    long head() {
        return product.sql()
                .sql("SELECT coalesce(max(globalIndex), 0) FROM DomainEventEntry")
                .query(Long.class)
                .single();
    }

    long readBy() {
        return product.sql().sql("""
                        SELECT coalesce(min(coalesce((t.json ->> 'index')::bigint, -1)), -1)
                        FROM (SELECT convert_from(token, 'UTF8')::json AS json FROM TokenEntry) AS t""").query(Long.class).single();
    }

    double secondsUntilRead() {
        long head = head();
        return Product.seconds(
                () -> readBy() >= head, PATIENCE, () -> "plain Axon has read " + readBy() + " of " + head);
    }

    @Override
    public void close() {
        sheets.shutDown();
        events.shutDown();
        coordinator.shutdownNow();
        workers.shutdownNow();
    }
}
