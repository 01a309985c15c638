package io.redress.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A merchant's ticket system as it should be, in a process of its own, with the published library of Standard Webhooks:
 * it accepts every return request that it is told of. With a fault it is as it should not be.
 */
final class TicketReceiver {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DECIDE = "merchant-decide-";
    private static final int REPEATED_REFUSALS = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService acts = Executors.newVirtualThreadPerTaskExecutor();
    private final Webhook messages;
    private final Webhook callbacks;
    private final URI callbackUrl;
    private final Fault fault;

    /** The ids of messages that were taken, the windows that are over, and what is newest of each case. */
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    private final Set<String> over = ConcurrentHashMap.newKeySet();
    private final Map<String, Snapshot> newest = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> versions = new ConcurrentHashMap<>();

    /** What a slow one waits for; whoever asks has given up long before. */
    private final CountDownLatch never = new CountDownLatch(1);

    /** What can be wrong with a receiver. */
    enum Fault {
        NONE,
        TAKES_EVERYTHING,
        ACTS_TWICE,
        IGNORES_ORDER,
        SIGNS_BADLY,
        RETRIES_REFUSALS,
        SLOW,
        ACTS_AFTER_LAPSE,
        KNOWS_ONE_SIGNATURE,
        NUMBERS_FROM_TWO,
        GIVES_NEW_IDS,
        REDIRECTS,
        ONLY_RECEIVES
    }

    private record Snapshot(long sequence, boolean open) {
        Snapshot later(Snapshot other) {
            return other.sequence > sequence ? other : this;
        }
    }

    private TicketReceiver(String secret, String callbackSecret, URI callbackUrl, Fault fault) throws Exception {
        messages = new Webhook(secret);
        callbacks = new Webhook(callbackSecret);
        this.callbackUrl = callbackUrl;
        this.fault = fault;
    }

    /** In a process of its own, until that is ended; it prints its port. */
    static Process start(String secret, String callbackSecret, String callbackUrl, Fault fault) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TicketReceiver.class.getName(),
                        secret,
                        callbackSecret,
                        callbackUrl,
                        fault.name(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        TicketReceiver receiver = new TicketReceiver(args[0], args[1], URI.create(args[2]), Fault.valueOf(args[3]));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[4])), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/redress", receiver::receive);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        Runtime.getRuntime().halt(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (fault != Fault.TAKES_EVERYTHING && !isSigned(exchange, new String(body, UTF_8))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            JsonNode message = JSON.readTree(body);
            String subject = message.at("/data/case").asString("");
            if (fault == Fault.SLOW && subject.startsWith("order/")) {
                never.await();
            }
            if (fault == Fault.REDIRECTS && message.path("type").asString("").startsWith("certify.")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            boolean first = taken.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            if (first || fault == Fault.ACTS_TWICE) {
                take(message, subject);
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSigned(HttpExchange exchange, String body) {
        Map<String, List<String>> headers = new ConcurrentHashMap<>();
        for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, List.of(fault == Fault.KNOWS_ONE_SIGNATURE ? value.split(" ")[0] : value));
            }
        }
        try {
            messages.verify(body, headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private void take(JsonNode message, String subject) {
        JsonNode data = message.path("data");
        String obligation = data.path("obligation").asString("");
        String window = subject + " " + obligation + " " + data.path("number").asInt(0);
        long sequence = data.path("sequence").asLong(0);
        switch (message.path("type").asString("")) {
            case "window.opened" -> {
                Snapshot known = newest.get(subject);
                boolean late = over.contains(window) || (known != null && known.sequence > sequence && !known.open);
                if (obligation.startsWith(DECIDE) && (!late || fault == Fault.IGNORES_ORDER)) {
                    acts.execute(() -> accept(subject));
                }
            }
            case "window.lapsed" -> {
                over.add(window);
                if (obligation.startsWith(DECIDE) && fault == Fault.ACTS_AFTER_LAPSE) {
                    acts.execute(() -> accept(subject));
                }
            }
            case "window.met", "window.withdrawn" -> over.add(window);
            case "ticket.changed" ->
                newest.merge(
                        subject,
                        new Snapshot(sequence, data.path("state").asString("").equals("open")),
                        Snapshot::later);
            default -> {
                // nothing to do
            }
        }
    }

    private void accept(String subject) {
        if (fault == Fault.ONLY_RECEIVES) {
            return;
        }
        String number = "T-" + subject.substring(subject.indexOf('/') + 1);
        if (call(subject, "\"ticket\":\"" + number + "\"") == 200) {
            call(subject, "\"act\":\"accept-return\"");
        }
    }

    /** Sends it until it is answered, under one id. */
    private int call(String subject, String what) {
        int version = versions.computeIfAbsent(subject, _ -> new AtomicInteger(fault == Fault.NUMBERS_FROM_TWO ? 1 : 0))
                .incrementAndGet();
        String body = "{\"type\":\"ticket.act\",\"case\":\"" + subject + "\",\"version\":" + version + "," + what + "}";
        String id = UUID.randomUUID().toString();
        AtomicInteger attempts = new AtomicInteger();
        return await().pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .atMost(PATIENCE)
                .until(
                        () -> send(
                                attempts.getAndIncrement() > 0 && fault == Fault.GIVES_NEW_IDS
                                        ? UUID.randomUUID().toString()
                                        : id,
                                body),
                        status -> !isRepeated(status, attempts.get()));
    }

    private boolean isRepeated(int status, int attempts) {
        return status == 0
                || status == 503
                || (status == 409 && fault == Fault.RETRIES_REFUSALS && attempts <= REPEATED_REFUSALS);
    }

    private int send(String id, String body) throws Exception {
        long second = Instant.now().getEpochSecond();
        String signature = callbacks.sign(id, second, fault == Fault.SIGNS_BADLY ? body + " " : body);
        HttpRequest request = HttpRequest.newBuilder(callbackUrl)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(second))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            return answer.statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
