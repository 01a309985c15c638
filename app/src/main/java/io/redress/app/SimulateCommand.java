package io.redress.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.redress.api.Act;
import io.redress.api.order.RegisterOrder;
import io.redress.app.Redress.Misuse;
import io.redress.app.access.WhoActs;
import io.redress.command.clock.SandboxClock;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.query.windowboard.WindowBoardQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a scenario through the real command side, event store and sheets, on a PostgreSQL of its own. */
@Command(
        name = "simulate",
        header = "Plays a scenario and writes its ledger. 演算剧本并写出台账。",
        description = {
            "Plays a scenario and writes the ledger that its windows end with, and the acts that were refused.",
            "演算剧本，写出各期限的台账和被拒绝的操作。"
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it requires
final class SimulateCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(
            paramLabel = "FILE.jsonl",
            description = {"One act a line, in the order of time.", "每行一个操作，按时间先后。"})
    private Path file;

    @Option(
            names = "--ledger",
            paramLabel = "OUT.csv",
            required = true,
            description = {"Where the ledger goes.", "台账写到哪里。"})
    private Path ledger;

    @Option(
            names = "--refused",
            paramLabel = "OUT.csv",
            required = true,
            description = {"Where the refusals go.", "被拒绝的操作写到哪里。"})
    private Path refused;

    @Override
    public Integer call() throws IOException, TimeoutException {
        Scenario scenario = Scenario.read(file);
        canBeWritten(ledger);
        canBeWritten(refused);
        refuseOneFileTwice(file, ledger);
        refuseOneFileTwice(file, refused);
        refuseOneFileTwice(ledger, refused);
        Path folder = Files.createTempDirectory("redress-simulate");
        try (Database database = Database.fleeting(folder);
                ConfigurableApplicationContext context = Service.inside(
                        database, Map.of("redress.sandbox", true, "redress.clock", false, "redress.durable", false))) {
            play(scenario, context, ledger, refused);
        } finally {
            delete(folder);
        }
        return 0;
    }

    /** Plays on a sandbox that has seen nothing yet, and writes what came of it. */
    static void play(Scenario scenario, ConfigurableApplicationContext context, Path ledger, Path refused)
            throws IOException, TimeoutException {
        act(scenario, context, refused);
        Sheets sheets = context.getBean(Sheets.class);
        sheets.awaitUpToDate(PATIENCE);
        if (sheets.parked() > 0) {
            throw new IllegalStateException(
                    "the ledger would lie: " + sheets.parked() + " events could not be taken into the sheets");
        }
        writeLedger(context.getBean(WindowBoardQueries.class), ledger);
    }

    private static void act(Scenario scenario, ConfigurableApplicationContext context, Path refused)
            throws IOException {
        SandboxClock clock = context.getBean(SandboxClock.class);
        FrontDoor door = context.getBean(FrontDoor.class).as(WhoActs.isTheCommand("simulate"));
        ActReader reader = new ActReader();
        clock.startAt(scenario.lines().getFirst().at());
        try (CsvWriter csv = csv(refused);
                ProgressBar progress = Progress.of("acts", scenario.lines().size())) {
            csv.writeRecord("line", "act");
            for (Scenario.Line line : scenario.lines()) {
                clock.advanceTo(line.at().truncatedTo(ChronoUnit.MICROS));
                try {
                    perform(line, reader, door);
                } catch (Refusal refusal) {
                    csv.writeRecord(Integer.toString(line.number()), line.act());
                }
                progress.step();
            }
        }
    }

    private static void perform(Scenario.Line line, ActReader reader, FrontDoor door) {
        if (line.act().equals(Scenario.ADVANCE)) {
            return;
        }
        Act act = reader.read(line.act(), line.fields(), line.at().truncatedTo(ChronoUnit.MICROS));
        if (act instanceof RegisterOrder order && !order.paidAt().equals(order.at())) {
            throw new Refusal(Rule.PAID_WHEN_REGISTERED);
        }
        door.perform(act);
    }

    private static void writeLedger(WindowBoardQueries windows, Path ledger) throws IOException {
        try (CsvWriter csv = csv(ledger)) {
            csv.writeRecord(
                    "subject", "obligation", "n", "owed_by", "opened_at", "due_at", "outcome", "closed_at", "layer");
            windows.ledger(row -> csv.writeRecord(List.of(
                    row.subject(),
                    row.obligation().id(),
                    Integer.toString(row.number()),
                    row.owedBy().toString(),
                    Times.of(row.openedAt().toInstant()),
                    Times.of(row.dueAt().toInstant()),
                    row.outcome().word(),
                    row.closedAt() == null ? "" : Times.of(row.closedAt().toInstant()),
                    row.layer().word())));
        }
    }

    /** Whoever waited for a long scenario shall not learn only then that there is no place for its ledger. */
    private static void canBeWritten(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new Misuse("cannot write " + file, "无法写入 " + file);
        }
    }

    private static void refuseOneFileTwice(Path one, Path other) throws IOException {
        if (Files.isSameFile(one, other)) {
            throw new Misuse(
                    "scenario, ledger and refusals must be three files; " + other + " is named twice",
                    "剧本、台账与被拒绝的操作须为三个文件；" + other + " 重复");
        }
    }

    private static CsvWriter csv(Path file) throws IOException {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
    }

    /** With everything in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
