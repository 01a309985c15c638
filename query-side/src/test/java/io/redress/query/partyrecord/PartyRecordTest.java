package io.redress.query.partyrecord;

import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.complained;
import static io.redress.query.Told.complaint;
import static io.redress.query.Told.corrected;
import static io.redress.query.Told.ended;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.intervention;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.metAfterAll;
import static io.redress.query.Told.metLate;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.solve;
import static io.redress.query.Told.takeUp;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintRedirected;
import io.redress.api.demand.DemandRated;
import io.redress.api.demand.DemandReopened;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.demand.InterventionRequested;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.Outcome;
import io.redress.api.order.OrderShipped;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowUnheard;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import io.redress.query.partyrecord.PartyRecordView.Figures;
import io.redress.query.partyrecord.PartyRecordView.InterventionView;
import io.redress.query.partyrecord.PartyRecordView.RatingView;
import io.redress.query.partyrecord.PartyRecordView.Ratings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartyRecordTest {
    private static final Part ALWAYS = Part.WHOLE;

    private final Bench bench = new Bench(new PartyRecordProjection(Bench.jdbc()));
    private final PartyRecordQueries records = new PartyRecordQueries(Bench.reader(), Bench.AS_TOLD);

    @AfterEach
    void close() {
        bench.close();
    }

    private static WindowKey decide(String id) {
        return window(returned(id), Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    }

    private static Event act(String id, Instant at, Change... changes) {
        return new DemandUrged(returned(id), at, PLATFORM, List.of(changes));
    }

    private PartyRecordView record(Party party) {
        return records.read(Reader.PLATFORM, party, ALWAYS).orElseThrow();
    }

    private Figures total() {
        return record(MERCHANT).total();
    }

    @Test
    void a_person_at_the_desk_finds_no_case_of_somebody_close_in_the_record_of_another() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                lapse(
                        decide("R1"),
                        hour(48),
                        hour(48),
                        opened(
                                window(returned("R1").intervention(), Obligation.PLATFORM_OPEN_INTERVENTION, PLATFORM),
                                hour(48),
                                24)));

        for (Reader stranger : List.of(Reader.PLATFORM, Reader.agent("K1", List.of(Party.consumer("U9"))))) {
            assertThat(records.read(stranger, MERCHANT, ALWAYS)
                            .orElseThrow()
                            .total()
                            .opened())
                    .isEqualTo(1);
            assertThat(windows(stranger)).isEqualTo(1);
            assertThat(interventions(stranger)).isEqualTo(1);
        }
        for (Reader close : List.of(
                Reader.agent("U1", List.of()),
                Reader.agent("K1", List.of(Party.consumer("U1"))),
                Reader.agent("K1", List.of(Party.roomOperator("H1"))))) {
            assertThat(records.read(close, MERCHANT, ALWAYS))
                    .as(close.toString())
                    .isEmpty();
            assertThat(windows(close)).isZero();
            assertThat(interventions(close)).isZero();
        }
    }

    private int windows(Reader reader) {
        return records.windows(reader, MERCHANT, ALWAYS, Which.ALL, null, 100, hour(130))
                .items()
                .size();
    }

    private int interventions(Reader reader) {
        return records.interventions(reader, MERCHANT, ALWAYS, null, null, 100)
                .items()
                .size();
    }

    @Test
    void windows_are_counted_by_how_they_stand() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                filed("R2", hour(0), 500, opened(decide("R2"), hour(0), 48)),
                filed("R3", hour(0), 500, opened(decide("R3"), hour(0), 48)),
                filed("R4", hour(0), 500, opened(decide("R4"), hour(0), 48)),
                filed("R5", hour(0), 500, opened(decide("R5"), hour(0), 48)),
                filed("R6", hour(0), 500, opened(decide("R6"), hour(0), 48)),
                act("R1", hour(10), met(decide("R1"))),
                act("R3", hour(11), withdrawn(decide("R3"))),
                act("R6", hour(12), new Change.Suspended(decide("R6"))),
                lapse(decide("R2"), hour(48), hour(48)),
                lapse(decide("R4"), hour(48), hour(48)),
                act("R2", hour(60), metLate(decide("R2"))));

        Figures expected = new Figures(6, 1, 1, 1, 1, 1, 1, 1, 0, 0, 10L * 3600);
        assertThat(total()).isEqualTo(expected);
        assertThat(record(MERCHANT).obligations()).singleElement().satisfies(line -> {
            assertThat(line.obligation()).isEqualTo(Obligation.MERCHANT_DECIDE_REFUND_ONLY);
            assertThat(line.figures()).isEqualTo(expected);
        });
        assertThat(records.read(Reader.PLATFORM, Party.merchant("M2"), ALWAYS)).isEmpty();
    }

    @Test
    void the_time_to_meet_leaves_out_what_stood_still() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                act("R1", hour(1), new Change.Suspended(decide("R1"))),
                act("R1", hour(21), new Change.Resumed(decide("R1"), hour(68), false, null)),
                act("R1", hour(22), new Change.Suspended(decide("R1"))),
                act("R1", hour(30), met(decide("R1"))));

        assertThat(total().medianSecondsToMeet()).isEqualTo(2L * 3600);
    }

    @Test
    void a_lapsed_duty_is_owed_until_its_subject_ends_and_again_when_it_is_reopened() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)), lapse(decide("R1"), hour(48), hour(48)));
        assertThat(total().lapsedStillOwed()).isEqualTo(1);

        bench.publish(act("R1", hour(50), ended(returned("R1"), Ending.UNANSWERED)));
        assertThat(total().lapsed()).isEqualTo(1);
        assertThat(total().lapsedStillOwed()).isZero();

        bench.publish(
                new DemandReopened(returned("R1"), hour(51), CONSUMER, List.of(new Change.Reopened(returned("R1")))));
        assertThat(total().lapsedStillOwed()).isEqualTo(1);
    }

    @Test
    void a_lapsed_duty_is_no_longer_owed_when_it_opens_anew() {
        WindowKey evidence = window(returned("R1").intervention(), Obligation.MERCHANT_SUBMIT_EVIDENCE, MERCHANT);
        WindowKey again = new WindowKey(evidence.subject(), evidence.obligation(), MERCHANT, 2);
        bench.publish(
                filed("R1", hour(0), 500, opened(evidence, hour(0), 24)),
                lapse(evidence, hour(24), hour(24)),
                act("R1", hour(30), opened(again, hour(30), 24)));

        assertThat(total().lapsed()).isEqualTo(1);
        assertThat(total().lapsedStillOwed()).isZero();
    }

    @Test
    void nothing_is_owed_of_a_right_that_lapsed() {
        WindowKey right = window(SubjectId.order("O1"), Obligation.CONSUMER_CLAIM_QUALITY_RETURN, CONSUMER);
        bench.publish(registered("O1", hour(0), opened(right, hour(0), 24)), lapse(right, hour(24), hour(24)));

        assertThat(record(CONSUMER).total().lapsed()).isEqualTo(1);
        assertThat(record(CONSUMER).total().lapsedStillOwed()).isZero();
    }

    @Test
    void a_lapse_that_is_taken_back_does_not_count_and_says_how_often_that_was() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                lapse(decide("R1"), hour(48), hour(48), intervention(returned("R1"), hour(48))));
        assertThat(total()).isEqualTo(new Figures(1, 0, 0, 1, 1, 0, 0, 0, 0, 0, null));

        List<Change> changes = new ArrayList<>(List.of(metAfterAll(decide("R1"), hour(47))));
        changes.add(withdrawn(takeUp(returned("R1"))));
        changes.add(withdrawn(solve(returned("R1"))));
        changes.add(ended(returned("R1").intervention(), Ending.RESCINDED));
        bench.publish(new ReturnRefunded(returned("R1"), hour(60), hour(47), MERCHANT, false, 500, changes));

        assertThat(total()).isEqualTo(new Figures(1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 47L * 3600));
        assertThat(standing(MERCHANT, "R1")).isEqualTo("rescinded");
        assertThat(record(MERCHANT).interventions().rescinded()).isEqualTo(1);
    }

    /** Which is the same whether it is still left undone or was done late. */
    @Test
    void a_lapse_of_which_we_had_not_told_in_time_does_not_count_and_says_why() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                filed("R2", hour(0), 500, opened(decide("R2"), hour(0), 48)),
                filed("R3", hour(0), 500, opened(decide("R3"), hour(0), 48)),
                lapse(decide("R1"), hour(48), hour(48)),
                lapse(decide("R2"), hour(48), hour(48)),
                lapse(decide("R3"), hour(48), hour(48)),
                unheard("R1", hour(49)),
                act("R2", hour(50), metLate(decide("R2"))),
                unheard("R2", null));

        assertThat(total()).isEqualTo(new Figures(3, 0, 0, 1, 1, 0, 0, 0, 0, 2, null));
        assertThat(record(MERCHANT).excluded()).singleElement().satisfies(out -> {
            assertThat(out.reason()).isEqualTo("unheard");
            assertThat(out.count()).isEqualTo(2);
            assertThat(out.href()).isEqualTo("/api/v1/parties/merchant%3AM1/record/windows?unheard=true");
        });
        Which unheard = new Which(null, null, null, null, true, null);
        assertThat(records.windows(Reader.PLATFORM, MERCHANT, ALWAYS, unheard, null, 9, hour(51))
                        .items())
                .extracting(WindowView::subject)
                .containsExactly(returned("R1"), returned("R2"));
        assertThat(record(MERCHANT).sources().total().get("lapsed"))
                .containsExactly("/api/v1/parties/merchant%3AM1/record/windows?outcome=lapsed&unheard=false");

        bench.publish(act("R1", hour(52), metAfterAll(decide("R1"), hour(47))));
        assertThat(total()).isEqualTo(new Figures(3, 1, 0, 1, 1, 0, 0, 0, 1, 1, 47L * 3600));
    }

    private static WindowUnheard unheard(String id, @Nullable Instant toldAt) {
        return new WindowUnheard(returned(id), hour(50), PLATFORM, decide(id), hour(48), toldAt, List.of());
    }

    @Test
    void what_was_met_by_mistake_runs_again_and_what_should_never_have_been_is_withdrawn() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                act("R1", hour(1), met(decide("R1"))),
                corrected(
                        returned("R1"),
                        hour(2),
                        Fact.REFUND,
                        null,
                        List.of(),
                        500L,
                        new Change.Resumed(decide("R1"), hour(48), false, null)));
        assertThat(total()).isEqualTo(new Figures(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, null));

        bench.publish(
                lapse(decide("R1"), hour(48), hour(48)),
                corrected(
                        returned("R1"),
                        hour(50),
                        Fact.GOODS_BACK,
                        null,
                        List.of(),
                        null,
                        new Change.Rescinded(decide("R1")),
                        withdrawn(decide("R1"))));
        assertThat(total()).isEqualTo(new Figures(1, 0, 0, 0, 0, 1, 0, 0, 1, 0, null));

        bench.publish(lapse(decide("R1"), hour(48), hour(60)));
        assertThat(total().rescinded()).isZero();
    }

    @Test
    void nobody_has_to_urge_a_shipment_that_is_on_its_way() {
        WindowKey urge = window(SubjectId.order("O1"), Obligation.ROOM_OPERATOR_URGE_PROMISE, OPERATOR);
        bench.publish(registered("O1", hour(0), opened(urge, hour(0), 24)), lapse(urge, hour(24), hour(24)));
        assertThat(record(OPERATOR).total().lapsedStillOwed()).isEqualTo(1);

        bench.publish(
                new OrderShipped(SubjectId.order("O1"), hour(30), null, MERCHANT, List.of("1"), List.of(), List.of()));
        assertThat(record(OPERATOR).total().lapsedStillOwed()).isZero();
    }

    private static InterventionRequested asked(String id, Instant at) {
        return new InterventionRequested(returned(id), at, CONSUMER, List.of(intervention(returned(id), at)));
    }

    private static CaseDecided decided(String id, Instant at, @Nullable Party orders) {
        return new CaseDecided(returned(id), at, PLATFORM, orders, null, null, null, null, "A1", null, List.of());
    }

    private String standing(Party party, String id) {
        return records.interventions(Reader.PLATFORM, party, ALWAYS, null, null, 100).items().stream()
                .filter(seen -> seen.subject().equals(returned(id).intervention()))
                .map(InterventionView::outcome)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_intervention_is_for_some_and_against_others() {
        bench.publish(
                filed("R1", hour(0), 500),
                filed("R2", hour(0), 500),
                filed("R3", hour(0), 500),
                asked("R1", hour(1)),
                asked("R2", hour(2)),
                asked("R3", hour(3)),
                decided("R1", hour(5), MERCHANT),
                decided("R2", hour(5), null));

        assertThat(standing(MERCHANT, "R1")).isEqualTo("decided-against");
        assertThat(standing(CONSUMER, "R1")).isEqualTo("decided-for");
        assertThat(standing(OPERATOR, "R1")).isEqualTo("decided-on-others");
        assertThat(standing(PLATFORM, "R1")).isEqualTo("decided-on-others");
        assertThat(standing(MERCHANT, "R2")).isEqualTo("decided-for");
        assertThat(standing(CONSUMER, "R2")).isEqualTo("decided-against");
        assertThat(standing(MERCHANT, "R3")).isEqualTo("open");
        assertThat(record(MERCHANT).interventions())
                .isEqualTo(new PartyRecordView.Interventions(3, 1, 1, 1, 0, 0, 0, 0, 0));

        bench.publish(new AppealDecided(
                returned("R1"),
                hour(9),
                PLATFORM,
                "A2",
                Outcome.REVERSED,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of()));
        assertThat(standing(MERCHANT, "R1")).isEqualTo("decided-for");
    }

    @Test
    void a_case_may_be_settled_or_end_before_a_decision() {
        SubjectId intervention = returned("R2").intervention();
        bench.publish(
                filed("R1", hour(0), 500),
                filed("R2", hour(0), 500),
                asked("R1", hour(1)),
                asked("R2", hour(2)),
                new CaseSettled(
                        returned("R1"),
                        hour(3),
                        PLATFORM,
                        null,
                        null,
                        null,
                        List.of(
                                ended(returned("R1"), Ending.SETTLED),
                                ended(returned("R1").intervention(), Ending.CONCLUDED))),
                act("R2", hour(4), ended(returned("R2"), Ending.WITHDRAWN), ended(intervention, Ending.CONCLUDED)));

        assertThat(standing(MERCHANT, "R1")).isEqualTo("settled");
        assertThat(standing(MERCHANT, "R2")).isEqualTo("ended");
    }

    @Test
    void a_complaint_that_was_redirected_is_against_the_other_party() {
        bench.publish(
                complained("C1", hour(0)),
                new ComplaintRedirected(
                        complaint("C1"), hour(1), MERCHANT, Side.OPERATOR, PersonalText.of("theirs"), List.of()),
                new InterventionRequested(
                        complaint("C1"), hour(2), CONSUMER, List.of(intervention(complaint("C1"), hour(2)))),
                new CaseDecided(
                        complaint("C1"), hour(3), PLATFORM, null, null, null, null, null, "A1", null, List.of()));

        assertThat(record(OPERATOR).interventions().decidedFor()).isEqualTo(1);
        assertThat(record(MERCHANT).interventions().decidedOnOthers()).isEqualTo(1);
    }

    @Test
    void a_merchant_that_runs_its_room_stands_in_a_case_once() {
        Parties selfRun = new Parties("U1", "M1", "M1", "L1");
        bench.publish(
                new ComplaintFiled(
                        complaint("C1"), hour(0), CONSUMER, null, selfRun, Side.OPERATOR, false, 0, null, List.of()),
                new InterventionRequested(
                        complaint("C1"), hour(2), CONSUMER, List.of(intervention(complaint("C1"), hour(2)))));

        assertThat(record(MERCHANT).interventions().opened()).isEqualTo(1);
        assertThat(records.read(Reader.PLATFORM, Party.roomOperator("M1"), ALWAYS))
                .isEmpty();
    }

    @Test
    void a_record_can_be_read_for_some_days_and_page_by_page() {
        for (int day = 0; day < 3; day++) {
            String id = "R" + day;
            bench.publish(filed(id, hour(24 * day), 500, opened(decide(id), hour(24 * day), 48)));
        }
        Part second = new Part(LocalDate.of(2026, 11, 12), LocalDate.of(2026, 11, 12), null);

        assertThat(records.read(Reader.PLATFORM, MERCHANT, second)
                        .orElseThrow()
                        .total()
                        .opened())
                .isEqualTo(1);
        assertThat(records.read(Reader.PLATFORM, MERCHANT, new Part(LocalDate.of(2027, 1, 1), null, null))
                        .orElseThrow()
                        .total())
                .isEqualTo(Figures.NONE);
        Page<WindowView> first = records.windows(Reader.PLATFORM, MERCHANT, ALWAYS, Which.ALL, null, 2, hour(0));
        Page<WindowView> rest = records.windows(Reader.PLATFORM, MERCHANT, ALWAYS, Which.ALL, first.next(), 2, hour(0));
        assertThat(first.items()).extracting(WindowView::subject).containsExactly(returned("R0"), returned("R1"));
        assertThat(rest.items()).extracting(WindowView::subject).containsExactly(returned("R2"));
        assertThat(rest.next()).isNull();
    }

    private static DemandRated rated(String id, Instant at, Party of, int stars, @Nullable String comment) {
        return new DemandRated(returned(id), at, CONSUMER, of, stars, PersonalText.of(comment), List.of());
    }

    @Test
    void a_party_is_rated_in_its_own_record_and_in_no_other() {
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                filed("R2", hour(1), 500, opened(decide("R2"), hour(1), 48)),
                rated("R1", hour(2), MERCHANT, 1, "never answered"),
                rated("R2", hour(3), MERCHANT, 5, null),
                rated("R2", hour(3), OPERATOR, 5, "kind"));

        assertThat(record(MERCHANT).ratings()).isEqualTo(new Ratings(2, 1, 0, 0, 0, 1));
        assertThat(record(OPERATOR).ratings()).isEqualTo(new Ratings(1, 0, 0, 0, 0, 1));
        assertThat(records.read(Reader.PLATFORM, CONSUMER, ALWAYS)).isEmpty();
        Page<RatingView> first = records.ratings(Reader.PLATFORM, MERCHANT, ALWAYS, null, null, 1);
        assertThat(first.items()).singleElement().satisfies(rating -> {
            assertThat(rating.subject()).isEqualTo(returned("R1"));
            assertThat(rating.ratedAt().toInstant()).isEqualTo(hour(2));
            assertThat(rating.stars()).isEqualTo(1);
            assertThat(rating.comment()).isEqualTo(PersonalText.of("never answered"));
        });
        assertThat(records.ratings(Reader.PLATFORM, MERCHANT, ALWAYS, null, first.next(), 1)
                        .items())
                .extracting(RatingView::subject)
                .containsExactly(returned("R2"));
        assertThat(records.ratings(Reader.PLATFORM, MERCHANT, ALWAYS, 5, null, 9)
                        .items())
                .extracting(RatingView::subject)
                .containsExactly(returned("R2"));
        assertThat(records.ratings(Reader.agent("K1", List.of(Party.consumer("U1"))), MERCHANT, ALWAYS, null, null, 9)
                        .items())
                .isEmpty();
    }

    @Test
    void what_is_not_counted_says_why() {
        WindowKey left = decide("R3");
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                filed("R2", hour(0), 500, opened(decide("R2"), hour(0), 48)),
                filed("R3", hour(0), 500, opened(left, hour(0), 48)),
                act("R2", hour(2), withdrawn(decide("R2"))),
                new DemandWithdrawn(
                        returned("R3"),
                        hour(3),
                        CONSUMER,
                        List.of(withdrawn(left), ended(returned("R3"), Ending.WITHDRAWN))),
                asked("R1", hour(4)));

        assertThat(record(MERCHANT).excluded())
                .extracting(out -> out.what() + " " + out.reason() + " " + out.by() + " " + out.count())
                .containsExactly(
                        "windows open null 1",
                        "windows withdrawn io.redress.demand.urged 1",
                        "windows withdrawn io.redress.demand.withdrawn 1",
                        "interventions open null 1");
        Which moot = new Which(null, null, null, null, null, "io.redress.demand.withdrawn");
        assertThat(records.windows(Reader.PLATFORM, MERCHANT, ALWAYS, moot, null, 9, hour(5))
                        .items())
                .extracting(WindowView::subject)
                .containsExactly(returned("R3"));
        assertThat(record(MERCHANT).excluded().get(2).href())
                .isEqualTo("/api/v1/parties/merchant%3AM1/record/windows?withdrawnBy=io.redress.demand.withdrawn");
    }

    @Test
    void a_record_can_be_read_for_one_room() {
        Parties elsewhere = new Parties("U1", "M1", "H2", "L2");
        WindowKey accept = window(complaint("C1"), Obligation.MERCHANT_ACCEPT_COMPLAINT, MERCHANT);
        bench.publish(
                filed("R1", hour(0), 500, opened(decide("R1"), hour(0), 48)),
                new ComplaintFiled(
                        complaint("C1"),
                        hour(1),
                        CONSUMER,
                        null,
                        elsewhere,
                        Side.MERCHANT,
                        false,
                        0,
                        null,
                        List.of(opened(accept, hour(1), 24))),
                new InterventionRequested(
                        complaint("C1"), hour(2), CONSUMER, List.of(intervention(complaint("C1"), hour(2)))),
                new DemandRated(complaint("C1"), hour(9), CONSUMER, MERCHANT, 3, null, List.of()));

        PartyRecordView there = records.read(Reader.PLATFORM, MERCHANT, new Part(null, null, "L2"))
                .orElseThrow();
        assertThat(there.room()).isEqualTo("L2");
        assertThat(there.obligations())
                .extracting(PartyRecordView.Line::obligation)
                .containsExactly(Obligation.MERCHANT_ACCEPT_COMPLAINT);
        assertThat(there.interventions().opened()).isEqualTo(1);
        assertThat(there.ratings().threeStars()).isEqualTo(1);
        assertThat(there.sources().ratings().get("threeStars"))
                .containsExactly("/api/v1/parties/merchant%3AM1/record/ratings?room=L2&stars=3");
        PartyRecordView here = records.read(Reader.PLATFORM, MERCHANT, new Part(null, null, "L1"))
                .orElseThrow();
        assertThat(here.total().opened()).isEqualTo(1);
        assertThat(here.interventions().opened()).isZero();
        assertThat(here.ratings().given()).isZero();
    }
}
