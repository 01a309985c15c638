package io.redress.app.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Acts over HTTP on the packaged service: with a credential, an idempotency key each, and every sheet keeping up. */
final class Http {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String JSON = "application/json";

    private final Sizes sizes;
    private final Findings findings;

    Http(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Folder folder = Folder.fresh();
                Served served = Served.start(folder.resolve("data"), List.of(), Served.jar())) {
            JdbcClient sql = served.sql();
            List<Wire> wires = new ArrayList<>();
            for (int i = 0; i < Gateway.CLIENTS + Load.FEW; i++) {
                wires.add(served.wire());
            }
            Load.warmUp(
                    Gateway.CLIENTS, sizes.warmUp(), (client, step) -> act(wires.get(client), "warm", client, step));
            untilRead(sql);
            Pace full;
            try (Live live = new Live(() -> head(sql), () -> readBy(sql))) {
                full = Load.closed(
                        Gateway.CLIENTS,
                        sizes.of(15),
                        (client, step) -> act(wires.get(client), "full", client, step),
                        live);
            }
            double lag = untilRead(sql);
            double rate = Live.rate(full, lag);
            double half = rate / 2;
            long end = System.nanoTime() + sizes.of(12).toNanos();
            BooleanSupplier goesOn = () -> System.nanoTime() < end;
            Pace calm = Load.open(
                    Gateway.CLIENTS, half, goesOn, (client, step) -> order(wires.get(client), "half-" + step, client));
            double halfLag = untilRead(sql);
            double single;
            try (Limit limit = Limit.beside(served, Limit.Row.ofTheSize(900, 200))) {
                single = limit.single(sizes.of(4)).rate();
            }
            wires.forEach(Wire::close);
            new Table(
                            "ours over HTTP (the single-commit limit is " + Table.whole(single) + "/s)",
                            "",
                            "per second",
                            "of the limit",
                            "p50 ms",
                            "p99 ms")
                    .row(cells("64 connections, paid-shipped-delivered", full, single))
                    .row(cells(Table.whole(half) + " new orders a second, timed from when due", calm, single))
                    .print();
            System.out.println("  the sheets lagged " + Table.two(lag) + " s when the load ended (that is "
                    + Table.whole(rate) + " acts/s), and " + Table.two(halfLag) + " s at half of it");
            findings.found(Figure.HTTP_LIVE, rate / single);
            findings.found(Figure.HTTP_P99_HALF_RATE_MS, calm.millis(99));
        }
    }

    private static String[] cells(String name, Pace pace, double single) {
        return new String[] {
            name,
            Table.whole(pace.rate()),
            Table.ratio(pace.rate(), single),
            Table.two(pace.millis(50)),
            Table.two(pace.millis(99))
        };
    }

    private static void act(Wire wire, String prefix, int client, long step) throws IOException {
        String order = prefix + "-" + client + "-" + step / 3;
        switch ((int) (step % 3)) {
            case 0 -> order(wire, order, client);
            case 1 -> post(wire, "/api/v1/orders/" + order + "/ship", "{}");
            default -> post(wire, "/api/v1/orders/" + order + "/deliver", "{}");
        }
    }

    private static void order(Wire wire, String order, int client) throws IOException {
        post(wire, "/api/v1/orders", body(order, client, ""));
    }

    /** An order as a platform's system tells it. */
    static String body(String order, int client, String first) {
        String paidAt = Product.now().minus(1, ChronoUnit.SECONDS).toString();
        int merchant = client % 50;
        return """
                {%s"order": "%s", "consumer": "consumer-%s", "merchant": "merchant-%d", "operator": "operator-%d", \
                "room": "room-%d", "paidAt": "%s", "lines": [{"line": "tea", "amount": 19900, "noReasonReturn": true}, \
                {"line": "cup", "amount": 5900, "noReasonReturn": false}]}""".formatted(first, order, order, merchant, merchant, merchant, paidAt);
    }

    private static void post(Wire wire, String path, String body) throws IOException {
        Wire.Answer answer = wire.post(path, UUID.randomUUID().toString(), JSON, body);
        if (!answer.isGood()) {
            throw new IllegalStateException(path + " answered " + answer.status() + " " + answer.body());
        }
    }

    private static long head(JdbcClient sql) {
        return sql.sql(Product.HEAD).query(Long.class).single();
    }

    private static long readBy(JdbcClient sql) {
        return sql.sql(Product.READ_BY).query(Long.class).single();
    }

    static double untilRead(JdbcClient sql) {
        long head = head(sql);
        return Product.seconds(
                () -> readBy(sql) >= head, PATIENCE, () -> "the sheets have read " + readBy(sql) + " of " + head);
    }
}
