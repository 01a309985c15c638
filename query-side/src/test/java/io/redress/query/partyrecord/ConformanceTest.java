package io.redress.query.partyrecord;

import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.intervention;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.takeUp;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.SubjectId;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.document.Content;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.Outcome;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.Sheet;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.ConformanceQueries.Counts;
import io.redress.query.partyrecord.ConformanceQueries.Line;
import io.redress.query.partyrecord.ConformanceQueries.Missing;
import io.redress.query.partyrecord.ConformanceQueries.MissingCount;
import io.redress.query.partyrecord.DeskRecordQueries.AgentView;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What all parties come to together, what they lack, and what people at the desk did. */
class ConformanceTest {
    private static final List<Role> ALL = List.of(Role.values());

    private static AnnotationConfigApplicationContext context;

    private final ConformanceQueries conformance = new ConformanceQueries(Bench.reader());
    private final DeskRecordQueries desk = new DeskRecordQueries(Bench.reader());
    private final PartyRecordQueries records = new PartyRecordQueries(Bench.reader(), Bench.AS_TOLD);
    private Bench bench;

    @BeforeAll
    static void wire() {
        context = Bench.wire(InstantSource.fixed(hour(100)));
    }

    @AfterAll
    static void unwire() {
        context.close();
    }

    @BeforeEach
    void open() {
        bench = new Bench(context.getBeansWithAnnotation(Sheet.class).values().toArray());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static WindowKey decide(String id) {
        return window(returned(id), Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    }

    private static WindowKey urge(String id) {
        return window(returned(id), Obligation.ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR);
    }

    private void returnsThatWentTheirWays() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48), opened(urge("R1"), hour(0), 24)),
                filed("R2", hour(30), 500, opened(decide("R2"), hour(30), 48), opened(urge("R2"), hour(30), 24)),
                lapse(urge("R1"), hour(24), hour(24)),
                lapse(decide("R1"), hour(48), hour(48), intervention(returned("R1"), hour(48))),
                new DemandWithdrawn(
                        returned("R2"), hour(49), CONSUMER, List.of(withdrawn(decide("R2")), withdrawn(urge("R2")))));
    }

    @Test
    void figures_of_duties_are_the_sum_of_the_records_of_parties() {
        returnsThatWentTheirWays();

        assertThat(conformance.lines(Reader.PLATFORM, Part.WHOLE))
                .containsExactly(
                        new Line(Obligation.MERCHANT_DECIDE_REFUND_ONLY, new Counts(2, 0, 0, 1, 1, 1, 0, 0, 0, 0)),
                        new Line(Obligation.PLATFORM_OPEN_INTERVENTION, new Counts(1, 0, 0, 0, 0, 0, 1, 0, 0, 0)),
                        new Line(Obligation.PLATFORM_PROVIDE_SOLUTION, new Counts(1, 0, 0, 0, 0, 0, 1, 0, 0, 0)),
                        new Line(Obligation.ROOM_OPERATOR_URGE_AFTERSALE, new Counts(2, 0, 0, 1, 1, 1, 0, 0, 0, 0)));
        long opened = conformance.lines(Reader.PLATFORM, Part.WHOLE).stream()
                .mapToLong(line -> line.counts().opened())
                .sum();
        long ofAll = List.of(MERCHANT, OPERATOR, PLATFORM).stream()
                .mapToLong(party -> records.read(Reader.PLATFORM, party, Part.WHOLE)
                        .orElseThrow()
                        .total()
                        .opened())
                .sum();
        assertThat(opened).isEqualTo(ofAll);
        assertThat(conformance.moot(Reader.PLATFORM, Part.WHOLE))
                .extracting(ConformanceQueries.Moot::by, ConformanceQueries.Moot::count)
                .containsExactly(tuple("io.redress.demand.withdrawn", 2L));

        LocalDate first = LocalDate.parse("2026-11-11");
        assertThat(conformance.lines(Reader.PLATFORM, new Part(first, first, null)))
                .extracting(Line::obligation)
                .doesNotContain(Obligation.PLATFORM_PROVIDE_SOLUTION)
                .contains(Obligation.MERCHANT_DECIDE_REFUND_ONLY);
    }

    @Test
    void a_figure_leads_to_its_windows_page_by_page() {
        returnsThatWentTheirWays();
        List<Obligation> both =
                List.of(Obligation.MERCHANT_DECIDE_REFUND_ONLY, Obligation.ROOM_OPERATOR_URGE_AFTERSALE);

        Page<WindowView> first = conformance.windows(Reader.PLATFORM, both, Part.WHOLE, Which.ALL, null, 3, hour(100));
        Page<WindowView> second =
                conformance.windows(Reader.PLATFORM, both, Part.WHOLE, Which.ALL, first.next(), 3, hour(100));
        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isNull();

        Which stillOwed = new Which(null, null, true, null, null, null);
        assertThat(conformance
                        .windows(Reader.PLATFORM, both, Part.WHOLE, stillOwed, null, 9, hour(100))
                        .items())
                .extracting(WindowView::obligation)
                .containsExactlyInAnyOrderElementsOf(both);
    }

    private static StatementPublished stated(String kind, Map<String, Object> content) {
        Parties merchant = new Parties("", "M1", "", "");
        return new StatementPublished(
                SubjectId.statement(kind, MERCHANT, merchant, null),
                hour(1),
                MERCHANT,
                kind,
                merchant,
                null,
                true,
                1,
                new Content(content),
                null,
                List.of());
    }

    @Test
    void whoever_stands_in_a_case_is_missed_until_he_has_said_what_is_wanted() {
        bench.publish(filed("R1", hour(0), 500));
        assertThat(missing("channel")).containsExactly(MERCHANT, PLATFORM, OPERATOR);
        assertThat(missing("complaint-handling")).containsExactly(MERCHANT, PLATFORM, OPERATOR);
        assertThat(missing("emergency-mechanism")).containsExactly(OPERATOR);
        assertThat(missing("report-channel")).containsExactly(PLATFORM);
        assertThat(missing("platform-rules")).containsExactly(PLATFORM);
        assertThat(plans()).containsExactly(new Missing("service-plan", MERCHANT, "L1"));
        assertThat(conformance.missing(Reader.PLATFORM, hour(100)))
                .contains(
                        new MissingCount("channel", Role.MERCHANT, 1),
                        new MissingCount("service-plan", Role.MERCHANT, 1),
                        new MissingCount("service-system", Role.PLATFORM, 1));

        bench.publish(
                stated("party", Map.of("channels", List.of(Map.of("purpose", "after-sales", "kind", "phone")))),
                stated("complaint-handling", Map.of("procedure", "…")),
                new MechanismPublished(
                        SubjectId.mechanism("H1"), hour(2), OPERATOR, "H1", 1, Map.of(), null, List.of()),
                new PlanPublished(
                        SubjectId.plan("M1", "L1"),
                        hour(2),
                        MERCHANT,
                        "M1",
                        "L1",
                        "H1",
                        1,
                        Map.of(),
                        hour(150),
                        null,
                        List.of()));
        assertThat(missing("channel")).containsExactly(PLATFORM, OPERATOR);
        assertThat(missing("complaint-handling")).containsExactly(PLATFORM, OPERATOR);
        assertThat(missing("emergency-mechanism")).isEmpty();
        assertThat(plans()).as("announced, and not in force yet").hasSize(1);
        assertThat(conformance
                        .missing(Reader.PLATFORM, "service-plan", ALL, hour(150), null, 9)
                        .items())
                .isEmpty();
    }

    private List<Party> missing(String what) {
        return conformance.missing(Reader.PLATFORM, what, ALL, hour(100), null, 9).items().stream()
                .map(Missing::party)
                .toList();
    }

    private List<Missing> plans() {
        return conformance
                .missing(Reader.PLATFORM, "service-plan", ALL, hour(100), null, 9)
                .items();
    }

    @Test
    void what_is_missing_is_read_page_by_page_and_of_some_only() {
        bench.publish(filed("R1", hour(0), 500));

        Page<Missing> first = conformance.missing(Reader.PLATFORM, "channel", ALL, hour(100), null, 2);
        Page<Missing> second = conformance.missing(Reader.PLATFORM, "channel", ALL, hour(100), first.next(), 2);
        assertThat(first.items()).extracting(Missing::party).containsExactly(MERCHANT, PLATFORM);
        assertThat(second.items()).extracting(Missing::party).containsExactly(OPERATOR);
        assertThat(conformance
                        .missing(Reader.PLATFORM, "channel", List.of(Role.ROOM_OPERATOR), hour(100), null, 9)
                        .items())
                .extracting(Missing::party)
                .containsExactly(OPERATOR);
    }

    @Test
    void sums_over_all_are_for_nobody_but_the_platform() {
        returnsThatWentTheirWays();
        decided("A1", hour(52), null);

        for (Reader other : List.of(Reader.agent("A1", List.of()), Reader.party(MERCHANT), Reader.NOBODY)) {
            assertThat(conformance.lines(other, Part.WHOLE)).as("%s", other).isEmpty();
            assertThat(conformance.moot(other, Part.WHOLE)).as("%s", other).isEmpty();
            assertThat(conformance.missing(other, hour(100))).as("%s", other).isEmpty();
            assertThat(desk.agents(other, Part.WHOLE)).as("%s", other).isEmpty();
        }
    }

    private void decided(String by, Instant at, @Nullable String confirmedBy) {
        bench.publish(
                new CaseTakenUp(returned("R1"), hour(50), PLATFORM, "A1", List.of(met(takeUp(returned("R1"))))),
                new CaseDecided(
                        returned("R1"), at, PLATFORM, MERCHANT, null, null, null, null, by, confirmedBy, List.of()));
    }

    @Test
    void what_an_agent_did_says_how_often_it_was_corrected_and_how_long_it_took() {
        returnsThatWentTheirWays();
        decided("A1", hour(53), "A2");
        bench.publish(new AppealDecided(
                returned("R1"),
                hour(60),
                PLATFORM,
                "A3",
                Outcome.REVERSED,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of()));

        assertThat(desk.agents(Reader.PLATFORM, Part.WHOLE))
                .containsExactly(
                        new AgentView("A1", 1, 1, 0, 0, 0, 0, 1, 0, 0, 3 * 3600L),
                        new AgentView("A2", 0, 0, 0, 0, 0, 0, 0, 1, 0, null),
                        new AgentView("A3", 0, 0, 0, 0, 0, 0, 0, 0, 1, null));
        assertThat(desk.agents(Reader.PLATFORM, new Part(LocalDate.parse("2026-11-20"), null, null)))
                .isEmpty();
    }

    @Test
    void a_draft_that_is_given_back_stands_under_the_name_of_whose_it_was() {
        returnsThatWentTheirWays();
        bench.publish(
                new CaseTakenUp(returned("R1"), hour(50), PLATFORM, "A1", List.of(met(takeUp(returned("R1"))))),
                new DecisionReturned(
                        returned("R1"), hour(51), PLATFORM, "A2", "A1", PersonalText.of("hear both first"), List.of()));

        assertThat(desk.agents(Reader.PLATFORM, Part.WHOLE))
                .containsExactly(
                        new AgentView("A1", 1, 0, 0, 0, 1, 0, 0, 0, 0, null),
                        new AgentView("A2", 0, 0, 0, 0, 0, 0, 0, 1, 0, null));
    }

    @Test
    void a_case_that_says_not_who_ended_it_counts_for_whoever_had_taken_it_up() {
        returnsThatWentTheirWays();
        bench.publish(
                new CaseTakenUp(returned("R1"), hour(50), PLATFORM, "A1", List.of(met(takeUp(returned("R1"))))),
                new CaseDecided(
                        returned("R1"), hour(51), PLATFORM, null, null, null, null, null, null, null, List.of()));

        assertThat(desk.agents(Reader.PLATFORM, Part.WHOLE))
                .singleElement()
                .isEqualTo(new AgentView("A1", 1, 1, 0, 0, 0, 0, 0, 0, 0, 3600L));
    }
}
