package io.redress.command.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes one attempt: signs the message anew, sends it, and hears the answer, within 15 seconds from the first look-up to
 * the last byte, however slowly the receiver speaks. It follows nobody elsewhere, keeps no cookies, unpacks nothing and
 * knows no proxies.
 */
public final class Sender implements AutoCloseable {
    /** The whole call. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How much of an answer is read, and how much is kept. */
    private static final int READ_BYTES_MAX = 64 << 10;

    private static final int KEPT_BYTES_MAX = 1 << 10;
    private static final ContentType JSON = ContentType.create("application/json");
    private static final int CONNECTIONS_MAX = 2_000;
    private static final Timeout STEP = Timeout.ofSeconds(10);
    private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(10);

    /** Answers with which Retry-After means something. */
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    private final Receivers receivers;
    private final InstantSource operationalClock;
    private final Duration patience;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-timer").daemon().factory());

    /**
     * @param sandbox whether this machine may be a receiver too, without TLS
     * @param patience for the whole call
     */
    public Sender(boolean sandbox, InstantSource operationalClock, Duration patience) {
        this(new Receivers(sandbox, InetAddress::getAllByName), operationalClock, patience, ofTheMachine());
    }

    Sender(Receivers receivers, InstantSource operationalClock, Duration patience, SSLContext trusted) {
        this.receivers = receivers;
        this.operationalClock = operationalClock;
        this.patience = patience;
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(receivers)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted))
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(STEP).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(STEP)
                                .setSocketTimeout(STEP)
                                // whoever closed it meanwhile is not asked over it
                                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                                .setIdleTimeout(IDLE_MAX.toTimeout())
                                .build())
                        .setMaxConnTotal(CONNECTIONS_MAX)
                        .setMaxConnPerRoute(CONNECTIONS_MAX)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(STEP)
                        .setResponseTimeout(Timeout.of(patience))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Redress-Webhooks")
                .build();
    }

    private static SSLContext ofTheMachine() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether requests may be sent there, as far as the text tells. */
    public boolean mayBeSentTo(String url) {
        return receivers.allowed(url).isPresent();
    }

    Answer send(String url, String id, String body, List<WebhookSecret> secrets) {
        URI uri = receivers.allowed(url).orElse(null);
        if (uri == null) {
            return Answer.none("address");
        }
        byte[] bytes = body.getBytes(UTF_8);
        Instant now = operationalClock.instant();
        HttpPost request = new HttpPost(uri);
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        request.setHeader("webhook-signature", Signature.of(id, now, bytes, secrets));
        request.setEntity(new ByteArrayEntity(bytes, JSON));
        ScheduledFuture<?> end = timer.schedule(request::cancel, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return heard(request, client.executeOpen(null, request, null));
        } catch (IOException e) {
            return Answer.none(request.isCancelled() ? "timeout" : error(e));
        } catch (IllegalStateException e) {
            return Answer.none("broken"); // the client was closed
        } finally {
            end.cancel(false);
        }
    }

    /** Whoever has said that it took the message need not say more. */
    private Answer heard(HttpPost request, ClassicHttpResponse answer) {
        byte[] text = beginning(request, answer);
        // no database keeps NUL, and nobody reads what steers a terminal
        String kept = new String(text, 0, Math.min(text.length, KEPT_BYTES_MAX), UTF_8)
                .replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "\uFFFD");
        return new Answer(answer.getCode(), null, kept, notBefore(answer));
    }

    /** What came until it was enough, or no more came. The rest stays unheard, and the line is cut. */
    private static byte[] beginning(HttpPost request, ClassicHttpResponse answer) {
        byte[] read = new byte[READ_BYTES_MAX];
        int length = 0;
        try (answer) {
            HttpEntity entity = answer.getEntity();
            InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
            int more = in.read(read, 0, READ_BYTES_MAX);
            while (more > 0) {
                length += more;
                more = in.read(read, length, READ_BYTES_MAX - length);
            }
            if (more == 0) {
                request.cancel();
            }
        } catch (IOException e) {
            request.cancel();
        }
        return Arrays.copyOf(read, length);
    }

    private Optional<Instant> notBefore(ClassicHttpResponse answer) {
        Header header = answer.getFirstHeader("Retry-After");
        if (header == null || header.getValue() == null || !LATER.contains(answer.getCode())) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(operationalClock.instant().plusSeconds(Long.parseLong(value)));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(value));
    }

    private static String error(IOException e) {
        return switch (e) {
            case Receivers.NotAllowed _ -> "address";
            case UnknownHostException _ -> "unknown-host";
            case SSLException _ -> "tls";
            case ConnectException _, NoRouteToHostException _ -> "unreachable";
            case SocketTimeoutException _ -> "timeout";
            default -> "broken";
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
        receivers.close();
    }
}
