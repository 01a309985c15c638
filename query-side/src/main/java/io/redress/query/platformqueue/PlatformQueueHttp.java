package io.redress.query.platformqueue;

import io.redress.query.Page;
import io.redress.query.Reader;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PlatformQueueHttp {
    private final PlatformQueueQueries queue;

    PlatformQueueHttp(PlatformQueueQueries queue) {
        this.queue = queue;
    }

    @GetMapping("/api/v1/queue")
    Page<QueueItemView> list(
            Reader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return queue.list(reader, cursor, Page.limit(limit));
    }
}
