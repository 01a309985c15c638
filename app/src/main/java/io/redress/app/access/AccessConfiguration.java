package io.redress.app.access;

import io.redress.command.webhook.CallbackSenders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * By which credentials callers are known, and what a stranger may see: the contract, what is published, the pages that
 * explain problems, the seals, whether the service lives, and in a sandbox where tokens come from. Everything else asks
 * who is there, also what does not exist.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    @Bean
    ApiKeys apiKeys(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            @Qualifier("operationalClock") InstantSource operationalClock) {
        return new ApiKeys(sql, transactions, operationalClock);
    }

    @Bean
    @ConditionalOnProperty(name = "redress.sandbox", havingValue = "true")
    DevelopmentIssuer developmentIssuer(@Qualifier("operationalClock") InstantSource operationalClock) {
        return new DevelopmentIssuer(operationalClock);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OverHttp {
        @Bean
        Credentials credentials(
                ApiKeys keys,
                ObjectProvider<DevelopmentIssuer> development,
                Quotas quotas,
                @Qualifier("operationalClock") InstantSource operationalClock,
                @Value("${redress.access.issuer}") String issuer,
                @Value("${redress.access.jwk-set}") String jwkSet,
                @Value("${redress.access.algorithm}") String algorithm,
                @Value("${redress.access.clock-skew}") Duration skew) {
            DevelopmentIssuer sandbox = development.getIfAvailable();
            TrustedIssuer trusted = sandbox != null
                    ? sandbox.trusted()
                    : issuer.isEmpty() ? null : TrustedIssuer.at(issuer, algorithm, URI.create(jwkSet));
            return new Credentials(keys, tokens(trusted, operationalClock, skew), quotas);
        }

        private static @Nullable AccessTokens tokens(
                @Nullable TrustedIssuer issuer, InstantSource clock, Duration skew) {
            return issuer == null ? null : new AccessTokens(issuer, clock, skew);
        }

        @Bean
        SecurityFilterChain access(
                HttpSecurity http,
                Credentials credentials,
                Strangers strangers,
                CallbackSenders senders,
                Quotas quotas,
                @Value("${redress.sandbox}") boolean sandbox) {
            BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(credentials);
            bearer.setAuthenticationEntryPoint(strangers);
            bearer.setAuthenticationFailureHandler(strangers::commence);
            return http.csrf(AbstractHttpConfigurer::disable)
                    .logout(AbstractHttpConfigurer::disable)
                    .requestCache(AbstractHttpConfigurer::disable)
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .addFilterAt(bearer, BasicAuthenticationFilter.class)
                    .addFilterAfter(
                            new SignedCallbacks(senders, strangers, quotas), BearerTokenAuthenticationFilter.class)
                    .exceptionHandling(failures ->
                            failures.authenticationEntryPoint(strangers).accessDeniedHandler(strangers))
                    .authorizeHttpRequests(requests -> {
                        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(
                                        "/openapi/redress.yaml",
                                        "/asyncapi/redress.yaml",
                                        "/docs",
                                        "/docs/",
                                        "/docs/{file}",
                                        "/webjars/swagger-ui/{file}",
                                        "/problems/{code}",
                                        "/seals/keys",
                                        "/seals/last",
                                        "/api/v1/published/platform",
                                        "/api/v1/published/merchants/{merchant}",
                                        "/api/v1/published/rooms/{room}",
                                        "/actuator/health",
                                        "/actuator/health/liveness",
                                        "/actuator/health/readiness")
                                .permitAll()
                                .requestMatchers("/actuator/**")
                                .hasRole(Caller.Kind.PLATFORM.name());
                        if (sandbox) {
                            requests.requestMatchers("/api/v1/sandbox/tokens").permitAll();
                        }
                        requests.anyRequest().authenticated();
                    })
                    .build();
        }

        /**
         * Ids are whatever texts are used, so no address is odd enough to be turned away. That is safe because what
         * strangers may see is named by whole patterns, which are read here as they are where requests are served.
         */
        @Bean
        HttpFirewall everyAddress() {
            return new HttpFirewall() {
                @Override
                public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                    return new FirewalledRequest(request) {
                        @Override
                        public void reset() {
                            // nothing was changed
                        }
                    };
                }

                @Override
                public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                    return response;
                }
            };
        }
    }
}
