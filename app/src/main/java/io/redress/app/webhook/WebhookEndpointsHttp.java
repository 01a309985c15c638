package io.redress.app.webhook;

import static io.redress.app.webhook.EndpointView.time;

import io.redress.api.Spelling;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.app.access.Body;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Scope;
import io.redress.app.access.RequestKeys;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords.Done;
import io.redress.command.webhook.Deliveries;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import io.redress.command.webhook.Endpoints.Made;
import io.redress.command.webhook.Endpoints.Wish;
import io.redress.command.webhook.Sender;
import io.redress.query.Asked;
import io.redress.query.Cursor;
import io.redress.query.Page;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Where a party wants to be told, and what it takes. */
@RestController
@RequestMapping("/api/v1/webhook-endpoints")
public class WebhookEndpointsHttp {
    private static final String SHEET = "webhook-endpoints";
    private static final List<String> EVERYTHING = List.of("*");
    private static final int TYPES_MAX = 50;
    private static final int TYPE_CHARACTERS_MAX = 100;
    private static final int URL_CHARACTERS_MAX = 2000;
    private static final Pattern TYPE = Pattern.compile("\\*|[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)*(\\.\\*)?");

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final DeliveryLog log;
    private final Holders holders;
    private final Sender sender;
    private final RequestKeys requests;
    private final InstantSource operationalClock;

    WebhookEndpointsHttp(
            Endpoints endpoints,
            Deliveries deliveries,
            DeliveryLog log,
            Holders holders,
            Sender sender,
            RequestKeys requests,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.log = log;
        this.holders = holders;
        this.sender = sender;
        this.requests = requests;
        this.operationalClock = operationalClock;
    }

    /**
     * An endpoint whose secret is new.
     *
     * @param secret what its holder must keep; null when the answer is a repeat
     * @param callbackSecret what its holder signs callbacks with; null as well where the credential that asks could not
     *     do itself what is done with it
     */
    public record New(@Nullable String secret, @Nullable String callbackSecret, EndpointView endpoint) {}

    /** How many deliveries were begun anew. */
    public record Replayed(int begun) {}

