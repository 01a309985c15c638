package io.redress.app;

import io.redress.command.seal.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Without a subcommand it runs the service. */
@Command(
        name = "redress",
        description = {
            "Keeps the clocks of after-sales disputes in live commerce (DB4401/T 171-2022, chapter 6).",
            "为直播电商售后争议计时（DB4401/T 171-2022 第 6 章）。",
            "Without a command it runs the service. 不带命令时运行服务。"
        },
        footer = {
            "",
            "REDRESS_DATABASE_URL, REDRESS_DATABASE_USER, REDRESS_DATABASE_PASSWORD: an external PostgreSQL. 外部 PostgreSQL。",
            "REDRESS_JAVA_OPTIONS, JAVA_HOME: how Java is run. Java 的选项与位置。",
            "Exit status: 0 done, 1 failed, 2 the words, a file or a setting were wrong, 3 no JDK, 4 the database server ended, 5 the sheets are being rebuilt by another.",
            "退出状态：0 完成，1 失败，2 命令、文件或设置有误，3 没有 JDK，4 数据库进程终止，5 视图正在由他处重建。"
        },
        mixinStandardHelpOptions = true,
        version = "Redress 0.1.0",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            RebuildCommand.class,
            KeysCommand.class,
            CalendarCommand.class,
            SealCommand.class,
            PersonalDataCommand.class,
            PacketCommand.class,
            VerifyCommand.class,
            CertifyCommand.class,
            TrainCommand.class
        })
final class Redress {
    /** It went wrong, and not by the caller's words. */
    static final int FAILED = 1;

    /** The words were wrong, or a file was. */
    static final int MISUSED = 2;

    private Redress() {}

    public static void main(String[] arguments) {
        System.setProperty("disable-axoniq-console-message", "true");
        int status = run(arguments);
        if (status != RunCommand.SERVING) {
            System.exit(status);
        }
    }

    /** Does what these words say, and tells the exit status. */
    static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(Redress.class, CommandLine.defaultFactory());
        commandLine.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof Misuse misuse) {
                say(misuse.english(), misuse.chinese());
                return MISUSED;
            }
            if (failure instanceof Sealer.Disagreement) {
                say(
                        "what is stored is not what was sealed: " + failure.getMessage(),
                        "所存数据与封存不符；请运行 redress seal verify 查明");
                return FAILED;
            }
            if (failure instanceof IOException || failure instanceof UncheckedIOException) {
                say("reading or writing failed: " + failure.getMessage(), "读写失败：" + failure.getMessage());
                return FAILED;
            }
            throw failure;
        });
        commandLine.setParameterExceptionHandler((wrong, _) -> {
            say(String.valueOf(wrong.getMessage()), "命令行有误，用法如下");
            wrong.getCommandLine().usage(System.err);
            return MISUSED;
        });
        String[] words = arguments.length == 0 || arguments[0].startsWith("--port") || arguments[0].startsWith("--data")
                ? prepend("run", arguments)
                : arguments;
        return commandLine.execute(words);
    }

    /** Says it in both languages: in a terminal nobody has named one. */
    static void say(String english, String chinese) {
        System.err.println("redress: " + english);
        System.err.println("redress：" + chinese);
    }

    private static String[] prepend(String word, String[] words) {
        String[] all = new String[words.length + 1];
        all[0] = word;
        System.arraycopy(words, 0, all, 1, words.length);
        return all;
    }

    /** The caller's mistake; the message says what and where. */
    static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** SQL states of a server that is not there, that knows no such user or database, or that forbids. */
        private static final List<String> REFUSES = List.of("08", "28", "3D", "42501");

        private final String english;
        private final String chinese;

        Misuse(String english, String chinese) {
            super(english);
            this.english = english;
            this.chinese = chinese;
        }

        String english() {
            return english;
        }

        String chinese() {
            return chinese;
        }

        private static String state(SQLException failure) {
            return Objects.requireNonNullElse(failure.getSQLState(), "");
        }

        /** What the caller can mend, if that is why something failed. */
        static Optional<RuntimeException> behind(Throwable failure) {
            for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof Misuse misuse) {
                    return Optional.of(misuse);
                }
                if (cause instanceof SQLException sql && REFUSES.stream().anyMatch(state(sql)::startsWith)) {
                    String why = sql.getCause() == null
                            ? sql.getMessage()
                            : sql.getMessage() + " " + sql.getCause().getMessage();
                    return Optional.of(new Misuse("the database cannot be used: " + why, "无法使用数据库：" + why));
                }
                if (cause instanceof PortInUseException port) {
                    return Optional.of(new Misuse(
                            "port " + port.getPort() + " is in use; name another with --port",
                            "端口 " + port.getPort() + " 已被占用；请用 --port 另指定一个"));
                }
            }
            return Optional.empty();
        }
    }
}
