package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.app.TicketReceiver.Fault;
import io.redress.app.certify.Certification;
import io.redress.app.certify.Certification.Secrets;
import io.redress.app.certify.Finding;
import io.redress.app.certify.Finding.Verdict;
import io.redress.app.certify.Requirement;
import io.redress.command.webhook.WebhookSecret;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kit finds nothing wrong with a receiver that is as it should be, and in each other one what is wrong with it. */
@Tag("ci")
class CertifyIT {
    private static final Secrets SECRETS = new Secrets(WebhookSecret.draw(), WebhookSecret.draw());

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.servingStrangers(Postgres.database(), Map.of("redress.sandbox", true));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** A receiver that runs, where it is, and where it calls back. */
    private record Running(Process process, int port, int gate) implements AutoCloseable {
        static Running of(Fault fault) throws IOException {
            int gate = freePort();
            Process process = TicketReceiver.start(
                    SECRETS.messages().text(),
                    SECRETS.callbacks().text(),
                    "http://127.0.0.1:" + gate + "/callbacks",
                    fault);
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new Running(process, Integer.parseInt(said.readLine()), gate);
        }

        String url() {
            return "http://127.0.0.1:" + port + "/redress";
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static List<Finding> certified(Fault fault) throws IOException {
        try (Running receiver = Running.of(fault);
                Certification certification = new Certification(
                        node.context(),
                        node.port(),
                        receiver.gate(),
                        URI.create(receiver.url()),
                        SECRETS,
                        Duration.ofSeconds(fault == Fault.NONE ? 10 : 5))) {
            assertThat(certification.awaitReceiver(Duration.ofSeconds(30)).ready())
                    .isTrue();
            return certification.play(EnumSet.allOf(Requirement.class));
        }
    }

    private static Set<String> named(List<Finding> findings, Verdict verdict) {
        return findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .map(finding -> finding.requirement().toString())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "TAKES_EVERYTHING, refuses-forgeries refuses-old-and-future",
        "ACTS_TWICE, acts-once",
        "IGNORES_ORDER, keeps-the-newest",
        "SIGNS_BADLY, signs-callbacks",
        "RETRIES_REFUSALS, takes-a-refusal",
        "SLOW, answers-in-time",
        "ACTS_AFTER_LAPSE, lets-lapsed-be",
        "KNOWS_ONE_SIGNATURE, takes-both-signatures",
        "NUMBERS_FROM_TWO, counts-versions",
        "GIVES_NEW_IDS, sends-again counts-versions",
        "REDIRECTS, takes-unknown-types never-redirects"
    })
    void a_receiver_fails_what_is_wrong_with_it_and_nothing_else(Fault fault, String failed) throws IOException {
        List<Finding> findings = certified(fault);
        assertThat(named(findings, Verdict.FAIL)).as(findings::toString).containsExactlyInAnyOrder(failed.split(" "));
    }

    @Test
    void a_receiver_that_never_calls_back_is_told_what_it_has_not_shown() throws IOException {
        List<Finding> findings = certified(Fault.ONLY_RECEIVES);
        Set<String> ofCallbacks = Arrays.stream(Requirement.values())
                .filter(Requirement::ofCallbacks)
                .map(Requirement::toString)
                .collect(Collectors.toSet());
        assertThat(named(findings, Verdict.FAIL)).as(findings::toString).isEmpty();
        assertThat(named(findings, Verdict.NOT_SHOWN)).isEqualTo(ofCallbacks);
    }

    /** What a command printed, and its exit status. */
    private record Ended(int status, String said) {}

    private static Ended command(Running receiver, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "certify",
                receiver.url(),
                "--secret",
                SECRETS.messages().text(),
                "--callback-secret",
                SECRETS.callbacks().text(),
                "--callback-port",
                Integer.toString(receiver.gate())));
        words.addAll(List.of(more));
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int status = Redress.run(words.toArray(String[]::new));
            return new Ended(status, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void a_receiver_that_is_as_it_should_be_meets_everything() throws IOException {
        try (Running receiver = Running.of(Fault.NONE)) {
            Ended ended = command(receiver);
            assertThat(ended.status()).as(ended.said()).isZero();
            assertThat(ended.said())
                    .contains("PASS      sends-again", "通过", "17 of 17 requirements are met")
                    .doesNotContain("FAIL", "NOT SHOWN");
        }
    }

    @Test
    void what_only_callbacks_show_is_required_unless_told() throws IOException {
        try (Running receiver = Running.of(Fault.ONLY_RECEIVES)) {
            String[] only = {"--only", "acts-once,takes-duplicates", "--patience", "1", "--json"};
            assertThat(command(receiver, only).status()).isEqualTo(Redress.FAILED);
            String[] receiveOnly = Arrays.copyOf(only, only.length + 1);
            receiveOnly[only.length] = "--receive-only";
            Ended ended = command(receiver, receiveOnly);
            assertThat(ended.status()).as(ended.said()).isZero();
            assertThat(Node.json(ended.said()).findValuesAsString("verdict")).containsExactly("pass", "not-shown");
        }
    }
}
