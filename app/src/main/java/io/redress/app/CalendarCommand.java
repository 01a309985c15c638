package io.redress.app;

import io.redress.api.Act;
import io.redress.app.Redress.Misuse;
import io.redress.app.access.WhoActs;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.rule.Refusal;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The calendar by which days are counted, for whoever looks after the service; it may run meanwhile. */
@Command(
        name = "calendar",
        header = "Loads notices about days off. 载入节假日安排通知。",
        description = {
            "Loads the State Council's notices about days off, and lists the versions of the calendar, also while the service runs.",
            "载入国务院办公厅关于节假日安排的通知，列出日历各版本；服务可同时运行。"
        },
        mixinStandardHelpOptions = true,
        subcommands = {CalendarCommand.Load.class, CalendarCommand.Listing.class})
final class CalendarCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Misuse("say load or list", "请指明 load 或 list");
    }

    /** Where the calendar is. */
    static final class Place {
        @Option(
                names = "--data",
                description = {"Folder for the data (default: ${DEFAULT-VALUE}).", "数据目录。"})
        private Path data = Path.of("redress-data");

        Path data() {
            return data;
        }

        /** Does something inside the service, beside another that may be running. */
        <T> T with(Function<ConfigurableApplicationContext, T> work) {
            try (Database database = Database.beside(data);
                    ConfigurableApplicationContext context = Service.inside(
                            database, Map.of("redress.clock", false, "redress.sandbox", isSandbox(database)))) {
                return work.apply(context);
            }
        }

        /** Only a sandbox has a clock of its own. */
        private static boolean isSandbox(Database database) {
            database.migrations().migrateOutbox();
            return JdbcClient.create(database.source())
                    .sql("SELECT EXISTS (SELECT 1 FROM outbox.sandbox_clock)")
                    .query(Boolean.class)
                    .single();
        }
    }

    @Command(
            name = "load",
            header = "Loads a notice. 载入通知。",
            description = {
                "Loads a notice: a JSON file as POST /api/v1/calendar-notices takes it.",
                "载入通知：JSON 文件，内容同 POST /api/v1/calendar-notices。"
            },
            mixinStandardHelpOptions = true)
    static final class Load implements Callable<Integer> {
        @Mixin
        private Place place = new Place();

        @Parameters(
                paramLabel = "FILE",
                description = {"The notice.", "通知。"})
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            ObjectNode notice = read();
            WorkingCalendar calendar = place.with(context -> load(context, notice));
            Redress.say(
                    "loaded notice " + calendar.notice() + " as version " + calendar.version()
                            + " of the calendar; a service that runs counts open windows anew, or the next that starts",
                    "已载入通知 " + calendar.notice() + "，为日历第 " + calendar.version() + " 版；正在计时的期限由运行中（或下次启动）的服务重新计算");
            return 0;
        }

        private ObjectNode read() throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new Misuse("there is no file " + file, "没有文件 " + file);
            }
            @Nullable JsonNode notice;
            try {
                notice = JsonMapper.shared().readTree(Files.readString(file));
            } catch (JacksonException e) {
                throw new Misuse(file + " is no JSON", file + " 不是 JSON");
            }
            if (!(notice instanceof ObjectNode object)) {
                throw new Misuse(file + " holds no JSON object", file + " 不是 JSON 对象");
            }
            return object;
        }

        private static WorkingCalendar load(ConfigurableApplicationContext context, ObjectNode notice) {
            ActReader reader = context.getBean(ActReader.class);
            Function<Instant, Act> act = at -> reader.read("load-calendar-notice", notice, at);
            Instant now = context.getBean(InstantSource.class).instant().truncatedTo(ChronoUnit.MICROS);
            try {
                Instant done = context.getBean(FrontDoor.class)
                        .as(WhoActs.isTheCommand("calendar"))
                        .perform(act.apply(now), act, null)
                        .at();
                return context.getBean(Terms.class).documents().calendar(done);
            } catch (Refusal refusal) {
                RefusalTexts texts = new RefusalTexts();
                throw new Misuse(texts.of(refusal, Locale.ENGLISH), texts.of(refusal, Locale.SIMPLIFIED_CHINESE));
            }
        }
    }

    @Command(name = "list", header = "Lists the versions of the calendar. 列出日历各版本。", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        private static final String ROW = "%-8s  %-25s  %-24s  %-6s  %s%n";

        @Mixin
        private Place place = new Place();

        @Override
        public Integer call() {
            System.out.printf(ROW, "version", "loaded", "notice", "year", "read from");
            return place.with(context -> {
                Terms terms = context.getBean(Terms.class);
                int latest = terms.documents()
                        .calendar(context.getBean(InstantSource.class).instant())
                        .version();
                for (int version = 1; version <= latest; version++) {
                    print(terms.documents().calendar(version));
                }
                return 0;
            });
        }

        private static void print(WorkingCalendar calendar) {
            for (WorkingCalendar.Source source : calendar.sources()) {
                var notice = source.notice();
                if (notice == null && calendar.version() == 1) {
                    System.out.printf(
                            ROW, 1, "", "", source.from() + (source.from() == source.to() ? "" : "-"), source.name());
                } else if (notice != null && notice.version() == calendar.version()) {
                    System.out.printf(
                            ROW,
                            notice.version(),
                            Times.of(notice.at()),
                            notice.number(),
                            notice.year(),
                            notice.source());
                }
            }
        }
    }
}
