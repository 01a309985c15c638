package io.redress.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnRefused;
import io.redress.app.Redress.Misuse;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.EventCatalogue;
import io.redress.command.store.EventSerializer;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What people write and show is read by whom it is for, and lies open nowhere: canaries are looked for everywhere. */
@ExtendWith(OutputCaptureExtension.class)
class PersonalDataTest {
    private static final String CANARY = "canary-7f3a9c51d2e8";

    private static String canary(AtomicInteger told, String text) {
        return CANARY + "-" + told.incrementAndGet() + " " + text;
    }

    // ---- where it lies

    @Test
    void what_people_write_lies_open_in_no_table_and_in_no_file_of_the_database() throws IOException {
        String database = Postgres.database();
        AtomicInteger told = new AtomicInteger();
        try (Node node = Node.sandbox(database)) {
            RichHistory.play(node, text -> canary(told, text));
            node.awaitSheets();

            assertThat(told).hasValueGreaterThan(20);
            // or else a kind of text was never told, and not looked for
            assertThat(told(node.events())).isEqualTo(tellable());
            assertThat(tables(node))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(
                            table -> assertThat(holds(node, table)).as(table).isEmpty());
            assertThat(holds(node, "(SELECT '" + CANARY + "')")).isNotEmpty();

            node.sql().sql("CHECKPOINT").update();
            Path data = Path.of(
                    node.sql().sql("SHOW data_directory").query(String.class).single());
            assertThat(filesWith(data, CANARY)).isEmpty();
            assertThat(filesWith(data, "return.refused.v1")).isNotEmpty();
        }
    }

    /** The fields of events in which somebody's words were stored. */
    private static Set<String> told(List<Event> events) {
        Set<String> told = new TreeSet<>();
        for (Event event : events) {
            for (RecordComponent component : event.getClass().getRecordComponents()) {
                if (component.getType() == PersonalText.class && value(component, event) != null) {
                    told.add(EventCatalogue.nameOf(event.getClass()) + " " + component.getName());
                    assertThat(value(component, event)).isInstanceOf(PersonalText.Sealed.class);
                }
            }
        }
        return told;
    }

