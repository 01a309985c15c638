package io.redress.app.access;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Knows a caller by a bearer token: an API key, or an access token if an issuer is trusted. */
final class Credentials implements AuthenticationManager {
    private final ApiKeys keys;
    private final @Nullable AccessTokens tokens;

    Credentials(ApiKeys keys, @Nullable AccessTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        Caller caller = shown instanceof BearerTokenAuthenticationToken bearer ? caller(bearer.getToken()) : null;
        if (caller == null) {
            // whatever is wrong with it
            throw new BadCredentialsException("nobody is known by this");
        }
        return new KnownCaller(caller);
    }

    /** Whoever shows this, if it is good at the moment. */
    @Nullable
    Caller caller(String text) {
        if (text.startsWith(Secret.PREFIX)) {
            try {
                return keys.caller(text);
            } catch (DataAccessException e) {
                throw new AuthenticationServiceException("keys cannot be looked up", e);
            }
        }
        return tokens == null ? null : tokens.caller(text);
    }
}
