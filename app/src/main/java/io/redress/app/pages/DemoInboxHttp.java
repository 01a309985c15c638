package io.redress.app.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.redress.api.party.Party;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Signature;
import io.redress.command.webhook.WebhookSecret;
import io.redress.query.BadQuestion;
import io.redress.query.NotOnSheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The system of the demo's merchant: it takes messages on a port of its own, as any merchant's would, verifies their
 * signatures, and shows what came. There is none of it outside the demo.
 */
@Controller
public class DemoInboxHttp implements AutoCloseable {
    private static final Party MERCHANT = Party.merchant("lanhua-tea");
    private static final String DESCRIPTION = "Redress demo";
    private static final String BY = "demo";
    private static final int KEPT = 200;
    private static final int BYTES_MAX = 1 << 20;
    private static final int ENDPOINTS_MAX = 50;
    private static final int REFUSES = 503;
    private static final int TAKES = 204;

    /** A message that is older was played back. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

    private final Endpoints endpoints;
    private final JsonMapper json;
    private final InstantSource operationalClock;
    private final ConcurrentLinkedDeque<Received> received = new ConcurrentLinkedDeque<>();
    private volatile @Nullable HttpServer server;
    private volatile WebhookSecret secret = WebhookSecret.draw();
    private volatile boolean refuses;

    DemoInboxHttp(Endpoints endpoints, JsonMapper json, @Qualifier("operationalClock") InstantSource operationalClock) {
        this.endpoints = endpoints;
        this.json = json;
        this.operationalClock = operationalClock;
    }

    /**
     * A message that came.
     *
     * @param verified whether it was signed with the secret that this receiver was given, and lately
     * @param answer the status that it was answered with
     * @param body as it came, laid out
     */
    record Received(
            OffsetDateTime at,
            String id,
            String second,
            String signature,
            boolean verified,
            int answer,
            String type,
            String subject,
            String body) {}

    /** Begins to listen, and says so to the service: the endpoint of an earlier demo is told the new port and secret. */
    public void listen() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listening.createContext("/", this::take);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.start();
            server = listening;
            String url = "http://127.0.0.1:" + listening.getAddress().getPort() + "/redress";
            Endpoint before = endpoints.list(MERCHANT, null, null, ENDPOINTS_MAX).stream()
                    .filter(one -> one.deletedAt() == null && one.description().equals(DESCRIPTION))
                    .findFirst()
                    .orElse(null);
            Endpoints.Made made;
            if (before == null) {
                made = endpoints.create(MERCHANT, url, List.of("*"), DESCRIPTION, BY);
            } else {
                endpoints.change(before.id(), new Endpoints.Wish(url, null, null, true), BY);
                made = endpoints.rotate(before.id(), BY);
            }
            secret = WebhookSecret.parse(made.secret()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        HttpServer listening = server;
        if (listening != null) {
            listening.stop(0);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BYTES_MAX);
            String id = header(exchange, "webhook-id");
            String second = header(exchange, "webhook-timestamp");
            String signature = header(exchange, "webhook-signature");
            boolean verified = isGood(id, second, signature, body);
            int answer = !verified ? HttpStatus.UNAUTHORIZED.value() : refuses ? REFUSES : TAKES;
            JsonNode message = read(body);
            received.addFirst(new Received(
                    operationalClock.instant().atOffset(SHANGHAI),
                    id,
                    second,
                    signature,
                    verified,
                    answer,
                    message.path("type").asString(""),
                    message.path("data")
                            .path("case")
                            .asString(message.path("case").asString("")),
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(message)));
            while (received.size() > KEPT) {
                received.pollLast();
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return json.getNodeFactory().stringNode(new String(body, StandardCharsets.UTF_8));
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    /** Any of the signatures may be ours: while a secret is exchanged there is one with each of the two. */
    private boolean isGood(String id, String second, String signatures, byte[] body) {
        if (!second.matches("[0-9]{1,12}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(second)), operationalClock.instant())
                                .abs()
                                .compareTo(FRESH)
                        > 0) {
            return false;
        }
        byte[] ours = Signature.of(id, second, body, secret).getBytes(StandardCharsets.UTF_8);
        return Stream.of(signatures.split(" "))
                .anyMatch(one -> MessageDigest.isEqual(ours, one.getBytes(StandardCharsets.UTF_8)));
    }

    // ---- what it shows

    @GetMapping("/demo/inbox")
    String inbox(Model model) {
        HttpServer listening = running();
        model.addAttribute("received", List.copyOf(received));
        model.addAttribute("refuses", refuses);
        model.addAttribute("port", listening.getAddress().getPort());
        return "inbox";
    }

    private HttpServer running() {
        HttpServer listening = server;
        if (listening == null) {
            throw new NotOnSheet("inbox", "demo");
        }
        return listening;
    }

    /** Lets it answer as if it were out of order, and well again. */
    @PostMapping("/demo/inbox")
    ResponseEntity<Void> behave(@RequestParam String answer) {
        running();
        refuses = switch (answer) {
            case "refuse" -> true;
            case "take" -> false;
            default -> throw new BadQuestion("answer", "one-of", "refuse, take");
        };
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, "/demo/inbox")
                .build();
    }

    boolean isRunning() {
        return server != null;
    }
}
