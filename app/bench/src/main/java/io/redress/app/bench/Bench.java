package io.redress.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * Measures Redress beside what PostgreSQL can do at best and beside what a team would take instead, in one run on one
 * machine. Only ratios of one run mean anything: the machine is as it is.
 */
@Command(
        name = "bench",
        header = "Measures Redress. 性能测试。",
        description = {
            "Measures Redress beside the limit and beside others, each on a fresh PostgreSQL with durable settings.",
            "在全新且持久化设置的 PostgreSQL 上测量 Redress，并与极限及其他方案对照。",
            "Jobs: limit, gateway, axon, http, lapses, rebuild, growth, intake, start; all of them when none is named.",
            "任务如上；不指定时全部执行。"
        },
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(
            names = "--quick",
            description = {"Smaller and shorter: done in about eight minutes.", "较小规模，约八分钟完成。"})
    boolean quick;

    @Option(
            names = "--part",
            hidden = true,
            description = {"Of each size, for whoever works on the benchmarks themselves.", "各项规模的比例，供开发测试本身时用。"})
    double part = 1;

    @Option(
            names = "--profile",
            description = {"Says where the time of acts goes, and measures nothing else.", "只给出操作的时间分布，不做其他测量。"})
    boolean profile;

    @Parameters(
            paramLabel = "JOB",
            converter = JobName.class,
            description = {"What to measure.", "要测量的任务。"})
    List<Job> jobs = List.of();

    static final class JobName implements ITypeConverter<Job> {
        @Override
        public Job convert(String word) {
            return Arrays.stream(Job.values())
                    .filter(job -> job.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no job " + word + "; there are "
                            + Arrays.toString(Job.values()).toLowerCase(Locale.ROOT)));
        }
    }

    public static void main(String[] arguments) {
        System.setProperty("disable-axoniq-console-message", "true");
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    /** Each of them once, in the order in which they are done. */
    List<Job> chosen() {
        return Arrays.stream(Job.values())
                .filter(job -> jobs.isEmpty() || jobs.contains(job))
                .toList();
    }

    @Override
    public Integer call() {
        System.out.println(machine());
        Sizes sizes = new Sizes(quick, part);
        if (profile) {
            new Profiled(sizes).run();
            return 0;
        }
        Findings findings = new Findings();
        boolean failed = false;
        for (Job job : chosen()) {
            System.out.println();
            System.out.println("== " + job.word() + ": " + job.about());
            long from = System.nanoTime();
            try {
                run(job, sizes, findings);
            } catch (RuntimeException e) {
                failed = true;
                e.printStackTrace(System.out);
                Arrays.stream(Figure.values())
                        .filter(figure -> figure.job() == job)
                        .forEach(figure -> findings.missed(figure, String.valueOf(e)));
            }
            System.out.println("  (" + Table.whole((System.nanoTime() - from) / 1e9) + " s)");
        }
        System.out.println();
        findings.lines(chosen()).forEach(System.out::println);
        return failed ? FAILED : 0;
    }

    private static void run(Job job, Sizes sizes, Findings findings) {
        switch (job) {
            case LIMIT -> limit(sizes);
            case GATEWAY -> new Gateway(sizes, findings).run();
            case AXON -> new Axon(sizes, findings).run();
            case HTTP -> new Http(sizes, findings).run();
            case LAPSES -> new Lapses(sizes, findings).run();
            case REBUILD -> new Rebuild(sizes, findings).run();
            case GROWTH -> new Growth(sizes, findings).run();
            case INTAKE -> new Intake(sizes, findings).run();
            case START -> new Start(sizes, findings).run();
        }
    }

    private static void limit(Sizes sizes) {
        try (Server server = Server.fresh();
                Limit limit = new Limit(server, Limit.Row.ofTheSize(900, 200))) {
            System.out.println("  " + server.settings());
            limit.single(sizes.of(3));
            Pace single = limit.single(sizes.of(5));
            Pace many = limit.many(sizes.of(5));
            new Table("rows like our events", "", "per second", "of the limit", "p99 ms")
                    .row(
                            "one row by one commit, " + Limit.CLIENTS + " clients",
                            Table.whole(single.rate()),
                            Table.ratio(single.rate(), single.rate()),
                            Table.two(single.millis(99)))
                    .row(
                            "128 rows by one commit, 2 writers",
                            Table.whole(many.rate()),
                            Table.ratio(many.rate(), single.rate()),
                            Table.two(many.millis(99)))
                    .print();
        }
    }

    private static String machine() {
        return "Redress bench: " + Runtime.getRuntime().availableProcessors() + " cores (" + model() + "), "
                + Table.whole(Runtime.getRuntime().maxMemory() / 1e6) + " MB heap, Java "
                + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + "; load before: " + load();
    }

    private static String load() {
        return Table.two(java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                .getSystemLoadAverage());
    }

    private static String model() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
