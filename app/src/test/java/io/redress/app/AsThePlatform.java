package io.redress.app;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Shows the platform's key for whoever shows nothing, so that tests of other things need not. */
final class AsThePlatform extends OncePerRequestFilter {
    private volatile String key = "";

    FilterRegistrationBean<AsThePlatform> registration() {
        FilterRegistrationBean<AsThePlatform> registration = new FilterRegistrationBean<>(this);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    void show(String key) {
        this.key = key;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean shown = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        chain.doFilter(shown ? request : new Shown(request, "Bearer " + key), response);
    }

    private static final class Shown extends HttpServletRequestWrapper {
        private final String credential;

        Shown(HttpServletRequest request, String credential) {
            super(request);
            this.credential = credential;
        }

        @Override
        public String getHeader(String name) {
            return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name) ? credential : super.getHeader(name);
        }
    }
}
