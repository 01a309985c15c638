package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.report.ViolationReported;
import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Commits are in the order of their index, so that no reader can miss one, also of those who do not go through the seam;
 * and history is never edited.
 */
class OrderingGuardTest {
    private static final String TABLE = "event_store.domain_event_entry";
    private static final long SEED = 171;
    private static final int WRITERS = 8;

    private final String database = Postgres.database();
    private final HikariDataSource pool = pool(database);
    private final TransactionManager transactions;
    private final EventStorageEngine engine;

    OrderingGuardTest() {
        new Migrations(pool).migrateAll();
        AxonConfiguration axon = new AxonConfiguration();
        transactions = axon.axonTransactionManager(new JdbcTransactionManager(pool));
        engine = AxonConfiguration.events(
                        axon.connectionProvider(pool),
                        axon.eventSerializer(new PersonalKeys(
                                JdbcClient.create(pool),
                                WrappingKey.of(WrappingKey.newSecret()),
                                InstantSource.system())),
                        axon.persistenceExceptionResolver())
                .transactionManager(transactions)
                .build();
    }

    private static HikariDataSource pool(String database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database);
        pool.setMaximumPoolSize(WRITERS + 4);
        return pool;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_second_insert_waits_until_the_first_is_committed() throws Exception {
        assertThat(secondInsertWaits()).isTrue();
    }

    @Test
    void without_the_guard_a_second_insert_overtakes_the_first() throws Exception {
        String trigger = dropGuard();
        assertThat(secondInsertWaits()).isFalse();
        Postgres.execute(database, trigger);
        assertThat(secondInsertWaits()).isTrue();
    }

    /** Whether an insert waits while another one is not committed. */
    private boolean secondInsertWaits() throws Exception {
        try (Connection first = Postgres.connect(database);
                Connection second = Postgres.connect(database);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            first.setAutoCommit(false);
            insert(first);
            int backend = backend(second);
            Future<?> waiting = other.submit(() -> {
                insert(second);
                return null;
            });
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting.isDone() || waitsForAnAdvisoryLock(backend));
            boolean waits = !waiting.isDone();
            first.commit();
            waiting.get();
            return waits;
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private boolean waitsForAnAdvisoryLock(int backend) {
        return JdbcClient.create(pool)
                .sql("SELECT wait_event_type = 'Lock' AND wait_event = 'advisory' FROM pg_stat_activity WHERE pid = ?")
                .param(backend)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private static void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + TABLE
                + " (event_identifier, aggregate_identifier, sequence_number, type, payload_type, payload, meta_data,"
                + " time_stamp) VALUES (gen_random_uuid()::text, gen_random_uuid()::text, 0, 'Report',"
                + " 'violation.reported.v1', ''::bytea, ''::bytea, '2024-11-12T12:00:00Z')")) {
            statement.executeUpdate();
        }
    }

    /** Returns the statement that brings the guard back. */
    private String dropGuard() {
        String trigger = JdbcClient.create(pool)
                .sql("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'commits_are_in_order'")
                .query(String.class)
                .single();
        Postgres.execute(database, "DROP TRIGGER commits_are_in_order ON " + TABLE);
        return trigger;
    }

    @Test
    void a_reader_sees_every_event_of_eight_writers_that_pause_before_they_commit() throws Exception {
        assertThat(missedOf(2_000)).isEmpty();
    }

    @Test
    void without_the_guard_the_same_reader_misses_events() throws Exception {
        dropGuard();
        assertThat(missedOf(2_000)).isNotEmpty();
    }

    /**
     * Writes events with pauses between insert and commit while a streaming processor reads; returns what it never saw.
     * The writers' clock is an hour slow, so the reader waits for no gap: order of commit alone must do.
     */
    private Set<String> missedOf(int count) throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        EmbeddedEventStore events =
                EmbeddedEventStore.builder().storageEngine(engine).fetchDelay(1).build();
        PooledStreamingEventProcessor reader = reader(events, seen);
        reader.start();
        Set<String> stored = IntStream.range(0, count).mapToObj(n -> "R" + n).collect(Collectors.toSet());
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                all.add(writers.submit(() -> write(first, count)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            // The reader has come by everything when it has seen what was stored last of all.
            store("last", 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("last"));
        } finally {
            reader.shutDown();
            events.shutDown();
        }
        stored.removeAll(seen);
        return stored;
    }

    private void write(int first, int count) {
        Random random = new Random(SEED + first);
        for (int n = first; n < count; n += WRITERS) {
            store("R" + n, random.nextInt(2_000_000));
        }
    }

    private void store(String report, long pauseNanos) {
        Instant slow = Instant.now().minus(Duration.ofHours(1));
        store(report, slow, () -> LockSupport.parkNanos(pauseNanos));
    }

    private void store(String report, Instant at, Runnable beforeTheCommit) {
        SubjectId subject = SubjectId.report(report);
        ViolationReported event = new ViolationReported(subject, at, Party.PLATFORM, "L1", List.of());
        transactions.executeInTransaction(() -> {
            engine.appendEvents(new GenericDomainEventMessage<>(
                    "Report", subject.toString(), 0, event, MetaData.emptyInstance(), report, at));
            beforeTheCommit.run();
        });
    }

    @Test
    void what_was_rolled_back_leaves_no_gap() {
        Instant now = Instant.now();
        TrackingToken start = engine.createTailToken();
        store("first", now, () -> {});
        for (int n = 0; n < 50; n++) {
            String lost = "lost" + n;
            assertThatThrownBy(() -> store(lost, now, () -> {
                        throw new IllegalStateException(lost);
                    }))
                    .hasMessage(lost);
        }
        store("last", now, () -> {});
        try (Stream<? extends TrackedEventMessage<?>> stored = engine.readEvents(start, false)) {
            GapAwareTrackingToken last = stored.map(event -> (GapAwareTrackingToken) event.trackingToken())
                    .reduce((_, next) -> next)
                    .orElseThrow();
            assertThat(last.getIndex()).isEqualTo(2);
            assertThat(last.getGaps()).isEmpty();
        }
    }

    private PooledStreamingEventProcessor reader(EventStore events, Set<String> seen) {
        ScheduledExecutorService worker =
                Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
        return PooledStreamingEventProcessor.builder()
                .name("reader")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Object() {
                            @EventHandler
                            void on(ViolationReported event) {
                                seen.add(event.subject().key());
                            }
                        })
                        .build())
                .messageSource(events)
                .tokenStore(new InMemoryTokenStore())
                .transactionManager(transactions)
                .coordinatorExecutor(worker)
                .workerExecutor(worker)
                .initialSegmentCount(1)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event_store.domain_event_entry SET payload = ''",
                "UPDATE event_store.domain_event_entry SET payload = '' WHERE false",
                "DELETE FROM event_store.domain_event_entry",
                "TRUNCATE event_store.domain_event_entry"
            })
    void history_cannot_be_edited(String edit) throws SQLException {
        try (Connection connection = Postgres.connect(database)) {
            insert(connection);
        }
        assertThatThrownBy(() -> Postgres.execute(database, edit))
                .hasMessageContaining("events are never changed or deleted")
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("23001"));
        assertThat(JdbcClient.create(pool)
                        .sql("SELECT count(*) FROM " + TABLE)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }
}
