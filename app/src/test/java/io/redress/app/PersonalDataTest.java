package io.redress.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnRefused;
import io.redress.app.Redress.Misuse;
import io.redress.app.access.Caller.Kind;
import io.redress.command.personal.PersonalKeys;
import io.redress.command.personal.WrappingKey;
import io.redress.command.store.EventCatalogue;
import io.redress.command.store.EventSerializer;
import io.redress.query.PersonalData;
import io.redress.query.Reader;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;

/** What people write and show is read by whom it is for, and lies open nowhere: canaries are looked for everywhere. */
class PersonalDataTest {
    private static final String CANARY = "canary-7f3a9c51d2e8";

    /** Registered by a merchant; not sealed, but for no log and no meter. */
    private static final String CONTACT = "contact-3e0b77a1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private static String canary(AtomicInteger told, String text) {
        return CANARY + "-" + told.incrementAndGet() + " " + text;
    }

    // ---- where it lies

    /**
     * One long walk in which every kind of text is told, files are shown, and things fail, while all that can be is
     * logged; then everything that is left of it is looked through. The server that comes along has no pg_dump, and
     * others refuse one that is newer than they are: a dump is made of every table with COPY, as pg_dump makes it.
     */
    @Test
    void what_people_write_and_show_lies_open_in_no_log_meter_table_file_or_dump(@TempDir Path folder)
            throws Exception {
        AtomicInteger told = new AtomicInteger();
        byte[] picture = picture();
        Set<String> shown = disguised(Arrays.copyOfRange(picture, 200, 220));
        Set<String> written = disguised(CANARY.getBytes(UTF_8));
        try (Node node = Node.serving(
                Postgres.database(),
                Map.of(
                        "redress.sandbox",
                        true,
                        "redress.clock",
                        false,
                        "redress.seals.folder",
                        folder.resolve("seals").toString(),
                        "redress.seals.every",
                        "100ms"))) {
            Set<String> heard = new HashSet<>(written);
            heard.addAll(shown);
            heard.add(CONTACT);
            String key = node.key(Kind.MERCHANT, "M1");
            heard.add(key);
            try (Overheard log = new Overheard(LogLevel.DEBUG, heard)) {
                RichHistory.play(node, text -> canary(told, text));
                tellOverHttp(node, picture, key);
                assertThat(log.lines()).isGreaterThan(10_000);
                assertThat(log.said()).isEmpty();
                // whoever says it is heard
                LoggerFactory.getLogger("io.redress").debug("look: {}", CANARY);
                assertThat(log.said()).isNotEmpty();
            }
            assertThat(told).hasValueGreaterThan(20);
            // or else a kind of text was never told, and not looked for
            assertThat(told(node.events())).isEqualTo(tellable());

            assertThat(meters(node))
                    .hasSizeGreaterThan(50)
                    .noneMatch(meter -> heard.stream().anyMatch(meter::contains))
                    .noneMatch(meter -> meter.contains("D1"));

            written.addAll(shown);
            assertThat(node.sql()
                            .sql("SELECT count(*) FROM read_model.dead_letter_entry")
                            .query(Long.class)
                            .single())
                    .isPositive();
            assertThat(tables(node))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(table ->
                            assertThat(holds(node, table, written)).as(table).isEmpty());
            assertThat(holds(node, "(SELECT '" + CANARY + "')", written)).isNotEmpty();

            Path dump = Files.createDirectory(folder.resolve("dump"));
            dump(node, dump);
            assertThat(filesWith(dump, written)).isEmpty();
            assertThat(filesWith(dump, Set.of("return.refused.v1"))).isNotEmpty();
            assertThat(filesWith(dump, Set.of(CONTACT))).isNotEmpty();

            node.sql().sql("CHECKPOINT").update();
            Path data = Path.of(
                    node.sql().sql("SHOW data_directory").query(String.class).single());
            written.add(new String(Arrays.copyOfRange(picture, 200, 220), ISO_8859_1));
            assertThat(filesWith(data, written)).isEmpty();
            assertThat(filesWith(data, Set.of("return.refused.v1"))).isNotEmpty();
            assertThat(filesWith(folder.resolve("seals"), written)).isEmpty();
        }
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
        Random dots = new Random(1);
        for (int n = 0; n < 2_500; n++) {
            image.setRGB(n / 50, n % 50, dots.nextInt());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** What no scenario does: files, what is refused, what fails on our side, what is read, withheld and parked. */
    private static void tellOverHttp(Node node, byte[] picture, String key) throws Exception {
        node.order("D1");
        node.act(
                "file-return",
                "{'return': 'D1', 'order': 'D1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}");
        // what is refused is told in full as well
        String told = say(node, "returns/D1/refuse-return", "{'reason': '" + CANARY + "', 'more': '" + CANARY + "'}")
                + say(node, "returns/D1/refuse-return", "{'reason': 1, '" + CANARY + "'")
                + say(node, "returns/D1/refuse-return", "{'reason': '" + CANARY + "'}")
                + say(node, "returns/D1/refuse-return", "{'reason': '" + CANARY + " again'}");
        assertThat(told).contains("field-is-known", "field-ill-formed", "duty-is-owed");
        say(node, "returns/D1/send-message", "{'by': 'consumer', 'text': '" + CANARY + "'}");
        say(
                node,
                "statements",
                "{'kind': 'party', 'by': 'merchant', 'merchant': 'M1', 'content': {'displayName': 'M one', 'contacts':"
                        + " [{'role': 'service', 'address': '" + CONTACT + "'}]}}");
        say(node, "returns/D1/request-intervention", "{}");
        say(node, "returns/D1/open-intervention", "{'agent': 'A1'}");
        say(node, "returns/D1/request-evidence", "{'from': ['merchant']}");
        String file = Node.json(say(
                        node,
                        "cases/returns/D1/files",
                        "{'by': 'merchant', 'type': 'image/png', 'bytes': " + picture.length + "}"))
                .get("file")
                .stringValue();
        send(HttpRequest.newBuilder(address(node, "cases/returns/D1/files/" + file))
                .header("Content-Type", "application/partial-upload")
                .header("Upload-Offset", "0")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(picture)));
        assertThat(say(node, "returns/D1/submit-evidence", "{'by': 'merchant', 'files': ['" + file + "']}"))
                .contains("submit-evidence");
        node.awaitSheets();

        assertThat(read(node, "cases/returns/D1")).contains(CANARY);
        for (String path : List.of(
                "cases/returns/D1",
                "cases/returns/D1/files",
                "cases/returns/D1/files/" + file + "/content",
                "cases/returns/D1/packet",
                "cases/returns/D1/accesses",
                "returns",
                "complaints/G6/available-actions",
                "parties/merchant%3AM1",
                "parties/merchant%3AM1/record/ratings",
                "events")) {
            read(node, path);
            send(HttpRequest.newBuilder(address(node, path)).header("Authorization", "Bearer " + key));
        }

        // on our side: an insert that fails shows its row to whoever logs it
        node.sql().sql("""
                        ALTER TABLE read_model.case_file_message ADD CONSTRAINT broken
                        CHECK (subject <> 'return/D1') NOT VALID""").update();
        say(node, "returns/D1/send-message", "{'by': 'consumer', 'text': '" + CANARY + " parked'}");
        await().atMost(PATIENCE).until(() -> node.bean(Sheets.class).parked() > 0);
        node.sql().sql("""
                        ALTER TABLE event_store.domain_event_entry ADD CONSTRAINT broken
                        CHECK (payload_type <> 'demand.message-sent.v1') NOT VALID""").update();
        assertThat(say(node, "returns/D1/send-message", "{'by': 'consumer', 'text': '" + CANARY + " failed'}"))
                .contains("internal-error");
        node.sql()
                .sql("ALTER TABLE event_store.domain_event_entry DROP CONSTRAINT broken")
                .update();
        say(node, "forgettings", "{'consumer': 'U-D1'}");
        assertThat(read(node, "cases/returns/D1")).doesNotContain(CANARY);
    }

    /** Names, descriptions, tags and what is measured. */
    private static List<String> meters(Node node) {
        return node.bean(MeterRegistry.class).getMeters().stream()
                .map(meter -> meter.getId() + " " + meter.getId().getDescription() + " " + meter.measure())
                .toList();
    }

    private static void dump(Node node, Path folder) {
        Path from = folder.toAbsolutePath();
        folder.toFile().setWritable(true, false);
        for (String table : tables(node)) {
            node.sql()
                    .sql("COPY (SELECT * FROM " + table + ") TO '" + from.resolve(table) + "'")
                    .update();
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

    /** These bytes as text would have them: as they are, in hex and in Base64, wherever they begin there. */
    private static Set<String> disguised(byte[] canary) {
        HexFormat hex = HexFormat.of();
        Set<String> disguises = new HashSet<>(Set.of(hex.formatHex(canary)));
        for (int before = 0; before < 3; before++) {
            byte[] behind = new byte[before + canary.length];
            System.arraycopy(canary, 0, behind, before, canary.length);
            String coded = Base64.getEncoder().encodeToString(behind);
            String sure = coded.substring(4, coded.length() - 4);
            disguises.add(sure);
            disguises.add(hex.formatHex(sure.getBytes(UTF_8)));
        }
        if (IntStream.range(0, canary.length).allMatch(n -> canary[n] > ' ')) {
            disguises.add(new String(canary, UTF_8));
        }
        return disguises;
    }

    /** Rows in which one of these stands. */
    private static List<String> holds(Node node, String table, Set<String> disguises) {
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
    private static List<Path> filesWith(Path folder, Set<String> words) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && contains(file, words)) {
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

    private static boolean contains(Path file, Set<String> words) {
        try {
            String text = new String(Files.readAllBytes(file), ISO_8859_1);
            return words.stream().anyMatch(text::contains);
        } catch (IOException gone) {
            return false; // a file of the server's that it took away meanwhile
        }
    }

    // ---- what is said of it

    /** Frameworks say at TRACE what was asked and answered, the server with its credential; that is never written. */
    @Test
    void what_people_write_is_logged_nowhere_though_everything_is_asked_to_be() throws Exception {
        try (Node node = Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false))) {
            node.clock().startAt(Node.EVENING);
            String key = node.key(Kind.MERCHANT, "M1");
            try (Overheard log = new Overheard(LogLevel.TRACE, Set.of(CANARY, key))) {
                refused(node, "D2", CANARY);
                say(node, "returns/D2/send-message", "{'by': 'consumer', 'text': '" + CANARY + "'}");
                node.awaitSheets();
                assertThat(read(node, "cases/returns/D2")).contains(CANARY);
                send(HttpRequest.newBuilder(address(node, "returns")).header("Authorization", "Bearer " + key));
                assertThat(log.lines()).isGreaterThan(100);
                assertThat(log.said()).isEmpty();
            }
        }
    }

    private static String say(Node node, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(address(node, path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k-" + REQUESTS.incrementAndGet())
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

    /** What a backup is good for: the database from one place, the key of keys from another. */
    @Test
    void a_restored_database_reads_with_its_key_and_without_the_schema_of_keys_says_what_is_missing() {
        String database = Postgres.database();
        try (Node node = Node.sandbox(database)) {
            refused(node, "P7");
        }
        String whole = Postgres.copy(database);
        assertThatThrownBy(() -> start(whole, WrappingKey.newSecret())).hasRootCauseInstanceOf(Misuse.class);
        try (Node node = Node.inside(whole, Map.of("redress.sandbox", true, "redress.clock", false))) {
            assertThat(reason(file(node, "P7"))).isEqualTo(CANARY);
        }

        String withoutKeys = Postgres.copy(database);
        Postgres.execute(withoutKeys, "DROP SCHEMA personal CASCADE");
        try (Node node = Node.inside(withoutKeys, Map.of("redress.sandbox", true, "redress.clock", false))) {
            assertThat(reason(file(node, "P7"))).isEqualTo(PersonalData.WITHOUT_KEY);
            assertThat(file(node, "P7").entries()).hasSize(2);
        }
    }

    private static void start(String database, String key) {
        Node.inside(database, Map.of("redress.sandbox", true, "redress.clock", false, "redress.personal-data.key", key))
                .close();
    }
}
