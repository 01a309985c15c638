package io.redress.app.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Knows a caller by a bearer token: an API key, or an access token if an issuer is trusted. To find out that one is not
 * good costs a look into the database, or a signature. So where strangers have asked more often than they may, only
 * credentials that were good a short while ago are looked at.
 */
final class Credentials implements AuthenticationManager {
    private static final Duration LATELY = Duration.ofMinutes(10);
    private static final int LATELY_MAX = 100_000;

    /** It was not looked at, so nobody knows whether it is good. */
    static final class Unheard extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        Unheard() {
            super("too many strangers ask from there");
        }
    }

    private final ApiKeys keys;
    private final @Nullable AccessTokens tokens;
    private final Quotas quotas;

    /** Digests of what was good. */
    private final Cache<String, Boolean> lately = Caffeine.newBuilder()
            .expireAfterAccess(LATELY)
            .maximumSize(LATELY_MAX)
            .build();

    Credentials(ApiKeys keys, @Nullable AccessTokens tokens, Quotas quotas) {
        this.keys = keys;
        this.tokens = tokens;
        this.quotas = quotas;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        if (!(shown instanceof BearerTokenAuthenticationToken bearer)) {
            throw new BadCredentialsException("nobody is known by this");
        }
        String digest = HexFormat.of().formatHex(Secret.digest(bearer.getToken()));
        if (lately.getIfPresent(digest) == null && quotas.isSpent(address(shown))) {
            throw new Unheard();
        }
        Caller caller = caller(bearer.getToken());
        if (caller == null) {
            // whatever is wrong with it
            lately.invalidate(digest);
            throw new BadCredentialsException("nobody is known by this");
        }
        lately.put(digest, true);
        return new KnownCaller(caller);
    }

    private static String address(Authentication shown) {
        return shown.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
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
