package io.redress.app;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.redress.app.access.Caller;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Questions that take long, and a connection to the database for as long, are answered a few at a time: no caller has
 * more than two under way, and all together leave most connections to everybody else. Whoever has to wait too long is
 * told to come back.
 */
final class Turns {
    private static final String RETRY_AFTER_SECONDS = "1";

    private final int each;
    private final Semaphore all;
    private final Duration patience;

    /** Kept while somebody holds or awaits a turn. */
    private final LoadingCache<String, Semaphore> callers =
            Caffeine.newBuilder().weakValues().build(this::ofOne);

    /**
     * @param all how many are answered at once
     * @param each how many of one caller
     * @param patience how long somebody waits for a turn of his own, and then for one of all
     */
    Turns(int all, int each, Duration patience) {
        this.all = new Semaphore(all, true);
        this.each = each;
        this.patience = patience;
    }

    private Semaphore ofOne(String caller) {
        return new Semaphore(each, true);
    }

    /** There are too many questions of all callers together. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    <T> T take(Caller caller, Supplier<T> question) {
        Semaphore own = callers.get(caller.kind().word() + ":" + caller.credential());
        if (!acquired(own)) {
            ErrorResponseException tooMany = new ErrorResponseException(HttpStatus.TOO_MANY_REQUESTS);
            tooMany.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw tooMany;
        }
        try {
            if (!acquired(all)) {
                throw new Busy();
            }
            try {
                return question.get();
            } finally {
                all.release();
            }
        } finally {
            own.release();
        }
    }

    private boolean acquired(Semaphore turns) {
        try {
            return turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
