package io.redress.query;

import static io.redress.query.Told.PLATFORM;
import static io.redress.query.Told.hour;
import static io.redress.query.Told.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.api.Event;
import io.redress.api.demand.DemandUrged;
import io.redress.api.personal.PersonalText;
import io.redress.api.returns.ReturnRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.messaging.deadletter.InMemorySequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SheetWriterTest {
    @BeforeEach
    void createTable() {
        Bench.jdbc()
                .execute("CREATE TABLE read_model.said (id serial, subject text, word text CHECK (word <> 'poison'))");
    }

    @AfterEach
    void dropTable() {
        Bench.jdbc().execute("DROP TABLE read_model.said");
    }

    /** Writes down who said what; a table that refuses one word stands for anything the database may refuse. */
    static final class Said {
        private final SheetWriter sheet = new SheetWriter(Bench.jdbc());
        private final AtomicInteger handled = new AtomicInteger();

        @EventHandler
        void on(Event event, TrackingToken token) {
            handled.incrementAndGet();
            String subject = event.subject().toString();
            sheet.write(event, SheetWriter.position(token), lines -> {
                if (event instanceof ReturnRefused refused) {
                    lines.add(
                            "INSERT INTO read_model.said (subject, word) VALUES (?, ?)",
                            subject,
                            told(refused.reason()));
                    lines.change("UPDATE read_model.said SET word = word || '!' WHERE subject = ?", subject);
                } else {
                    lines.add("DELETE FROM read_model.said WHERE subject = ?", subject);
                    throw new IllegalStateException("after a line was written");
                }
            });
        }
    }

    private static ReturnRefused said(String id, String word) {
        return new ReturnRefused(returned(id), hour(0), PLATFORM, PersonalText.of(word), List.of());
    }

    private static String told(PersonalText word) {
        return ((PersonalText.Told) word).text();
    }

    private static List<String> words() {
        return Bench.jdbc().queryForList("SELECT subject || ' ' || word FROM read_model.said ORDER BY 1", String.class);
    }

    private static DeadLetteringEventHandlerInvoker saidWith(SequencedDeadLetterQueue<EventMessage<?>> dead) {
        return DeadLetteringEventHandlerInvoker.builder()
                .eventHandlers(new Said())
                .queue(dead)
                .transactionManager(NoTransactionManager.instance())
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    @Test
    void lines_about_one_subject_keep_their_order_among_those_of_others() {
        SimpleEventHandlerInvoker invoker =
                SimpleEventHandlerInvoker.builder().eventHandlers(new Said()).build();
        try (Bench bench = new Bench("read.said", invoker)) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                events.add(said("A", "a"));
                events.add(said("B", "b"));
            }
            bench.publish(events);

            assertThat(Bench.jdbc()
                            .queryForList(
                                    "SELECT length(word) FROM read_model.said WHERE subject = 'return/A' ORDER BY id",
                                    Integer.class))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> 51 - i).toList());
        }
    }

    @Test
    void an_event_that_the_database_refuses_is_left_to_the_dead_letters_with_what_follows_it_and_harms_nobody_else() {
        InMemorySequencedDeadLetterQueue<EventMessage<?>> dead = InMemorySequencedDeadLetterQueue.defaultQueue();
        DeadLetteringEventHandlerInvoker invoker = saidWith(dead);
        try (Bench bench = new Bench("read.said", invoker)) {
            bench.append(List.of(said("A", "a"), said("B", "poison"), said("C", "c"), said("B", "b"), said("D", "d")));
            bench.awaitPatiently();
            bench.append(List.of(said("A", "later")));
            bench.awaitPatiently();

            assertThat(words()).containsExactly("return/A a!!", "return/A later!", "return/C c!", "return/D d!");
            assertThat(dead.size()).isEqualTo(2);
        }
    }

    @Test
    void an_event_whose_handler_fails_writes_nothing() {
        InMemorySequencedDeadLetterQueue<EventMessage<?>> dead = InMemorySequencedDeadLetterQueue.defaultQueue();
        DeadLetteringEventHandlerInvoker invoker = saidWith(dead);
        try (Bench bench = new Bench("read.said", invoker)) {
            bench.publish(said("A", "a"), new DemandUrged(returned("A"), hour(1), PLATFORM, List.of()));

            assertThat(words()).containsExactly("return/A a!");
            assertThat(dead.size()).isEqualTo(1);
        }
    }

    @Test
    void nothing_is_written_outside_a_transaction() {
        SheetWriter sheet = new SheetWriter(Bench.jdbc());
        var work = DefaultUnitOfWork.startAndGet(null);
        sheet.write(said("A", "a"), 0, lines -> lines.add("DELETE FROM read_model.said"));

        assertThatThrownBy(work::commit).hasMessageContaining("in one transaction");
    }

    @Test
    void a_value_that_no_sheet_keeps_fails_in_the_handler_and_not_in_the_batch() {
        SheetWriter sheet = new SheetWriter(Bench.jdbc());
        var work = DefaultUnitOfWork.startAndGet(null);
        try {
            assertThatThrownBy(() -> sheet.write(said("A", "a"), 0, lines -> lines.add("SELECT ?", Instant.MAX)))
                    .hasMessageContaining("not a moment that a sheet can show");
            assertThatThrownBy(() -> sheet.write(said("A", "a"), 0, lines -> lines.add("SELECT ?", PLATFORM)))
                    .hasMessageContaining("not kept in sheets");
        } finally {
            work.rollback();
        }
    }
}
