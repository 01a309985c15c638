package io.redress.app.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.util.UriUtils;

/**
 * Who may see the pages. They are a door of their own: a cookie opens no address of the API, so that no other site can
 * make a browser act there, and a bearer token opens no page.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PageAccessConfiguration {
    /** Nothing runs or shows that the service itself does not serve, and no text that somebody stored is ever a script. */
    private static final String CONTENT = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    @Bean
    @Order(1)
    SecurityFilterChain pages(
            HttpSecurity http, Credentials credentials, Strangers strangers, ObjectProvider<Login> login) {
        CookieCsrfTokenRepository csrf = new CookieCsrfTokenRepository();
        csrf.setCookieName("redress-csrf");
        csrf.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        login.ifAvailable(known -> known.through(http));
        return http.securityMatcher(PageAddress::is)
                .csrf(forms -> forms.csrfTokenRepository(csrf)
                        // nobody logs in here: each request shows its cookie, and that is no reason for a new token
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterAt(new SessionFilter(credentials, strangers), BasicAuthenticationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(PageAccessConfiguration::toTheStart)
                        .accessDeniedHandler(strangers))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(PageAddress::isOpen)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .build();
    }

    /** Who is not known yet says first who he is, and goes on where he wanted to. */
    private static void toTheStart(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException stranger)
            throws IOException {
        String wanted = request.getMethod().equals("GET") ? request.getRequestURI() : "";
        String start = wanted.isEmpty() ? "/" : "/?next=" + UriUtils.encode(wanted, StandardCharsets.UTF_8);
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", start);
            response.setStatus(HttpStatus.NO_CONTENT.value());
        } else {
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader("Location", start);
        }
    }
}
