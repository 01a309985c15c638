package io.redress.app.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Whether a request goes to the API, read as those read it who answer: decoded, and without parameters in the path. What
 * is done before a request gets there must not be left out because its address is spelled in another way.
 */
public final class ApiAddress {
    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");

    private ApiAddress() {}

    public static boolean is(HttpServletRequest request) {
        return API.matches(RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication());
    }
}
