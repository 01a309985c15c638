package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.redress.app.Redress.Misuse;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.Verification;
import io.redress.command.seal.Verification.Report;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that seals what it stores. */
class SealingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static String database;
    private static Node node;

    @BeforeAll
    static void start() {
        database = Postgres.database();
        node = serving(folder);
    }

    private static Node serving(Path seals) {
        return Node.servingStrangers(
                database,
                Map.of(
                        "redress.clock",
                        false,
                        "redress.seals.folder",
                        seals.toString(),
                        "redress.seals.every",
                        "100ms"));
    }

    @AfterAll
    static void stop() {
        node.close();
        CLIENT.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Report verified() {
        SealPlace place = new SealPlace(folder);
        return Verification.of(
                node.sql(),
                SealKeys.believing(place.believedKeys()),
                place.file().all(),
                _ -> {});
    }

    private static void awaitSealed() {
        await().atMost(PATIENCE).until(() -> verified().unsealed() == 0);
    }

    @Test
    void what_is_done_is_sealed_soon_and_everybody_can_ask_for_the_seal() throws Exception {
        node.order("O-sealed");
        awaitSealed();
        Report report = verified();
        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isPositive();
        await().atMost(PATIENCE).until(() -> get("/seals/last").statusCode() == 200);
        HttpResponse<String> last = get("/seals/last");
        HttpResponse<String> keys = get("/seals/keys");
        assertThat(last.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
        assertThat(new SealPlace(folder).file().all()).contains(last.body());
        assertThat(keys.body().lines()).containsExactlyElementsOf(new SealPlace(folder).believedKeys());
        assertThat(get("/seals").statusCode()).isEqualTo(401);
    }

    @Test
    void how_old_the_last_seal_is_can_be_watched() {
        node.order("O-watched");
        awaitSealed();
        MeterRegistry meters = node.bean(MeterRegistry.class);
        assertThat(meters.get("redress.seal.age").gauge().value()).isNotNegative();
        assertThat(meters.get("redress.seal.lag").gauge().value()).isZero();
        assertThat(meters.get("redress.seal.trouble").gauge().value()).isZero();
    }

    @Test
    void nobody_else_reads_the_key_that_was_made() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("seal.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_database_that_is_not_the_one_of_the_seals_is_not_sealed_and_degrades_the_health(@TempDir Path other)
            throws Exception {
        node.order("O-other");
        awaitSealed();
        for (String name : List.of("seal.key", "keys.txt", "seals.txt")) {
            Files.copy(folder.resolve(name), other.resolve(name));
        }
        String elsewhere = Postgres.database();
        try (Node restored = Node.servingStrangers(
                elsewhere,
                Map.of(
                        "redress.clock",
                        false,
                        "redress.seals.folder",
                        other.toString(),
                        "redress.seals.every",
                        "100ms"))) {
            restored.order("O1");
            URI health = URI.create("http://127.0.0.1:" + restored.port() + "/actuator/health");
            await().atMost(PATIENCE)
                    .until(() -> CLIENT.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                            .body()
                            .contains("DEGRADED"));
            assertThat(restored.bean(MeterRegistry.class)
                            .get("redress.seal.trouble")
                            .gauge()
                            .value())
                    .isOne();
            assertThat(restored.sql()
                            .sql("SELECT count(*) FROM event_store.seal")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "PRIVATE+KEY+redress+00000000+AAAA"})
    void a_key_that_is_none_is_refused(String key, @TempDir Path seals) {
        assertThat(catchThrowable(() -> new SealPlace(seals).keys(key, List.of())))
                .isInstanceOfSatisfying(
                        Misuse.class, told -> assertThat(told.english()).contains("redress seal new-key"));
    }

    @Test
    void a_key_that_was_exchanged_stays_believed(@TempDir Path seals) {
        SealPlace place = new SealPlace(seals);
        List<String> first =
                place.keys(SealKeys.newSecret("redress"), List.of()).verifierKeys();
        List<String> second =
                place.keys(SealKeys.newSecret("redress"), List.of()).verifierKeys();
        assertThat(second).hasSize(2).containsAll(first);
        assertThat(place.believedKeys()).containsExactlyInAnyOrderElementsOf(second);
    }
}
