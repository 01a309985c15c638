package io.redress.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL can do with rows that have the columns, the indexes and the size of our events, and nothing else to
 * do: one row by one commit, and many rows by one commit.
 */
final class Limit implements AutoCloseable {
    /** Whoever knows pgbench knows that this is where it has its best. */
    static final int CLIENTS = 32;

    private static final int ROWS = 128;
    private static final int WRITERS = 2;
    private static final String TABLE = """
            CREATE SCHEMA IF NOT EXISTS bench;
            CREATE TABLE IF NOT EXISTS bench.event (
                global_index         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                event_identifier     TEXT        NOT NULL UNIQUE,
                aggregate_identifier TEXT        NOT NULL,
                sequence_number      BIGINT      NOT NULL,
                type                 TEXT        NOT NULL,
                payload_type         TEXT        NOT NULL,
                payload_revision     TEXT,
                payload              BYTEA       NOT NULL,
                meta_data            BYTEA,
                time_stamp           TEXT        NOT NULL,
                recorded_at          TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
                UNIQUE (aggregate_identifier, sequence_number))""";
    private static final String INSERT = """
            INSERT INTO bench.event (event_identifier, aggregate_identifier, sequence_number, type, payload_type,
                payload_revision, payload, meta_data, time_stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final AtomicLong SUBJECTS = new AtomicLong();

    /** A row as the product stores it. */
    record Row(String payload, String metaData, String type, String payloadType, String timeStamp) {
        /** Where nothing was stored: as large as an order of two lines. */
        static Row ofTheSize(int payload, int metaData) {
            return new Row(
                    "x".repeat(payload),
                    "y".repeat(metaData),
                    "Order",
                    "order.registered.v1",
                    "2026-11-11T12:00:00.000001Z");
        }
    }

    /** The product's own server takes 50 connections, and the product has its share of them. */
    private static final int CLIENTS_BESIDE_A_SERVICE = 24;

    private final HikariDataSource single;
    private final HikariDataSource many;
    private final Row row;

    Limit(Server server, Row row) {
        this(
                row,
                server.pool(CLIENTS, "&prepareThreshold=1"),
                server.pool(WRITERS, "&prepareThreshold=1&reWriteBatchedInserts=true"));
    }

    private Limit(Row row, HikariDataSource single, HikariDataSource many) {
        this.row = row;
        this.single = single;
        this.many = many;
        JdbcClient.create(many).sql(TABLE).update();
    }

    /** On the database of a service that runs. */
    static Limit beside(Served served, Row row) {
        String user = "?user=postgres&password=" + served.password();
        return new Limit(
                row,
                Server.pool(served.url() + user + "&prepareThreshold=1", CLIENTS_BESIDE_A_SERVICE),
                Server.pool(served.url() + user + "&prepareThreshold=1&reWriteBatchedInserts=true", WRITERS));
    }

    /** One row by one commit, as pgbench does it: prepared, one round trip. */
    Pace single(Duration time) {
        List<Writer> writers = new ArrayList<>();
        try {
            for (int i = 0; i < single.getMaximumPoolSize(); i++) {
                writers.add(new Writer(single.getConnection(), row));
            }
            return Load.closed(
                    writers.size(), time, (client, _) -> writers.get(client).one());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            writers.forEach(Writer::close);
        }
    }

    /** Many rows by one commit; a step is a row. */
    Pace many(Duration time) {
        Pace commits = Load.closed(WRITERS, time, (_, _) -> {
            try (Connection connection = many.getConnection()) {
                connection.setAutoCommit(false);
                try (Writer writer = new Writer(connection, row)) {
                    writer.many(ROWS);
                }
            }
        });
        return new Pace(
                commits.acts() * ROWS, commits.seconds(), commits.micros(), commits.bytes(), commits.roundTrips());
    }

    @Override
    public void close() {
        single.close();
        many.close();
    }

    /** A connection with the statement prepared. */
    private static final class Writer implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement insert;
        private final Row row;
        private final byte[] payload;
        private final byte[] metaData;

        Writer(Connection connection, Row row) throws SQLException {
            this.connection = connection;
            this.insert = connection.prepareStatement(INSERT);
            this.row = row;
            this.payload = row.payload().getBytes(UTF_8);
            this.metaData = row.metaData().getBytes(UTF_8);
        }

        void one() throws SQLException {
            set();
            insert.executeUpdate();
        }

        void many(int rows) throws SQLException {
            for (int i = 0; i < rows; i++) {
                set();
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }

        private void set() throws SQLException {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, "order/limit-" + SUBJECTS.incrementAndGet());
            insert.setLong(3, 0);
            insert.setString(4, row.type());
            insert.setString(5, row.payloadType());
            insert.setString(6, null);
            insert.setBytes(7, payload);
            insert.setBytes(8, metaData);
            insert.setString(9, row.timeStamp());
        }

        @Override
        public void close() {
            try {
                insert.close();
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
