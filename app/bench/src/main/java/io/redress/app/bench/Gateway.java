package io.redress.app.bench;

import io.redress.command.store.IdempotencyKey;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Acts through the front door: with the sheets paused, and with every sheet keeping up. */
final class Gateway {
    static final int CLIENTS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** As many orders as are under way at the same time in a large live sale, and may be found in memory. */
    private static final int WAVE = 4_000;

    private final Sizes sizes;
    private final Findings findings;

    Gateway(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Server server = Server.fresh();
                Product product = Product.on(server)) {
            System.out.println("  " + server.settings());
            Load.warmUp(
                    CLIENTS,
                    sizes.warmUp(),
                    (client, step) -> product.perform(Orders.ofAnEvening("warm", client, step)));
            double lag = product.secondsUntilRead(PATIENCE);
            System.out.println("  warmed up; the sheets needed " + Table.two(lag) + " s more");
            Limit.Row row = product.row();
            long rowsBefore = product.rowsOfSheets();
            long headBefore = product.head();
            Pace single;
            Pace many;
            try (Limit limit = new Limit(server, row)) {
                single = limit.single(sizes.of(4));
                many = limit.many(sizes.of(3));
                Pace live = live(product);
                double liveLag = product.secondsUntilRead(PATIENCE);
                double rows = (double) (product.rowsOfSheets() - rowsBefore) / (product.head() - headBefore);
                product.paused();
                AtomicLong orders = new AtomicLong();
                Pace fresh = Load.closed(
                        CLIENTS,
                        sizes.of(6),
                        (client, _) -> product.perform(
                                Orders.registered("new-" + orders.getAndIncrement(), client, Product.now())));
                Pace keyed = Load.closed(
                        CLIENTS,
                        sizes.of(5),
                        (client, step) -> product.perform(
                                Orders.registered("key-" + client + "-" + step, client, Product.now()),
                                new IdempotencyKey("bench", UUID.randomUUID().toString(), "bench")));
                Pace recent = recent(product, sizes.of(6), "wave");
                Pace earlier = Load.counted(
                        CLIENTS,
                        fresh.acts() / 2,
                        (_, step) -> product.perform(Orders.shipped("new-" + step, Product.now())));
                single = single.and(limit.single(sizes.of(4)));
                double of = single.rate();
                double liveRate = Live.rate(live, liveLag);
                table(of)
                        .row(cells("limit: one row by one commit, " + Limit.CLIENTS + " clients", single, of))
                        .row(cells("limit: 128 rows by one commit, 2 writers", many, of))
                        .row(cells("ours, new subjects, paused", fresh, of))
                        .row(cells("ours, new subjects, paused, with idempotency keys", keyed, of))
                        .row(cells("ours, existing subjects (" + WAVE + " under way), paused", recent, of))
                        .row(cells("ours, existing subjects (each for the first time since), paused", earlier, of))
                        .row(cells("ours, paid-shipped-delivered, every sheet keeping up", live, of))
                        .print();
                System.out.println("  live: the sheets lagged " + Table.two(liveLag)
                        + " s when the load ended; that is " + Table.whole(liveRate) + " acts/s; parked events: "
                        + product.parked() + "; rows of sheets for an event: " + Table.two(rows));
                findings.found(Figure.GATEWAY_NEW_PAUSED, fresh.rate() / of);
                findings.found(Figure.GATEWAY_EXISTING_PAUSED, recent.rate() / of);
                findings.found(Figure.GATEWAY_LIVE, liveRate / of);
                findings.live(liveRate, rows);
            }
        }
    }

    private Pace live(Product product) {
        try (Live live = new Live(product::head, product::readBy)) {
            return Load.closed(
                    CLIENTS,
                    sizes.of(12),
                    (client, step) -> product.perform(Orders.ofAnEvening("live", client, step)),
                    live);
        }
    }

    /** Waves of orders that are registered, which is not counted, then shipped and delivered. */
    static Pace recent(Product product, Duration time, String name) {
        Pace all = wave(product, name + "-0-");
        for (int wave = 1; all.seconds() < time.toSeconds(); wave++) {
            all = all.and(wave(product, name + "-" + wave + "-"));
        }
        return all;
    }

    private static Pace wave(Product product, String prefix) {
        Load.counted(
                CLIENTS, WAVE, (_, step) -> product.perform(Orders.registered(prefix + step, step, Product.now())));
        return Load.counted(CLIENTS, WAVE, (_, step) -> product.perform(Orders.shipped(prefix + step, Product.now())))
                .and(Load.counted(
                        CLIENTS, WAVE, (_, step) -> product.perform(Orders.delivered(prefix + step, Product.now()))));
    }

    static Table table(double of) {
        return new Table(
                "acts (the single-commit limit is " + Table.whole(of) + "/s)",
                "",
                "per second",
                "of the limit",
                "p50 ms",
                "p99 ms",
                "KB allocated",
                "round trips");
    }

    static String[] cells(String name, Pace pace, double of) {
        return new String[] {
            name,
            Table.whole(pace.rate()),
            Table.ratio(pace.rate(), of),
            Table.two(pace.millis(50)),
            Table.two(pace.millis(99)),
            pace.kilobytesPerAct(),
            pace.roundTripsPerAct()
        };
    }
}
