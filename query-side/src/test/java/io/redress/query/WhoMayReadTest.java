package io.redress.query;

import static io.redress.query.Told.hour;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.query.casefile.CaseFileQueries;
import io.redress.query.casefile.CaseFileView;
import io.redress.query.casefile.CaseFileView.EntryView;
import io.redress.query.windowboard.WindowBoardQueries;
import io.redress.query.windowboard.WindowFilter;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database by itself, after a year in which everything happened: these questions ask for all rows there are, as a
 * question would that forgot whom it is for.
 */
class WhoMayReadTest {
    private static final List<String> OF_PARTIES =
            List.of("window_board", "case_file", "demand", "sold_order", "feed_event");
    private static final List<String> OF_THEIR_CASES =
            List.of("case_file_entry", "case_file_window", "demand_window", "sold_order_line");
    private static final List<String> OF_THE_QUEUE =
            List.of("queue_case", "queue_item", "queue_lapse", "case_file_undecided");

    /** At the desk it is read once the platform has stepped in. */
    private static final String BY_STAGE = "case_file_message";

    private static final List<String> OF_ONE_PARTY = List.of(
            "document_proposal",
            "party_record_window",
            "party_record_case",
            "party_record_intervention",
            "party_record_rating");

    /** What was agreed and announced is for whoever has a credential. */
    private static final List<String> OF_EVERYBODY = List.of("document", "document_version");

    /** What is stated openly is for whoever comes by. */
    private static final List<String> OF_WHOM_THEY_NAME = List.of("statement", "statement_version");

    /** Until when personal data is kept, and who read it. */
    private static final List<String> OF_PERSONAL_DATA =
            List.of("kept_case", "kept_record", "kept_hold", "kept_opening", "kept_person", "kept_reading");

    private static final WindowFilter RUNNING =
            new WindowFilter(null, WindowFilter.State.RUNNING, null, null, null, null);

    /** How people at the desk do is for the platform, and for none of them. */
    private static final String OF_THE_PLATFORM = "party_record_desk";

    /** What the machinery keeps beside the sheets; no reader has any business with it. */
    private static final Set<String> NOBODYS = Set.of("board_case", "flyway_schema_history");

    private static final Reader U1 = Reader.party(Party.consumer("U1"));
    private static final Reader M1 = Reader.party(Party.merchant("M1"));
    private static final Reader H1 = Reader.party(Party.roomOperator("H1"));
    private static final Reader M2 = Reader.party(Party.merchant("M2"));

    private static AnnotationConfigApplicationContext context;
    private static Bench bench;

    @BeforeAll
    static void readEverything() {
        context = Bench.wire(InstantSource.fixed(hour(130)));
        bench = new Bench(context.getBeansWithAnnotation(Sheet.class).values().toArray());
        bench.publish(Year.events());
        // The year has one set of parties; a few rows of others stand beside it.
        JdbcTemplate jdbc = Bench.jdbc();
        jdbc.update("INSERT INTO read_model.case_file_undecided VALUES ('return/R6', '{}')"); // in the end nothing is
        jdbc.update("""
                INSERT INTO read_model.demand
                SELECT 'return/of-others', kind, 'U2', 'M2', 'H2', room, order_subject, amount_fen, ordered_fen,
                    paid_back_fen, paid_back_position, filed_at, -1, state,
                    ending, reopenable_until, intervention_open
                FROM read_model.demand ORDER BY subject LIMIT 1""");
        jdbc.update("""
                INSERT INTO read_model.demand
                SELECT 'return/self-run', kind, 'U2', 'M1', 'M1', room, order_subject, amount_fen, ordered_fen,
                    paid_back_fen, paid_back_position, filed_at, -2, state,
                    ending, reopenable_until, intervention_open
                FROM read_model.demand ORDER BY subject LIMIT 1""");
    }

    @AfterAll
    static void close() {
        bench.close();
        context.close();
    }

    private static List<String> everything(Reader reader, String table) {
        return Bench.reader()
                .list(
                        reader,
                        Question.of("SELECT t::text AS line FROM read_model." + table + " t"),
                        row -> row.text("line"));
    }

    private static List<String> everything(String table) {
        return everything(Reader.SERVICE, table);
    }

