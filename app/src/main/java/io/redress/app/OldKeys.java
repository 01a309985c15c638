package io.redress.app;

import io.redress.command.evidence.EvidenceFiles;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.webhook.Deliveries;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Forgets idempotency keys that were kept long enough, drafts of evidence that nobody submitted, and what was sent to
 * webhooks long ago, every hour; any number of nodes may do so at once.
 */
@Component
class OldKeys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OldKeys.class);
    private static final long MINUTES_BETWEEN = 60;

    private final IdempotencyRecords records;
    private final EvidenceFiles files;
    private final Deliveries deliveries;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("old-keys").daemon().factory());

    OldKeys(WiringGuard guard, IdempotencyRecords records, EvidenceFiles files, Deliveries deliveries) {
        this.records = records;
        this.files = files;
        this.deliveries = deliveries;
        var _ = timer.scheduleWithFixedDelay(this::forget, MINUTES_BETWEEN, MINUTES_BETWEEN, TimeUnit.MINUTES);
    }

    private void forget() {
        try {
            records.forgetOld();
            files.dropOld();
            deliveries.forgetOld();
        } catch (RuntimeException e) {
            log.warn("what is old could not be forgotten and will be next time: {}", e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
