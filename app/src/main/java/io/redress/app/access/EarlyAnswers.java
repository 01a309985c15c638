package io.redress.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Answers a request that is not let in with a problem in its language, as every other error is answered, and before
 * anything else is done for it.
 */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class EarlyAnswers {
    private final HandlerExceptionResolver problems;
    private final LocaleResolver languages;

    EarlyAnswers(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, LocaleResolver languages) {
        this.problems = problems;
        this.languages = languages;
    }

    void answer(HttpServletRequest request, HttpServletResponse response, Exception reason) {
        // it has not come to where its language would be found out
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, languages);
        problems.resolveException(request, response, null, reason);
    }
}
