package io.redress.app.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows whoever asks for a page by the token in the cookie; one that is no longer good is taken back. */
final class SessionFilter extends OncePerRequestFilter {
    private final Credentials credentials;
    private final Strangers strangers;
    private final WebAuthenticationDetailsSource details = new WebAuthenticationDetailsSource();

    SessionFilter(Credentials credentials, Strangers strangers) {
        this.credentials = credentials;
        this.strangers = strangers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = Session.token(request);
        if (token != null) {
            BearerTokenAuthenticationToken shown = new BearerTokenAuthenticationToken(token);
            shown.setDetails(details.buildDetails(request));
            try {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(credentials.authenticate(shown));
                SecurityContextHolder.setContext(context);
            } catch (AuthenticationServiceException ours) {
                strangers.commence(request, response, ours);
                return;
            } catch (AuthenticationException _) {
                response.addHeader(
                        HttpHeaders.SET_COOKIE, Session.over(request.isSecure()).toString());
            }
        }
        chain.doFilter(request, response);
    }
}
