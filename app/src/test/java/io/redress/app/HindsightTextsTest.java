package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HindsightTextsTest {
    @Test
    void both_languages_say_the_same_with_the_same_values() throws IOException {
        Properties english = texts("en");
        Properties chinese = texts("zh");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(english.getProperty(key)).as(key).doesNotMatch(".*\\p{IsHan}.*");
        }
    }

    @Test
    void every_holiday_of_the_calendar_has_a_name_in_both_languages() throws IOException {
        for (String file : Set.of("cn-workdays.v1", "cn-workdays-2027-provisional.v1")) {
            try (InputStream in = HindsightTextsTest.class.getResourceAsStream("/standard/" + file + ".csv")) {
                String csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(csv.lines().skip(1).map(row -> "holiday." + row.split(",", 3)[2]))
                        .isNotEmpty()
                        .allMatch(texts("en")::containsKey);
            }
            assertThat(texts("en")).containsKey("calendar." + file);
        }
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        String file = "/hindsight_" + language + ".properties";
        try (InputStream in = HindsightTextsTest.class.getResourceAsStream(file)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> places(String sentence) {
        return Pattern.compile("\\{[^}]*}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
