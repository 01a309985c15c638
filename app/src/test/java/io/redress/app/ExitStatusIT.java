package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.app.PackagedService.Ended;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged service ends when it cannot go on or not begin, so that whoever watches it can tell why. */
@Tag("ci")
class ExitStatusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOCK = "SELECT pg_advisory_lock(4401172)";

    @TempDir
    private Path folder;

    @Test
    void a_service_that_finds_its_sheets_being_rebuilt_when_it_comes_back_ends_with_5() throws Exception {
        try (PackagedService service = PackagedService.ready("run", folder.resolve("data"));
                Connection rebuilding = service.connect();
                Connection administrator = service.connect()) {
            // waits in the queue of the lock, so that the service cannot be faster when it is free
            CompletableFuture<Void> alone = CompletableFuture.runAsync(() -> lock(rebuilding));
            await().atMost(PATIENCE)
                    .until(() -> asks(
                            administrator,
                            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"));
            assertThat(service.get("queue").status()).isEqualTo(200);

            asks(administrator, """
                    SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
                    WHERE locktype = 'advisory' AND objid = 4401172 AND granted""");
            alone.join();

            Ended ended = service.ended();
            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.said())
                    .contains(
                            "redress: the connection to the database was lost, and the read model is being rebuilt meanwhile;"
                                    + " start again when that is done",
                            "redress：与数据库的连接曾中断，其间视图正在重建；请在重建完成后重新启动");
        }
    }

    private static void lock(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean asks(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            assertThat(answer.next()).isTrue();
            return answer.getBoolean(1);
        }
    }

    @Test
    void a_database_user_who_may_not_make_roles_is_told_what_to_ask_for_and_the_service_ends_with_2()
            throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String administrator = server.getJdbcUrl("postgres", "postgres");
            Postgres.execute(administrator, "CREATE ROLE lesser LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB");
            Postgres.execute(administrator, "CREATE DATABASE redress OWNER lesser");

            Ended ended = PackagedService.refused(
                    "run",
                    folder.resolve("data"),
                    PackagedService.freePort(),
                    Map.of(
                            "REDRESS_DATABASE_URL",
                            server.getJdbcUrl("lesser", "redress"),
                            "REDRESS_DATABASE_USER",
                            "lesser"));

            assertThat(ended.status()).isEqualTo(Redress.MISUSED);
            assertThat(ended.said()).doesNotContain("\tat ");
            assertThat(ended.said().lines().filter(line -> line.startsWith("redress")))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("CREATE ROLE redress_reader NOLOGIN; GRANT redress_reader TO <"));
        }
    }
}
