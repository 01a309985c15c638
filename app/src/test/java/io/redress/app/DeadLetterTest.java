package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An event that a sheet cannot take in harms its own case only, and can be seen waiting. */
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterTest {
    private static final Map<String, Object> SANDBOX = Map.of("redress.sandbox", true, "redress.clock", false);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LAG_MAX = Duration.ofSeconds(5);
    private static final String BOARD = "read.window-board";

    private Node node;

    @BeforeEach
    void start() {
        node = Node.sandbox(Postgres.database());
        List.of("P0", "P1", "P2")
                .forEach(report -> node.act("report", "{'report': '%s', 'room': 'L1'}".formatted(report)));
        node.awaitSheets();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void an_event_whose_row_is_missing_is_parked_with_the_later_ones_of_its_case_only() {
        node.order("O1");
        node.act("file-return", """
                {'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}""");
        node.awaitSheets();
        node.sql()
                .sql("DELETE FROM read_model.window_board WHERE owner = 'return/R1'")
                .update();

        node.act("refuse-return", "{'return': 'R1', 'reason': 'worn'}"); // meets a window that the board has lost
        node.act("triage", "{'report': 'P1'}");
        node.act("request-intervention", "{'return': 'R1'}");
        node.act("triage", "{'report': 'P2'}");

        // others wait no longer than promised
        await().atMost(LAG_MAX).untilAsserted(() -> {
            assertThat(outcome("report/P1")).isEqualTo("met");
            assertThat(outcome("report/P2")).isEqualTo("met");
        });
        await().atMost(PATIENCE).until(() -> parked(BOARD).size() == 2);
        assertThat(parked(BOARD))
                .containsExactly(
                        Map.of("aggregateidentifier", "return/R1", "payloadtype", "return.refused.v1"),
                        Map.of("aggregateidentifier", "return/R1", "payloadtype", "demand.intervention-requested.v1"));
        assertThat(causes()).first().asString().contains("changes a row that is not there");
        assertThat(outcome("report/P0")).isEqualTo("open");
        // other sheets have no quarrel with this case
        node.awaitSheets();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM read_model.case_file_entry WHERE subject = 'return/R1'")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(parkedBySheets()).containsExactly(BOARD);
    }

    @Test
    void an_event_that_breaks_a_constraint_is_parked_and_the_others_of_its_batch_are_not() {
        node.sql().sql("""
                        ALTER TABLE read_model.window_board
                        ADD CONSTRAINT broken CHECK (subject <> 'report/P9')""").update();
        List.of("P7", "P8", "P9", "P10", "P11")
                .forEach(report -> node.act("report", "{'report': '%s', 'room': 'L1'}".formatted(report)));
        node.act("triage", "{'report': 'P9'}");
        node.act("triage", "{'report': 'P10'}");

        await().atMost(PATIENCE).until(() -> parked(BOARD).size() == 2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(outcome("report/P7")).isEqualTo("open");
            assertThat(outcome("report/P10")).isEqualTo("met");
            assertThat(outcome("report/P11")).isEqualTo("open");
        });
        assertThat(parked(BOARD))
                .containsExactly(
                        Map.of("aggregateidentifier", "report/P9", "payloadtype", "report.filed.v1"),
                        Map.of("aggregateidentifier", "report/P9", "payloadtype", "report.triaged.v1"));
    }

    @Test
    void what_is_parked_is_said_in_the_log_and_by_the_health_of_a_service_that_goes_on(CapturedOutput log)
            throws IOException, InterruptedException {
        String database = Postgres.database();
        try (Node serving = Node.serving(database, SANDBOX)) {
            assertThat(health(serving, "")).contains("200", "\"status\":\"UP\"").doesNotContain("DEGRADED");
            serving.clock().startAt(Node.EVENING);
            serving.sql().sql("""
                            ALTER TABLE read_model.window_board
                            ADD CONSTRAINT broken CHECK (subject <> 'report/P9')""").update();
            serving.act("report", "{'report': 'P9', 'room': 'the room of Jun'}");
            await().atMost(PATIENCE).until(() -> serving.bean(Sheets.class).parked() == 1);

            assertThat(health(serving, "")).contains("200", "\"status\":\"DEGRADED\"", "\"" + BOARD + "\":1");
            assertThat(health(serving, "/liveness")).contains("200", "UP");
            assertThat(health(serving, "/readiness")).contains("200", "UP");
        }
        assertThat(log.getErr())
                .contains("ERROR", BOARD + " could not take in report.filed.v1 of report/P9")
                .doesNotContain("the room of Jun", "they could not take in");
        Node.inside(database, SANDBOX).close();
        assertThat(log.getErr()).contains("events are parked that could not be taken in: {" + BOARD + "=1}");
    }

    private static String health(Node node, String of) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + node.port() + "/actuator/health" + of);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    /** What a sheet has parked, in the order in which it would be taken in. */
    private List<Map<String, Object>> parked(String sheet) {
        return node.sql().sql("""
                        SELECT aggregateIdentifier, payloadType FROM read_model.dead_letter_entry
                        WHERE processingGroup = ? ORDER BY sequenceIdentifier, sequenceIndex""").param(sheet).query().listOfRows();
    }

    private List<String> causes() {
        return node.sql()
                .sql("SELECT causeMessage FROM read_model.dead_letter_entry ORDER BY sequenceIndex")
                .query(String.class)
                .list();
    }

    private List<String> parkedBySheets() {
        return node.sql()
                .sql("SELECT DISTINCT processingGroup FROM read_model.dead_letter_entry")
                .query(String.class)
                .list();
    }

    private String outcome(String subject) {
        return node.sql()
                .sql("SELECT outcome FROM read_model.window_board WHERE subject = ?")
                .param(subject)
                .query(String.class)
                .optional()
                .orElse("absent");
    }
}
