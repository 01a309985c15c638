package io.redress.query.feed;

import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.filed;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.lapse;
import static io.redress.query.Told.met;
import static io.redress.query.Told.metAfterAll;
import static io.redress.query.Told.metLate;
import static io.redress.query.Told.opened;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.demand.DemandUrged;
import io.redress.api.document.PlanProposalDeclined;
import io.redress.api.document.PlanProposed;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionAccepted;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowsRecounted;
import io.redress.query.BadQuestion;
import io.redress.query.Bench;
import io.redress.query.Cursor;
import io.redress.query.Reader;
import io.redress.query.Year;
import io.redress.query.feed.Envelope.ActData;
import io.redress.query.feed.Envelope.EndingData;
import io.redress.query.feed.Envelope.WindowData;
import io.redress.query.feed.FeedQueries.Item;
import io.redress.query.feed.FeedQueries.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;
import tools.jackson.databind.json.JsonMapper;

class FeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final FeedFilter ALL = FeedFilter.of(null, null, null);
    private static final String SCHEMAS = "https://redress.example/openapi/redress.yaml#/components/schemas/";
    private static final WindowKey DECIDE = window(returned("R1"), Obligation.MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    private static final WindowKey ASK = window(returned("R1"), Obligation.CONSUMER_REQUEST_INTERVENTION, CONSUMER);

    private final Bench bench = new Bench(new FeedProjection(Bench.jdbc()));
    private final FeedQueries feed = new FeedQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    private static Event act(Instant at, Change... changes) {
        return new DemandUrged(returned("R1"), at, PLATFORM, List.of(changes));
    }

    private List<Envelope> all(Reader reader, FeedFilter filter, int limit) {
        List<Envelope> all = new ArrayList<>();
        Cursor cursor = feed.start(reader, null, null);
        while (true) {
            Items found = feed.behind(reader, cursor, filter, limit, SCHEMAS);
            assertThat(found.items()).hasSizeLessThanOrEqualTo(limit);
            found.items().stream().map(Item::envelope).forEach(all::add);
            if (!found.more()) {
                return all;
            }
            cursor = found.next();
        }
    }

    private List<Envelope> all() {
        return all(Reader.PLATFORM, ALL, 100);
    }

    private WindowData newest() {
        return (WindowData) all().getLast().data();
    }

    @Test
    void an_event_is_told_with_what_it_moved() {
        bench.publish(filed("R1", hour(1), 19_900, opened(DECIDE, hour(1), 48)));

        List<Envelope> told = all();
        assertThat(told).hasSize(2);
        Envelope act = told.getFirst();
        assertThat(act.specversion()).isEqualTo("1.0");
        assertThat(act.type()).isEqualTo("io.redress.return.filed");
        assertThat(act.subject()).isEqualTo(returned("R1"));
        assertThat(act.time()).isEqualTo(shown(hour(1)));
        assertThat(act.dataschema()).isEqualTo(SCHEMAS + "ActData");
        assertThat(act.data()).isEqualTo(new ActData(returned("R1"), 1, "consumer"));
        Envelope window = told.getLast();
        assertThat(window.id()).isEqualTo(act.id() + ".1");
        assertThat(window.sequence()).isGreaterThan(act.sequence());
        assertThat(window.type()).isEqualTo("io.redress.window.opened");
        assertThat(window.dataschema()).isEqualTo(SCHEMAS + "WindowData");
        assertThat(window.data())
                .isEqualTo(new WindowData(
                        returned("R1"),
                        1,
                        "consumer",
                        "io.redress.return.filed",
                        returned("R1"),
                        Obligation.MERCHANT_DECIDE_REFUND_ONLY,
                        1,
                        "merchant:M1",
                        shown(hour(49)),
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void every_move_of_a_window_says_when_it_is_due_and_when_it_was() {
        bench.publish(filed("R1", hour(1), 19_900, opened(DECIDE, hour(1), 48)));
        bench.publish(act(hour(2), new Change.Suspended(DECIDE)));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(49)));
        assertThat(newest().dueAtBefore()).isNull();
        bench.publish(act(hour(5), new Change.Resumed(DECIDE, hour(52), false, null)));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(52)));
        assertThat(newest().dueAtBefore()).isEqualTo(shown(hour(49)));
        assertThat(newest().reason()).isNull();
        bench.publish(new WindowsRecounted(
                returned("R1"),
                hour(6),
                PLATFORM,
                2,
                "G9",
                List.of(new Change.Moved(DECIDE, hour(52), hour(76), false, 2))));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(76)));
        assertThat(newest().dueAtBefore()).isEqualTo(shown(hour(52)));
        assertThat(newest().reason()).isEqualTo("calendar");
        bench.publish(new ExtensionAccepted(
                returned("R1"), hour(6), CONSUMER, DECIDE, List.of(new Change.Extended(DECIDE, hour(100)))));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(100)));
        assertThat(newest().dueAtBefore()).isEqualTo(shown(hour(76)));
        assertThat(newest().reason()).isEqualTo("agreement");
        bench.publish(lapse(DECIDE, hour(100), hour(101)));
        bench.publish(act(hour(102), metLate(DECIDE)));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(100)));
        assertThat(newest().late()).isTrue();
        assertThat(newest().version()).isEqualTo(7);
        assertThat(all())
                .extracting(Envelope::type)
                .containsSubsequence(
                        "io.redress.window.opened",
                        "io.redress.window.suspended",
                        "io.redress.window.resumed",
                        "io.redress.window.recounted",
                        "io.redress.window.moved",
                        "io.redress.window.moved",
                        "io.redress.window.lapsed",
                        "io.redress.window.met");
    }

    @Test
    void a_lapse_is_told_once_and_is_the_cause_of_what_follows() {
        bench.publish(
                filed("R1", hour(1), 19_900, opened(DECIDE, hour(1), 48)),
                lapse(DECIDE, hour(49), hour(50), opened(ASK, hour(50), 24)));

        List<Envelope> told = all();
        assertThat(told)
                .extracting(Envelope::type)
                .containsExactly(
                        "io.redress.return.filed",
                        "io.redress.window.opened",
                        "io.redress.window.lapsed",
                        "io.redress.window.opened");
        assertThat(((WindowData) told.getLast().data()).cause()).isEqualTo("io.redress.window.lapsed");
        assertThat(((WindowData) told.getLast().data()).owedBy()).isEqualTo("consumer");
    }

    @Test
    void a_lapse_that_is_taken_back_is_told_with_the_moment_at_which_the_duty_was_done() {
        bench.publish(
                filed("R1", hour(1), 19_900, opened(DECIDE, hour(1), 48)),
                lapse(DECIDE, hour(49), hour(50)),
                act(hour(60), metAfterAll(DECIDE, hour(48))));

        List<Envelope> told = all();
        assertThat(told.subList(told.size() - 2, told.size()))
                .extracting(Envelope::type)
                .containsExactly("io.redress.window.rescinded", "io.redress.window.met");
        assertThat(newest().late()).isFalse();
        assertThat(newest().occurredAt()).isEqualTo(shown(hour(48)));
        assertThat(newest().dueAt()).isEqualTo(shown(hour(49)));
    }

    @Test
    void an_end_says_how_and_until_when_it_can_be_undone() {
        bench.publish(
                filed("R1", hour(1), 19_900),
                act(hour(2), new Change.Ended(returned("R1"), Ending.UNANSWERED, hour(200))),
                act(hour(3), new Change.Reopened(returned("R1"))),
                act(hour(4), new Change.Ended(returned("R1").intervention(), Ending.CONCLUDED, null)));

        List<Envelope> told = all();
        assertThat(told.get(2).type()).isEqualTo("io.redress.case.ended");
        assertThat(told.get(2).data())
                .isEqualTo(new EndingData(
                        returned("R1"),
                        2,
                        "platform",
                        "io.redress.demand.urged",
                        returned("R1"),
                        Ending.UNANSWERED,
                        shown(hour(200))));
        assertThat(told.get(4).type()).isEqualTo("io.redress.case.reopened");
        assertThat(told.get(6).type()).isEqualTo("io.redress.intervention.ended");
        assertThat(((EndingData) told.get(6).data()).subject())
                .isEqualTo(returned("R1").intervention());
    }

    @Test
    void a_window_that_moves_without_having_opened_does_not_go_unnoticed() {
        bench.publish(filed("R1", hour(1), 19_900));
        assertThatThrownBy(() -> bench.publish(act(hour(2), met(DECIDE))))
                .hasStackTraceContaining("every_window_is_due");
    }

    @Test
    void a_year_is_told_in_pages_of_any_size_and_names_no_consumer() {
        bench.publish(Year.events());
        List<Envelope> told = all();
        for (int limit : List.of(1, 2, 7, 100)) {
            assertThat(all(Reader.PLATFORM, ALL, limit)).isEqualTo(told);
        }
        assertThat(told).extracting(Envelope::id).doesNotHaveDuplicates();
        assertThat(told).extracting(Envelope::sequence).isSorted();
        assertThat(JsonMapper.shared().writeValueAsString(told)).doesNotContain("U1");
    }

    @Test
    void what_the_desk_has_not_decided_is_for_the_desk() {
        bench.publish(Year.events());
        List<String> ofTheDesk =
                List.of("io.redress.intervention.decision-proposed", "io.redress.intervention.decision-returned");
        assertThat(all()).extracting(Envelope::type).containsAll(ofTheDesk);
        for (Party party : List.of(CONSUMER, MERCHANT, OPERATOR)) {
            assertThat(all(Reader.party(party), ALL, 100))
                    .as(party.toString())
                    .isNotEmpty()
                    .extracting(Envelope::type)
                    .doesNotContainAnyElementsOf(ofTheDesk)
                    .doesNotContain("io.redress.report.filed", "io.redress.rules.published");
        }
        assertThat(all(Reader.party(OPERATOR), ALL, 100))
                .extracting(Envelope::type)
                .contains("io.redress.mechanism.published");
        assertThat(all(Reader.agent("K1", List.of(MERCHANT)), ALL, 100))
                .extracting(Envelope::subject)
                .noneMatch(SubjectId::isDemand);
    }

    @Test
    void a_plan_that_is_proposed_to_another_operator_is_told_to_that_one() {
        SubjectId plan = SubjectId.plan("M1", "L1");
        Parties others = new Parties("", "M1", "H2", "L1");
        bench.publish(
                new PlanProposed(
                        plan, hour(1), MERCHANT, new Parties("", "M1", "H1", "L1"), 1, Map.of(), null, null, List.of()),
                new PlanProposed(plan, hour(2), MERCHANT, others, 2, Map.of(), null, null, List.of()),
                new PlanProposalDeclined(
                        plan, hour(3), Party.roomOperator("H2"), 2, PersonalText.of("too slow"), List.of()));

        assertThat(all(Reader.party(Party.roomOperator("H1")), ALL, 100)).hasSize(1);
        assertThat(all(Reader.party(Party.roomOperator("H2")), ALL, 100)).hasSize(2);
        assertThat(all(Reader.party(MERCHANT), ALL, 100)).hasSize(3);
    }

    @Test
    void a_filter_leaves_out_and_its_cursor_goes_on_behind_what_it_left_out() {
        bench.publish(Year.events());
        FeedFilter ends = FeedFilter.of("io.redress.case.ended,io.redress.window.lapsed", null, null);
        assertThat(all(Reader.PLATFORM, ends, 2))
                .isEqualTo(all().stream()
                        .filter(told -> ends.types().contains(told.type()))
                        .toList());
        assertThat(all(Reader.PLATFORM, FeedFilter.of(null, "return/R1", null), 100))
                .isNotEmpty()
                .allMatch(told -> told.subject().equals(returned("R1")));
        assertThat(all(Reader.PLATFORM, FeedFilter.of(null, null, "merchant:M2"), 100))
                .isEmpty();
        assertThat(all(Reader.party(MERCHANT), FeedFilter.of(null, null, "consumer:U1"), 100))
                .isNotEmpty();

        Items none = feed.behind(
                Reader.PLATFORM,
                feed.start(Reader.PLATFORM, null, null),
                FeedFilter.of(null, "return/nobody", null),
                100,
                SCHEMAS);
        assertThat(none.items()).isEmpty();
        assertThat(none.next().text())
                .isEqualTo(feed.start(Reader.PLATFORM, null, "tail").text());
    }

    @Test
    void who_begins_at_the_tail_hears_what_comes_and_nothing_before() {
        Cursor empty = feed.start(Reader.PLATFORM, null, "tail");
        bench.publish(registered("O1", hour(0)));
        Cursor tail = feed.start(Reader.PLATFORM, null, "tail");
        assertThat(feed.behind(Reader.PLATFORM, empty, ALL, 100, SCHEMAS).items())
                .hasSize(1);
        assertThat(feed.behind(Reader.PLATFORM, tail, ALL, 100, SCHEMAS).items())
                .isEmpty();
        bench.publish(filed("R1", hour(1), 19_900));
        assertThat(feed.behind(Reader.PLATFORM, tail, ALL, 100, SCHEMAS).items())
                .extracting(item -> item.envelope().type())
                .containsExactly("io.redress.return.filed");
    }

    @Test
    void a_cursor_never_goes_back_when_the_sheet_has_not_come_to_it_yet() {
        Cursor ahead = feed.start(Reader.PLATFORM, Cursor.of("events", 1_000, 3).text(), null);
        bench.publish(registered("O1", hour(0)));
        Items found = feed.behind(Reader.PLATFORM, ahead, ALL, 100, SCHEMAS);
        assertThat(found.items()).isEmpty();
        assertThat(found.next().text()).isEqualTo(ahead.text());
    }

    @Test
    void nonsense_is_refused() {
        refused(() -> FeedFilter.of("io.redress.return.wished", null, null));
        refused(() -> FeedFilter.of("", null, null));
        refused(() -> FeedFilter.of(null, "R1", null));
        refused(() -> FeedFilter.of(null, null, "nobody"));
        refused(() -> feed.start(Reader.PLATFORM, null, "middle"));
        refused(() -> feed.start(Reader.PLATFORM, "nonsense", null));
        refused(() -> feed.start(Reader.PLATFORM, Cursor.of("events", "x", "y").text(), null));
        refused(() -> feed.start(Reader.PLATFORM, Cursor.of("windows", 1, 2).text(), null));
    }

    private static void refused(ThrowingCallable question) {
        assertThatThrownBy(question).isInstanceOf(BadQuestion.class);
    }

    @Test
    void news_wakes_whom_it_may_concern_and_nobody_else() throws InterruptedException {
        FeedNews news = new FeedNews(Bench.reader());
        try (FeedNews.Listener platform = news.listen(Reader.PLATFORM)) {
            // the first glance wakes who is there, because nobody knows what came before it
            assertThat(platform.await(PATIENCE)).isTrue();
            bench.publish(registered("O0", hour(0)));
            assertThat(platform.await(PATIENCE)).isTrue();
            whoIsWoken(news, platform);
        } finally {
            news.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));
        }
        assertThat(news.goesOn()).isFalse();
        try (FeedNews.Listener late = news.listen(Reader.PLATFORM)) {
            assertThat(late.await(PATIENCE)).isFalse();
        }
    }

    private void whoIsWoken(FeedNews news, FeedNews.Listener platform) throws InterruptedException {
        try (FeedNews.Listener merchant = news.listen(Reader.party(MERCHANT));
                FeedNews.Listener another = news.listen(Reader.party(Party.merchant("M2")))) {
            bench.publish(registered("O1", hour(0)));
            assertThat(merchant.await(PATIENCE)).isTrue();
            assertThat(platform.await(PATIENCE)).isTrue();
            bench.publish(registered("O2", hour(0)));
            assertThat(platform.await(PATIENCE)).isTrue();
            // the glance that found the first of them has passed by
            assertThat(another.await(Duration.ZERO)).isFalse();
        }
    }

    /** What a page costs where there is much; for the record, not for the clock. */
    @Test
    void the_feed_of_300_000_events_is_read_page_by_page() {
        Bench.jdbc().update("""
                INSERT INTO read_model.feed_event (position, place, id, type, at, subject, version, by, of_the_desk,
                    consumer, merchant, operator)
                SELECT n, 0, 'E' || n, CASE WHEN n % 30000 = 0 THEN 'io.redress.report.filed' ELSE 'io.redress.order.shipped' END,
                    now(), 'order/' || n / 3, 1, 'platform', false, 'U' || n % 30000, 'M' || n % 200, 'H' || n % 20
                FROM generate_series(1, 300000) n""");
        Bench.jdbc().execute("ANALYZE read_model.feed_event");
        FeedFilter rare = FeedFilter.of("io.redress.report.filed,io.redress.report.triaged", null, null);
        for (Reader reader : List.of(
                Reader.PLATFORM,
                Reader.agent("K1", List.of(Party.merchant("M7"))),
                Reader.party(Party.merchant("M7")),
                Reader.party(Party.roomOperator("H7")),
                Reader.party(Party.consumer("U77")))) {
            for (FeedFilter filter : List.of(ALL, rare)) {
                Cursor start = feed.start(reader, null, null);
                long best = Long.MAX_VALUE;
                for (int round = 0; round < 10; round++) {
                    long begun = System.nanoTime();
                    feed.behind(reader, start, filter, 100, SCHEMAS);
                    best = Math.min(best, System.nanoTime() - begun);
                }
                System.out.printf(
                        "a page of the feed of 300,000 events for %s, %s types: %d µs%n",
                        reader.kind(), filter.types().isEmpty() ? "all" : "rare", best / 1000);
            }
        }
        assertThat(all(Reader.PLATFORM, rare, 100)).hasSize(10);
        assertThat(all(Reader.party(Party.merchant("M7")), ALL, 100)).hasSize(1_500);
    }
}
