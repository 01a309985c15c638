package io.redress.app.access;

import io.redress.app.access.ApiKeys.Made;
import io.redress.app.access.ApiKeys.Wish;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import io.redress.command.store.IdempotencyRecords.Done;
import io.redress.query.Page;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * API keys over HTTP. The administrator makes and revokes keys for everybody; whoever holds a key makes its successor,
 * and revokes what it may itself.
 */
@RestController
@RequestMapping("/api/v1/api-keys")
public class ApiKeysHttp {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private final ApiKeys keys;
    private final RequestKeys requests;

    ApiKeysHttp(ApiKeys keys, RequestKeys requests) {
        this.keys = keys;
        this.requests = requests;
    }

    /** A key as its holder and the administrator see it. */
    public record View(
            String id,
            String kind,
            String name,
            List<String> scopes,
            String label,
            String state,
            OffsetDateTime createdAt,
            String createdBy,
            OffsetDateTime expiresAt,
            @Nullable OffsetDateTime revokedAt,
            @Nullable String revokedBy,
            @Nullable OffsetDateTime lastUsedAt) {}

    /**
     * A key that was made.
     *
     * @param key what its holder must keep; null when the answer is a repeat
     */
    public record New(@Nullable String key, View made) {}

    @PostMapping
    public ResponseEntity<New> create(@RequestBody JsonNode body, @RequestHeader HttpHeaders headers, Caller caller) {
        administrates(caller);
        Body asked = Body.of(body, "kind", "name", "scopes", "label", "validForDays");
        Kind kind = asked.kind("kind", ApiKey.KINDS);
        Wish wish = new Wish(
                kind,
                asked.name("name"),
                asked.scopes("scopes", kind),
                asked.note("label"),
                asked.number("validForDays", ApiKeys.VALID_DAYS, ApiKeys.VALID_DAYS_MAX));
        return made(wish, requests.of("api-keys", asked.fields(), headers, caller), caller);
    }

    /** The successor of the key that asks; whoever holds it puts it in place and revokes the old one. */
    @PostMapping("/rotate")
    ResponseEntity<New> rotate(
            @RequestBody(required = false) @Nullable JsonNode body, @RequestHeader HttpHeaders headers, Caller caller) {
        ApiKey old = own(caller);
        Body asked = body == null ? Body.NOTHING : Body.of(body, "validForDays");
        int days = asked.number("validForDays", ApiKeys.VALID_DAYS, ApiKeys.VALID_DAYS_MAX);
        return made(
                new Wish(old.kind(), old.name(), old.scopes(), old.label(), days),
                requests.of("api-keys/rotate", asked.fields(), headers, caller),
                caller);
    }

    /** Only the first answer shows the key: it is kept nowhere. A repeat says which key it was. */
    private ResponseEntity<New> made(Wish wish, IdempotencyKey request, Caller caller) {
        AtomicReference<@Nullable Made> first = new AtomicReference<>();
        String id = keys.once(request, () -> {
                    Made made = keys.make(wish, caller.credential());
                    first.set(made);
                    return made.key().id();
                })
                .about();
        Made made = first.get();
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.CREATED);
        if (made == null) {
            answer.header(RequestKeys.REPLAYED, "true");
        }
        return answer.body(new New(
                made == null ? null : made.secret(),
                view(made == null ? keys.find(id).orElseThrow() : made.key())));
    }

    @GetMapping
    public Page<View> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        boolean all = caller.has(Scope.ADMIN);
        if (!all) {
            own(caller);
        }
        Page<ApiKey> page =
                keys.list(all ? null : caller.kind(), all ? null : caller.name(), cursor, Page.limit(limit));
        return new Page<>(page.items().stream().map(this::view).toList(), page.next());
    }

    /** What a caller may not revoke is unknown to it. */
    @PostMapping("/{id}/revoke")
    public ResponseEntity<View> revoke(@PathVariable String id, @RequestHeader HttpHeaders headers, Caller caller) {
        Refusal unknown = Refusal.ofField(Rule.SUBJECT_IS_KNOWN, "api-key", id);
        if (keys.find(id).filter(key -> mayRevoke(caller, key)).isEmpty()) {
            throw unknown;
        }
        IdempotencyKey request = requests.of("api-keys/" + id + "/revoke", Body.NOTHING.fields(), headers, caller);
        Done done = keys.once(
                request,
                () -> keys.revoke(id, caller.credential())
                        .orElseThrow(() -> unknown)
                        .id());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (done.repeated()) {
            answer.header(RequestKeys.REPLAYED, "true");
        }
        return answer.body(view(keys.find(id).orElseThrow(() -> unknown)));
    }

    private static boolean mayRevoke(Caller caller, ApiKey key) {
        return caller.has(Scope.ADMIN)
                || (caller.credential().startsWith(ApiKeys.CREDENTIAL)
                        && caller.kind() == key.kind()
                        && caller.name().equals(key.name())
                        && caller.scopes().containsAll(key.scopes()));
    }

    private static void administrates(Caller caller) {
        if (!caller.has(Scope.ADMIN)) {
            throw new AccessDeniedException("only the administrator makes keys");
        }
    }

    /** The key with which the caller asks. */
    private ApiKey own(Caller caller) {
        String credential = caller.credential();
        if (!credential.startsWith(ApiKeys.CREDENTIAL)) {
            throw new AccessDeniedException("the caller does not ask with a key");
        }
        return keys.find(credential.substring(ApiKeys.CREDENTIAL.length())).orElseThrow();
    }

    private View view(ApiKey key) {
        return new View(
                key.id(),
                key.kind().word(),
                key.name(),
                key.scopes().stream().sorted().map(Scope::word).toList(),
                key.label(),
                key.state(keys.now()),
                time(key.createdAt()),
                key.createdBy(),
                time(key.expiresAt()),
                timeIfAny(key.revokedAt()),
                key.revokedBy(),
                timeIfAny(key.lastUsedAt()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZONE);
    }

    private static @Nullable OffsetDateTime timeIfAny(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
