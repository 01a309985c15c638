package io.redress.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged demo in a process of its own, as a stranger finds it: an address, and tokens for the asking. */
final class DemoService implements AutoCloseable {
    private static final Path JAR = Path.of("..", "target", "redress.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Path said;
    private final Process process;

    /** @param settings further settings of the service, as environment variables */
    DemoService(Path folder, Map<String, String> settings) {
        try {
            port = freePort();
            said = folder.resolve("said.txt");
            List<String> command = new ArrayList<>(List.of(
                    JAVA.resolve("java").toString(),
                    "-Xmx512m",
                    "-jar",
                    JAR.toAbsolutePath().toString(),
                    "demo",
                    "--data",
                    folder.resolve("data").toString(),
                    "--port",
                    Integer.toString(port)));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().remove("REDRESS_DATABASE_URL");
            builder.environment().putAll(settings);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive()).as(this::said).isTrue();
                return said().contains("/api/v1/queue");
            });
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** What it printed so far. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An access token for this party, from the issuer that only a sandbox has. */
    String token(String role, String party) {
        String asked =
                JSON.createObjectNode().put("role", role).put("party", party).toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/v1/sandbox/tokens"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(asked))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return body.get("token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does an act with this token. */
    void does(String token, String address, String body) {
        var _ = done(token, address, body);
    }

    /** Does it, and says what was answered. */
    JsonNode done(String token, String address, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/v1" + address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "does" + address.replace('/', '-'))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the service holds on its heap after the garbage is gone, in bytes. */
    long heapBytes() {
        // twice, because what waits for a finalizer or a reference queue goes with the second
        jcmd("GC.run");
        jcmd("GC.run");
        return jcmd("GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.trim().split("\\s+"))
                .mapToLong(columns -> Long.parseLong(columns[2]))
                .findFirst()
                .orElseThrow();
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
