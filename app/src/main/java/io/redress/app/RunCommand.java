package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.access.ApiKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is stopped. */
@Command(
        name = "run",
        header = "Runs the service. 运行服务。",
        description = {
            "Runs the service on its own PostgreSQL, or on the one that REDRESS_DATABASE_URL names.",
            "运行服务，使用自带的 PostgreSQL，或 REDRESS_DATABASE_URL 所指的数据库。"
        },
        mixinStandardHelpOptions = true)
class RunCommand implements Callable<Integer> {
    /** The service is up and the process must stay. */
    static final int SERVING = -1;

    /** The database server that the service brought along is gone. */
    private static final int DATABASE_LOST = 4;

    /** The sheets are being rebuilt by somebody who did not see this service. */
    private static final int DISPLACED = 5;

    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--port",
            description = {"HTTP port on this machine (default: ${DEFAULT-VALUE}).", "本机的 HTTP 端口。"},
            defaultValue = "8080")
    int port;

    @Option(
            names = "--data",
            description = {"Folder for the data (default: ${DEFAULT-VALUE}).", "数据目录。"})
    Path data = Path.of("redress-data");

    @Override
    public Integer call() {
        ConfigurableApplicationContext context = serve(false);
        FirstKey.ifThereIsNone(context.getBean(ApiKeys.class), port);
        System.out.println("Redress is ready: http://127.0.0.1:" + port + "/api/v1/queue   (legal time "
                + Times.of(context.getBean(InstantSource.class).instant()) + ")");
        return SERVING;
    }

    /** Starts everything and arranges that it stops in order. */
    final ConfigurableApplicationContext serve(boolean sandbox) {
        if (port < 1 || port > PORT_MAX) {
            throw new Misuse(
                    "there is no port " + port + "; name one from 1 to 65535", "没有端口 " + port + "；请指定 1 至 65535 之间的端口");
        }
        Database database = Database.open(data);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", port);
        settings.put("redress.sandbox", sandbox);
        settings.put("redress.seals.folder", SealPlace.beside(data).folder().toString());
        ConfigurableApplicationContext context;
        try {
            context = Service.serve(database, settings);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        database.staysUntilClosed();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            database.mayEnd();
            context.close();
            database.close();
        }));
        // Only a start sets everything right again, so whoever watches this process must see it end. It ends at once:
        // whatever would be closed in order waits for the database.
        database.whenLost(() -> {
            Redress.say(
                    "the database server ended unasked; what was answered is on disk, start again",
                    "数据库进程意外终止；已答复的操作都已落盘，请重新启动");
            Runtime.getRuntime().halt(DATABASE_LOST);
        });
        context.getBean(NodePresence.class).whenDisplaced(() -> {
            Redress.say(
                    "the connection to the database was lost, and the read model is being rebuilt meanwhile; start again when that is done",
                    "与数据库的连接曾中断，其间视图正在重建；请在重建完成后重新启动");
            System.exit(DISPLACED);
        });
        return context;
    }
}
