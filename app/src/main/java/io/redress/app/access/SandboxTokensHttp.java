package io.redress.app.access;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer.Token;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tokens for whoever plays with the sandbox, in any part; it does not exist in production. */
@RestController
@ConditionalOnProperty(name = "redress.sandbox", havingValue = "true")
class SandboxTokensHttp {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private final DevelopmentIssuer issuer;

    SandboxTokensHttp(DevelopmentIssuer issuer) {
        this.issuer = issuer;
    }

    /** A token; its time is real time, whatever the sandbox clock says. */
    record Given(String token, OffsetDateTime expiresAt) {}

    @PostMapping("/api/v1/sandbox/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    Given token(@RequestBody JsonNode body) {
        Body asked = Body.of(body, "role", "party", "scopes", "connections");
        Kind role = asked.kind("role", AccessTokens.ROLES.values());
        String party = role == Kind.PLATFORM && !asked.has("party") ? "platform" : asked.name("party");
        Token token = issuer.token(role, party, asked.scopes("scopes", role), asked.parties("connections"));
        return new Given(token.token(), token.expiresAt().atOffset(ZONE));
    }
}
