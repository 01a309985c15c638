package io.redress.app.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a team would take instead of our clock, and what no clock can beat. */
final class Timers {
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String TABLES = """
            CREATE SCHEMA IF NOT EXISTS bench;
            CREATE TABLE bench.lapse (window_of TEXT PRIMARY KEY, lapsed_at TIMESTAMPTZ NOT NULL);
            CREATE TABLE bench.queue (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, window_of TEXT NOT NULL,
                put_at TIMESTAMPTZ NOT NULL);
            CREATE TABLE bench.due (window_of TEXT PRIMARY KEY, due_at TIMESTAMPTZ NOT NULL);
            CREATE INDEX ON bench.due (due_at);
            CREATE TABLE scheduled_tasks (task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
                execution_time TIMESTAMPTZ NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT, last_success TIMESTAMPTZ,
                last_failure TIMESTAMPTZ, consecutive_failures INT, last_heartbeat TIMESTAMPTZ, version BIGINT NOT NULL,
                priority SMALLINT, state TEXT, PRIMARY KEY (task_name, task_instance));
            CREATE INDEX ON scheduled_tasks (execution_time);
            CREATE INDEX ON scheduled_tasks (last_heartbeat)""";
    private static final String MOVE = """
            WITH due AS (
                DELETE FROM bench.due WHERE window_of IN (
                    SELECT window_of FROM bench.due WHERE due_at <= now() ORDER BY due_at LIMIT 500
                    FOR UPDATE SKIP LOCKED)
                RETURNING window_of),
            lapsed AS (
                INSERT INTO bench.lapse SELECT window_of, now() FROM due RETURNING window_of)
            INSERT INTO bench.queue (window_of, put_at) SELECT window_of, now() FROM lapsed""";

    private final Server server;

    Timers(Server server) {
        this.server = server;
        server.sql().sql(TABLES).update();
    }

    /** db-scheduler, a one-time task for each window: a lapse row and a queue row in one transaction. */
    double scheduler(int windows) {
        try (HikariDataSource pool = server.pool(CONNECTIONS, "")) {
            JdbcClient sql = JdbcClient.create(pool);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
            OneTimeTask<Void> lapse = Tasks.oneTime("lapse")
                    .execute((instance, _) -> transaction.executeWithoutResult(_ -> {
                        sql.sql("INSERT INTO bench.lapse VALUES (?, now())")
                                .param(instance.getId())
                                .update();
                        sql.sql("INSERT INTO bench.queue (window_of, put_at) VALUES (?, now())")
                                .param(instance.getId())
                                .update();
                    }));
            server.sql().sql("""
                            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                            SELECT 'lapse', 'w' || n, now(), false, 1 FROM generate_series(1, ?) AS n""").param(windows).update();
            server.sql().sql("ANALYZE scheduled_tasks").update();
            Scheduler scheduler = Scheduler.create(pool, lapse)
                    .threads(THREADS)
                    .pollingInterval(Duration.ofMillis(100))
                    .pollUsingLockAndFetch(3, 25)
                    .build();
            scheduler.start();
            double seconds = Product.seconds(
                    () -> left("scheduled_tasks") == 0, PATIENCE, () -> left("scheduled_tasks") + " tasks are left");
            scheduler.stop();
            if (left("bench.lapse") != windows || left("bench.queue") != windows) {
                throw new IllegalStateException("db-scheduler lost some");
            }
            return windows / seconds;
        }
    }

    /** The bare limit of a lapse without a decision: 500 rows by one statement and one commit, two workers. */
    double skipLocked(int windows) {
        server.sql().sql("TRUNCATE bench.lapse, bench.queue").update();
        server.sql()
                .sql("INSERT INTO bench.due SELECT 'w' || n, now() FROM generate_series(1, ?) AS n")
                .param(windows)
                .update();
        server.sql().sql("ANALYZE bench.due").update();
        try (HikariDataSource pool = server.pool(2, "&prepareThreshold=1")) {
            JdbcClient sql = JdbcClient.create(pool);
            Pace pace = Load.counted(2, 2, (_, _) -> {
                while (sql.sql(MOVE).update() > 0) {
                    // the next
                }
            });
            return windows / pace.seconds();
        }
    }

    private long left(String table) {
        return server.sql()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
