package io.redress.app;

import io.redress.app.access.ApiKeys;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/**
 * Starts the service on a database that is thrown away, asks it what is asked first, and ends: the launcher has the JDK
 * watch this, so that it need not load and link everything anew at each start.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private static final List<String> ASKED = List.of("/api/v1/queue", "/actuator/health", "/");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("redress-train");
        try (Database database = Database.fleeting(folder);
                ConfigurableApplicationContext context =
                        Service.serve(database, Map.of("server.port", 0, "redress.durable", false));
                HttpClient client = HttpClient.newHttpClient()) {
            String key = context.getBean(ApiKeys.class)
                    .make(new Wish(Kind.PLATFORM, "train", Kind.PLATFORM.most(), "", 1), "train")
                    .secret();
            String base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
            for (String path : ASKED) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                        .header("Authorization", "Bearer " + key)
                        .build();
                client.send(request, BodyHandlers.discarding());
            }
        } finally {
            SimulateCommand.delete(folder);
        }
        return 0;
    }
}
