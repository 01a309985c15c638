package io.redress.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do on the pages, by hand and by keys, and whether everybody can. */
class PagesIT extends OnTheDemo {
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
            "wang /cases/complaints/C2",
            "tea /mine",
            "tea /systems",
            "room /mine",
            "room /urging",
            "nobody /demo/inbox");

    @ParameterizedTest
    @CsvSource({"zh, LIGHT", "zh, DARK", "en, LIGHT", "en, DARK"})
    void every_page_can_be_used_by_everybody(String language, ColorScheme scheme) {
        Page nobody = stranger(language, scheme);
        Map<String, Page> pages = new HashMap<>(Map.of("nobody", nobody));
        for (String one : PAGES) {
            String[] parts = one.split(" ", 2);
            Page page = pages.computeIfAbsent(parts[0], persona -> as(persona, language, scheme));
            page.navigate(parts[1] + (parts[1].contains("?") ? "&" : "?") + "lang=" + language);
            // forms are looked at as well, and of those that are fetched the first
            page.locator("details:not(.answer)").evaluateAll("all => all.forEach(one => { one.open = true; })");
            if (page.locator("details.answer").count() > 0) {
                page.locator("details.answer > summary").first().click();
                assertThat(page.locator("details.answer form").first()).isAttached();
            }
            isForEverybody(page, one + " in " + language + ", " + scheme);
        }
    }

    @Test
    void a_phone_is_wide_enough() {
        Page page = as("jun");
        page.setViewportSize(360, 740);
        for (String address : List.of(
                "/", "/mine", "/cases/complaints/C1", "/demo/inbox", "/published/merchants/lanhua-tea?room=room-88")) {
            fits(page, address);
        }
        for (String at : List.of("tea /mine", "tea /systems", "room /urging")) {
            Page theirs = as(at.split(" ")[0]);
            theirs.setViewportSize(360, 740);
            fits(theirs, at.split(" ")[1]);
        }
    }

    private static void fits(Page page, String address) {
        page.navigate(address);
        Object over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(over).as(address).isEqualTo(0);
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

    @Test
    void from_a_complaint_over_two_lapses_to_the_merchants_performance_by_clicking() {
        Page jun = as("jun");
        jun.navigate("/cases/orders/O3");
        Locator complain = jun.locator("#file-complaint");
        complain.locator("summary").click();
        complain.getByLabel("Against whom").selectOption("merchant");
        complain.getByLabel("Serious").selectOption("false");
        complain.getByRole(AriaRole.BUTTON).click();
        jun.waitForURL(Pattern.compile(".*/cases/complaints/cmp_.*"));
        String address = caseOf(jun);
        assertThat(jun.locator(".standing")).containsText("Waiting for merchant lanhua-tea");

        // nobody answers, twice: first the merchant, then the room operator that must coordinate
        jun.getByText("48 hours on").click();
        assertThat(jun.locator(".standing [aria-current]")).containsText("Platform steps in");
        Page room = as("room");
        room.navigate("/urging");
        assertThat(row(room, address, "coordinate")).isVisible();
        jun.getByText("48 hours on").click();
        assertThat(jun.locator(".lane.trader .lapse").nth(1)).isVisible();
        room.reload();
        row(room, address, "coordinate").locator("button.coordinate").click();
        assertThat(room.locator("[role=status]")).containsText("Coordinate between");
        assertThat(row(room, address, "coordinate")).hasCount(0);

        Page wang = as("wang");
        row(wang, address, "").first().locator("button.take").click();
        wang.waitForURL(Pattern.compile(".*" + address));
        wang.locator("#open-intervention summary").click();
        wang.locator("#open-intervention button").click();
        wang.waitForURL("**" + address + "?done=open-intervention");
        Locator decide = wang.locator("#decide");
        decide.locator("summary").click();
        decide.getByLabel("Who has to perform").selectOption("merchant");
        decide.getByLabel("Amount").fill("10.00");
        decide.getByLabel("Finding").selectOption("merchant-at-fault");
        decide.getByLabel("Clause").fill("6.4.3 d");
        decide.getByLabel("Reasons").fill("The merchant said nothing for four days.");
        decide.getByRole(AriaRole.BUTTON).click();
        wang.getByText("Yes, do it now").click();
        wang.waitForURL("**" + address + "?done=decide");

        // the merchant performs where it is listed
        Page tea = as("tea");
        Locator owed = row(tea, address, "execute the decision");
        owed.locator("details.answer > summary").click();
        Locator perform = owed.locator("form[action$='/perform-decision']");
        if (perform.getByLabel("Amount").count() > 0) {
            perform.getByLabel("Amount").fill("10.00");
        }
        perform.getByRole(AriaRole.BUTTON).click();
        tea.waitForURL(Pattern.compile(".*/mine\\?.*done=perform-decision"));
        assertThat(row(tea, address, "execute the decision")).hasCount(0);

        jun.navigate(address);
        assertThat(jun.locator("main")).containsText("paid back ¥10.00");
        assertThat(jun.locator("main")).containsText("12368");
        jun.navigate("/demo/inbox");
        assertThat(jun.locator("main")).containsText("signature verified");
        assertThat(jun.locator("main")).not().containsText("signature is wrong");
    }

    /** The address of the case that a page shows. */
    private static String caseOf(Page page) {
        return page.url().replaceAll("\\?.*|#.*", "").replaceAll("^https?://[^/]+", "");
    }

    /** What is listed of a case, with this in it. */
    private static Locator row(Page page, String address, String text) {
        return page.locator("[data-row]")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("a.open[href='" + address + "']"))
                        .setHasText(Pattern.compile(text, Pattern.CASE_INSENSITIVE)));
    }

    @Test
    void evidence_is_uploaded_as_a_draft_and_comes_back_as_it_was() throws Exception {
        byte[] png = Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
        Page jun = as("jun");
        jun.navigate("/cases/complaints/C1");
        jun.locator("#upload summary").click();
        assertThat(jun.locator("#upload"))
                .containsText("consumer jun, merchant lanhua-tea, room operator xiaoyu-live, the platform");
        jun.locator("#upload-file").setInputFiles(new FilePayload("photo.png", "image/png", png));
        jun.locator("#upload button").click();
        jun.waitForURL(Pattern.compile(".*uploaded=.*"));
        Locator file = jun.locator("#evidence ~ div tbody tr").first();
        assertThat(file).containsText("draft");
        assertThat(file)
                .containsText(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(png)));
        Download download = jun.waitForDownload(() -> file.locator("a").click());
        assertThat(Files.readAllBytes(download.path())).isEqualTo(png);
    }

    // ---- keys

    /** Everything by the keyboard: what is not reached by keys is not there. */
    private static final class Keys {
        private static final int FAR = 400;

        private final Page page;

        Keys(Page page) {
            this.page = page;
        }

        /** Goes there with the tab key. */
        void to(Locator where) {
            where.first().waitFor();
            for (int n = 0; n < FAR; n++) {
                if ((Boolean) where.first().evaluate("one => one === document.activeElement")) {
                    return;
                }
                page.keyboard().press("Tab");
            }
            throw new AssertionError("not reached by keys: " + where);
        }

        void press(Locator what) {
            to(what);
            page.keyboard().press("Enter");
        }

        void type(Locator field, String text) {
            to(field);
            page.keyboard().type(text);
        }

        void choose(Locator select, String value) {
            to(select);
            for (int n = 0; n < FAR && !select.inputValue().equals(value); n++) {
                page.keyboard().press("ArrowDown");
            }
            assertThat(select).hasValue(value);
        }

        /** Goes down a list until this row is the one at hand. */
        void row(Locator row) {
            row.first().waitFor();
            for (int n = 0; n < FAR && row.first().getAttribute("data-at") == null; n++) {
                page.keyboard().press("j");
            }
            assertThat(row.first()).hasAttribute("data-at", "");
        }
    }

    private Page byKeys(String persona) {
        Page page = stranger("en", ColorScheme.LIGHT);
        page.navigate("/?lang=en");
        new Keys(page).press(page.locator("ul.cards form[action='/session/as/" + persona + "'] button"));
        page.waitForURL(Pattern.compile(".*/(mine|desk)"));
        return page;
    }

    @Test
    void from_a_complaint_over_two_lapses_to_the_merchants_performance_by_keys_alone() {
        Page jun = byKeys("jun");
        Keys juns = new Keys(jun);
        juns.press(jun.locator("a[href='/cases/orders/O3']"));
        jun.waitForURL("**/cases/orders/O3");
        Locator complain = jun.locator("#file-complaint");
        juns.press(complain.locator("summary"));
        juns.choose(complain.getByLabel("Against whom"), "merchant");
        juns.choose(complain.getByLabel("Serious"), "false");
        juns.press(complain.getByRole(AriaRole.BUTTON));
        jun.waitForURL(Pattern.compile(".*/cases/complaints/cmp_.*"));
        String address = caseOf(jun);
        for (int n = 0; n < 2; n++) {
            String before = jun.locator(".clock time").getAttribute("datetime");
            juns.press(jun.getByText("48 hours on"));
            assertThat(jun.locator(".clock time")).not().hasAttribute("datetime", before);
        }
        assertThat(jun.locator(".lane.trader .lapse").nth(1)).isVisible();

        Page room = byKeys("room");
        Keys rooms = new Keys(room);
        rooms.press(room.locator("nav a[href='/urging']"));
        room.waitForURL("**/urging");
        rooms.row(row(room, address, "coordinate"));
        room.keyboard().press("i");
        assertThat(room.locator("[role=status]")).containsText("Coordinate between");

        Page wang = byKeys("wang");
        Keys wangs = new Keys(wang);
        wangs.row(row(wang, address, ""));
        wang.keyboard().press("c");
        wang.waitForURL(Pattern.compile(".*" + address));
        wang.keyboard().press("d");
        assertThat(wang.locator("#open-intervention button")).isFocused();
        wang.keyboard().press("Enter");
        wang.waitForURL("**" + address + "?done=open-intervention");
        wang.keyboard().press("d");
        Locator decide = wang.locator("#decide");
        wangs.choose(decide.getByLabel("Who has to perform"), "merchant");
        wangs.type(decide.getByLabel("Amount"), "10.00");
        wangs.choose(decide.getByLabel("Finding"), "merchant-at-fault");
        wangs.type(decide.getByLabel("Clause"), "6.4.3 d");
        wangs.type(decide.getByLabel("Reasons"), "The merchant said nothing for four days.");
        wangs.press(decide.getByRole(AriaRole.BUTTON));
        assertThat(wang.locator("button[value=yes]")).isFocused();
        wang.keyboard().press("Enter");
        wang.waitForURL("**" + address + "?done=decide");

        Page tea = byKeys("tea");
        Keys teas = new Keys(tea);
        Locator owed = row(tea, address, "execute the decision");
        teas.row(owed);
        tea.keyboard().press("a");
        Locator perform = owed.locator("form[action$='/perform-decision']");
        perform.waitFor();
        if (perform.getByLabel("Amount").count() > 0) {
            teas.type(perform.getByLabel("Amount"), "10.00");
        }
        teas.press(perform.getByRole(AriaRole.BUTTON));
        tea.waitForURL(Pattern.compile(".*/mine\\?.*done=perform-decision"));

        jun.reload();
        assertThat(jun.locator("main")).containsText("paid back ¥10.00");
    }

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
