package io.redress.query.platformqueue;

import static io.redress.api.window.Obligation.CONSUMER_SHIP_RETURN;
import static io.redress.api.window.Obligation.MERCHANT_ACCEPT_COMPLAINT;
import static io.redress.api.window.Obligation.MERCHANT_DECIDE_REFUND_ONLY;
import static io.redress.api.window.Obligation.MERCHANT_SHIP_GOODS;
import static io.redress.api.window.Obligation.MERCHANT_SUBMIT_EVIDENCE;
import static io.redress.api.window.Obligation.PARTY_EXECUTE_DECISION;
import static io.redress.api.window.Obligation.PLATFORM_DECIDE_APPEAL;
import static io.redress.api.window.Obligation.PLATFORM_DISCLOSE_PARTY_INFO;
import static io.redress.api.window.Obligation.PLATFORM_INFORM_OTHER_REMEDIES;
import static io.redress.api.window.Obligation.PLATFORM_OPEN_INTERVENTION;
import static io.redress.api.window.Obligation.PLATFORM_PROVIDE_SOLUTION;
import static io.redress.api.window.Obligation.PLATFORM_TRIAGE_DEMAND;
import static io.redress.api.window.Obligation.PLATFORM_URGE_SHIPMENT;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_COORDINATE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_AFTERSALE;
import static io.redress.api.window.Obligation.ROOM_OPERATOR_URGE_PROMISE;
import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
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
import static io.redress.query.Told.order;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static io.redress.query.Told.solve;
import static io.redress.query.Told.takeUp;
import static io.redress.query.Told.window;
import static io.redress.query.Told.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redress.api.Event;
import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.demand.CoordinationRecorded;
import io.redress.api.demand.DemandUrged;
import io.redress.api.demand.DemandWithdrawn;
import io.redress.api.demand.InterventionRequested;
import io.redress.api.demand.PartyInfoDisclosed;
import io.redress.api.demand.PartyInfoRequested;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.AppraisalEnded;
import io.redress.api.intervention.AppraisalStarted;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.CaseSettled;
import io.redress.api.intervention.CaseTakenUp;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.intervention.DecisionPerformed;
import io.redress.api.intervention.DecisionProposed;
import io.redress.api.intervention.DecisionReturned;
import io.redress.api.intervention.Outcome;
import io.redress.api.intervention.RemediesInformed;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderShipped;
import io.redress.api.order.ShipmentUrged;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.personal.PersonalText;
import io.redress.api.report.ReportTriaged;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnRefunded;
import io.redress.api.window.Change;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowUnheard;
import io.redress.api.window.WindowsRecounted;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.Texts;
import io.redress.query.platformqueue.PlatformQueueQueries.Load;
import io.redress.query.platformqueue.PlatformQueueQueries.Wanted;
import io.redress.query.platformqueue.QueueItemView.LapseView;
import io.redress.query.platformqueue.QueueItemView.ProposedView;
import io.redress.query.platformqueue.QueueItemView.Repeated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section 7 of the window rules, row by row. */
class PlatformQueueTest {
    private static final Wanted ALL = new Wanted(null, null, null, null);

    private static final SubjectId R1 = returned("R1");
    private static final SubjectId CASE = R1.intervention();
    private static final SubjectId O1 = order("O1");
    private static final SubjectId V1 = SubjectId.report("V1");
    private static final WindowKey DECIDE = window(R1, MERCHANT_DECIDE_REFUND_ONLY, MERCHANT);
    private static final WindowKey URGE = window(R1, ROOM_OPERATOR_URGE_AFTERSALE, OPERATOR);
    private static final WindowKey COORDINATE = window(R1, ROOM_OPERATOR_COORDINATE, OPERATOR);
    private static final WindowKey PROMISE = window(O1, ROOM_OPERATOR_URGE_PROMISE, OPERATOR);
    private static final WindowKey URGE_SHIPMENT = window(O1, PLATFORM_URGE_SHIPMENT, PLATFORM);
    private static final WindowKey EXECUTE = window(CASE, PARTY_EXECUTE_DECISION, MERCHANT);
    private static final WindowKey APPEAL = window(CASE, PLATFORM_DECIDE_APPEAL, PLATFORM);
    private static final WindowKey INFORM = window(CASE, PLATFORM_INFORM_OTHER_REMEDIES, PLATFORM);
    private static final WindowKey DISCLOSE = window(R1, PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM);
    private static final WindowKey TRIAGE = window(V1, PLATFORM_TRIAGE_DEMAND, PLATFORM);

    private final Bench bench = new Bench(new PlatformQueueProjection(Bench.jdbc()));
    private final PlatformQueueQueries queue = new PlatformQueueQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    private List<QueueItemView> items() {
        return queue.list(Reader.PLATFORM, ALL, null, 100).items();
    }

    private List<ItemKind> kinds() {
        return items().stream().map(QueueItemView::kind).toList();
    }

    private QueueItemView item() {
        assertThat(items()).hasSize(1);
        return items().getFirst();
    }

    // ---- how cases come to the platform

    private static Event returnFiled() {
        return filed("R1", hour(0), 4_200, opened(DECIDE, hour(0), 48), opened(URGE, hour(0), 24));
    }

    /** The merchant lets the request lapse: the platform steps in. */
    private void escalated() {
        bench.publish(returnFiled(), lapse(DECIDE, hour(48), hour(48), intervention(R1, hour(48))));
    }

    private void takenUp() {
        escalated();
        bench.publish(new CaseTakenUp(R1, hour(50), PLATFORM, "A1", List.of(met(takeUp(R1)))));
    }

    private static Event decided(Instant at, Party orders, Change... changes) {
        List<Change> all = new ArrayList<>(List.of(met(solve(R1)), ended(R1, Ending.DECIDED)));
        all.addAll(List.of(changes));
        return new CaseDecided(R1, at, PLATFORM, orders, null, null, null, null, "A1", null, all);
    }

    /** The platform orders the merchant to refund within 24 hours. */
    private void ordered() {
        takenUp();
        bench.publish(decided(hour(60), MERCHANT, opened(EXECUTE, hour(60), 24)));
    }