    static Stream<String> sheets() {
        return Stream.of(OF_PARTIES, OF_THEIR_CASES, OF_THE_QUEUE, OF_ONE_PARTY).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void the_platform_sees_every_row_and_strangers_see_none(String table) {
        assertThat(everything(Reader.PLATFORM, table))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(everything(table));
        assertThat(everything(Reader.agent("K1", List.of()), table))
                .containsExactlyInAnyOrderElementsOf(everything(table));
        assertThat(everything(Reader.NOBODY, table)).isEmpty();
        assertThat(everything(Reader.party(Party.consumer("nobody we know")), table))
                .isEmpty();
        assertThat(everything(Reader.party(Party.roomOperator("M1")), table)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void whoever_does_not_say_who_he_is_sees_nothing(String table) {
        JdbcTemplate jdbc = Bench.jdbc();
        List<Integer> rows = jdbc.execute((java.sql.Connection connection) -> {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL ROLE redress_reader");
                var counted = statement.executeQuery("SELECT count(*) FROM read_model." + table);
                counted.next();
                return List.of(counted.getInt(1));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
        assertThat(rows).containsExactly(0);
    }

    @Test
    void what_holds_for_all_is_read_by_all_who_say_who_they_are() {
        for (String table : OF_EVERYBODY) {
            for (Reader reader : List.of(Reader.PLATFORM, Reader.agent("K1", List.of()), U1, M2)) {
                assertThat(everything(reader, table))
                        .as(reader + " " + table)
                        .isNotEmpty()
                        .containsExactlyInAnyOrderElementsOf(everything(table));
            }
            assertThat(everything(Reader.NOBODY, table)).isEmpty();
        }
    }

    @Test
    void a_proposal_is_for_those_who_negotiate_and_a_record_for_whom_it_is_about() {
        for (Reader party : List.of(M1, H1)) {
            assertThat(everything(party, "document_proposal"))
                    .as(party.toString())
                    .isNotEmpty();
        }
        assertThat(everything(U1, "document_proposal")).isEmpty();
        assertThat(everything(M2, "document_proposal")).isEmpty();
        for (Reader party : List.of(U1, M1, H1)) {
            assertThat(everything(party, "party_record_window"))
                    .as(party.toString())
                    .isNotEmpty()
                    .allMatch(row -> row.contains(":" + party.name()));
            assertThat(everything(party, "party_record_intervention")).isNotEmpty();
        }
        for (Reader party : List.of(M1, H1)) {
            assertThat(everything(party, "party_record_rating"))
                    .as(party.toString())
                    .singleElement(as(STRING))
                    .contains(":" + party.name());
        }
        assertThat(everything(U1, "party_record_rating")).isEmpty();
    }

    @Test
    void who_read_personal_data_is_for_the_person_and_for_the_platform() {
        // V1 is a report, which is the platform's
        assertThat(everything(Reader.PLATFORM, "kept_reading")).hasSize(2);
        assertThat(everything(Reader.agent("K1", List.of()), "kept_reading")).hasSize(2);
        assertThat(everything(U1, "kept_person")).hasSize(1);
        for (Reader other : List.of(Reader.NOBODY, M1, M2, H1)) {
            assertThat(everything(other, "kept_reading")).as("%s", other).isEmpty();
            assertThat(everything(other, "kept_person")).as("%s", other).isEmpty();
        }
        assertThat(everything(U1, "kept_reading")).isEmpty();
        assertThat(everything(M2, "kept_case")).isEmpty();
        assertThat(everything(U1, "kept_case")).isNotEmpty();
    }

    @Test
    void how_people_at_the_desk_do_is_for_the_platform_alone() {
        assertThat(everything(Reader.PLATFORM, OF_THE_PLATFORM))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(everything(OF_THE_PLATFORM));
        for (Reader other : List.of(Reader.NOBODY, Reader.agent("A1", List.of()), U1, M1, H1)) {
            assertThat(everything(other, OF_THE_PLATFORM)).as("%s", other).isEmpty();
        }
    }

    @Test
    void who_opens_it_or_keeps_it_and_why_is_for_the_desk() {
        for (Reader desk : List.of(Reader.PLATFORM, Reader.agent("K1", List.of()))) {
            assertThat(everything(desk, "kept_opening")).hasSize(2);
            assertThat(everything(desk, "kept_hold")).hasSize(1);
        }
        for (Reader other : List.of(Reader.NOBODY, U1, M1, M2, H1)) {
            assertThat(everything(other, "kept_opening")).as("%s", other).isEmpty();
            assertThat(everything(other, "kept_hold")).as("%s", other).isEmpty();
        }
    }

    @Test
    void what_is_stated_openly_is_for_everybody_and_the_rest_for_whom_it_names() {
        for (String table : OF_WHOM_THEY_NAME) {
            for (Reader involved : List.of(Reader.PLATFORM, Reader.agent("K1", List.of()), M1, H1)) {
                assertThat(everything(involved, table))
                        .as(involved + " " + table)
                        .containsExactlyInAnyOrderElementsOf(everything(table));
            }
            for (Reader other : List.of(
                    Reader.NOBODY,
                    U1,
                    M2,
                    Reader.party(Party.roomOperator("M1")),
                    Reader.party(Party.merchant("H1")),
                    Reader.agent("K1", List.of(Party.merchant("M1"))),
                    Reader.agent("K1", List.of(Party.roomOperator("H1"))))) {
                assertThat(everything(other, table))
                        .as(other + " " + table)
                        .singleElement(as(STRING))
                        .contains("party/");
            }
        }
    }

    @Test
    void a_question_that_asks_for_everything_finds_the_readers_own() {
        for (Reader party : List.of(U1, M1, H1)) {
            for (String table : OF_PARTIES) {
                assertThat(everything(party, table))
                        .as(party + " " + table)
                        .isNotEmpty()
                        .allMatch(row -> row.contains(party.name()))
                        .noneMatch(row -> row.contains("return/of-others"));
            }
            for (String table : OF_THEIR_CASES) {
                assertThat(everything(party, table)).as(party + " " + table).isNotEmpty();
            }
            for (String table : OF_THE_QUEUE) {
                assertThat(everything(party, table)).as(party + " " + table).isEmpty();
            }
        }
        assertThat(everything(M2, "demand")).singleElement().asString().contains("return/of-others");
    }

    @Test
    void a_room_that_the_merchant_runs_itself_has_no_operator_beside_it() {
        assertThat(everything(M1, "demand")).anyMatch(row -> row.contains("return/self-run"));
        assertThat(everything(Reader.party(Party.roomOperator("M1")), "demand")).isEmpty();
    }

    @Test
    void a_person_at_the_desk_does_not_see_cases_of_parties_close_to_him() {
        for (Reader conflicted : List.of(
                Reader.agent("K1", List.of(Party.merchant("M1"))),
                Reader.agent("K1", List.of(Party.merchant("M7"), Party.consumer("U1"))),
                Reader.agent("K1", List.of(Party.roomOperator("H1"))),
                Reader.agent("U1", List.of()))) {
            assertThat(everything(conflicted, "demand"))
                    .as(conflicted.toString())
                    .anyMatch(row -> row.contains("return/of-others"))
                    .noneMatch(row -> row.contains("H1"));
            assertThat(everything(conflicted, "queue_item").size())
                    .isLessThan(everything("queue_item").size());
            assertThat(everything(conflicted, "case_file_entry").size())
                    .isLessThan(everything("case_file_entry").size());
            for (String table : List.of("party_record_window", "party_record_case")) {
                assertThat(everything(conflicted, table))
                        .as(conflicted + " " + table)
                        .isNotEmpty()
                        .noneMatch(row -> row.contains("return/R6"));
            }
        }
    }

    @Test
    void what_the_desk_has_not_decided_yet_is_for_the_desk() {
        for (String table : List.of("case_file_entry", "feed_event")) {
            assertThat(everything(Reader.agent("A9", List.of()), table))
                    .as(table)
                    .anyMatch(row -> row.contains("decision-proposed"));
            for (Reader party : List.of(U1, M1, H1)) {
                assertThat(everything(party, table)).as(table).noneMatch(row -> row.contains("decision-proposed"));
            }
        }
    }

    @Test
    void what_parties_write_is_for_the_desk_once_the_platform_has_stepped_in() {
        JdbcTemplate jdbc = Bench.jdbc();
        String subject = "return/R6";
        jdbc.update("UPDATE read_model.case_file SET intervention = 'none' WHERE subject = ?", subject);
        jdbc.update("INSERT INTO read_model.case_file_message VALUES (?, -1, 'between ourselves')", subject);
        try {
            Reader desk = Reader.agent("A9", List.of());
            assertThat(everything(desk, BY_STAGE)).noneMatch(row -> row.contains("between ourselves"));
            assertThat(everything(Reader.PLATFORM, BY_STAGE)).anyMatch(row -> row.contains("between ourselves"));
            for (Reader party : List.of(U1, M1, H1)) {
                assertThat(everything(party, BY_STAGE))
                        .as(party.toString())
                        .anyMatch(row -> row.contains("between ourselves"));
            }
            for (Reader other : List.of(Reader.NOBODY, M2, Reader.party(Party.roomOperator("M1")))) {
                assertThat(everything(other, BY_STAGE)).as(other.toString()).isEmpty();
            }
            jdbc.update("UPDATE read_model.case_file SET intervention = 'ended' WHERE subject = ?", subject);
            assertThat(everything(desk, BY_STAGE)).anyMatch(row -> row.contains("between ourselves"));
            assertThat(everything(Reader.agent("A9", List.of(Party.merchant("M1"))), BY_STAGE))
                    .noneMatch(row -> row.contains("between ourselves"));
        } finally {
            jdbc.update("DELETE FROM read_model.case_file_message WHERE position = -1");
        }
    }

    @Test
    void a_reader_gets_at_no_table_of_the_machinery_and_writes_nothing() {
        for (String table : NOBODYS) {
            assertThatThrownBy(() -> everything(Reader.PLATFORM, table))
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
        }
        assertThatThrownBy(() -> Bench.reader()
                        .list(
                                Reader.PLATFORM,
                                Question.of("DELETE FROM read_model.demand RETURNING subject"),
                                row -> row.text("subject")))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void every_table_says_who_may_read_it() {
        Set<String> tables = Set.copyOf(Bench.jdbc()
                .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'read_model'", String.class));
        Set<String> locked = Set.copyOf(Bench.jdbc().queryForList("""
                SELECT tablename FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename AND c.relrowsecurity
                WHERE p.schemaname = 'read_model' AND c.relnamespace = 'read_model'::regnamespace""", String.class));

        assertThat(locked)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                sheets(),
                                OF_EVERYBODY.stream(),
                                OF_WHOM_THEY_NAME.stream(),
                                Stream.of(BY_STAGE, OF_THE_PLATFORM),
                                OF_PERSONAL_DATA.stream())
                        .flatMap(some -> some)
                        .toList());
        assertThat(tables)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(locked.stream(), NOBODYS.stream()).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_at_the_desk_works_on_a_case_is_for_the_platforms_eyes(boolean platform) {
        Reader reader = platform ? Reader.PLATFORM : U1;
        CaseFileView file = context.getBean(CaseFileQueries.class)
                .read(reader, SubjectId.returnRequest("R6"), -1, hour(130))
                .orElseThrow();
        EntryView takenUp = file.entries().stream()
                .filter(entry -> entry.event().equals("intervention.taken-up.v1"))
                .findFirst()
                .orElseThrow();

        assertThat(takenUp.facts().has("agent")).isEqualTo(platform);
        assertThat(takenUp.summary().en().contains("Agent")).isEqualTo(platform);
        assertThat(takenUp.summary().zh().contains("客服")).isEqualTo(platform);
        assertThat(takenUp.summary().zh()).startsWith("平台已受理案件。");
    }

    /** What the second lock costs where it judges the most rows; for the record, not for the clock. */
    @Test
    void the_board_of_100_000_windows_is_read_under_lock() {
        JdbcTemplate jdbc = Bench.jdbc();
        jdbc.update("""
                INSERT INTO read_model.window_board (subject, label, owner, consumer, merchant, operator, obligation,
                    owed_by, number, opened_at, opened_position, opened_index, due_at, outcome, lapsed, layer, clause,
                    provisional)
                SELECT 'return/bulk-' || n, '', 'return/bulk-' || n, 'U' || n % 30000, 'MB' || n % 200, 'HB' || n % 20,
                    'merchant-decide-refund-only', 'merchant:MB' || n % 200, 1, now(), n, 0,
                    now() + n * interval '1 second', 'open', false, 'default', '6.4.2 c', false
                FROM generate_series(1, 100000) n""");
        try {
            jdbc.execute("ANALYZE read_model.window_board");
            WindowBoardQueries board = context.getBean(WindowBoardQueries.class);
            for (Reader reader : List.of(
                    Reader.SERVICE,
                    Reader.PLATFORM,
                    Reader.agent("K1", List.of(Party.merchant("MB7"))),
                    Reader.party(Party.merchant("MB7")),
                    Reader.party(Party.roomOperator("HB7")),
                    Reader.party(Party.consumer("U77")))) {
                long best = Long.MAX_VALUE;
                for (int round = 0; round < 20; round++) {
                    long begun = System.nanoTime();
                    assertThat(board.board(reader, RUNNING, null, 100, hour(0)).items())
                            .isNotEmpty();
                    best = Math.min(best, System.nanoTime() - begun);
                }
                System.out.printf("a page of the board of 100,000 windows for %s: %d µs%n", reader.kind(), best / 1000);
            }
        } finally {
            jdbc.update("DELETE FROM read_model.window_board WHERE subject LIKE 'return/bulk-%'");
        }
    }

    @Test
    void a_party_without_a_name_is_refused() {
        assertThatThrownBy(() -> Reader.party(Party.consumer(""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_role_is_made_once_though_many_databases_are_made_at_once() throws Exception {
        JdbcTemplate jdbc = Bench.jdbc();
        jdbc.execute("DROP OWNED BY redress_reader");
        jdbc.execute("DROP ROLE redress_reader");
        List<Callable<Integer>> makings = Stream.of("made_1", "made_2", "made_3")
                .<Callable<Integer>>map(name -> {
                    jdbc.execute("CREATE DATABASE " + name);
                    return () -> Bench.migrate(Bench.database(name)).migrationsExecuted;
                })
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(makings.size())) {
            assertThat(threads.invokeAll(makings)).extracting(Future::get).allMatch(made -> made > 1);
        } finally {
            jdbc.execute(EverySheetTest.File.policies());
        }
        assertThat(everything(U1, "demand")).isNotEmpty();
    }
}
