package io.redress.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several people at one desk, connections that break, and the pages of who supervises it. */
class DeskIT extends OnTheDemo {
    private static final List<String> PAGES = List.of(
            "/desk",
            "/desk/overview",
            "/desk/conformance",
            "/desk/conformance/windows?clause=6.4.2%20c&outcome=lapsed&unheard=false",
            "/desk/conformance/missing-documents?clause=6.1.3&what=channel");

    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    /** Connections are cut here. */
    @Override
    boolean isToBeExpected(String told) {
        return super.isToBeExpected(told) || told.contains("net::ERR_") || told.contains("htmx:sendError");
    }

    // ---- who supervises

    @ParameterizedTest
    @CsvSource({"zh, LIGHT", "zh, DARK", "en, LIGHT", "en, DARK"})
    void every_page_of_who_supervises_can_be_used_by_everybody(String language, ColorScheme scheme) {
        Page page = as("platform", language, scheme);
        for (String one : PAGES) {
            page.navigate(one + (one.contains("?") ? "&" : "?") + "lang=" + language);
            isForEverybody(page, one + " in " + language + ", " + scheme);
        }
    }

    @Test
    void a_figure_of_the_board_is_followed_to_a_case_by_keys_alone() {
        Page platform = as("platform");
        platform.navigate("/desk/conformance");
        Locator figure =
                platform.locator("tbody tr:has(th:text-is('6.4.2 c')) a.over").first();
        String cases = figure.textContent();
        figure.focus();
        platform.keyboard().press("Enter");
        platform.waitForURL(Pattern.compile(".*/desk/conformance/windows\\?.*"));
        assertThat(platform.locator("tbody tr")).hasCount(Integer.parseInt(cases));
        platform.locator("tbody th a").first().focus();
        platform.keyboard().press("Enter");
        platform.waitForURL("**/cases/**");
    }

    @Test
    void a_flag_explains_itself_when_it_is_pointed_at_or_focused_and_goes_with_escape() {
        Page wang = as("wang");
        Locator flag = wang.locator(".flag")
                .filter(new Locator.FilterOptions().setHasText("serious"))
                .first();
        Locator why = flag.locator("[role=tooltip]");
        assertThat(why).isHidden();
        flag.locator(".chip").focus();
        assertThat(why).isVisible();
        assertThat(why).containsText("people or property are in danger");
        wang.keyboard().press("Escape");
        assertThat(why).isHidden();
        flag.locator(".chip").hover();
        assertThat(why).isVisible();
    }

    // ---- two at one desk

    @Test
    void of_two_agents_who_reach_for_one_case_at_once_one_has_it_and_the_other_is_told() {
        String report = report(as("platform").request());
        List<Page> agents = List.of(as("wang"), as("li"));
        for (Page agent : agents) {
            agent.navigate("/desk?kind=report");
        }
        // neither waits for the other
        for (Page agent : agents) {
            row(agent, report).locator("button.take").evaluate("button => { setTimeout(() => button.click()); }");
        }
        for (Page agent : agents) {
            agent.waitForURL("**/cases/reports/" + report);
        }
        assertThat(agents.stream()
                        .filter(agent ->
                                agent.locator("#presence").textContent().contains("you have taken it")))
                .hasSize(1);
        assertThat(agents.stream()
                        .filter(agent -> Pattern.compile("agent-(wang|li) has taken it")
                                .matcher(agent.locator("#presence").textContent())
                                .find()))
                .hasSize(1);
    }

    @Test
    void who_comes_second_with_a_decision_loses_no_word_of_it() {
        Page wang = as("wang");
        Page li = as("li");
        Stream.of(wang, li).forEach(agent -> agent.navigate("/cases/returns/R6"));
        decide(wang, "What came is not what was shown.");
        decide(li, "The photos of both sides agree with the listing.");
        wang.getByText("Yes, do it now").click();
        wang.waitForURL(Pattern.compile(".*/cases/returns/R6\\?done=decide"));

        li.getByText("Yes, do it now").click();
        assertThat(li.locator("main [role=alert]").first()).isVisible();
        assertThat(li.locator("main")).containsText("What came is not what was shown.");
        assertThat(li.locator("main")).containsText("The photos of both sides agree with the listing.");
    }

    private static void decide(Page agent, String reasons) {
        Locator decide = agent.locator("#decide");
        decide.locator("summary").click();
        decide.getByLabel("Who has to perform").selectOption("merchant");
        decide.getByLabel("Amount").fill("100.00");
        decide.getByLabel("Finding").selectOption("merchant-at-fault");
        decide.getByLabel("Clause").fill("6.4.3 d");
        decide.getByLabel("Reasons").fill(reasons);
        decide.getByRole(AriaRole.BUTTON).click();
        assertThat(agent.locator("main")).containsText("What each party receives");
    }

    // ---- a connection that breaks

    @Test
    void what_came_while_the_line_was_cut_is_told_once_it_is_mended_and_nothing_moved() {
        APIRequestContext directly = as("platform").request();
        try (Cable cable = new Cable(demo.port())) {
            Page wang = as(cable.port(), "wang", "en", ColorScheme.LIGHT);
            Locator news = wang.locator("[data-refresh]");
            report(directly);
            assertThat(news).containsText("1 new", PATIENTLY);
            Object before = order(wang);

            cable.cut();
            report(directly);
            String last = report(directly);
            cable.mend();

            assertThat(news).containsText("3 new", PATIENTLY);
            assertThat(order(wang)).isEqualTo(before);
            wang.keyboard().press("r");
            assertThat(row(wang, last)).isVisible();
        }
    }

    private static Locator row(Page page, String text) {
        return page.locator("tr[data-row]").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static Object order(Page page) {
        return page.evaluate("[...document.querySelectorAll('tr[data-row] a.open')].map(one => one.href).join()");
    }

    /** Somebody reports a violation, by the API. */
    private static String report(APIRequestContext api) {
        Map<?, ?> token = new Gson()
                .fromJson(
                        api.post(
                                        "/api/v1/sandbox/tokens",
                                        RequestOptions.create()
                                                .setData(Map.of("role", "consumer", "party", "somebody")))
                                .text(),
                        Map.class);
        String id = "V-" + UUID.randomUUID();
        APIResponse answer = api.post(
                "/api/v1/reports",
                RequestOptions.create()
                        .setHeader("Authorization", "Bearer " + token.get("token"))
                        .setHeader("Idempotency-Key", id)
                        .setHeader("Prefer", "wait=5")
                        .setData(Map.of("report", id, "room", "room-88")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return id;
    }
}
