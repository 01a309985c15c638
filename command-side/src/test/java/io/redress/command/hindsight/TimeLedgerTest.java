package io.redress.command.hindsight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.command.door.ActReader;
import io.redress.command.hindsight.TimeLedger.PartyTime;
import io.redress.command.scenario.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** The sum done by hand for a few cases; that it adds up for any case is shown where the service runs. */
class TimeLedgerTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final Party MERCHANT = Party.merchant("M1");
    private static final Party OPERATOR = Party.roomOperator("H1");
    private static final Party CONSUMER = Party.consumer("U1");

    private final Sandbox sandbox = new Sandbox();
    private final ActReader reader = new ActReader();
    private final ActReader api = ActReader.ofApi();

    private static Instant at(String dayAndHour) {
        return OffsetDateTime.parse("2026-11-" + dayAndHour + ":00+08:00").toInstant();
    }

    private void does(String dayAndHour, String act, String fields) {
        Instant at = at(dayAndHour);
        sandbox.advanceTo(at);
        ActReader knows = reader.acts().contains(act) ? reader : api;
        sandbox.door().perform(knows.read(act, JSON.readTree(fields), at));
    }

    private TimeLedger ledger(SubjectId subject, String dayAndHour) {
        sandbox.advanceTo(at(dayAndHour));
        List<Entry> history = new ArrayList<>();
        sandbox.stored().stream()
                .filter(event -> event.subject().equals(subject))
                .forEach(event -> history.add(new Entry(history.size(), event)));
        return TimeLedger.of(subject, history, at(dayAndHour));
    }

    private static WindowTime window(TimeLedger ledger, Obligation obligation) {
        return ledger.windows().stream()
                .filter(window -> window.window().obligation() == obligation)
                .reduce((_, newest) -> newest)
                .orElseThrow();
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    private void complain() {
        does("13T09:00", "file-complaint", """
                {'complaint': 'C1', 'consumer': 'U1', 'against': 'merchant', 'merchant': 'M1', 'operator': 'H1',
                 'room': 'L1', 'serious': false}""");
    }

    @Test
    void a_window_runs_stands_still_and_is_overdue_and_each_party_is_charged_for_its_own() {
        complain();
        does("14T15:00", "accept-complaint", "{'complaint': 'C1'}");
        does("15T09:00", "offer-solution", "{'complaint': 'C1', 'by': 'merchant', 'remedy': 'half'}");
        does("15T21:00", "reject-solution", "{'complaint': 'C1'}");
        TimeLedger ledger = ledger(SubjectId.complaint("C1"), "16T09:00");

        WindowTime accept = window(ledger, Obligation.MERCHANT_ACCEPT_COMPLAINT);
        assertThat(accept.sum(WindowTime.Kind.RUNNING)).isEqualTo(hours(24));
        assertThat(accept.sum(WindowTime.Kind.OVERDUE)).isEqualTo(hours(6));
        assertThat(accept.life()).isEqualTo(hours(30));
        assertThat(accept.goesOn()).isFalse();
        WindowTime resolve = window(ledger, Obligation.MERCHANT_RESOLVE_COMPLAINT);
        assertThat(resolve.segments())
                .extracting(WindowTime.Segment::kind, WindowTime.Segment::why, WindowTime.Segment::length)
                .containsExactly(
                        tuple(WindowTime.Kind.RUNNING, null, hours(48)),
                        tuple(WindowTime.Kind.SUSPENDED, WindowStory.Why.OFFER, hours(12)),
                        tuple(WindowTime.Kind.RUNNING, null, hours(12)));
        assertThat(resolve.goesOn()).isTrue();
        assertThat(ledger.parties())
                .containsExactlyInAnyOrder(
                        new PartyTime(MERCHANT, hours(60), hours(6)),
                        new PartyTime(CONSUMER, hours(12), Duration.ZERO),
                        new PartyTime(OPERATOR, hours(48), hours(24)),
                        new PartyTime(Party.PLATFORM, hours(48), hours(24)));
        assertThat(ledger.goesOn()).isTrue();
        assertThat(ledger.spans())
                .extracting(span -> span.owing().size(), TimeLedger.Span::length)
                .containsExactly(tuple(1, hours(24)), tuple(3, hours(24)), tuple(3, hours(12)), tuple(3, hours(12)));
    }

    @Test
    void an_appraisal_is_nobodys_time_and_an_ended_case_lives_no_longer() {
        complain();
        does("13T10:00", "offer-solution", "{'complaint': 'C1', 'by': 'merchant', 'remedy': 'half'}");
        does("13T11:00", "reject-solution", "{'complaint': 'C1'}");
        does("13T12:00", "request-intervention", "{'complaint': 'C1'}");
        does("13T13:00", "open-intervention", "{'complaint': 'C1', 'agent': 'A1'}");
        does("13T14:00", "suspend", "{'complaint': 'C1'}");
        does("20T14:00", "resume", "{'complaint': 'C1'}");
        does("20T15:00", "settle", "{'complaint': 'C1'}");
        TimeLedger ledger = ledger(SubjectId.complaint("C1"), "25T09:00");

        assertThat(window(ledger, Obligation.PLATFORM_PROVIDE_SOLUTION).sum(WindowTime.Kind.SUSPENDED))
                .isEqualTo(hours(7 * 24));
        assertThat(ledger.ends()).isEqualTo(at("20T15:00"));
        assertThat(ledger.goesOn()).isFalse();
    }

    @Test
    void the_carrier_has_the_goods_and_then_nothing_is_owed() {
        does("11T20:00", "register-order", """
                {'order': 'O1', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'paidAt': '2026-11-11T20:00:00+08:00', 'lines': [{'line': 'A', 'amount': 100}]}""");
        does("12T08:00", "ship", "{'order': 'O1'}");
        does("13T08:00", "deliver", "{'order': 'O1'}");
        TimeLedger ledger = ledger(SubjectId.order("O1"), "28T00:00");

        assertThat(ledger.spans())
                .extracting(TimeLedger.Span::owing, TimeLedger.Span::idle, TimeLedger.Span::until)
                .containsExactly(
                        tuple(List.of(MERCHANT), null, at("12T08:00")),
                        tuple(List.of(), TimeLedger.Idle.CARRIER, at("13T08:00")),
                        tuple(List.of(CONSUMER), null, at("21T00:00")),
                        tuple(List.of(), TimeLedger.Idle.NOTHING_OWED, at("28T00:00")));
    }

    private void correct(String dayAndHour, String fact, String occurredAt) {
        does(
                dayAndHour,
                "correct-fact",
                "{'order': 'O1', 'fact': '%s', 'occurredAt': '%s', 'reason': 'mistyped'}".formatted(fact, occurredAt));
    }

    @Test
    void everybody_is_charged_by_what_happened_and_not_by_what_was_told() {
        does("11T20:00", "register-order", """
                {'order': 'O1', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'paidAt': '2026-11-11T20:00:00+08:00', 'lines': [{'line': 'A', 'amount': 100}]}""");
        does("12T08:00", "ship", "{'order': 'O1'}");
        does("13T08:00", "deliver", "{'order': 'O1'}");
        correct("14T08:00", "deliver", "2026-11-12T20:00:00+08:00");
        assertThat(ledger(SubjectId.order("O1"), "28T00:00").spans())
                .extracting(TimeLedger.Span::owing, TimeLedger.Span::idle, TimeLedger.Span::until)
                .containsExactly(
                        tuple(List.of(MERCHANT), null, at("12T08:00")),
                        tuple(List.of(), TimeLedger.Idle.CARRIER, at("12T20:00")),
                        tuple(List.of(CONSUMER), null, at("20T00:00")),
                        tuple(List.of(), TimeLedger.Idle.NOTHING_OWED, at("28T00:00")));

        correct("28T00:00", "deliver", "never");
        correct("28T00:00", "ship", "2026-11-18T08:00:00+08:00");
        WindowTime late = window(ledger(SubjectId.order("O1"), "28T00:00"), Obligation.MERCHANT_SHIP_GOODS);
        assertThat(late.sum(WindowTime.Kind.RUNNING)).isEqualTo(hours(124));
        assertThat(late.sum(WindowTime.Kind.OVERDUE)).isEqualTo(hours(32));

        correct("28T00:00", "ship", "never");
        WindowTime never = window(ledger(SubjectId.order("O1"), "28T00:00"), Obligation.MERCHANT_SHIP_GOODS);
        assertThat(never.sum(WindowTime.Kind.OVERDUE)).isEqualTo(hours(11 * 24));
        assertThat(never.goesOn()).isTrue();

        does("28T00:00", "ship", "{'order': 'O1'}");
        correct("28T00:00", "ship", "2026-11-12T08:00:00+08:00");
        WindowTime inTime = window(ledger(SubjectId.order("O1"), "28T00:00"), Obligation.MERCHANT_SHIP_GOODS);
        assertThat(inTime.sum(WindowTime.Kind.RUNNING)).isEqualTo(hours(12)).isEqualTo(inTime.life());
    }

    @Test
    void nobody_is_charged_while_a_demand_is_closed_and_what_lapsed_is_owed_again_when_it_reopens() {
        does("11T20:00", "register-order", """
                {'order': 'O1', 'consumer': 'U1', 'merchant': 'M1', 'operator': 'H1', 'room': 'L1',
                 'paidAt': '2026-11-11T20:00:00+08:00', 'lines': [{'line': 'A', 'amount': 100}]}""");
        does("12T08:00", "file-return", """
                {'return': 'R1', 'order': 'O1', 'kind': 'refund-only', 'reason': 'other', 'lines': ['A']}""");
        does("12T09:00", "offer-solution", "{'return': 'R1', 'by': 'merchant', 'remedy': 'half'}");
        does("22T09:00", "reopen", "{'return': 'R1'}");
        TimeLedger ledger = ledger(SubjectId.returnRequest("R1"), "23T09:00");

        WindowTime urge = window(ledger, Obligation.ROOM_OPERATOR_URGE_AFTERSALE);
        assertThat(urge.segments())
                .extracting(WindowTime.Segment::kind, WindowTime.Segment::until)
                .containsExactly(
                        tuple(WindowTime.Kind.RUNNING, at("13T08:00")),
                        tuple(WindowTime.Kind.OVERDUE, at("20T00:00")),
                        tuple(WindowTime.Kind.CLOSED, at("22T09:00")),
                        tuple(WindowTime.Kind.OVERDUE, at("23T09:00")));
        assertThat(ledger.spans()).extracting(TimeLedger.Span::idle).containsOnlyOnce(TimeLedger.Idle.CLOSED);
    }
}
