package io.redress.app.bench;

/** The acts of {@link Gateway}, watched by the flight recorder. */
final class Profiled {
    private final Sizes sizes;

    Profiled(Sizes sizes) {
        this.sizes = sizes;
    }

    void run() {
        try (Server server = Server.fresh();
                Product product = Product.on(server)) {
            Load.warmUp(
                    Gateway.CLIENTS,
                    sizes.warmUp(),
                    (client, step) -> product.perform(Orders.ofAnEvening("warm", client, step)));
            Profile.of("acts while every sheet reads along", () -> {
                try (Live live = new Live(product::head, product::readBy)) {
                    print(Load.closed(
                            Gateway.CLIENTS,
                            sizes.of(10),
                            (client, step) -> product.perform(Orders.ofAnEvening("live", client, step)),
                            live));
                }
            });
            product.paused();
            Profile.of(
                    "acts on new subjects, sheets paused",
                    () -> print(Load.closed(
                            Gateway.CLIENTS,
                            sizes.of(10),
                            (client, step) -> product.perform(
                                    Orders.registered("new-" + client + "-" + step, client, Product.now())))));
            Profile.of(
                    "acts on existing subjects (and, uncounted, what makes them), sheets paused",
                    () -> print(Gateway.recent(product, sizes.of(10), "profile")));
        }
    }

    private static void print(Pace pace) {
        Gateway.table(pace.rate())
                .row(Gateway.cells("under the recorder", pace, pace.rate()))
                .print();
    }
}
