package io.redress.app.certify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redress.command.webhook.Signature;
import io.redress.command.webhook.WebhookSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Brings messages to the receiver that is looked at, rightly or wrongly, and hears what it answers. */
final class Messages {
    /** As long as the service itself waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final double NANOS = 1e9;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final URI receiver;
    private final WebhookSecret secret;
    private final InstantSource clock;
    private final List<Answer> answers = new ArrayList<>();

    Messages(URI receiver, WebhookSecret secret, InstantSource clock) {
        this.receiver = receiver;
        this.secret = secret;
        this.clock = clock;
    }

    /** What the service sent. */
    record Message(String id, String text, JsonNode json) {
        String type() {
            return json.path("type").asString("");
        }

        String subject() {
            return json.at("/data/case").asString("");
        }

        String obligation() {
            return json.at("/data/obligation").asString("");
        }

        /** Another message that says the same. */
        Message under(String other) {
            return new Message(other, text, json);
        }
    }

    /**
     * What the receiver answered.
     *
     * @param status 0 when nothing came in time
     */
    record Answer(int status, double seconds) {
        boolean taken() {
            return status / 100 == 2;
        }

        boolean refused() {
            return status / 100 == 4;
        }

        boolean redirected() {
            return status / 100 == 3;
        }

        @Override
        public String toString() {
            return status == 0
                    ? String.format(Locale.ROOT, "— (%.1f s)", seconds)
                    : String.format(Locale.ROOT, "%d (%.1f s)", status, seconds);
        }
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Signed now, as it should be. */
    Answer bring(Message message) {
        return bring(message, Duration.ZERO);
    }

    /** Signed as much later. */
    Answer bring(Message message, Duration later) {
        String second = second(later);
        return send(message.id(), second, signed(message, second, secret), message.text());
    }

    /** With a signature of each of these secrets instead. */
    Answer bring(Message message, List<WebhookSecret> secrets) {
        String second = second(Duration.ZERO);
        return send(
                message.id(),
                second,
                String.join(
                        " ",
                        secrets.stream()
                                .map(one -> signed(message, second, one))
                                .toList()),
                message.text());
    }

    /** With the signature of the message, and another text. */
    Answer bringAltered(Message message, String altered) {
        String second = second(Duration.ZERO);
        return send(message.id(), second, signed(message, second, secret), altered);
    }

    Answer bringUnsigned(Message message) {
        return send(message.id(), second(Duration.ZERO), null, message.text());
    }

    private String second(Duration later) {
        return Long.toString(clock.instant().plus(later).getEpochSecond());
    }

    private static String signed(Message message, String second, WebhookSecret with) {
        return Signature.of(message.id(), second, message.text().getBytes(UTF_8), with);
    }

    private Answer send(String id, String second, @Nullable String signature, String text) {
        HttpRequest.Builder request = HttpRequest.newBuilder(receiver)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", second)
                .POST(BodyPublishers.ofString(text));
        if (signature != null) {
            request.header("webhook-signature", signature);
        }
        long begun = System.nanoTime();
        int status = 0;
        try {
            HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
            status = answer.statusCode();
        } catch (IOException e) {
            // it answered nothing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Answer answer = new Answer(status, (System.nanoTime() - begun) / NANOS);
        answers.add(answer);
        return answer;
    }
}
