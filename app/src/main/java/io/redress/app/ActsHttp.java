package io.redress.app;

import com.github.f4b6a3.ulid.UlidCreator;
import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.Spelling;
import io.redress.api.SubjectId;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.app.access.RequestKeys;
import io.redress.app.access.WhoActs;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.Receipt;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.Versions;
import io.redress.query.CaseKind;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Acts over HTTP: an address for each act of each kind of subject. An act happens when it arrives, on the legal clock.
 */
@RestController
@RequestMapping(ActsHttp.BASE)
public class ActsHttp {
    static final String BASE = "/api/v1";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    /** A strong ETag as acts and reads give it, or a star. */
    private static final Pattern VERSION = Pattern.compile("\\*|\"([1-9][0-9]{0,17})\"");

    /**
     * What a collection holds, and which acts its members know.
     *
     * @param prefix begins the names that the service makes
     */
    private record Collection(String field, String prefix, String begin, Set<String> acts) {}

    private static final Set<String> OF_DEMANDS = Set.of(
            "urge",
            "send-message",
            "offer-solution",
            "accept-solution",
            "reject-solution",
            "reopen",
            "withdraw",
            "perform-settlement",
            "coordinate",
            "request-intervention",
            "disclose-request",
            "disclose",
            "rate",
            "open-intervention",
            "request-evidence",
            "submit-evidence",
            "suspend",
            "resume",
            "settle",
            "decide",
            "confirm-decision",
            "return-decision",
            "perform-decision",
            "appeal",
            "decide-appeal",
            "refer-outside",
            "inform-remedies");

    private static final Set<String> OF_A_CONSUMER = Set.of("file-complaint", "ask", "ask-forgetting");

    private static final Map<String, Collection> COLLECTIONS = Map.of(
            "orders",
                    new Collection(
                            "order",
                            "ord_",
                            "register-order",
                            Set.of("ship", "deliver", "urge", "cancel-order", "correct-fact")),
            "returns",
                    new Collection(
                            "return",
                            "ret_",
                            "file-return",
                            Set.of(
                                    "accept-return",
                                    "refuse-return",
                                    "give-instructions",
                                    "ship-back",
                                    "goods-back",
                                    "refund",
                                    "ship-replacement",
                                    "ship-repaired",
                                    "object-to-goods",
                                    "correct-fact")),
            "complaints",
                    new Collection(
                            "complaint",
                            "cmp_",
                            "file-complaint",
                            Set.of(
                                    "flag-serious",
                                    "accept-complaint",
                                    "redirect-complaint",
                                    "verify-facts",
                                    "cosign-solution")),
            "inquiries", new Collection("inquiry", "inq_", "ask", Set.of("answer")),
            "reports", new Collection("report", "rep_", "report", Set.of("triage")));

    private static final Map<String, String> DOCUMENTS = Map.ofEntries(
            Map.entry("plans", "publish-plan"),
            Map.entry("plan-proposals", "propose-plan"),
            Map.entry("plan-confirmations", "confirm-plan"),
            Map.entry("plan-refusals", "decline-plan"),
            Map.entry("mechanisms", "publish-mechanism"),
            Map.entry("rules", "publish-rules"),
            Map.entry("calendar-notices", "load-calendar-notice"),
            Map.entry("statements", "publish-statement"),
            Map.entry("plan-adjustments", "ask-plan-adjustment"),
            Map.entry("plan-adjustment-refusals", "refuse-adjustment"),
            Map.entry("extension-proposals", "propose-extension"),
            Map.entry("extension-acceptances", "accept-extension"),
            Map.entry("extension-refusals", "decline-extension"),
            Map.entry("forgettings", "ask-forgetting"),
            Map.entry("record-holds", "hold-record"),
            Map.entry("record-hold-ends", "lift-hold"),
            Map.entry("record-opening-requests", "ask-opening"),
            Map.entry("record-openings", "open-record"));

    private final FrontDoor door;
    private final ActReader reader;
    private final InstantSource legalClock;
    private final JsonMapper json;
    private final Waits waits;
    private final RequestKeys keys;
    private final Set<String> ofAnAgent;

    ActsHttp(
            FrontDoor door,
            ActReader reader,
            InstantSource legalClock,
            JsonMapper json,
            Waits waits,
            RequestKeys keys) {
        this.waits = waits;
        this.keys = keys;
        this.door = door;
        this.reader = reader;
        this.ofAnAgent = reader.actsOfAnAgent();
        this.legalClock = legalClock;
        this.json = json;
    }

    /**
     * What was done.
     *
     * @param subject in whose history it stands
     * @param at when it happened, on the legal clock
     */
    public record Done(String act, String subject, OffsetDateTime at) {}

    @PostMapping("/{collection:orders|returns|complaints|inquiries|reports}")
    ResponseEntity<Done> begin(
            @PathVariable String collection,
            @RequestBody JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        Collection of = Objects.requireNonNull(COLLECTIONS.get(collection));
        ObjectNode asked = object(body);
        IdempotencyKey key = keys.of(collection, asked, headers, caller);
        // a repeated request makes another name, which is given to nothing: its record says what the first was given
        ObjectNode named = asked.deepCopy();
        if (!named.hasNonNull(of.field())) {
            named.put(of.field(), of.prefix() + UlidCreator.getMonotonicUlid().toLowerCase());
        }
        return perform(caller, of.begin(), named, key, headers);
    }

