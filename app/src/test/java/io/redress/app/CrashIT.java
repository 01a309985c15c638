package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.app.PackagedService.Answer;
import io.redress.app.PackagedService.Ended;
import io.redress.app.TicketSystem.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged service is killed, with and without its database server, and loses nothing that it has answered. */
@Tag("ci")
class CrashIT {
    private static final long SEED = Long.getLong("seed", 1712022);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;
    private static final int CALLBACKS = 30;
    private static final int RETURNS = 20;
    private static final int DUE = 60;

    /** What is killed. */
    private enum Kill {
        SERVICE {
            @Override
            void strike(PackagedService service) {
                service.kill();
            }
        },
        SERVER {
            @Override
            void strike(PackagedService service) {
                service.killServer();
            }
        },
        BOTH {
            @Override
            void strike(PackagedService service) {
                service.killServer();
                service.kill();
            }
        };

        abstract void strike(PackagedService service);
    }

    @TempDir
    private Path folder;

    private Path data;
    private final List<PackagedService> started = new ArrayList<>();

    @BeforeEach
    void nameData() throws IOException {
        data = folder.toRealPath().resolve("data");
    }

    @AfterEach
    void endAll() {
        started.forEach(PackagedService::close);
    }

    private PackagedService start(String command, Path on) {
        PackagedService service = PackagedService.ready(command, on);
        started.add(service);
        return service;
    }

    /** Waits for the end after a kill. Nobody kills a service that lost its server: it must end by itself. */
    private static void awaitEnd(PackagedService service, Kill kill) {
        Ended ended = service.ended();
        if (kill == Kill.SERVER) {
            assertThat(ended.status()).isEqualTo(4);
            assertThat(ended.said())
                    .contains(
                            "redress: the database server ended unasked; what was answered is on disk, start again",
                            "redress：数据库进程意外终止；已答复的操作都已落盘，请重新启动");
        }
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    private static void order(PackagedService service, String id, Instant paidAt) throws IOException {
        done(service.post("orders", """
                {'order': '%s', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1', 'paidAt': '%s',
                 'lines': [{'line': 'A', 'amount': 19900}]}
                """.formatted(id, paidAt), id));
    }

    private static void refundAsked(PackagedService service, String id, String order) throws IOException {
        done(service.post("returns", """
                {'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}
                """.formatted(id, order), id));
    }

    /** Legal time is the system's; the service keeps an act's instant to the millisecond. */
    private static Instant justNow() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The case file once it has this event; without the seconds that are left, which run. */
    private static String caseFile(PackagedService service, String subject, String event) {
        return await().atMost(PATIENCE)
                .until(() -> service.get("cases/" + subject).body(), body -> body.contains(event))
                .replaceAll("\"remainingSeconds\":\\d+,", "");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVICE", "BOTH"})
    void what_was_answered_is_there_after_a_kill(Kill kill) throws IOException {
        // a folder may have several names, and the server that was left behind only knows one
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), Files.createDirectory(data));
        PackagedService first = start("run", alias);
        order(first, "O1", justNow());
        refundAsked(first, "R1", "O1");
        done(first.post("returns/R1/refuse-return", "{'reason': 'worn'}", "K1"));
        String before = caseFile(first, "returns/R1", "return.refused.v1");
        // this one has perhaps not reached the sheets
        done(first.post("reports", "{'report': 'P1', 'room': 'L1'}", "K2"));

        kill.strike(first);
        awaitEnd(first, kill);
        PackagedService second = start("run", data);

        assertThat(first.serverLives()).isFalse();
        assertThat(caseFile(second, "returns/R1", "return.refused.v1")).isEqualTo(before);
        caseFile(second, "reports/P1", "report.filed.v1");
        Answer again = second.post("reports", "{'report': 'P1', 'room': 'L1'}", "K2");
        assertThat(again.replayed()).isTrue();
    }

    /** A client with an order of its own, who urges again and again, each time under a new key. */
    private static final class Client {
        private final String order;
        private final Set<String> answered = ConcurrentHashMap.newKeySet();
        private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
        private int number;

        Client(String order) {
            this.order = order;
        }

        Answer urge(PackagedService service, String key) throws IOException {
            return service.post("orders/" + order + "/urge", "{'by': 'platform'}", key);
        }

        /** Until nobody listens any more. */
        void urgeOn(PackagedService service) {
            while (true) {
                String key = order + "-" + number++;
                try {
                    Answer answer = urge(service, key);
                    if (answer.status() == 200) {
                        answered.add(key);
                    } else {
                        unanswered.add(key);
                        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                        assertThat(answer.json().required("code").asString()).isEqualTo("service-unavailable");
                    }
                } catch (IOException e) {
                    unanswered.add(key);
                    return;
                }
            }
        }
    }

    @Test
    void an_act_that_was_answered_happened_once_and_any_other_at_most_once() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        List<Client> clients = new ArrayList<>();
        PackagedService service = start("run", data);
        for (int n = 0; n < CLIENTS; n++) {
            clients.add(new Client("O" + n));
            order(service, "O" + n, justNow());
        }

