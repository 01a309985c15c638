package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever cannot say who asks is turned away, always in the same words, and sees what everybody may see. */
class StrangersTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String QUEUE = "/api/v1/queue";

    @TempDir
    private static Path folder;

    private static final TestIssuer ISSUER = new TestIssuer();
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>(ISSUER.settings(folder));
        // how many strangers are heard is another test's matter
        settings.put("redress.rate-limit.nobody.requests", 1_000_000);
        node = Node.servingStrangers(Postgres.database(), settings);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.body()).doesNotContainPattern(HttpTest.INSIDES);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arguments bearer(String what, String token) {
        return Arguments.of(what, "Bearer " + token);
    }

    private static Arguments claims(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return bearer(what, ISSUER.token(change));
    }

    private static JWTClaimsSet good() {
        return TestIssuer.claims().build();
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    private static String withoutSignature(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    /** A good token with other claims under its signature. */
    private static String exchanged() {
        String[] parts = ISSUER.token(claims -> claims).split("\\.");
        String claims = TestIssuer.claims().claim("role", "platform").build().toString();
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    private static String revoked() {
        String key = node.key(Kind.MERCHANT, "revoked");
        node.sql()
                .sql("UPDATE outbox.api_key SET revoked_at = now(), revoked_by = 'test' WHERE name = 'revoked'")
                .update();
        return key;
    }

    private static String expired() {
        String key = node.key(Kind.MERCHANT, "expired");
        node.sql()
                .sql("UPDATE outbox.api_key SET expires_at = now() WHERE name = 'expired'")
                .update();
        return key;
    }

    static Stream<Arguments> credentials() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID(ISSUER.key().getKeyID()).generate();
        byte[] publicKey = ISSUER.key().toECPublicKey().getEncoded();
        JWSHeader header = ISSUER.header().build();
        String key = node.key(Kind.MERCHANT, "known");
        String other = node.key(Kind.MERCHANT, "other");
        return Stream.of(
                Arguments.of("none", null),
                Arguments.of("an empty one", ""),
                Arguments.of("no token", "Bearer"),
                Arguments.of("another scheme", "Basic bGFuaHVhLXRlYTpwYXNzd29yZA=="),
                bearer("a word", "nonsense"),
                bearer("three words", "non.sen.se"),
                bearer("two tokens", "a b"),
                bearer("letters that no token has", "令牌".repeat(3)),
                bearer("a long one", "a".repeat(6000)),
                // whose is it, for whom, and until when
                claims("of another issuer", claims -> claims.issuer("https://login.example")),
                claims("of no issuer", claims -> claims.issuer(null)),
                claims("of the development issuer", claims -> claims.issuer(DevelopmentIssuer.NAME)),
                claims("for another service", claims -> claims.audience("another")),
                claims("for nobody", claims -> claims.audience((String) null)),
                claims("expired", claims -> claims.expirationTime(in(Duration.ofSeconds(-40)))),
                claims("without an end", claims -> claims.expirationTime(null)),
                claims("not valid yet", claims -> claims.notBeforeTime(in(Duration.ofSeconds(90)))),
                // how it is signed, and as what
                bearer(
                        "of no type",
                        ISSUER.sign(
                                new JWSHeader.Builder(JWSAlgorithm.ES256)
                                        .keyID(header.getKeyID())
                                        .build(),
                                good())),
                bearer(
                        "of another type",
                        ISSUER.sign(ISSUER.header().type(JOSEObjectType.JWT).build(), good())),
                bearer("signed by nobody", new PlainJWT(good()).serialize()),
                bearer("with its signature cut off", withoutSignature(ISSUER.token(claims -> claims))),
                bearer("with other claims", exchanged()),
                bearer(
                        "signed with what everybody knows",
                        TestIssuer.sign(
                                new JWSHeader.Builder(JWSAlgorithm.HS256)
                                        .type(header.getType())
                                        .keyID(header.getKeyID())
                                        .build(),
                                good(),
                                new MACSigner(publicKey))),
                bearer(
                        "signed with another algorithm",
                        TestIssuer.sign(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .type(header.getType())
                                        .keyID(header.getKeyID())
                                        .build(),
                                good(),
                                new RSASSASigner(rsa))),
                bearer(
                        "signed with another key",
                        TestIssuer.sign(header, good(), new ECDSASigner(TestIssuer.key(header.getKeyID())))),
                bearer(
                        "signed with a key of another name",
                        TestIssuer.sign(
                                ISSUER.header().keyID("key-2").build(),
                                good(),
                                new ECDSASigner(TestIssuer.key("key-2")))),
                bearer(
                        "with a key of its own",
                        TestIssuer.sign(
                                ISSUER.header()
                                        .jwk(TestIssuer.key("own").toPublicJWK())
                                        .build(),
                                good(),
                                new ECDSASigner(TestIssuer.key("own")))),
                // whom it names
                claims("of no role", claims -> claims.claim("role", null)),
                claims("of an unknown role", claims -> claims.claim("role", "judge")),
                claims("of a role that only keys have", claims -> claims.claim("role", "feed")),
                claims("of two roles", claims -> claims.claim("role", List.of("merchant", "platform"))),
                claims("of nobody", claims -> claims.claim("party", null)),
                claims("of nobody's name", claims -> claims.claim("party", " ")),
                claims("of a number", claims -> claims.claim("party", 7)),
                claims("of too long a name", claims -> claims.claim("party", "x".repeat(201))),
                claims("without a name of its own", claims -> claims.jwtID(null).subject(null)),
                claims(
                        "with connections that say nothing",
                        claims -> claims.claim("role", "agent").claim("connections", List.of("lanhua-tea"))),
                claims(
                        "with connections that are no list",
                        claims -> claims.claim("role", "agent").claim("connections", "merchant:lanhua-tea")),
                // keys
                bearer("a key of an unknown id", "rk_00000000" + key.substring(11)),
                bearer("a key with the secret of another", key.substring(0, 12) + other.substring(12)),
                bearer("a key without its last letter", key.substring(0, key.length() - 1)),
                bearer("a key and a letter", key + "x"),
                bearer("a key and a null", key + "%00"),
                bearer("a revoked key", revoked()),
                bearer("an expired key", expired()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("credentials")
    void a_credential_that_is_not_good_is_answered_as_none(String what, String credential) {
        HttpResponse<String> nobody = get(QUEUE, "Accept-Language", "en");
        HttpResponse<String> stranger = credential == null
                ? nobody
                : get(QUEUE, "Accept-Language", "en", "Authorization", credential.replace("令牌", "\u00e9"));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"redress\"");
        assertThat(stranger.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(names(stranger)).isEqualTo(names(nobody)).doesNotContain("set-cookie");
        assertThat(stranger.body()).isEqualTo(nobody.body());
        JsonNode problem = Node.json(stranger.body());
        assertThat(problem.required("code").asString()).isEqualTo("http-401");
        assertThat(problem.required("instance").asString()).isEqualTo(QUEUE);
        assertThat(problem.required("detail").asString())
                .isEqualTo("Send an API key or an access token as a bearer token.");
    }

    /** Whether the connection is kept depends on how many requests it has carried. */
    private static Set<String> names(HttpResponse<String> answer) {
        Set<String> names = new TreeSet<>(answer.headers().map().keySet());
        names.remove("connection");
        return names;
    }

    @Test
    void strangers_are_turned_away_in_chinese_unless_they_ask_for_english() {
        for (String language : List.of("", "zh-CN", "fr")) {
            HttpResponse<String> answer = language.isEmpty() ? get(QUEUE) : get(QUEUE, "Accept-Language", language);
            assertThat(Node.json(answer.body()).required("detail").asString()).isEqualTo("请以 Bearer 方式提供 API 密钥或访问令牌。");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/orders",
                "/api/v1/cases/returns/R1",
                "/api/v1/api-keys",
                "/api/v1/sandbox/tokens",
                "/api/v1/sandbox/clock",
                "/nothing/of/this/name",
                "/error",
                "/actuator",
                "/actuator/env",
                "/actuator/health/..%2Fenv",
                "/actuator/health/x/y",
                "/problems",
                "/problems/field-missing/x",
                "/problems/..%2F..%2Fapi%2Fv1%2Fqueue/x",
                "/api/v1/queue;x=/problems/field-missing",
                "/api/v1/queue%3F/problems/field-missing"
            })
    void a_stranger_does_not_even_learn_what_there_is(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    /** As no well-bred client would send them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/problems/../api/v1/queue",
                "/problems/field-missing/../../api/v1/queue",
                "/problems/..;/api/v1/queue",
                "/actuator/health/../../api/v1/queue",
                "/actuator/health/..;/..;/api/v1/queue",
                "//api/v1/queue",
                "/./api/v1/queue",
                "/problems\\..\\api\\v1\\queue",
                "/problems/%2e%2e/api/v1/queue",
                "/problems/field-missing/%2e%2e/%2e%2e/api/v1/queue",
                "http://127.0.0.1/api/v1/queue"
            })
    void no_odd_address_leads_a_stranger_around_the_door(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.lines().findFirst().orElseThrow()).matches("HTTP/1.1 (400|401|404) ?");
            assertThat(answer).doesNotContain("\"items\"");
        }
    }

    @Test
    void an_act_of_a_stranger_is_not_even_read() {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1/reports"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"report\": \"V1\", \"room\": \"L1\"")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(node.history("report/V1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openapi/redress.yaml",
                "/asyncapi/redress.yaml",
                "/docs/index.html",
                "/docs/docs.js",
                "/docs/docs.css",
                "/webjars/swagger-ui/swagger-ui.css",
                "/webjars/swagger-ui/swagger-ui-bundle.js"
            })
    void everybody_reads_the_contract(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .build();
        try {
            assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "merchants/nobody-we-know", "rooms/room-88"})
    void everybody_reads_what_is_published_and_so_may_pages_of_other_sites(String page) {
        String address = "/api/v1/published/" + page;
        HttpResponse<String> answer = get(address, "Origin", "https://shop.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Node.json(answer.body()).get("periods")).hasSize(40);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=60, must-revalidate, public");
        HttpResponse<String> asked =
                send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + address))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", "https://shop.example")
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "If-None-Match"));
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains("GET");
    }

    @Test
    void everybody_sees_what_a_problem_means_and_whether_the_service_lives() {
        assertThat(get("/problems/field-missing").statusCode()).isEqualTo(200);
        for (String probe : List.of("", "/liveness", "/readiness")) {
            HttpResponse<String> health = get("/actuator/health" + probe);
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(Node.json(health.body()).propertyNames()).isSubsetOf("status", "groups");
        }
        assertThat(get("/actuator/health", "Authorization", "Bearer " + node.key(Kind.MERCHANT, "curious"))
                        .body())
                .doesNotContain("parked");
        assertThat(get("/actuator/health", "Authorization", "Bearer " + node.key(Kind.PLATFORM, "watch"))
                        .body())
                .contains("parked");
    }

    static Stream<Arguments> good_tokens() {
        return Stream.of(
                claims("as it should be", claims -> claims),
                claims("for several services", claims -> claims.audience(List.of("another", "redress"))),
                claims("that ended just now", claims -> claims.expirationTime(in(Duration.ofSeconds(-10)))),
                claims("that begins right now", claims -> claims.notBeforeTime(in(Duration.ofSeconds(10)))),
                bearer(
                        "with its type in full",
                        ISSUER.sign(
                                ISSUER.header()
                                        .type(new JOSEObjectType("application/at+jwt"))
                                        .build(),
                                good())),
                bearer("an API key", node.key(Kind.OPERATOR, "good")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good_tokens")
    void a_good_credential_opens_the_door(String what, String credential) {
        assertThat(get(QUEUE, "Authorization", credential).statusCode()).isIn(200, 403);
    }

    @Test
    void an_issuer_that_does_not_answer_is_our_trouble_and_not_the_callers() {
        Map<String, Object> settings = Map.of(
                "redress.clock",
                false,
                "redress.access.issuer",
                TestIssuer.NAME,
                "redress.access.jwk-set",
                "http://127.0.0.1:" + PackagedService.freePort() + "/jwk-set");
        try (Node alone = Node.servingStrangers(Postgres.database(), settings)) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + alone.port() + QUEUE))
                            .header("Authorization", "Bearer " + ISSUER.token(claims -> claims)));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(Node.json(answer.body()).required("code").asString()).isEqualTo("service-unavailable");
        }
    }

    @Test
    void without_an_issuer_only_keys_are_good() {
        try (Node keysOnly = Node.servingStrangers(Postgres.database(), Map.of("redress.clock", false))) {
            Map<String, Integer> answers = new LinkedHashMap<>();
            for (String credential :
                    List.of(ISSUER.token(claims -> claims), keysOnly.key(Kind.PLATFORM, "administrator"))) {
                answers.put(
                        credential,
                        send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + keysOnly.port() + QUEUE))
                                        .header("Authorization", "Bearer " + credential))
                                .statusCode());
            }
            assertThat(answers.values()).containsExactly(401, 200);
        }
    }
}
