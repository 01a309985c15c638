package io.redress.app;

import io.redress.api.Act;
import io.redress.api.BeginsHistory;
import io.redress.api.SubjectId;
import io.redress.command.door.ActReader;
import io.redress.command.door.FrontDoor;
import io.redress.command.door.Receipt;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Acts over HTTP: an address for each act of each kind of subject. An act happens when it arrives, on the legal clock.
 */
@RestController
@RequestMapping(ActsHttp.BASE)
class ActsHttp {
    static final String BASE = "/api/v1";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int KEY_CHARACTERS_MAX = 255;

    /** What a collection holds, and which acts its members know. */
    private record Collection(String field, String begin, Set<String> acts) {}

    private static final Set<String> OF_DEMANDS = Set.of(
            "urge",
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
            "open-intervention",
            "request-evidence",
            "submit-evidence",
            "suspend",
            "resume",
            "settle",
            "decide",
            "perform-decision",
            "appeal",
            "decide-appeal",
            "refer-outside",
            "inform-remedies");

    private static final Map<String, Collection> COLLECTIONS = Map.of(
            "orders", new Collection("order", "register-order", Set.of("ship", "deliver", "urge", "cancel-order")),
            "returns",
                    new Collection(
                            "return",
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
                                    "object-to-goods")),
            "complaints",
                    new Collection(
                            "complaint",
                            "file-complaint",
                            Set.of(
                                    "flag-serious",
                                    "accept-complaint",
                                    "redirect-complaint",
                                    "verify-facts",
                                    "cosign-solution")),
            "inquiries", new Collection("inquiry", "ask", Set.of("answer")),
            "reports", new Collection("report", "report", Set.of("triage")));

    private static final Map<String, String> DOCUMENTS = Map.ofEntries(
            Map.entry("plans", "publish-plan"),
            Map.entry("plan-proposals", "propose-plan"),
            Map.entry("plan-confirmations", "confirm-plan"),
            Map.entry("plan-refusals", "decline-plan"),
            Map.entry("mechanisms", "publish-mechanism"),
            Map.entry("rules", "publish-rules"),
            Map.entry("plan-adjustments", "ask-plan-adjustment"),
            Map.entry("plan-adjustment-refusals", "refuse-adjustment"),
            Map.entry("extension-proposals", "propose-extension"),
            Map.entry("extension-acceptances", "accept-extension"),
            Map.entry("extension-refusals", "decline-extension"));

    private final FrontDoor door;
    private final ActReader reader;
    private final InstantSource legalClock;
    private final JsonMapper json;

    ActsHttp(FrontDoor door, ActReader reader, InstantSource legalClock, JsonMapper json) {
        this.door = door;
        this.reader = reader;
        this.legalClock = legalClock;
        this.json = json;
    }

    /**
     * What was done.
     *
     * @param subject in whose history it stands
     * @param at when it happened, on the legal clock
     * @param repeated the same request had been made before, and nothing happened again
     */
    record Done(String act, String subject, OffsetDateTime at, boolean repeated) {}

    @PostMapping("/{collection:orders|returns|complaints|inquiries|reports}")
    ResponseEntity<Done> begin(
            @PathVariable String collection,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return perform(Objects.requireNonNull(COLLECTIONS.get(collection)).begin(), object(body), collection, key);
    }

    @PostMapping("/{collection:orders|returns|complaints|inquiries|reports}/{id}/{act}")
    ResponseEntity<Done> act(
            @PathVariable String collection,
            @PathVariable String id,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        Collection of = Objects.requireNonNull(COLLECTIONS.get(collection));
        boolean demand = collection.equals("returns") || collection.equals("complaints");
        if (!of.acts().contains(act) && !(demand && OF_DEMANDS.contains(act))) {
            throw Refusal.ofField(Rule.ACT_IS_KNOWN, "act", act);
        }
        ObjectNode fields = body == null ? json.createObjectNode() : object(body);
        for (Collection other : COLLECTIONS.values()) {
            fields.remove(other.field());
        }
        fields.put(of.field(), id);
        return perform(act, fields, collection + "/" + id + "/" + act, key);
    }

    @PostMapping(
            "/{document:plans|plan-proposals|plan-confirmations|plan-refusals|mechanisms|rules|plan-adjustments|plan-adjustment-refusals|extension-proposals|extension-acceptances|extension-refusals}")
    ResponseEntity<Done> document(
            @PathVariable String document,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return perform(Objects.requireNonNull(DOCUMENTS.get(document)), object(body), document, key);
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
        return BASE + "/" + path(Objects.requireNonNull(on)) + "/" + act;
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.ofField(Rule.FIELD_ILL_FORMED, "body", "expects.object");
    }

    private ResponseEntity<Done> perform(String name, ObjectNode fields, String route, @Nullable String key) {
        Instant at = legalClock.instant().truncatedTo(ChronoUnit.MILLIS);
        Act act = reader.read(name, fields, at);
        Receipt receipt = door.perform(
                act,
                later -> reader.read(name, fields, later),
                key == null ? null : idempotencyKey(route, key, fields));
        SubjectId subject = receipt.subject();
        Done done = new Done(name, subject.label(), receipt.at().atZone(ZONE).toOffsetDateTime(), receipt.repeated());
        boolean created = act instanceof BeginsHistory;
        ResponseEntity.BodyBuilder answer =
                created ? ResponseEntity.created(URI.create(BASE + "/cases/" + path(subject))) : ResponseEntity.ok();
        return answer.body(done);
    }

    private IdempotencyKey idempotencyKey(String route, String key, ObjectNode fields) {
        if (key.isBlank() || key.length() > KEY_CHARACTERS_MAX) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED,
                    "Idempotency-Key",
                    "expects.at-most-characters",
                    Integer.toString(KEY_CHARACTERS_MAX));
        }
        return new IdempotencyKey(route, key, fingerprint(fields));
    }

    private static String path(SubjectId subject) {
        return switch (subject.kind()) {
                    case RETURN -> "returns";
                    case COMPLAINT -> "complaints";
                    case ORDER -> "orders";
                    case INQUIRY -> "inquiries";
                    default -> "reports";
                }
                + "/"
                + UriUtils.encodePathSegment(subject.key(), StandardCharsets.UTF_8);
    }

    private String fingerprint(ObjectNode fields) {
        try {
            byte[] content =
                    json.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsBytes(fields);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
