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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** The packaged jar in a process of its own, with its database server in another, so that both can be killed. */
final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "redress.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern CREDENTIAL = Pattern.compile("(?m)^(?:export PLATFORM=| +)(rk_\\w+|eyJ[\\w.-]+)$");

    /** Ready soon, and slow for ever: what most tests want. */
    private static final List<String> SOON = List.of("-XX:TieredStopAtLevel=1");

    /** By folder, since a key is printed once. */
    private static final Map<String, String> CREDENTIALS = new ConcurrentHashMap<>();

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
    private volatile String credential = "";
    private ProcessHandle server;

    private PackagedService(String command, Path data, int port, List<String> jvm, Map<String, String> environment) {
        this.data = data;
        this.port = port;
        try {
            out = Files.createTempFile(data.toAbsolutePath().getParent(), "out", ".txt");
            err = Files.createTempFile(data.toAbsolutePath().getParent(), "err", ".txt");
            ProcessBuilder builder = java(jvm, command, "--data", data.toString(), "--port", Integer.toString(port))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder java(List<String> jvm, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        // on the PostgreSQL that comes along, whatever the machine that tests has
        builder.environment().remove("REDRESS_DATABASE_URL");
        builder.environment().remove(FirstKey.FILE);
        return builder;
    }

    /** What a command printed where results and where errors go, and its exit status. */
    record Printed(int status, String out, String err) {}

    /** Runs a command that ends by itself, on this folder. */
    static Printed run(Path data, String... words) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            List<String> all = new ArrayList<>(List.of(words));
            all.addAll(List.of("--data", data.toString()));
            Process process = java(SOON, all.toArray(String[]::new))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ended")
                    .isTrue();
            Printed printed = new Printed(process.exitValue(), read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            return printed;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs this command on this folder until it is ready. */
    static PackagedService ready(String command, Path data) {
        return ready(command, data, Map.of());
    }

    static PackagedService ready(String command, Path data, Map<String, String> environment) {
        return ready(command, data, SOON, environment);
    }

    /** The same as users run it, who wait a little longer for the start. */
    static PackagedService readyForMuch(String command, Path data) {
        return ready(command, data, List.of(), Map.of());
    }

    private static PackagedService ready(String command, Path data, List<String> jvm, Map<String, String> environment) {
        PackagedService service = new PackagedService(command, data, freePort(), jvm, environment);
        try {
            service.awaitReady();
            service.findCredential();
        } catch (RuntimeException | AssertionError e) {
            service.close();
            throw e;
        }
        return service;
    }

    /** What becomes of a command that cannot run. */
    static Ended refused(String command, Path data, int port) {
        return refused(command, data, port, Map.of());
    }

    static Ended refused(String command, Path data, int port, Map<String, String> environment) {
        try (PackagedService service = new PackagedService(command, data, port, SOON, environment)) {
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

    /** A demo prints tokens at each start; otherwise the first start on a folder prints the administrator's key. */
    private void findCredential() {
        try {
            Matcher shown = CREDENTIAL.matcher(read(out));
            String folder = data.toRealPath().toString();
            if (shown.find()) {
                CREDENTIALS.put(folder, shown.group(1));
            }
            credential = CREDENTIALS.getOrDefault(folder, "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it printed where results go. */
    String printed() {
        return read(out);
    }

    /** What it printed where logs and errors go. */
    String logged() {
        return read(err);
    }

    /** From now on requests show this credential, or none when it is empty; until then that of the platform. */
    PackagedService as(String credential) {
        this.credential = credential;
        return this;
    }

    /** How long processors have worked for it so far; its database server not counted. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The credential that requests show. */
    String credential() {
        return credential;
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
        return sql(password());
    }

    /** A connection to the database past the service. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(address(), "postgres", password());
    }

    /** The same with a password that somebody tries. */
    JdbcClient sql(String password) {
        return JdbcClient.create(new DriverManagerDataSource(address(), "postgres", password));
    }

    private String password() {
        return read(data.resolve("postgres.password"));
    }

    private String address() {
        return "jdbc:postgresql://localhost:" + pidFile().get(3) + "/postgres";
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** Posts these fields under a key; single quotes will do. */
    Answer post(String path, String fields, String key) throws IOException {
        return send(posts(path, fields, key));
    }

    HttpRequest.Builder posts(String path, String fields, String key) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Node.json(fields).toString()));
    }

    /** A question at this address, with the credential that is shown at the moment. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path));
        return credential.isEmpty() ? request : request.header("Authorization", "Bearer " + credential);
    }

    static Answer send(HttpRequest.Builder request) throws IOException {
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