    private static Set<String> tellable() {
        return EventCatalogue.events().stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getType() == PersonalText.class)
                        .map(component -> EventCatalogue.nameOf(type) + " " + component.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object value(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> tables(Node node) {
        return node.sql().sql("""
                        SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
                        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""").query(String.class).list();
    }

    /** Rows in which the canary stands as text, as bytes or in Base64, wherever it begins there. */
    private static List<String> holds(Node node, String table) {
        Set<String> disguises = new HashSet<>(Set.of(CANARY, HexFormat.of().formatHex(CANARY.getBytes(UTF_8))));
        for (String before : List.of("", "x", "xx")) {
            String coded = Base64.getEncoder().encodeToString((before + CANARY).getBytes(UTF_8));
            disguises.add(coded.substring(4, coded.length() - 4));
            disguises.add(HexFormat.of()
                    .formatHex(coded.substring(4, coded.length() - 4).getBytes(UTF_8)));
        }
        return disguises.stream()
                .flatMap(disguise -> node
                        .sql()
                        .sql("SELECT left(t::text, 200) FROM " + table
                                + " t WHERE position(:disguise IN t::text) > 0 LIMIT 1")
                        .param("disguise", disguise)
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
    }

    /** Past what the server takes away meanwhile. */
    private static List<Path> filesWith(Path folder, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && contains(file, text)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false; // a file of the server's that it took away meanwhile
        }
    }

    // ---- what is said of it

    @Test
    void what_people_write_is_logged_nowhere_however_much_is_logged(CapturedOutput output) throws Exception {
        LoggingSystem logs = LoggingSystem.get(getClass().getClassLoader());
        try (Node node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.clock().startAt(Node.EVENING);
            logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.DEBUG);
            node.order("D1");
            node.act(
                    "file-return",
                    "{'return': 'D1', 'order': 'D1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
            // what is refused is told in full as well
            String told =
                    say(node, "returns/D1", "refuse-return", "{'reason': '" + CANARY + "', 'more': '" + CANARY + "'}")
                            + say(node, "returns/D1", "refuse-return", "{'reason': 1, '" + CANARY + "'")
                            + say(node, "returns/D1", "refuse-return", "{'reason': '" + CANARY + "'}")
                            + say(node, "returns/D1", "refuse-return", "{'reason': '" + CANARY + " again'}");
            assertThat(told).contains("field-is-known", "field-ill-formed", "duty-is-owed");
            say(node, "returns/D1", "send-message", "{'by': 'consumer', 'text': '" + CANARY + "'}");
            node.awaitSheets();
            assertThat(read(node, "cases/returns/D1")).contains(CANARY);
        } finally {
            logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        }
        assertThat(output.toString().lines().filter(line -> line.contains("DEBUG")))
                .hasSizeGreaterThan(100);
        assertThat(output).doesNotContain(CANARY);
    }

    private static String say(Node node, String of, String act, String body) throws Exception {
        return send(HttpRequest.newBuilder(address(node, of + "/" + act))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k-" + body.hashCode() + act)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private static String read(Node node, String path) throws Exception {
        return send(HttpRequest.newBuilder(address(node, path)));
    }

    private static URI address(Node node, String path) {
        return URI.create("http://127.0.0.1:" + node.port() + "/api/v1/" + path);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    // ---- who reads it, and until when

    private static String refused(Node node, String id) {
        return refused(node, id, CANARY);
    }

    private static String refused(Node node, String id, String reason) {
        node.order(id);
        node.act(
                "file-return",
                "{'return': '" + id + "', 'order': '" + id
                        + "', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
        node.act("refuse-return", "{'return': '" + id + "', 'reason': '" + reason + "'}");
        node.awaitSheets();
        return id;
    }

    private static CaseFileView file(Node node, String id) {
        return node.bean(CaseFileQueries.class)
                .read(Reader.PLATFORM, SubjectId.parse("return/" + id), -1, node.now())
                .orElseThrow();
    }

    private static String reason(CaseFileView file) {
        return file.entries().stream()
                .filter(entry -> entry.event().equals("return.refused.v1"))
                .findFirst()
                .orElseThrow()
                .facts()
                .get("reason")
                .stringValue();
    }

    @Test
    void whoever_reads_the_case_reads_what_was_written_after_a_restart_too() {
        String database = Postgres.database();
        try (Node node = Node.sandbox(database)) {
            refused(node, "P1");
            assertThat(reason(file(node, "P1"))).isEqualTo(CANARY);
            assertThat(file(node, "P1").personalData()).isEqualTo("open");
        }
        try (Node node = Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false))) {
            assertThat(reason(file(node, "P1"))).isEqualTo(CANARY);
        }
    }

    @Test
    void with_its_key_a_text_is_gone_everywhere_and_the_case_goes_on() {
        String database = Postgres.database();
        try (Node node = Node.sandbox(database)) {
            refused(node, "P2");
            refused(node, "P3");
            int destroyed = node.bean(PersonalKeys.class).destroy(SubjectId.parse("return/P2"), List.of());

            assertThat(destroyed).isEqualTo(1);
            assertThat(reason(file(node, "P2"))).isEqualTo(PersonalData.State.DESTROYED.instead());
            assertThat(reason(file(node, "P3"))).isEqualTo(CANARY);
            node.act("request-intervention", "{'return': 'P2'}");
            node.awaitSheets();
            assertThat(file(node, "P2").entries()).hasSize(3);
        }
    }

    @Test
    void a_text_opens_in_its_own_case_only() {
        try (Node node = Node.sandbox(Postgres.database())) {
            refused(node, "P4");
            SubjectId own = SubjectId.parse("return/P4");
            PersonalText.Sealed sealed = node.events().stream()
                    .filter(ReturnRefused.class::isInstance)
                    .map(event -> (PersonalText.Sealed) ((ReturnRefused) event).reason())
                    .findFirst()
                    .orElseThrow();
            PersonalKeys.Key key =
                    node.bean(PersonalKeys.class).of(List.of(own)).get(sealed.key());

            assertThat(PersonalKeys.open(key, own, sealed)).hasValue(CANARY);
            assertThatThrownBy(() -> PersonalKeys.open(key, SubjectId.parse("return/P5"), sealed))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    // ---- what it costs

    private static final int MESSAGES = 1_000;

    /** Prints what sealing adds to an act: the same acts, turn about, on a node that seals and on one that does not. */
    @Test
    void every_message_of_a_thousand_reads_as_it_was_written() {
        try (Node sealing = Node.sandbox(Postgres.database());
                Node open = Node.start(
                        WebApplicationType.NONE,
                        Postgres.database(),
                        Map.of("redress.sandbox", true, "redress.clock", false),
                        beans -> beans.registerSingleton(
                                "eventSerializer",
                                EventSerializer.create((_, text) -> new PersonalText.Sealed("none", text, ""))))) {
            open.clock().startAt(Node.EVENING);
            List<Long> sealed = new ArrayList<>();
            List<Long> bare = new ArrayList<>();
            List.of(sealing, open).forEach(node -> refused(node, "P6", "worn"));
            for (int n = 0; n < MESSAGES; n++) {
                sealed.add(message(sealing, n));
                bare.add(message(open, n));
            }
            sealing.awaitSheets();

            System.out.printf(
                    "sealing: %.2f ms a message (median of %d), %.2f ms without%n",
                    median(sealed), MESSAGES, median(bare));
            assertThat(messages(sealing))
                    .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(n -> "the " + n + "th message")
                            .toList());
        }
    }

    private static long message(Node node, int n) {
        long before = System.nanoTime();
        node.act("send-message", "{'return': 'P6', 'by': 'consumer', 'text': 'the " + n + "th message'}");
        return System.nanoTime() - before;
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
    }

    private static List<String> messages(Node node) {
        List<String> texts = new ArrayList<>();
        Long after = -1L;
        while (after != null) {
            CaseFileView page = node.bean(CaseFileQueries.class)
                    .read(Reader.PLATFORM, SubjectId.parse("return/P6"), after, node.now())
                    .orElseThrow();
            page.entries().stream()
                    .filter(entry -> entry.event().equals("demand.message-sent.v1"))
                    .forEach(entry -> texts.add(entry.facts().get("text").stringValue()));
            after = page.nextAfter();
        }
        return texts;
    }

    // ---- the key of keys

    @Test
    void a_node_with_another_key_or_with_none_does_not_start() {
        String database = Postgres.database();
        Node.sandbox(database).close();
        Map<String, Object> sandbox = Map.of("redress.sandbox", true, "redress.clock", false);
        assertThatThrownBy(() -> start(database, WrappingKey.newSecret()))
                .hasRootCauseInstanceOf(Misuse.class)
                .rootCause()
                .hasMessageContaining("REDRESS_PERSONAL_DATA_KEY");
        assertThatThrownBy(() -> start(database, "")).hasRootCauseInstanceOf(Misuse.class);
        assertThatThrownBy(() -> start(database, "c2VjcmV0")).hasRootCauseInstanceOf(Misuse.class);
        Node.inside(database, sandbox).close();
    }

    private static void start(String database, String key) {
        Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false, "redress.personal-data.key", key))
                .close();
    }
}
