package io.redress.app.bench;

import java.time.Duration;

/** Every sheet reads, from the first event on, what was stored while none of them ran. */
final class Rebuild {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Sizes sizes;
    private final Findings findings;

    Rebuild(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Server server = Server.fresh()) {
            try (Product product = Product.on(server)) {
                Stored.oneCase(product, Stored.PATTERN, Product.now());
                // a rebuild of much is of warm code
                Stored.copies(product.sql(), "warm", sizes.replayed() / 10 / Stored.EVENTS_OF_A_CASE, 0);
                product.secondsUntilRead(PATIENCE);
                product.paused();
                Stored.copies(product.sql(), "case", sizes.replayed() / Stored.EVENTS_OF_A_CASE, 0);
                Stored.allIsTold(product.sql());
            }
            try (Product product = Product.on(server)) {
                replay(product);
            }
        }
    }

    /** What it has read while the service started does not count, nor does the time of that. */
    private void replay(Product product) {
        long before = product.readBy();
        long head = product.head();
        double seconds = Product.secondsAtMost(() -> product.readBy() >= head, sizes.budget());
        long read = product.readBy() - before;
        double rate = read / seconds;
        new Table("all sheets replayed", "", "events", "seconds", "events per second")
                .row("ours", Table.whole(read), Table.two(seconds), Table.whole(rate))
                .print();
        if (product.parked() > 0) {
            throw new IllegalStateException(product.parked() + " events were parked");
        }
        findings.found(Figure.REBUILD_EVENTS_PER_SECOND, rate);
    }
}
