package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.party.Parties;
import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.command.clock.DueWindows;
import io.redress.command.door.FrontDoor;
import io.redress.command.evidence.StagedFiles;
import io.redress.command.order.Order;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.CommitSeam;
import io.redress.command.store.EventSerializer;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.store.StoredDocuments;
import io.redress.command.store.StoredSubjects;
import io.redress.command.store.UniqueViolation;
import io.redress.command.store.Versions;
import io.redress.command.window.Obligations;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The same acts through Axon's own JDBC engine, a transaction for each act, and through the seam that stores them in
 * groups, due index and idempotency record with them: the first has less to do. It prints what each took.
 */
@Tag("long")
class GroupCommitComparisonTest {
    private static final int ORDERS = Integer.getInteger("orders", 4_000);
    private static final int LINES = 4;
    private static final Instant PAID = Instant.parse("2024-11-12T12:00:00Z");

    /** Counts what is said to the database. */
    private static final class Counted extends DelegatingDataSource {
        private final LongAdder said = new LongAdder();

        Counted(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws java.sql.SQLException {
            return (Connection) counted(Connection.class, super.getConnection());
        }

        private Object counted(Class<?> type, Object of) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                String name = method.getName();
                if (name.startsWith("execute") || name.equals("commit") || name.equals("rollback")) {
                    said.increment();
                }
                try {
                    Object answer = method.invoke(of, arguments);
                    return answer instanceof Statement && Statement.class.isAssignableFrom(method.getReturnType())
                            ? counted(method.getReturnType(), answer)
                            : answer;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
    }

    private static final class Side implements AutoCloseable {
        private final HikariDataSource pool = new HikariDataSource();
        private final Counted source = new Counted(pool);
        private final EventStorageEngine engine;
        private final EmbeddedEventStore events;
        private final FrontDoor door;
        private final boolean keyed;

        Side(boolean groups, boolean counting) {
            pool.setJdbcUrl(Postgres.database());
            pool.setMaximumPoolSize(16);
            new Migrations(pool).migrateAll();
            keyed = groups;
            DataSource used = counting ? source : pool;
            JdbcTemplate sql = new JdbcTemplate(used);
            JdbcClient client = JdbcClient.create(sql);
            PlatformTransactionManager transactions = new JdbcTransactionManager(used);
            PersonalKeys keys =
                    new PersonalKeys(client, WrappingKey.of(WrappingKey.newSecret()), InstantSource.system());
            IdempotencyRecords requests = new IdempotencyRecords(client, InstantSource.system());
            JdbcEventStorageEngine.Builder table = AxonConfiguration.events(
                    new SpringDataSourceConnectionProvider(used),
                    EventSerializer.create(keys::seal),
                    new UniqueViolation());
            TransactionManager each =
                    groups ? NoTransactionManager.INSTANCE : new SpringTransactionManager(transactions);
            engine = groups
                    ? CommitSeam.open(
                            table.transactionManager(each),
                            sql,
                            transactions,
                            List.of(requests, new DueWindows(sql, transactions), keys))
                    : new JdbcEventStorageEngine(table.transactionManager(each)) {
                        @Override
                        protected Stream<? extends DomainEventData<?>> readSnapshotData(String subject) {
                            return Stream.empty(); // there is no table of them
                        }
                    };
            events = EmbeddedEventStore.builder().storageEngine(engine).build();
            SimpleCommandBus bus =
                    SimpleCommandBus.builder().transactionManager(each).build();
            List<Repository<Subject>> repositories = new ArrayList<>();
            var model = new AnnotatedAggregateMetaModelFactory(MultiParameterResolverFactory.ordered(
                            ClasspathParameterResolverFactory.forClass(Subject.class),
                            new SimpleResourceParameterResolverFactory(List.of(
                                    new Terms(Obligations.shipped(), new StoredDocuments(engine)),
                                    new StoredSubjects(repositories::getFirst),
                                    StagedFiles.NONE))))
                    .createModel(Subject.class, Set.of(Order.class));
            Repository<Subject> repository = EventSourcingRepository.builder(Subject.class)
                    .aggregateModel(model)
                    .eventStore(events)
                    .build();
            repositories.add(repository);
            if (groups) {
                bus.registerHandlerInterceptor(CommitSeam.notesWhatActsAreDecidedOn());
            }
            bus.registerHandlerInterceptor(new Versions(() -> repository));
            AggregateAnnotationCommandHandler.<Subject>builder()
                    .aggregateModel(model)
                    .repository(repository)
                    .build()
                    .subscribe(bus);
            door = new FrontDoor(DefaultCommandGateway.builder().commandBus(bus).build(), events, requests);
        }

        private void perform(Act act, String key) {
            if (keyed) {
                door.perform(act, new IdempotencyKey("bench", key, "f"));
            } else {
                door.perform(act);
            }
        }

        /** So many acts, some of them at once. */
        void all(String what, int acts, int atOnce, IntFunction<Act> act) throws Exception {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            Semaphore free = new Semaphore(atOnce);
            long[] micros = new long[acts];
            long said = source.said.sum();
            long allocated = threads.getTotalThreadAllocatedBytes();
            long begun = System.nanoTime();
            List<Future<?>> futures = new ArrayList<>(acts);
            try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < acts; n++) {
                    int number = n;
                    free.acquire();
                    futures.add(all.submit(() -> {
                        long start = System.nanoTime();
                        try {
                            Act one = act.apply(number);
                            perform(one, one.subject() + " " + what + number);
                        } finally {
                            micros[number] = (System.nanoTime() - start) / 1_000;
                            free.release();
                        }
                    }));
                }
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            for (Future<?> future : futures) {
                future.get();
            }
            Arrays.sort(micros);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %-9s %3d at once: %,8.0f acts/s  p50 %.2f ms  p99 %.2f ms  %,7d bytes an act%s%n",
                    keyed ? "groups" : "one by one",
                    what,
                    atOnce,
                    acts / (took.toNanos() / 1e9),
                    micros[acts / 2] / 1e3,
                    micros[acts * 99 / 100] / 1e3,
                    (threads.getTotalThreadAllocatedBytes() - allocated) / acts,
                    source.said.sum() == said
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "  %.2f statements an act",
                                    (source.said.sum() - said) / (double) acts));
        }

