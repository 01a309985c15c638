package io.redress.app.access;

import io.redress.query.BadQuestion;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.feed.Envelope;
import io.redress.query.feed.FeedFilter;
import io.redress.query.feed.FeedNews;
import io.redress.query.feed.FeedQueries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The feed as server-sent events. It goes on for as long as the credential is good with which it was opened, and no
 * longer: what is looked at before each piece. It is written by the thread of its request, which is a virtual one and
 * holds nothing that others need; who does not read is left when the server's time to write is over, and goes on behind
 * the last event that it got.
 */
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class EventStreamHttp {
    /** After how long whoever was cut off comes back. */
    private static final int RETRY_MILLIS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(EventStreamHttp.class);

    private final FeedQueries feed;
    private final FeedNews news;
    private final Credentials credentials;
    private final JsonMapper json;
    private final Duration heartbeat;
    private final int mostOfOne;
    private final int mostOfAll;
    private final DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    EventStreamHttp(
            FeedQueries feed,
            FeedNews news,
            Credentials credentials,
            JsonMapper json,
            @Value("${redress.feed.heartbeat}") Duration heartbeat,
            @Value("${redress.feed.streams-of-one-caller}") int mostOfOne,
            @Value("${redress.feed.streams}") int mostOfAll) {
        this.feed = feed;
        this.news = news;
        this.credentials = credentials;
        this.json = json;
        this.heartbeat = heartbeat;
        this.mostOfOne = mostOfOne;
        this.mostOfAll = mostOfAll;
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            Reader reader,
            Caller caller,
            UriComponentsBuilder service,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(name = "case", required = false) @Nullable String ofCase,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit)
            throws IOException, InterruptedException {
        FeedFilter filter = FeedFilter.of(types, ofCase, party);
        int most = Page.limit(limit);
        Cursor start = start(reader, lastSeen, cursor, from);
        admit(caller, response);
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("X-Accel-Buffering", "no"); // a proxy must not collect what it passes on
            if (!HttpMethod.HEAD.matches(request.getMethod())) {
                tell(
                        response.getOutputStream(),
                        reader,
                        bearer.resolve(request),
                        start,
                        filter,
                        most,
                        Envelope.schemas(service));
            }
        } finally {
            open.computeIfPresent(caller.credential(), (_, streams) -> streams == 1 ? null : streams - 1);
        }
    }

    /** Who comes back says what it heard last, as browsers do by themselves; that counts before the address. */
    private Cursor start(Reader reader, @Nullable String lastSeen, @Nullable String cursor, @Nullable String from) {
        if (lastSeen == null || lastSeen.isEmpty()) {
            return feed.start(reader, cursor, from);
        }
        try {
            return feed.start(reader, lastSeen, from);
        } catch (BadQuestion unreadable) {
            throw unreadable.parameter().equals("cursor")
                    ? new BadQuestion("Last-Event-ID", unreadable.expects())
                    : unreadable;
        }
    }

    /** Of the streams of one caller, and of all on this node, there are so many at most. */
    private void admit(Caller caller, HttpServletResponse response) {
        boolean full = open.values().stream().mapToInt(Integer::intValue).sum() >= mostOfAll;
        int streams = open.merge(caller.credential(), 1, Integer::sum);
        if (full || streams > mostOfOne) {
            open.computeIfPresent(caller.credential(), (_, now) -> now == 1 ? null : now - 1);
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, heartbeat.toSeconds())));
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
    }

    private void tell(
            OutputStream out,
            Reader reader,
            @Nullable String credential,
            Cursor start,
            FeedFilter filter,
            int most,
            String schemas)
            throws InterruptedException {
        Cursor behind = start;
        try (FeedNews.Listener listener = news.listen(reader)) {
            // the first id of all, so that who is cut off before anything happens comes back to the same place
            write(out, "retry: " + RETRY_MILLIS + "\nid: " + start.text() + "\n\n");
            while (news.goesOn() && isStillGood(credential)) {
                FeedQueries.Items found = feed.behind(reader, behind, filter, most, schemas);
                StringBuilder text = new StringBuilder();
                for (FeedQueries.Item item : found.items()) {
                    text.append("id: ")
                            .append(item.cursor().text())
                            .append("\ndata: ")
                            .append(json.writeValueAsString(item.envelope()))
                            .append("\n\n");
                }
                behind = found.next();
                if (!text.isEmpty()) {
                    write(out, text.toString());
                }
                if (!found.more() && !listener.await(heartbeat) && news.goesOn()) {
                    write(out, ":\n\n");
                }
            }
        } catch (IOException gone) {
            log.debug("who read a stream of events has gone, or does not read", gone);
        } catch (RuntimeException failure) {
            // the answer has begun: whoever reads it comes back, and hears then what is wrong
            log.warn("a stream of events ended: {}", failure.toString());
        }
    }

    private boolean isStillGood(@Nullable String credential) {
        return credential != null && credentials.caller(credential) != null;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