    @Nested
    class AnIntervention {
        @Test
        void is_put_by_a_lapse_and_waits_for_an_agent_to_take_it_up() {
            escalated();

            QueueItemView item = item();
            assertThat(item.kind()).isEqualTo(ItemKind.INTERVENTION);
            assertThat(item.subject()).isEqualTo(CASE);
            assertThat(item.caseSubject()).isEqualTo(R1);
            assertThat(item.order()).isEqualTo(O1);
            assertThat(item.parties()).isEqualTo(PARTIES);
            assertThat(item.putAt()).isEqualTo(shown(hour(48)));
            assertThat(item.waitsFor()).isEqualTo(PLATFORM_OPEN_INTERVENTION);
            assertThat(item.dueAt()).isEqualTo(shown(hour(72)));
            assertThat(item.amountFen()).isEqualTo(4_200);
            assertThat(item.marked()).isFalse();
            assertThat(item.alerts()).isEmpty();
            assertThat(item.furtherLapses()).isEmpty();
            assertThat(item.reason().code()).isEqualTo("duty-lapsed");
            assertThat(item.reason().obligation()).isEqualTo(MERCHANT_DECIDE_REFUND_ONLY);
            assertThat(item.reason().owedBy()).isEqualTo(MERCHANT);
            assertThat(item.reason().lapsedAt()).isEqualTo(shown(hour(48)));
            assertThat(item.reason().text().en())
                    .isEqualTo("Merchant M1 did not decide the refund request in time "
                            + "(due 2026-11-13 20:00:00); the platform steps in.");
            assertThat(item.reason().text().zh()).isEqualTo("商家 M1 未在期限内处理仅退款申请（2026-11-13 20:00:00 到期），平台介入。");
        }

        @Test
        void is_put_when_the_consumer_asks_for_it() {
            bench.publish(
                    returnFiled(),
                    new InterventionRequested(R1, hour(5), CONSUMER, List.of(intervention(R1, hour(5)))));

            assertThat(item().reason().code()).isEqualTo("intervention-requested");
            assertThat(item().reason().obligation()).isNull();
        }

        @Test
        void waits_for_a_solution_once_it_is_taken_up() {
            takenUp();

            assertThat(item().waitsFor()).isEqualTo(PLATFORM_PROVIDE_SOLUTION);
            assertThat(item().dueAt()).isEqualTo(shown(hour(168)));
        }

        @Test
        void shows_the_due_time_it_had_while_an_appraisal_suspends_it() {
            takenUp();
            bench.publish(new AppraisalStarted(R1, hour(60), PLATFORM, List.of(new Change.Suspended(solve(R1)))));

            assertThat(item().suspended()).isTrue();
            assertThat(item().dueAt()).isEqualTo(shown(hour(168)));

            bench.publish(new AppraisalEnded(
                    R1, hour(80), PLATFORM, List.of(new Change.Resumed(solve(R1), hour(192), false, null))));

            assertThat(item().suspended()).isFalse();
            assertThat(item().dueAt()).isEqualTo(shown(hour(192)));
        }

        @Test
        void is_due_when_the_days_say_that_were_counted_anew() {
            takenUp();
            bench.publish(new WindowsRecounted(
                    R1,
                    hour(61),
                    PLATFORM,
                    2,
                    "G9",
                    List.of(new Change.Moved(solve(R1), hour(168), hour(216), false, 2))));

            assertThat(item().dueAt()).isEqualTo(shown(hour(216)));
            assertThat(item().suspended()).isFalse();
        }

        @Test
        void is_done_when_it_is_decided() {
            takenUp();
            bench.publish(decided(hour(60), null));

            assertThat(items()).isEmpty();
        }

