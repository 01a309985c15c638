package io.redress.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sheets say is said in both languages, and sentences that follow each other stay two sentences. */
class TextBundlesTest {
    private static final Pattern PLACE = Pattern.compile("\\{[^}]+}");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private static Properties texts(String bundle) {
        try (InputStream in = Texts.class.getResourceAsStream("/" + bundle + ".properties")) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    @ParameterizedTest
    @ValueSource(strings = {"casefile", "platformqueue", "words"})
    void both_languages_say_the_same_with_the_same_places(String bundle) {
        Properties english = texts(bundle + "_en");
        Properties chinese = texts(bundle + "_zh");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(english.getProperty(key)).doesNotContainPattern(HAN);
            assertThat(chinese.getProperty(key)).containsPattern(HAN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"casefile", "platformqueue"})
    void every_sentence_ends(String bundle) {
        assertThat(texts(bundle + "_en").values())
                .allMatch(text -> text.toString().matches("(?s).*(\\.|:said})"));
        assertThat(texts(bundle + "_zh").values())
                .allMatch(text -> text.toString().matches("(?s).*(。|:said})"));
    }

    /** What a party typed may stop anywhere: it is quoted, and the quotation ends the sentence. */
    @Test
    void what_was_typed_at_length_is_quoted() {
        for (String language : new String[] {"_en", "_zh"}) {
            assertThat(texts("casefile" + language).values())
                    .noneMatch(text -> text.toString().matches("(?s).*\\{(reason|reasons|remedy|instructions)}.*"));
        }
    }

    @Test
    void a_sentence_that_follows_another_begins_with_a_space_in_english_only() {
        Properties english = texts("casefile_en");
        for (String key : english.stringPropertyNames()) {
            boolean follows = !key.matches("[a-z]+\\.[a-z-]+\\.v1");
            assertThat(english.getProperty(key).startsWith(" ")).as(key).isEqualTo(follows);
            assertThat(texts("casefile_zh").getProperty(key)).doesNotStartWith(" ");
        }
    }
}
