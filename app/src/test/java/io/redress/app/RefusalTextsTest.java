package io.redress.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.SubjectId;
import io.redress.api.window.Ending;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .filteredOn(key -> !key.contains("."))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    /** Of two lines with one key the first would never be read. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void no_text_is_there_twice(String language) throws IOException {
        try (InputStream in = RefusalTexts.class.getResourceAsStream("/refusals_" + language + ".properties")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains(" = "))
                            .map(line -> line.substring(0, line.indexOf(" = "))))
                    .doesNotHaveDuplicates();
        }
    }

    private static Stream<Arguments> words() {
        return Stream.of(
                        Arrays.stream(SubjectId.Kind.values())
                                .map(kind -> Arguments.of(Rule.ID_IS_FREE, 0, kind.word())),
                        Arrays.stream(Ending.values()).map(end -> Arguments.of(Rule.DEMAND_IS_OPEN, 1, end.word())),
                        Arrays.stream(Obligation.values()).map(duty -> Arguments.of(Rule.DUTY_IS_OWED, 1, duty.id())),
                        Arrays.stream(Obligation.values())
                                .map(duty -> Arguments.of(Rule.WINDOW_IS_STILL_OPEN, 1, duty.id())),
                        Arrays.stream(Layer.values())
                                .map(layer -> Arguments.of(Rule.DOCUMENT_MAY_SPEAK_FOR_IT, 1, layer.word())))
                .flatMap(all -> all);
    }

    /** A word of the contract stands in no Chinese sentence, unless in brackets beside what it means. */
    @ParameterizedTest
    @MethodSource("words")
    void a_word_of_the_contract_is_read_in_the_readers_language(Rule rule, int place, String word) {
        RefusalTexts texts = new RefusalTexts();
        Reason reason = place == 0 ? new Reason(rule, word, List.of("7")) : new Reason(rule, null, List.of(word));
        assertThat(texts.of(reason, Locale.SIMPLIFIED_CHINESE).replace("（" + word + "）", ""))
                .doesNotContainPattern("[a-z]");
        assertThat(texts.of(reason, Locale.ENGLISH)).doesNotContainPattern(HAN);
    }

    @Test
    void refusals_name_things_as_people_do() {
        RefusalTexts texts = new RefusalTexts();
        assertThat(texts.of(new Reason(Rule.SUBJECT_IS_KNOWN, "return", List.of("R9999")), Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("不存在编号为 R9999 的退换货申请。");
        assertThat(texts.of(new Reason(Rule.DEMAND_IS_OPEN, null, List.of("completed")), Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("该诉求已不处于进行中：已履行完毕。");
        assertThat(texts.of(
                        new Reason(Rule.DUTY_IS_OWED, null, List.of("merchant-refund-after-return")),
                        Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("没有待此操作履行的义务：退货后退款（merchant-refund-after-return）。");
        assertThat(texts.of(
                        new Reason(Rule.SUBJECT_IS_NOT_BUSY, null, List.of("return/R/1")), Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("退换货申请 R/1 正忙，请稍后重试。");
        assertThat(texts.of(
                        new Reason(
                                Rule.DOCUMENT_MAY_SPEAK_FOR_IT,
                                "windows/party-execute-decision",
                                List.of("service-plan", "party-execute-decision")),
                        Locale.ENGLISH))
                .isEqualTo(
                        "windows/party-execute-decision: the layer “service plan” sets no length for this duty: execute the decision (party-execute-decision).");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 413, 415, 429, 500, 503})
    void a_status_has_a_code_a_title_and_a_text_in_both_languages(int status) {
        RefusalTexts texts = new RefusalTexts();
        String code = texts.code(status);
        assertThat(texts.known(code)).isTrue();
        assertThat(texts.status(code).value()).isEqualTo(status);
        for (String text :
                List.of(texts.title(code, Locale.SIMPLIFIED_CHINESE), texts.general(code, Locale.SIMPLIFIED_CHINESE))) {
            assertThat(text).containsPattern(HAN);
        }
        for (String text : List.of(texts.title(code, Locale.ENGLISH), texts.general(code, Locale.ENGLISH))) {
            assertThat(text).isNotBlank().doesNotContainPattern(HAN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 418, 422, 499})
    void a_status_that_nobody_wrote_about_is_a_bad_request(int status) {
        assertThat(new RefusalTexts().code(status)).isEqualTo("http-400");
    }
}
