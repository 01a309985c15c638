package io.redress.app.webhook;

import io.redress.api.party.Party;
import io.redress.command.webhook.Endpoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as its holder and the platform see it.
 *
 * @param state whether messages are sent: enabled, disabled or deleted
 * @param disabledFrom when it will be disabled unless a message arrives before
 */
public record EndpointView(
        String id,
        Party party,
        String url,
        List<String> types,
        String description,
        String state,
        @Nullable String disabledBecause,
        @Nullable OffsetDateTime disabledAt,
        int failures,
        @Nullable OffsetDateTime failingSince,
        @Nullable OffsetDateTime disabledFrom,
        @Nullable OffsetDateTime pausedUntil,
        @Nullable OffsetDateTime oldSecretUntil,
        OffsetDateTime createdAt) {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    public EndpointView {
        types = List.copyOf(types);
    }

    static EndpointView of(Endpoint endpoint) {
        return new EndpointView(
                endpoint.id(),
                endpoint.party(),
                endpoint.url(),
                endpoint.types(),
                endpoint.description(),
                endpoint.deletedAt() != null ? "deleted" : endpoint.isEnabled() ? "enabled" : "disabled",
                endpoint.disabled(),
                timeIfAny(endpoint.disabledAt()),
                endpoint.failures(),
                timeIfAny(endpoint.failingSince()),
                timeIfAny(endpoint.disabledFrom()),
                timeIfAny(endpoint.pausedUntil()),
                timeIfAny(endpoint.oldSecretUntil()),
                time(endpoint.createdAt()));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZONE);
    }

    static @Nullable OffsetDateTime timeIfAny(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
