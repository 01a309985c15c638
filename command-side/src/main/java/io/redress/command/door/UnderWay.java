package io.redress.command.door;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keyed requests that this node is doing right now. A copy that comes in meanwhile waits for a short time and hears
 * what the first hears, whatever that is; it takes no connection and no lock. Copies on other nodes meet in the
 * database.
 */
final class UnderWay {
    private record Name(String scope, String key) {}

    private record Request(String fingerprint, CompletableFuture<Receipt> receipt) {}

    private final ConcurrentMap<Name, Request> requests = new ConcurrentHashMap<>();
    private final Duration patience;

    UnderWay(Duration patience) {
        this.patience = patience;
    }

    Receipt once(IdempotencyKey key, Supplier<Receipt> act) {
        Name name = new Name(key.scope(), key.key());
        Request mine = new Request(key.fingerprint(), new CompletableFuture<>());
        while (true) {
            Request first = requests.putIfAbsent(name, mine);
            if (first == null) {
                return lead(name, mine, act);
            }
            Receipt receipt = follow(first, key);
            if (receipt != null) {
                return new Receipt(receipt.subject(), receipt.at(), receipt.version(), true);
            }
        }
    }

    private Receipt lead(Name name, Request mine, Supplier<Receipt> act) {
        try {
            Receipt receipt = act.get();
            requests.remove(name, mine);
            mine.receipt().complete(receipt);
            return receipt;
        } catch (RuntimeException | Error failure) {
            requests.remove(name, mine);
            mine.receipt().completeExceptionally(failure);
            throw failure;
        }
    }

    /** What the first request heard; null when it was another under the same key and came to nothing. */
    private @Nullable Receipt follow(Request first, IdempotencyKey key) {
        boolean copy = first.fingerprint().equals(key.fingerprint());
        try {
            Receipt receipt = first.receipt().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!copy) {
                throw key.usedForAnother();
            }
            return receipt;
        } catch (ExecutionException e) {
            if (!copy) {
                return null;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new Refusal(Rule.REQUEST_IS_NOT_UNDER_WAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Rule.REQUEST_IS_NOT_UNDER_WAY);
        }
    }
}
