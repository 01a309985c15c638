package io.redress.app.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.json.JsonParserFactory;

/** A live sale registers its orders: thousands in one call, by as many callers as the service lets in at once. */
final class Intake {
    private static final int CALLERS = 4;
    private static final String NDJSON = "application/x-ndjson";

    private final Sizes sizes;
    private final Findings findings;

    Intake(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Folder folder = Folder.fresh();
                Served served = Served.start(folder.resolve("data"), List.of(), Served.jar())) {
            List<Wire> callers = callers(served);
            tell(callers, "warm", sizes.warmUp());
            double lagOfWarmUp = Http.untilRead(served.sql());
            Pace orders = tell(callers, "told", sizes.of(10));
            double lag = Http.untilRead(served.sql());
            double single;
            try (Limit limit = Limit.beside(served, Limit.Row.ofTheSize(900, 200))) {
                single = limit.single(sizes.of(3)).rate();
            }
            callers.forEach(Wire::close);
            new Table(
                            "orders by the thousand (the single-commit limit is " + Table.whole(single) + "/s)",
                            "",
                            "orders",
                            "orders per second",
                            "of the limit",
                            "sheets lagged s")
                    .row(
                            CALLERS + " callers, " + Table.whole((long) sizes.lines()) + " lines a call",
                            Table.whole(orders.acts()),
                            Table.whole(orders.rate()),
                            Table.ratio(orders.rate(), single),
                            Table.two(lag))
                    .print();
            System.out.println("  (after the warm-up they lagged " + Table.two(lagOfWarmUp) + " s)");
            findings.found(Figure.INTAKE_ORDERS_PER_SECOND, orders.rate());
        }
    }

    /** Each with a credential of its own: of one, the service takes one call at a time. */
    private static List<Wire> callers(Served served) {
        List<Wire> callers = new ArrayList<>();
        try (Wire administrator = served.wire()) {
            for (int i = 0; i < CALLERS; i++) {
                Wire.Answer made = administrator.post(
                        "/api/v1/api-keys",
                        UUID.randomUUID().toString(),
                        "application/json",
                        "{\"kind\": \"platform\", \"name\": \"orders-" + i + "\"}");
                Object key =
                        JsonParserFactory.getJsonParser().parseMap(made.body()).get("key");
                callers.add(new Wire(served.port(), String.valueOf(key)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return callers;
    }

    private Pace tell(List<Wire> callers, String name, Duration time) {
        Pace calls = Load.closed(callers.size(), time, (caller, call) -> {
            StringBuilder body = new StringBuilder();
            for (int line = 0; line < sizes.lines(); line++) {
                body.append(Http.body(
                                name + "-" + caller + "-" + call + "-" + line, line, "\"act\": \"register-order\", "))
                        .append('\n');
            }
            Wire.Answer answer =
                    callers.get(caller).post("/api/v1/facts", UUID.randomUUID().toString(), NDJSON, body.toString());
            long taken = answer.body()
                    .lines()
                    .filter(line -> line.contains("\"status\":201"))
                    .count();
            if (taken != sizes.lines()) {
                throw new IllegalStateException(taken + " of " + sizes.lines() + " orders were taken: "
                        + answer.body().lines().findFirst().orElse(""));
            }
        });
        return new Pace(
                calls.acts() * sizes.lines(), calls.seconds(), calls.micros(), calls.bytes(), calls.roundTrips());
    }
}
