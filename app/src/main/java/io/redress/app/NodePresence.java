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
                throw new Misuse(
                        alone
                                ? "a service is running on this database; stop it first"
                                : "the read model of this database is being rebuilt; try again when that is done");
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
