package io.redress.app.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.redress.command.personal.WrappingKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A fresh PostgreSQL in a temporary folder, with the settings of the one that the product brings, and durable. */
final class Server implements AutoCloseable {
    /** What makes it durable, and how big it is. */
    private static final List<String> SHOWN = List.of(
            "server_version", "fsync", "synchronous_commit", "full_page_writes", "data_checksums", "shared_buffers");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final EmbeddedPostgres postgres;

    /** Whoever uses this database for the second time must name the key of the first. */
    private final String personalKey = WrappingKey.newSecret();

    private Server(Path folder, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    static Server fresh() {
        try {
            Path folder = Files.createTempDirectory("redress-bench");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("postgres"))
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(Path.of(System.getProperty("user.home"), ".cache/redress/postgres")
                            .toFile())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            Server server = new Server(folder, postgres);
            server.refuseUnlessDurable();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseUnlessDurable() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!setting(setting).equals("on")) {
                throw new IllegalStateException(setting + " is " + setting(setting));
            }
        }
    }

    private String setting(String name) {
        return sql().sql("SELECT current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }

    /** Its settings as it says them itself. */
    String settings() {
        return String.join(
                ", ", SHOWN.stream().map(name -> name + " " + setting(name)).toList());
    }

    String personalKey() {
        return personalKey;
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    JdbcClient sql() {
        return JdbcClient.create(postgres.getPostgresDatabase());
    }

    /** A pool of its own, for whoever stands beside the product. */
    HikariDataSource pool(int connections, String parameters) {
        return pool(url() + parameters, connections);
    }

    static HikariDataSource pool(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        try {
            postgres.close();
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
