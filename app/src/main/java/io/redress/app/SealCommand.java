package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.command.seal.Finding;
import io.redress.command.seal.Seal;
import io.redress.command.seal.SealKeys;
import io.redress.command.seal.SealProofs.Sealed;
import io.redress.command.seal.Standing;
import io.redress.command.seal.Verification;
import io.redress.command.seal.Verification.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Seals, for whoever looks after the service or has to check it; a running service need not be stopped. */
@Command(
        name = "seal",
        header = "Checks the store against its seals. 依封存核验存储。",
        description = {
            "Checks what is stored against what was sealed, says how far that is, and makes keys.",
            "依封存核验所存数据，说明封存进度，并生成密钥。"
        },
        mixinStandardHelpOptions = true,
        subcommands = {SealCommand.Verify.class, SealCommand.Status.class, SealCommand.NewKey.class})
final class SealCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Misuse("say verify, status or new-key", "请指明 verify、status 或 new-key");
    }

    /** Which database, and which seals and keys outside it. */
    static final class Where {
        @Option(
                names = "--data",
                description = {"Folder for the data (default: ${DEFAULT-VALUE}).", "数据目录。"})
        private Path data = Path.of("redress-data");

        @Option(
                names = "--seals",
                description = {
                    "Folder with seals.txt and keys.txt (default: REDRESS_SEALS_FOLDER, or seals in the data folder).",
                    "含 seals.txt 和 keys.txt 的目录（默认：REDRESS_SEALS_FOLDER，或数据目录中的 seals）。"
                })
        private @Nullable Path seals;

        @Option(
                names = "--keys",
                description = {
                    "File with the public keys to believe, one a line (default: keys.txt there). Who checks others brings their own copy.",
                    "受信公钥文件，每行一个（默认：该目录的 keys.txt）。核验他人者应自备。"
                })
        private @Nullable Path keys;

        SealPlace place() {
            return seals == null ? SealPlace.beside(data) : new SealPlace(seals);
        }

        Database database() {
            return Database.beside(data);
        }

        SealKeys believed() {
            List<String> lines = keys == null ? place().believedKeys() : SealPlace.named(keys);
            if (lines.isEmpty()) {
                throw new Misuse(
                        "there is no public key to believe; name the folder of the seals with --seals, or a file with --keys",
                        "没有可信的公钥；请用 --seals 指定封存目录，或用 --keys 指定公钥文件");
            }
            return SealPlace.believing(lines);
        }
    }

    private static Misuse neverSealed() {
        return new Misuse("nothing was ever sealed in this database", "此数据库从未封存");
    }

    @Command(
            name = "verify",
            header = "Checks what is stored against its seals. 依封存核验所存数据。",
            description = {
                "Reads every sealed event and file, and names what is not what was sealed. Exit status 1 if anything is.",
                "读取所有已封存的事件和文件，指出与封存不符之处；如有则退出状态为 1。"
            },
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        private static final int SHOWN_MAX = 100;

        @Mixin
        private Where where = new Where();

        @Override
        public Integer call() throws IOException {
            SealPlace place = where.place();
            SealKeys believed = where.believed();
            try (Database database = where.database();
                    SingleConnection connection = SingleConnection.to(database)) {
                Report report;
                try (ProgressBar progress = Progress.of("events", -1)) {
                    report = Verification.of(
                            connection.sql(), believed, place.file().all(), progress::stepTo);
                }
                return tell(report);
            } catch (BadSqlGrammarException e) {
                throw neverSealed();
            }
        }

        private static int tell(Report report) {
            for (Finding finding : report.findings()
                    .subList(0, Math.min(SHOWN_MAX, report.findings().size()))) {
                System.out.println("- " + finding.text(Locale.ENGLISH));
                System.out.println("  " + finding.text(Locale.SIMPLIFIED_CHINESE));
            }
            String at = report.last().map(Seal::at).map(Times::of).orElse("—");
            if (report.findings().isEmpty()) {
                System.out.printf(
                        "Whole: %d events and %d files are what %d seals say; the last is of %s; %d events are not sealed yet.%n",
                        report.events(), report.files(), report.seals(), at, report.unsealed());
                System.out.printf(
                        "完好：%d 个事件和 %d 个文件与 %d 次封存相符；最近一次封存于 %s；尚有 %d 个事件未封存。%n",
                        report.events(), report.files(), report.seals(), at, report.unsealed());
                return 0;
            }
            System.out.printf(
                    "Not whole: %d finding%s in %d seals; the last is of %s.%n",
                    report.findings().size(), report.findings().size() == 1 ? "" : "s", report.seals(), at);
            System.out.printf(
                    "不完好：%d 次封存中有 %d 处不符；最近一次封存于 %s。%n",
                    report.seals(), report.findings().size(), at);
            return Redress.FAILED;
        }
    }

    @Command(
            name = "status",
            header = "Says how far what is stored is sealed. 说明封存进度。",
            description = {
                "Says how far what is stored is sealed, when and by which key. Exit status 1 if that is late or broken.",
                "说明所存数据已封存到何处、何时封存、由哪个密钥签名；如有延误或缺失则退出状态为 1。"
            },
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin
        private Where where = new Where();

        @Override
        public Integer call() throws IOException {
            SealKeys believed = where.believed();
            try (Database database = where.database()) {
                Standing standing = Standing.of(
                        JdbcClient.create(database.source()), where.place().file());
                tell(standing, believed);
                return isGood(standing, believed) ? 0 : Redress.FAILED;
            } catch (BadSqlGrammarException e) {
                throw neverSealed();
            }
        }

        private static boolean isGood(Standing standing, SealKeys believed) {
            return standing.last()
                            .filter(last -> believed.believes(last.note()))
                            .isPresent()
                    && standing.outside().isPresent()
                    && !standing.broken()
                    && standing.secondsBehind() <= SealConfiguration.LATE_SECONDS
                    && standing.fileBehind().toSeconds() <= SealConfiguration.LATE_SECONDS;
        }

        private static void tell(Standing standing, SealKeys believed) {
            standing.last()
                    .ifPresentOrElse(
                            last -> tell(last, believed.believes(last.note())),
                            () -> say("Nothing is sealed yet.", "尚无封存。"));
            say(
                    "Not sealed yet: %d events and %d files, the oldest event for %.0f s."
                            .formatted(standing.unsealedEvents(), standing.unsealedFiles(), standing.secondsBehind()),
                    "尚未封存：%d 个事件、%d 个文件，其中最早的事件已等待 %.0f 秒。"
                            .formatted(standing.unsealedEvents(), standing.unsealedFiles(), standing.secondsBehind()));
            String there = standing.outside()
                    .map(written -> Long.toString(written.seal().number()))
                    .orElse("—");
            say("Written down outside the database up to seal " + there + ".", "库外文件已写至封存 " + there + "。");
            if (standing.broken()) {
                say("A seal is gone from the database, or another one there.", "数据库中有封存缺失，或与库外所存不同。");
            }
        }

        private static void tell(Sealed last, boolean believed) {
            Seal seal = last.seal();
            String key = String.join(", ", SealKeys.signers(last.note()));
            say(
                    "Sealed up to event %d: seal %d of %s over %d leaves, by %s%s."
                            .formatted(
                                    seal.lastEvent(),
                                    seal.number(),
                                    Times.of(seal.at()),
                                    seal.size(),
                                    key,
                                    believed ? "" : ", which is not believed here, or did not sign it"),
                    "已封存至事件 %d：封存 %d，%s，共 %d 个叶节点，密钥 %s%s。"
                            .formatted(
                                    seal.lastEvent(),
                                    seal.number(),
                                    Times.of(seal.at()),
                                    seal.size(),
                                    key,
                                    believed ? "" : "（不受信，或签名无效）"));
        }

        private static void say(String english, String chinese) {
            System.out.println(english);
            System.out.println(chinese);
        }
    }

    /** A look at one moment would hold the database's old rows for as long as it takes, and nothing sealed changes. */
    private record SingleConnection(SingleConnectionDataSource source) implements AutoCloseable {
        static SingleConnection to(Database database) {
            try {
                return new SingleConnection(
                        new SingleConnectionDataSource(database.source().getConnection(), true));
            } catch (SQLException e) {
                throw new Misuse("the database cannot be used: " + e.getMessage(), "无法使用数据库：" + e.getMessage());
            }
        }

        JdbcClient sql() {
            return JdbcClient.create(source);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    @Command(
            name = "new-key",
            header = "Makes a key for seals. 生成封存密钥。",
            description = {
                "Makes a key for REDRESS_SEALS_KEY and prints it, and nothing else, to the standard output.",
                "生成供 REDRESS_SEALS_KEY 使用的密钥，标准输出只印出密钥本身。"
            },
            mixinStandardHelpOptions = true)
    static final class NewKey implements Callable<Integer> {
        @Parameters(
                paramLabel = "NAME",
                defaultValue = "redress",
                description = {
                    "What the log is called, as in redress.example.com (default: ${DEFAULT-VALUE}).",
                    "日志的名称。"
                })
        private String name = "redress";

        @Override
        public Integer call() {
            if (!name.matches("[A-Za-z0-9./_-]+")) {
                throw new Misuse("a name has letters, digits and ./_- only", "名称只能含字母、数字和 ./_-");
            }
            System.out.println(SealKeys.newSecret(name));
            return 0;
        }
    }
}
