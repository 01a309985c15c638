package io.redress.query.orders;

import static io.redress.query.Told.CONSUMER;
import static io.redress.query.Told.MERCHANT;
import static io.redress.query.Told.OPERATOR;
import static io.redress.query.Told.PARTIES;
import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.corrected;
import static io.redress.query.Told.ended;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.order;
import static io.redress.query.Told.registered;
import static io.redress.query.Told.returned;
import static io.redress.query.Told.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Fact;
import io.redress.api.SubjectId;
import io.redress.api.order.OrderCancelled;
import io.redress.api.order.OrderDelivered;
import io.redress.api.order.OrderLine;
import io.redress.api.order.OrderLinesClaimed;
import io.redress.api.order.OrderLinesReleased;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderPaidBack;
import io.redress.api.order.OrderRegistered;
import io.redress.api.order.OrderShipped;
import io.redress.api.order.ShipmentUrged;
import io.redress.api.party.Party;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Ending;
import io.redress.api.window.ExtensionProposed;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.query.Bench;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.orders.OrderDetailView.LineView;
import io.redress.query.orders.OrdersQueries.Wanted;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final Wanted ALL = new Wanted(null, null, null, null);

    private static final SubjectId O1 = order("O1");

    private final Bench bench = new Bench(new OrdersProjection(Bench.jdbc()));
    private final OrdersQueries orders = new OrdersQueries(Bench.reader());

    @AfterEach
    void close() {
        bench.close();
    }

    private OrderDetailView read() {
        return orders.read(Reader.PLATFORM, O1).orElseThrow();
    }

    private LineView line(int place) {
        return read().lines().get(place);
    }

    @Test
    void an_order_shows_what_was_sold_in_the_order_of_its_lines() {
        DocumentVersion plan = new DocumentVersion(SubjectId.plan("M1", "L1"), 2);
        bench.publish(new OrderRegistered(
                O1,
                hour(2),
                CONSUMER,
                PARTIES,
                hour(1),
                List.of(new OrderLine("z", 100, true), new OrderLine("a", 23, false)),
                hour(99),
                plan,
                List.of()));

        assertThat(read())
                .isEqualTo(new OrderDetailView(
                        new OrderView(O1, PARTIES, shown(hour(1)), 123, 0, 2, 2, null, null),
                        shown(hour(2)),
                        shown(hour(99)),
                        plan,
                        List.of(
                                new LineView("z", 100, true, null, null, null),
                                new LineView("a", 23, false, null, null, null)),
                        1));
    }

    @Test
    void an_order_counts_every_event_of_its_history_once() {
        WindowKey ship = new WindowKey(O1, Obligation.MERCHANT_SHIP_GOODS, MERCHANT, 1);
        bench.publish(
                registered("O1", hour(0)),
                registered("O2", hour(0)),
                new ShipmentUrged(O1, hour(1), PLATFORM, List.of()),
                new ExtensionProposed(O1, hour(2), MERCHANT, ship, hour(99), List.of()),
                new ExtensionProposed(returned("R1"), hour(2), MERCHANT, ship, hour(99), List.of()));
        assertThat(read().version()).isEqualTo(3);
        bench.replay();
        assertThat(read().version()).isEqualTo(3);
    }

    @Test
    void lines_are_shipped_struck_and_at_last_delivered() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderShipped(O1, hour(1), null, MERCHANT, List.of("2"), List.of("1"), List.of()));
        assertThat(read().order().linesLeft()).isEqualTo(1);
        assertThat(line(1).shippedAt()).isEqualTo(shown(hour(1)));
        assertThat(line(0).shippedAt()).isNull();

        bench.publish(
                new OrderLinesStruck(O1, hour(2), MERCHANT, returned("R1"), List.of("1"), List.of(), 10_000, List.of()),
                new OrderDelivered(O1, hour(3), null, PLATFORM, List.of()));
        assertThat(read().order().linesLeft()).isZero();
        assertThat(line(0).struckAt()).isEqualTo(shown(hour(2)));
        assertThat(read().order().deliveredAt()).isEqualTo(shown(hour(3)));
    }

    @Test
    void a_line_is_shipped_when_it_was_handed_over_not_when_that_was_told() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderShipped(O1, hour(9), hour(1), MERCHANT, List.of("2"), List.of("1"), List.of()));
        assertThat(line(1).shippedAt()).isEqualTo(shown(hour(1)));
    }

    @Test
    void what_was_wrong_is_corrected_line_by_line() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderLinesStruck(
                        O1, hour(1), MERCHANT, returned("R1"), List.of("1"), List.of("2"), 10_000, List.of()),
                new OrderShipped(O1, hour(2), null, MERCHANT, List.of("2"), List.of(), List.of()),
                new OrderDelivered(O1, hour(3), null, PLATFORM, List.of()),
                corrected(O1, hour(4), Fact.DELIVER, null, List.of(), null),
                corrected(O1, hour(5), Fact.SHIP, hour(1), List.of("2"), null));
        assertThat(read().order().deliveredAt()).isNull();
        assertThat(line(1).shippedAt()).isEqualTo(shown(hour(1)));

        bench.publish(corrected(O1, hour(6), Fact.SHIP, null, List.of("2"), null));
        assertThat(line(1).shippedAt()).isNull();
        assertThat(read().order().linesLeft()).isEqualTo(1);

        bench.publish(corrected(O1, hour(7), Fact.REFUND, null, List.of("1"), 10_000L));
        assertThat(line(0).struckAt()).isNull();
        assertThat(read().order().paidBackFen()).isZero();
    }

    @Test
    void what_was_paid_back_is_added_up_once_however_often_it_is_told() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderLinesStruck(
                        O1, hour(1), MERCHANT, returned("R1"), List.of("1"), List.of("2"), 9_000, List.of()),
                new OrderPaidBack(O1, hour(2), PLATFORM, returned("R2"), 2_500, List.of()));
        assertThat(read().order().paidBackFen()).isEqualTo(11_500);

        bench.replay();
        assertThat(read().order().paidBackFen()).isEqualTo(11_500);
    }

    @Test
    void a_line_names_the_return_request_that_holds_it_until_it_lets_go() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderLinesClaimed(
                        O1, hour(1), CONSUMER, returned("R1"), List.of("1", "2"), null, false, List.of()));
        assertThat(read().lines()).extracting(LineView::claimedBy).containsExactly(returned("R1"), returned("R1"));

        bench.publish(
                new OrderLinesReleased(O1, hour(2), CONSUMER, returned("R1"), List.of("1", "2"), List.of()),
                new OrderLinesClaimed(O1, hour(3), CONSUMER, returned("R2"), List.of("2"), null, false, List.of()));
        assertThat(read().lines()).extracting(LineView::claimedBy).containsExactly(null, returned("R2"));
    }

    @Test
    void a_cancelled_order_says_when() {
        bench.publish(
                registered("O1", hour(0)),
                new OrderCancelled(O1, hour(1), CONSUMER, List.of(ended(O1, Ending.CANCELLED))));

        assertThat(read().order().cancelledAt()).isEqualTo(shown(hour(1)));
    }

    @Test
    void the_list_is_of_one_party_or_of_all_and_pages_from_the_newest_on() {
        for (int i = 1; i <= 4; i++) {
            bench.publish(registered("O" + i, hour(i)));
        }

        Page<OrderView> first = orders.list(Reader.PLATFORM, ALL, null, 3);
        bench.publish(registered("O5", hour(5)));
        Page<OrderView> second = orders.list(Reader.PLATFORM, ALL, first.next(), 3);

        assertThat(first.items()).extracting(OrderView::subject).containsExactly(order("O4"), order("O3"), order("O2"));
        assertThat(second.items()).extracting(OrderView::subject).containsExactly(O1);
        assertThat(second.next()).isNull();
        assertThat(List.of(CONSUMER, MERCHANT, OPERATOR, PLATFORM))
                .allSatisfy(party -> assertThat(orders.list(Reader.PLATFORM, of(party), null, 10)
                                .items())
                        .hasSize(5));
        assertThat(orders.list(Reader.PLATFORM, of(Party.merchant("H1")), null, 10)
                        .items())
                .isEmpty();
    }

    @Test
    void the_list_is_of_one_room_and_of_what_was_paid_meanwhile() {
        for (int i = 1; i <= 3; i++) {
            bench.publish(registered("O" + i, hour(i)));
        }
        assertThat(subjects(new Wanted(null, "L1", hour(1), hour(3))))
                .containsExactly(order("O2"), O1)
                .isEqualTo(subjects(new Wanted(MERCHANT, null, null, hour(3))));
        assertThat(subjects(new Wanted(null, "L2", null, null))).isEmpty();
    }

    private List<SubjectId> subjects(Wanted wanted) {
        return orders.list(Reader.PLATFORM, wanted, null, 10).items().stream()
                .map(OrderView::subject)
                .toList();
    }

    private static Wanted of(Party party) {
        return new Wanted(party, null, null, null);
    }

    @Test
    void an_order_that_nobody_registered_is_not_there() {
        assertThat(orders.read(Reader.PLATFORM, O1)).isEmpty();
    }
}
