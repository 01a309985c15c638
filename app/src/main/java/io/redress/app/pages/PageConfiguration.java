package io.redress.app.pages;

import io.redress.app.LanguageConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ITemplateResolver;

/** Where pages have their words, their looks and their language from. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PageConfiguration implements WebMvcConfigurer {
    private static final Duration REMEMBERED = Duration.ofDays(365);
    private static final CacheControl LOOKED_UP = CacheControl.noCache().cachePublic();

    static final MessageSource WORDS = words();

    private static MessageSource words() {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasename("pages");
        words.setDefaultEncoding(StandardCharsets.UTF_8.name());
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
        words.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
        return words;
    }

    @Bean
    SpringTemplateEngine pageTemplates(List<ITemplateResolver> templates) {
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateEngineMessageSource(WORDS);
        engine.setEnableSpringELCompiler(false);
        templates.forEach(engine::addTemplateResolver);
        return engine;
    }

    /** These files and no others, as the settings say it of the rest. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/{file:pages\\.css|pages\\.js|mark\\.svg}")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(LOOKED_UP);
        registry.addResourceHandler(
                        "/webjars/{library:htmx\\.org}/dist/{file:htmx\\.min\\.js}",
                        "/webjars/{library:htmx-ext-sse}/{file:sse\\.js}")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(LOOKED_UP)
                .resourceChain(true)
                .addResolver(new LiteWebJarsResourceResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Remembering())
                .addPathPatterns("/", "/mine", "/urging", "/systems/**", "/demo/**", "/cases/**", "/desk");
    }

    /** Remembers the language that a person chose. */
    private static final class Remembering implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            @Nullable String language = request.getParameter(LanguageConfiguration.PARAMETER);
            if (language != null && List.of("zh", "en").contains(language)) {
                response.addHeader(
                        HttpHeaders.SET_COOKIE,
                        ResponseCookie.from(LanguageConfiguration.COOKIE, language)
                                .httpOnly(true)
                                .secure(request.isSecure())
                                .sameSite("Lax")
                                .path("/")
                                .maxAge(REMEMBERED)
                                .build()
                                .toString());
            }
            return true;
        }
    }
}
