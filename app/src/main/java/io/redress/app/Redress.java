package io.redress.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Without a subcommand it runs the service. */
@Command(
        name = "redress",
        description = "Keeps the clocks of after-sales disputes in live commerce (DB4401/T 171-2022, chapter 6).",
        mixinStandardHelpOptions = true,
        version = "Redress 0.1.0",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            RebuildCommand.class,
            KeysCommand.class
        })
final class Redress {
    /** The words were wrong, or a file was. */
    static final int MISUSED = 2;

    private Redress() {}

    public static void main(String[] arguments) {
        System.setProperty("disable-axoniq-console-message", "true");
        CommandLine commandLine = new CommandLine(Redress.class, CommandLine.defaultFactory());
        commandLine.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof Misuse misuse) {
                say(misuse.english(), misuse.chinese());
                return MISUSED;
            }
            throw failure;
        });
        String[] words = arguments.length == 0 || arguments[0].startsWith("--port") || arguments[0].startsWith("--data")
                ? prepend("run", arguments)
                : arguments;
        int status = commandLine.execute(words);
        if (status != RunCommand.SERVING) {
            System.exit(status);
        }
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

        /** What the caller can mend, if that is why something failed. */
        static Optional<RuntimeException> behind(Throwable failure) {
            for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof Misuse misuse) {
                    return Optional.of(misuse);
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
