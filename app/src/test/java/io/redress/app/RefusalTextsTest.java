package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule can say, in both languages, why it refused. */
class RefusalTextsTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private final Properties english = texts("en");
    private final Properties chinese = texts("zh");

    private static Properties texts(String language) {
        try (InputStream in = RefusalTexts.class.getResourceAsStream("/refusals_" + language + ".properties")) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group(1)));
        return places;
    }

    @ParameterizedTest
    @EnumSource
    void a_rule_has_a_text_in_both_languages(Rule rule) {
        assertThat(english.getProperty(rule.code())).isNotBlank().doesNotContainPattern(HAN);
        assertThat(chinese.getProperty(rule.code())).isNotBlank().containsPattern(HAN);
    }

    @ParameterizedTest
    @EnumSource
    void a_filled_text_has_no_place_left_open(Rule rule) {
        RefusalTexts texts = new RefusalTexts();
        Reason reason = new Reason(rule, "FIELD", List.of("ONE", "TWO", "THREE"));
        for (Locale locale : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
            String template = (locale == Locale.ENGLISH ? english : chinese).getProperty(rule.code());
            List<String> values = List.of("FIELD", "ONE", "TWO", "THREE");
            String text = texts.of(reason, locale);
            assertThat(text).doesNotContain("{", "}");
            assertThat(places(template))
                    .allSatisfy(place -> assertThat(text).contains(values.get(Integer.parseInt(place))));
            assertThat(texts.of(new Reason(rule, null, List.of()), locale))
                    .isNotBlank()
                    .doesNotContain("{", "}", "null");
        }
    }

    @Test
    void both_languages_have_the_same_texts_with_the_same_places() {
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    /** An apostrophe would switch the places behind it off. */
    @Test
    void no_text_has_an_apostrophe_of_the_typewriter() {
        assertThat(english.values()).noneMatch(text -> text.toString().contains("'"));
        assertThat(chinese.values()).noneMatch(text -> text.toString().contains("'"));
    }

    @Test
    void no_text_is_there_for_a_rule_that_is_not() {
        Set<String> codes =
                new TreeSet<>(Arrays.stream(Rule.values()).map(Rule::code).toList());
        assertThat(english.stringPropertyNames())
                .filteredOn(key -> !key.startsWith("general.") && !key.startsWith("expects."))
                .containsExactlyInAnyOrderElementsOf(codes);
    }
}
