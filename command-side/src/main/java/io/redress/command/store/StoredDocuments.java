package io.redress.command.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.command.window.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents in force from their own histories, in the transaction of the act that asks. What was read before
 * is kept, and every question reads what has come since: a cache that can never be stale.
 */
public final class StoredDocuments implements Documents {
    private static final int DOCUMENTS_MAX = 50_000;

    /** A document as far as it was read: the position of the next event, and the versions so far. */
    private record Read(long next, List<Published> versions) {}

    private final EventStorageEngine events;
    private final Cache<SubjectId, Read> read =
            Caffeine.newBuilder().maximumSize(DOCUMENTS_MAX).build();

    /** Reads what is stored: the event store would also show what the current unit of work may yet take back. */
    public StoredDocuments(EventStorageEngine events) {
        this.events = events;
    }

    @Override
    public @Nullable DocumentVersion planInEffect(String merchant, String room, Instant at) {
        return versions(SubjectId.plan(merchant, room)).reversed().stream()
                .filter(version -> !version.publishedAt().isAfter(at))
                .map(Published::version)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Published plan(DocumentVersion version) {
        return versions(version.document()).get(version.version() - 1);
    }

    @Override
    public @Nullable Published mechanism(String operator) {
        return newest(SubjectId.mechanism(operator));
    }

    @Override
    public @Nullable Published rules() {
        return newest(SubjectId.rules());
    }

    private @Nullable Published newest(SubjectId document) {
        List<Published> versions = versions(document);
        return versions.isEmpty() ? null : versions.getLast();
    }

    private List<Published> versions(SubjectId document) {
        Read before = read.getIfPresent(document);
        if (before == null) {
            before = new Read(0, List.of());
        }
        DomainEventStream since = events.readEvents(document.toString(), before.next());
        if (!since.hasNext()) {
            return before.versions();
        }
        long next = before.next();
        List<Published> versions = new ArrayList<>(before.versions());
        while (since.hasNext()) {
            var message = since.next();
            next = message.getSequenceNumber() + 1;
            published((Event) message.getPayload()).forEach(versions::add);
        }
        Read now = new Read(next, List.copyOf(versions));
        read.asMap().merge(document, now, (old, fresh) -> old.next() > fresh.next() ? old : fresh);
        return now.versions();
    }

    private static Stream<Published> published(Event event) {
        return switch (event) {
            case PlanPublished plan -> Stream.of(version(plan, plan.version(), plan.windows(), true));
            case MechanismPublished mechanism ->
                Stream.of(version(mechanism, mechanism.version(), mechanism.windows(), true));
            case RulesPublished rules -> Stream.of(version(rules, rules.version(), rules.windows(), rules.autoUrge()));
            default -> Stream.empty();
        };
    }

    private static Published version(Event event, int number, Map<Obligation, Length> windows, boolean autoUrge) {
        return new Published(new DocumentVersion(event.subject(), number), event.at(), windows, autoUrge);
    }
}
