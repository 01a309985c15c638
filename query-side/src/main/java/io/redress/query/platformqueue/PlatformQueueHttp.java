package io.redress.query.platformqueue;

import io.redress.api.window.Obligation;
import io.redress.query.Asked;
import io.redress.query.Page;
import io.redress.query.Reader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PlatformQueueHttp {
    /** The windows of the platform that keep an item in the queue. */
    private static final List<Obligation> WAITS = Arrays.stream(Obligation.values())
            .filter(obligation -> ItemKind.waitingFor(obligation) != null)
            .toList();

    private final PlatformQueueQueries queue;

    PlatformQueueHttp(PlatformQueueQueries queue) {
        this.queue = queue;
    }

    @GetMapping("/api/v1/queue")
    Page<QueueItemView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String marked,
            @RequestParam(required = false) @Nullable String waitsFor,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        PlatformQueueQueries.Wanted wanted = new PlatformQueueQueries.Wanted(
                Asked.oneOf("kind", kind, ItemKind.values(), ItemKind::word),
                Asked.flag("marked", marked),
                Asked.oneOf("waitsFor", waitsFor, WAITS, Obligation::id),
                Asked.party("party", party));
        return queue.list(reader, wanted, cursor, Page.limit(limit));
    }
}
