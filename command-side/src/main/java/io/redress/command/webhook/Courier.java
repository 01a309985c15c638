package io.redress.command.webhook;

import com.google.crypto.tink.Aead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Takes due messages from the queue and has them sent, each on a thread of its own. Any number of nodes may run one. It
 * is woken when something was put or an attempt has ended here, and looks every second for what others put, for what has
 * become due, and for what a dead node left behind.
 */
public final class Courier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    /** Attempts under way on this node; each holds a connection and what it has read. */
    private static final int UNDER_WAY_MAX = 1_000;

    private static final int ENDPOINTS_MAX = 100;

    /** Attempts that end at the same moment leave connections of the database to everybody else. */
    private static final int NOTED_AT_ONCE_MAX = 4;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final DeliveryQueue queue;
    private final Deliveries deliveries;
    private final Sender sender;
    private final InstantSource operationalClock;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final Semaphore noting = new Semaphore(NOTED_AT_ONCE_MAX);
    private final Semaphore bell = new Semaphore(0);
    private @Nullable Thread loop;
    private volatile boolean running;

    public Courier(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Aead wrapping,
            Endpoints endpoints,
            Deliveries deliveries,
            Sender sender,
            InstantSource operationalClock,
            RandomGenerator random) {
        this.queue = new DeliveryQueue(
                sql, transactions, wrapping, endpoints, new DeliverySchedule(random), operationalClock);
        this.deliveries = deliveries;
        this.sender = sender;
        this.operationalClock = operationalClock;
    }

    /** Begins to send. */
    public void start() {
        running = true;
        deliveries.tell(bell::release);
        loop = Thread.ofPlatform().name("webhooks").daemon().start(this::run);
    }

    private void run() {
        while (running) {
            try {
                bell.drainPermits();
                if (begin().isEmpty()) {
                    bell.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("messages to be sent could not be looked for and will be again: {}", e.toString());
                    bell.drainPermits();
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Sends what is due now and waits for every answer; gives how many attempts were made. */
    public int sendDue() {
        int sent = 0;
        for (List<Future<?>> some = begin(); !some.isEmpty(); some = begin()) {
            some.forEach(Courier::await);
            sent += some.size();
        }
        return sent;
    }

    private static void await(Future<?> attempt) {
        try {
            attempt.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Future<?>> begin() {
        int endpoints = Math.min(underWay.availablePermits() / DeliveryQueue.AT_ONCE_MAX, ENDPOINTS_MAX);
        List<Future<?>> begun = new ArrayList<>();
        for (DeliveryQueue.Claim claim : endpoints == 0 ? List.<DeliveryQueue.Claim>of() : queue.claim(endpoints)) {
            underWay.acquireUninterruptibly();
            begun.add(workers.submit(() -> attempt(claim)));
        }
        return begun;
    }

    private void attempt(DeliveryQueue.Claim claim) {
        try {
            Instant begun = operationalClock.instant();
            Answer answer = sender.send(claim.url(), claim.message(), claim.body(), queue.secrets(claim));
            noting.acquire();
            try {
                queue.finish(claim, begun, answer);
            } finally {
                noting.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // this node ends, and what came of it is not known
        } catch (RuntimeException e) {
            log.warn(
                    "{} to {} could not be sent or noted and will be sent again", claim.message(), claim.endpoint(), e);
        } finally {
            underWay.release();
            bell.release();
        }
    }

    /** What is on the line has a moment to end; what has not is sent again, by this node or another. */
    @Override
    public void close() {
        running = false;
        Thread thread = loop;
        if (thread != null) {
            thread.interrupt();
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
