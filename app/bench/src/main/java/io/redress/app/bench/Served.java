package io.redress.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The packaged service as a process of its own, with its own PostgreSQL in a data folder, as anybody starts it. */
final class Served implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(5);

    /** Where the server's pid file says the port. */
    private static final int PORT_LINE = 3;

    private static final List<String> NO_LIMITS = List.of(
            "-Dredress.rate-limit.platform.requests=1000000000", "-Dspring.datasource.hikari.connection-timeout=20000");

    private final Path data;
    private final int port;
    private final Process process;
    private final String key;
    private final double secondsToAnswer;

    private Served(Path data, int port, Process process, String key, double secondsToAnswer) {
        this.data = data;
        this.port = port;
        this.process = process;
        this.key = key;
        this.secondsToAnswer = secondsToAnswer;
    }

    /** As the launcher runs it, from this data folder. */
    static Served start(Path data, List<String> javaOptions, Path jar) {
        try {
            Path keyFile = data.resolveSibling(data.getFileName() + ".key");
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED"));
            words.addAll(NO_LIMITS);
            words.addAll(javaOptions);
            words.addAll(List.of("-jar", jar.toString(), "run", "--data", data.toString(), "--port", port + ""));
            ProcessBuilder builder = new ProcessBuilder(words);
            builder.environment().put("REDRESS_ADMIN_KEY_FILE", keyFile.toString());
            builder.redirectErrorStream(true)
                    .redirectOutput(
                            data.resolveSibling(data.getFileName() + ".log").toFile());
            long from = System.nanoTime();
            Process process = builder.start();
            String key = Files.exists(keyFile) ? Files.readString(keyFile).strip() : "";
            awaitAnswer(process, port, key);
            double seconds = (System.nanoTime() - from) / 1e9;
            Product.seconds(() -> Files.exists(keyFile), PATIENCE, () -> "there is no key");
            return new Served(data, port, process, Files.readString(keyFile).strip(), seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first answer that is one: whoever asks before is refused the connection. */
    private static void awaitAnswer(Process process, int port, String key) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Wire wire = new Wire(port, key.isEmpty() ? "none" : key)) {
                int status = wire.get("/api/v1/queue").status();
                if (status == 200 || (key.isEmpty() && status == 401)) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IllegalStateException("the service did not start");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** The jar that is measured. */
    static Path jar() {
        Path jar = Path.of(System.getProperty("redress.jar", "app/target/redress.jar"));
        if (!Files.exists(jar)) {
            throw new IllegalStateException("there is no " + jar + "; build it, or name it with -Dredress.jar");
        }
        return jar.toAbsolutePath();
    }

    double secondsToAnswer() {
        return secondsToAnswer;
    }

    int port() {
        return port;
    }

    String key() {
        return key;
    }

    Wire wire() {
        return new Wire(port, key);
    }

    /** The address of its database, for whoever may do anything there. */
    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", password()));
    }

    String url() {
        try {
            String databasePort = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                    .get(PORT_LINE)
                    .strip();
            return "jdbc:postgresql://localhost:" + databasePort + "/postgres";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String password() {
        try {
            return Files.readString(data.resolve("postgres.password"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
