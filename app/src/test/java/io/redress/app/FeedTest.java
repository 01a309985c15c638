package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.DocumentEvent;
import io.redress.api.party.Party;
import io.redress.api.record.RecordEvent;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import io.redress.query.Cursor;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import io.redress.query.feed.Envelope;
import io.redress.query.feed.Envelope.WindowData;
import io.redress.query.feed.FeedFilter;
import io.redress.query.feed.FeedQueries;
import io.redress.query.feed.FeedQueries.Item;
import io.redress.query.feed.FeedQueries.Items;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed beside what else the service knows: the stored events, and the case files. */
class FeedTest {
    private static final FeedFilter ALL = FeedFilter.of(null, null, null);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> SANDBOX = Map.of("redress.sandbox", true, "redress.clock", false);

    private static final List<Reader> READERS = List.of(
            Reader.PLATFORM,
            Reader.NOBODY,
            Reader.party(Party.consumer("U1")),
            Reader.party(Party.consumer("nobody")),
            Reader.party(Party.merchant("M1")),
            Reader.party(Party.merchant("M2")),
            Reader.party(Party.roomOperator("H1")),
            Reader.party(Party.roomOperator("M1")),
            Reader.agent("A1", List.of()),
            Reader.agent("U1", List.of()),
            Reader.agent("A1", List.of(Party.merchant("M1"))),
            Reader.agent("A1", List.of(Party.roomOperator("H1"))));

    private static List<Envelope> told(Node node, Reader reader, FeedFilter filter, int limit) {
        List<Envelope> told = new ArrayList<>();
        follow(node, reader, node.bean(FeedQueries.class).start(reader, null, null), filter, limit, told);
        return told;
    }

    /** Reads until there is nothing more, and returns the cursor that goes on from there. */
    private static Cursor follow(
            Node node, Reader reader, Cursor from, FeedFilter filter, int limit, List<Envelope> told) {
        Cursor cursor = from;
        while (true) {
            Items found = node.bean(FeedQueries.class).behind(reader, cursor, filter, limit, "#");
            found.items().stream().map(Item::envelope).forEach(told::add);
            cursor = found.next();
            if (!found.more()) {
                return cursor;
            }
        }
    }

    private static List<Envelope> told(Node node, Reader reader) {
        return told(node, reader, ALL, 100);
    }

