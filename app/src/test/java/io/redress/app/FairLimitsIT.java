package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redress.app.Steady.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever asks a hundred times as often as it may is told to wait, and others are answered as before. How much slower
 * is printed and never asserted. Clients share the machine with the service, so what the service takes is told apart
 * from what the abuser's own client takes: others are compared with others beside the same abuser of another server.
 */
@Tag("ci")
class FairLimitsIT {
    private static final long SEED = Long.getLong("seed", 4401171);
    private static final Duration FOR = Duration.ofSeconds(Integer.getInteger("redress.fair-seconds", 8));
    private static final int ROUNDS = Integer.getInteger("redress.fair-rounds", 3);
    private static final int OTHERS_PER_SECOND = 60;

    /** A consumer and a stranger may ask a hundred times in ten seconds. */
    private static final int QUOTA_PER_SECOND = 10;

    private static final int ABUSE_PER_SECOND = 100 * QUOTA_PER_SECOND;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    /** A server that tells everybody to wait, and does nothing else. */
    private static final class Another implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Another() throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
                exchange.close();
            });
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        @Override
        public void close() {
            server.stop(0);
            threads.close();
        }
    }

    private record Round(Seen others, Seen abuser, Duration cpu) {
        Round and(Round later) {
            return new Round(others.and(later.others), abuser.and(later.abuser), cpu.plus(later.cpu));
        }
    }

    @Test
    void who_asks_a_hundred_times_too_often_is_told_to_wait_and_nobody_else_is() throws IOException {
        try (PackagedService service = PackagedService.readyForMuch("demo", folder.resolve("data"));
                Another another = new Another();
                HttpClient client = client("127.0.0.1");
                HttpClient elsewhere = client("127.0.0.2")) {
            IntFunction<HttpRequest> others = others(service);
            IntFunction<HttpRequest> impatient = asks(service, token(service, "consumer", "impatient"), "orders");
            IntFunction<HttpRequest> stranger = strangers(service);
            HttpRequest toAnother =
                    HttpRequest.newBuilder(another.uri()).timeout(PATIENCE).build();
            round(service, client, others, elsewhere, impatient); // warms up
            round(service, client, others, elsewhere, stranger);
            List<Round> calm = new ArrayList<>();
            List<Round> besideElsewhere = new ArrayList<>();
            List<Round> besideOne = new ArrayList<>();
            List<Round> besideStrangers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                calm.add(round(service, client, others, null, null));
                besideElsewhere.add(round(service, client, others, elsewhere, _ -> toAnother));
                besideOne.add(round(service, client, others, elsewhere, impatient));
                besideStrangers.add(round(service, client, others, elsewhere, stranger));
            }
            Round quiet = all(besideElsewhere);
            report("calm", all(calm), quiet);
            report("abuser elsewhere", quiet, quiet);
            report("beside an abuser", all(besideOne), quiet);
            report("beside a stranger", all(besideStrangers), quiet);

            for (List<Round> rounds : List.of(calm, besideElsewhere, besideOne, besideStrangers)) {
                Seen seen = all(rounds).others;
                assertThat(seen.answered(200)).as(seen.toString()).isEqualTo(seen.asked());
            }
            assertThat(all(besideOne).abuser.statuses()).containsOnlyKeys(200, 429);
            assertThat(all(besideStrangers).abuser.statuses()).containsOnlyKeys(401, 429);
        }
    }

    private static HttpClient client(String address) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .build();
    }

    private static Round all(List<Round> rounds) {
        return rounds.stream().reduce(Round::and).orElseThrow();
    }

    private static void report(String what, Round round, Round calm) {
        System.out.printf(
                "%-17s others: %s (p50 %+.0f %%, p99 %+.0f %%)%n",
                what, round.others, change(round, calm, 50), change(round, calm, 99));
        long asked = round.abuser.asked();
        System.out.printf(
                "%-17s abuser: %s; CPU of the service %d ms%s%n",
                "",
                round.abuser,
                round.cpu.toMillis(),
                asked == 0
                        ? ""
                        : ", %.3f ms for each request of the abuser"
                                .formatted((round.cpu.toNanos() - calm.cpu.toNanos()) / 1e6 / asked));
    }

    private static double change(Round round, Round calm, int percent) {
        return 100 * (round.others.millis(percent) / calm.others.millis(percent) - 1);
    }

    private static Round round(
            PackagedService service,
            HttpClient client,
            IntFunction<HttpRequest> others,
            HttpClient elsewhere,
            IntFunction<HttpRequest> abuse) {
        Duration before = service.cpu();
        CompletableFuture<Seen> abuser = CompletableFuture.supplyAsync(() -> abuse == null
                ? Seen.NOTHING
                : Steady.ask(elsewhere, abuse, ABUSE_PER_SECOND, FOR, FairLimitsIT::isToldToWait));
        Seen seen = Steady.ask(client, others, OTHERS_PER_SECOND, FOR, _ -> {});
        return new Round(seen, abuser.join(), service.cpu().minus(before));
    }

    private static void isToldToWait(HttpResponse<String> answer) {
        if (answer.statusCode() == 429) {
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isPositive();
        }
    }

    private static String token(PackagedService service, String role, String party) throws IOException {
        return service.post("sandbox/tokens", "{'role': '%s', 'party': '%s'}".formatted(role, party), "token")
                .json()
                .required("token")
                .asString();
    }

    private static IntFunction<HttpRequest> asks(PackagedService service, String credential, String path) {
        HttpRequest request = service.request(path)
                .setHeader("Authorization", "Bearer " + credential)
                .timeout(PATIENCE)
                .build();
        return _ -> request;
    }

    /** Each of them asks five times a second. */
    private static IntFunction<HttpRequest> others(PackagedService service) throws IOException {
        String merchant = token(service, "merchant", "lanhua-tea");
        String operator = token(service, "operator", "xiaoyu-live");
        String agent = token(service, "agent", "agent-wang");
        String platform = service.credential();
        return Steady.inTurn(List.of(
                asks(service, merchant, "orders"),
                asks(service, merchant, "windows"),
                asks(service, merchant, "demands"),
                asks(service, operator, "windows"),
                asks(service, operator, "demands"),
                asks(service, operator, "orders/O1"),
                asks(service, agent, "queue"),
                asks(service, agent, "demands"),
                asks(service, platform, "queue"),
                asks(service, platform, "orders"),
                asks(service, token(service, "consumer", "jun"), "orders"),
                asks(service, token(service, "consumer", "mei"), "demands")));
    }

    /** With made-up keys, and with a token whose signature is another's. */
    private static IntFunction<HttpRequest> strangers(PackagedService service) throws IOException {
        String[] one = token(service, "consumer", "one").split("\\.");
        String[] other = token(service, "consumer", "other").split("\\.");
        String forged = one[0] + "." + one[1] + "." + other[2];
        Random random = new Random(SEED);
        return n -> service.request("orders")
                .setHeader("Authorization", "Bearer " + (n % 2 == 0 ? forged : key(random)))
                .timeout(PATIENCE)
                .build();
    }

    private static String key(Random random) {
        String drawn =
                random.ints(51, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
        return "rk_" + drawn.substring(0, 8) + "_" + drawn.substring(8);
    }
}
