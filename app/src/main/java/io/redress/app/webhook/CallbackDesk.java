package io.redress.app.webhook;

import io.redress.api.Act;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.app.AvailableActionsHttp;
import io.redress.app.Turns;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.access.Policy.Reading;
import io.redress.app.access.SignedCallback;
import io.redress.app.access.Verdict;
import io.redress.app.access.WhoActs;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.StoredParties;
import io.redress.command.webhook.Callback;
import io.redress.command.webhook.Callback.State;
import io.redress.command.webhook.Callbacks;
import io.redress.command.webhook.Callbacks.Arrived;
import io.redress.command.webhook.Callbacks.Overtaken;
import io.redress.command.webhook.Callbacks.Ticket;
import io.redress.command.webhook.Callbacks.Turn;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.DependsOn;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what callbacks ask for, when it is their turn. What can be known of a callback whatever stands in its case is
 * refused before it is stored; what the rules do not allow as things stand is an answer, and counts.
 */
@Component
@DependsOn("wiringGuard")
class CallbackDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallbackDesk.class);
    private static final long SECONDS_BETWEEN = 2;
    private static final int AT_ONCE = 4;

    /** Only whoever is overtaken all the time tries so often. */
    private static final int TRIES_MAX = 20;

    private final Callbacks callbacks;
    private final FrontDoor door;
    private final ActReader reader;
    private final Policy policy;
    private final StoredParties cases;
    private final AvailableActionsHttp actions;
    private final InstantSource legalClock;
    private final JsonMapper json;
    private final ExecutorService followers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("callbacks-", 0).daemon().factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("held-callbacks").daemon().factory());

    CallbackDesk(
            Callbacks callbacks,
            FrontDoor door,
            ActReader reader,
            Policy policy,
            StoredParties cases,
            AvailableActionsHttp actions,
            @Qualifier("legalClock") InstantSource legalClock,
            JsonMapper json) {
        this.callbacks = callbacks;
        this.door = door;
        this.reader = reader;
        this.policy = policy;
        this.cases = cases;
        this.actions = actions;
        this.legalClock = legalClock;
        this.json = json;
        var _ = timer.scheduleWithFixedDelay(this::round, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    /**
     * What is answered.
     *
     * @param missing what has to come before it, if it waits
     * @param repeated whether it came before
     */
    record Outcome(Callback callback, List<Long> missing, boolean repeated) {}

    /** Takes a callback in, and does it if it is its turn. */
    Outcome receive(SignedCallback signed) {
        CallbackWish wish = CallbackWish.read(json, signed.body());
        admit(Caller.signing(signed.party(), signed.endpoint()), signed.party(), wish);
        boolean fresh = callbacks.take(
                new Arrived(signed.party(), signed.endpoint(), signed.id(), wish.subject(), wish.version()),
                signed.body());
        Callback callback = found(signed);
        boolean repeated = !fresh && callback.state() != State.HELD;
        boolean next = true;
        for (int tries = 0; next && callback.state() == State.HELD; tries++) {
            if (tries >= TRIES_MAX) {
                throw new Turns.Busy();
            }
            next = isNext(callback);
            if (next) {
                attempt(callback, wish, false);
            }
            callback = found(signed);
        }
        if (callback.state() == State.HELD) {
            return new Outcome(callback, callbacks.missing(callback), !fresh);
        }
        if (!repeated && callback.state() != State.SUPERSEDED) {
            follow(new Ticket(callback.party(), callback.subject()));
        }
        return new Outcome(callback, List.of(), repeated);
    }

    private Callback found(SignedCallback signed) {
        return callbacks
                .find(signed.party(), signed.id())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
    }

    private boolean isNext(Callback callback) {
        return callbacks
                .next(callback.party(), callback.subject(), callback.id(), now())
                .filter(next -> next.id().equals(callback.id()))
                .isPresent();
    }

    /** Whether the sender may do this in some state of the case. Of others' cases it hears what it hears of none. */
    private void admit(Caller caller, Party sender, CallbackWish wish) {
        SubjectId subject = wish.subject();
        Parties parties = cases.of(subject).stream()
                .findFirst()
                .filter(known -> policy.mayRead(caller, Reading.CASE, known) == Verdict.ALLOWED)
                .orElseThrow(() ->
                        Refusal.ofField(Rule.SUBJECT_IS_KNOWN, subject.kind().word(), subject.key()));
        Act act = wish.act(reader, sender, now());
        if (act != null
                && policy.may(caller, Objects.requireNonNull(wish.act()), CallbackWish.by(act), parties)
                        != Verdict.ALLOWED) {
            throw new Denied(json.valueToTree(actions.of(caller, subject)));
        }
    }

    /** It is not for the sender to do this, in whatever state the case is; what is, is said. */
    static final class Denied extends ResponseStatusException {
        private static final long serialVersionUID = 1L;

        private final transient JsonNode availableActions;

        Denied(JsonNode availableActions) {
            super(HttpStatus.FORBIDDEN);
            this.availableActions = availableActions;
        }

        JsonNode availableActions() {
            return availableActions;
        }
    }

    // ---- doing it

    /** Does what is next; its outcome is stored, whoever did it. */
    private void attempt(Callback callback, CallbackWish wish, boolean tell) {
        Turn turn = new Turn(callback, wish.ticket(), tell);
        try {
            Act act = wish.act(reader, callback.party(), now());
            if (act == null) {
                callbacks.link(turn, now());
            } else {
                perform(turn, wish, act);
            }
        } catch (Overtaken overtaken) {
            log.debug("{} was taken by somebody else", callback.id());
        }
    }

    private void perform(Turn turn, CallbackWish wish, Act act) {
        Callback callback = turn.callback();
        Caller caller = Caller.signing(callback.party(), callback.endpoint());
        Map<String, Object> who = new HashMap<>(WhoActs.is(caller));
        who.putAll(Callbacks.is(turn));
        try {
            door.as(who).perform(act, later -> Objects.requireNonNull(wish.act(reader, callback.party(), later)), null);
        } catch (Refusal refusal) {
            if (isOfTheMoment(refusal)) {
                throw new Turns.Busy();
            }
            callbacks.refuse(turn, answer(refusal, caller, callback.subject()), now());
        } catch (ResponseStatusException denied) {
            if (denied.getStatusCode() != HttpStatus.FORBIDDEN) {
                throw denied;
            }
            callbacks.refuse(turn, answer(null, caller, callback.subject()), now());
        }
    }

    /** It says nothing of the act, and may be another one a moment later. */
    private static boolean isOfTheMoment(Refusal refusal) {
        return refusal.rule() == Rule.SUBJECT_IS_NOT_BUSY || refusal.rule() == Rule.REQUEST_IS_NOT_UNDER_WAY;
    }

    /** What is kept of a refusal, and what could be done instead when it was made. */
    private ObjectNode answer(@Nullable Refusal refusal, Caller caller, SubjectId subject) {
        ObjectNode answer = KeptRefusal.write(json, refusal);
        answer.set("availableActions", json.valueToTree(actions.of(caller, subject)));
        return answer;
    }

    // ---- what waits

    /** Does what waited for what was just done; nobody waits for that. */
    private void follow(Ticket ticket) {
        try {
            followers.execute(() -> takeUp(ticket));
        } catch (RejectedExecutionException e) {
            log.debug("this node is going down; another one will do what waits");
        }
    }

    private void takeUp(Ticket ticket) {
        try {
            for (int tries = 0; tries < TRIES_MAX; ) {
                Optional<Callback> next = callbacks.next(ticket.party(), ticket.subject(), null, now());
                if (next.isEmpty()) {
                    return;
                }
                Optional<byte[]> body = callbacks.body(next.get());
                if (body.isEmpty()) {
                    tries++;
                    continue;
                }
                attempt(next.get(), CallbackWish.read(json, body.get()), true);
                boolean done = callbacks
                        .find(ticket.party(), next.get().id())
                        .filter(now -> now.state() == State.HELD)
                        .isEmpty();
                tries = done ? 0 : tries + 1;
            }
        } catch (RuntimeException e) {
            log.warn(
                    "callbacks about {} could not be done and will be in a moment: {}", ticket.subject(), e.toString());
        }
    }

    private void round() {
        try {
            doWhatWaits();
        } catch (RuntimeException e) {
            log.warn("callbacks that wait could not be looked for and will be next time: {}", e.toString());
        }
    }

    /** Does what was left behind, by a node that went down or because something failed; and ends what waited too long. */
    void doWhatWaits() {
        callbacks.leftBehind().forEach(this::takeUp);
        callbacks.expire(now());
    }

    private Instant now() {
        return legalClock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        followers.shutdownNow();
    }
}
