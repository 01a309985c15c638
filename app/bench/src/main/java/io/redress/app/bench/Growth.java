package io.redress.app.bench;

import java.time.Duration;
import java.time.Instant;

/** The same acts on a service in which nothing is stored, and on one beside it in which much is; in turns. */
final class Growth {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROUNDS = 3;
    private static final int ACTS_OF_A_LONG_CASE = 40;

    private final Sizes sizes;
    private final Findings findings;

    Growth(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Server empty = Server.fresh();
                Server full = Server.fresh();
                Product small = Product.on(empty);
                Product large = Product.on(full)) {
            Stored.oneCase(large, Stored.PATTERN, Product.now());
            large.secondsUntilRead(PATIENCE);
            Product.seconds(
                    () -> large.sql()
                            .sql("SELECT EXISTS (SELECT FROM outbox.notice)")
                            .query(Boolean.class)
                            .single(),
                    PATIENCE,
                    () -> "nobody is told");
            small.paused();
            large.paused();
            evening(small, "warm", sizes.of(4));
            evening(large, "warm", sizes.of(2));
            Table table = new Table(
                    "acts with much stored, sheets paused", "stored", "acts per second", "p99 ms", "cost of an act");
            int stored = 0;
            for (int events : sizes.stored()) {
                int cases = (events - stored) / Stored.EVENTS_OF_A_CASE;
                Stored.copies(large.sql(), "case" + events + "-", cases, stored == 0 ? sizes.open() : 0);
                stored = events;
                large.sql().sql("CHECKPOINT").update();
                Pace with = evening(large, "with-" + events, sizes.of(3));
                Pace without = evening(small, "without-" + events, sizes.of(3));
                for (int round = 1; round < ROUNDS; round++) {
                    with = with.and(evening(large, "with-" + events + "-" + round, sizes.of(3)));
                    without = without.and(evening(small, "without-" + events + "-" + round, sizes.of(3)));
                }
                double cost = without.rate() / with.rate();
                table.row("next to nothing", Table.whole(without.rate()), Table.two(without.millis(99)), "1.00");
                table.row(
                        Table.whole((long) events) + " events, "
                                + Table.whole((long) Math.min(sizes.open(), events / Stored.EVENTS_OF_A_CASE))
                                + " cases with windows",
                        Table.whole(with.rate()),
                        Table.two(with.millis(99)),
                        Table.two(cost));
                findings.found(Figure.GROWTH_COST, cost);
            }
            table.print();
            longCase(large);
        }
    }

    private static Pace evening(Product product, String name, Duration time) {
        return Load.closed(
                Gateway.CLIENTS, time, (client, step) -> product.perform(Orders.ofAnEvening(name, client, step)));
    }

    /** A case with thousands of entries: what the next one costs. */
    private void longCase(Product product) {
        Instant at = Product.now();
        Stored.oneCase(product, "long", at);
        Pace first = Load.counted(1, ACTS_OF_A_LONG_CASE, (_, _) -> Stored.message(product, "long", Product.now()));
        int more = sizes.entriesOfALongCase() - ACTS_OF_A_LONG_CASE;
        product.sql().sql("""
                        INSERT INTO event_store.domain_event_entry (event_identifier, aggregate_identifier,
                            sequence_number, type, payload_type, payload_revision, payload, meta_data, time_stamp)
                        SELECT gen_random_uuid()::text, aggregate_identifier, sequence_number + n, type, payload_type,
                            payload_revision, payload, meta_data, time_stamp
                        FROM generate_series(1, :more) AS n, (
                            SELECT * FROM event_store.domain_event_entry WHERE aggregate_identifier = 'return/return-long'
                            ORDER BY sequence_number DESC LIMIT 1) AS last ORDER BY n""").param("more", more).update();
        Pace late = Load.counted(1, ACTS_OF_A_LONG_CASE, (_, _) -> Stored.message(product, "long", Product.now()));
        new Table("messages in one case, one after the other", "", "p50 ms", "p99 ms", "round trips")
                .row(
                        "the first " + ACTS_OF_A_LONG_CASE,
                        Table.two(first.millis(50)),
                        Table.two(first.millis(99)),
                        first.roundTripsPerAct())
                .row(
                        "after " + Table.whole((long) sizes.entriesOfALongCase()) + " entries",
                        Table.two(late.millis(50)),
                        Table.two(late.millis(99)),
                        late.roundTripsPerAct())
                .print();
    }
}