        for (Kill kill : Kill.values()) {
            stream(clients, service, kill, 40 + random.nextInt(200));
            service = start("run", data);
        }

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.unanswered)
                        .as("every kill cut off %s", client.order)
                        .hasSizeGreaterThanOrEqualTo(Kill.values().length));
        for (Client client : clients) {
            Set<String> happened = happened(service, client);
            assertThat(happened).containsAll(client.answered);
            for (String key : client.unanswered) {
                Answer again = client.urge(service, key);
                done(again);
                assertThat(again.replayed())
                        .as("%s, which was not answered, had happened", key)
                        .isEqualTo(happened.contains(key));
            }
            assertThat(happened(service, client))
                    .hasSize(client.answered.size() + client.unanswered.size())
                    .containsAll(client.answered)
                    .containsAll(client.unanswered);
        }
    }

    /** Lets all clients urge until the kill, which comes after so many answers. */
    private static void stream(List<Client> clients, PackagedService service, Kill kill, int answers) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long enough = answered(clients) + answers;
            List<? extends Future<?>> streams = clients.stream()
                    .map(client -> threads.submit(() -> client.urgeOn(service)))
                    .toList();
            try {
                await().atMost(PATIENCE).until(() -> answered(clients) >= enough);
                kill.strike(service);
                awaitEnd(service, kill);
            } finally {
                // the clients go on as long as somebody listens
                service.kill();
            }
            for (Future<?> stream : streams) {
                stream.get();
            }
        }
    }

    private static long answered(List<Client> clients) {
        return clients.stream().mapToLong(client -> client.answered.size()).sum();
    }

    /** The keys under which a client's acts happened; each left one event. */
    private static Set<String> happened(PackagedService service, Client client) {
        Set<String> keys = service.sql()
                .sql("SELECT key FROM outbox.idempotency_record WHERE scope LIKE ?")
                .param("%orders/" + client.order + "/urge")
                .query(String.class)
                .set();
        long events = service.sql()
                .sql("""
                        SELECT count(*) FROM event_store.domain_event_entry
                        WHERE aggregate_identifier = ? AND payload_type = 'order.shipment-urged.v1'""")
                .param("order/" + client.order)
                .query(Long.class)
                .single();
        assertThat(keys).hasSize(Math.toIntExact(events));
        return keys;
    }

    /** Sends a callback as if it were new, but under its own id; gives its state, or nothing when nobody answered. */
    private static Optional<String> said(PackagedService service, TicketSystem tickets, int version) {
        Sent sent = tickets.signed("msg-" + version, Instant.now(), """
                {'type': 'ticket.act', 'case': 'return/R1', 'version': %d, 'act': 'send-message',
                 'fields': {'text': 'message %d'}}""".formatted(version, version));
        try {
            Answer answer = PackagedService.send(sent.with(sent.to(service.port())));
            return Optional.of(answer.json().path("state").asString(answer.body()))
                    .filter(_ -> answer.status() != 503);
        } catch (IOException killed) {
            return Optional.empty();
        }
    }

    @Test
    void a_callback_is_applied_once_whatever_is_killed_while_it_is() throws Exception {
        PackagedService service = start("run", data);
        order(service, "O1", justNow());
        refundAsked(service, "R1", "O1");
        String platform = service.credential();
        String merchant = service.post("api-keys", "{'kind': 'merchant', 'name': 'M1'}", "K1")
                .json()
                .required("key")
                .asString();
        TicketSystem tickets = TicketSystem.of(service.as(merchant)
                .post("webhook-endpoints", "{'url': 'https://tickets.example/hook'}", "K2")
                .json());
        service.as(platform);
        AtomicInteger applied = new AtomicInteger();

        for (Kill kill : Kill.values()) {
            PackagedService listening = service;
            int enough = applied.get() + CALLBACKS;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (said(listening, tickets, applied.get() + 1)
                        .filter("applied"::equals)
                        .isPresent()) {
                    applied.incrementAndGet();
                }
            });
            await().atMost(PATIENCE).until(() -> applied.get() >= enough);
            kill.strike(service);
            awaitEnd(service, kill);
            service.kill();
            sending.get();
            service = start("run", data);
            // the one that was cut off, and one that was answered long ago
            assertThat(said(service, tickets, applied.incrementAndGet())).contains("applied");
            assertThat(said(service, tickets, 1)).contains("applied");
        }

        assertThat(service.sql().sql("""
                                SELECT count(*) FROM event_store.domain_event_entry
                                WHERE aggregate_identifier = 'return/R1' AND payload_type = 'demand.message-sent.v1'""").query(Integer.class).single()).isEqualTo(applied.get());
    }

    /** Has the platform file one return after the other, and notes which were answered; ends when nobody listens. */
    private static void askOn(PackagedService service, String kind, Instant paidAt, Set<String> asked) {
        try {
            for (int n = 0; ; n++) {
                String id = kind + "-" + n;
                order(service, "O-" + id, paidAt);
                refundAsked(service, id, "O-" + id);
                asked.add("return/" + id);
            }
        } catch (IOException | AssertionError killed) {
            // as it is meant to be
        }
    }

    @Test
    void what_was_answered_is_told_whatever_is_killed_before_it_is() throws Exception {
        PackagedService service = start("demo", data);
        Instant paidAt = legalTime(service);
        Set<String> asked = ConcurrentHashMap.newKeySet();
        try (Receivers receivers = new Receivers()) {
            done(service.post(
                    "webhook-endpoints",
                    "{'party': 'merchant:M1', 'url': '%s', 'types': ['window.opened']}"
                            .formatted(receivers.url("told")),
                    "K1"));
            for (Kill kill : Kill.values()) {
                PackagedService listening = service;
                int enough = asked.size() + RETURNS;
                CompletableFuture<Void> asking =
                        CompletableFuture.runAsync(() -> askOn(listening, kill.name(), paidAt, asked));
                await().atMost(PATIENCE).until(() -> asked.size() >= enough);
                kill.strike(service);
                awaitEnd(service, kill);
                service.kill();
                asking.get();
                service = start("demo", data);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receivers.seen("told").stream()
                                    .map(seen -> seen.body().at("/data/case").asString("")))
                            .containsAll(asked));
        }
    }

    @Test
    void a_folder_or_a_port_that_is_in_use_is_refused_in_both_languages() throws IOException {
        PackagedService first = start("run", data);

        Ended sameFolder = PackagedService.refused("run", data, PackagedService.freePort());
        assertThat(sameFolder.status()).isEqualTo(Redress.MISUSED);
        assertThat(sameFolder.said().lines())
                .containsExactly(
                        "redress: another Redress is using the data folder " + data
                                + "; stop it, or name another folder with --data",
                        "redress：另一个 Redress 正在使用数据目录 " + data + "；请先停止它，或用 --data 另指定一个目录");

        Ended samePort = PackagedService.refused("run", folder.resolve("other"), first.port());
        assertThat(samePort.status()).isEqualTo(Redress.MISUSED);
        assertThat(samePort.said().lines())
                .containsExactly(
                        "redress: port " + first.port() + " is in use; name another with --port",
                        "redress：端口 " + first.port() + " 已被占用；请用 --port 另指定一个");

        assertThat(first.get("queue").status()).isEqualTo(200);
    }

    private static Instant legalTime(PackagedService demo) throws IOException {
        return Node.at(demo.get("sandbox/clock").json().required("now").asString());
    }

    private static void advance(PackagedService demo, Instant to) throws IOException {
        done(demo.post("sandbox/clock/advance", "{'to': '%s'}".formatted(to.atOffset(ZoneOffset.UTC)), "none"));
    }

    /** A lapse: of which window, when it was due and when it was decided. */
    private record Lapse(String window, Instant dueAt, Instant at) {}

    private static List<Lapse> lapses(PackagedService demo) {
        return demo.sql()
                .sql("""
                        SELECT event ->> 'window', event -> 'changes' -> 0 ->> 'dueAt', event ->> 'at'
                        FROM event_store.domain_event_entry, LATERAL (SELECT convert_from(payload, 'UTF8')::jsonb AS event) e
                        WHERE payload_type = 'window.lapsed.v1' ORDER BY global_index""")
                .query((row, _) ->
                        new Lapse(row.getString(1), Instant.parse(row.getString(2)), Instant.parse(row.getString(3))))
                .list();
    }

    @Test
    void a_sandbox_that_is_killed_while_time_passes_goes_on_from_there_and_each_window_lapses_once()
            throws IOException {
        PackagedService first = start("demo", data);
        Instant begun = legalTime(first);
        for (int n = 0; n < DUE; n++) {
            order(first, "O-due-" + n, begun);
            refundAsked(first, "R-due-" + n, "O-due-" + n);
        }
        Instant target = begun.plus(Duration.ofHours(49));
        int lapsed = lapses(first).size();
        CompletableFuture<Void> time = CompletableFuture.runAsync(() -> {
            try {
                advance(first, target);
            } catch (IOException killed) {
                // as it is meant to be
            }
        });
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> lapses(first).size() > lapsed + DUE / 3);
        Kill.BOTH.strike(first);
        awaitEnd(first, Kill.BOTH);
        time.join();

        PackagedService second = start("demo", data);
        assertThat(legalTime(second)).isAfter(begun).isBefore(target);
        advance(second, target);
        assertThat(legalTime(second)).isEqualTo(target);

        List<Lapse> lapses = lapses(second);
        assertThat(lapses).extracting(Lapse::window).doesNotHaveDuplicates();
        assertThat(lapses)
                .filteredOn(lapse ->
                        lapse.window().contains("R-due-") && lapse.window().contains("\"merchant-decide-refund-only\""))
                .hasSize(DUE);
        assertThat(lapses).allSatisfy(lapse -> assertThat(lapse.at()).isEqualTo(lapse.dueAt()));
        assertThat(second.sql()
                        .sql("SELECT count(*) FROM outbox.due_window WHERE due_at <= ?")
                        .param(target.atOffset(ZoneOffset.UTC))
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
