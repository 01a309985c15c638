package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People log in where the platform's own people do, and are to the pages who their access token says. */
class LoginTest {
    private static final TestIssuer ISSUER = new TestIssuer();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** What the issuer's page of consent would know. */
    private static final AtomicReference<String> NONCE = new AtomicReference<>();

    private static final AtomicReference<UnaryOperator<JWTClaimsSet.Builder>> WHO =
            new AtomicReference<>(claims -> claims);

    @TempDir
    private static Path folder;

    private static HttpServer issuer;
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/authorize", LoginTest::authorize);
        issuer.createContext("/token", LoginTest::token);
        issuer.createContext(
                "/keys",
                exchange -> answer(
                        exchange, new JWKSet(ISSUER.key()).toPublicJWKSet().toString()));
        issuer.start();
        String at = "http://127.0.0.1:" + issuer.getAddress().getPort();
        String client = "spring.security.oauth2.client.";
        Map<String, Object> settings = new LinkedHashMap<>(ISSUER.settings(folder));
        settings.put(client + "registration.platform.client-id", "redress-pages");
        settings.put(client + "registration.platform.client-secret", "secret");
        settings.put(client + "registration.platform.scope", "openid");
        settings.put(client + "registration.platform.authorization-grant-type", "authorization_code");
        settings.put(client + "registration.platform.redirect-uri", "{baseUrl}/login/oauth2/code/{registrationId}");
        settings.put(client + "provider.platform.authorization-uri", at + "/authorize");
        settings.put(client + "provider.platform.token-uri", at + "/token");
        settings.put(client + "provider.platform.jwk-set-uri", at + "/keys");
        node = Node.servingStrangers(Postgres.database(), settings);
    }

    @AfterAll
    static void stop() {
        node.close();
        issuer.stop(0);
    }

    /** Consents at once. */
    private static void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = Arrays.stream(
                        exchange.getRequestURI().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        NONCE.set(asked.get("nonce"));
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri") + "?code=c&state="
                                + java.net.URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void token(HttpExchange exchange) throws IOException {
        Instant now = Instant.now();
        String identity = ISSUER.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(ISSUER.key().getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(TestIssuer.NAME)
                        .subject("user-1")
                        .audience("redress-pages")
                        .claim("nonce", NONCE.get())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .build());
        String access = ISSUER.token(WHO.get());
        answer(exchange, """
                {"access_token": "%s", "id_token": "%s", "token_type": "Bearer", "expires_in": 300}""".formatted(access, identity));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    private static HttpResponse<String> get(HttpClient browser, String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /** From the start, by its button, over the issuer, and back. */
    private static HttpResponse<String> logIn(HttpClient browser, String next)
            throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get(browser, "/").body());
        assertThat(token.find()).isTrue();
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/session/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("_csrf=" + token.group(1) + "&next=" + next))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void whoever_the_issuer_knows_comes_to_where_he_wanted() throws Exception {
        WHO.set(claims -> claims);
        HttpClient browser = browser();
        HttpResponse<String> there = logIn(browser, "/mine");
        assertThat(there.uri().getPath()).isEqualTo("/mine");
        assertThat(there.body()).contains("lanhua-tea");
        // by the token alone: the server's own session is over
        assertThat(get(browser, "/mine").uri().getPath()).isEqualTo("/mine");
        assertThat(get(browser, "/desk").statusCode()).isEqualTo(403);
    }

    @Test
    void a_token_that_is_not_for_this_service_is_nobodys() throws Exception {
        WHO.set(claims -> claims.audience("another-service"));
        HttpClient browser = browser();
        HttpResponse<String> there = logIn(browser, "/mine");
        assertThat(there.uri().getQuery()).isEqualTo("unknown");
        assertThat(get(browser, "/mine").uri().getPath()).isEqualTo("/");
    }

    @Test
    void an_answer_that_nobody_asked_for_is_no_login() throws Exception {
        HttpClient browser = browser();
        HttpResponse<String> there = get(browser, "/login/oauth2/code/platform?code=c&state=guessed");
        assertThat(there.uri().getQuery()).isEqualTo("unknown");
        assertThat(get(browser, "/mine").uri().getPath()).isEqualTo("/");
    }
}
