package io.redress.app.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.api.party.Party;
import io.redress.app.access.Credentials.Unheard;
import io.redress.command.webhook.CallbackSenders;
import io.redress.command.webhook.CallbackSenders.Headers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher.MatchResult;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows the sender of a callback by its signature, and by nothing else that it shows; whatever is wrong with it, it is a
 * stranger's. What it sends is read here, before anything else is done with it, because the very bytes are signed.
 */
final class SignedCallbacks extends OncePerRequestFilter {
    private static final PathPatternRequestMatcher CALLBACKS =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SignedCallback.ADDRESS);

    private static final int BYTES_MAX = 256 << 10;
    private static final Duration LATELY = Duration.ofMinutes(10);
    private static final int LATELY_MAX = 10_000;

    private final CallbackSenders senders;
    private final Strangers strangers;
    private final Quotas quotas;

    /** From where whose callbacks came: those are looked at however often strangers ask from there. */
    private final Cache<String, Boolean> lately = Caffeine.newBuilder()
            .expireAfterAccess(LATELY)
            .maximumSize(LATELY_MAX)
            .build();

    SignedCallbacks(CallbackSenders senders, Strangers strangers, Quotas quotas) {
        this.senders = senders;
        this.strangers = strangers;
        this.quotas = quotas;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        MatchResult address = CALLBACKS.matcher(request);
        if (!address.isMatch()) {
            chain.doFilter(request, response);
            return;
        }
        String endpoint = address.getVariables().getOrDefault("endpoint", "");
        try {
            Headers headers = headers(request, endpoint);
            byte[] body;
            try {
                body = request.getInputStream().readNBytes(BYTES_MAX + 1);
            } catch (IOException e) {
                // whoever was sending it is gone, or says no more
                strangers.unread(request, response, HttpStatus.BAD_REQUEST);
                return;
            }
            if (body.length > BYTES_MAX) {
                strangers.unread(request, response, HttpStatus.CONTENT_TOO_LARGE);
                return;
            }
            SignedCallback callback = verified(request, endpoint, headers, body);
            request.setAttribute(SignedCallback.ATTRIBUTE, callback);
            SecurityContext known = SecurityContextHolder.createEmptyContext();
            known.setAuthentication(new KnownCaller(Caller.signing(callback.party(), callback.endpoint())));
            SecurityContextHolder.setContext(known);
        } catch (AuthenticationException stranger) {
            strangers.commence(request, response, stranger);
            return;
        }
        chain.doFilter(request, response);
    }

    /** The headers of what may be good; whatever else there is need not be read. */
    private Headers headers(HttpServletRequest request, String endpoint) {
        if (lately.getIfPresent(from(request, endpoint)) == null && quotas.isSpent(request.getRemoteAddr())) {
            throw new Unheard();
        }
        Headers headers = new Headers(
                one(request, "webhook-id"), one(request, "webhook-timestamp"), one(request, "webhook-signature"));
        if (!senders.mayBeGood(headers)) {
            throw new SignedCallback.Missing();
        }
        return headers;
    }

    private SignedCallback verified(HttpServletRequest request, String endpoint, Headers headers, byte[] body) {
        Optional<Party> party;
        try {
            party = senders.sender(endpoint, headers, body);
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            throw new AuthenticationServiceException("endpoints cannot be looked up", e);
        }
        if (party.isEmpty() || headers.id() == null) {
            throw new SignedCallback.Missing();
        }
        lately.put(from(request, endpoint), true);
        return new SignedCallback(endpoint, party.get(), headers.id(), body);
    }

    private static String from(HttpServletRequest request, String endpoint) {
        return endpoint + " " + request.getRemoteAddr();
    }

    /** A header that is there once. */
    private static @Nullable String one(HttpServletRequest request, String header) {
        List<String> all = Collections.list(request.getHeaders(header));
        return all.size() == 1 ? all.getFirst() : null;
    }
}
