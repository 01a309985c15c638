package io.redress.app.bench;

/** The same evening as {@link Gateway} has it, on plain Axon. */
final class Axon {
    private final Sizes sizes;
    private final Findings findings;

    Axon(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Server server = Server.fresh();
                Product product = Product.on(server).paused();
                PlainAxon plain = new PlainAxon(product, findings.rowsOfAnEvent())) {
            Load.warmUp(
                    Gateway.CLIENTS,
                    sizes.warmUp(),
                    (client, step) -> plain.perform(Orders.ofAnEvening("warm", client, step)));
            Pace fresh = Load.closed(
                    Gateway.CLIENTS,
                    sizes.of(5),
                    (client, step) ->
                            plain.perform(Orders.registered("new-" + client + "-" + step, client, Product.now())));
            product.sql().sql("TRUNCATE DomainEventEntry").update();
            plain.startSheets();
            Pace live;
            try (Live watch = new Live(plain::head, plain::readBy)) {
                live = Load.closed(
                        Gateway.CLIENTS,
                        sizes.of(12),
                        (client, step) -> plain.perform(Orders.ofAnEvening("live", client, step)),
                        watch);
            }
            double lag = plain.secondsUntilRead();
            double rate = Live.rate(live, lag);
            double single;
            try (Limit limit = new Limit(server, Limit.Row.ofTheSize(900, 200))) {
                single = limit.single(sizes.of(4)).rate();
            }
            Gateway.table(single)
                    .row(Gateway.cells("plain Axon, new subjects, nobody reads", fresh, single))
                    .row(Gateway.cells("plain Axon, paid-shipped-delivered, its projection keeps up", live, single))
                    .print();
            System.out.println("  plain Axon: its projection lagged " + Table.two(lag)
                    + " s when the load ended; that is " + Table.whole(rate) + " acts/s.");
            System.out.println("  It is: our subjects and decisions; JdbcEventStorageEngine, JdbcTokenStore and a"
                    + " PooledStreamingEventProcessor (16 segments, batches of 1) with their defaults, a pool of 16,"
                    + " and one projection that inserts " + findings.rowsOfAnEvent() + " rows an event.");
            if (Double.isNaN(findings.live())) {
                findings.missed(Figure.GATEWAY_LIVE_VS_AXON, "it needs the job gateway in the same run");
            } else {
                findings.found(Figure.GATEWAY_LIVE_VS_AXON, findings.live() / rate);
            }
        }
    }
}