        void run(String name, int orders, int atOnce) throws Exception {
            all(
                    "new",
                    orders,
                    atOnce,
                    n -> new RegisterOrder(
                            SubjectId.order(name + n),
                            PAID,
                            new Parties("U" + n, "M1", "H1", "L1"),
                            PAID,
                            IntStream.range(0, LINES)
                                    .mapToObj(line -> new OrderLine("L" + line, 100, true))
                                    .toList(),
                            null,
                            false));
            all("existing", orders * (LINES - 1), atOnce, n -> {
                Instant later = PAID.plusSeconds(1 + n / orders);
                return new ShipOrder(SubjectId.order(name + n % orders), later, List.of("L" + n / orders), later);
            });
        }

        long stored() {
            return JdbcClient.create(pool)
                    .sql("SELECT count(*) FROM event_store.domain_event_entry")
                    .query(Long.class)
                    .single();
        }

        long last() {
            return JdbcClient.create(pool)
                    .sql("SELECT max(global_index) FROM event_store.domain_event_entry")
                    .query(Long.class)
                    .single();
        }

        @Override
        public void close() {
            events.shutDown();
            if (engine instanceof CommitSeam seam) {
                seam.close();
            }
            pool.close();
        }
    }

    @Test
    void acts_stored_in_groups_are_all_there() throws Exception {
        for (boolean groups : new boolean[] {false, true}) {
            try (Side side = new Side(groups, false)) {
                side.run("warm", 2_000, 32);
                side.run("A", ORDERS, 32);
                side.run("B", ORDERS, 64);
                side.run("C", 500, 1);
                assertThat(side.stored()).isEqualTo(side.last()).isEqualTo((2_000L + 500 + 2 * ORDERS) * LINES);
            }
            try (Side side = new Side(groups, true)) {
                side.run("one", 200, 1);
                side.run("many", 2_000, 64);
                assertThat(side.stored()).isEqualTo(side.last()).isEqualTo(2_200L * LINES);
            }
        }
    }
}
