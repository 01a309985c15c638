package io.redress.app;

import io.redress.app.access.ApiAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Cases are nobody else's business: no cache on the way keeps what the API answers, or that it turned somebody away. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PrivateAnswers extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ApiAddress.is(request)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        }
        chain.doFilter(request, response);
    }
}
