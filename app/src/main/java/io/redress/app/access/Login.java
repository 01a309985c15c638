package io.redress.app.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.stereotype.Component;

/**
 * People log in at the platform's own issuer (OpenID Connect), where a registration of the name {@code platform} says
 * which. What counts is the access token that it gives for this service, with the claims that all access tokens have:
 * it becomes the session. The server's own session lives for as long as the way there and back takes.
 */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("spring.security.oauth2.client.registration.platform.client-id")
public class Login {
    /** Where it begins. */
    public static final String ADDRESS = "/oauth2/authorization/platform";

    private static final String NEXT = "redress.next";

    private final Credentials credentials;
    private final InstantSource clock;
    private final HttpSessionOAuth2AuthorizedClientRepository clients =
            new HttpSessionOAuth2AuthorizedClientRepository();

    Login(Credentials credentials, @Qualifier("operationalClock") InstantSource operationalClock) {
        this.credentials = credentials;
        this.clock = operationalClock;
    }

    /** Identities are signed as access tokens are. */
    @Bean
    static JwtDecoderFactory<ClientRegistration> identities(@Value("${redress.access.algorithm}") String algorithm) {
        OidcIdTokenDecoderFactory identities = new OidcIdTokenDecoderFactory();
        SignatureAlgorithm one = Objects.requireNonNull(SignatureAlgorithm.from(algorithm), algorithm);
        identities.setJwsAlgorithmResolver(_ -> one);
        return identities;
    }

    /** Remembers where somebody wanted to go who logs in first. */
    public void thenTo(HttpServletRequest request, String next) {
        request.getSession().setAttribute(NEXT, next);
    }

    void through(HttpSecurity http) {
        http.oauth2Login(login -> login.loginPage("/")
                .authorizedClientRepository(clients)
                .successHandler(this::known)
                .failureHandler(Login::unknown));
    }

    private void known(HttpServletRequest request, HttpServletResponse response, Authentication identity)
            throws IOException {
        OAuth2AuthorizedClient client = identity instanceof OAuth2AuthenticationToken token
                ? clients.loadAuthorizedClient(token.getAuthorizedClientRegistrationId(), token, request)
                : null;
        String token = client == null ? null : client.getAccessToken().getTokenValue();
        Instant until = client == null ? null : client.getAccessToken().getExpiresAt();
        HttpSession session = request.getSession(false);
        Object next = session == null ? null : session.getAttribute(NEXT);
        if (session != null) {
            session.invalidate();
        }
        if (token == null || until == null || credentials.caller(token) == null) {
            to(response, "/?unknown");
            return;
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                Session.of(token, Duration.between(clock.instant(), until), request.isSecure())
                        .toString());
        to(response, next instanceof String wanted && !wanted.isEmpty() ? wanted : "/");
    }

    private static void unknown(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        to(response, "/?unknown");
    }

    private static void to(HttpServletResponse response, @Nullable String where) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, where);
    }
}
