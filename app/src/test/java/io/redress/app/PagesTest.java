package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import io.redress.app.pages.DemoInboxHttp;
import io.redress.command.webhook.Courier;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

/** The pages, as a browser without scripts sees them: who sees what, what forms do, and what nobody can put into one. */
class PagesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Legal time goes in the sandbox; this is the time of leases and tokens. */
    private static final AtomicReference<Instant> OPERATIONAL = new AtomicReference<>(Instant.now());

    private static Node node;

    @BeforeAll
    static void start() {
        InstantSource operational = OPERATIONAL::get;
        node = Node.start(
                WebApplicationType.SERVLET,
                Postgres.database(),
                Map.of(
                        "redress.sandbox",
                        true,
                        "redress.clock",
                        false,
                        "redress.rate-limit.nobody.requests",
                        1_000_000,
                        "redress.rate-limit.consumer.requests",
                        1_000_000),
                beans -> beans.registerSingleton("operationalClock", operational));
        node.bean(DemoInboxHttp.class).listen();
        DemoCommand.seed(node.context(), DemoCommand.sale());
        node.awaitSheets();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private Browser jun;
    private Browser tea;
    private Browser wang;
    private Browser li;

    @BeforeEach
    void come() {
        jun = Browser.as("jun");
        tea = Browser.as("tea");
        wang = Browser.as("wang");
        li = Browser.as("li");
    }

    /** Keeps cookies, follows nothing, and runs no script. */
    private static final class Browser {
        private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

        private final Map<String, String> cookies = new ConcurrentHashMap<>();

        static Browser as(String persona) {
            Browser browser = new Browser();
            HttpResponse<String> answer = browser.post("/session/as/" + persona);
            assertThat(answer.statusCode()).isEqualTo(303);
            return browser;
        }

        HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            return request;
        }

        HttpResponse<String> get(String path) {
            return send(request(path).GET());
        }

        String page(String path) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        }

        /** Sends a form that has the token of a page of this browser. */
        HttpResponse<String> post(String path, String... fields) {
            Matcher token = TOKEN.matcher(page("/"));
            assertThat(token.find()).isTrue();
            return postWith(token.group(1), path, fields);
        }

        HttpResponse<String> postWith(String token, String path, String... fields) {
            StringBuilder form = new StringBuilder("_csrf=" + encoded(token));
            for (int n = 0; n < fields.length; n += 2) {
                form.append('&').append(encoded(fields[n])).append('=').append(encoded(fields[n + 1]));
            }
            return send(request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form.toString())));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
                for (String cookie : answer.headers().allValues("set-cookie")) {
                    String[] parts = cookie.split(";", 2)[0].split("=", 2);
                    if (parts[1].isEmpty()) {
                        cookies.remove(parts[0]);
                    } else {
                        cookies.put(parts[0], parts[1]);
                    }
                }
                return answer;
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String location(HttpResponse<?> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("location").orElseThrow();
    }

    private static final String TOKENS = "name=\"_csrf\" value=\"[^\"]+\"";
    private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");

    // ---- who

    @Test
    void a_stranger_is_led_to_the_start_and_then_to_where_he_wanted() {
        Browser stranger = new Browser();
        assertThat(location(stranger.get("/mine"))).isEqualTo("/?next=%2Fmine");
        assertThat(stranger.page("/?next=/mine")).contains("name=\"next\" value=\"/mine\"");
        assertThat(location(stranger.post("/session/as/jun", "next", "/mine"))).isEqualTo("/mine");
        assertThat(stranger.page("/mine")).contains("O3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/",
                "//elsewhere.example/",
                "/\\elsewhere.example",
                "javascript:alert(1)"
            })
    void a_way_on_that_leads_elsewhere_leads_to_the_start(String next) {
        assertThat(location(new Browser().post("/session/as/jun", "next", next)))
                .isEqualTo("/");
        assertThat(location(jun.post("/session/clock", "by", "PT1H", "back", next)))
                .isEqualTo("/");
    }

    @Test
    void who_has_left_is_a_stranger_again() {
        assertThat(location(jun.post("/session/end"))).isEqualTo("/");
        assertThat(location(jun.get("/mine"))).startsWith("/?next=");
    }

    @Test
    void a_cookie_opens_no_address_of_the_api_and_a_token_opens_no_page() {
        assertThat(jun.get("/api/v1/orders").statusCode()).isEqualTo(401);
        String token = node.bean(DevelopmentIssuer.class)
                .token(Kind.CONSUMER, "jun", Kind.CONSUMER.most(), List.of())
                .token();
        HttpResponse<String> page =
                new Browser().send(new Browser().request("/mine").header("Authorization", "Bearer " + token));
        assertThat(location(page)).startsWith("/?next=");
    }

    @Test
    void a_session_that_is_over_is_taken_back() {
        jun.cookies.put("redress-session", "no.good.token");
        assertThat(location(jun.get("/mine"))).startsWith("/?next=");
        assertThat(jun.cookies).doesNotContainKey("redress-session");
    }

    @Test
    void cookies_are_for_no_script_and_no_other_site() {
        HttpResponse<String> answer = new Browser().post("/session/as/jun");
        assertThat(answer.headers().allValues("set-cookie"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    }

    @Test
    void a_form_without_the_token_of_a_page_does_nothing() {
        long before = node.events().size();
        assertThat(jun.postWith("", "/cases/complaints/C1/withdraw", "key", "forged", "sure", "yes")
                        .statusCode())
                .isEqualTo(403);
        assertThat(jun.postWith("guessed", "/session/end").statusCode()).isEqualTo(403);
        assertThat(node.events()).hasSize((int) before);
    }

    @Test
    void a_form_is_good_for_as_long_as_its_page_is_open_whatever_else_is_looked_at() {
        Matcher token = Browser.TOKEN.matcher(jun.page("/mine"));
        assertThat(token.find()).isTrue();
        jun.page("/cases/orders/O3");
        Browser.as("wang").page("/desk");
        assertThat(location(jun.postWith(token.group(1), "/session/end"))).isEqualTo("/");
    }

    @Test
    void anothers_case_is_not_there_and_says_so_on_a_page() {
        HttpResponse<String> hidden = jun.get("/cases/complaints/C2");
        HttpResponse<String> absent = jun.get("/cases/complaints/NONE");
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body().replace("C2", "NONE").replaceAll(TOKENS, ""))
                .isEqualTo(absent.body().replaceAll(TOKENS, ""));
        assertThat(hidden.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        for (String path :
                List.of("/deadline?obligation=platform-provide-solution&owedBy=platform&intervention=true")) {
            assertThat(jun.get("/cases/complaints/C2" + path).statusCode()).isEqualTo(404);
        }
        assertThat(jun.post("/cases/complaints/C2/send-message", "key", "k", "f.text", "x", "f.by", "consumer")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/desk", "/desk/news?since=0", "/desk/claims/complaints/C1"})
    void the_desk_is_the_platforms(String path) {
        assertThat(jun.get(path).statusCode()).isEqualTo(403);
        assertThat(tea.get(path).statusCode()).isEqualTo(403);
    }

    // ---- how

    /** Every page, and who looks at it. */
    private static final List<String> PAGES = List.of(
            "jun /",
            "jun /mine",
            "jun /cases/orders/O3",
            "jun /cases/complaints/C1",
            "jun /cases/complaints/C1/deadline?obligation=consumer-answer-solution&owedBy=consumer:jun",
            "jun /cases/complaints/NONE",
            "tea /mine",
            "tea /cases/returns/R1?order=ascending",
            "room /mine",
            "room /cases/complaints/C2",
            "room /urging",
            "room /systems",
            "tea /systems?state=pending",
            "platform /systems",
            "jun /demo/inbox",
            "wang /desk",
            "wang /desk?kind=intervention",
            "wang /desk?marked=true",
            "wang /cases/complaints/C2",
            "wang /cases/returns/R4",
            "wang /cases/reports/V1",
            "wang /cases/inquiries/Q2",
            "wang /cases/complaints/C2/deadline?obligation=platform-provide-solution&owedBy=platform&intervention=true",
            "platform /desk",
            "platform /mine",
            "nobody /",
            "nobody /published/platform",
            "nobody /published/merchants/lanhua-tea?room=room-88",
            "nobody /published/rooms/room-88?merchant=lanhua-tea",
            "nobody /published/rooms/no-such-room");

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void every_page_is_whole_in_its_language_and_lets_nothing_run_but_our_own_files(String language) {
        for (String page : PAGES) {
            String[] parts = page.split(" ", 2);
            Browser browser = parts[0].equals("nobody") ? new Browser() : Browser.as(parts[0]);
            String path = parts[1] + (parts[1].contains("?") ? "&" : "?") + "lang=" + language;
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).as(page).isIn(200, 404);
            String policy =
                    answer.headers().firstValue("content-security-policy").orElseThrow();
            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe");
            String html = answer.body();
            assertThat(html)
                    .as(page)
                    .contains("<html lang=\"" + (language.equals("zh") ? "zh-CN" : "en") + "\"")
                    .contains("<main id=\"main\"")
                    .contains("</html>")
                    // a text that is missing shows its key like that
                    .doesNotContain("??")
                    .doesNotContainPattern("\\sstyle=|<style|\\son[a-z]+=|javascript:")
                    .doesNotContainPattern("<script(?! src=\"/)");
            assertThat(html.split("<h1", -1)).as(page).hasSize(2);
        }
    }

    @Test
    void what_is_published_is_for_caches_needs_no_script_and_knows_nobody() {
        for (String path :
                List.of("/published/platform", "/published/merchants/lanhua-tea", "/published/rooms/room-88")) {
            HttpResponse<String> page = jun.get(path + "?lang=en");
            assertThat(page.headers().firstValue("cache-control").orElseThrow()).contains("max-age=60", "public");
            assertThat(page.headers().allValues("vary")).contains("Accept-Language");
            assertThat(page.headers().allValues("set-cookie")).isEmpty();
            assertThat(page.body()).doesNotContain("<script", "jun", "<form");
            assertThat(page.body())
                    .isEqualTo(new Browser().get(path + "?lang=en").body());
        }
    }

    @Test
    void the_language_that_was_chosen_stays() {
        jun.page("/mine?lang=en");
        assertThat(jun.page("/mine")).contains("<html lang=\"en\"").contains("My cases");
        jun.page("/mine?lang=zh");
        assertThat(jun.page("/mine")).contains("<html lang=\"zh-CN\"");
    }

    @Test
    void both_languages_have_the_same_words() throws IOException {
        Properties chinese = texts("zh");
        Properties english = texts("en");
        assertThat(new TreeSet<>(chinese.stringPropertyNames()))
                .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        Pattern place = Pattern.compile("\\{\\d}");
        for (String key : english.stringPropertyNames()) {
            Set<String> en = place.matcher(english.getProperty(key))
                    .results()
                    .map(hit -> hit.group())
                    .collect(Collectors.toSet());
            Set<String> zh = place.matcher(chinese.getProperty(key))
                    .results()
                    .map(hit -> hit.group())
                    .collect(Collectors.toSet());
            assertThat(zh).as(key).isEqualTo(en);
            assertThat(english.getProperty(key).replace("中文", "")).as(key).doesNotContainPattern("\\p{IsHan}");
        }
    }

    private static Properties texts(String language) throws IOException {
        try (InputStream in = PagesTest.class.getResourceAsStream("/pages_" + language + ".properties")) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
            return texts;
        }
    }

    /** What people have typed into forms of others before. */
    private static final List<String> PAYLOADS = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'><svg/onload=alert(1)>",
            "</textarea><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[[${1234567*9}]] [(${1234567*9})] ${1234567*9} #{nav} *{1234567*9} @{/x} ~{layout}",
            "__${1234567*9}__ th:text=\"${1234567*9}\"",
            "{0} {1} '' '{'",
            "<!--<img src=--><img src=x onerror=alert(1)//>",
            "&lt;script&gt; &amp; &#x3c;",
            "<div hx-get=\"/session/end\" hx-trigger=\"load\">",
            "\u202eevil\u202c \ud83d\ude00 <b>");

    @Test
    void what_somebody_wrote_is_text_wherever_it_is_shown() {
        for (String payload : PAYLOADS) {
            HttpResponse<String> sent = jun.post(
                    "/cases/complaints/C1/send-message",
                    "form",
                    "send-message",
                    "key",
                    "payload-" + PAYLOADS.indexOf(payload),
                    "f.by",
                    "consumer",
                    "t.by",
                    "word",
                    "f.text",
                    payload,
                    "t.text",
                    "text");
            assertThat(sent.statusCode()).as(payload).isEqualTo(303);
        }
        for (Browser browser : List.of(jun, tea)) {
            String page = browser.page("/cases/complaints/C1");
            for (String payload : PAYLOADS) {
                assertThat(page).contains(escaped(payload));
                if (payload.contains("<")) {
                    assertThat(page).doesNotContain(payload);
                }
            }
            assertThat(page).doesNotContain("11111103");
        }
        // and back from where it was refused
        for (String payload : PAYLOADS) {
            HttpResponse<String> refused = jun.post(
                    "/cases/complaints/C1/send-message",
                    "form",
                    "send-message",
                    "key",
                    "refused",
                    "f.by",
                    payload,
                    "t.by",
                    "word",
                    "f.text",
                    payload,
                    "t.text",
                    "text");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains(escaped(payload));
            assertThat(refused.body())
                    .doesNotContain("<script>alert", "<img src=x", "<svg/onload", "<div hx-get=\"/session");
        }
        for (String payload : PAYLOADS) {
            HttpResponse<String> page =
                    jun.get("/cases/complaints/C1?done=" + encoded(payload) + "&order=" + encoded(payload));
            assertThat(page.body()).doesNotContain("<script>alert", "<img src=x", "<svg/onload");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    // ---- acts

    @Test
    void a_refused_form_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed() {
        HttpResponse<String> refused = tea.post(
                "/cases/complaints/C1/offer-solution",
                "form",
                "offer-solution",
                "key",
                "k",
                "f.by",
                "merchant",
                "t.by",
                "word",
                "f.amountFen",
                "a lot",
                "t.amountFen",
                "amount-fen",
                "f.remedy",
                "Half of it back.",
                "t.remedy",
                "text");
        assertThat(refused.statusCode()).isIn(400, 409);
        assertThat(refused.body()).contains("role=\"alert\"").contains("Half of it back.");
    }

    @Test
    void a_form_that_is_sent_twice_is_done_once() {
        String page = Browser.as("jun").page("/cases/orders/O3");
        Matcher key = KEY.matcher(page.substring(page.indexOf("id=\"file-return\"")));
        assertThat(key.find()).isTrue();
        String[] form = {
            "form",
            "file-return",
            "key",
            key.group(1),
            "f.order",
            "O3",
            "t.order",
            "id",
            "f.kind",
            "refund-only",
            "t.kind",
            "word",
            "f.reason",
            "not-as-described",
            "t.reason",
            "word",
            "f.lines",
            "cup",
            "t.lines",
            "names"
        };
        String first = location(jun.post("/cases/orders/O3/file-return", form));
        String again = location(jun.post("/cases/orders/O3/file-return", form));
        assertThat(again).isEqualTo(first);
        assertThat(jun.page(first)).contains("¥59.00");
        // the service gave one name, and one only
        assertThat(Pattern.compile("/cases/returns/ret_[a-z0-9]+")
                        .matcher(jun.page("/mine"))
                        .results()
                        .map(found -> found.group()))
                .containsOnly(first.replaceAll("\\?.*", ""));
    }

    @Test
    void a_decision_is_shown_once_more_before_it_is_made_and_a_change_meanwhile_loses_nothing() {
        assertThat(location(wang.post(
                        "/cases/complaints/C2/open-intervention", "form", "open-intervention", "key", "open-C2")))
                .startsWith("/cases/complaints/C2");
        String page = wang.page("/cases/complaints/C2");
        Matcher seen = Pattern.compile("name=\"seen\" value=\"(\\d+)\"").matcher(page);
        assertThat(seen.find()).isTrue();
        List<String> form = new ArrayList<>(List.of(
                "form",
                "decide",
                "key",
                "decide-C2",
                "seen",
                seen.group(1),
                "f.orders",
                "merchant",
                "t.orders",
                "word",
                "f.finding",
                "merchant-at-fault",
                "t.finding",
                "word",
                "f.amountFen",
                "1,280.00",
                "t.amountFen",
                "amount-fen",
                "f.clause",
                "6.4.3 d",
                "t.clause",
                "text",
                "f.reasons",
                "The goods were not as shown.",
                "t.reasons",
                "text"));
        long before = node.events().size();
        HttpResponse<String> look = wang.post("/cases/complaints/C2/decide", form.toArray(String[]::new));
        assertThat(look.statusCode()).isEqualTo(200);
        assertThat(look.body())
                .contains("name=\"sure\"", "hao", "lanhua-tea", "¥1,280.00", "The goods were not as shown.");
        assertThat(node.events()).hasSize((int) before);

        // back, to change it: everything is there still
        List<String> back = new ArrayList<>(form);
        back.addAll(List.of("sure", "no"));
        assertThat(wang.post("/cases/complaints/C2/decide", back.toArray(String[]::new))
                        .body())
                .contains("The goods were not as shown.", "value=\"1,280.00\"");

        // meanwhile somebody else does something
        node.act("send-message", "{'complaint': 'C2', 'by': 'merchant', 'text': 'Wait, please.'}");
        form.addAll(List.of("sure", "yes"));
        HttpResponse<String> stale = wang.post("/cases/complaints/C2/decide", form.toArray(String[]::new));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stale.body()).contains("The goods were not as shown.", "value=\"1,280.00\"", "Wait, please.");
        Matcher now = Pattern.compile("name=\"seen\" value=\"(\\d+)\"").matcher(stale.body());
        assertThat(now.find()).isTrue();
        form.set(form.indexOf("seen") + 1, now.group(1));
        assertThat(location(wang.post("/cases/complaints/C2/decide", form.toArray(String[]::new))))
                .isEqualTo("/cases/complaints/C2?done=decide");
        assertThat(wang.page("/cases/complaints/C2")).contains("The goods were not as shown.");
    }

    // ---- claims

    @Test
    void two_agents_never_take_the_same_case_and_a_claim_returns_by_itself() {
        giveEverythingBack();
        String first = location(wang.post("/desk/next"));
        String second = location(li.post("/desk/next"));
        assertThat(second).isNotEqualTo(first).startsWith("/cases/");
        assertThat(li.page(first)).contains("agent-wang");
        location(li.post("/desk/claims" + first.substring("/cases".length())));
        assertThat(claimant(first)).isEqualTo("agent-wang");

        OPERATIONAL.updateAndGet(now -> now.plus(Duration.ofMinutes(20)));
        assertThat(location(Browser.as("li").post("/desk/claims" + first.substring("/cases".length()))))
                .isEqualTo(first);
        assertThat(claimant(first)).isEqualTo("agent-li");
    }

    @Test
    void two_who_take_the_next_at_once_take_different_cases() throws InterruptedException {
        giveEverythingBack();
        List<String> taken = AtOnce.times(2, n -> () -> location((n == 0 ? wang : li).post("/desk/next"))).stream()
                .map(AtOnce.Outcome::orFail)
                .toList();
        assertThat(taken).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void whoever_works_on_a_case_keeps_it() {
        giveEverythingBack();
        String mine = location(wang.post("/desk/next"));
        OPERATIONAL.updateAndGet(now -> now.plus(Duration.ofMinutes(15)));
        wang.page(mine);
        OPERATIONAL.updateAndGet(now -> now.plus(Duration.ofMinutes(15)));
        location(li.post("/desk/claims" + mine.substring("/cases".length())));
        assertThat(claimant(mine)).isEqualTo("agent-wang");
    }

    private static void giveEverythingBack() {
        node.sql().sql("DELETE FROM outbox.desk_claim").update();
    }

    private static String claimant(String page) {
        String[] parts = page.substring("/cases/".length()).split("/");
        String subject = parts[0].replaceAll("s$", "").replace("inquirie", "inquiry") + "/" + parts[1];
        return node.sql()
                .sql("SELECT agent FROM outbox.desk_claim WHERE subject = :subject")
                .param("subject", subject)
                .query(String.class)
                .single();
    }

    // ---- parties

    @Test
    void what_is_somebodys_desk_is_nobody_elses() {
        for (String path : List.of("/urging", "/systems")) {
            assertThat(jun.get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(wang.get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(location(new Browser().get(path))).startsWith("/?next=");
        }
        assertThat(tea.get("/urging").statusCode()).isEqualTo(403);
        assertThat(jun.get("/cases/complaints/C3/answer").statusCode()).isEqualTo(404);
    }

    @Test
    void a_room_operator_urges_with_one_click_and_sees_how_merchants_keep_their_promises() {
        node.act(
                "register-order",
                "{'order': 'urged', 'consumer': 'jun', 'merchant': 'lanhua-tea', 'operator': 'xiaoyu-live', 'room': 'room-88', 'paidAt': '"
                        + node.now() + "', 'lines': [{'line': 'tea', 'amount': 100}]}");
        node.act(
                "file-return",
                "{'return': 'urged', 'order': 'urged', 'kind': 'refund-only', 'reason': 'other', 'lines': ['tea']}");
        node.awaitSheets();
        Browser room = Browser.as("room");
        String inbox = room.page("/urging?lang=en");
        assertThat(inbox).contains("lanhua-tea", "In your rooms, last 90 days:", "decide the refund request");
        int item = inbox.indexOf("/cases/returns/urged/urge");
        assertThat(item).isPositive();
        Matcher key = KEY.matcher(inbox);
        assertThat(key.find(item)).isTrue();
        String[] form = {"form", "urge", "key", key.group(1), "next", "/urging", "f.by", "operator", "t.by", "word"};
        assertThat(location(room.post("/cases/returns/urged/urge", form)))
                .isEqualTo("/urging?of=%2Fcases%2Freturns%2Furged&done=urge");
        assertThat(location(room.post("/cases/returns/urged/urge", form))).startsWith("/urging");
        assertThat(room.page("/urging")).doesNotContain("/cases/returns/urged/urge");
        assertThat(Browser.as("tea").page("/mine")).contains("/cases/returns/urged");
    }

    private static void asked(String id, String merchant, String operator) {
        node.act(
                "register-order",
                "{'order': '%s', 'consumer': 'jun', 'merchant': '%s', 'operator': '%s', 'room': 'room-of-%s', 'paidAt': '%s', 'lines': [{'line': 'tea', 'amount': 100}]}"
                        .formatted(id, merchant, operator, operator, node.now()));
        node.act(
                "file-return",
                "{'return': '%s', 'order': '%s', 'kind': 'refund-only', 'reason': 'other', 'lines': ['tea']}"
                        .formatted(id, id));
    }

    @Test
    void a_merchants_promises_are_counted_in_the_operators_own_rooms_and_what_lapsed_is_owed_still() {
        asked("kept", "kept-shop", "xiaoyu-live");
        asked("broken", "kept-shop", "xiaoyu-live");
        asked("broken-elsewhere", "kept-shop", "another-live");
        node.act("accept-return", "{'return': 'kept'}");
        node.act("refund", "{'return': 'kept'}");
        node.clock().advanceTo(node.now().plus(Duration.ofHours(37)));
        node.awaitSheets();
        String inbox = Browser.as("room").page("/urging?lang=en");
        String group = inbox.substring(inbox.indexOf("kept-shop"));
        assertThat(group).containsPattern("last 90 days: [2-9] in time, 0 late, 1 lapsed");
        assertThat(group).contains("/cases/returns/broken/urge", "/cases/returns/broken/coordinate");
        assertThat(inbox).doesNotContain("broken-elsewhere", "/cases/returns/kept/");
        // done late it is owed no more, and counts as late
        node.act("accept-return", "{'return': 'broken'}");
        node.awaitSheets();
        assertThat(Browser.as("room").page("/urging?lang=en")).containsPattern("in time, 1 late, 0 lapsed");
    }

    @Test
    void what_is_owed_is_answered_where_it_is_listed() {
        node.act(
                "file-complaint",
                "{'complaint': 'in-place', 'consumer': 'jun', 'against': 'merchant', 'serious': false, 'merchant': 'lanhua-tea', 'operator': 'xiaoyu-live', 'room': 'room-88'}");
        node.awaitSheets();
        String address = "/cases/complaints/in-place";
        assertThat(tea.page("/mine"))
                .contains("hx-get=\"" + address + "/answer?obligation=merchant-accept-complaint\"");
        assertThat(tea.get(address + "/answer").headers().firstValue("location"))
                .contains(address + "#can");
        String forms = tea.send(tea.request(address + "/answer?obligation=merchant-accept-complaint")
                        .header("HX-Request", "true"))
                .body();
        assertThat(forms).contains("action=\"" + address + "/accept-complaint\"", "name=\"next\" value=\"/mine\"");
        assertThat(forms).doesNotContain("<html");
        assertThat(forms.indexOf("accept-complaint")).isLessThan(forms.indexOf("offer-solution"));
        assertThat(location(tea.post(
                        address + "/accept-complaint", "form", "accept-complaint", "key", "in-place", "next", "/mine")))
                .isEqualTo("/mine?of=%2Fcases%2Fcomplaints%2Fin-place&done=accept-complaint");
        assertThat(tea.page("/mine")).doesNotContain(address + "/answer?obligation=merchant-accept-complaint");
    }

    @Test
    void a_plan_is_asked_for_proposed_and_confirmed_on_pages() {
        Browser room = Browser.as("room");
        String[] pair = {"f.merchant", "lanhua-tea", "f.room", "room-88", "f.operator", "xiaoyu-live"};
        assertThat(location(room.post("/plans/ask-plan-adjustment", with(pair, "key", "ask", "next", "/urging"))))
                .isEqualTo("/urging?done=ask-plan-adjustment");
        assertThat(tea.page("/mine?lang=en"))
                .contains(
                        "An adjustment of this plan was asked for", "answer the request for an adjusted service plan");
        String reason = PAYLOADS.getFirst();
        assertThat(location(tea.post(
                        "/plans/propose-plan",
                        with(pair, "key", "propose", "next", "/mine", "w.merchant-ship-goods", "P1WD"))))
                .isEqualTo("/mine?done=propose-plan");
        assertThat(room.page("/urging?lang=en")).contains("waits for the room operator", "1 working day");
        location(room.post(
                "/plans/decline-plan",
                with(
                        pair,
                        "key",
                        "decline",
                        "next",
                        "/urging",
                        "f.reason",
                        reason,
                        "f.proposal",
                        "1",
                        "t.proposal",
                        "number")));
        location(tea.post(
                "/plans/propose-plan",
                with(pair, "key", "propose-2", "next", "/mine", "w.merchant-ship-goods", "PT20H")));
        assertThat(location(room.post("/plans/confirm-plan", with(pair, "key", "confirm", "next", "/urging"))))
                .isEqualTo("/urging?done=confirm-plan");
        assertThat(tea.page("/mine?lang=en")).contains("20 h").doesNotContain(reason);
        assertThat(room.post("/plans/publish-rules", pair).statusCode()).isEqualTo(404);
        assertThat(jun.post("/plans/ask-plan-adjustment", with(pair, "key", "not-mine"))
                        .statusCode())
                .isEqualTo(403);
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Stream.of(fields), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void a_secret_is_shown_once_and_a_delivery_is_sent_again() {
        String url = "http://127.0.0.1:9/nobody";
        String[] form = {"key", "endpoint", "url", url, "types", "window.* case.returns", "description", PAYLOADS.get(1)
        };
        String made = tea.post("/systems/endpoints", form).body();
        Matcher secret = Pattern.compile("whsec_[A-Za-z0-9+/=]+").matcher(made);
        assertThat(secret.results().count()).isEqualTo(2);
        assertThat(made).contains(url, escaped(PAYLOADS.get(1))).doesNotContain(PAYLOADS.get(1));
        assertThat(tea.post("/systems/endpoints", form).body()).doesNotContain("whsec_");
        assertThat(tea.page("/systems")).doesNotContain("whsec_");
        Matcher id = Pattern.compile("ep_[a-z0-9]+").matcher(made.substring(made.indexOf(url)));
        assertThat(id.find()).isTrue();
        String endpoint = "/systems/endpoints/" + id.group();

        Browser room = Browser.as("room");
        assertThat(room.post(endpoint + "/rotate", "key", "theirs").statusCode())
                .isEqualTo(404);
        assertThat(tea.post(endpoint + "/rotate", "key", "mine").body()).contains("whsec_");
        assertThat(location(tea.post(endpoint + "/ping", "key", "ping"))).isEqualTo("/systems?done=ping");
        String log = tea.page("/systems?endpoint=" + id.group());
        Matcher message = Pattern.compile(endpoint + "/deliveries/([^/\"]+)\"").matcher(log);
        assertThat(message.find()).isTrue();
        String delivery = endpoint + "/deliveries/" + message.group(1);
        assertThat(tea.page(delivery)).contains(message.group(1));
        assertThat(room.get(delivery).statusCode()).isEqualTo(404);
        assertThat(location(tea.post(delivery + "/resend", "key", "again"))).isEqualTo("/systems?done=resend");
        assertThat(tea.post(endpoint + "/replay", "key", "r", "since", "whenever")
                        .statusCode())
                .isEqualTo(400);
        location(tea.post(endpoint + "/disable", "key", "off"));
        assertThat(tea.page("/systems?lang=en")).contains("It was disabled on request.");
        location(tea.post(endpoint + "/delete", "key", "gone"));
        assertThat(tea.page("/systems")).doesNotContain(url);
    }

    @Test
    void the_merchants_system_verifies_what_it_gets_and_can_fail() {
        node.act("send-message", "{'complaint': 'C1', 'by': 'consumer', 'text': 'To be told.'}");
        await().untilAsserted(() -> {
            node.bean(Courier.class).sendDue();
            assertThat(jun.page("/demo/inbox?lang=en"))
                    .contains("signature verified", "webhook-signature", "answered 204")
                    .doesNotContain("signature is wrong");
        });
        location(jun.post("/demo/inbox", "answer", "refuse"));
        node.act("send-message", "{'complaint': 'C1', 'by': 'consumer', 'text': 'To be told later.'}");
        await().untilAsserted(() -> {
            node.bean(Courier.class).sendDue();
            assertThat(jun.page("/demo/inbox?lang=en")).contains("answered 503");
        });
        location(jun.post("/demo/inbox", "answer", "take"));
        assertThat(jun.post("/demo/inbox", "answer", "dance").statusCode()).isEqualTo(400);
    }

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static HttpResponse<String> upload(
            Browser browser, String token, String address, String type, byte[] bytes) {
        String before =
                "--it\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\nContent-Type: " + type
                        + "\r\n\r\n";
        return browser.send(browser.request(address + "?key=" + encoded(address + type) + "&_csrf=" + encoded(token))
                .header("Content-Type", "multipart/form-data; boundary=it")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(before),
                        BodyPublishers.ofByteArray(bytes),
                        BodyPublishers.ofString("\r\n--it--\r\n"))));
    }

    private static String token(Browser browser) {
        Matcher token = Browser.TOKEN.matcher(browser.page("/"));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @Test
    void a_file_is_a_draft_until_it_is_submitted_and_then_seen_by_whom_the_page_said() throws Exception {
        node.act(
                "register-order",
                "{'order': 'shown', 'consumer': 'jun', 'merchant': 'lanhua-tea', 'operator': 'xiaoyu-live', 'room': 'room-88', 'paidAt': '"
                        + node.now() + "', 'lines': [{'line': 'tea', 'amount': 100}]}");
        node.act(
                "file-return",
                "{'return': 'shown', 'order': 'shown', 'kind': 'refund-only', 'reason': 'other', 'lines': ['tea']}");
        node.act("refuse-return", "{'return': 'shown', 'reason': 'no'}");
        node.act("request-intervention", "{'return': 'shown'}");
        node.act("open-intervention", "{'return': 'shown', 'agent': 'agent-wang'}");
        node.act("request-evidence", "{'return': 'shown', 'from': ['consumer']}");
        node.awaitSheets();
        String address = "/cases/returns/shown";
        assertThat(jun.page(address + "?lang=en"))
                .contains(
                        "multipart/form-data",
                        "consumer jun, merchant lanhua-tea, room operator xiaoyu-live, the platform");
        assertThat(upload(jun, "", address + "/files", "image/png", PNG).statusCode())
                .isEqualTo(403);
        String answer = location(upload(jun, token(jun), address + "/files", "image/png", PNG));
        assertThat(location(upload(jun, token(jun), address + "/files", "image/png", PNG)))
                .isEqualTo(answer);
        String file = answer.replaceAll(".*uploaded=|#.*", "");
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PNG));
        assertThat(jun.page(address + "?lang=en")).contains(file, hash, "your own side only", "name=\"f.files\"");
        assertThat(tea.page(address)).doesNotContain(file);
        assertThat(tea.get(address + "/files/" + file).statusCode()).isEqualTo(404);

        location(jun.post(
                address + "/submit-evidence",
                "form",
                "submit-evidence",
                "key",
                "submit",
                "f.by",
                "consumer",
                "t.by",
                "word",
                "f.files",
                file,
                "t.files",
                "names"));
        assertThat(tea.page(address)).contains(file, hash);
        HttpResponse<byte[]> bytes =
                CLIENT.send(tea.request(address + "/files/" + file).GET().build(), BodyHandlers.ofByteArray());
        assertThat(bytes.body()).isEqualTo(PNG);
        assertThat(bytes.headers().firstValue("content-disposition").orElseThrow())
                .startsWith("attachment");
        assertThat(bytes.headers().firstValue("content-security-policy").orElseThrow())
                .isEqualTo("default-src 'none'; sandbox");

        assertThat(upload(jun, token(jun), address + "/files", "text/html", "<script>".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(415);
        assertThat(upload(jun, token(jun), "/cases/complaints/C2/files", "image/png", PNG)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_consumer_is_told_where_it_stands_and_where_else_to_turn_when_it_is_over() {
        node.act(
                "file-complaint",
                "{'complaint': 'over', 'consumer': 'jun', 'against': 'merchant', 'serious': false, 'merchant': 'lanhua-tea', 'operator': 'xiaoyu-live', 'room': 'room-88'}");
        node.awaitSheets();
        String page = jun.page("/cases/complaints/over?lang=en");
        assertThat(page).contains("aria-current=\"step\"", "Waiting for merchant lanhua-tea", "told 20");
        assertThat(page).doesNotContain("12368");
        node.act("withdraw", "{'complaint': 'over'}");
        node.awaitSheets();
        assertThat(jun.page("/cases/complaints/over?lang=en"))
                .contains(
                        "12315",
                        "https://www.12315.cn",
                        "12368",
                        "Consumer Rights Protection Law, art. 39 (3)",
                        "as of 2026-11-28");
    }

    @Test
    void what_is_asked_of_the_parties_pages_is_text_as_well() {
        Browser room = Browser.as("room");
        for (String payload : PAYLOADS) {
            String typed = encoded(payload);
            for (HttpResponse<String> page : List.of(
                    tea.get("/mine?done=" + typed),
                    room.get("/urging?done=" + typed),
                    tea.get("/systems?done=" + typed + "&endpoint=" + typed + "&state=" + typed),
                    tea.get("/systems/endpoints/" + typed.replace("+", "%20") + "/deliveries/x"),
                    jun.get("/cases/complaints/C1?uploaded=" + typed),
                    tea.send(tea.request("/cases/complaints/C1/answer?obligation=" + typed)
                            .header("HX-Request", "true")))) {
                assertThat(page.statusCode()).as(payload).isIn(200, 400, 404);
                assertThat(page.body())
                        .doesNotContain(
                                "<script>alert", "<img src=x", "<svg/onload", "<div hx-get=\"/session", "11111103");
            }
        }
    }

    // ---- news

    @Test
    void what_comes_to_the_queue_is_told_to_who_was_cut_off_as_well() throws Exception {
        String desk = wang.page("/desk");
        Matcher since = Pattern.compile("since=(\\d+)").matcher(desk);
        assertThat(since.find()).isTrue();
        String address = "/desk/news?since=" + since.group(1);
        assertThat(firstNews(address)).isEqualTo("data: ");
        node.act("report", "{'report': 'V-news', 'room': 'room-88'}");
        node.awaitSheets();
        assertThat(firstNews(address)).startsWith("data: 1 ");
        assertThat(firstNews(address + "&kind=appeal")).isEqualTo("data: ");
    }

    private String firstNews(String address) throws Exception {
        HttpResponse<Stream<String>> stream =
                CLIENT.send(wang.request(address).GET().build(), BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            return lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
        }
    }

    // ---- the board

    private static final List<String> FOR_WHO_SUPERVISES = List.of(
            "/desk/overview",
            "/desk/conformance",
            "/desk/conformance/windows?clause=6.4.2%20c&outcome=lapsed",
            "/desk/conformance/missing-documents?clause=6.1.3&what=channel");

    @Test
    void the_board_is_for_who_supervises_and_for_nobody_else() {
        Browser platform = Browser.as("platform");
        for (String address : FOR_WHO_SUPERVISES) {
            assertThat(platform.get(address).statusCode()).as(address).isEqualTo(200);
            for (Browser other : List.of(wang, tea, jun)) {
                assertThat(other.get(address).statusCode()).as(address).isEqualTo(403);
            }
            assertThat(location(new Browser().get(address))).startsWith("/?next=");
        }
        assertThat(platform.page("/desk")).contains("href=\"/desk/overview\"");
        assertThat(wang.page("/desk")).doesNotContain("/desk/overview");
    }

    @Test
    void every_clause_of_the_chapter_has_a_row_whose_figures_lead_to_cases() {
        Browser platform = Browser.as("platform");
        String board = platform.page("/desk/conformance?lang=en");
        assertThat(Pattern.compile("<th scope=\"row\" class=\"num\">6\\.")
                        .matcher(board)
                        .results()
                        .count())
                .isEqualTo(38);
        Matcher lists =
                Pattern.compile("href=\"(/desk/conformance/[^\"]+)\">(\\d+)").matcher(board);
        int led = 0;
        while (lists.find()) {
            String list = platform.page(lists.group(1).replace("&amp;", "&"));
            assertThat(Pattern.compile("<th scope=\"row\">|<li><a href=\"/published/")
                            .matcher(list)
                            .results()
                            .count())
                    .as(lists.group(1))
                    .isEqualTo(Math.min(50, Long.parseLong(lists.group(2))));
            led++;
        }
        assertThat(led).isGreaterThan(20);
    }

    @Test
    void the_overview_says_who_has_which_case_now() {
        giveEverythingBack();
        String taken = location(wang.post("/desk/next"));
        assertThat(Browser.as("platform").page("/desk/overview?lang=en"))
                .contains("href=\"" + taken + "\"")
                .contains("agent-wang");
    }

    @Test
    void a_flag_says_why_to_eyes_and_to_screen_readers() {
        String desk = wang.page("/desk?lang=en");
        Matcher flag = Pattern.compile(
                        "aria-describedby=\"(d-\\d+)\">serious</span><span role=\"tooltip\" id=\"([^\"]+)\">([^<]+)")
                .matcher(desk);
        assertThat(flag.find()).isTrue();
        assertThat(flag.group(1)).isEqualTo(flag.group(2));
        assertThat(flag.group(3)).contains("people or property are in danger");
    }

    @Test
    void a_case_is_exported_from_the_beginning_whatever_the_page_shows_first() {
        HttpResponse<String> file = jun.get("/cases/complaints/C1/export");
        assertThat(file.headers().firstValue("content-disposition").orElseThrow())
                .startsWith("attachment;")
                .contains("complaint-C1.ndjson");
        List<String> lines = file.body().lines().toList();
        assertThat(lines.getFirst()).contains("\"event\":\"complaint.filed.v1\"");
        assertThat(lines.stream()
                        .map(line -> Pattern.compile("\"position\":(\\d+)")
                                .matcher(line)
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group(1))
                        .map(Long::valueOf))
                .hasSizeGreaterThan(1)
                .isSorted();
        assertThat(tea.get("/cases/complaints/NONE/export").statusCode()).isEqualTo(404);
    }

    // ---- the sandbox only

    @Test
    void in_production_nobody_is_played_and_no_clock_is_moved() {
        try (Node production = Node.servingStrangers(Postgres.database(), Map.of())) {
            Node sandbox = node;
            node = production;
            try {
                Browser stranger = new Browser();
                String start = stranger.page("/");
                assertThat(start).doesNotContain("/session/as/", "/session/clock");
                // a form of the sandbox's page, with the token of one that has a form
                stranger.get("/desk");
                assertThat(stranger.postWith("none", "/session/as/jun").statusCode())
                        .isEqualTo(403);
                assertThat(location(stranger.get("/mine"))).startsWith("/?next=");
            } finally {
                node = sandbox;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PT1H", "lapse"})
    void everybody_moves_the_sandboxs_clock(String by) {
        Instant before = node.now();
        assertThat(location(new Browser().post("/session/clock", "by", by, "back", "/published/platform")))
                .isEqualTo("/published/platform");
        assertThat(node.now()).isAfter(before);
    }
}
