package io.redress.app;

import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.app.Redress.Misuse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Says to the database that a node is running, so that nobody drops the sheets under it: nodes share an advisory lock,
 * and whoever must be alone takes it alone.
 */
@Component
class NodePresence implements AutoCloseable {
    private static final long LOCK = 4401172;

    private final Connection connection;

    NodePresence(
            WiringGuard guard,
            DataSource dataSource,
            Migrations migrations,
            @Value("${redress.alone:false}") boolean alone)
            throws SQLException {
        connection = dataSource.getConnection();
        String function = alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared";
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT " + function + "(" + LOCK + ")")) {
            answer.next();
            if (!answer.getBoolean(1)) {
                connection.close();
                throw alone
                        ? new Misuse("a service is running on this database; stop it first", "有服务正在使用此数据库；请先停止它")
                        : new Misuse(
                                "the read model of this database is being rebuilt; try again when that is done",
                                "此数据库的视图正在重建；请在完成后再试");
            }
        }
        if (alone) {
            migrations.dropReadModel();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
