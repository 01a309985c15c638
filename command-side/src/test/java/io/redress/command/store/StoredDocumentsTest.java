package io.redress.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Party;
import io.redress.command.window.Documents.Published;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredDocumentsTest {
    private static final Instant NOW = Instant.EPOCH.plusSeconds(60);

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final EmbeddedEventStore store =
            EmbeddedEventStore.builder().storageEngine(engine).build();
    private final StoredDocuments documents = new StoredDocuments(engine);

    private void publish(int version, boolean autoUrge) {
        publish(version, autoUrge, null);
    }

    private void publish(int version, boolean autoUrge, @Nullable Instant effectiveAt) {
        SubjectId rules = SubjectId.rules();
        store.publish(new GenericDomainEventMessage<>(
                "rules",
                rules.toString(),
                version - 1,
                new RulesPublished(
                        rules,
                        Instant.EPOCH,
                        Party.PLATFORM,
                        version,
                        Map.of(),
                        autoUrge,
                        null,
                        effectiveAt,
                        List.of())));
    }

    /** Axon's event store shows a unit of work what that unit has published and may yet take back. */
    @Test
    void a_version_that_was_taken_back_is_never_in_force() {
        publish(1, true);
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("an act"));
        publish(2, false);
        assertThat(documents.rules(NOW)).extracting(Published::autoUrge).isEqualTo(true);
        work.rollback();
        assertThat(documents.rules(NOW)).extracting(Published::autoUrge).isEqualTo(true);
        publish(2, false);
        assertThat(documents.rules(NOW)).extracting(Published::autoUrge).isEqualTo(false);
    }

    /** Of two that are announced, the later published comes first, whichever takes effect first. */
    @Test
    void in_effect_is_the_highest_number_of_those_whose_effect_has_begun() {
        publish(1, true);
        publish(2, true, NOW.plusSeconds(20));
        publish(3, true, NOW.plusSeconds(10));
        assertThat(number(Instant.EPOCH.minusNanos(1))).isNull();
        assertThat(number(Instant.EPOCH)).isEqualTo(1);
        assertThat(number(NOW.plusSeconds(10).minusNanos(1))).isEqualTo(1);
        assertThat(number(NOW.plusSeconds(10))).isEqualTo(3);
        assertThat(number(NOW.plusSeconds(20))).isEqualTo(3);
    }

    private @Nullable Integer number(Instant at) {
        Published rules = documents.rules(at);
        return rules == null ? null : rules.version().version();
    }
}
