package io.redress.app;

import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.app.Redress.Misuse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Says to the database that a node is running, so that nobody drops the sheets under it: nodes share an advisory lock,
 * and whoever must be alone takes it alone.
 *
 * <p>The lock lives as long as its connection, and a connection dies with its server or on its way there. A node looks
 * every second and takes the lock again. In between its other connections speak for it: whoever must be alone looks for
 * those too. A node that finds somebody alone when it comes back has lost its sheets, and ends.
 */
@Component
class NodePresence implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodePresence.class);
    private static final long LOCK = 4401172;
    private static final int ANSWER_SECONDS = 2;

    /** Whoever is refused because of this node lets go at once; only who was not refused stays so long. */
    private static final int TRIES_BESIDE_SOMEBODY_ALONE = 5;

    private final DataSource dataSource;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("node-presence").daemon().factory());

    private Connection connection;
    private int refusals;
    private volatile Runnable whenDisplaced = () -> {};

    NodePresence(
            WiringGuard guard,
            DataSource dataSource,
            Migrations migrations,
            @Value("${redress.alone:false}") boolean alone,
            @Value("${redress.presence-interval}") Duration interval)
            throws SQLException {
        this.dataSource = dataSource;
        connection = dataSource.getConnection();
        boolean taken = taken(alone);
        if (taken && alone && othersAreConnected()) {
            taken = !says("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
        if (!taken) {
            connection.close();
            throw alone
                    ? new Misuse("a service is running on this database; stop it first", "有服务正在使用此数据库；请先停止它")
                    : new Misuse(
                            "the read model of this database is being rebuilt; try again when that is done",
                            "此数据库的视图正在重建；请在完成后再试");
        }
        if (alone) {
            migrations.dropReadModel();
        } else {
            ScheduledFuture<?> _ = watch.scheduleWithFixedDelay(
                    this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Calls when this node lost its lock and somebody took the database for itself meanwhile. */
    void whenDisplaced(Runnable call) {
        whenDisplaced = call;
    }

    private void look() {
        if (displaced()) {
            whenDisplaced.run();
        }
    }

    private synchronized boolean displaced() {
        try {
            if (connection.isValid(ANSWER_SECONDS)) {
                return false;
            }
            connection.close();
            connection = dataSource.getConnection();
            if (taken(false)) {
                refusals = 0;
                log.info("this node had lost its connection to the database and is known there again");
                return false;
            }
            connection.close();
            refusals++;
        } catch (SQLException e) {
            log.debug("the database does not know of this node, and is asked again", e);
            return false;
        }
        return refusals >= TRIES_BESIDE_SOMEBODY_ALONE;
    }

    private boolean taken(boolean alone) throws SQLException {
        return says("SELECT " + (alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared") + "(" + LOCK + ")");
    }

    /** A node that lost its lock and has not taken it again still has connections, which are named redress, each node's differently. */
    private boolean othersAreConnected() throws SQLException {
        return says("""
                SELECT EXISTS (
                    SELECT 1 FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name LIKE 'redress %'
                    AND application_name <> current_setting('application_name'))""");
    }

    private boolean says(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        watch.shutdownNow();
        connection.close();
    }
}
