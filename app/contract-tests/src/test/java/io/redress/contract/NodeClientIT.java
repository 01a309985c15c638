package io.redress.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the world's tools make of the contract: a linter finds nothing, a typed client does a newcomer's walk, and the
 * published library verifies webhooks.
 */
class NodeClientIT {
    private static final Path FOLDER = Path.of("src", "test", "node");

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(
                exists("npm"),
                "there is no Node.js here: the contract is not linted, no TypeScript client made, and no webhook verified");
        run("npm", Map.of(), "ci");
    }

    private static boolean exists(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_linter_finds_nothing() throws Exception {
        assertThat(run("npm", Map.of(), "run", "lint"))
                .contains("No results with a severity of 'hint' or higher found");
    }

    @Test
    void a_linter_finds_nothing_in_the_catalogue_of_events() throws Exception {
        assertThat(run("npm", Map.of(), "run", "lint-events"))
                .contains("No results with a severity of 'hint' or higher found");
    }

    @Test
    void a_linter_would_find_an_event_that_is_not_described(@TempDir Path folder) throws Exception {
        Path contracts = Path.of("..", "..", "api-contracts");
        Path spoilt = Files.createDirectory(folder.resolve("asyncapi")).resolve("redress.yaml");
        Files.createDirectory(folder.resolve("openapi"));
        Files.copy(
                contracts.resolve(Path.of("openapi", "redress.yaml")),
                folder.resolve(Path.of("openapi", "redress.yaml")));
        Files.writeString(
                spoilt,
                Files.readString(contracts.resolve(Path.of("asyncapi", "redress.yaml")))
                        .replace("#/components/messages/window.lapsed'", "#/components/messages/window.laps'"));
        Ended ended = end(
                "npx",
                Map.of(),
                "spectral",
                "lint",
                "--fail-severity=hint",
                "--ruleset",
                ".spectral-events.yaml",
                spoilt.toString());
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("invalid-ref");
    }

    @Test
    void a_linter_would_find_a_wrong_word(@TempDir Path folder) throws Exception {
        Path contract = Path.of("..", "..", "api-contracts", "openapi", "redress.yaml");
        Path spoilt = folder.resolve("redress.yaml");
        Files.writeString(
                spoilt, Files.readString(contract).replace("operationId: fileComplaint", "operationID: fileComplaint"));
        Ended ended = end(
                "npx",
                Map.of(),
                "spectral",
                "lint",
                "--fail-severity=hint",
                "--ruleset",
                ".spectral.yaml",
                spoilt.toString());
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("operation-operationId");
    }

    @Test
    void a_typed_client_files_a_complaint_and_reads_why_it_is_due(@TempDir Path folder) throws Exception {
        run("npm", Map.of(), "run", "generate");
        run("npm", Map.of(), "run", "compile");
        try (DemoService demo = new DemoService(folder, Map.of())) {
            String said = run(
                    "npm",
                    Map.of(
                            "REDRESS_URL", demo.address() + "/api/v1",
                            "CONSUMER_TOKEN", demo.token("consumer", "jun"),
                            "AGENT_TOKEN", demo.token("agent", "wei"),
                            "PLATFORM_TOKEN", demo.token("platform", "redress")),
                    "run",
                    "walk");
            assertThat(said).contains("the walk is done");
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_published_library_verifies_what_is_delivered(@TempDir Path folder) throws Exception {
        Process receiver = new ProcessBuilder("npm", "--silent", "run", "receive")
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (DemoService demo = new DemoService(folder, Map.of());
                BufferedReader heard = receiver.inputReader();
                Writer told = receiver.outputWriter()) {
            String port = heard.readLine();
            JsonNode made = demo.done(
                    demo.token("merchant", "lanhua-tea"),
                    "/webhook-endpoints",
                    "{\"url\":\"http://localhost:" + port + "/redress\",\"types\":[\"*\"]}");
            told.write(made.required("secret").asText() + "\n");
            told.flush();
            assertThat(heard.readLine()).isEqualTo("ready");
            demo.does(
                    demo.token("consumer", "jun"),
                    "/returns",
                    "{\"return\":\"R9\",\"order\":\"O3\",\"kind\":\"return-and-refund\",\"reason\":\"not-as-described\",\"lines\":[\"tea\"]}");
            Set<String> seen = new HashSet<>();
            while (!seen.containsAll(Set.of("verified window.opened return/R9", "verified ticket.changed return/R9"))) {
                String line = heard.readLine();
                assertThat(line).startsWith("verified ");
                seen.add(line);
            }
        } finally {
            receiver.descendants().forEach(ProcessHandle::destroy);
            receiver.destroy();
        }
    }

    private record Ended(int status, String said) {}

    private static String run(String program, Map<String, String> environment, String... arguments) throws Exception {
        Ended ended = end(program, environment, arguments);
        assertThat(ended.status())
                .as(() -> program + " " + String.join(" ", arguments) + "\n" + ended.said())
                .isZero();
        return ended.said();
    }

    private static Ended end(String program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }
}
