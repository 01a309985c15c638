package io.redress.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.google.gson.Gson;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do on the pages, by hand and by keys, and whether everybody can. */
class PagesIT {
    @TempDir
    static Path folder;

    private static Demo demo;

    private final List<String> complaints = new ArrayList<>();
    private final List<Page> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        demo = new Demo(folder);
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    @AfterEach
    void nothing_broke_the_content_policy_or_failed_in_a_script() {
        open.forEach(page -> page.context().close());
        // but for what a page answers with its status, and for streams that ended and were opened again
        assertThat(complaints)
                .filteredOn(told -> !told.contains("status of 4") && !told.equals("[object Event]"))
                .isEmpty();
    }

    private Page stranger() {
        Page page = demo.browser("en", ColorScheme.LIGHT, complaints);
        open.add(page);
        return page;
    }

    private Page as(String persona) {
        return as(persona, "en", ColorScheme.LIGHT);
    }

    private Page as(String persona, String language, ColorScheme scheme) {
        Page page = demo.browser(language, scheme, complaints);
        open.add(page);
        page.navigate("/?lang=" + language);
        page.locator("form[action='/session/as/" + persona + "'] button").click();
        page.waitForURL(Pattern.compile(".*/(mine|desk)"));
        return page;
    }

    // ---- everybody

    private static final List<String> PAGES = List.of(
            "nobody /",
            "nobody /published/platform",
            "nobody /published/merchants/lanhua-tea?room=room-88",
            "nobody /published/rooms/room-88?merchant=lanhua-tea",
            "jun /mine",
            "jun /cases/orders/O3",
            "jun /cases/complaints/C1",
            "jun /cases/complaints/NONE",
            "jun /cases/complaints/C1/deadline?obligation=consumer-answer-solution&owedBy=consumer:jun",
            "wang /desk",
            "wang /cases/complaints/C2");

    @ParameterizedTest
    @CsvSource({"zh, LIGHT", "zh, DARK", "en, LIGHT", "en, DARK"})
    void every_page_can_be_used_by_everybody(String language, ColorScheme scheme) {
        Page nobody = demo.browser(language, scheme, complaints);
        open.add(nobody);
        Page jun = as("jun", language, scheme);
        Page wang = as("wang", language, scheme);
        for (String one : PAGES) {
            String[] parts = one.split(" ", 2);
            Page page = parts[0].equals("nobody") ? nobody : parts[0].equals("jun") ? jun : wang;
            page.navigate(parts[1] + (parts[1].contains("?") ? "&" : "?") + "lang=" + language);
            // forms are looked at as well
            page.locator("details").evaluateAll("all => all.forEach(one => { one.open = true; })");
            List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
            assertThat(violations)
                    .as("%s in %s, %s", one, language, scheme)
                    .extracting(rule -> rule.getId() + ": "
                            + rule.getNodes().stream()
                                    .map(node -> node.getHtml())
                                    .limit(2)
                                    .toList())
                    .isEmpty();
        }
    }

    @Test
    void a_phone_is_wide_enough() {
        Page page = as("jun");
        page.setViewportSize(360, 740);
        for (String address :
                List.of("/", "/mine", "/cases/complaints/C1", "/published/merchants/lanhua-tea?room=room-88")) {
            page.navigate(address);
            Object over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(over).as(address).isEqualTo(0);
        }
    }

    // ---- a story

    @Test
    void from_a_request_over_a_lapse_and_a_decision_to_the_refund() {
        Page jun = as("jun");
        jun.navigate("/cases/orders/O3");
        Locator ask = jun.locator("#file-return");
        ask.locator("summary").click();
        ask.getByLabel("Kind").selectOption("return-and-refund");
        ask.getByLabel("Reason").selectOption("not-as-described");
        ask.getByLabel("tea").check();
        ask.getByRole(AriaRole.BUTTON).click();
        jun.waitForURL(Pattern.compile(".*/cases/returns/ret_.*done=file-return"));
        String address = jun.url().replaceAll("\\?.*", "");
        assertThat(jun.locator(".waiting")).containsText("merchant lanhua-tea");

        jun.getByText("48 hours on").click();
        jun.waitForURL(Pattern.compile(".*/cases/returns/ret_.*"));
        jun.navigate(address);
        assertThat(jun.locator(".lanes")).containsText("lapsed");

        Page wang = as("wang");
        wang.navigate("/desk?kind=intervention");
        Locator row = wang.locator("tr[data-row]")
                .filter(new Locator.FilterOptions().setHasText(address.substring(address.lastIndexOf('/') + 1)));
        assertThat(row).containsText("did not decide the return");
        row.locator("button.take").click();
        wang.waitForURL(address);
        assertThat(wang.locator("#presence")).containsText("you have taken it");
        wang.locator("#open-intervention summary").click();
        wang.locator("#open-intervention button").click();
        wang.waitForURL(address + "?done=open-intervention");

        Locator decide = wang.locator("#decide");
        decide.locator("summary").click();
        decide.getByLabel("Who has to perform").selectOption("merchant");
        decide.getByLabel("Amount").fill("199.00");
        decide.getByLabel("Finding").selectOption("merchant-at-fault");
        decide.getByLabel("Clause").fill("6.4.3 d");
        decide.getByLabel("Reasons").fill("What came is not what was shown.");
        decide.getByRole(AriaRole.BUTTON).click();
        assertThat(wang.locator("main")).containsText("What each party receives");
        wang.getByText("Yes, do it now").click();
        wang.waitForURL(address + "?done=decide");

        Page tea = as("tea");
        tea.navigate(address);
        assertThat(tea.locator("main")).containsText("What came is not what was shown.");
        assertThat(tea.locator("main")).not().containsText("agent-wang");
        Locator perform = tea.locator("#perform-decision");
        perform.locator("summary").click();
        if (perform.getByLabel("Amount").count() > 0) {
            perform.getByLabel("Amount").fill("199.00");
        }
        perform.getByRole(AriaRole.BUTTON).click();
        tea.waitForURL(address + "?done=perform-decision");

        jun.navigate(address);
        assertThat(jun.locator("main")).containsText("paid back ¥199.00");
    }

