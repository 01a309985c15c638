package io.redress.command.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.document.CalendarNoticeLoaded;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.NewVersion;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.window.DocumentVersion;
import io.redress.command.window.Documents;
import io.redress.command.window.WorkingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
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

    /** A history as far as it was read: the position of the next event, and the versions so far. */
    private record Read<T>(long next, List<T> versions) {
        static <T> Read<T> further(Read<T> one, Read<T> other) {
            return one.next() > other.next() ? one : other;
        }
    }

    private final EventStorageEngine events;
    private final Cache<SubjectId, Read<Published>> read =
            Caffeine.newBuilder().maximumSize(DOCUMENTS_MAX).build();
    private final AtomicReference<Read<WorkingCalendar>> calendars =
            new AtomicReference<>(new Read<>(0, List.of(WorkingCalendar.shipped())));

    /** Reads what is stored: the event store would also show what the current unit of work may yet take back. */
    public StoredDocuments(EventStorageEngine events) {
        this.events = events;
    }

    @Override
    public @Nullable DocumentVersion planInEffect(String merchant, String room, Instant at) {
        Published inEffect = inEffect(SubjectId.plan(merchant, room), at);
        return inEffect == null ? null : inEffect.version();
    }

    @Override
    public Published plan(DocumentVersion version) {
        return versions(version.document()).get(version.version() - 1);
    }

    @Override
    public @Nullable Published mechanism(String operator, Instant at) {
        return inEffect(SubjectId.mechanism(operator), at);
    }

    @Override
    public @Nullable Published rules(Instant at) {
        return inEffect(SubjectId.rules(), at);
    }

    @Override
    public WorkingCalendar calendar(Instant at) {
        return calendars().reversed().stream()
                .filter(version -> !version.since().isAfter(at))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public WorkingCalendar calendar(int version) {
        return calendars().get(version - 1);
    }

    private List<WorkingCalendar> calendars() {
        Read<WorkingCalendar> now = readOn(
                SubjectId.calendar(),
                calendars.get(),
                (event, versions) -> versions.add(versions.getLast().with((CalendarNoticeLoaded) event)));
        return calendars.accumulateAndGet(now, Read::further).versions();
    }

    private @Nullable Published inEffect(SubjectId document, Instant at) {
        return versions(document).reversed().stream()
                .filter(version -> !version.effectiveAt().isAfter(at))
                .findFirst()
                .orElse(null);
    }

    private List<Published> versions(SubjectId document) {
        Read<Published> before =
                Objects.requireNonNullElse(read.getIfPresent(document), new Read<Published>(0, List.of()));
        Read<Published> now =
                readOn(document, before, (event, versions) -> published(event).forEach(versions::add));
        if (now.next() > before.next()) {
            read.asMap().merge(document, now, Read::further);
        }
        return now.versions();
    }

    private <T> Read<T> readOn(SubjectId history, Read<T> before, BiConsumer<Event, List<T>> take) {
        DomainEventStream since = events.readEvents(history.toString(), before.next());
        if (!since.hasNext()) {
            return before;
        }
        long next = before.next();
        List<T> versions = new ArrayList<>(before.versions());
        while (since.hasNext()) {
            var message = since.next();
            next = message.getSequenceNumber() + 1;
            take.accept((Event) message.getPayload(), versions);
        }
        return new Read<>(next, List.copyOf(versions));
    }

    private static Stream<Published> published(Event event) {
        return switch (event) {
            case PlanPublished plan -> Stream.of(version(plan, true, null));
            case MechanismPublished mechanism -> Stream.of(version(mechanism, true, null));
            case RulesPublished rules -> Stream.of(version(rules, rules.autoUrge(), rules.secondPersonAboveFen()));
            default -> Stream.empty();
        };
    }

    private static Published version(NewVersion published, boolean autoUrge, @Nullable Long secondPersonAboveFen) {
        return new Published(
                new DocumentVersion(published.subject(), published.version()),
                published.inEffectFrom(),
                published.windows(),
                autoUrge,
                secondPersonAboveFen);
    }
}
