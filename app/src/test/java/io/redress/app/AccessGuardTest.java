package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.app.access.DevelopmentIssuer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;

/** The service does not begin to serve where credentials would be worth nothing. */
class AccessGuardTest {
    private static final String KEYS = "https://login.platform.example/jwk-set";

    private static String database;

    @BeforeAll
    static void make() {
        database = Postgres.database();
    }

    private static Node start(Map<String, Object> settings, BeanFactoryPostProcessor change) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("redress.clock", false);
        return Node.start(WebApplicationType.SERVLET, database, all, change);
    }

    private static void refused(Map<String, Object> settings, String reason) {
        assertThatThrownBy(() -> start(settings, _ -> {}).close()).hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", ""})
    void a_sandbox_that_others_can_reach_is_refused(String address) {
        refused(
                Map.of("redress.sandbox", true, "server.address", address),
                "a sandbox gives tokens to whoever asks, so it listens on this machine only");
    }

    @Test
    void a_sandbox_trusts_no_other_issuer() {
        refused(
                Map.of(
                        "redress.sandbox",
                        true,
                        "redress.access.issuer",
                        TestIssuer.NAME,
                        "redress.access.jwk-set",
                        KEYS),
                "a sandbox trusts its own development issuer and no other");
    }

    @Test
    void production_refuses_the_development_issuer() {
        assertThatThrownBy(() -> start(
                                Map.of(),
                                beans -> ((BeanDefinitionRegistry) beans)
                                        .registerBeanDefinition(
                                                "stray", new RootBeanDefinition(DevelopmentIssuer.class)))
                        .close())
                .hasStackTraceContaining("the development issuer gives tokens to whoever asks");
        refused(
                Map.of("redress.access.issuer", DevelopmentIssuer.NAME, "redress.access.jwk-set", KEYS),
                "the development issuer gives tokens to whoever asks");
    }

    @Test
    void production_has_no_development_issuer() {
        try (Node production = start(Map.of(), _ -> {})) {
            assertThat(production.context().getBeanNamesForType(DevelopmentIssuer.class))
                    .isEmpty();
            assertThat(production.context().containsBean("sandboxTokensHttp")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.platform.example, '', ES256, or neither",
        "'', https://login.platform.example/keys, ES256, or neither",
        "https://login.platform.example, https://login.platform.example/keys, HS256, must be one of [ES256; RS256]",
        "https://login.platform.example, https://login.platform.example/keys, none, must be one of [ES256; RS256]",
        "https://login.platform.example, http://login.platform.example/keys, ES256, must be an https: address or a file:",
        "https://login.platform.example, nonsense, ES256, must be an https: address or a file:",
        "https://login.platform.example, file:///nowhere/keys.json, ES256, cannot be read"
    })
    void an_issuer_of_which_too_little_is_said_is_refused(String issuer, String keys, String algorithm, String reason) {
        refused(
                Map.of(
                        "redress.access.issuer",
                        issuer,
                        "redress.access.jwk-set",
                        keys,
                        "redress.access.algorithm",
                        algorithm),
                reason.replace(';', ','));
    }
}
