package io.redress.app.bench;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.order.DeliverOrder;
import io.redress.api.order.OrderLine;
import io.redress.api.order.RegisterOrder;
import io.redress.api.order.ShipOrder;
import io.redress.api.party.Parties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Orders of a live sale, each with two lines, of as many merchants as sell at once. */
final class Orders {
    private static final int MERCHANTS = 50;
    private static final Duration SHIP_BY = Duration.ofDays(10);
    private static final List<OrderLine> LINES =
            List.of(new OrderLine("tea", 19_900, true), new OrderLine("cup", 5_900, false));

    private Orders() {}

    static Parties parties(String order, long number) {
        long merchant = number % MERCHANTS;
        return new Parties("consumer-" + order, "merchant-" + merchant, "operator-" + merchant, "room-" + merchant);
    }

    static Act registered(String order, long number, Instant at) {
        return new RegisterOrder(
                SubjectId.order(order), at, parties(order, number), at, LINES, at.plus(SHIP_BY), false);
    }

    static Act shipped(String order, Instant at) {
        return new ShipOrder(SubjectId.order(order), at, List.of(), null);
    }

    static Act delivered(String order, Instant at) {
        return new DeliverOrder(SubjectId.order(order), at, null);
    }

    /** The life of one order after the other: paid, shipped, delivered; a client tells those of its own. */
    static Act ofAnEvening(String prefix, int client, long step) {
        String order = prefix + "-" + client + "-" + step / 3;
        Instant now = Product.now();
        return switch ((int) (step % 3)) {
            case 0 -> registered(order, client, now);
            case 1 -> shipped(order, now);
            default -> delivered(order, now);
        };
    }
}
