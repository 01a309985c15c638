package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.redress.api.party.Party;
import io.redress.app.MigrationConfiguration.Migrations;
import io.redress.command.notice.NoticeClock;
import io.redress.command.webhook.Courier;
import io.redress.command.webhook.Endpoints;
import io.redress.query.Reader;
import io.redress.query.partyrecord.PartyRecordQueries;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordView;
import io.redress.query.platformqueue.PlatformQueueQueries;
import io.redress.query.platformqueue.PlatformQueueQueries.Wanted;
import io.redress.query.platformqueue.QueueItemView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Owners are told of their windows once, in order and in time; and where we told them too late, that is our outage. */
class NoticesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Party MERCHANT = Party.merchant("M1");

    /** In business hours of a Wednesday. */
    private static final Instant MORNING = Node.at("2024-11-13T10:00:00+08:00");

    private String database;
    private Node node;

    private record Told(String type, String window, Instant dueAt, Instant toldAt, JsonNode data) {}

    @BeforeEach
    void start() {
        database = Postgres.database();
        node = begin();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Node begin() {
        return Node.sandbox(database);
    }

    private List<Told> told(Party party) {
        return node.sql()
                .sql("SELECT * FROM outbox.notice WHERE party = ? ORDER BY position")
                .param(party.toString())
                .query((row, _) -> told(row))
                .list();
    }

    private static Told told(ResultSet row) throws SQLException {
        return new Told(
                row.getString("type"),
                row.getString("window_of") + " " + row.getString("obligation"),
                Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(Instant.MAX),
                row.getObject("told_at", OffsetDateTime.class).toInstant(),
                Node.json(row.getString("data")));
    }

    private List<String> types(Party party) {
        return told(party).stream().map(Told::type).toList();
    }

    private void advance(String instant) {
        node.clock().advanceTo(Node.at(instant));
    }

    private void fileReturn(String id) {
        node.act("file-return", """
                {'return': '%s', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}
                """.formatted(id));
    }

    private long stored(String name) {
        return node.stored(name);
    }

    @Test
    void an_owner_is_told_whatever_becomes_of_its_windows_and_nobody_elses() {
        node.order("O1");
        fileReturn("R1");
        node.act("offer-solution", "{'return': 'R1', 'by': 'merchant', 'remedy': 'a voucher'}");
        node.act("reject-solution", "{'return': 'R1'}");
        node.act("refuse-return", "{'return': 'R1', 'reason': 'worn'}");

        await().atMost(PATIENCE).until(() -> types(MERCHANT).contains("window.met"));
        String decide = "return/R1 merchant-decide-refund-only";
        assertThat(told(MERCHANT).stream().filter(told -> told.window().equals(decide)))
                .extracting(Told::type, told -> told.data().path("reason").asString(""))
                .containsExactly(
                        tuple("window.opened", ""),
                        tuple("window.moved", "suspended"),
                        tuple("window.moved", "resumed"),
                        tuple("window.met", ""));
        assertThat(types(Party.consumer("U-O1"))).contains("window.opened", "window.met");
        assertThat(told(MERCHANT)).allSatisfy(told -> assertThat(told.window()).contains("merchant-"));
        assertThat(told(MERCHANT).toString()).doesNotContain("U-O1", "voucher", "worn");
    }

    @Test
    void what_will_be_due_is_told_once_a_step_while_time_passes_and_no_more_when_it_is_done() {
        advance("2024-11-13T10:00:00+08:00");
        node.order("O1");
        fileReturn("R1"); // to be decided within 48 hours
        advance("2024-11-20T10:00:00+08:00");

        List<Told> steps = told(MERCHANT).stream()
                .filter(told -> told.window().equals("return/R1 merchant-decide-refund-only"))
                .filter(told -> told.type().equals("window.due-soon"))
                .toList();
        Instant dueAt = steps.getFirst().dueAt();
        assertThat(steps)
                .extracting(told -> told.data().path("step").asString(), Told::toldAt)
                .containsExactly(
                        tuple(
                                "1/2",
                                MORNING.plus(Duration.between(MORNING, dueAt).dividedBy(2))),
                        tuple("PT1H", dueAt.minus(Duration.ofHours(1))));
        assertThat(types(MERCHANT)).contains("window.lapsed");
        assertThat(stored("window.unheard.v1")).isZero();

        node.order("O2");
        node.act("ship", "{'order': 'O2'}");
        advance("2024-12-20T10:00:00+08:00");
        assertThat(told(MERCHANT))
                .filteredOn(told -> told.window().equals("order/O2 merchant-ship-goods"))
                .extracting(Told::type)
                .containsExactly("window.opened", "window.met");
    }

    @Test
    void who_asks_for_it_is_told_in_business_hours_of_what_will_be_due_and_never_later() {
        node.bean(NoticeClock.class).dueSoon().inBusinessHours(MERCHANT, true);
        advance("2024-11-15T17:00:00+08:00"); // a Friday
        node.order("O1");
        fileReturn("R1"); // to be decided until Sunday 17:00
        advance("2024-11-18T10:00:00+08:00");

        assertThat(told(MERCHANT))
                .filteredOn(told -> told.window().equals("return/R1 merchant-decide-refund-only"))
                .filteredOn(told -> told.type().equals("window.due-soon"))
                .extracting(told -> told.data().path("step").asString(), Told::toldAt)
                .containsExactly(
                        tuple("1/2", Node.at("2024-11-15T18:00:00+08:00")),
                        tuple("PT1H", Node.at("2024-11-15T18:00:00+08:00")));
    }

    @Test
    void a_window_that_lapsed_before_we_told_its_owner_is_unheard_and_does_not_count() {
        node.order("O1");
        await().atMost(PATIENCE).until(() -> types(MERCHANT).contains("window.opened"));
        node.bean(Telling.class).close();
        fileReturn("R1");
        advance("2024-11-15T21:00:00+08:00");
        assertThat(types(MERCHANT)).doesNotContain("window.lapsed");
        node.close();

        node = begin();
        await().atMost(PATIENCE).until(() -> node.history("return/R1").contains("window.unheard.v1"));
        node.awaitSheets();
        QueueItemView item = node
                .bean(PlatformQueueQueries.class)
                .list(Reader.PLATFORM, new Wanted(null, null, null, null), null, 50)
                .items()
                .stream()
                .filter(each -> each.caseSubject().toString().equals("return/R1"))
                .findFirst()
                .orElseThrow();
        assertThat(item.reason().unheard()).isTrue();
        assertThat(item.reason().text().zh()).contains("我方尚未通知");
        PartyRecordView record = node.bean(PartyRecordQueries.class)
                .read(Reader.PLATFORM, MERCHANT, Part.WHOLE)
                .orElseThrow();
        assertThat(record.total().unheard()).isEqualTo(1);
        assertThat(record.excluded())
                .filteredOn(out -> out.reason().equals("unheard"))
                .hasSize(1);
        assertThat(told(MERCHANT))
                .filteredOn(told -> told.type().equals("window.lapsed"))
                .filteredOn(told -> told.window().startsWith("return/R1"))
                .singleElement()
                .satisfies(told ->
                        assertThat(told.data().path("unheard").asBoolean(false)).isTrue());

        // said once, whoever tells it again
        long events = node.events().size();
        node.bean(Telling.class).tryParked();
        assertThat(node.events()).hasSize((int) events);
    }

    /** Nobody could have told its owner, and it was not us who came late. */
    @Test
    void a_window_that_was_over_when_it_was_recorded_is_not_unheard() {
        advance("2024-11-20T10:00:00+08:00");
        node.act("register-order", """
                {'order': 'O9', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'paidAt': '2024-11-01T10:00:00+08:00', 'lines': [{'line': 'A', 'amount': 100}]}""");
        advance("2024-11-20T10:00:01+08:00");
        await().atMost(PATIENCE).until(() -> types(MERCHANT).contains("window.lapsed"));
        assertThat(told(MERCHANT).getLast().data().has("unheard")).isFalse();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.unheard")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void an_endpoint_that_fails_is_its_owners_own_matter() {
        node.bean(Endpoints.class).create(MERCHANT, "http://127.0.0.1:9/gone", List.of("*"), "", "test");
        node.order("O1");
        fileReturn("R1");
        advance("2024-11-15T21:00:00+08:00");

        await().atMost(PATIENCE).until(() -> types(MERCHANT).contains("window.lapsed"));
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.delivery WHERE state = 'delivered'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(stored("window.unheard.v1")).isZero();
    }

    @Test
    void who_has_an_endpoint_that_is_gone_finds_that_in_its_inbox_once() throws IOException {
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gone.createContext("/", exchange -> {
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        gone.start();
        try {
            String endpoint = node.bean(Endpoints.class)
                    .create(MERCHANT, "http://127.0.0.1:" + gone.getAddress().getPort() + "/", List.of("*"), "", "test")
                    .endpoint()
                    .id();
            node.order("O1");

            await().atMost(PATIENCE).until(() -> {
                node.bean(Courier.class).sendDue();
                return types(MERCHANT).contains("endpoint.disabled");
            });
            Told told = told(MERCHANT).stream()
                    .filter(each -> each.type().equals("endpoint.disabled"))
                    .findFirst()
                    .orElseThrow();
            assertThat(told.data().get("endpoint").stringValue()).isEqualTo(endpoint);
            assertThat(told.data().get("disabled").stringValue()).isEqualTo("gone");
        } finally {
            gone.stop(0);
        }
        node.close();
        node = begin();
        fileReturn("R1");
        await().atMost(PATIENCE)
                .until(() ->
                        told(MERCHANT).stream().anyMatch(told -> told.window().startsWith("return/R1")));
        assertThat(types(MERCHANT)).containsOnlyOnce("endpoint.disabled");
    }

    @Test
    void the_whole_case_is_told_whenever_it_changes_and_only_the_newest_is_sent() {
        node.bean(Endpoints.class).create(MERCHANT, "http://127.0.0.1:9/gone", List.of("ticket.changed"), "", "test");
        node.order("O1");
        fileReturn("R1");
        node.act("refuse-return", "{'return': 'R1', 'reason': 'worn and torn'}");

        await().atMost(PATIENCE)
                .until(() -> tickets("return/R1").stream()
                        .anyMatch(ticket -> ticket.at("/data/sequence").asInt() == 2));
        JsonNode ticket = tickets("return/R1").getLast();
        assertThat(ticket.path("type").asString()).isEqualTo("ticket.changed");
        assertThat(ticket.at("/data/case").asString()).isEqualTo("return/R1");
        assertThat(ticket.at("/data/state").asString()).isEqualTo("open");
        assertThat(ticket.at("/data/windows"))
                .extracting(
                        window -> window.path("obligation").asString(),
                        window -> window.path("outcome").asString())
                .contains(tuple("merchant-decide-refund-only", "met"), tuple("consumer-request-intervention", "open"));
        assertThat(ticket.at("/data/answers"))
                .extracting(answer -> answer.path("action").asString())
                .contains("accept-return");
        assertThat(tickets("return/R1").toString()).doesNotContain("U-O1", "worn and torn");
        await().atMost(PATIENCE)
                .until(() -> node.sql().sql("""
                                        SELECT count(*) FROM outbox.delivery
                                        WHERE subject = 'return/R1' AND state <> 'superseded'""").query(Long.class).single() == 1);
    }

    private List<JsonNode> tickets(String subject) {
        return node.sql()
                .sql("SELECT body FROM outbox.message WHERE subject = ? AND type = 'ticket.changed' ORDER BY sequence")
                .param(subject)
                .query((row, _) -> Node.json(row.getString("body")))
                .list();
    }

    @Test
    void neither_a_restart_nor_sheets_that_are_made_anew_tell_anything_twice() {
        node.bean(Endpoints.class).create(MERCHANT, "http://127.0.0.1:9/gone", List.of("*"), "", "test");
        node.order("O1");
        fileReturn("R1");
        advance("2024-11-14T19:00:00+08:00");
        await().atMost(PATIENCE).until(() -> types(MERCHANT).size() >= 3);
        node.bean(Telling.class).catchUp();
        List<String> before = everything();
        node.bean(Migrations.class).dropReadModel();
        // as if the node had died before it noted how far it was
        node.close();
        Postgres.execute(database, "DELETE FROM outbox.notice_token");

        node = begin();
        await().atMost(PATIENCE)
                .until(() -> node.sql()
                                .sql("SELECT count(*) FROM outbox.notice_token WHERE token IS NOT NULL")
                                .query(Long.class)
                                .single()
                        >= 1);
        node.bean(Telling.class).catchUp();
        node.awaitSheets();
        assertThat(everything()).isEqualTo(before);
    }

    private List<String> everything() {
        return node.sql().sql("""
                        SELECT id || ' ' || told_at FROM outbox.notice
                        UNION ALL SELECT id || ' ' || body FROM outbox.message WHERE type <> 'ticket.changed'
                        ORDER BY 1""").query(String.class).list();
    }

    @Test
    void an_event_that_cannot_be_told_holds_up_its_own_case_only_and_is_told_when_it_can_be() {
        node.sql()
                .sql("ALTER TABLE outbox.notice ADD CONSTRAINT broken CHECK (subject <> 'order/O9')")
                .update();
        node.order("O8");
        node.order("O9");
        node.act("ship", "{'order': 'O9'}");
        node.order("O10");

        await().atMost(PATIENCE)
                .until(() -> node.bean(Telling.class).parked().equals(Map.of(NoticeConfiguration.NOTICES, 2L)));
        await().atMost(PATIENCE).until(() -> types(MERCHANT).size() == 2);
        node.sql().sql("ALTER TABLE outbox.notice DROP CONSTRAINT broken").update();
        node.bean(Telling.class).tryParked();

        assertThat(node.bean(Telling.class).parked()).isEmpty();
        assertThat(told(MERCHANT))
                .extracting(Told::type, Told::window)
                .containsExactly(
                        tuple("window.opened", "order/O8 merchant-ship-goods"),
                        tuple("window.opened", "order/O10 merchant-ship-goods"),
                        tuple("window.opened", "order/O9 merchant-ship-goods"),
                        tuple("window.met", "order/O9 merchant-ship-goods"));
    }

    /** What endpoints there are now were not there then. */
    @Test
    void what_was_stored_before_there_were_notices_is_put_into_inboxes_and_nowhere_else() {
        node.bean(Telling.class).close();
        node.order("O1");
        fileReturn("R1");
        advance("2024-11-15T21:00:00+08:00");
        node.sql().sql("""
                        UPDATE outbox.notices_began
                        SET position = (SELECT max(global_index) FROM event_store.domain_event_entry)""").update();
        node.bean(Endpoints.class).create(MERCHANT, "http://127.0.0.1:9/gone", List.of("*"), "", "test");
        node.close();

        node = begin();
        await().atMost(PATIENCE).until(() -> types(MERCHANT).contains("window.lapsed"));
        node.bean(Telling.class).catchUp();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.message")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(stored("window.unheard.v1")).isZero();
        assertThat(node.sql()
                        .sql("SELECT count(*) FROM outbox.unheard")
                        .query(Long.class)
                        .single())
                .isZero();
        node.order("O2");
        await().atMost(PATIENCE)
                .until(() -> node.sql()
                                .sql("SELECT count(*) FROM outbox.message WHERE subject = 'order/O2'")
                                .query(Long.class)
                                .single()
                        > 0);
    }

    /** Time is the system's on both nodes. */
    @Test
    void two_nodes_tell_what_is_due_soon_once() {
        String both = Postgres.database();
        Map<String, Object> settings = Map.of("redress.notices.due-soon", "PT47H59M59S");
        try (Node one = Node.inside(both, settings);
                Node other = Node.inside(both, settings)) {
            one.order("O1");
            one.act("file-return", """
                    {'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}""");
            await().atMost(PATIENCE).until(() -> dueSoon(other) == 1);
            one.order("O2");
            await().atMost(PATIENCE)
                    .until(() -> other.sql()
                                    .sql("SELECT count(*) FROM outbox.notice WHERE subject = 'order/O2'")
                                    .query(Long.class)
                                    .single()
                            > 0);
            assertThat(dueSoon(one)).isEqualTo(1);
        }
    }

    private static long dueSoon(Node node) {
        return node.sql().sql("""
                        SELECT count(*) FROM outbox.notice
                        WHERE type = 'window.due-soon' AND obligation = 'merchant-decide-refund-only'""").query(Long.class).single();
    }
}
