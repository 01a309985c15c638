package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.window.Change;
import io.redress.api.window.WindowKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every deadline of all sample scenarios, and of cases that nobody thought of, can be recomputed from its explanation
 * alone; and every time ledger adds up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HindsightTest {
    private static final long SEED = Long.getLong("hindsight.seed", 20_261_127);
    private static final int ATTEMPTS = Integer.getInteger("hindsight.attempts", 3_000);
    private static final Map<SubjectId.Kind, String> CASES = new EnumMap<>(Map.of(
            SubjectId.Kind.ORDER, "orders",
            SubjectId.Kind.RETURN, "returns",
            SubjectId.Kind.COMPLAINT, "complaints",
            SubjectId.Kind.INQUIRY, "inquiries",
            SubjectId.Kind.REPORT, "reports"));

    /** Invented; by the number of the attempt before which each is loaded, which is a day or two apart. */
    private static final Map<Integer, String> NOTICES = Map.of(
            250, notice("first", "2027-01-01..2027-01-05", "2027-01-09"),
            300, notice("corrected", "2027-01-01..2027-01-06", "2027-01-10"),
            450, notice("corrected again", "2027-01-01..2027-01-03", "2027-01-09..2027-01-10"),
            700, notice("and again", "2027-01-01..2027-01-03,2027-01-20..2027-01-22", "2027-01-30"));

    private static String notice(String number, String daysOff, String workdays) {
        return "{'number': '%s', 'issuedOn': '2026-11-11', 'source': 'invented', 'year': 2027, 'daysOff': %s, 'workdays': %s}"
                .formatted(number, days(daysOff), days(workdays));
    }

    private static String days(String days) {
        return Stream.of(days.split(","))
                .map(some -> some.split("\\.\\."))
                .flatMap(ends -> LocalDate.parse(ends[0])
                        .datesUntil(LocalDate.parse(ends[ends.length - 1]).plusDays(1)))
                .map(day -> "{'date': '%s', 'holiday': '元旦'}".formatted(day))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A history, and who answers questions about it. */
    private record Told(String name, Node node, List<Event> events) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Told> told = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    @BeforeAll
    void play() throws IOException {
        Node scenarios = serving();
        RichHistory.play(scenarios);
        told.add(new Told("scenarios", scenarios, scenarios.events()));
        Node random = serving();
        int done = RandomCases.play(random, Node.at("2026-09-24T15:30:00.000001+08:00"), SEED, ATTEMPTS);
        assertThat(done).as("acts that were done, seed %d", SEED).isGreaterThan(ATTEMPTS / 10);
        told.add(new Told("random, seed " + SEED, random, random.events()));
        Node notices = serving();
        RandomCases.play(notices, Node.at("2026-12-18T15:30:00.000001+08:00"), SEED + 1, ATTEMPTS, NOTICES);
        told.add(new Told("with notices, seed " + (SEED + 1), notices, notices.events()));
    }

    private static Node serving() {
        return Node.serving(Postgres.database(), Map.of("redress.sandbox", true, "redress.clock", false));
    }

    @AfterAll
    void close() {
        told.forEach(one -> one.node().close());
        client.close();
        assertThat(seen)
                .as("between them the histories have everything")
                .contains("exact", "calendar-days", "working-days", "agreed", "carried-over")
                .contains("offer", "appraisal", "appeal", "accepted", "declined", "moot")
                .contains("moved later", "moved sooner", "confirmed", "not so soon")
                .contains("running", "suspended", "overdue", "closed")
                .contains("carrier", "nothing-owed");
    }

    Stream<Told> histories() {
        return told.stream();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void every_deadline_can_be_recomputed_from_its_explanation_alone(Told history) {
        Map<WindowKey, Instant> due = new LinkedHashMap<>();
        for (Event event : history.events()) {
            for (Change change : event.changes()) {
                switch (change) {
                    case Change.Opened opened -> due.put(opened.window(), opened.dueAt());
                    case Change.Resumed resumed -> due.put(resumed.window(), resumed.dueAt());
                    case Change.Extended extended -> due.put(extended.window(), extended.dueAt());
                    case Change.Moved moved -> due.put(moved.window(), moved.dueAt());
                    default -> {}
                }
            }
        }
        assertThat(due).hasSizeGreaterThan(150);
        due.forEach((window, dueAt) -> {
            JsonNode answer = ask(history, "/windows/explanation?" + query(window));
            assertThat(Recount.dueAt(answer)).as(answer.toString()).isEqualTo(dueAt);
            assertThat(instant(answer.get("dueAt"))).as(answer.toString()).isEqualTo(dueAt);
            JsonNode asked = answer.get("asked");
            assertThat(asked.get(asked.size() - 1).get("said").stringValue()).isEqualTo("spoke");
            assertThat(answer.get("duty").get("sentences")).isNotEmpty();
            seen.add(answer.at("/length/kind").stringValue());
            answer.get("suspensions").forEach(stop -> seen.add(stop.get("why").stringValue()));
            answer.get("extensions").forEach(more -> seen.add(more.get("answer").stringValue()));
            answer.get("recounts").forEach(anew -> seen.add(Recount.kind(anew)));
        });
    }

    private static String query(WindowKey window) {
        return "subject=" + encoded(window.subject().toString()) + "&obligation="
                + window.obligation().id() + "&owedBy="
                + encoded(window.owedBy().toString()) + "&number=" + window.number();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void every_time_ledger_adds_up_to_the_microsecond(Told history) {
        List<SubjectId> cases = history.events().stream()
                .map(Event::subject)
                .filter(subject -> CASES.containsKey(subject.kind()))
                .distinct()
                .toList();
        assertThat(cases).hasSizeGreaterThan(25);
        for (SubjectId subject : cases) {
            JsonNode ledger =
                    ask(history, "/cases/" + CASES.get(subject.kind()) + "/" + encoded(subject.key()) + "/time-ledger");
            Instant begins = instant(ledger.get("begins"));
            Instant ends = instant(ledger.get("ends"));
            assertThat(ends).isBeforeOrEqualTo(history.node().now());
            for (JsonNode window : ledger.get("windows")) {
                addsUp(window, begins, ends);
            }
            assertThat(seconds(ledger, "life")).isEqualByComparingTo(seconds(begins, ends));
            assertThat(seconds(ledger, "owedByOne")
                            .add(seconds(ledger, "owedBySeveral"))
                            .add(seconds(ledger, "owedByNobody")))
                    .as(ledger.toString())
                    .isEqualByComparingTo(seconds(ledger, "life"));
            isCovered(ledger.get("spans"), begins, ends);
            assertThat(parties(ledger)).as(ledger.toString()).isEqualTo(recountedParties(ledger));
            ledger.get("idle").forEach(idle -> seen.add(idle.get("reason").stringValue()));
            BigDecimal idle = BigDecimal.ZERO;
            for (JsonNode one : ledger.get("idle")) {
                idle = idle.add(seconds(one, "time"));
            }
            assertThat(idle).isEqualByComparingTo(seconds(ledger, "owedByNobody"));
        }
    }

    private void addsUp(JsonNode window, Instant begins, Instant ends) {
        Instant from = instant(window.get("openedAt"));
        Instant until = instant(window.get("ends"));
        assertThat(begins).isBeforeOrEqualTo(from);
        assertThat(ends).isAfterOrEqualTo(until);
        isCovered(window.get("segments"), from, until);
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode segment : window.get("segments")) {
            sums.merge(segment.get("kind").stringValue(), seconds(segment, "time"), BigDecimal::add);
            assertThat(segment.get("why").isNull())
                    .isEqualTo(!segment.get("kind").stringValue().equals("suspended"));
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (String kind : List.of("running", "suspended", "overdue", "closed")) {
            assertThat(seconds(window, kind)).isEqualByComparingTo(sums.getOrDefault(kind, BigDecimal.ZERO));
            sum = sum.add(seconds(window, kind));
        }
        assertThat(sum).isEqualByComparingTo(seconds(window, "life")).isEqualByComparingTo(seconds(from, until));
        assertThat(Duration.parse(window.at("/life/duration").stringValue())).isEqualTo(Duration.between(from, until));
        seen.addAll(sums.keySet());
    }

    /** One piece begins where the one before ends, from the first instant to the last. */
    private static void isCovered(JsonNode pieces, Instant from, Instant until) {
        Instant reached = from;
        for (JsonNode piece : pieces) {
            assertThat(instant(piece.get("from"))).isEqualTo(reached);
            assertThat(instant(piece.get("until"))).isAfter(reached);
            assertThat(seconds(piece, "time")).isEqualByComparingTo(seconds(reached, instant(piece.get("until"))));
            reached = instant(piece.get("until"));
        }
        assertThat(reached).isEqualTo(until);
    }

    private static Map<String, BigDecimal> parties(JsonNode ledger) {
        Map<String, BigDecimal> parties = new TreeMap<>();
        for (JsonNode party : ledger.get("parties")) {
            parties.put(party.get("party").stringValue(), plain(seconds(party, "owed")));
            parties.put(party.get("party").stringValue() + " overdue", plain(seconds(party, "overdue")));
        }
        return parties;
    }

    /** The unions once more, from the windows, instant by instant; and the spans say the same. */
    private static Map<String, BigDecimal> recountedParties(JsonNode ledger) {
        NavigableSet<Instant> edges = new TreeSet<>();
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode window : ledger.get("windows")) {
            for (JsonNode segment : window.get("segments")) {
                edges.add(instant(segment.get("from")));
                edges.add(instant(segment.get("until")));
                if (Set.of("running", "overdue").contains(segment.get("kind").stringValue())) {
                    sums.putIfAbsent(window.get("owedBy").stringValue(), plain(BigDecimal.ZERO));
                    sums.putIfAbsent(window.get("owedBy").stringValue() + " overdue", plain(BigDecimal.ZERO));
                }
            }
        }
        Instant from = null;
        for (Instant until : edges) {
            if (from != null) {
                Set<String> owing = new TreeSet<>();
                Set<String> late = new TreeSet<>();
                for (JsonNode window : ledger.get("windows")) {
                    for (JsonNode segment : window.get("segments")) {
                        boolean covers = !instant(segment.get("from")).isAfter(from)
                                && !instant(segment.get("until")).isBefore(until);
                        String kind = segment.get("kind").stringValue();
                        if (covers && (kind.equals("running") || kind.equals("overdue"))) {
                            owing.add(window.get("owedBy").stringValue());
                            if (kind.equals("overdue")) {
                                late.add(window.get("owedBy").stringValue() + " overdue");
                            }
                        }
                    }
                }
                assertThat(owingIn(ledger, from, until)).isEqualTo(owing);
                for (Set<String> names : List.of(owing, late)) {
                    for (String name : names) {
                        sums.merge(name, seconds(from, until), (one, other) -> plain(one.add(other)));
                    }
                }
            }
            from = until;
        }
        return sums;
    }

    private static Set<String> owingIn(JsonNode ledger, Instant from, Instant until) {
        for (JsonNode span : ledger.get("spans")) {
            if (!instant(span.get("from")).isAfter(from)
                    && !instant(span.get("until")).isBefore(until)) {
                Set<String> owing = new TreeSet<>();
                span.get("owing").forEach(party -> owing.add(party.stringValue()));
                assertThat(span.get("reason").isNull()).isEqualTo(!owing.isEmpty());
                return owing;
            }
        }
        throw new AssertionError("no span covers " + from + " to " + until + ": " + ledger);
    }

    @Test
    void the_newest_window_is_meant_when_no_number_is_named() {
        Told history = told.getFirst();
        WindowKey second = history.events().stream()
                .flatMap(event -> event.changes().stream())
                .filter(change -> change instanceof Change.Opened opened
                        && opened.window().number() == 2)
                .map(change -> ((Change.Opened) change).window())
                .findFirst()
                .orElseThrow();
        String address = "/windows/explanation?" + query(second).replace("&number=2", "");
        assertThat(ask(history, address).get("number").intValue()).isEqualTo(2);
    }

    private JsonNode ask(Told history, String address) {
        URI uri = URI.create("http://127.0.0.1:" + history.node().port() + "/api/v1" + address);
        try {
            HttpResponse<byte[]> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(() -> address + " " + new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(address, e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Instant instant(JsonNode text) {
        return OffsetDateTime.parse(text.stringValue()).toInstant();
    }

    private static BigDecimal seconds(JsonNode of, String field) {
        JsonNode span = of.get(field);
        BigDecimal seconds = span.get("seconds").decimalValue();
        Duration duration = Duration.parse(span.get("duration").stringValue());
        assertThat(seconds).isEqualByComparingTo(seconds(Instant.EPOCH, Instant.EPOCH.plus(duration)));
        return seconds;
    }

    private static BigDecimal seconds(Instant from, Instant until) {
        Duration between = Duration.between(from, until);
        return plain(BigDecimal.valueOf(between.getSeconds()).add(BigDecimal.valueOf(between.getNano(), 9)));
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.setScale(9);
    }
}
