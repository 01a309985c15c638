package io.redress.app.webhook;

import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.app.access.Body;
import io.redress.app.access.Caller;
import io.redress.app.access.RequestKeys;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyRecords.Done;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import io.redress.query.Asked;
import io.redress.query.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was sent to endpoints, what was answered, and sending it again. */
@RestController
@RequestMapping("/api/v1")
public class WebhookDeliveriesHttp {
    private final DeliveryLog log;
    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final Holders holders;
    private final RequestKeys requests;

    WebhookDeliveriesHttp(
            DeliveryLog log, Deliveries deliveries, Endpoints endpoints, Holders holders, RequestKeys requests) {
        this.log = log;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.holders = holders;
        this.requests = requests;
    }

    @GetMapping("/webhook-deliveries")
    public Page<DeliveryLog.View> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String endpoint,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(name = "case", required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Party meant = holders.meant(caller, Asked.party("party", party));
        DeliveryLog.Wanted wanted = new DeliveryLog.Wanted(
                meant,
                Asked.name("endpoint", endpoint),
                Asked.name("type", type),
                Asked.ifAny("case", subject, SubjectId::parse, "subject"),
                Asked.oneOf("state", state, DeliveryLog.STATES, word -> word),
                Asked.instant("from", from),
                Asked.instant("before", before));
        return log.list(wanted, cursor, Page.limit(limit));
    }

    @GetMapping("/webhook-endpoints/{endpoint}/deliveries/{message}")
    public DeliveryLog.Detail read(@PathVariable String endpoint, @PathVariable String message, Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        return log.detail(known(found, message), found.id());
    }

    private DeliveryLog.View known(Endpoint endpoint, String message) {
        return Optional.of(message)
                .filter(Spelling::isId)
                .flatMap(id -> log.find(endpoint.id(), id))
                .orElseThrow(() -> Refusal.ofField(Rule.SUBJECT_IS_KNOWN, "message", message));
    }

    @PostMapping("/webhook-endpoints/{endpoint}/deliveries/{message}/resend")
    public ResponseEntity<DeliveryLog.View> resend(
            @PathVariable String endpoint,
            @PathVariable String message,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        DeliveryLog.View before = known(found, message);
        Done done = endpoints.once(
                requests.of(
                        "webhook-endpoints/" + found.id() + "/deliveries/" + before.message() + "/resend",
                        Body.NOTHING.fields(),
                        headers,
                        caller),
                () -> {
                    deliveries.resend(found, before.message());
                    return before.message();
                });
        return WebhookEndpointsHttp.answer(HttpStatus.ACCEPTED, done.repeated()).body(known(found, message));
    }
}
