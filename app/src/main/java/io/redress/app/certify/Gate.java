package io.redress.app.certify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.redress.app.certify.Messages.Message;
import io.redress.command.webhook.Endpoints.Made;
import io.redress.command.webhook.Signature;
import io.redress.command.webhook.WebhookSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands between the service and the receiver: what the service tells waits here until it is brought, and what the
 * receiver calls back passes through, unless a case is in trouble.
 */
final class Gate implements AutoCloseable {
    private static final String MESSAGES = "/messages";
    private static final String CALLBACKS = "/callbacks";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final int TAKEN = 204;
    private static final int UNAVAILABLE = 503;
    private static final int BAD_GATEWAY = 502;
    private static final Duration SLOW = Duration.ofSeconds(3);

    /** Acts that answer a return request. */
    private static final Set<String> ANSWERS = Set.of("accept-return", "refuse-return");

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final WebhookSecret callbackSecret;
    private final int service;
    private final List<Message> told = new ArrayList<>();
    private final List<Called> called = new ArrayList<>();
    private final Map<String, Deque<Trouble>> troubles = new HashMap<>();
    private @Nullable Made made;

    /** What can happen to a callback on its way. */
    enum Trouble {
        UNAVAILABLE,
        CUT,
        SLOW
    }

    /**
     * A callback that came.
     *
     * @param authentic whether it was signed rightly
     * @param status as it was answered; 0 when the line was cut
     */
    record Called(String id, String text, JsonNode json, boolean authentic, int status) {
        String subject() {
            return json.path("case").asString("");
        }

        long version() {
            return json.path("version").asLong(0);
        }

        /** Whether it accepts or refuses a return request. */
        boolean answers() {
            return ANSWERS.contains(json.path("act").asString(""));
        }
    }

    /**
     * @param port where callbacks come in; 0 for one that is free
     * @param callbackSecret with which the receiver signs
     * @param service the port of the service
     */
    Gate(int port, WebhookSecret callbackSecret, int service) throws IOException {
        this.callbackSecret = callbackSecret;
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(workers);
        server.createContext(MESSAGES, this::message);
        server.createContext(CALLBACKS, this::callback);
        server.start();
    }

    /** Where the service sends messages. */
    String messages() {
        return address(MESSAGES);
    }

    /** Where the receiver sends callbacks. */
    String callbacks() {
        return address(CALLBACKS);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    synchronized void serves(Made endpoint) {
        made = endpoint;
    }

    synchronized void trouble(String subject, List<Trouble> all) {
        troubles.put(subject, new ArrayDeque<>(all));
    }

    private synchronized @Nullable Trouble trouble(String subject) {
        Deque<Trouble> left = troubles.get(subject);
        return left == null ? null : left.poll();
    }

    /** Waits for what the service must tell. */
    Message told(Predicate<Message> wanted) {
        return await(Duration.ofSeconds(30), () -> told.stream().filter(wanted).reduce((_, last) -> last))
                .orElseThrow(() -> new IllegalStateException("the sandbox did not tell what it should have told"));
    }

    synchronized List<Called> called() {
        return List.copyOf(called);
    }

    /** The callbacks that answer a return request, as far as they were signed rightly. */
    List<Called> answers(String subject) {
        return called().stream()
                .filter(callback -> callback.authentic() && callback.answers())
                .filter(callback -> callback.subject().equals(subject))
                .toList();
    }

    /** Waits until as many of them were answered. */
    List<Called> answers(String subject, int number, Duration patience) {
        var _ = await(patience, () -> answers(subject).size() >= number ? Optional.of(true) : Optional.empty());
        return answers(subject);
    }

    private synchronized <T> Optional<T> await(Duration patience, Supplier<Optional<T>> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Optional<T> found = wanted.get(); ; found = wanted.get()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void message(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
        String id = header(exchange, "webhook-id");
        synchronized (this) {
            if (told.stream().noneMatch(message -> message.id().equals(id))) {
                told.add(new Message(id, new String(bytes, UTF_8), json.readTree(bytes)));
            }
            notifyAll();
        }
        exchange.sendResponseHeaders(TAKEN, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private void callback(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
            String id = header(exchange, "webhook-id");
            String second = header(exchange, "webhook-timestamp");
            String signatures = header(exchange, "webhook-signature");
            boolean authentic = isSigned(id, second, bytes, signatures);
            Called callback = new Called(id, new String(bytes, UTF_8), read(bytes), authentic, 0);
            Trouble trouble = authentic && callback.answers() ? trouble(callback.subject()) : null;
            if (trouble == Trouble.UNAVAILABLE) {
                note(callback, UNAVAILABLE);
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(UNAVAILABLE, -1);
                return;
            }
            HttpResponse<byte[]> answer = pass(exchange, id, second, authentic, signatures, bytes);
            if (trouble == Trouble.CUT) {
                note(callback, 0);
                return; // without an answer, although it was done
            }
            if (trouble == Trouble.SLOW) {
                Thread.sleep(SLOW);
            }
            note(callback, answer.statusCode());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (exchange.getResponseCode() < 0) {
                exchange.sendResponseHeaders(BAD_GATEWAY, -1);
            }
        }
    }

    private JsonNode read(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    private boolean isSigned(String id, String second, byte[] bytes, String signatures) {
        byte[] own = Signature.of(id, second, bytes, callbackSecret).getBytes(UTF_8);
        return Arrays.stream(signatures.split(" ")).anyMatch(one -> MessageDigest.isEqual(one.getBytes(UTF_8), own));
    }

    /** What is signed rightly is signed anew with the secret that the service knows; what is not, it must refuse. */
    private HttpResponse<byte[]> pass(
            HttpExchange exchange, String id, String second, boolean authentic, String signatures, byte[] bytes)
            throws IOException, InterruptedException {
        Made endpoint = endpoint();
        String path = "/api/v1/callbacks/" + endpoint.endpoint().id();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service + path))
                .POST(BodyPublishers.ofByteArray(bytes));
        Map<String, String> headers = Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                second,
                "webhook-signature",
                authentic ? Signature.of(id, second, bytes, new WebhookSecret(endpoint.callbackSecret())) : signatures,
                "Content-Type",
                header(exchange, "Content-Type"),
                "Accept-Language",
                header(exchange, "Accept-Language"));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private synchronized Made endpoint() throws IOException {
        Made endpoint = made;
        if (endpoint == null) {
            throw new IOException("nobody is expected yet");
        }
        return endpoint;
    }

    private synchronized void note(Called callback, int status) {
        called.add(new Called(callback.id(), callback.text(), callback.json(), callback.authentic(), status));
        notifyAll();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        client.shutdownNow();
    }
}