    private static long position(Envelope told) {
        return Long.parseLong(told.sequence().substring(0, 19));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everybody_is_told_of_what_stands_in_the_files_that_they_may_read(long seed) {
        try (Node node = Node.inside(Postgres.database(), SANDBOX)) {
            int done = RandomCases.play(node, Node.EVENING, seed, 1_500);
            assertThat(done).isGreaterThan(100);
            node.awaitSheets();
            Set<SubjectId> subjects =
                    node.events().stream().map(Event::subject).collect(Collectors.toCollection(LinkedHashSet::new));
            Map<Reader, Integer> heard = new LinkedHashMap<>();
            for (Reader reader : READERS) {
                Map<Long, String> onFile = new TreeMap<>();
                for (SubjectId subject : subjects) {
                    for (EntryView entry : entries(node, reader, subject)) {
                        onFile.put(
                                entry.position(),
                                subject + " " + entry.changes().size());
                    }
                }
                List<Envelope> told = told(node, reader);
                // mechanisms and rules have no file; the feed tells of them whom they concern
                Map<Long, String> inTheFeed = told.stream()
                        .filter(event -> event.subject().kind() != SubjectId.Kind.MECHANISM
                                && event.subject().kind() != SubjectId.Kind.RULES)
                        .collect(Collectors.groupingBy(FeedTest::position, TreeMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, of -> summary(of.getValue()), (one, _) -> one, TreeMap::new));
                assertThat(inTheFeed).as("seed %d, %s", seed, reader).isEqualTo(onFile);
                heard.put(reader, told.size());
            }
            System.out.printf("seed %d, %d acts: %s%n", seed, done, heard);
            assertThat(heard.get(Reader.PLATFORM)).isGreaterThan(heard.get(Reader.party(Party.roomOperator("H1"))));
            assertThat(heard.get(Reader.party(Party.merchant("M1"))))
                    .isGreaterThan(heard.get(Reader.party(Party.roomOperator("H1"))));
            assertThat(heard.get(Reader.party(Party.merchant("M2")))).isZero();
        }
    }

    private static String summary(List<Envelope> ofOneEvent) {
        long changes = ofOneEvent.stream()
                .filter(event -> !event.sequence().endsWith("-0000"))
                .count();
        return ofOneEvent.getFirst().subject() + " " + changes;
    }

    private static List<EntryView> entries(Node node, Reader reader, SubjectId subject) {
        List<EntryView> entries = new ArrayList<>();
        Long after = -1L;
        while (after != null) {
            CaseFileView file = node.bean(CaseFileQueries.class)
                    .read(reader, subject, after, node.now())
                    .orElse(null);
            if (file == null) {
                return List.of();
            }
            entries.addAll(file.entries());
            after = file.nextAfter();
        }
        return entries;
    }

    @Test
    void each_window_is_due_as_the_case_file_says_and_ends_as_it_says() {
        try (Node node = Node.inside(Postgres.database(), SANDBOX)) {
            RandomCases.play(node, Node.EVENING, 4, 2_000);
            node.awaitSheets();
            Map<WindowKey, String> last = new LinkedHashMap<>();
            Map<WindowKey, OffsetDateTime> due = new LinkedHashMap<>();
            int moved = 0;
            for (Envelope event : told(node, Reader.PLATFORM)) {
                if (event.data() instanceof WindowData window) {
                    WindowKey key = new WindowKey(
                            window.subject(), window.obligation(), Party.parse(window.owedBy()), window.number());
                    if (window.dueAtBefore() != null) {
                        assertThat(due.get(key)).isEqualTo(window.dueAtBefore());
                        moved++;
                    }
                    due.put(key, window.dueAt());
                    last.put(key, event.type().replace("io.redress.window.", ""));
                }
            }
            assertThat(last.values()).contains("lapsed", "met", "withdrawn");
            assertThat(moved).isPositive();
            Set<SubjectId> subjects = due.keySet().stream()
                    .map(key -> key.subject().owner())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            int compared = 0;
            for (SubjectId subject : subjects) {
                CaseFileView file = node.bean(CaseFileQueries.class)
                        .read(Reader.PLATFORM, subject, -1, node.now())
                        .orElseThrow();
                for (WindowView window : file.windows()) {
                    Party owner = window.owedBy().role() == Party.consumer("").role()
                            ? Party.parse("consumer")
                            : window.owedBy();
                    WindowKey key = new WindowKey(window.subject(), window.obligation(), owner, window.number());
                    assertThat(due.get(key)).as(key.toString()).isEqualTo(window.dueAt());
                    assertThat(last.get(key)).as(key.toString()).isIn(endsAs(window));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(due.size());
        }
    }

    private static List<String> endsAs(WindowView window) {
        return switch (window.outcome()) {
            case OPEN -> List.of("opened", "resumed", "moved");
            case SUSPENDED -> List.of("suspended");
            case MET, MET_LATE -> List.of("met");
            case LAPSED -> List.of("lapsed");
            case WITHDRAWN -> List.of("withdrawn");
        };
    }

    @Test
    void a_cursor_serves_on_after_the_sheets_were_dropped_and_replayed() throws IOException {
        String database = Postgres.database();
        List<Envelope> before;
        List<Envelope> heard = new ArrayList<>();
        Cursor cursor;
        try (Node node = Node.inside(database, SANDBOX)) {
            RichHistory.play(node);
            node.awaitSheets();
            before = told(node, Reader.PLATFORM);
            List<Event> stored = node.events();
            assertThat(before).hasSize(expected(stored));
            System.out.printf("%d stored events are told as %d%n", stored.size(), before.size());
            // documents are told of like cases
            assertThat(before.stream()
                            .map(Envelope::type)
                            .filter(type ->
                                    type.matches("io\\.redress\\.(plan|mechanism|rules|statement|calendar)\\..*")))
                    .hasSize(Math.toIntExact(stored.stream()
                            .filter(DocumentEvent.class::isInstance)
                            .count()));
            Items half = node.bean(FeedQueries.class).behind(Reader.PLATFORM, start(node), ALL, before.size() / 2, "#");
            half.items().stream().map(Item::envelope).forEach(heard::add);
            cursor = half.next();
        }
        Map<String, Object> alone = new TreeMap<>(SANDBOX);
        alone.put("redress.alone", true);
        try (Node node = Node.inside(database, alone)) {
            node.awaitSheets();
            follow(node, Reader.PLATFORM, cursor, ALL, 100, heard);
            assertThat(heard).isEqualTo(before);
        }
    }

    private static Cursor start(Node node) {
        return node.bean(FeedQueries.class).start(Reader.PLATFORM, null, null);
    }

    /** How much there is to tell of these events. */
    private static int expected(List<Event> events) {
        return events.stream()
                .mapToInt(event -> event.changes().size()
                        + (event instanceof WindowLapsed || event instanceof RecordEvent ? 0 : 1))
                .sum();
    }

    /** Two nodes, four writers on each, and readers who page through whichever node answers while they write. */
    @Test
    void readers_on_two_nodes_miss_nothing_and_hear_nothing_twice_while_others_write() throws Exception {
        String database = Postgres.database();
        Map<String, Object> settings = Map.of("redress.clock", false);
        int writers = 8;
        int orders = 40;
        try (Node one = Node.inside(database, settings);
                Node two = Node.inside(database, settings);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Node> nodes = List.of(one, two);
            List<Future<List<Envelope>>> readers = IntStream.range(0, 4)
                    .mapToObj(seed -> threads.submit(() -> readUntilTheLast(nodes, seed)))
                    .toList();
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                all.add(threads.submit(() -> write(nodes.get(number % 2), number, orders)));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
            one.act("report", "{'report': 'last', 'room': 'L1'}");
            List<Event> stored = one.events();
            assertThat(stored).hasSize(writers * orders * 2 + 1);
            Set<String> subjects = new TreeSet<>();
            for (Future<List<Envelope>> reader : readers) {
                List<Envelope> heard = reader.get();
                assertThat(heard).extracting(Envelope::id).doesNotHaveDuplicates();
                assertThat(heard).extracting(Envelope::sequence).isSorted();
                assertThat(heard).hasSize(expected(stored));
                heard.forEach(event -> subjects.add(event.subject().toString()));
            }
            assertThat(subjects).hasSize(writers * orders + 1);
        }
    }

    private static void write(Node node, int writer, int orders) {
        for (int n = 0; n < orders; n++) {
            String order = "W" + writer + "-" + n;
            node.order(order);
            node.act("ship", "{'order': '" + order + "'}");
        }
    }

    private static List<Envelope> readUntilTheLast(List<Node> nodes, int seed) {
        Random random = new Random(seed);
        List<Envelope> heard = new ArrayList<>();
        Cursor[] cursor = {start(nodes.getFirst())};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            Node node = nodes.get(random.nextInt(nodes.size()));
            int limit = 1 + random.nextInt(100);
            Items found = node.bean(FeedQueries.class).behind(Reader.PLATFORM, cursor[0], ALL, limit, "#");
            found.items().stream().map(Item::envelope).forEach(heard::add);
            cursor[0] = found.next();
            return !found.more()
                    && heard.stream().anyMatch(event -> event.type().equals("io.redress.report.filed"));
        });
        return heard;
    }
}
