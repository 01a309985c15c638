package io.redress.app.webhook;

import io.redress.api.Spelling;
import io.redress.api.party.Party;
import io.redress.app.access.Caller;
import io.redress.app.access.Policy;
import io.redress.app.access.Verdict;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.webhook.Endpoint;
import io.redress.command.webhook.Endpoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** Whose endpoints a caller sees and runs: a party its own, the platform everybody's. */
@Component
final class Holders {
    private final Policy policy;
    private final Endpoints endpoints;

    Holders(Policy policy, Endpoints endpoints) {
        this.policy = policy;
        this.endpoints = endpoints;
    }

    /**
     * Whose endpoints are meant.
     *
     * @param named the party that the request names, if it does
     * @return null for everybody's, which only the platform may ask for
     */
    @Nullable
    Party meant(Caller caller, @Nullable Party named) {
        Party meant = named != null ? named : own(caller);
        Verdict verdict = meant == null ? policy.mayRunAllWebhooks(caller) : policy.mayRunWebhooks(caller, meant);
        if (verdict != Verdict.ALLOWED) {
            throw new AccessDeniedException("the caller does not run webhooks of this party");
        }
        return meant;
    }

    private static @Nullable Party own(Caller caller) {
        return switch (caller.kind()) {
            case MERCHANT -> Party.merchant(caller.name());
            case OPERATOR -> Party.roomOperator(caller.name());
            case CONSUMER, AGENT, PLATFORM, FEED, NOBODY -> null;
        };
    }

    /** An endpoint that the caller may run; another's is unknown to it. */
    Endpoint endpoint(Caller caller, String id) {
        if (policy.mayRunAllWebhooks(caller) != Verdict.ALLOWED) {
            meant(caller, null);
        }
        return (Spelling.isId(id) ? endpoints.find(id) : Optional.<Endpoint>empty())
                .filter(endpoint -> policy.mayRunWebhooks(caller, endpoint.party()) == Verdict.ALLOWED)
                .orElseThrow(() -> Refusal.ofField(Rule.SUBJECT_IS_KNOWN, "endpoint", id));
    }
}
