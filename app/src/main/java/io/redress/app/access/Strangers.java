package io.redress.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;

/** Turns strangers away with a problem in their language, as every other error is answered. */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class Strangers implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final HandlerExceptionResolver problems;
    private final LocaleResolver languages;

    Strangers(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, LocaleResolver languages) {
        this.problems = problems;
        this.languages = languages;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException stranger) {
        answer(request, response, stranger);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) {
        answer(request, response, denied);
    }

    /** The request has not come to where its language would be found out. */
    private void answer(HttpServletRequest request, HttpServletResponse response, Exception reason) {
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, languages);
        problems.resolveException(request, response, null, reason);
    }
}
