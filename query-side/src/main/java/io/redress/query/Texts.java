package io.redress.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sentences in English and Chinese with named places for values: {@code {reason}} shows a value as it was typed,
 * {@code {reason:said}} the same as a quotation that ends the sentence, {@code {by:party}} a party, {@code
 * {order:subject}} a case, {@code {kind:word}} a word of the contract, {@code {paidAt:time}} a moment, {@code
 * {amountFen:yuan}} money. What parties typed is never read as a sentence.
 */
public final class Texts {
    /** The same in both languages. */
    public record Bilingual(String en, String zh) {
        /** This, and then that. */
        public Bilingual and(Bilingual next) {
            return new Bilingual(en + next.en, zh + next.zh);
        }
    }

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z.]+)(?::([a-z]+))?}( (?=\\p{IsHan}))?");

    /** What ends a sentence by itself. */
    private static final Pattern ENDED = Pattern.compile(".*[.!?…。！？]", Pattern.DOTALL);

    private static final Pattern ENDS_CHINESE = Pattern.compile(".*\\p{IsHan}", Pattern.DOTALL);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final Properties ENGLISH_WORDS = read("words_en");
    private static final Properties CHINESE_WORDS = read("words_zh");

    private final Language english;
    private final Language chinese;

    /** Reads {@code <bundle>_en.properties} and {@code <bundle>_zh.properties}. */
    public Texts(String bundle) {
        english = new Language(read(bundle + "_en"), ENGLISH_WORDS, ", ", ".");
        chinese = new Language(read(bundle + "_zh"), CHINESE_WORDS, "、", "。");
    }

    private static Properties read(String file) {
        String path = "/" + file + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no such texts: " + path);
            }
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether there is a sentence of this name. */
    public boolean has(String key) {
        return english.sentences().containsKey(key);
    }

    /** The value for a place, if it has one. */
    public static List<String> given(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    /** The sentences of these names, one after the other; {@code values} gives none, one or several for a place. */
    public Bilingual say(List<String> keys, Function<String, List<String>> values) {
        return new Bilingual(english.say(keys, values), chinese.say(keys, values));
    }

    /** What a word of the contract means; the word itself where there is no other. */
    public static Bilingual word(String word) {
        return new Bilingual(ENGLISH_WORDS.getProperty(word, word), CHINESE_WORDS.getProperty(word, word));
    }

    private record Language(Properties sentences, Properties words, String separator, String stop) {
        String say(List<String> keys, Function<String, List<String>> values) {
            return keys.stream().map(key -> fill(sentence(key), values)).collect(Collectors.joining());
        }

        private String sentence(String key) {
            @Nullable String sentence = sentences.getProperty(key);
            if (sentence == null) {
                throw new IllegalStateException("no text for " + key);
            }
            return sentence;
        }

        private String fill(String sentence, Function<String, List<String>> values) {
            return PLACE.matcher(sentence).replaceAll(place -> {
                @Nullable String shape = place.group(2);
                List<String> found = values.apply(place.group(1));
                String shown = found.isEmpty()
                        ? word("none")
                        : found.stream()
                                .map(value -> shape == null ? value : shaped(shape, value))
                                .collect(Collectors.joining(separator));
                if ("party".equals(shape) && place.start() == 0) {
                    shown = shown.substring(0, 1).toUpperCase(Locale.ROOT) + shown.substring(1);
                }
                // Chinese sets a space beside other scripts only
                boolean spaced =
                        place.group(3) != null && !ENDS_CHINESE.matcher(shown).matches();
                return Matcher.quoteReplacement(spaced ? shown + " " : shown);
            });
        }

        private String shaped(String shape, String value) {
            return switch (shape) {
                case "word" -> word(value);
                case "said" -> "“" + value + "”" + (ENDED.matcher(value).matches() ? "" : stop);
                case "party" -> party(value);
                case "subject" -> subject(value);
                case "time" -> OffsetDateTime.parse(value).format(TIME);
                case "yuan" -> yuan(Long.parseLong(value));
                default -> throw new IllegalStateException("no such shape: " + shape);
            };
        }

        private String word(String word) {
            return words.getProperty(word, word);
        }

        private String party(String text) {
            int colon = text.indexOf(':');
            return colon < 0 ? word(text) : word(text.substring(0, colon)) + " " + text.substring(colon + 1);
        }

        private String subject(String text) {
            int slash = text.indexOf('/');
            return word(text.substring(0, slash)) + " " + text.substring(slash + 1);
        }

        private static String yuan(long fen) {
            return "¥%d.%02d".formatted(fen / 100, fen % 100);
        }
    }
}
