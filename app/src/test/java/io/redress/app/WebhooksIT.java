package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedRuntimeException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/** Nothing is lost, however receivers and nodes fail. */
@Tag("ci")
class WebhooksIT {
    private static final int MESSAGES = Integer.getInteger("webhooks.messages", 4_000);
    private static final int PARTIES = 20;
    private static final int BATCH = 50;

    private static final int MEASURED = Integer.getInteger("webhooks.measured", 2_000);
    private static final int TICKS = 5;
    private static final int ROUNDS = 2;

    private static final int SECONDS_TO_THE_FIRST_KILL = 3;
    private static final int SECONDS_BETWEEN_KILLS = 12;

    private static Party party(int message) {
        return Party.merchant("M" + message % PARTIES);
    }

    private static String name(int party) {
        return "flaky-" + party;
    }

    @Test
    void every_message_arrives_at_receivers_that_fail_three_times_of_ten_however_nodes_and_database_are_killed()
            throws Exception {
        String database = Postgres.database();
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false));
                Receivers receivers = new Receivers()) {
            for (int n = 0; n < PARTIES; n++) {
                node.bean(Endpoints.class).create(party(n), receivers.url(name(n)), List.of("*"), "", "test");
                receivers.behave(name(n), "flaky");
            }
            Process[] nodes = {CourierNode.start(database), CourierNode.start(database)};
            Instant begun = Instant.now();
            CompletableFuture<Void> put = CompletableFuture.runAsync(() -> putAll(node));
            AtomicInteger kills = new AtomicInteger();
            AtomicInteger looks = new AtomicInteger();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        timePasses(node);
                        if (looks.incrementAndGet() % SECONDS_BETWEEN_KILLS == SECONDS_TO_THE_FIRST_KILL) {
                            strike(kills.getAndIncrement(), nodes, database);
                        }
                        return kills.get() > nodes.length && put.isDone() && pending(node) == 0;
                    });
            put.join();
            Duration took = Duration.between(begun, Instant.now());
            for (Process process : nodes) {
                process.destroyForcibly().waitFor();
            }

            List<String> taken = new ArrayList<>();
            for (int n = 0; n < PARTIES; n++) {
                taken.addAll(receivers.noted(name(n) + "-taken"));
            }
            Set<String> once = new HashSet<>(taken);
            System.out.printf(
                    "%d messages, %d attempts, %d kills of a node or the database, %d taken twice, in %d s%n",
                    MESSAGES, attempts(node), kills.get(), taken.size() - once.size(), took.toSeconds());
            assertThat(states(node)).containsExactly("delivered");
            assertThat(once)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(n -> "msg_" + n)
                            .toList());
        }
    }

    /** The nodes in turn, then the database, and again. */
    private static void strike(int kill, Process[] nodes, String database) {
        int one = kill % (nodes.length + 1);
        if (one == nodes.length) {
            Postgres.crash();
            return;
        }
        nodes[one].destroyForcibly();
        nodes[one] = CourierNode.start(database);
    }

    private static void putAll(Node node) {
        for (int first = 0; first < MESSAGES; first += BATCH) {
            put(node, "msg_", IntStream.range(first, Math.min(first + BATCH, MESSAGES)));
        }
    }

    /** Puts messages in one transaction. */
    private static void put(Node node, String id, IntStream numbers) {
        TransactionTemplate transaction = new TransactionTemplate(node.bean(PlatformTransactionManager.class));
        int[] messages = numbers.toArray();
        patiently(() -> transaction.execute(_ -> IntStream.of(messages)
                .map(n -> node.bean(Deliveries.class)
                        .put(new Message(
                                id + n,
                                party(n),
                                "window.opened",
                                SubjectId.returnRequest("R" + n),
                                n,
                                Instant.now(),
                                JsonNodeFactory.instance.objectNode(),
                                false)))
                .sum()));
    }

    /** Also where the database has just been killed. */
    private static <T> T patiently(Callable<T> what) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(NestedRuntimeException.class)
                .until(what, _ -> true);
    }

    /**
     * Prints how long messages wait for their first attempt and how long they take to receivers that are well, alone and
     * beside a fifth that answers nobody: in turn, in one run, by one node.
     */
    @Test
    void receivers_that_are_well_get_everything_beside_others_that_answer_nobody() throws Exception {
        String database = Postgres.database();
        Process courier = null;
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false));
                Receivers receivers = new Receivers()) {
            for (int n = 0; n < PARTIES; n++) {
                receivers.behave(name(n), isWell(n) ? "200" : "drip");
                String url = isDead(n) ? "http://127.0.0.1:1/" : receivers.url(name(n));
                node.bean(Endpoints.class).create(party(n), url, List.of("*"), isWell(n) ? "well" : "", "test");
            }
            courier = CourierNode.start(database);
            arrive(node, "warm", true);
            System.out.printf("%d messages a second in rounds of %d%n", PARTIES * TICKS, MEASURED);
            for (int round = 0; round < ROUNDS; round++) {
                for (boolean beside : new boolean[] {false, true}) {
                    String id = (beside ? "beside" : "alone") + round;
                    arrive(node, id, beside);
                    System.out.println((beside ? "beside a fifth that answers nobody: " : "alone: ") + waits(node, id));
                }
            }
        } finally {
            if (courier != null) {
                courier.destroyForcibly();
            }
        }
    }

    private static boolean isDead(int message) {
        return message % 10 == 0;
    }

    private static boolean isWell(int message) {
        return !isDead(message) && message % 10 != 1;
    }

    /** Puts a round's messages at a steady pace and waits for those that can arrive. */
    private static void arrive(Node node, String id, boolean toAll) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(MEASURED / PARTIES);
        try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            var ticks = pace.scheduleAtFixedRate(
                    () -> {
                        int first = (int) left.getCount() * PARTIES;
                        put(
                                node,
                                id + "_",
                                IntStream.range(first, first + PARTIES).filter(n -> toAll || isWell(n)));
                        left.countDown();
                    },
                    0,
                    1_000 / TICKS,
                    TimeUnit.MILLISECONDS);
            assertThat(left.await(10, TimeUnit.MINUTES)).isTrue();
            ticks.cancel(false);
        }
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> count(node, """
                        SELECT count(*) FROM outbox.delivery d JOIN outbox.endpoint e ON e.id = d.endpoint
                        WHERE e.description = 'well' AND d.state = 'pending'""") == 0);
        assertThat(count(node, """
                        SELECT count(*) FROM outbox.delivery d JOIN outbox.endpoint e ON e.id = d.endpoint
                        WHERE e.description = 'well' AND d.state = 'delivered' AND starts_with(d.message, '%s_')""".formatted(id))).isEqualTo(MEASURED / 10 * 8);
    }

    /** From before the message was committed to the first attempt's beginning, and to the answer. */
    private static String waits(Node node, String id) {
        return node.sql()
                .sql("""
                        SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY first), max(first),
                            percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY first + a.millis)
                        FROM outbox.delivery d JOIN outbox.endpoint e ON e.id = d.endpoint
                        JOIN outbox.delivery_attempt a ON a.delivery = d.position AND a.number = 1,
                        LATERAL (SELECT round(1000 * extract(epoch FROM a.at - d.created_at)) AS first)
                        WHERE e.description = 'well' AND starts_with(d.message, ?)""")
                .param(id + "_")
                .query((row, _) ->
                        "first attempt after %s ms (p50, p99), at most %s ms; answered after %s ms (p50, p99)"
                                .formatted(row.getArray(1), row.getString(2), row.getArray(3)))
                .single();
    }

    /** What waits for its next attempt waits no longer, and endpoints that failed in a row are not left alone. */
    private static void timePasses(Node node) {
        var now = Instant.now().atOffset(ZoneOffset.UTC);
        patiently(() -> node.sql()
                .sql("UPDATE outbox.delivery SET due_at = ? WHERE state = 'pending' AND due_at > ?")
                .params(now, now)
                .update());
        patiently(() -> node.sql()
                .sql("UPDATE outbox.endpoint SET paused_until = NULL WHERE paused_until IS NOT NULL")
                .update());
    }

    private static long pending(Node node) {
        return count(node, "SELECT count(*) FROM outbox.delivery WHERE state = 'pending'");
    }

    private static long attempts(Node node) {
        return count(node, "SELECT count(*) FROM outbox.delivery_attempt");
    }

    private static long count(Node node, String sql) {
        return patiently(() -> node.sql().sql(sql).query(Long.class).single());
    }

    private static List<String> states(Node node) {
        return node.sql()
                .sql("SELECT DISTINCT state FROM outbox.delivery")
                .query(String.class)
                .list();
    }
}
