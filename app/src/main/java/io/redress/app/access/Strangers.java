package io.redress.app.access;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Credentials.Unheard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Turns strangers away, and counts for each address how many it has turned away. */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class Strangers implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final EarlyAnswers answers;
    private final Quotas quotas;

    Strangers(EarlyAnswers answers, Quotas quotas) {
        this.answers = answers;
        this.quotas = quotas;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException stranger) {
        // that we cannot tell who asks is nobody's fault but ours
        boolean ours = stranger instanceof AuthenticationServiceException;
        boolean told = ours || quotas.take(Kind.NOBODY, request.getRemoteAddr(), response);
        if (stranger instanceof Unheard) {
            told = false;
            if (!response.containsHeader(HttpHeaders.RETRY_AFTER)) { // one has just come back
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            }
        }
        answers.answer(request, response, told ? stranger : new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS));
    }

    /** What cannot be read to its end is nobody's. */
    void unread(HttpServletRequest request, HttpServletResponse response, HttpStatus why) {
        boolean told = quotas.take(Kind.NOBODY, request.getRemoteAddr(), response);
        answers.answer(request, response, new ResponseStatusException(told ? why : HttpStatus.TOO_MANY_REQUESTS));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        answers.answer(request, response, denied);
    }
}
