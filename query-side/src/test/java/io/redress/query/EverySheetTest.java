package io.redress.query;

import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintEvent;
import io.redress.api.demand.DemandEvent;
import io.redress.api.document.DocumentEvent;
import io.redress.api.inquiry.InquiryEvent;
import io.redress.api.intervention.Finding;
import io.redress.api.intervention.InterventionEvent;
import io.redress.api.intervention.Outcome;
import io.redress.api.order.OrderEvent;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.party.Side;
import io.redress.api.record.RecordEvent;
import io.redress.api.report.ReportEvent;
import io.redress.api.returns.ReturnEvent;
import io.redress.api.returns.ReturnKind;
import io.redress.api.returns.ReturnReason;
import io.redress.api.window.Change;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What holds for all sheets, found as the service finds them. */
class EverySheetTest {
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\S+)");

    /** A sheet by the name of its processor, and the file that makes its tables. */
    enum File {
        WINDOW_BOARD("V1__window_board"),
        CASE_FILE("V2__case_file"),
        PLATFORM_QUEUE("V3__platform_queue"),
        DEMANDS("V4__demands"),
        ORDERS("V5__orders"),
        DOCUMENTS("V6__documents"),
        PARTY_RECORD("V7__party_record"),
        FEED("V10__feed"),
        STATEMENTS("V12__statements"),
        KEPT("V24__kept");

        private final String name;

        File(String name) {
            this.name = name;
        }

        String processor() {
            return "read." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String sql() {
            return read(name);
        }

        /** Who may read the tables; it is told for all of them again. */
        static String policies() {
            return read("R__who_may_read");
        }

        private static String read(String name) {
            String path = "/db/read_model/" + name + ".sql";
            try (InputStream in = File.class.getResourceAsStream(path)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        String[] tables() {
            return TABLE.matcher(sql()).results().map(found -> found.group(1)).toArray(String[]::new);
        }
    }

    private static AnnotationConfigApplicationContext context;

    @BeforeAll
    static void wire() {
        context = Bench.wire(InstantSource.fixed(hour(0)));
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static Object projection(String processor) {
        return context.getBeansWithAnnotation(Sheet.class).values().stream()
                .filter(bean -> processorOf(bean).equals(processor))
                .findFirst()
                .orElseThrow();
    }

    private static String processorOf(Object projection) {
        return projection.getClass().getAnnotation(Sheet.class).processor();
    }

    private static Collection<Object> projections() {
        return context.getBeansWithAnnotation(Sheet.class).values();
    }

    static Set<Class<?>> permittedEvents() {
        return Stream.of(
                        OrderEvent.class,
                        ReturnEvent.class,
                        ComplaintEvent.class,
                        DemandEvent.class,
                        InterventionEvent.class,
                        InquiryEvent.class,
                        ReportEvent.class,
                        DocumentEvent.class,
                        WindowEvent.class,
                        RecordEvent.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .collect(Collectors.toSet());
    }

    @Test
    void the_year_knows_every_event_that_is_permitted() {
        assertThat(Year.events().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(permittedEvents());
    }

    @Test
    void every_sheet_has_a_processor_and_a_file_of_tables_of_its_own() {
        assertThat(projections().stream().map(EverySheetTest::processorOf))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(File.values()).map(File::processor).toList());
        assertThat(Stream.of(File.values()).flatMap(file -> Stream.of(file.tables())))
                .doesNotHaveDuplicates()
                .allMatch(table -> table.startsWith("read_model."));
    }

    @ParameterizedTest
    @EnumSource
    void a_sheet_that_is_dropped_alone_and_replayed_is_the_sheet_that_grew_event_by_event(File file) {
        try (Bench bench = new Bench(projection(file.processor()))) {
            Year.events().forEach(bench::publish);
            List<String> grown = Bench.rows(file.tables());
            assertThat(grown).isNotEmpty();

            bench.replay();
            assertThat(Bench.rows(file.tables())).isEqualTo(grown);

            Bench.jdbc().execute("DROP TABLE " + String.join(", ", file.tables()));
            Bench.jdbc().execute(file.sql());
            Bench.jdbc().execute(File.policies());
            bench.replay();
            assertThat(Bench.rows(file.tables())).isEqualTo(grown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_of_no_known_family_fails_loudly(File file) {
        try (Bench bench = new Bench(projection(file.processor()))) {
            assertThatThrownBy(() -> bench.publish(new Unheard(returned("R1"), hour(0), PLATFORM, List.of())))
                    .hasStackTraceContaining("an event of no family");
        }
    }

    @EventName("unheard.of.v1")
    record Unheard(SubjectId subject, Instant at, Party by, List<Change> changes) implements Event {}

    /** What is done to personal data stands in no case file. */
    static Stream<Class<?>> eventsOfCaseFiles() {
        return permittedEvents().stream().filter(event -> !RecordEvent.class.isAssignableFrom(event));
    }

    @ParameterizedTest
    @MethodSource("eventsOfCaseFiles")
    void every_stored_name_has_a_line_in_both_languages(Class<?> event) throws IOException {
        String name = event.getAnnotation(EventName.class).value();

        assertThat(keys("casefile_en")).contains(name);
        assertThat(keys("casefile_zh")).contains(name);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void both_languages_say_the_same_sentences_with_the_same_values(String bundle) throws IOException {
        Properties english = properties(bundle + "_en");
        Properties chinese = properties(bundle + "_zh");

        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(english.stringPropertyNames())
                .allSatisfy(key -> assertThat(places(chinese.getProperty(key)))
                        .as(key)
                        .isEqualTo(places(english.getProperty(key))));
    }

    static List<String> bundles() {
        return List.of("casefile", "partyrecord", "platformqueue", "words");
    }

    private static Set<String> places(String sentence) {
        return Pattern.compile("\\{[^}]*}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(String file) throws IOException {
        return properties(file).stringPropertyNames();
    }

    static Properties properties(String file) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = File.class.getResourceAsStream("/" + file + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void every_word_of_the_contract_that_a_sentence_may_show_is_translated() throws IOException {
        Stream<String> words = Stream.of(
                        Stream.of(Obligation.values()).map(Obligation::id),
                        Stream.of(Role.values()).map(Role::word),
                        Stream.of(Side.values()).map(Side::word),
                        Stream.of(ReturnKind.values()).map(ReturnKind::word),
                        Stream.of(ReturnReason.values()).map(ReturnReason::word),
                        Stream.of(Outcome.values()).map(Outcome::word),
                        Stream.of(Finding.values()).map(Finding::word))
                .flatMap(word -> word);

        assertThat(keys("words_en")).containsAll(words.toList());
    }
}
