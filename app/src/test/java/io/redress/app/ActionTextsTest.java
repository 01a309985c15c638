package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.command.door.ActReader;
import io.redress.command.window.OnLapse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every act, and every consequence of a lapse, is said in both languages. */
class ActionTextsTest {
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void every_act_and_every_consequence_is_said(String language) {
        Properties texts = texts(language);
        Set<String> expected = new TreeSet<>(ActReader.ofApi().acts());
        Arrays.stream(OnLapse.values())
                .map(onLapse -> "otherwise." + onLapse.word())
                .forEach(expected::add);
        expected.add("otherwise.ends");
        assertThat(texts.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(texts.stringPropertyNames())
                .allSatisfy(
                        key -> assertThat(HAN.matcher(texts.getProperty(key)).find())
                                .as(key)
                                .isEqualTo(language.equals("zh")));
    }

    private static Properties texts(String language) {
        try (InputStream in = ActionTextsTest.class.getResourceAsStream("/actions_" + language + ".properties")) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
