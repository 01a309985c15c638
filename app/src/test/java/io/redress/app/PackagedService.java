package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** The packaged jar in a process of its own, with its database server in another, so that both can be killed. */
final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "redress.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** What a command printed where errors go, and its exit status. */
    record Ended(int status, String said) {}

    /** An answer, which shows nothing of the insides of the service, whatever became of it. */
    record Answer(int status, String body, boolean replayed) {
        Answer {
            assertThat(body).doesNotContainPattern(HttpTest.INSIDES);
        }

        JsonNode json() {
            return Node.json(body);
        }
    }

    private final int port;
    private final Process process;
    private final Path data;
    private final Path out;
    private final Path err;
    private ProcessHandle server;

    private PackagedService(String command, Path data, int port) {
        this.data = data;
        this.port = port;
        try {
            out = Files.createTempFile(data.toAbsolutePath().getParent(), "out", ".txt");
            err = Files.createTempFile(data.toAbsolutePath().getParent(), "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-Dstderr.encoding=UTF-8",
                            "-jar",
                            JAR.toAbsolutePath().toString(),
                            command,
                            "--data",
                            data.toString(),
                            "--port",
                            Integer.toString(port))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // on the PostgreSQL that comes along, whatever the machine that tests has
            builder.environment().remove("REDRESS_DATABASE_URL");
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs this command on this folder until it is ready. */
    static PackagedService ready(String command, Path data) {
        PackagedService service = new PackagedService(command, data, freePort());
        try {
            service.awaitReady();
        } catch (RuntimeException | AssertionError e) {
            service.close();
            throw e;
        }
        return service;
    }

    /** What becomes of a command that cannot run. */
    static Ended refused(String command, Path data, int port) {
        try (PackagedService service = new PackagedService(command, data, port)) {
            return service.ended();
        }
    }

    static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It is ready when it says where to look. */
    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive())
                    .as(() -> "it runs, and said " + read(err))
                    .isTrue();
            return read(out).contains("/api/v1/queue");
        });
        server = ProcessHandle.of(Long.parseLong(pidFile().getFirst())).orElseThrow();
    }

    private List<String> pidFile() {
        return read(data.resolve("postgres/postmaster.pid"))
                .lines()
                .map(String::strip)
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    /** Waits until it ends by itself. */
    Ended ended() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ended")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Ended(process.exitValue(), read(err));
    }

    /** {@code kill -9} of the service; its database server lives on. */
    void kill() {
        process.destroyForcibly();
    }

    /** {@code kill -9} of the database server; what becomes of the service is its own affair. */
    void killServer() {
        server.destroyForcibly();
    }

    boolean serverLives() {
        return server.isAlive();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
        if (server != null) {
            killServer();
            server.onExit().join();
        }
    }

    /** Looks into the database past the service. */
    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://localhost:" + pidFile().get(3) + "/postgres", "postgres", ""));
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** Posts these fields under a key; single quotes will do. */
    Answer post(String path, String fields, String key) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Node.json(fields).toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path));
    }

    private static Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
