package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.command.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code has a page that says what happened, why the rule is there and what to do, in both languages. */
class ProblemPagesTest {
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private final RefusalTexts texts = new RefusalTexts();
    private final ProblemPagesHttp pages = new ProblemPagesHttp(texts);

    private static Properties said(String language) {
        try (InputStream in =
                ProblemPagesTest.class.getResourceAsStream("/problem-pages_" + language + ".properties")) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> codes() {
        RefusalTexts texts = new RefusalTexts();
        return Stream.concat(
                Arrays.stream(Rule.values()).map(Rule::code),
                Stream.of(400, 401, 403, 404, 405, 406, 413, 415, 429, 500, 503).map(texts::code));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void a_page_says_why_and_what_to_do(String code) {
        for (String part : List.of(code + ".why", code + ".do")) {
            assertThat(said("en").getProperty(part))
                    .isNotBlank()
                    .doesNotContainPattern(HAN)
                    .endsWith(".");
            assertThat(said("zh").getProperty(part))
                    .isNotBlank()
                    .containsPattern(HAN)
                    .endsWith("。");
        }
        for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            assertThat(pages.page(code, null, locale).getBody())
                    .contains(
                            "<code>" + code + "</code>",
                            said(locale.getLanguage()).getProperty(code + ".do"))
                    .doesNotContainPattern("\\{[a-zA-Z]+}")
                    .doesNotContain("null");
        }
    }

    @Test
    void nothing_is_said_of_a_code_that_is_none() {
        List<String> known = Stream.concat(
                        codes().flatMap(code -> Stream.of(code + ".why", code + ".do")),
                        Stream.of("about", "other", "rule", "why", "do", "clause", "status", "places")
                                .map("page."::concat))
                .toList();
        assertThat(said("en").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(known);
        assertThat(said("zh").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(known);
    }
}
