package io.redress.app.bench;

import java.time.Duration;

/** Every sheet is emptied and reads what is stored from the first event on. */
final class Rebuild {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Sizes sizes;
    private final Findings findings;

    Rebuild(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Server server = Server.fresh();
                Product product = Product.on(server)) {
            Stored.oneCase(product, Stored.PATTERN, Product.now());
            product.secondsUntilRead(PATIENCE);
            product.paused();
            warmUp(product);
            int cases = sizes.replayed() / Stored.EVENTS_OF_A_CASE;
            Stored.copies(product.sql(), "case", cases, 0);
            long before = product.readBy();
            long head = product.head();
            product.startSheets();
            double seconds = product.secondsUntilRead(PATIENCE);
            double rate = (head - before) / seconds;
            new Table("all sheets replayed", "", "events", "seconds", "events per second")
                    .row("ours", Table.whole(head - before), Table.two(seconds), Table.whole(rate))
                    .print();
            if (product.parked() > 0) {
                throw new IllegalStateException(product.parked() + " events were parked");
            }
            findings.found(Figure.REBUILD_EVENTS_PER_SECOND, rate);
        }
    }

    /** A rebuild of much is of warm code. */
    private void warmUp(Product product) {
        Stored.copies(product.sql(), "warm", sizes.replayed() / 10 / Stored.EVENTS_OF_A_CASE, 0);
        product.startSheets();
        product.secondsUntilRead(PATIENCE);
        product.stop("sheets");
    }
}
