package io.redress.app.contract;

import io.redress.command.clock.SandboxClock;
import io.redress.command.personal.WrappingKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service as a sandbox on a PostgreSQL of its own; one for all tests of the contract. */
@SpringBootTest(
        properties = {
            "redress.sandbox=true",
            "redress.durable=false",
            "redress.seals.every=200ms",
            // quotas are another test's matter
            "redress.rate-limit.nobody.requests=1000000",
            "spring.main.log-startup-info=false",
            // the validator's own schemas have a word that it does not know
            "logging.level.com.networknt=error"
        })
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@Import(PlatformAsks.class)
abstract class InSandbox {
    /** A Friday morning before which the examples of the contract happen. */
    private static final Instant BEGIN = Instant.parse("2026-11-13T01:00:00Z");

    @BeforeEach
    void start(@Autowired SandboxClock clock) {
        clock.startAt(BEGIN);
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", Server::address);
        properties.add("redress.seals.folder", Seals::folder);
        properties.add("redress.personal-data.key", WrappingKey::newSecret);
    }

    /** A new folder for each database. */
    private static final class Seals {
        static String folder() {
            try {
                return Files.createTempDirectory(Path.of("target"), "seals").toString();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Started with the context and stopped with the JVM. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("timezone", "UTC")
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static String address() {
            return POSTGRES.getJdbcUrl("postgres", "postgres");
        }
    }
}
