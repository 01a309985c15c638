package io.redress.app.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Whether a request goes to a page for people, read as those read it who answer: see {@link ApiAddress}. */
final class PageAddress {
    /** For everybody: what people begin with, what is published, and what browsers need besides. */
    private static final List<PathPattern> OPEN = patterns(
            "/",
            "/demo/inbox",
            "/session/{what}",
            "/session/{what}/{whom}",
            "/oauth2/authorization/{registration}",
            "/login/oauth2/code/{registration}",
            "/published",
            "/published/platform",
            "/published/merchants/{merchant}",
            "/published/rooms/{room}",
            "/assets/{file}",
            "/webjars/{library:htmx\\.org|htmx-ext-sse}/**");

    private static final List<PathPattern> KNOWN =
            patterns("/mine", "/urging", "/plans/{act}", "/systems", "/systems/**", "/cases/**", "/desk", "/desk/**");

    private PageAddress() {}

    private static List<PathPattern> patterns(String... patterns) {
        return Stream.of(patterns).map(PathPatternParser.defaultInstance::parse).toList();
    }

    private static boolean matches(List<PathPattern> patterns, HttpServletRequest request) {
        var path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    static boolean is(HttpServletRequest request) {
        return isOpen(request) || matches(KNOWN, request);
    }

    static boolean isOpen(HttpServletRequest request) {
        return matches(OPEN, request);
    }
}
