package io.redress.app;

import io.redress.api.Event;
import io.redress.api.OfTheDesk;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.record.RecordEvent;
import io.redress.app.access.Caller;
import io.redress.command.door.PossibleActs;
import io.redress.command.hindsight.Histories;
import io.redress.command.notice.Notices;
import io.redress.command.store.StoredParties;
import io.redress.command.webhook.Callbacks;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Message;
import io.redress.command.window.Window;
import io.redress.command.window.WorkingCalendar;
import io.redress.query.CaseKind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the whole case before the endpoints of its merchant and its room operator whenever it changes: how it stands,
 * its windows, and what each of the two may do now. It has a processor of its own, so that what takes longer than a
 * notice holds up none. An event that others have followed already tells nothing: what they tell replaces it.
 */
final class TicketNews implements AutoCloseable {
    static final String TYPE = "ticket.changed";

    private static final Set<SubjectId.Kind> TICKETS =
            Set.of(SubjectId.Kind.ORDER, SubjectId.Kind.RETURN, SubjectId.Kind.COMPLAINT, SubjectId.Kind.INQUIRY);

    /** How long it may take to find out what may be done; whoever is told nothing of that asks for it. */
    private static final int PATIENCE_SECONDS = 5;

    private final Notices notices;
    private final Deliveries deliveries;
    private final Callbacks callbacks;
    private final StoredParties cases;
    private final Histories histories;
    private final PossibleActs possible;
    private final OfferedActions offered;
    private final InstantSource legalClock;
    private final JsonMapper json;

    /** What is tried must not become part of what is being handled: it is tried elsewhere. */
    private final ExecutorService elsewhere = Executors.newVirtualThreadPerTaskExecutor();

    TicketNews(
            Notices notices,
            Deliveries deliveries,
            Callbacks callbacks,
            StoredParties cases,
            Histories histories,
            PossibleActs possible,
            OfferedActions offered,
            InstantSource legalClock,
            JsonMapper json) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.callbacks = callbacks;
        this.cases = cases;
        this.histories = histories;
        this.possible = possible;
        this.offered = offered;
        this.legalClock = legalClock;
        this.json = json;
    }

    @EventHandler
    void on(Event event, TrackingToken token, @SequenceNumber long number, @MessageIdentifier String id) {
        SubjectId subject = event.subject();
        if (event instanceof RecordEvent
                || event instanceof OfTheDesk
                || !TICKETS.contains(subject.kind())
                || token.position().orElseThrow() <= notices.began()) {
            return;
        }
        List<Party> told = cases.of(subject).stream().findFirst().map(TicketNews::traders).orElse(List.of()).stream()
                .filter(party -> deliveries.isAwaited(party, TYPE))
                .toList();
        if (told.isEmpty()) {
            return;
        }
        CaseNow now = CaseNow.of(subject, histories).orElseThrow();
        if (now.newest() > number) {
            return;
        }
        Optional<PossibleActs.Answer> answer = possible(subject);
        for (Party party : told) {
            deliveries.put(new Message(
                    id + "_ticket_" + party.role().word(),
                    party,
                    TYPE,
                    subject,
                    now.version(),
                    event.at(),
                    ticket(subject, now, party, answer.orElse(null)),
                    true));
        }
    }

    private static List<Party> traders(Parties parties) {
        return Stream.of(Party.merchant(parties.merchant()), Party.roomOperator(parties.operator()))
                .filter(party -> !party.name().isEmpty())
                .filter(party -> party.role() == Role.MERCHANT || !parties.selfRun())
                .toList();
    }

    private Optional<PossibleActs.Answer> possible(SubjectId subject) {
        Instant now = legalClock.instant().truncatedTo(ChronoUnit.MICROS);
        Future<PossibleActs.Answer> answer = elsewhere.submit(() -> possible.on(subject, now, null));
        try {
            return Optional.of(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode ticket(SubjectId subject, CaseNow now, Party party, PossibleActs.@Nullable Answer answer) {
        ObjectNode ticket = json.createObjectNode();
        ticket.put("state", now.state().word());
        ticket.put("ending", now.ending() == null ? null : now.ending().word());
        ticket.put("ticket", callbacks.ticket(party, subject).orElse(null));
        ticket.put("href", "/api/v1/cases/" + CaseKind.path(subject));
        ArrayNode windows = ticket.putArray("windows");
        now.windows().forEach(window -> windows.add(shown(window)));
        if (answer == null) {
            ticket.putNull("answers");
        } else {
            // what it may do from inside its own system
            Caller caller = Caller.signing(party, "");
            ArrayNode answers = ticket.putArray("answers");
            offered.to(caller, answer).actions().forEach(action -> {
                ObjectNode offer = json.valueToTree(action);
                // words for people, and what follows from the rest
                offer.remove(List.of("actor", "text", "clause", "otherwise", "example"));
                answers.add(offer);
            });
        }
        return ticket;
    }

    private ObjectNode shown(Window window) {
        ObjectNode shown = json.createObjectNode();
        shown.put("subject", window.key().subject().toString());
        shown.put("obligation", window.obligation().id());
        shown.put("number", window.key().number());
        // there is one consumer in a case, who goes without a name
        shown.put(
                "owedBy",
                window.owedBy().role() == Role.CONSUMER
                        ? Role.CONSUMER.word()
                        : window.owedBy().toString());
        shown.put("openedAt", WorkingCalendar.shown(window.openedAt()));
        shown.put("dueAt", WorkingCalendar.shown(window.dueAt()));
        shown.put("outcome", window.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return shown;
    }

    @Override
    public void close() {
        elsewhere.shutdownNow();
    }
}
