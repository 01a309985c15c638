package io.redress.app.published;

import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.query.Texts;
import io.redress.query.Texts.Bilingual;
import java.util.List;
import java.util.Locale;

/** What published pages say in words, in the reader's language. */
final class PublishedTexts {
    private final Texts texts = new Texts("published");

    String name(Obligation obligation, Locale locale) {
        return say("name", obligation.id(), locale);
    }

    String layer(Layer layer, Locale locale) {
        return say("layer." + layer.word(), "", locale);
    }

    String missing(String what, String name, Locale locale) {
        return say("missing." + what, name, locale);
    }

    String length(Length length, Locale locale) {
        return switch (length.unit()) {
            case CALENDAR_DAYS -> count("length.days", length.amount(), locale);
            case WORKING_DAYS -> count("length.working-days", length.amount(), locale);
            case SECONDS -> {
                long seconds = length.amount();
                yield seconds % 3600 == 0
                        ? count("length.hours", seconds / 3600, locale)
                        : seconds % 60 == 0
                                ? count("length.minutes", seconds / 60, locale)
                                : count("length.seconds", seconds, locale);
            }
        };
    }

    private String count(String key, long number, Locale locale) {
        return say(number == 1 ? key + ".one" : key, number, locale);
    }

    private String say(String key, Object value, Locale locale) {
        return in(texts.say(List.of(key), _ -> List.of(value.toString())), locale);
    }

    static String in(Bilingual text, Locale locale) {
        return locale.getLanguage().equals("en") ? text.en() : text.zh();
    }
}