    @GetMapping
    public Page<EndpointView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Party meant = holders.meant(caller, Asked.party("party", party));
        Cursor after = Cursor.read(SHEET, 2, cursor);
        int most = Page.limit(limit);
        Page<Endpoint> page = Page.of(
                endpoints.list(
                        meant, after == null ? null : after.time(0), after == null ? null : after.part(1), most + 1),
                most,
                endpoint -> Cursor.of(SHEET, endpoint.createdAt().atOffset(ZoneOffset.UTC), endpoint.id()));
        return new Page<>(page.items().stream().map(EndpointView::of).toList(), page.next());
    }

    @GetMapping("/{endpoint}")
    EndpointView read(@PathVariable String endpoint, Caller caller) {
        return EndpointView.of(holders.endpoint(caller, endpoint));
    }

    @PostMapping
    public ResponseEntity<New> create(@RequestBody JsonNode body, @RequestHeader HttpHeaders headers, Caller caller) {
        Body asked = Body.of(body, "party", "url", "types", "description");
        Party named = asked.has("party") ? asked.read("party", WebhookEndpointsHttp::trader, "expects.party") : null;
        Party meant = holders.meant(caller, named);
        if (meant == null) {
            throw Refusal.ofField(Rule.FIELD_MISSING, "party");
        }
        String url = url(asked);
        List<String> types = asked.has("types") ? types(asked) : EVERYTHING;
        String description = asked.note("description");
        return made(
                HttpStatus.CREATED,
                requests.of(SHEET, asked.fields(), headers, caller),
                caller,
                () -> endpoints.create(meant, url, types, description, caller.credential()));
    }

    /** Only merchants and room operators have systems that are told. */
    private static Party trader(String text) {
        Party party = Party.parse(text);
        if ((party.role() != Role.MERCHANT && party.role() != Role.ROOM_OPERATOR) || !Spelling.isName(party.name())) {
            throw new IllegalArgumentException();
        }
        return party;
    }

    private String url(Body asked) {
        String url = asked.text("url", URL_CHARACTERS_MAX);
        if (!sender.mayBeSentTo(url)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "url", "expects.webhook-url");
        }
        return url;
    }

    private static List<String> types(Body asked) {
        return asked.texts("types", TYPES_MAX, WebhookEndpointsHttp::isType, "expects.type-filters");
    }

    private static boolean isType(String text) {
        return text.length() <= TYPE_CHARACTERS_MAX && TYPE.matcher(text).matches();
    }

    /** Only the first answer shows a secret: it is kept where nobody reads it. */
    private ResponseEntity<New> made(HttpStatus status, IdempotencyKey request, Caller caller, Supplier<Made> effect) {
        AtomicReference<@Nullable Made> first = new AtomicReference<>();
        String id = endpoints
                .once(request, () -> {
                    Made made = effect.get();
                    first.set(made);
                    return made.endpoint().id();
                })
                .about();
        Made made = first.get();
        boolean acts = caller.has(Scope.ACTS) && caller.has(Scope.FACTS);
        return answer(status, made == null)
                .body(new New(
                        made == null ? null : made.secret(),
                        made == null || !acts ? null : made.callbackSecret(),
                        EndpointView.of(made == null ? endpoints.find(id).orElseThrow() : made.endpoint())));
    }

    /** @param repeated whether the same was asked before */
    static ResponseEntity.BodyBuilder answer(HttpStatus status, boolean repeated) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (repeated) {
            answer.header(RequestKeys.REPLAYED, "true");
        }
        return answer;
    }

    @PostMapping("/{endpoint}/change")
    public ResponseEntity<EndpointView> change(
            @PathVariable String endpoint,
            @RequestBody JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        Body asked = Body.of(body, "url", "types", "description", "enabled");
        Wish wish = new Wish(
                asked.has("url") ? url(asked) : null,
                asked.has("types") ? types(asked) : null,
                asked.has("description") ? asked.note("description") : null,
                asked.has("enabled") ? asked.flag("enabled") : null);
        return done(
                found,
                requests.of(route(found, "change"), asked.fields(), headers, caller),
                () -> endpoints.change(found.id(), wish, caller.credential()));
    }

    private static String route(Endpoint endpoint, String what) {
        return SHEET + "/" + endpoint.id() + "/" + what;
    }

    /** Answers how the endpoint stands. */
    private ResponseEntity<EndpointView> done(Endpoint endpoint, IdempotencyKey request, Runnable effect) {
        Done done = endpoints.once(request, () -> {
            effect.run();
            return endpoint.id();
        });
        return answer(HttpStatus.OK, done.repeated())
                .body(EndpointView.of(endpoints.find(endpoint.id()).orElseThrow()));
    }

    @PostMapping("/{endpoint}/delete")
    public ResponseEntity<EndpointView> delete(
            @PathVariable String endpoint, @RequestHeader HttpHeaders headers, Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        return done(
                found,
                requests.of(route(found, "delete"), Body.NOTHING.fields(), headers, caller),
                () -> endpoints.delete(found.id(), caller.credential()));
    }

    @PostMapping("/{endpoint}/rotate")
    public ResponseEntity<New> rotate(
            @PathVariable String endpoint, @RequestHeader HttpHeaders headers, Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        return made(
                HttpStatus.CREATED,
                requests.of(route(found, "rotate"), Body.NOTHING.fields(), headers, caller),
                caller,
                () -> endpoints.rotate(found.id(), caller.credential()));
    }

    @PostMapping("/{endpoint}/ping")
    public ResponseEntity<DeliveryLog.View> ping(
            @PathVariable String endpoint, @RequestHeader HttpHeaders headers, Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        Done sent = endpoints.once(
                requests.of(route(found, "ping"), Body.NOTHING.fields(), headers, caller),
                () -> deliveries.ping(found));
        return answer(HttpStatus.ACCEPTED, sent.repeated())
                .body(log.find(found.id(), sent.about())
                        .orElseThrow(() -> Refusal.ofField(Rule.SUBJECT_IS_KNOWN, "message", sent.about())));
    }

    @PostMapping("/{endpoint}/replay")
    public ResponseEntity<Replayed> replay(
            @PathVariable String endpoint,
            @RequestBody JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        Endpoint found = holders.endpoint(caller, endpoint);
        Body asked = Body.of(body, "since", "until");
        Instant now = operationalClock.instant();
        Instant since = asked.read("since", WebhookEndpointsHttp::instant, "expects.instant");
        Instant named =
                asked.has("until") ? asked.read("until", WebhookEndpointsHttp::instant, "expects.instant") : now;
        Instant until = named.isAfter(now) ? now : named;
        if (since.isBefore(now.minus(Deliveries.REPLAYED))) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED,
                    "since",
                    "expects.at-most-days-ago",
                    Long.toString(Deliveries.REPLAYED.toDays()));
        }
        if (!until.isAfter(since)) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED, "until", "expects.later", time(since).toString());
        }
        Done begun = endpoints.once(
                requests.of(route(found, "replay"), asked.fields(), headers, caller),
                () -> Integer.toString(deliveries.replay(found, since, until)));
        return answer(HttpStatus.ACCEPTED, begun.repeated()).body(new Replayed(Integer.parseInt(begun.about())));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
