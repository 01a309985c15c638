package io.redress.app;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.redress.app.access.Caller;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * What takes long, or holds much for as long, is done a few at a time: each caller has a few under way at most, and all
 * together leave most of what there is to everybody else. Whoever has to wait too long is told to come back.
 */
public final class Turns {
    private static final String RETRY_AFTER_SECONDS = "1";

    private final int each;
    private final Semaphore all;
    private final Duration patience;

    /** Kept while somebody holds or awaits a turn. */
    private final LoadingCache<String, Semaphore> callers =
            Caffeine.newBuilder().weakValues().build(this::ofOne);

    /**
     * @param all how many are under way at once
     * @param each how many of one caller
     * @param patience how long somebody waits for a turn of his own, and then for one of all
     */
    public Turns(int all, int each, Duration patience) {
        this.all = new Semaphore(all, true);
        this.each = each;
        this.patience = patience;
    }

    private Semaphore ofOne(String caller) {
        return new Semaphore(each, true);
    }

    /** There is too much under way of all callers together. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What is done when its turn has come. */
    @FunctionalInterface
    public interface Turn<T, E extends Exception> {
        T take() throws E;
    }

    <T, E extends Exception> T take(Caller caller, Turn<T, E> turn) throws E {
        return take(caller.credential(), caller, turn);
    }

    /** For this caller, whatever credentials it has: whoever can get many tokens gets no more turns by them. */
    public <T, E extends Exception> T takeByName(Caller caller, Turn<T, E> turn) throws E {
        return take(caller.name(), caller, turn);
    }

    private <T, E extends Exception> T take(String share, Caller caller, Turn<T, E> turn) throws E {
        Semaphore own = callers.get(caller.kind().word() + ":" + share);
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
                return turn.take();
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
