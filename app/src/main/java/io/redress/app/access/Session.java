package io.redress.app.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * A person's session with the pages is an access token in a cookie that no script can read and no other site can send
 * with a form. So a page knows its caller exactly as the API does, on any node, and nothing about a session is kept.
 */
public final class Session {
    private static final String COOKIE = "redress-session";

    private Session() {}

    /** Begins: the browser shows this token with each request for so long. */
    public static ResponseCookie of(String token, Duration good, boolean secure) {
        return ResponseCookie.from(COOKIE, token)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/")
                .maxAge(good)
                .build();
    }

    /** Ends. */
    public static ResponseCookie over(boolean secure) {
        return of("", Duration.ZERO, secure);
    }

    /** What the browser shows, if anything. */
    public static @Nullable String token(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE) && !cookie.getValue().isEmpty()) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
