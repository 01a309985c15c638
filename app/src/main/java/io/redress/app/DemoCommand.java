package io.redress.app;

import io.redress.api.Act;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.app.access.WhoActs;
import io.redress.app.pages.DemoInboxHttp;
import io.redress.command.clock.SandboxClock;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.store.IdempotencyKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** Runs the service as a sandbox: a day of a live sale with cases at every stage, and a clock that is moved by hand. */
@Command(
        name = "demo",
        header = "Runs a sandbox with cases at every stage. 运行演示沙箱。",
        description = {
            "Runs the service with a live sale to play with and a clock that you move.",
            "运行带有一场直播案例的演示服务，时间由您拨动。"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand extends RunCommand {
    private static final String SALE = "/demo/live-sale.jsonl";
    private static final String GUIDE = "/demo/guide.txt";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    DemoCommand() {
        data = Path.of("redress-demo-data");
    }

    @Override
    public Integer call() {
        ConfigurableApplicationContext context = serve(true);
        context.getBean(DemoInboxHttp.class).listen();
        try {
            seed(context, sale());
            context.getBean(Sheets.class).awaitUpToDate(PATIENCE);
            System.out.println(text(GUIDE)
                    .replace("{base}", "http://127.0.0.1:" + port)
                    .replace("{tokens}", tokens(context.getBean(DevelopmentIssuer.class)))
                    .replace(
                            "{now}",
                            Times.of(context.getBean(SandboxClock.class).instant())));
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return SERVING;
    }

    /** One for each part, to be pasted into a shell. */
    private static String tokens(DevelopmentIssuer issuer) {
        return Stream.of(
                        export(issuer, "JUN", Kind.CONSUMER, "jun"),
                        export(issuer, "TEA", Kind.MERCHANT, "lanhua-tea"),
                        export(issuer, "ROOM", Kind.OPERATOR, "xiaoyu-live"),
                        export(issuer, "AGENT", Kind.AGENT, "agent-wang"),
                        export(issuer, "PLATFORM", Kind.PLATFORM, "platform"))
                .collect(Collectors.joining("\n"));
    }

    private static String export(DevelopmentIssuer issuer, String variable, Kind kind, String name) {
        return "export " + variable + "="
                + issuer.token(kind, name, kind.most(), List.of()).token();
    }

    static Scenario sale() {
        return Scenario.read(text(SALE), SALE);
    }

    /** Plays what was not played before: a demo that was stopped while it began goes on where it stood. */
    static void seed(ConfigurableApplicationContext context, Scenario sale) {
        SandboxClock clock = context.getBean(SandboxClock.class);
        FrontDoor door = context.getBean(FrontDoor.class).as(WhoActs.isTheCommand("demo"));
        ActReader reader = new ActReader();
        clock.startAt(sale.lines().getFirst().at());
        Instant stood = clock.instant();
        for (Scenario.Line line : sale.lines()) {
            if (line.at().isBefore(stood)) {
                continue; // time went on only when it was done
            }
            clock.advanceTo(line.at());
            if (!line.act().equals(Scenario.ADVANCE)) {
                Act act = reader.read(line.act(), line.fields(), line.at());
                door.perform(act, new IdempotencyKey(SALE, Integer.toString(line.number()), line.act()));
            }
        }
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(DemoCommand.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
