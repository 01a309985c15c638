package io.redress.app.webhook;

import static io.redress.app.webhook.EndpointView.time;

import io.redress.api.SubjectId;
import io.redress.app.Problems;
import io.redress.app.Turns;
import io.redress.app.access.Caller;
import io.redress.app.access.RequestKeys;
import io.redress.app.access.SignedCallback;
import io.redress.app.webhook.CallbackDesk.Outcome;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.webhook.Callback;
import io.redress.command.webhook.Callback.State;
import io.redress.command.webhook.Callbacks;
import io.redress.query.Cursor;
import io.redress.query.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Callbacks over HTTP: what a merchant's or a room operator's own system says of its cases, and what became of it. */
@RestController
class CallbacksHttp {
    private static final String LOG = "callbacks";

    private final CallbackDesk desk;
    private final Callbacks callbacks;
    private final Holders holders;
    private final Problems problems;
    private final JsonMapper json;

    CallbacksHttp(CallbackDesk desk, Callbacks callbacks, Holders holders, Problems problems, JsonMapper json) {
        this.desk = desk;
        this.callbacks = callbacks;
        this.holders = holders;
        this.problems = problems;
        this.json = json;
    }

    @PostMapping(path = SignedCallback.ADDRESS, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> receive(
            @RequestAttribute(name = SignedCallback.ATTRIBUTE) SignedCallback signed, Locale locale) {
        Outcome outcome;
        try {
            outcome = desk.receive(signed);
        } catch (CallbackDesk.Denied denied) {
            return refused(problems.of(denied, locale), denied.availableActions(), new HttpHeaders(), locale);
        }
        Callback callback = outcome.callback();
        HttpHeaders headers = new HttpHeaders();
        if (outcome.repeated()) {
            headers.set(RequestKeys.REPLAYED, "true");
        }
        ProblemDetail problem = problem(callback, locale);
        if (problem != null) {
            return refused(problem, Objects.requireNonNull(callback.answer()).get("availableActions"), headers, locale);
        }
        HttpStatus status = callback.state() == State.HELD ? HttpStatus.ACCEPTED : HttpStatus.OK;
        return ResponseEntity.status(status).headers(headers).body(shown(callback, outcome.missing()));
    }

    private static ResponseEntity<Object> refused(
            ProblemDetail problem, @Nullable JsonNode availableActions, HttpHeaders headers, Locale locale) {
        if (availableActions != null) {
            problem.setProperty("availableActions", availableActions);
        }
        headers.set(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag());
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @GetMapping("/api/v1/webhook-endpoints/{endpoint}/callbacks")
    Page<ObjectNode> list(
            @PathVariable String endpoint,
            Caller caller,
            Locale locale,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        String id = holders.endpoint(caller, endpoint).id();
        int most = Page.limit(limit);
        Cursor before = Cursor.read(LOG, 1, cursor);
        Page<Callback> page = Page.of(
                callbacks.list(id, before == null ? Long.MAX_VALUE : before.number(0), most + 1),
                most,
                last -> Cursor.of(LOG, last.position()));
        Map<SubjectId, String> tickets = new HashMap<>();
        return new Page<>(
                page.items().stream().map(item -> logged(item, tickets, locale)).toList(), page.next());
    }

    private ObjectNode logged(Callback callback, Map<SubjectId, String> tickets, Locale locale) {
        ObjectNode item = shown(callback, callback.state() == State.HELD ? callbacks.missing(callback) : List.of());
        String ticket = tickets.computeIfAbsent(
                callback.subject(),
                subject -> callbacks.ticket(callback.party(), subject).orElse(""));
        item.put("ticket", ticket.isEmpty() ? null : ticket);
        item.set("receivedAt", json.valueToTree(time(callback.receivedAt())));
        Instant endedAt = callback.endedAt();
        if (endedAt != null) {
            item.set("endedAt", json.valueToTree(time(endedAt)));
        }
        ProblemDetail problem = problem(callback, locale);
        if (problem != null) {
            item.set("problem", json.valueToTree(problem));
        }
        return item;
    }

    private ObjectNode shown(Callback callback, List<Long> missing) {
        ObjectNode shown = json.createObjectNode();
        shown.put("callback", callback.id());
        shown.put("case", callback.subject().toString());
        shown.put("version", callback.version());
        shown.put("state", callback.state().word());
        JsonNode answer = callback.answer();
        if (callback.state() == State.HELD) {
            shown.set("missing", json.valueToTree(missing));
            shown.set("heldUntil", json.valueToTree(time(callback.heldUntil())));
        } else if (answer != null) {
            if (answer.has("at")) {
                shown.set(
                        "at",
                        json.valueToTree(
                                time(Instant.parse(answer.required("at").stringValue()))));
            }
            for (String said : List.of("caseVersion", "taken", "missing")) {
                if (answer.has(said)) {
                    shown.set(said, answer.required(said));
                }
            }
        }
        return shown;
    }

    /** Why it was not done; null when it was, or waits. */
    private @Nullable ProblemDetail problem(Callback callback, Locale locale) {
        JsonNode answer = callback.answer();
        if (answer == null || (callback.state() != State.REFUSED && callback.state() != State.EXPIRED)) {
            return null;
        }
        if (callback.state() == State.EXPIRED) {
            String missing =
                    answer.path("missing").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
            return problems.of(
                    missing.isEmpty() ? new Turns.Busy() : new Refusal(Rule.EARLIER_CALLBACKS_HAVE_COME, missing),
                    locale);
        }
        Refusal refusal = KeptRefusal.read(answer);
        return problems.of(refusal == null ? new ResponseStatusException(HttpStatus.FORBIDDEN) : refusal, locale);
    }
}
