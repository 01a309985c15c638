package io.redress.app.access;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.IdempotencyKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the key that names a request; it means something on its route and to its caller only. */
@Component
public final class RequestKeys {
    /** Says with an answer that it is that of the first time. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int KEY_CHARACTERS_MAX = 200;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + KEY_CHARACTERS_MAX + "}");

    private final JsonMapper json;

    RequestKeys(JsonMapper json) {
        this.json = json;
    }

    /** The key of a request for these fields; one without is refused. */
    public IdempotencyKey of(String route, ObjectNode fields, HttpHeaders headers, Caller caller) {
        return new IdempotencyKey(scope(caller, route), key(headers), fingerprint(fields));
    }

    /** The keys of requests that come together under one key: each line is known by what it says. */
    public Function<ObjectNode, IdempotencyKey> ofLines(String route, HttpHeaders headers, Caller caller) {
        String scope = scope(caller, route + "/" + key(headers));
        return line -> {
            String fingerprint = fingerprint(line);
            return new IdempotencyKey(scope, fingerprint, fingerprint);
        };
    }

    private static String scope(Caller caller, String route) {
        return caller.kind().word() + ":" + caller.name() + " " + route;
    }

    private static String key(HttpHeaders headers) {
        String key = headers.getFirst(IDEMPOTENCY_KEY);
        if (key == null) {
            throw Refusal.ofField(Rule.IDEMPOTENCY_KEY_IS_GIVEN, IDEMPOTENCY_KEY);
        }
        if (!KEY.matcher(key).matches()) {
            throw Refusal.ofField(
                    Rule.FIELD_ILL_FORMED, IDEMPOTENCY_KEY, "expects.key", Integer.toString(KEY_CHARACTERS_MAX));
        }
        return key;
    }

    /** Of what the fields say: their order, and null in place of nothing, make no other request. */
    private String fingerprint(ObjectNode fields) {
        try {
            byte[] content = json.writer()
                    .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .writeValueAsBytes(withoutNulls(fields.deepCopy()));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.propertyNames().stream()
                    .filter(name -> object.path(name).isNull())
                    .toList()
                    .forEach(object::remove);
        }
        node.forEach(RequestKeys::withoutNulls);
        return node;
    }
}
