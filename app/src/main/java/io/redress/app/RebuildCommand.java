package io.redress.app;

import io.redress.command.clock.DueWindows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import me.tongfei.progressbar.ProgressBar;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops every sheet and replays it, and rebuilds the due index, from the events alone. */
@Command(
        name = "rebuild",
        header = "Drops the sheets and replays them. 重建视图。",
        description = {
            "Drops the read model and replays it; rebuilds the due index. No service may be running.",
            "删除视图并由事件重放，重建到期索引。其间不得有服务在运行。"
        },
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
    private static final int PARKED = 1;
    private static final long GLANCE_NANOS = 50_000_000;

    @Option(
            names = "--data",
            description = {"Folder for the data (default: ${DEFAULT-VALUE}).", "数据目录。"})
    private Path data = Path.of("redress-data");

    @Option(
            names = "--sandbox",
            description = {"The folder holds a demo's data.", "目录中是演示数据。"})
    private boolean sandbox;

    @Override
    public Integer call() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("redress.sandbox", sandbox);
        settings.put("redress.clock", false);
        settings.put("redress.alone", true);
        try (Database database = Database.openWhatIsThere(data);
                ConfigurableApplicationContext context = Service.inside(database, settings)) {
            Sheets sheets = context.getBean(Sheets.class);
            long running = context.getBean(DueWindows.class).rebuild(context.getBean(EventStorageEngine.class));
            long head = sheets.head();
            try (ProgressBar progress = Progress.of("events", head)) {
                for (long read = sheets.readBy(); read < head; read = sheets.readBy()) {
                    progress.stepTo(read);
                    LockSupport.parkNanos(GLANCE_NANOS);
                }
                progress.stepTo(head);
            }
            if (sheets.parked() > 0) {
                Redress.say(
                        sheets.parked()
                                + " events could not be taken in and are parked in read_model.dead_letter_entry",
                        "有 " + sheets.parked() + " 个事件无法计入视图，已搁置在 read_model.dead_letter_entry");
                return PARKED;
            }
            System.out.println("Replayed " + head + " events into every sheet; " + running + " windows are running.");
            System.out.println("已将 " + head + " 个事件重放到所有视图；正在计时的期限 " + running + " 个。");
        }
        return 0;
    }
}
