package io.redress.app;

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

/** Chinese unless the reader would rather have English. */
@Configuration(proxyBeanMethods = false)
class LanguageConfiguration {
    private static final List<String> SPOKEN = List.of("zh", "en");

    @Bean
    static LocaleResolver localeResolver() {
        return new AbstractLocaleResolver() {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                return preferred(Collections.list(request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE)));
            }

            @Override
            public void setLocale(
                    HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
                throw new UnsupportedOperationException("the reader's own header says it");
            }
        };
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