    @PostMapping("/{collection:orders|returns|complaints|inquiries|reports}/{id}/{act}")
    ResponseEntity<Done> act(
            @PathVariable String collection,
            @PathVariable String id,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        Collection of = Objects.requireNonNull(COLLECTIONS.get(collection));
        boolean demand = collection.equals("returns") || collection.equals("complaints");
        if (!of.acts().contains(act) && !(demand && OF_DEMANDS.contains(act))) {
            throw Refusal.ofField(Rule.ACT_IS_KNOWN, "act", act);
        }
        if (!Spelling.isId(id)) {
            throw Refusal.ofField(Rule.SUBJECT_IS_KNOWN, of.field(), id);
        }
        ObjectNode fields = body == null ? json.createObjectNode() : object(body);
        if (fields.has(of.field())) { // the address names it, and nothing else does
            throw Refusal.ofField(Rule.FIELD_IS_KNOWN, of.field());
        }
        fields.put(of.field(), id);
        IdempotencyKey key = keys.of(collection + "/" + id + "/" + act, fields, headers, caller);
        return perform(caller, act, fields, key, headers);
    }

    @PostMapping(
            "/{document:plans|plan-proposals|plan-confirmations|plan-refusals|mechanisms|rules|calendar-notices|statements|plan-adjustments|plan-adjustment-refusals|extension-proposals|extension-acceptances|extension-refusals|forgettings|record-holds|record-hold-ends|record-opening-requests|record-openings}")
    ResponseEntity<Done> document(
            @PathVariable String document,
            @RequestBody JsonNode body,
            @RequestHeader HttpHeaders headers,
            Caller caller) {
        ObjectNode fields = object(body);
        IdempotencyKey key = keys.of(document, fields, headers, caller);
        return perform(caller, Objects.requireNonNull(DOCUMENTS.get(document)), fields, key, headers);
    }

    /**
     * The act that a page does, as if it had come over the API.
     *
     * @param kind of the case on whose page it is done; what begins something or publishes names the case in its fields
     */
    public ResponseEntity<Done> onPage(
            String act, String kind, String id, ObjectNode fields, HttpHeaders headers, Caller caller) {
        for (Map.Entry<String, Collection> collection : COLLECTIONS.entrySet()) {
            if (collection.getValue().begin().equals(act)) {
                return begin(collection.getKey(), fields, headers, caller);
            }
        }
        for (Map.Entry<String, String> document : DOCUMENTS.entrySet()) {
            if (document.getValue().equals(act)) {
                return document(document.getKey(), fields, headers, caller);
            }
        }
        return act(kind, id, act, fields, headers, caller);
    }

    /** People do not say who they are: the agent of an act, and the consumer of a question or complaint, is the caller. */
    private void speakFor(Caller caller, String act, ObjectNode fields) {
        if (caller.kind() == Kind.AGENT && ofAnAgent.contains(act) && !fields.hasNonNull("agent")) {
            fields.put("agent", caller.name());
        }
        if (caller.kind() == Kind.CONSUMER && OF_A_CONSUMER.contains(act) && !fields.hasNonNull("consumer")) {
            fields.put("consumer", caller.name());
        }
    }

    /**
     * Where this act is done.
     *
     * @param on the subject that it is done on; null when it begins something, or names in its fields what it is about
     */
    static String address(String act, @Nullable SubjectId on) {
        for (Map.Entry<String, Collection> collection : COLLECTIONS.entrySet()) {
            if (collection.getValue().begin().equals(act)) {
                return BASE + "/" + collection.getKey();
            }
        }
        for (Map.Entry<String, String> document : DOCUMENTS.entrySet()) {
            if (document.getValue().equals(act)) {
                return BASE + "/" + document.getKey();
            }
        }
        return BASE + "/" + CaseKind.path(Objects.requireNonNull(on)) + "/" + act;
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "body", "expects.object");
    }

    private ResponseEntity<Done> perform(
            Caller caller, String name, ObjectNode fields, IdempotencyKey key, HttpHeaders headers) {
        speakFor(caller, name, fields);
        Long seen = versionSeen(headers);
        Instant at = legalClock.instant().truncatedTo(ChronoUnit.MICROS);
        Act act = reader.read(name, fields, at);
        Receipt receipt =
                door.as(WhoActs.is(caller)).perform(act, later -> reader.read(name, fields, later), key, seen);
        SubjectId subject = receipt.subject();
        Done done = new Done(name, subject.label(), shown(receipt.at()));
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(act instanceof BeginsHistory ? HttpStatus.CREATED : HttpStatus.OK);
        if (act instanceof BeginsHistory && mayRead(caller, subject)) {
            answer.location(URI.create(BASE + "/cases/" + CaseKind.path(subject)));
        }
        if (receipt.repeated()) {
            answer.header(RequestKeys.REPLAYED, "true");
        }
        String waited = waits.forAll(headers.getOrEmpty(Waits.PREFER));
        if (waited != null) {
            answer.header(Waits.APPLIED, waited);
        }
        return answer.eTag(Long.toString(receipt.version())).body(done);
    }

    /** Whoever begins a case has a part in it, but for reports, which say nobody's name and are the platform's to read. */
    private static boolean mayRead(Caller caller, SubjectId begun) {
        boolean platform = caller.kind() == Kind.PLATFORM || caller.kind() == Kind.AGENT;
        return caller.has(Scope.READ) && (platform || begun.kind() != SubjectId.Kind.REPORT);
    }

    /** As legal time is shown. */
    static OffsetDateTime shown(Instant at) {
        return at.atZone(ZONE).toOffsetDateTime();
    }

    /** The version of the subject that the caller saw, null when it does not say. */
    private static @Nullable Long versionSeen(HttpHeaders headers) {
        List<String> given = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        if (given.isEmpty()) {
            return null;
        }
        Matcher version = VERSION.matcher(String.join(",", given).strip());
        if (!version.matches()) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, HttpHeaders.IF_MATCH, "expects.version");
        }
        return version.group(1) == null ? Versions.ANY : Long.valueOf(version.group(1));
    }
}
