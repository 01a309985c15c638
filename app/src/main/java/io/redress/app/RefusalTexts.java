package io.redress.app;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** What people read when an act is refused, in Chinese and in English; codes are never translated. */
@Component
class RefusalTexts {
    /** Details that are themselves texts: what an ill-formed field takes. */
    private static final String EXPECTS = "expects.";

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    RefusalTexts() {
        texts.setBasename("refusals");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        texts.setDefaultLocale(Locale.ENGLISH);
    }

    /** One reason as a sentence. */
    String of(Reason reason, Locale locale) {
        String field = reason.field() == null ? "" : reason.field();
        List<String> details = reason.details();
        Object[] parts = !details.isEmpty() && details.getFirst().startsWith(EXPECTS)
                ? new Object[] {
                    field,
                    texts.getMessage(
                            details.getFirst(),
                            details.subList(1, details.size()).toArray(),
                            locale)
                }
                : Stream.concat(Stream.of(field), details.stream()).toArray();
        return texts.getMessage(reason.rule().code(), padded(parts), locale);
    }

    /** All reasons, for a terminal. */
    String of(Refusal refusal, Locale locale) {
        return refusal.reasons().stream()
                .map(reason -> of(reason, locale) + " (" + reason.rule().code() + ", DB4401/T 171 "
                        + reason.rule().clause() + ")")
                .collect(Collectors.joining("; "));
    }

    String refused(Locale locale) {
        return general("refused", locale);
    }

    String general(String key, Locale locale) {
        return Objects.requireNonNullElse(texts.getMessage("general." + key, null, "", locale), "");
    }

    /** Placeholders that a reason leaves empty read as nothing. */
    private static Object[] padded(Object[] parts) {
        Object[] padded = Arrays.copyOf(parts, Math.max(parts.length, 4));
        Arrays.fill(padded, parts.length, padded.length, "");
        return padded;
    }
}
