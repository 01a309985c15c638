package io.redress.query.feed;

import io.redress.query.Asked;
import io.redress.query.Cursor;
import io.redress.query.Page;
import io.redress.query.Reader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The feed page by page; as a stream it is served where credentials are known. */
@RestController
final class FeedHttp {
    private final FeedQueries feed;
    private final FeedNews news;

    FeedHttp(FeedQueries feed, FeedNews news) {
        this.feed = feed;
        this.news = news;
    }

    /**
     * Who is willing to wait, and finds nothing, is answered when there is something. Whoever takes both gets a page, not
     * a stream: a mapping that asks for one thing more comes first, and nobody goes on behind an event of a page.
     */
    @GetMapping(path = "/api/v1/events", produces = MediaType.APPLICATION_JSON_VALUE, headers = "!Last-Event-ID")
    FeedPage page(
            Reader reader,
            UriComponentsBuilder service,
            @RequestAttribute(name = Asked.PATIENCE, required = false) @Nullable Duration patience,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(name = "case", required = false) @Nullable String ofCase,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit)
            throws InterruptedException {
        FeedFilter filter = FeedFilter.of(types, ofCase, party);
        int most = Page.limit(limit);
        Cursor start = feed.start(reader, cursor, from);
        String schemas = Envelope.schemas(service);
        if (patience == null) {
            return feed.behind(reader, start, filter, most, schemas).page();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        try (FeedNews.Listener listener = news.listen(reader)) {
            while (true) {
                FeedQueries.Items found = feed.behind(reader, start, filter, most, schemas);
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (!found.items().isEmpty() || !left.isPositive() || !listener.await(left)) {
                    return found.page();
                }
                start = found.next();
            }
        }
    }
}
