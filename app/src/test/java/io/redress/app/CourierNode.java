package io.redress.app;

import com.google.crypto.tink.Aead;
import com.zaxxer.hikari.HikariDataSource;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.webhook.Courier;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A node that does nothing but send, in a process of its own, so that it can be killed. */
final class CourierNode {
    private CourierNode() {}

    static Process start(String database) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CourierNode.class.getName(),
                    database);
            builder.environment().put("KEY", Node.KEY);
            return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static void main(String[] args) throws IOException {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(args[0]);
        database.setMaximumPoolSize(10);
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(database);
        JdbcClient sql = JdbcClient.create(database);
        InstantSource clock = InstantSource.system();
        Aead wrapping = WrappingKey.of(System.getenv("KEY"));
        Deliveries deliveries = new Deliveries(sql, clock);
        new Courier(
                        sql,
                        transactions,
                        wrapping,
                        new Endpoints(sql, transactions, wrapping, new IdempotencyRecords(sql, clock), clock),
                        deliveries,
                        new Sender(true, clock, Sender.PATIENCE),
                        clock,
                        RandomGenerator.getDefault())
                .start();
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        Runtime.getRuntime().halt(0);
    }
}
