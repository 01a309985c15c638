package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.Redress.Misuse;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.windowboard.WindowBoardQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants that nobody means: each is kept and shown by every sheet, or refused where it comes in. */
class EdgesOfTimeTest {
    private static final String LAST = "9999-12-31T23:59:59.999999+08:00";

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.sandbox(Postgres.database());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void order(String id, String paidAt, String agreedShipBy) {
        node.act("register-order", """
                {'order': '%s', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'agreedShipBy': '%s', 'lines': [{'line': 'A', 'amount': 100}]}""".formatted(id, paidAt, agreedShipBy));
    }

    private static void complaint(String id) {
        node.act("file-complaint", """
                {'complaint': '%s', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1', 'operator': 'H1',
                 'room': 'L1', 'serious': false}""".formatted(id));
    }

    private static void extension(String complaint, String dueAt) {
        node.act("propose-extension", """
                {'subject': 'complaint/%s', 'obligation': 'merchant-accept-complaint', 'by': 'merchant', 'dueAt': '%s'}
                """.formatted(complaint, dueAt));
    }

    private static void assertRefused(String field, Runnable act) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(Rule.FIELD_ILL_FORMED);
            assertThat(refusal.reasons().getFirst().field()).isEqualTo(field);
        });
    }

    private static List<String> dueOf(String subject) {
        node.awaitSheets();
        assertThat(node.bean(Sheets.class).parked()).isZero();
        List<String> due = new ArrayList<>();
        node.bean(WindowBoardQueries.class).ledger(row -> {
            if (row.subject().equals(subject)) {
                due.add(row.obligation().id() + " " + row.dueAt());
            }
        });
        return due;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+294277-01-09T04:00:54.775807Z",
                "+999999999-12-31T23:59:59.999999999-18:00",
                "+10000-01-01T00:00:00+08:00",
                "9999-12-31T23:59:59Z",
                "0000-12-31T23:59:59Z",
                "-4713-11-24T00:00:00Z",
                "-999999999-01-01T00:00:00+18:00"
            })
    void an_instant_that_no_sheet_could_show_is_refused_and_its_field_is_named(String instant) {
        complaint("C-" + instant);
        assertRefused("agreedShipBy", () -> order("O-" + instant, node.now().toString(), instant));
        assertRefused("paidAt", () -> order("O-" + instant, instant, node.now().toString()));
        assertRefused("dueAt", () -> extension("C-" + instant, instant));
    }

    @Test
    void the_first_and_the_last_instant_that_can_be_shown_are_on_the_sheets() {
        order("O1", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999+08:00");
        order("O2", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+08:00");
        assertThat(dueOf("order/O1")).containsExactly("merchant-ship-goods " + LAST);
        assertThat(dueOf("order/O2")).containsExactly("merchant-ship-goods 9999-12-31T23:59:59+08:00");
    }

    /** The consumer may say no, however late an instant was agreed before. */
    @Test
    void a_deadline_that_moves_past_the_last_instant_stays_at_it() {
        node.act("file-complaint", """
                {'complaint': 'C1', 'consumer': 'U1', 'against': 'operator', 'merchant': 'M1', 'operator': 'H1',
                 'room': 'L1', 'serious': false}""");
        String window = "'subject': 'complaint/C1', 'obligation': 'room-operator-resolve-complaint'";
        node.act("propose-extension", "{%s, 'by': 'operator', 'dueAt': '%s'}".formatted(window, LAST));
        node.act("accept-extension", "{%s}".formatted(window));
        node.act("offer-solution", "{'complaint': 'C1', 'by': 'operator', 'remedy': 'a coupon'}");
        node.clock().advanceTo(node.now().plus(Duration.ofHours(1)));
        node.act("reject-solution", "{'complaint': 'C1'}");
        assertThat(dueOf("complaint/C1")).contains("room-operator-resolve-complaint " + LAST);
    }

    @Test
    void a_scenario_from_the_first_instant_to_the_last_has_a_ledger(@TempDir Path out)
            throws IOException, TimeoutException {
        String order = """
                {"at": "%1$s", "do": "register-order", "order": "%2$s", "consumer": "U1", "merchant": "M1", \
                "operator": "H1", "room": "L1", "paidAt": "%1$s", %3$s"lines": [{"line": "A", "amount": 100}]}
                """;
        Scenario scenario = Scenario.read(
                """
                {"at": "0001-01-01T00:00:00Z", "do": "publish-rules", "windows": {"merchant-ship-goods": "PT48H"}}
                """
                        + order.formatted("0001-01-01T00:00:00Z", "O1", "")
                        + order.formatted("9999-12-31T23:59:58+08:00", "O2", "\"agreedShipBy\": \"" + LAST + "\", ")
                        + order.formatted("9999-12-31T23:59:59+08:00", "O3", "")
                        + "{\"at\": \"%s\", \"do\": \"advance\"}".formatted(LAST),
                "edges.jsonl");
        try (Node other = Node.inside(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            SimulateCommand.play(scenario, other.context(), out.resolve("ledger.csv"), out.resolve("refused.csv"));
        }
        assertThat(Files.readAllLines(out.resolve("refused.csv"))).containsExactly("line,act", "4,register-order");
        assertThat(Files.readAllLines(out.resolve("ledger.csv")))
                .contains(
                        "order/O1,merchant-ship-goods,1,merchant:M1,0001-01-01T08:00:00+08:00,0001-01-03T08:00:00+08:00,"
                                + "lapsed,0001-01-03T08:00:00+08:00,platform-rules",
                        "order/O2,merchant-ship-goods,1,merchant:M1,9999-12-31T23:59:58+08:00,9999-12-31T23:59:59+08:00,"
                                + "lapsed,9999-12-31T23:59:59+08:00,agreement",
                        "order/O2,room-operator-urge-promise,1,room-operator:H1,9999-12-31T23:59:59+08:00,"
                                + "9999-12-31T23:59:59+08:00,lapsed,9999-12-31T23:59:59+08:00,default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "+999999999-12-31T23:59:59Z"})
    void a_scenario_outside_the_times_that_are_kept_is_refused_with_its_line(String at) {
        assertThatThrownBy(() -> Scenario.read("{\"at\": \"%s\", \"do\": \"advance\"}".formatted(at), "edges.jsonl"))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("edges.jsonl, line 1")
                .hasMessageContaining("at");
    }
}
