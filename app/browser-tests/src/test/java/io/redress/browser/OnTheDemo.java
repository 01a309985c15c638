package io.redress.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A demo for all tests of a class, people who come in with a browser of their own, and what their browsers tell. */
abstract class OnTheDemo {
    @TempDir
    static Path folder;

    static Demo demo;

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
            demo = null;
        }
    }

    @AfterEach
    void nothing_broke_the_content_policy_or_failed_in_a_script() {
        open.forEach(page -> page.context().close());
        assertThat(complaints).filteredOn(told -> !isToBeExpected(told)).isEmpty();
    }

    /** What a page answers with its status, and streams that ended and were opened again. */
    boolean isToBeExpected(String told) {
        return told.contains("status of 4") || told.equals("[object Event]");
    }

    /** Somebody who has not said who he is. */
    Page stranger(String language, ColorScheme scheme) {
        return stranger(demo.port(), language, scheme);
    }

    private Page stranger(int at, String language, ColorScheme scheme) {
        Page page = demo.browser(at, language, scheme, complaints);
        open.add(page);
        return page;
    }

    Page as(String persona) {
        return as(persona, "en", ColorScheme.LIGHT);
    }

    Page as(String persona, String language, ColorScheme scheme) {
        return as(demo.port(), persona, language, scheme);
    }

    /** The same by way of another port. */
    Page as(int at, String persona, String language, ColorScheme scheme) {
        Page page = stranger(at, language, scheme);
        page.navigate("/?lang=" + language);
        page.locator("ul.cards form[action='/session/as/" + persona + "'] button")
                .click();
        page.waitForURL(Pattern.compile(".*/(mine|desk)"));
        return page;
    }

    /** Whether everybody can use what a page shows now. */
    static void isForEverybody(Page page, String what) {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations)
                .as(what)
                .extracting(rule -> rule.getId() + ": "
                        + rule.getNodes().stream()
                                .map(node -> node.getHtml())
                                .limit(2)
                                .toList())
                .isEmpty();
    }
}
