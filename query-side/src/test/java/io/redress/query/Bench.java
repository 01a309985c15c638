package io.redress.query;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * A real PostgreSQL with the sheets' tables, and processors over an event store in memory: events reach a sheet on the
 * way that they take in the service.
 */
public final class Bench implements AutoCloseable {
    private static final HikariDataSource DATABASE = database();
    private static final PlatformTransactionManager TRANSACTIONS = new JdbcTransactionManager(DATABASE);

    /** The events of tests were never stored, and so never sealed. */
    public static final PersonalData AS_TOLD = (_, _) -> new PersonalData.Opened() {
        @Override
        public PersonalData.State state(SubjectId of) {
            return PersonalData.State.OPEN;
        }

        @Override
        public String text(SubjectId of, PersonalText text) {
            return ((PersonalText.Told) text).text();
        }
    };

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(engine)
            .optimizeEventConsumption(false)
            .build();
    private final List<Runnable> onPublished = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(3, Thread.ofPlatform().daemon().factory());
    private final List<PooledStreamingEventProcessor> processors = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private long published;
    private volatile @Nullable Throwable failure;

    private static HikariDataSource database() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(postgres.getPostgresDatabase());
            pool.setMaximumPoolSize(4);
            HikariDataSource database = new HikariDataSource(pool);
            migrate(database);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                database.close();
                try {
                    postgres.close();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }));
            return database;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Another database of the same server. */
    static DataSource database(String name) {
        String url = jdbc().execute(
                        (Connection connection) -> connection.getMetaData().getURL());
        return new DriverManagerDataSource(url.replaceFirst("/postgres\\b", "/" + name), "postgres", "");
    }

    static MigrateResult migrate(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .schemas("read_model")
                .locations("classpath:db/read_model")
                .load()
                .migrate();
    }

    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(DATABASE);
    }

    public static SheetReader reader() {
        return new SheetReader(DATABASE, TRANSACTIONS);
    }

    /** Everything of the query side, wired as the service wires it, with this legal clock. */
    public static AnnotationConfigApplicationContext wire(InstantSource legalClock) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> new DelegatingDataSource(DATABASE));
        context.registerBean(JdbcTemplate.class, Bench::jdbc);
        context.registerBean(PlatformTransactionManager.class, () -> TRANSACTIONS);
        context.registerBean(PersonalData.class, () -> AS_TOLD);
        context.registerBean("legalClock", InstantSource.class, () -> legalClock);
        context.scan("io.redress.query");
        context.refresh();
        return context;
    }

    /** Feeds these projections, all tables being emptied first, through a processor each with the batch of production. */
    public Bench(Object... projections) {
        for (Object projection : projections) {
            invoke(
                    projection.getClass().getAnnotation(Sheet.class).processor(),
                    SimpleEventHandlerInvoker.builder()
                            .eventHandlers(projection)
                            .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                            .build());
        }
        replay();
    }

    /** Feeds one projection through this invoker. */
    public Bench(String processor, EventHandlerInvoker invoker) {
        invoke(processor, invoker);
        replay();
    }

    private void invoke(String processor, EventHandlerInvoker invoker) {
        processors.add(PooledStreamingEventProcessor.builder()
                .name(processor)
                .eventHandlerInvoker(invoker)
                .messageSource(new Announcing())
                .tokenStore(new InMemoryTokenStore())
                .transactionManager(new SpringTransactions())
                .errorHandler(context -> {
                    failure = context.error();
                    PropagatingErrorHandler.instance().handleError(context);
                })
                .coordinatorExecutor(threads)
                .workerExecutor(threads)
                .initialSegmentCount(2)
                .initialToken(source -> source.createTailToken())
                .batchSize(500)
                .tokenClaimInterval(100)
                .build());
    }

    /** Empties all tables and feeds the sheets all events again. */
    public void replay() {
        processors.forEach(PooledStreamingEventProcessor::shutDown);
        empty();
        processors.forEach(PooledStreamingEventProcessor::resetTokens);
        processors.forEach(PooledStreamingEventProcessor::start);
        await();
    }

    private static void empty() {
        String tables = jdbc().queryForObject("""
                SELECT string_agg(format('read_model.%I', tablename), ', ') FROM pg_tables
                WHERE schemaname = 'read_model' AND tablename <> 'flyway_schema_history'""", String.class);
        jdbc().execute("TRUNCATE " + tables);
    }

    /** Stores events, in order, and waits until every sheet shows them. */
    public void publish(Event... events) {
        publish(List.of(events));
    }

    public void publish(List<? extends Event> events) {
        append(events);
        await();
    }

    /** Stores events and tells the processors at the end, so that they take them in batches. */
    public void append(List<? extends Event> events) {
        for (Event event : events) {
            String subject = event.subject().toString();
            int sequence = sequences.merge(subject, 1, Integer::sum) - 1;
            // One by one: of several, this store may show a later one first, and a processor would skip the earlier.
            store.publish(new GenericDomainEventMessage<>(event.subject().kind().word(), subject, sequence, event));
        }
        published += events.size();
        onPublished.forEach(Runnable::run);
    }

    /** Waits for every processor's token; a batch that fails is a failure. */
    public void await() {
        await(true);
    }

    /** Waits for every processor's token, though batches fail and are tried again. */
    public void awaitPatiently() {
        await(false);
    }

    private void await(boolean failOnError) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (PooledStreamingEventProcessor processor : processors) {
            while (!hasSeenAll(processor)) {
                if (failOnError && failure != null) {
                    throw new AssertionError(processor.getName() + " failed", failure);
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            processor.getName() + " did not catch up: " + processor.processingStatus());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            // a batch that failed may have moved its token before it was taken back
            if (failOnError && failure != null) {
                throw new AssertionError(processor.getName() + " failed", failure);
            }
        }
    }

    private boolean hasSeenAll(PooledStreamingEventProcessor processor) {
        Map<Integer, EventTrackerStatus> segments = processor.processingStatus();
        return segments.size() == 2
                && segments.values().stream()
                        .allMatch(status ->
                                published == 0 || status.getCurrentPosition().orElse(-1) >= published - 1);
    }

    @Override
    public void close() {
        processors.forEach(PooledStreamingEventProcessor::shutDown);
        threads.shutdownNow();
        store.shutDown();
    }

    /** All rows of the tables, as texts, in a stable order. */
    public static List<String> rows(String... tables) {
        List<String> rows = new ArrayList<>();
        for (String table : tables) {
            rows.addAll(jdbc().queryForList("SELECT t::text FROM %s t ORDER BY 1".formatted(table), String.class));
        }
        return rows;
    }

    /** The store's stream, which also tells the processor of new events: else it would look every half second. */
    private final class Announcing implements StreamableMessageSource<TrackedEventMessage<?>> {
        @Override
        public BlockingStream<TrackedEventMessage<?>> openStream(TrackingToken token) {
            BlockingStream<TrackedEventMessage<?>> stream = store.openStream(token);
            return new BlockingStream<>() {
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
                public boolean setOnAvailableCallback(Runnable callback) {
                    onPublished.add(callback);
                    return true;
                }

                @Override
                public void close() {
                    stream.close();
                }
            };
        }

        @Override
        public TrackingToken createTailToken() {
            return store.createTailToken();
        }

        @Override
        public TrackingToken createHeadToken() {
            return store.createHeadToken();
        }

        @Override
        public TrackingToken createTokenAt(Instant moment) {
            return store.createTokenAt(moment);
        }
    }

    /** Axon's view of Spring's transactions. */
    private static final class SpringTransactions implements TransactionManager {
        @Override
        public Transaction startTransaction() {
            TransactionStatus status = TRANSACTIONS.getTransaction(new DefaultTransactionDefinition());
            return new Transaction() {
                @Override
                public void commit() {
                    TRANSACTIONS.commit(status);
                }

                @Override
                public void rollback() {
                    if (!status.isCompleted()) {
                        TRANSACTIONS.rollback(status);
                    }
                }
            };
        }
    }
}
