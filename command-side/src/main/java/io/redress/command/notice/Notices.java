package io.redress.command.notice;

import io.redress.api.Event;
import io.redress.api.party.Role;
import io.redress.api.record.RecordEvent;
import io.redress.api.window.Change;
import io.redress.api.window.FactCorrected;
import io.redress.api.window.WindowKey;
import io.redress.command.notice.Inboxes.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the owner of a window whatever becomes of it, in the order of the store: one notice for each change. All that an
 * event causes here is written in the transaction of the token, or nothing of it; what is written is known by names
 * made of the event, so that it is written once however often the event comes.
 */
public final class Notices {
    private final JdbcClient sql;
    private final Inboxes inboxes;
    private final DueSoon dueSoon;
    private final Unheard unheard;
    private final InstantSource legalClock;
    private final TransactionTemplate step;
    private volatile @Nullable Long began;
    private volatile Runnable listener = () -> {};

    Notices(
            JdbcClient sql,
            Inboxes inboxes,
            DueSoon dueSoon,
            Unheard unheard,
            InstantSource legalClock,
            PlatformTransactionManager transactions) {
        this.sql = sql;
        this.inboxes = inboxes;
        this.dueSoon = dueSoon;
        this.unheard = unheard;
        this.legalClock = legalClock;
        // an event that cannot be told of takes nothing else of its batch with it
        step = new TransactionTemplate(transactions);
        step.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** Tells the listener of each event that was told of, once that is committed. */
    void tell(Runnable newListener) {
        listener = newListener;
    }

    @EventHandler
    void on(Event event, TrackingToken token, @SequenceNumber long number, @MessageIdentifier String id) {
        if (event instanceof RecordEvent || event.changes().stream().noneMatch(Change.OfWindow.class::isInstance)) {
            return;
        }
        OptionalLong position = token.position();
        step.executeWithoutResult(_ -> {
            inboxes.lock();
            boolean news = position.orElseThrow() > began();
            long version = inboxes.version(event.subject(), number + 1);
            new Telling(event, id, version, news, legalClock.instant().truncatedTo(ChronoUnit.MICROS)).tellAll();
        });
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listener.run();
            }
        });
    }

    /**
     * Up to which position of the store there were no notices: what was stored before is put into inboxes, and that is
     * all.
     */
    public long began() {
        Long known = began;
        if (known == null) {
            known = sql.sql("SELECT position FROM outbox.notices_began")
                    .query(Long.class)
                    .single();
            began = known;
        }
        return known;
    }

    /** One event on its way into inboxes. */
    private final class Telling {
        private final Event event;
        private final String id;
        private final long version;
        private final boolean news;
        private final Instant now;
        private final Set<WindowKey> rescinded = new HashSet<>();
        private int place;

        Telling(Event event, String id, long version, boolean news, Instant now) {
            this.event = event;
            this.id = id;
            this.version = version;
            this.news = news;
            this.now = now;
        }

        void tellAll() {
            for (Change change : event.changes()) {
                place++;
                if (change instanceof Change.OfWindow ofWindow) {
                    tell(ofWindow);
                }
            }
        }

        private void tell(Change.OfWindow change) {
            WindowKey window = change.window();
            switch (change) {
                case Change.Opened opened -> {
                    put(Notice.OPENED, window, opened.dueAt(), more().put("openedAt", shown(opened.openedAt())));
                    dueSoon.runs(window, event.at(), opened.dueAt());
                }
                case Change.Resumed resumed ->
                    move(window, resumed.dueAt(), event instanceof FactCorrected ? "corrected" : "resumed");
                case Change.Extended extended -> move(window, extended.dueAt(), "extended");
                case Change.Moved moved -> move(window, moved.dueAt(), "recounted");
                case Change.Suspended _ -> {
                    Instant dueAt = lastDueAt(window);
                    put(
                            Notice.MOVED,
                            window,
                            dueAt,
                            more().put("dueAtBefore", shown(dueAt)).put("reason", "suspended"));
                    dueSoon.over(window);
                }
                case Change.Met met -> {
                    ObjectNode more = more().put("late", met.late());
                    if (met.occurredAt() != null) {
                        more.put("doneAt", shown(met.occurredAt()));
                    }
                    close(Notice.MET, window, more);
                }
                case Change.Withdrawn _ -> close(Notice.WITHDRAWN, window, more());
                case Change.Lapsed lapsed -> lapse(window, lapsed.dueAt());
                // what became of the window follows in the same event, and is told with it
                case Change.Rescinded _ -> rescinded.add(window);
            }
        }

        private void move(WindowKey window, Instant dueAt, String reason) {
            put(
                    Notice.MOVED,
                    window,
                    dueAt,
                    more().put("dueAtBefore", shown(lastDueAt(window))).put("reason", reason));
            dueSoon.runs(window, event.at(), dueAt);
        }

        private void close(String type, WindowKey window, ObjectNode more) {
            if (rescinded.contains(window)) {
                more.put("lapseRescinded", true);
            }
            put(type, window, lastDueAt(window), more);
            dueSoon.over(window);
        }

        private void lapse(WindowKey window, Instant dueAt) {
            Optional<Told> told = inboxes.of(window);
            boolean tooLate = told.map(first -> !first.toldAt().isBefore(dueAt)).orElse(true);
            // when it was over before anybody knew of it, nobody could have been told
            boolean over = told.map(first -> !dueAt.isAfter(first.recordedAt())).orElse(false);
            boolean ours = news && tooLate && !over && window.owedBy().role() != Role.PLATFORM;
            put(Notice.LAPSED, window, dueAt, ours ? more().put("unheard", true) : more());
            dueSoon.over(window);
            if (ours) {
                unheard.found(window, told.map(Told::toldAt).orElse(null));
            }
        }

        private Instant lastDueAt(WindowKey window) {
            return inboxes.of(window)
                    .map(Told::dueAt)
                    .orElseThrow(() -> new IllegalStateException("nobody was told of " + window.obligation()));
        }

        private void put(String type, WindowKey window, Instant dueAt, ObjectNode more) {
            // ids hold no full stop: signatures part what they sign by one
            inboxes.put(
                    new Notice(id + "_" + place, type, event.subject(), version, event.at(), window, dueAt, more),
                    now,
                    news);
        }

        private static ObjectNode more() {
            return JsonNodeFactory.instance.objectNode();
        }

        private static String shown(Instant instant) {
            return Inboxes.shown(instant);
        }
    }
}