        @Test
        void is_done_when_it_is_settled() {
            takenUp();
            bench.publish(new CaseSettled(
                    R1,
                    hour(60),
                    PLATFORM,
                    null,
                    null,
                    null,
                    List.of(met(solve(R1)), ended(R1, Ending.SETTLED), ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }

        @Test
        void is_done_when_it_is_referred_outside() {
            takenUp();
            bench.publish(new CaseReferredOutside(
                    R1,
                    hour(60),
                    PLATFORM,
                    null,
                    null,
                    List.of(met(solve(R1)), opened(INFORM, hour(60), 24), ended(R1, Ending.REFERRED))));

            assertThat(kinds()).containsExactly(ItemKind.REMEDIES);
        }

        @Test
        void goes_with_its_demand_when_the_consumer_withdraws_it() {
            escalated();
            bench.publish(new DemandWithdrawn(
                    R1,
                    hour(50),
                    CONSUMER,
                    List.of(
                            ended(R1, Ending.WITHDRAWN),
                            withdrawn(takeUp(R1)),
                            withdrawn(solve(R1)),
                            ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }

        @Test
        void goes_with_a_demand_that_is_withdrawn_after_all_its_windows_lapsed() {
            escalated();
            bench.publish(
                    lapse(takeUp(R1), hour(72), hour(72)),
                    lapse(solve(R1), hour(168), hour(168)),
                    new DemandWithdrawn(
                            R1,
                            hour(170),
                            CONSUMER,
                            List.of(ended(R1, Ending.WITHDRAWN), ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }

        @Test
        void stays_when_the_demand_is_completed_until_the_agent_settles_it() {
            escalated();
            bench.publish(new ReturnRefunded(
                    R1, hour(50), null, MERCHANT, false, 2_500, List.of(ended(R1, Ending.COMPLETED))));
            assertThat(kinds()).containsExactly(ItemKind.INTERVENTION);

            bench.publish(
                    new CaseTakenUp(R1, hour(51), PLATFORM, "A1", List.of(met(takeUp(R1)))),
                    new CaseSettled(
                            R1,
                            hour(52),
                            PLATFORM,
                            null,
                            null,
                            null,
                            List.of(met(solve(R1)), ended(CASE, Ending.CONCLUDED))));
            assertThat(items()).isEmpty();
        }

        @Test
        void goes_when_the_lapse_that_put_it_is_taken_back() {
            escalated();
            List<Change> changes = new ArrayList<>(List.of(metAfterAll(DECIDE, hour(47))));
            changes.addAll(List.of(withdrawn(takeUp(R1)), withdrawn(solve(R1)), ended(CASE, Ending.RESCINDED)));
            bench.publish(new ReturnRefunded(R1, hour(50), hour(47), MERCHANT, false, 4_200, changes));

            assertThat(items()).isEmpty();
        }

        @Test
        void stays_when_an_agent_has_it_in_hand_and_says_that_the_lapse_is_taken_back() {
            takenUp();
            bench.publish(
                    lapse(COORDINATE, hour(52), hour(52)),
                    new ReturnRefunded(
                            R1, hour(53), hour(47), MERCHANT, false, 4_200, List.of(metAfterAll(DECIDE, hour(47)))));

            QueueItemView intervention = inHand();
            assertThat(intervention.reason().rescinded()).isTrue();
            assertThat(intervention.reason().text().en()).contains("had met its duty in time");
            assertThat(intervention.reason().text().zh()).contains("已按期履行");

            // the refund is said never to have been paid, and the duty is late again
            bench.publish(lapse(DECIDE, hour(48), hour(60)));
            assertThat(inHand().reason().rescinded()).isFalse();
            assertThat(inHand().reason().text().en()).doesNotContain("had met its duty in time");
            assertThat(inHand().furtherLapses())
                    .extracting(LapseView::obligation)
                    .containsExactly(COORDINATE.obligation());
        }

        @Test
        void says_that_we_had_not_told_the_party_of_what_it_let_lapse() {
            escalated();
            WindowKey evidence = window(CASE, MERCHANT_SUBMIT_EVIDENCE, MERCHANT);
            bench.publish(
                    lapse(evidence, hour(60), hour(61)),
                    new WindowUnheard(R1, hour(62), PLATFORM, DECIDE, hour(48), hour(61), List.of()),
                    new WindowUnheard(R1, hour(62), PLATFORM, evidence, hour(60), null, List.of()));

            assertThat(item().reason().unheard()).isTrue();
            assertThat(item().reason().text().en()).contains("did not", "We had not told merchant M1 of it by then");
            assertThat(item().reason().text().zh()).contains("我方尚未通知");
            assertThat(item().furtherLapses()).singleElement().satisfies(lapse -> {
                assertThat(lapse.obligation()).isEqualTo(MERCHANT_SUBMIT_EVIDENCE);
                assertThat(lapse.unheard()).isTrue();
            });
        }

        private QueueItemView inHand() {
            return items().stream()
                    .filter(item -> item.kind() == ItemKind.INTERVENTION)
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void is_marked_when_nobody_took_it_up_in_time_and_the_mark_stays_after_the_late_act() {
            escalated();
            bench.publish(lapse(takeUp(R1), hour(72), hour(73)));

            assertThat(item().marked()).isTrue();
            assertThat(item().alerts())
                    .containsExactly(new LapseView(
                            CASE,
                            PLATFORM_OPEN_INTERVENTION,
                            PLATFORM,
                            shown(hour(72)),
                            shown(hour(73)),
                            false,
                            false));
            assertThat(item().waitsFor()).isEqualTo(PLATFORM_OPEN_INTERVENTION);

            bench.publish(new CaseTakenUp(R1, hour(80), PLATFORM, "A1", List.of(metLate(takeUp(R1)))));

            assertThat(item().marked()).isTrue();
            assertThat(item().alerts()).hasSize(1);
            assertThat(item().waitsFor()).isEqualTo(PLATFORM_PROVIDE_SOLUTION);
        }

        @Test
        void is_marked_and_stays_when_no_solution_came_in_time_because_the_decision_is_still_owed() {
            takenUp();
            bench.publish(lapse(solve(R1), hour(168), hour(168), opened(INFORM, hour(168), 24)));

            assertThat(items())
                    .extracting(QueueItemView::kind, QueueItemView::marked)
                    .containsExactly(tuple(ItemKind.INTERVENTION, true), tuple(ItemKind.REMEDIES, false));

            bench.publish(new CaseDecided(
                    R1,
                    hour(200),
                    PLATFORM,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "A1",
                    null,
                    List.of(metLate(solve(R1)), ended(R1, Ending.DECIDED))));

            assertThat(kinds()).containsExactly(ItemKind.REMEDIES);
        }

        @Test
        void lists_further_lapses_of_its_demand_but_not_the_one_that_put_it() {
            WindowKey evidence = window(CASE, MERCHANT_SUBMIT_EVIDENCE, MERCHANT);
            bench.publish(
                    returnFiled(),
                    lapse(URGE, hour(24), hour(24)),
                    lapse(DECIDE, hour(48), hour(48), intervention(R1, hour(48))),
                    lapse(evidence, hour(60), hour(61)));

            QueueItemView item = items().stream()
                    .filter(each -> each.kind() == ItemKind.INTERVENTION)
                    .findFirst()
                    .orElseThrow();
            assertThat(item.marked()).isFalse();
            assertThat(item.furtherLapses())
                    .containsExactly(new LapseView(
                            CASE, MERCHANT_SUBMIT_EVIDENCE, MERCHANT, shown(hour(60)), shown(hour(61)), false, false));
        }
    }

    @Nested
    class AnUrgeTask {
        private void urgeAftersaleLapsed() {
            bench.publish(returnFiled(), lapse(URGE, hour(24), hour(25)));
        }

        @Test
        void is_put_when_the_operator_did_not_urge_and_is_due_a_day_after_the_lapse() {
            urgeAftersaleLapsed();

            assertThat(item().kind()).isEqualTo(ItemKind.URGE);
            assertThat(item().subject()).isEqualTo(R1);
            assertThat(item().waitsFor()).isNull();
            assertThat(item().putAt()).isEqualTo(shown(hour(25)));
            assertThat(item().dueAt()).isEqualTo(shown(hour(48)));
            assertThat(item().marked()).isFalse();
            assertThat(item().furtherLapses()).isEmpty();
            assertThat(item().reason().code()).isEqualTo("operator-silent");
            assertThat(item().reason().text().zh()).isEqualTo("直播主体 H1 未在期限内督促售后答复（2026-11-12 20:00:00 到期），由平台督促。");
        }

        @Test
        void goes_when_the_lapse_that_put_it_is_taken_back() {
            urgeAftersaleLapsed();
            bench.publish(new ReturnRefunded(
                    R1, hour(30), hour(20), MERCHANT, false, 1, List.of(new Change.Rescinded(URGE), withdrawn(URGE))));
            assertThat(items()).isEmpty();
        }

        @Test
        void is_done_when_the_platform_urges_and_not_when_somebody_urges_another_demand() {
            urgeAftersaleLapsed();
            bench.publish(filed("R2", hour(0), 1), new DemandUrged(returned("R2"), hour(26), PLATFORM, List.of()));
            assertThat(kinds()).containsExactly(ItemKind.URGE);

            bench.publish(new DemandUrged(R1, hour(26), PLATFORM, List.of()));
            assertThat(items()).isEmpty();
        }

        @Test
        void is_done_by_the_late_act_of_the_operator_which_leaves_another_task_of_the_demand() {
            urgeAftersaleLapsed();
            bench.publish(lapse(COORDINATE, hour(30), hour(30)));
            assertThat(items())
                    .extracting(item -> item.reason().obligation())
                    .containsExactly(ROOM_OPERATOR_URGE_AFTERSALE, ROOM_OPERATOR_COORDINATE);

            bench.publish(new DemandUrged(R1, hour(31), OPERATOR, List.of(metLate(URGE))));
            assertThat(item().reason().obligation()).isEqualTo(ROOM_OPERATOR_COORDINATE);

            bench.publish(new CoordinationRecorded(R1, hour(32), OPERATOR, List.of(metLate(COORDINATE))));
            assertThat(items()).isEmpty();
        }

        @Test
        void stays_when_the_operator_urges_and_meets_nothing() {
            bench.publish(returnFiled(), lapse(COORDINATE, hour(30), hour(30)));
            bench.publish(new DemandUrged(R1, hour(31), OPERATOR, List.of()));

            assertThat(kinds()).containsExactly(ItemKind.URGE);
        }

        @Test
        void is_done_all_at_once_when_the_platform_urges() {
            urgeAftersaleLapsed();
            bench.publish(lapse(COORDINATE, hour(30), hour(30)), new DemandUrged(R1, hour(31), PLATFORM, List.of()));

            assertThat(items()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = Ending.class,
                names = {
                    "COMPLETED",
                    "WITHDRAWN",
                    "UNANSWERED",
                    "NOT_SENT_BACK",
                    "NOT_PURSUED",
                    "SETTLED",
                    "REFERRED",
                    "DECIDED"
                })
        void vanishes_when_its_demand_is_over(Ending ending) {
            urgeAftersaleLapsed();
            bench.publish(new ReturnRefunded(R1, hour(30), null, MERCHANT, false, 2_500, List.of(ended(R1, ending))));

            assertThat(items()).isEmpty();
        }

        private void promiseLapsed() {
            WindowKey ship = window(O1, MERCHANT_SHIP_GOODS, MERCHANT);
            bench.publish(
                    registered("O1", hour(0), opened(ship, hour(0), 72)),
                    lapse(
                            ship,
                            hour(72),
                            hour(72),
                            opened(URGE_SHIPMENT, hour(72), 24),
                            met(URGE_SHIPMENT),
                            opened(PROMISE, hour(72), 24)));
            assertThat(items()).isEmpty();
            bench.publish(lapse(PROMISE, hour(96), hour(96)));
        }

        @Test
        void is_put_on_an_order_that_nobody_shipped_or_urged() {
            promiseLapsed();

            assertThat(item().kind()).isEqualTo(ItemKind.URGE);
            assertThat(item().subject()).isEqualTo(O1);
            assertThat(item().caseSubject()).isEqualTo(O1);
            assertThat(item().amountFen()).isEqualTo(12_500);
            assertThat(item().dueAt()).isEqualTo(shown(hour(120)));
        }

        @Test
        void is_done_when_the_platform_urges_the_shipment() {
            promiseLapsed();
            bench.publish(new ShipmentUrged(O1, hour(100), PLATFORM, List.of()));

            assertThat(items()).isEmpty();
        }

        @Test
        void is_done_when_the_operator_urges_the_shipment_late() {
            promiseLapsed();
            bench.publish(new ShipmentUrged(O1, hour(100), OPERATOR, List.of(metLate(PROMISE))));

            assertThat(items()).isEmpty();
        }

        @Test
        void vanishes_when_the_last_line_is_shipped_and_not_before() {
            promiseLapsed();
            bench.publish(new OrderShipped(O1, hour(100), null, MERCHANT, List.of("1"), List.of("2"), List.of()));
            assertThat(kinds()).containsExactly(ItemKind.URGE);

            bench.publish(new OrderShipped(O1, hour(101), null, MERCHANT, List.of("2"), List.of(), List.of()));
            assertThat(items()).isEmpty();
        }

        @Test
        void vanishes_when_the_last_line_is_struck_and_not_before() {
            promiseLapsed();
            bench.publish(
                    new OrderLinesStruck(O1, hour(100), MERCHANT, R1, List.of("1"), List.of("2"), 10_000, List.of()));
            assertThat(kinds()).containsExactly(ItemKind.URGE);

            bench.publish(
                    new OrderLinesStruck(O1, hour(101), MERCHANT, R1, List.of("2"), List.of(), 10_000, List.of()));
            assertThat(items()).isEmpty();
        }

        @Test
        void vanishes_when_the_order_is_cancelled() {
            promiseLapsed();
            bench.publish(new OrderCancelled(O1, hour(100), CONSUMER, List.of(ended(O1, Ending.CANCELLED))));

            assertThat(items()).isEmpty();
        }

        @Test
        void is_put_with_a_mark_when_the_platform_itself_did_not_urge_the_shipment() {
            bench.publish(
                    registered("O1", hour(0)),
                    lapse(URGE_SHIPMENT, hour(96), hour(97)),
                    lapse(PROMISE, hour(96), hour(97)));

            assertThat(items())
                    .extracting(item -> item.reason().code(), QueueItemView::marked, QueueItemView::waitsFor)
                    .containsExactly(
                            tuple("shipment-not-urged", true, PLATFORM_URGE_SHIPMENT),
                            tuple("operator-silent", false, null));
            QueueItemView alert = items().getFirst();
            assertThat(alert.alerts()).extracting(LapseView::obligation).containsExactly(PLATFORM_URGE_SHIPMENT);
            assertThat(alert.furtherLapses())
                    .extracting(LapseView::obligation)
                    .containsExactly(ROOM_OPERATOR_URGE_PROMISE);

            bench.publish(new ShipmentUrged(O1, hour(98), PLATFORM, List.of(metLate(URGE_SHIPMENT))));
            assertThat(items()).isEmpty();
        }

        @Test
        void of_the_operator_is_not_marked_when_the_platform_misses_its_own_notice_later() {
            bench.publish(
                    registered("O1", hour(0)),
                    lapse(PROMISE, hour(96), hour(96)),
                    lapse(URGE_SHIPMENT, hour(97), hour(97)));

            assertThat(items())
                    .extracting(item -> item.reason().code(), QueueItemView::marked)
                    .containsExactly(tuple("shipment-not-urged", true), tuple("operator-silent", false));
        }
    }

    @Nested
    class ADecisionThatWaitsForASecondPerson {
        private DecisionProposed proposed(boolean onAppeal, Instant at, long amountFen) {
            return new DecisionProposed(
                    R1,
                    at,
                    PLATFORM,
                    onAppeal,
                    MERCHANT,
                    amountFen,
                    null,
                    null,
                    PersonalText.of("as shown"),
                    "A1",
                    List.of());
        }

        @Test
        void stands_on_the_item_that_waits_for_it_until_it_is_returned() {
            takenUp();
            assertThat(item().decisionProposed()).isNull();
            bench.publish(proposed(false, hour(52), 4_200));
            assertThat(item().decisionProposed()).isEqualTo(new ProposedView(shown(hour(52)), "A1", MERCHANT, 4_200));
            assertThat(item().orderedFen()).isNull();

            bench.publish(proposed(false, hour(53), 4_100));
            assertThat(item().decisionProposed()).isEqualTo(new ProposedView(shown(hour(53)), "A1", MERCHANT, 4_100));

            bench.publish(
                    new DecisionReturned(R1, hour(54), PLATFORM, "A2", "A1", PersonalText.of("too much"), List.of()));
            assertThat(item().decisionProposed()).isNull();
        }

        @Test
        void stands_on_the_appeal_when_it_would_reverse_the_decision() {
            ordered();
            bench.publish(
                    new DecisionAppealed(R1, hour(61), CONSUMER, List.of(opened(APPEAL, hour(61), 120))),
                    proposed(true, hour(62), 4_200));
            assertThat(item().kind()).isEqualTo(ItemKind.APPEAL);
            assertThat(item().decisionProposed()).isEqualTo(new ProposedView(shown(hour(62)), "A1", MERCHANT, 4_200));
        }

        @Test
        void becomes_the_order_whose_amount_the_platform_may_have_to_execute() {
            takenUp();
            bench.publish(
                    proposed(false, hour(52), 4_200),
                    new CaseDecided(
                            R1,
                            hour(60),
                            PLATFORM,
                            MERCHANT,
                            4_200L,
                            null,
                            null,
                            null,
                            "A1",
                            "A2",
                            List.of(met(solve(R1)), ended(R1, Ending.DECIDED), opened(EXECUTE, hour(60), 24))));
            assertThat(items()).isEmpty();
            bench.publish(lapse(EXECUTE, hour(84), hour(84)));
            assertThat(item().kind()).isEqualTo(ItemKind.EXECUTION);
            assertThat(item().orderedFen()).isEqualTo(4_200);
            assertThat(item().decisionProposed()).isNull();
        }
    }

    @Nested
    class AnExecution {
        @Test
        void is_put_when_the_party_did_not_execute_and_has_no_window_of_its_own() {
            ordered();
            assertThat(items()).isEmpty();
            bench.publish(lapse(EXECUTE, hour(84), hour(84)));

            assertThat(item().kind()).isEqualTo(ItemKind.EXECUTION);
            assertThat(item().subject()).isEqualTo(CASE);
            assertThat(item().caseSubject()).isEqualTo(R1);
            assertThat(item().waitsFor()).isNull();
            assertThat(item().dueAt()).isNull();
            assertThat(item().reason().code()).isEqualTo("decision-not-executed");
        }

        @Test
        void is_done_when_the_order_is_performed_by_the_party_or_recorded_by_the_platform() {
            ordered();
            bench.publish(
                    lapse(EXECUTE, hour(84), hour(84)),
                    new DecisionPerformed(R1, hour(90), MERCHANT, null, List.of(metLate(EXECUTE))));

            assertThat(items()).isEmpty();
        }

        @Test
        void vanishes_when_an_appeal_reverses_the_order_and_the_new_order_can_lapse_in_its_turn() {
            WindowKey again = new WindowKey(CASE, PARTY_EXECUTE_DECISION, MERCHANT, 2);
            ordered();
            bench.publish(
                    lapse(EXECUTE, hour(84), hour(84)),
                    new DecisionAppealed(R1, hour(85), CONSUMER, List.of(opened(APPEAL, hour(85), 120))));
            assertThat(kinds()).containsExactly(ItemKind.APPEAL, ItemKind.EXECUTION);

            bench.publish(new AppealDecided(
                    R1,
                    hour(90),
                    PLATFORM,
                    "A2",
                    Outcome.REVERSED,
                    MERCHANT,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(met(APPEAL), opened(again, hour(90), 24))));
            assertThat(items()).isEmpty();

            bench.publish(lapse(again, hour(114), hour(114)));
            assertThat(kinds()).containsExactly(ItemKind.EXECUTION);

            bench.publish(new DecisionPerformed(R1, hour(115), MERCHANT, null, List.of(metLate(again))));
            assertThat(items()).isEmpty();
        }

        @Test
        void stays_when_an_appeal_upholds_the_order() {
            ordered();
            bench.publish(
                    lapse(EXECUTE, hour(84), hour(84)),
                    new DecisionAppealed(R1, hour(85), CONSUMER, List.of(opened(APPEAL, hour(85), 120))),
                    new AppealDecided(
                            R1,
                            hour(90),
                            PLATFORM,
                            "A2",
                            Outcome.UPHELD,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            List.of(met(APPEAL), opened(INFORM, hour(90), 24))));

            assertThat(kinds()).containsExactly(ItemKind.REMEDIES, ItemKind.EXECUTION);
            assertThat(items().getFirst().reason().code()).isEqualTo("appeal-lost");
        }

        @Test
        void vanishes_when_the_intervention_closes() {
            ordered();
            bench.publish(
                    lapse(EXECUTE, hour(84), hour(84)),
                    new RemediesInformed(R1, hour(90), PLATFORM, List.of(ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }
    }

    @Nested
    class AnAppeal {
        @Test
        void is_put_by_the_appeal_and_done_when_it_is_decided() {
            ordered();
            bench.publish(new DecisionAppealed(R1, hour(61), MERCHANT, List.of(opened(APPEAL, hour(61), 120))));

            assertThat(item().kind()).isEqualTo(ItemKind.APPEAL);
            assertThat(item().subject()).isEqualTo(CASE);
            assertThat(item().waitsFor()).isEqualTo(PLATFORM_DECIDE_APPEAL);
            assertThat(item().dueAt()).isEqualTo(shown(hour(181)));
            assertThat(item().reason().code()).isEqualTo("decision-appealed");

            bench.publish(new AppealDecided(
                    R1,
                    hour(70),
                    PLATFORM,
                    "A2",
                    Outcome.UPHELD,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(met(APPEAL))));
            assertThat(items()).isEmpty();
        }

        @Test
        void is_marked_by_its_lapse_and_stays_because_its_decision_is_still_owed() {
            ordered();
            bench.publish(
                    new DecisionAppealed(R1, hour(61), MERCHANT, List.of(opened(APPEAL, hour(61), 120))),
                    lapse(APPEAL, hour(181), hour(181), opened(INFORM, hour(181), 24)));

            assertThat(items())
                    .extracting(QueueItemView::kind, QueueItemView::marked)
                    .containsExactly(tuple(ItemKind.APPEAL, true), tuple(ItemKind.REMEDIES, false));
            assertThat(items().getLast().reason().code()).isEqualTo("appeal-overdue");

            bench.publish(new AppealDecided(
                    R1,
                    hour(190),
                    PLATFORM,
                    "A2",
                    Outcome.UPHELD,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(metLate(APPEAL))));
            assertThat(kinds()).containsExactly(ItemKind.REMEDIES);
        }
    }

    @Nested
    class TheDutyToInformOfOtherRemedies {
        private void overdue() {
            takenUp();
            bench.publish(lapse(solve(R1), hour(168), hour(168), opened(INFORM, hour(168), 24)));
        }

        private QueueItemView remedies() {
            return items().stream()
                    .filter(item -> item.kind() == ItemKind.REMEDIES)
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void is_put_when_its_window_opens_and_says_why() {
            overdue();

            assertThat(remedies().waitsFor()).isEqualTo(PLATFORM_INFORM_OTHER_REMEDIES);
            assertThat(remedies().dueAt()).isEqualTo(shown(hour(192)));
            assertThat(remedies().reason().code()).isEqualTo("solution-overdue");
        }

        @Test
        void is_done_when_the_consumer_is_informed() {
            overdue();
            bench.publish(new RemediesInformed(R1, hour(170), PLATFORM, List.of(met(INFORM))));

            assertThat(kinds()).containsExactly(ItemKind.INTERVENTION);
        }

        @Test
        void is_marked_by_its_lapse_and_stays_until_the_late_notice() {
            overdue();
            bench.publish(lapse(INFORM, hour(192), hour(192)));

            assertThat(remedies().marked()).isTrue();
            assertThat(remedies().alerts())
                    .extracting(LapseView::obligation)
                    .containsExactly(PLATFORM_INFORM_OTHER_REMEDIES);

            bench.publish(new RemediesInformed(R1, hour(200), PLATFORM, List.of(metLate(INFORM))));
            assertThat(kinds()).containsExactly(ItemKind.INTERVENTION);
        }

        @Test
        void goes_with_the_intervention_because_nobody_can_inform_any_more() {
            overdue();
            bench.publish(
                    lapse(INFORM, hour(192), hour(192)),
                    new DemandWithdrawn(
                            R1,
                            hour(200),
                            CONSUMER,
                            List.of(ended(R1, Ending.WITHDRAWN), ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }

        @Test
        void is_withdrawn_with_its_window() {
            overdue();
            bench.publish(new CaseSettled(
                    R1,
                    hour(170),
                    PLATFORM,
                    null,
                    null,
                    null,
                    List.of(metLate(solve(R1)), withdrawn(INFORM), ended(CASE, Ending.CONCLUDED))));

            assertThat(items()).isEmpty();
        }
    }

    @Nested
    class AReport {
        private void reported() {
            bench.publish(new ViolationReported(V1, hour(0), PLATFORM, "L9", List.of(opened(TRIAGE, hour(0), 24))));
        }

        @Test
        void is_put_when_it_is_filed() {
            reported();

            assertThat(item().kind()).isEqualTo(ItemKind.REPORT);
            assertThat(item().subject()).isEqualTo(V1);
            assertThat(item().order()).isNull();
            assertThat(item().parties().room()).isEqualTo("L9");
            assertThat(item().waitsFor()).isEqualTo(PLATFORM_TRIAGE_DEMAND);
            assertThat(item().amountFen()).isZero();
            assertThat(item().reason().code()).isEqualTo("violation-reported");
        }

        @Test
        void is_done_by_its_triage_though_it_is_late() {
            reported();
            bench.publish(lapse(TRIAGE, hour(24), hour(24)));
            assertThat(item().marked()).isTrue();

            bench.publish(
                    new ReportTriaged(V1, hour(30), PLATFORM, List.of(metLate(TRIAGE), ended(V1, Ending.TRIAGED))));
            assertThat(items()).isEmpty();
        }
    }

    @Nested
    class ADisclosure {
        @Test
        void outlives_its_demand_until_it_is_made() {
            bench.publish(
                    returnFiled(),
                    new PartyInfoRequested(R1, hour(1), CONSUMER, List.of(opened(DISCLOSE, hour(1), 72))),
                    new DemandWithdrawn(R1, hour(2), CONSUMER, List.of(ended(R1, Ending.WITHDRAWN))));

            assertThat(item().kind()).isEqualTo(ItemKind.DISCLOSURE);
            assertThat(item().waitsFor()).isEqualTo(PLATFORM_DISCLOSE_PARTY_INFO);
            assertThat(item().reason().code()).isEqualTo("party-info-requested");

            bench.publish(lapse(DISCLOSE, hour(73), hour(73)));
            assertThat(item().marked()).isTrue();

            bench.publish(new PartyInfoDisclosed(R1, hour(80), PLATFORM, List.of(metLate(DISCLOSE))));
            assertThat(items()).isEmpty();
        }
    }

    @Nested
    class TheOrder {
        /** A disclosure that is asked at an hour and due at another. */
        private void asked(String id, long amountFen, int at, int dueAt) {
            WindowKey disclose = window(returned(id), PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM);
            bench.publish(
                    filed(id, hour(0), amountFen),
                    new PartyInfoRequested(
                            returned(id), hour(at), CONSUMER, List.of(opened(disclose, hour(at), dueAt - at))));
        }

        private List<String> turns() {
            return items().stream().map(item -> item.caseSubject().key()).toList();
        }

        @Test
        void is_marked_first_then_soonest_due_then_larger_amount_then_older() {
            asked("late", 10, 0, 90);
            asked("soon", 10, 0, 10);
            asked("soon-and-large", 20, 0, 10);
            asked("soon-and-small-and-younger", 10, 1, 10);
            asked("marked", 1, 0, 95);
            bench.publish(
                    lapse(window(returned("marked"), PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM), hour(95), hour(95)));

            assertThat(turns())
                    .containsExactly("marked", "soon-and-large", "soon", "soon-and-small-and-younger", "late");
        }

        @Test
        void among_equals_is_that_of_the_events() {
            asked("b", 10, 0, 10);
            asked("a", 10, 0, 10);

            assertThat(turns()).containsExactly("b", "a");
        }

        @Test
        void puts_what_has_no_due_time_behind_what_has_one() {
            ordered();
            bench.publish(lapse(EXECUTE, hour(84), hour(84)));
            asked("disclosure", 1, 85, 9_000);

            assertThat(turns()).containsExactly("disclosure", "R1");
        }

        @Test
        void is_kept_when_only_some_are_asked_for() {
            ordered();
            bench.publish(lapse(EXECUTE, hour(84), hour(84)));
            for (int i = 1; i <= 3; i++) {
                asked("D" + i, 10, 0, 100 + i);
            }
            bench.publish(lapse(window(returned("D3"), PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM), hour(103), hour(103)));

            assertThat(turns(new Wanted(null, true, null, null))).containsExactly("D3");
            assertThat(turns(new Wanted(ItemKind.DISCLOSURE, false, PLATFORM_DISCLOSE_PARTY_INFO, MERCHANT)))
                    .containsExactly("D1", "D2");
            assertThat(turns(new Wanted(ItemKind.EXECUTION, null, null, CONSUMER)))
                    .containsExactly("R1");
            assertThat(turns(new Wanted(null, null, null, Party.merchant("another"))))
                    .isEmpty();
        }

        private List<String> turns(Wanted wanted) {
            return queue.list(Reader.PLATFORM, wanted, null, 10).items().stream()
                    .map(item -> item.caseSubject().key())
                    .toList();
        }

        @Test
        void pages_without_repeating_or_skipping_when_items_come_and_go_between_pages() {
            ordered();
            bench.publish(lapse(EXECUTE, hour(84), hour(84)));
            for (int i = 1; i <= 5; i++) {
                asked("D" + i, 10, 0, 100 + i);
            }
            bench.publish(lapse(window(returned("D5"), PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM), hour(105), hour(105)));

            Page<QueueItemView> first = queue.list(Reader.PLATFORM, ALL, null, 2);
            bench.publish(new PartyInfoDisclosed(
                    returned("D1"),
                    hour(106),
                    PLATFORM,
                    List.of(met(window(returned("D1"), PLATFORM_DISCLOSE_PARTY_INFO, PLATFORM)))));
            asked("D0", 10, 1, 90);
            Page<QueueItemView> second = queue.list(Reader.PLATFORM, ALL, first.next(), 3);
            Page<QueueItemView> third = queue.list(Reader.PLATFORM, ALL, second.next(), 3);

            assertThat(first.items())
                    .extracting(item -> item.caseSubject().key())
                    .containsExactly("D5", "D1");
            assertThat(second.items())
                    .extracting(item -> item.caseSubject().key())
                    .containsExactly("D2", "D3", "D4");
            assertThat(third.items())
                    .extracting(item -> item.caseSubject().key())
                    .containsExactly("R1");
            assertThat(third.next()).isNull();
        }
    }

    @Test
    void lapses_that_reach_nobody_on_the_platform_put_nothing() {
        WindowKey ship = window(R1, CONSUMER_SHIP_RETURN, CONSUMER);
        bench.publish(
                returnFiled(),
                lapse(ship, hour(10), hour(10), ended(R1, Ending.NOT_SENT_BACK)),
                lapse(window(O1, Obligation.CONSUMER_CLAIM_QUALITY_RETURN, CONSUMER), hour(10), hour(10)),
                lapse(
                        window(SubjectId.inquiry("I1"), Obligation.MERCHANT_ANSWER_INQUIRY, MERCHANT),
                        hour(10),
                        hour(10)));

        assertThat(items()).isEmpty();
    }

    // ---- what catches the eye

    private static SubjectId complainedOf(int number) {
        return SubjectId.complaint("C" + number);
    }

    private static WindowKey accept(int number) {
        return window(complainedOf(number), MERCHANT_ACCEPT_COMPLAINT, MERCHANT);
    }

    /** A complaint of somebody about what was sold in a room, which the merchant lets lapse. */
    private void complainedAndLapsed(int number, Parties parties, int filedAt) {
        bench.publish(
                new ComplaintFiled(
                        complainedOf(number),
                        hour(filedAt),
                        Party.consumer(parties.consumer()),
                        null,
                        parties,
                        Side.MERCHANT,
                        false,
                        0,
                        null,
                        List.of(opened(accept(number), hour(filedAt), 24))),
                lapse(
                        accept(number),
                        hour(filedAt + 24),
                        hour(filedAt + 24),
                        intervention(complainedOf(number), hour(filedAt + 24))));
    }

    private QueueItemView itemOf(SubjectId subject) {
        return items().stream()
                .filter(item -> item.caseSubject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_serious_complaint_is_shown_as_one_whenever_that_is_said() {
        complainedAndLapsed(1, PARTIES, 0);
        assertThat(item().serious()).isFalse();

        bench.publish(new ComplaintFlaggedSerious(complainedOf(1), hour(30), CONSUMER, List.of()));
        assertThat(item().serious()).isTrue();
    }

    @Test
    void another_case_of_the_same_consumer_and_merchant_within_thirty_days_is_a_repetition() {
        complainedAndLapsed(1, PARTIES, 0);
        complainedAndLapsed(2, new Parties("U2", "M1", "H1", "L1"), 1);
        assertThat(items()).allMatch(item -> item.repeated().isEmpty());

        complainedAndLapsed(3, PARTIES, 30 * 24);
        assertThat(itemOf(complainedOf(3)).repeated()).isEmpty();

        complainedAndLapsed(4, PARTIES, 30 * 24 + 1);
        assertThat(itemOf(complainedOf(4)).repeated()).containsExactly(Repeated.SAME_CONSUMER);
        assertThat(itemOf(complainedOf(1)).repeated()).isEmpty();
    }

    @Test
    void the_fourth_case_from_one_room_is_a_repetition_and_cases_of_one_order_are_one() {
        for (int number = 1; number <= 4; number++) {
            complainedAndLapsed(number, new Parties("U" + number, "M1", "H1", "L1"), number);
        }
        complainedAndLapsed(5, new Parties("U5", "M1", "H1", "L2"), 5);
        assertThat(itemOf(complainedOf(3)).repeated()).isEmpty();
        assertThat(itemOf(complainedOf(4)).repeated()).containsExactly(Repeated.SAME_ROOM);
        assertThat(itemOf(complainedOf(5)).repeated()).isEmpty();

        escalated();
        bench.publish(
                filed(
                        "R2",
                        hour(60),
                        500,
                        opened(window(returned("R2"), MERCHANT_DECIDE_REFUND_ONLY, MERCHANT), hour(60), 48)),
                lapse(
                        window(returned("R2"), MERCHANT_DECIDE_REFUND_ONLY, MERCHANT),
                        hour(108),
                        hour(108),
                        intervention(returned("R2"), hour(108))));
        assertThat(itemOf(returned("R2")).repeated())
                .as("R1 is of the same order, C1 of the same consumer")
                .containsExactly(Repeated.SAME_CONSUMER, Repeated.SAME_ROOM);
    }

    @Test
    void what_its_owner_did_too_late_is_said_of_the_item_that_its_lapse_put() {
        takenUp();
        assertThat(item().reason().performedAt()).isNull();

        bench.publish(new ReturnRefunded(R1, hour(52), null, MERCHANT, true, 4_200, List.of(metLate(DECIDE))));
        assertThat(item().reason().performedAt()).isEqualTo(shown(hour(52)));

        bench.publish(corrected(
                R1, hour(53), Fact.REFUND, null, List.of(), 4_200L, new Change.Resumed(DECIDE, hour(48), false, null)));
        assertThat(item().reason().performedAt()).isNull();
    }

    @Test
    void a_deadline_that_rests_on_days_not_fixed_yet_is_said_to_until_it_is_counted_anew() {
        Change.Opened solve = opened(solve(R1), hour(48), 120);
        bench.publish(
                returnFiled(),
                lapse(
                        DECIDE,
                        hour(48),
                        hour(48),
                        opened(takeUp(R1), hour(48), 24),
                        new Change.Opened(
                                solve.window(),
                                solve.openedAt(),
                                solve.dueAt(),
                                solve.length(),
                                solve.layer(),
                                null,
                                solve.clause(),
                                true,
                                null)));
        assertThat(item().provisional()).isFalse();

        bench.publish(new CaseTakenUp(R1, hour(50), PLATFORM, "A1", List.of(met(takeUp(R1)))));
        assertThat(item().provisional()).isTrue();

        bench.publish(new WindowsRecounted(
                R1,
                hour(51),
                PLATFORM,
                2,
                "notice",
                List.of(new Change.Moved(solve(R1), hour(168), hour(192), false, 2))));
        assertThat(item().provisional()).isFalse();
        assertThat(item().dueAt()).isEqualTo(shown(hour(192)));
    }

    @Test
    void days_that_are_counted_anew_before_the_case_is_taken_up_move_the_solution_behind_it() {
        escalated();
        bench.publish(
                new WindowsRecounted(
                        R1,
                        hour(49),
                        PLATFORM,
                        2,
                        "notice",
                        List.of(new Change.Moved(solve(R1), hour(168), hour(192), false, 2))),
                new CaseTakenUp(R1, hour(50), PLATFORM, "A1", List.of(met(takeUp(R1)))));

        assertThat(item().dueAt()).isEqualTo(shown(hour(192)));
    }

    @Test
    void how_much_waits_is_counted_by_kind() {
        escalated();
        bench.publish(
                new ViolationReported(V1, hour(49), CONSUMER, "L1", List.of(opened(TRIAGE, hour(49), 24))),
                lapse(takeUp(R1), hour(72), hour(72)));

        assertThat(queue.load(Reader.PLATFORM))
                .extracting(Load::kind, Load::items, Load::marked, Load::soonestDueAt)
                .containsExactly(
                        tuple(ItemKind.INTERVENTION, 1L, 1L, shown(hour(72))),
                        tuple(ItemKind.REPORT, 1L, 0L, shown(hour(73))));
        assertThat(queue.load(Reader.party(MERCHANT))).isEmpty();
    }

    @Test
    void every_reason_has_a_text() {
        for (Reason reason : Reason.values()) {
            assertThat(new Texts("platformqueue").has(reason.code()))
                    .as(reason.code())
                    .isTrue();
        }
    }
}
