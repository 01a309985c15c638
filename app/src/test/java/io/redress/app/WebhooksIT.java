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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/** Nothing is lost, however receivers and nodes fail. */
@Tag("ci")
class WebhooksIT {
    private static final int MESSAGES = Integer.getInteger("webhooks.messages", 4_000);
    private static final int PARTIES = 20;
    private static final int BATCH = 50;

    private static final int SECONDS_TO_THE_FIRST_KILL = 3;
    private static final int SECONDS_BETWEEN_KILLS = 20;

    private static Party party(int message) {
        return Party.merchant("M" + message % PARTIES);
    }

    private static String name(int party) {
        return "flaky-" + party;
    }

    @Test
    void every_message_arrives_at_receivers_that_fail_three_times_of_ten_from_nodes_that_are_killed() throws Exception {
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
                            int one = kills.getAndIncrement() % nodes.length;
                            nodes[one].destroyForcibly().waitFor();
                            nodes[one] = CourierNode.start(database);
                        }
                        return kills.get() > 0 && put.isDone() && pending(node) == 0;
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
                    "%d messages, %d attempts, %d kills, %d taken twice, in %d s%n",
                    MESSAGES, attempts(node), kills.get(), taken.size() - once.size(), took.toSeconds());
            assertThat(states(node)).containsExactly("delivered");
            assertThat(once)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(n -> "msg_" + n)
                            .toList());
        }
    }

    private static void putAll(Node node) {
        TransactionTemplate transaction = new TransactionTemplate(node.bean(PlatformTransactionManager.class));
        for (int first = 0; first < MESSAGES; first += BATCH) {
            int from = first;
            transaction.executeWithoutResult(_ -> IntStream.range(from, Math.min(from + BATCH, MESSAGES))
                    .forEach(n -> node.bean(Deliveries.class)
                            .put(new Message(
                                    "msg_" + n,
                                    party(n),
                                    "window.opened",
                                    SubjectId.returnRequest("R" + n),
                                    n,
                                    Instant.now(),
                                    JsonNodeFactory.instance.objectNode(),
                                    false))));
        }
    }

    /** What waits for its next attempt waits no longer, and endpoints that failed in a row are not left alone. */
    private static void timePasses(Node node) {
        var now = Instant.now().atOffset(ZoneOffset.UTC);
        node.sql()
                .sql("UPDATE outbox.delivery SET due_at = ? WHERE state = 'pending' AND due_at > ?")
                .params(now, now)
                .update();
        node.sql()
                .sql("UPDATE outbox.endpoint SET paused_until = NULL WHERE paused_until IS NOT NULL")
                .update();
    }

    private static long pending(Node node) {
        return count(node, "SELECT count(*) FROM outbox.delivery WHERE state = 'pending'");
    }

    private static long attempts(Node node) {
        return count(node, "SELECT count(*) FROM outbox.delivery_attempt");
    }

    private static long count(Node node, String sql) {
        return node.sql().sql(sql).query(Long.class).single();
    }

    private static List<String> states(Node node) {
        return node.sql()
                .sql("SELECT DISTINCT state FROM outbox.delivery")
                .query(String.class)
                .list();
    }
}
