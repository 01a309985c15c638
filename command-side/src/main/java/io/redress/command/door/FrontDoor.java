package io.redress.command.door;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.SubjectId;
import io.redress.api.window.LapseDueWindows;
import io.redress.api.window.RecordUnheard;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords;
import io.redress.command.store.Versions;
import io.redress.command.window.HistoryIsLater;
import io.redress.command.window.TimeHasPassed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Where every act comes in. An act that finds windows due first has their lapses recorded, in a unit of work of their
 * own that stays whatever becomes of the act; an act that lost a race is tried again on what the winner left.
 */
public final class FrontDoor {
    private static final int TRIES_MAX = 4;
    private static final int LAPSES_MAX = 8;

    /** How long a copy waits for the request that is under way before it is sent away. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandGateway gateway;
    private final EventStore events;
    private final IdempotencyRecords idempotency;
    private final UnderWay underWay;

    /** Who acts; it travels with every act. */
    private final MetaData who;

    public FrontDoor(CommandGateway gateway, EventStore events, IdempotencyRecords idempotency) {
        this(gateway, events, idempotency, new UnderWay(PATIENCE), MetaData.emptyInstance());
    }

    private FrontDoor(
            CommandGateway gateway,
            EventStore events,
            IdempotencyRecords idempotency,
            UnderWay underWay,
            MetaData who) {
        this.gateway = gateway;
        this.events = events;
        this.idempotency = idempotency;
        this.underWay = underWay;
        this.who = who;
    }

    /** The same door for somebody: what this says goes with his acts, and whoever decides about them may ask it. */
    public FrontDoor as(Map<String, ?> somebody) {
        return new FrontDoor(gateway, events, idempotency, underWay, MetaData.from(somebody));
    }

    /** Does the act, or refuses it with a {@link Refusal} and changes nothing. */
    public Receipt perform(Act act) {
        return perform(act, null);
    }

    /** Does the act once, however often it is asked under the same key. */
    public Receipt perform(Act act, @Nullable IdempotencyKey key) {
        return perform(act, _ -> act, key);
    }

    /**
     * Does the act once, however often it is asked under the same key.
     *
     * @param later the same act at a later instant: it happens no earlier than what overtook it
     */
    public Receipt perform(Act act, Function<Instant, Act> later, @Nullable IdempotencyKey key) {
        return perform(act, later, key, null);
    }

    /**
     * Does the act once, however often it is asked under the same key, and only on what its sender has seen.
     *
     * @param later the same act at a later instant: it happens no earlier than what overtook it
     * @param seen the version of the subject that its sender saw, {@link Versions#ANY} when any will do; null when it
     *     does not say
     */
    public Receipt perform(Act act, Function<Instant, Act> later, @Nullable IdempotencyKey key, @Nullable Long seen) {
        return key == null
                ? attempt(act, later, null, seen)
                : underWay.once(key, () -> performOnce(act, later, key, seen));
    }

    private Receipt performOnce(Act act, Function<Instant, Act> later, IdempotencyKey key, @Nullable Long seen) {
        Optional<Receipt> before = repeated(key);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return attempt(act, later, key, seen);
        } catch (Refusal refusal) {
            // a copy of this very request may have been done meanwhile, and be what stands in the way
            return repeated(key).orElseThrow(() -> refusal);
        }
    }

    /** Lets the windows of a subject lapse that are due at or before this instant. */
    public void lapse(SubjectId subject, Instant at) {
        try {
            attempt(new LapseDueWindows(subject, at), later -> new LapseDueWindows(subject, later), null, null);
        } catch (Refusal unknown) {
            if (unknown.rule() != Rule.SUBJECT_IS_KNOWN) {
                throw unknown;
            }
        }
    }

    /** Has it recorded that the owner of a lapsed window had not been told of it. */
    public void recordUnheard(RecordUnheard found) {
        attempt(found, later -> new RecordUnheard(found.subject(), later, found.window(), found.toldAt()), null, null);
    }

    private Receipt attempt(
            Act first, Function<Instant, Act> later, @Nullable IdempotencyKey key, @Nullable Long seen) {
        Act act = first;
        MetaData metaData = who.mergedWith(Versions.seen(seen));
        if (key != null) {
            metaData = metaData.mergedWith(key.toMetaData());
        }
        int lostRaces = 0;
        int lapses = 0;
        while (true) {
            try {
                long version = gateway.<Long>sendAndWait(new GenericCommandMessage<>(act, metaData));
                return new Receipt(act.subject(), act.at(), version, false);
            } catch (TimeHasPassed due) {
                if (++lapses > LAPSES_MAX) {
                    throw new Refusal(Rule.SUBJECT_IS_NOT_BUSY, act.subject().label());
                }
                lapse(due.subject(), act.at());
            } catch (HistoryIsLater overtaken) {
                act = later.apply(overtaken.at());
                if (act.at().isBefore(overtaken.at())) {
                    throw new Refusal(Rule.SUBJECT_IS_NOT_BUSY, act.subject().label());
                }
            } catch (AggregateNotFoundException e) {
                throw Refusal.ofField(
                        Rule.SUBJECT_IS_KNOWN,
                        act.subject().kind().word(),
                        act.subject().key());
            } catch (DuplicateKeyException e) {
                return repeated(key).orElseThrow(() -> e);
            } catch (AggregateStreamCreationException
                    | ConcurrencyException
                    | LockAcquisitionFailedException
                    | ConcurrencyFailureException e) {
                if (act instanceof BeginsHistory
                        && events.lastSequenceNumberFor(act.subject().toString())
                                .isPresent()) {
                    throw Refusal.ofField(
                            Rule.ID_IS_FREE,
                            act.subject().kind().word(),
                            act.subject().key());
                }
                if (++lostRaces >= TRIES_MAX) {
                    throw new Refusal(Rule.SUBJECT_IS_NOT_BUSY, act.subject().label());
                }
            }
        }
    }

    private Optional<Receipt> repeated(@Nullable IdempotencyKey key) {
        return key == null
                ? Optional.empty()
                : idempotency
                        .find(key)
                        .map(before -> new Receipt(before.subject(), before.at(), before.version(), true));
    }
}
