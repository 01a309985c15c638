package io.redress.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.redress.api.party.Party;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Endpoints.Made;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The ticket system of a merchant or a room operator, which signs callbacks with the published library. */
final class TicketSystem {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String endpoint;
    private final String secret;
    private final String callbackSecret;

    private TicketSystem(Made made) {
        this(made.endpoint().id(), made.secret(), made.callbackSecret());
    }

    private TicketSystem(String endpoint, String secret, String callbackSecret) {
        this.endpoint = endpoint;
        this.secret = secret;
        this.callbackSecret = callbackSecret;
    }

    /** The one whose endpoint was made with this answer. */
    static TicketSystem of(JsonNode made) {
        return new TicketSystem(
                made.required("endpoint").required("id").asString(),
                made.required("secret").asString(),
                made.required("callbackSecret").asString());
    }

    static TicketSystem of(Node node, Party party) {
        return new TicketSystem(
                node.bean(Endpoints.class).create(party, "https://tickets.example/hook", List.of("*"), "", "tests"));
    }

    /** The same one after its secret was exchanged. */
    TicketSystem rotated(Node node) {
        return new TicketSystem(node.bean(Endpoints.class).rotate(endpoint, "tests"));
    }

    String endpoint() {
        return endpoint;
    }

    /** With which messages to it are signed. */
    String secret() {
        return secret;
    }

    String callbackSecret() {
        return callbackSecret;
    }

    static String sign(String secret, String id, long second, String body) {
        try {
            return new Webhook(secret).sign(id, second, body);
        } catch (WebhookSigningException | EmptyWebhookSecretException e) {
            throw new AssertionError(e);
        }
    }

    /** A callback in the making. */
    record Sent(String endpoint, String id, String timestamp, String signature, byte[] body) {
        HttpRequest.Builder to(Node node) {
            return to(node.port());
        }

        HttpRequest.Builder to(int port) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/callbacks/" + endpoint))
                    .header("Content-Type", "application/json")
                    .header("Accept-Language", "en")
                    .POST(BodyPublishers.ofByteArray(body));
        }

        /** With its three headers. */
        HttpResponse<String> send(Node node) {
            return TicketSystem.send(with(to(node)));
        }

        HttpRequest.Builder with(HttpRequest.Builder request) {
            return request.header("webhook-id", id)
                    .header("webhook-timestamp", timestamp)
                    .header("webhook-signature", signature);
        }
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is sent; single quotes will do. */
    Sent signed(String id, Instant at, String body) {
        return signed(callbackSecret, id, at, body);
    }

    Sent signed(String with, String id, Instant at, String body) {
        String json = Node.json(body).toString();
        long second = at.getEpochSecond();
        return new Sent(endpoint, id, Long.toString(second), sign(with, id, second, json), json.getBytes(UTF_8));
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Node.json(answer.body());
    }
}
