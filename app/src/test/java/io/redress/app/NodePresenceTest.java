package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redress.app.Redress.Misuse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node is known to its database, also after its connection was cut, so that nobody drops the sheets under it. */
class NodePresenceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HOLDERS = """
            SELECT pid FROM pg_locks
            WHERE locktype = 'advisory' AND objid = 4401172 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private final String database = Postgres.database();

    private Node node(String interval) {
        return Node.inside(
                database,
                Map.of("redress.sandbox", true, "redress.clock", false, "redress.presence-interval", interval));
    }

    /** Whoever must be alone to drop the sheets. */
    private Node alone() {
        return Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false, "redress.alone", true));
    }

    private void assertNobodyMayBeAlone() {
        assertThatThrownBy(this::alone)
                .hasRootCauseInstanceOf(Misuse.class)
                .rootCause()
                .hasMessageContaining("a service is running on this database");
    }

    private List<Integer> holders(Node asked) {
        return asked.sql().sql(HOLDERS).query(Integer.class).list();
    }

    private void cut(int connection) {
        Postgres.execute(database, "SELECT pg_terminate_backend(" + connection + ", 10000)");
    }

    @Test
    void a_node_whose_connection_was_cut_is_known_again() {
        try (Node node = node("50ms")) {
            int before = holders(node).getFirst();
            cut(before);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(holders(node)).hasSize(1).doesNotContain(before));
            assertNobodyMayBeAlone();
        }
        alone().close();
    }

    @Test
    void a_node_whose_connection_was_cut_is_seen_by_its_others_until_it_is_known_again() {
        try (Node node = node("1h")) {
            cut(holders(node).getFirst());
            assertThat(holders(node)).isEmpty();
            assertNobodyMayBeAlone();
            assertThat(holders(node)).as("whoever was refused let go").isEmpty();
        }
    }

    @Test
    void a_node_that_finds_somebody_alone_when_it_comes_back_says_so() throws Exception {
        try (Node node = node("50ms");
                Connection other = Postgres.connect(database);
                Statement statement = other.createStatement()) {
            CountDownLatch displaced = new CountDownLatch(1);
            node.bean(NodePresence.class).whenDisplaced(displaced::countDown);
            int before = holders(node).getFirst();
            // waits in the queue of the lock, so that nobody can be faster when it is free
            CompletableFuture<Void> lock = CompletableFuture.runAsync(() -> lock(statement));
            await().atMost(PATIENCE)
                    .until(() -> node.sql()
                            .sql("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
                            .query(Boolean.class)
                            .single());
            assertThat(displaced.getCount()).isEqualTo(1);

            cut(before);
            lock.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(displaced.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void lock(Statement statement) {
        try (ResultSet taken = statement.executeQuery("SELECT pg_advisory_lock(4401172)")) {
            assertThat(taken.next()).isTrue();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
