package io.redress.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A live sale fails, and the windows in which its merchant has to decide fall due in the same second. */
final class Lapses {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BEFORE = Duration.ofSeconds(4);

    /** How often somebody acts meanwhile. */
    private static final double ACTS_PER_SECOND = 100;

    private static final int CLIENTS = 32;

    private final Sizes sizes;
    private final Findings findings;

    Lapses(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        int windows = sizes.windows();
        Jumping clock = new Jumping();
        try (Server server = Server.fresh()) {
            Instant due;
            try (Product product = Product.on(server, clock)) {
                Stored.oneCase(product, Stored.PATTERN, Product.now());
                product.secondsUntilRead(PATIENCE);
                Product.seconds(() -> isTold(product), PATIENCE, () -> "nobody is told");
                due = product.sql()
                        .sql("SELECT due_at FROM outbox.due_window WHERE obligation = 'merchant-decide-refund-only'")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant();
                product.paused();
                Stored.copies(product.sql(), "case", windows - 1, windows - 1);
                Stored.allIsTold(product.sql());
            }
            try (Product product = Product.on(server, clock)) {
                double caughtUp = product.secondsUntilRead(PATIENCE);
                System.out.println("  " + Table.whole((long) windows)
                        + " windows run; the sheets took in their cases in " + Table.two(caughtUp) + " s");
                double single;
                try (Limit limit = new Limit(server, product.row())) {
                    single = limit.single(sizes.of(4)).rate();
                    storm(product, clock, due, windows, single);
                }
            }
        }
    }

    private static boolean isTold(Product product) {
        return product.sql()
                .sql("SELECT EXISTS (SELECT FROM outbox.notice WHERE obligation = 'merchant-decide-refund-only')")
                .query(Boolean.class)
                .single();
    }

    private void storm(Product product, Jumping clock, Instant due, int windows, double single) {
        clock.to(due.minus(Duration.ofMinutes(10)));
        Load.open(
                CLIENTS,
                ACTS_PER_SECOND,
                until(sizes.of(4)),
                (client, step) -> act(product, clock, "calm0", client, step));
        Pace calm = Load.open(
                CLIENTS,
                ACTS_PER_SECOND,
                until(sizes.of(8)),
                (client, step) -> act(product, clock, "calm", client, step));
        AtomicBoolean storms = new AtomicBoolean(true);
        clock.to(due.minus(BEFORE));
        double stored;
        double queued;
        long lapsed;
        Pace storm;
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            LockSupport.parkNanos(BEFORE.toNanos());
            long from = System.nanoTime();
            CompletableFuture<Pace> acts = CompletableFuture.supplyAsync(
                    () -> Load.open(
                            CLIENTS,
                            ACTS_PER_SECOND,
                            storms::get,
                            (client, step) -> act(product, clock, "storm", client, step)),
                    other);
            try {
                stored = Product.secondsAtMost(() -> !isDue(product, due), sizes.budget());
                product.stop("lapseClock");
                lapsed = count(product, "event_store.domain_event_entry WHERE payload_type LIKE 'window.lapsed%'");
                storms.set(false);
                storm = acts.join();
                product.secondsUntilRead(PATIENCE);
                queued = (System.nanoTime() - from) / 1e9;
            } finally {
                storms.set(false);
            }
        }
        long waiting = count(product, "read_model.queue_item");
        boolean all = !isDue(product, due);
        if (all && (lapsed != windows || waiting != windows)) {
            throw new IllegalStateException(
                    lapsed + " windows lapsed and " + waiting + " are in the queue, of " + windows);
        }
        if (!all) {
            System.out.println("  broken off after " + Table.whole(stored) + " s, when " + Table.whole(lapsed)
                    + " had lapsed and " + Table.whole(waiting) + " were in the queue");
        }
        double scheduler;
        double bare;
        try (Server server = Server.fresh()) {
            Timers timers = new Timers(server);
            scheduler = timers.scheduler(windows);
            bare = timers.skipLocked(windows);
        }
        new Table(
                        Table.whole((long) windows) + " windows due in the same second (the single-commit limit is "
                                + Table.whole(single) + "/s)",
                        "",
                        "per second",
                        "of the limit",
                        "seconds")
                .row(row("ours, decided and stored", lapsed / stored, single, windows))
                .row(row("ours, visible in the queue", waiting / queued, single, windows))
                .row(row("db-scheduler, lapse row and queue row by one transaction", scheduler, single, windows))
                .row(row("SKIP LOCKED, 500 rows by one statement, no decision", bare, single, windows))
                .print();
        new Table("other acts meanwhile, " + Table.whole(ACTS_PER_SECOND) + " a second", "", "acts", "p50 ms", "p99 ms")
                .row("calm", Table.whole(calm.acts()), Table.two(calm.millis(50)), Table.two(calm.millis(99)))
                .row(
                        "in the storm",
                        Table.whole(storm.acts()),
                        Table.two(storm.millis(50)),
                        Table.two(storm.millis(99)))
                .print();
        findings.found(Figure.LAPSES_STORED, lapsed / stored / single);
        findings.found(Figure.LAPSES_QUEUED, waiting / queued / single);
        findings.found(Figure.LAPSES_VS_DBSCHEDULER, lapsed / stored / scheduler);
        findings.found(Figure.STORM_P99_RATIO, storm.millis(99) / calm.millis(99));
    }

    private static java.util.function.BooleanSupplier until(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end;
    }

    private static void act(Product product, Jumping clock, String name, int client, long step) {
        Instant at = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        product.perform(Orders.registered(name + "-" + step, client, at));
    }

    /** Whether a window of the storm has not lapsed; answered out of the index, since it is asked all the time. */
    private static boolean isDue(Product product, Instant due) {
        return product.sql()
                .sql("SELECT EXISTS (SELECT FROM outbox.due_window WHERE due_at <= ?)")
                .param(due.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    private static long count(Product product, String what) {
        return product.sql()
                .sql("SELECT count(*) FROM " + what)
                .query(Long.class)
                .single();
    }

    private static String[] row(String name, double rate, double single, int windows) {
        return new String[] {name, Table.whole(rate), Table.ratio(rate, single), Table.two(windows / rate)};
    }
}
