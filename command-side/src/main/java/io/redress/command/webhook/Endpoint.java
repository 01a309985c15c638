package io.redress.command.webhook;

import io.redress.api.party.Party;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a party wants to be told; its secret is not here.
 *
 * @param types the types that it takes, such as {@code window.opened}, {@code window.*} or {@code *}
 * @param oldSecretUntil until when messages are signed with the secret before as well
 * @param disabled why nothing is sent: {@code asked} by its holder, {@code gone} (410), {@code failing} for days; or null
 * @param failures how many attempts failed since the last one that succeeded
 * @param failingSince since when it counts as failing
 * @param pausedUntil until when it is left alone, because it failed several times in a row
 */
public record Endpoint(
        String id,
        Party party,
        String url,
        String description,
        List<String> types,
        Instant createdAt,
        @Nullable Instant oldSecretUntil,
        @Nullable String disabled,
        @Nullable Instant disabledAt,
        @Nullable Instant deletedAt,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant pausedUntil) {
    public Endpoint {
        types = List.copyOf(types);
    }

    /** Whether messages are sent to it. */
    public boolean isEnabled() {
        return disabled == null && deletedAt == null;
    }

    /** When it will be disabled unless something arrives before. */
    public @Nullable Instant disabledFrom() {
        return failingSince == null || !isEnabled() ? null : failingSince.plus(Health.FAILING_MAX);
    }
}
