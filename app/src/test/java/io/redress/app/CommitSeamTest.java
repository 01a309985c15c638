package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.report.ViolationReported;
import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.command.door.Receipt;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;
import io.redress.command.store.CommitSeam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;

/** The seam does what Axon's own JDBC engine does, and stores in one transaction whatever comes at the same moment. */
class CommitSeamTest {
    private static final Instant NOW = Instant.parse("2024-11-12T12:00:00.123Z");
    private static final int REPORTS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private enum Store {
        AXON,
        SEAM
    }

    private final String database = Postgres.database();
    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcClient sql = JdbcClient.create(pool);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(pool));

    CommitSeamTest() {
        pool.setJdbcUrl(database);
        pool.setMaximumPoolSize(12);
        new Migrations(pool).migrateAll();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private EventStorageEngine store(Store kind) {
        return kind == Store.SEAM
                ? seam()
                : AxonConfiguration.events(
                                new AxonConfiguration().connectionProvider(pool),
                                new AxonConfiguration().eventSerializer(keys()),
                                new AxonConfiguration().persistenceExceptionResolver())
                        .transactionManager(new SpringTransactionManager(new JdbcTransactionManager(pool)))
                        .build();
    }

    private PersonalKeys keys() {
        return new PersonalKeys(sql, WrappingKey.of(WrappingKey.newSecret()), InstantSource.system());
    }

    private CommitSeam seam(CommitParticipant... participants) {
        AxonConfiguration axon = new AxonConfiguration();
        CommitSeam seam = (CommitSeam) axon.commitSeam(
                axon.connectionProvider(pool),
                axon.eventSerializer(keys()),
                axon.persistenceExceptionResolver(),
                new JdbcTemplate(pool),
                new JdbcTransactionManager(pool),
                List.of(participants));
        open.add(seam);
        return seam;
    }

    private static DomainEventMessage<?> event(String report, long number) {
        SubjectId subject = SubjectId.report(report);
        return new GenericDomainEventMessage<>(
                "Report",
                subject.toString(),
                number,
                new ViolationReported(subject, NOW, Party.PLATFORM, "L" + number, List.of()),
                MetaData.with("by", "tests"),
                report + "-" + number + "-" + System.nanoTime(),
                NOW);
    }

    private static String room(DomainEventMessage<?> message) {
        return ((ViolationReported) message.getPayload()).room();
    }

    private long stored() {
        return sql.sql("SELECT count(*) FROM event_store.domain_event_entry")
                .query(Long.class)
                .single();
    }

    private long lastIndex() {
        return sql.sql("SELECT max(global_index) FROM event_store.domain_event_entry")
                .query(Long.class)
                .single();
    }

    // ---- the same as Axon's

    @ParameterizedTest
    @EnumSource
    void what_is_read_is_what_was_stored(Store kind) {
        EventStorageEngine store = store(kind);
        DomainEventMessage<?> first = event("R1", 0);
        store.appendEvents(List.of(first, event("R1", 1)));
        List<? extends DomainEventMessage<?>> read =
                store.readEvents("report/R1", 0).asStream().toList();
        assertThat(read).hasSize(2);
        assertThat(read.getFirst().getIdentifier()).isEqualTo(first.getIdentifier());
        assertThat(read.getFirst().getAggregateIdentifier()).isEqualTo("report/R1");
        assertThat(read.getFirst().getType()).isEqualTo("Report");
        assertThat(read.getFirst().getTimestamp()).isEqualTo(NOW);
        assertThat(read.getFirst().getMetaData()).isEqualTo(first.getMetaData());
        assertThat((Object) read.getFirst().getPayload()).isEqualTo(first.getPayload());
    }

    @ParameterizedTest
    @EnumSource
    void a_history_is_read_in_order_and_from_any_event(Store kind) {
        EventStorageEngine store = store(kind);
        IntStream.range(0, 250).forEach(n -> store.appendEvents(List.of(event("R1", n), event("S" + n, 0))));
        assertThat(store.readEvents("report/R1", 0)
                        .asStream()
                        .map(DomainEventMessage::getSequenceNumber)
                        .toList())
                .isEqualTo(IntStream.range(0, 250).mapToObj(Long::valueOf).toList());
        assertThat(store.readEvents("report/R1", 248).asStream().map(CommitSeamTest::room))
                .containsExactly("L248", "L249");
        assertThat(store.readEvents("report/R1", 250).hasNext()).isFalse();
        assertThat(store.readEvents("report/nobody", 0).hasNext()).isFalse();
        assertThat(store.lastSequenceNumberFor("report/R1")).contains(249L);
        assertThat(store.lastSequenceNumberFor("report/nobody")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void who_begins_a_history_that_is_there_is_told_so(Store kind) {
        EventStorageEngine store = store(kind);
        store.appendEvents(List.of(event("R1", 0)));
        assertThatThrownBy(() -> store.appendEvents(List.of(event("R1", 0))))
                .isInstanceOf(AggregateStreamCreationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void who_goes_on_where_somebody_else_did_is_told_so(Store kind) {
        EventStorageEngine store = store(kind);
        store.appendEvents(List.of(event("R1", 0)));
        store.appendEvents(List.of(event("R1", 1)));
        assertThatThrownBy(() -> store.appendEvents(List.of(event("R1", 1)))).isInstanceOf(ConcurrencyException.class);
        assertThat(stored()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void two_histories_go_on_together_or_not_at_all(Store kind) {
        EventStorageEngine store = store(kind);
        store.appendEvents(List.of(event("R1", 0)));
        assertThatThrownBy(() -> store.appendEvents(List.of(event("R2", 0), event("R1", 0))));
        assertThat(store.readEvents("report/R2", 0).hasNext()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void all_events_are_read_in_the_order_of_their_commits(Store kind) {
        EventStorageEngine store = store(kind);
        TrackingToken start = store.createTailToken();
        IntStream.range(0, 120).forEach(n -> store.appendEvents(List.of(event("R" + n, 0))));
        try (Stream<? extends TrackedEventMessage<?>> all = store.readEvents(start, false)) {
            assertThat(all.map(message ->
                            ((ViolationReported) message.getPayload()).subject().key()))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 120).mapToObj(n -> "R" + n).toList());
        }
        try (Stream<? extends TrackedEventMessage<?>> none = store.readEvents(store.createHeadToken(), false)) {
            assertThat(none).isEmpty();
        }
    }

    @Test
    void there_are_no_snapshots() {
        assertThat(seam().readSnapshot("report/R1")).isEmpty();
    }

    // ---- in groups

    /** Holds the writer at its first group, so that a second one gathers. */
    private static final class Held implements CommitParticipant {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final List<Integer> groups = new ArrayList<>();

        @Override
        public void write(List<Append> acts) {
            groups.add(acts.size());
            reached.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Map<String, CompletableFuture<Void>> append(
            CommitSeam seam, ExecutorService threads, List<DomainEventMessage<?>> events) {
        Map<String, CompletableFuture<Void>> all = new LinkedHashMap<>();
        events.forEach(event -> all.put(
                event.getIdentifier(), CompletableFuture.runAsync(() -> seam.appendEvents(List.of(event)), threads)));
        return all;
    }

    private static void awaitThatSoManyWait(CommitSeam seam, int count) {
        await().atMost(PATIENCE).until(() -> seam.waiting() == count);
    }

    @Test
    void what_comes_at_the_same_moment_is_one_transaction_and_only_who_conflicts_fails() throws Exception {
        Held held = new Held();
        CommitSeam seam = seam(held);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            List<DomainEventMessage<?>> events = new ArrayList<>();
            IntStream.range(0, 20).forEach(n -> events.add(event("R" + n, 0)));
            DomainEventMessage<?> late = event("first", 0);
            events.add(late);
            DomainEventMessage<?> far = event("first", 7);
            events.add(far);
            var all = append(seam, threads, events);
            awaitThatSoManyWait(seam, 22);
            held.go.countDown();
            first.values().forEach(CompletableFuture::join);
            assertThatThrownBy(() -> all.get(late.getIdentifier()).join())
                    .hasCauseInstanceOf(AggregateStreamCreationException.class);
            assertThatThrownBy(() -> all.get(far.getIdentifier()).join())
                    .hasCauseInstanceOf(ConcurrencyException.class);
            all.remove(late.getIdentifier());
            all.remove(far.getIdentifier());
            all.values().forEach(CompletableFuture::join);
        }
        assertThat(held.groups).containsExactly(1, 20);
        assertThat(stored()).isEqualTo(21).isEqualTo(lastIndex());
        assertThat(sql.sql("SELECT count(DISTINCT xmin::text) FROM event_store.domain_event_entry")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    /** What a participant does to an act that is in its way is the act's own fault. */
    @Test
    void where_nobody_knows_whose_fault_it_is_each_is_stored_alone() throws Exception {
        Held held = new Held();
        CommitSeam seam = seam(held, new CommitParticipant() {
            @Override
            public void write(List<Append> acts) {
                if (acts.stream()
                        .anyMatch(act -> act.events().getFirst().subject().key().equals("bad"))) {
                    sql.sql("SELECT 1 / 0").query(Integer.class).single();
                }
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            DomainEventMessage<?> bad = event("bad", 0);
            var all = append(seam, threads, List.of(event("R1", 0), bad, event("R2", 0)));
            awaitThatSoManyWait(seam, 3);
            held.go.countDown();
            assertThatThrownBy(() -> all.remove(bad.getIdentifier()).join()).hasMessageContaining("division by zero");
            all.values().forEach(CompletableFuture::join);
        }
        assertThat(stored()).isEqualTo(3).isEqualTo(lastIndex());
    }

    @Test
    void nothing_is_stored_of_a_group_whose_connection_breaks_before_the_commit() throws Exception {
        AtomicBoolean breaks = new AtomicBoolean();
        Held held = new Held();
        CommitSeam seam = seam(held, new CommitParticipant() {
            @Override
            public void write(List<Append> acts) {
                sql.sql("INSERT INTO outbox.sandbox_clock (now_at) VALUES (now()) ON CONFLICT DO NOTHING")
                        .update();
                if (breaks.get()) {
                    sql.sql("SELECT pg_terminate_backend(pg_backend_pid())")
                            .query(Boolean.class)
                            .single();
                }
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            var all = append(seam, threads, List.of(event("R1", 0), event("R2", 0)));
            awaitThatSoManyWait(seam, 2);
            breaks.set(true);
            held.go.countDown();
            all.values()
                    .forEach(lost -> assertThatThrownBy(lost::join)
                            .cause()
                            .isInstanceOfAny(DataAccessResourceFailureException.class, TransactionException.class));
        }
        assertThat(stored()).isZero();
        assertThat(sql.sql("SELECT count(*) FROM outbox.sandbox_clock")
                        .query(Long.class)
                        .single())
                .isZero();
        breaks.set(false);
        seam.appendEvents(List.of(event("R1", 0)));
        assertThat(lastIndex()).isEqualTo(1);
    }

    @Test
    void who_wants_to_be_alone_is() throws Exception {
        Held held = new Held();
        CommitSeam seam = seam(held, new CommitParticipant() {
            @Override
            public boolean isAlone(Append act) {
                return act.events().getFirst().subject().key().equals("alone");
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            for (String report : List.of("R1", "R2", "alone", "R3")) {
                int before = seam.waiting();
                append(seam, threads, List.of(event(report, 0)));
                awaitThatSoManyWait(seam, before + 1);
            }
            held.go.countDown();
        }
        assertThat(held.groups).containsExactly(1, 2, 1, 1);
    }

    @Test
    void what_waits_is_stored_when_a_node_stops_and_nothing_is_taken_afterwards() throws Exception {
        Held held = new Held();
        CommitSeam seam = seam(held);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            var all = append(seam, threads, List.of(event("R1", 0), event("R2", 0)));
            awaitThatSoManyWait(seam, 2);
            Future<?> closing = threads.submit(seam::close);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> seam.appendEvents(List.of(event("late", 0))))
                            .isInstanceOf(TransientDataAccessResourceException.class));
            held.go.countDown();
            all.values().forEach(CompletableFuture::join);
            closing.get();
        }
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void who_finds_too_many_waiting_is_sent_away() throws Exception {
        Held held = new Held();
        CommitSeam seam = seam(held);
        AtomicInteger sentAway = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            append(seam, threads, List.of(event("first", 0)));
            held.reached.await();
            List<DomainEventMessage<?>> events = new ArrayList<>();
            IntStream.range(0, 4_106).forEach(n -> events.add(event("R" + n, 0)));
            for (CompletableFuture<Void> one : append(seam, threads, events).values()) {
                var _ = one.whenComplete((_, failure) -> {
                    if (failure != null && failure.getCause() instanceof TransientDataAccessResourceException) {
                        sentAway.incrementAndGet();
                    }
                });
            }
            await().atMost(PATIENCE).until(() -> sentAway.get() == 10);
            held.go.countDown();
        }
        assertThat(stored()).isEqualTo(4_097).isEqualTo(lastIndex());
    }

    // ---- several nodes

    @Test
    void a_reader_misses_nothing_of_what_two_nodes_and_a_third_writer_store() throws Exception {
        List<EventStorageEngine> nodes = List.of(seam(), seam(), store(Store.AXON));
        EventStorageEngine reader = nodes.getFirst();
        Set<String> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger lost = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reading = threads.submit(() -> {
                TrackingToken[] token = {reader.createTailToken()};
                boolean last;
                do {
                    last = done.get();
                    try (Stream<? extends TrackedEventMessage<?>> more = reader.readEvents(token[0], false)) {
                        more.forEach(message -> {
                            token[0] = message.trackingToken();
                            seen.add(message.getIdentifier());
                        });
                    }
                } while (!last);
            });
            try {
                together(threads, nodes, (node, n) -> node.appendEvents(List.of(event("R" + n, 0))));
                // of three that go on with the same history, one does
                together(threads, nodes, (node, n) -> {
                    try {
                        node.appendEvents(List.of(event("R" + n / 3, 1)));
                    } catch (ConcurrencyException e) {
                        lost.incrementAndGet();
                    }
                });
            } finally {
                done.set(true);
            }
            reading.get();
        }
        assertThat(lost.get()).isEqualTo(REPORTS * 2 / 3);
        assertThat(stored()).isEqualTo(2L * REPORTS - lost.get()).isEqualTo(lastIndex());
        assertThat(seen).hasSize((int) stored());
        assertThat(sql.sql("""
                        SELECT count(*) FROM event_store.domain_event_entry e JOIN event_store.domain_event_entry before
                            ON before.aggregate_identifier = e.aggregate_identifier
                                AND before.sequence_number < e.sequence_number
                                AND before.global_index > e.global_index""").query(Long.class).single()).isZero();
    }

    private static void together(
            ExecutorService threads, List<EventStorageEngine> nodes, ObjIntConsumer<EventStorageEngine> append)
            throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int n = 0; n < REPORTS; n++) {
            int number = n;
            all.add(threads.submit(() -> append.accept(nodes.get(number % nodes.size()), number)));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    // ---- what a node remembers

    @Test
    void an_act_is_decided_on_what_another_node_stored_whatever_this_one_remembers() {
        Map<String, Object> quiet = Map.of("redress.sandbox", true, "redress.clock", false);
        try (Node one = Node.sandbox(Postgres.database());
                Node other = Node.inside(
                        one.context().getEnvironment().getRequiredProperty("spring.datasource.url"), quiet)) {
            one.order("O1");
            other.order("O2");
            // the other has shipped what this one remembers as not shipped: then it can be delivered
            other.act("ship", "{'order': 'O1'}");
            one.act("deliver", "{'order': 'O1'}");
            // and this one remembers that it was not delivered
            one.act("ship", "{'order': 'O2'}");
            other.act("deliver", "{'order': 'O2'}");
            assertThat(one.history("order/O1"))
                    .isEqualTo(other.history("order/O2"))
                    .isEqualTo(List.of("order.registered.v1", "order.shipped.v1", "order.delivered.v1"));
        }
    }

    @Test
    void of_what_two_nodes_are_asked_at_once_each_thing_is_done_once() throws Exception {
        Map<String, Object> quiet = Map.of("redress.sandbox", true, "redress.clock", false);
        int orders = 10;
        try (Node one = Node.sandbox(Postgres.database());
                Node other = Node.inside(
                        one.context().getEnvironment().getRequiredProperty("spring.datasource.url"), quiet)) {
            IntStream.range(0, orders).forEach(n -> one.order("O" + n));
            // each line of each order is shipped at both nodes
            List<AtOnce.Outcome<Receipt>> outcomes = AtOnce.times(
                    4 * orders,
                    n -> () -> (n % 2 == 0 ? one : other)
                            .act(
                                    "ship",
                                    "{'order': 'O" + n / 4 + "', 'lines': ['" + (n / 2 % 2 == 0 ? "A" : "B") + "']}"));
            assertThat(outcomes.stream().map(AtOnce.Outcome::failure))
                    .filteredOn(failure -> failure != null
                            && !(failure instanceof Refusal refusal && refusal.rule() == Rule.LINE_IS_LEFT_TO_SHIP))
                    .isEmpty();
            assertThat(outcomes.stream().filter(outcome -> outcome.failure() == null))
                    .hasSize(2 * orders);
            for (int n = 0; n < orders; n++) {
                assertThat(one.history("order/O" + n))
                        .containsExactly("order.registered.v1", "order.shipped.v1", "order.shipped.v1");
            }
        }
    }
}
