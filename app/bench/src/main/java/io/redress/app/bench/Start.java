package io.redress.app.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** From the command to the first answer that shows data, on a folder that has some. */
final class Start {
    private final Sizes sizes;
    private final Findings findings;

    Start(Sizes sizes, Findings findings) {
        this.sizes = sizes;
        this.findings = findings;
    }

    void run() {
        try (Folder folder = Folder.fresh()) {
            Path data = folder.resolve("data");
            double first = once(data, List.of(), Served.jar());
            Table table = new Table("start to the first answer", "", "median s", "best s")
                    .row("packaged jar, first start ever", Table.two(first), Table.two(first));
            double[] plain = seconds(data, List.of(), Served.jar());
            table.row("packaged jar, warm data", Table.two(median(plain)), Table.two(min(plain)));
            Path trained = trained();
            if (Files.exists(trained.resolve("redress.aot"))) {
                double[] fast = seconds(
                        data,
                        List.of("-XX:AOTCache=" + trained.resolve("redress.aot")),
                        trained.resolve("redress.jar"));
                table.row(
                        "with the AOT cache, as the launcher starts it", Table.two(median(fast)), Table.two(min(fast)));
                findings.found(Figure.START_SECONDS, median(fast));
            } else {
                findings.missed(Figure.START_SECONDS, "there is no AOT cache in " + trained);
            }
            table.print();
        }
    }

    private static Path trained() {
        return Path.of(System.getProperty("redress.aot", "app/target/aot")).toAbsolutePath();
    }

    private double[] seconds(Path data, List<String> javaOptions, Path jar) {
        return IntStream.range(0, sizes.starts())
                .mapToDouble(_ -> once(data, javaOptions, jar))
                .sorted()
                .toArray();
    }

    private static double once(Path data, List<String> javaOptions, Path jar) {
        try (Served served = Served.start(data, javaOptions, jar)) {
            return served.secondsToAnswer();
        }
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static double min(double[] values) {
        return DoubleStream.of(values).min().orElseThrow();
    }
}
