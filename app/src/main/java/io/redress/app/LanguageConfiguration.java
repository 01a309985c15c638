package io.redress.app;

import io.redress.app.access.ApiAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AbstractLocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * Chinese unless the reader would rather have English. A program says so in its header; a person may also say it on a
 * page, which remembers it, except where caches stand between: there the address alone says it.
 */
@Configuration(proxyBeanMethods = false)
public class LanguageConfiguration {
    /** In which a person says on a page which language it is to be, and in which the page remembers it. */
    public static final String PARAMETER = "lang";

    public static final String COOKIE = "redress-lang";

    private static final List<String> SPOKEN = List.of("zh", "en");

    @Bean
    static LocaleResolver localeResolver() {
        return new AbstractLocaleResolver() {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                String chosen = ApiAddress.is(request) ? null : chosen(request);
                return chosen == null
                        ? preferred(Collections.list(request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE)))
                        : preferred(List.of(chosen));
            }

            @Override
            public void setLocale(
                    HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
                throw new UnsupportedOperationException("the reader's own header says it");
            }
        };
    }

    private static @Nullable String chosen(HttpServletRequest request) {
        String asked = request.getParameter(PARAMETER);
        boolean cached = request.getRequestURI().startsWith("/published");
        Cookie remembered = asked != null || cached ? null : WebUtils.getCookie(request, COOKIE);
        return remembered == null ? asked : remembered.getValue();
    }

    /** The language that weighs most in these headers, of any region: zh-TW reads Chinese, and en-GB English. */
    static Locale preferred(List<String> headers) {
        try {
            String best =
                    headers.isEmpty() ? null : Locale.lookupTag(LanguageRange.parse(String.join(",", headers)), SPOKEN);
            return "en".equals(best) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
        } catch (IllegalArgumentException e) {
            return Locale.SIMPLIFIED_CHINESE; // it names no language
        }
    }
}