    // ---- keys

    @Test
    void the_desk_is_worked_by_keys_alone_and_never_while_somebody_types() {
        Page wang = as("wang");
        wang.keyboard().press("?");
        assertThat(wang.locator("#keys")).isVisible();
        wang.keyboard().press("Escape");
        assertThat(wang.locator("#keys")).not().isVisible();

        wang.keyboard().press("j");
        wang.keyboard().press("j");
        assertThat(wang.locator("tr[data-at]")).hasCount(1);
        String second = wang.locator("tr[data-row] a.open").nth(1).getAttribute("href");
        wang.keyboard().press("o");
        wang.waitForURL("**" + second);

        wang.keyboard().press("m");
        Locator text = wang.locator("#send-message textarea");
        assertThat(text).isFocused();
        wang.keyboard().type("quick jokes about ncx?");
        assertThat(text).hasValue("quick jokes about ncx?");
        assertThat(wang).hasURL(Pattern.compile(".*" + second));
        // nor while an input method composes, wherever the focus is
        wang.evaluate("""
                () => { document.activeElement.blur();
                  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'q', isComposing: true, bubbles: true })); }""");
        assertThat(wang).hasURL(Pattern.compile(".*" + second));

        // and what was typed is there still when he comes back
        wang.keyboard().press("q");
        wang.waitForURL("**/desk");
        wang.navigate(second);
        assertThat(wang.locator("#send-message textarea")).hasValue("quick jokes about ncx?");

        // keys can be switched off
        wang.navigate("/desk");
        wang.keyboard().press("?");
        wang.locator("#keys-on").uncheck();
        wang.keyboard().press("Escape");
        wang.keyboard().press("j");
        assertThat(wang.locator("tr[data-at]")).hasCount(0);
    }

    @Test
    void two_agents_who_want_the_same_case_see_who_has_it() {
        Page wang = as("wang");
        Page li = as("li");
        wang.navigate("/desk?kind=report");
        li.navigate("/desk?kind=report");
        wang.locator("button.take").first().click();
        assertThat(wang.locator("#presence")).containsText("you have taken it");
        li.locator("button.take").first().click();
        assertThat(li.locator("#presence")).containsText("agent-wang has taken it");
        wang.reload();
        assertThat(wang.locator("#presence")).containsText("agent-li looks at it, too");
    }

    // ---- news

    @Test
    void what_comes_meanwhile_is_told_and_moves_nothing() {
        Page wang = as("wang");
        Object before = order(wang);
        Locator news = wang.locator("[data-refresh]");
        assertThat(news).isHidden();
        String report = report(wang);
        assertThat(news).hasText("1 new, press r");
        assertThat(order(wang)).isEqualTo(before);

        // who was cut off meanwhile is told as well
        wang.context().setOffline(true);
        wang.context().setOffline(false);
        report(wang);
        assertThat(news).hasText("2 new, press r", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        wang.keyboard().press("r");
        assertThat(wang.locator("tr[data-row]").filter(new Locator.FilterOptions().setHasText(report)))
                .isVisible();
        assertThat(news).isHidden();
    }

    /** Somebody reports a violation, by the API. */
    private static String report(Page page) {
        Map<?, ?> token = new Gson()
                .fromJson(
                        page.request()
                                .post(
                                        "/api/v1/sandbox/tokens",
                                        RequestOptions.create()
                                                .setData(Map.of("role", "consumer", "party", "somebody")))
                                .text(),
                        Map.class);
        String id = "V-" + UUID.randomUUID();
        APIResponse answer = page.request()
                .post(
                        "/api/v1/reports",
                        RequestOptions.create()
                                .setHeader("Authorization", "Bearer " + token.get("token"))
                                .setHeader("Idempotency-Key", id)
                                .setData(Map.of("report", id, "room", "room-88")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return id;
    }

    private static Object order(Page page) {
        return page.evaluate("[...document.querySelectorAll('tr[data-row] a.open')].map(one => one.href).join()");
    }
}
