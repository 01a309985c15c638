package io.redress.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import io.redress.api.party.Party;
import io.redress.app.TestIssuer;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a good token names. */
class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-13T01:00:00Z");
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final TestIssuer issuer = new TestIssuer();
    private final AccessTokens tokens = new AccessTokens(
            new TrustedIssuer(
                    TestIssuer.NAME,
                    JWSAlgorithm.ES256,
                    new ImmutableJWKSet<>(new JWKSet(issuer.key().toPublicJWK()))),
            InstantSource.fixed(NOW),
            SKEW);

    private Caller caller(UnaryOperator<JWTClaimsSet.Builder> change) {
        return tokens.caller(issuer.token(claims -> change.apply(claims.issueTime(null)
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .jwtID("T1"))));
    }

    @Test
    void a_token_says_who_asks() {
        assertThat(caller(claims -> claims))
                .isEqualTo(new Caller(Kind.MERCHANT, "lanhua-tea", Kind.MERCHANT.most(), List.of(), "token/T1"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONSUMER", "MERCHANT", "OPERATOR", "AGENT", "PLATFORM"})
    void every_role_has_its_word(Kind kind) {
        assertThat(caller(claims -> claims.claim("role", kind.word())).kind()).isEqualTo(kind);
    }

    @Test
    void the_platform_needs_no_name() {
        assertThat(caller(claims -> claims.claim("role", "platform").claim("party", null))
                        .name())
                .isEqualTo("platform");
    }

    /** To verify one costs more than most answers. */
    @Test
    void a_token_that_was_good_is_not_verified_again_and_ends_in_time() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AtomicInteger verified = new AtomicInteger();
        JWKSet keys = new JWKSet(issuer.key().toPublicJWK());
        AccessTokens counting = new AccessTokens(
                new TrustedIssuer(TestIssuer.NAME, JWSAlgorithm.ES256, (selector, _) -> {
                    verified.incrementAndGet();
                    return selector.select(keys);
                }),
                now::get,
                SKEW);
        String token = issuer.token(claims -> claims.issueTime(null).expirationTime(Date.from(NOW.plusSeconds(60))));
        Caller first = counting.caller(token);
        assertThat(first).isNotNull().isEqualTo(counting.caller(token));
        assertThat(verified).hasValue(1);
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        assertThat(counting.caller(forged)).isNull();
        assertThat(counting.caller(forged)).isNull();
        assertThat(verified).hasValue(3);
        now.set(NOW.plusSeconds(60).plus(SKEW));
        assertThat(counting.caller(token)).isEqualTo(first);
        now.set(now.get().plusMillis(1));
        assertThat(counting.caller(token)).isNull();
    }

    @Test
    void a_token_without_an_id_is_known_by_its_subject() {
        assertThat(caller(claims -> claims.jwtID(null)).credential()).isEqualTo("token/user-1");
    }

    @Test
    void an_agent_has_connections() {
        List<String> connections = List.of("merchant:lanhua-tea", "consumer:jun");
        assertThat(caller(claims -> claims.claim("role", "agent").claim("connections", connections))
                        .connections())
                .containsExactly(Party.merchant("lanhua-tea"), Party.consumer("jun"));
        assertThat(caller(claims -> claims.claim("connections", connections)).connections())
                .isEmpty();
    }

    @Test
    void a_token_is_good_for_what_it_names_of_what_its_role_may_have() {
        assertThat(caller(claims -> claims.claim("scope", "openid read admin")).scopes())
                .containsExactly(Scope.READ);
        assertThat(caller(claims -> claims.claim("scope", "openid profile")).scopes())
                .isEmpty();
        assertThat(caller(claims -> claims.claim("scope", List.of("read"))).scopes())
                .isEmpty();
    }

    @Test
    void only_a_token_that_says_so_looks_after_the_service() {
        assertThat(caller(claims -> claims.claim("role", "platform")).scopes())
                .doesNotContain(Scope.ADMIN)
                .contains(Scope.ACTS);
        assertThat(caller(claims -> claims.claim("role", "platform").claim("scope", "admin"))
                        .scopes())
                .containsExactly(Scope.ADMIN);
    }

    @Test
    void a_new_key_of_the_issuer_is_fetched_and_made_up_ones_are_not_fetched_for_ever() throws IOException {
        TestIssuer successor = new TestIssuer("key-2");
        AtomicReference<JWKSet> published =
                new AtomicReference<>(new JWKSet(issuer.key().toPublicJWK()));
        AtomicInteger fetched = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwk-set", exchange -> {
            fetched.incrementAndGet();
            byte[] body = published.get().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            AccessTokens fetching = new AccessTokens(
                    TrustedIssuer.at(
                            TestIssuer.NAME,
                            "ES256",
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwk-set")),
                    InstantSource.system(),
                    SKEW);
            assertThat(fetching.caller(issuer.token(claims -> claims))).isNotNull();
            published.set(new JWKSet(
                    List.of(issuer.key().toPublicJWK(), successor.key().toPublicJWK())));
            assertThat(fetching.caller(successor.token(claims -> claims))).isNotNull();
            for (int n = 3; n < 20; n++) {
                assertThat(fetching.caller(new TestIssuer("key-" + n).token(claims -> claims)))
                        .isNull();
            }
            assertThat(fetching.caller(issuer.token(claims -> claims))).isNotNull();
            assertThat(fetched).hasValueLessThan(5);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"-29, true", "-31, false", "0, true"})
    void a_token_ends_by_the_operational_clock_and_what_clocks_differ(long seconds, boolean good) {
        assertThat(caller(claims -> claims.expirationTime(Date.from(NOW.plusSeconds(seconds)))) != null)
                .isEqualTo(good);
    }
}
