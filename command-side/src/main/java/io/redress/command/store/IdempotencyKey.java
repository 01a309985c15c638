package io.redress.command.store;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Names one request of one caller, so that repeating it has no further effect.
 *
 * @param scope caller and route
 * @param key as the caller chose it
 * @param fingerprint of the request's content
 */
public record IdempotencyKey(String scope, String key, String fingerprint) {
    private static final String SCOPE = "idempotency-scope";
    private static final String KEY = "idempotency-key";
    private static final String FINGERPRINT = "idempotency-fingerprint";

    /** As it travels with the act. */
    public MetaData toMetaData() {
        return MetaData.from(Map.of(SCOPE, scope, KEY, key, FINGERPRINT, fingerprint));
    }

    /** The refusal of a request that comes under the key of another. */
    public Refusal usedForAnother() {
        return Refusal.ofField(Rule.IDEMPOTENCY_KEY_MEANS_ONE_ACT, "Idempotency-Key", key);
    }

    static @Nullable IdempotencyKey from(MetaData metaData) {
        return metaData.get(SCOPE) instanceof String scope
                        && metaData.get(KEY) instanceof String key
                        && metaData.get(FINGERPRINT) instanceof String fingerprint
                ? new IdempotencyKey(scope, key, fingerprint)
                : null;
    }
}
